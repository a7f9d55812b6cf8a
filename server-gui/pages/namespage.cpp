#include "pages/namespage.h"

#include "dialogs/confirmdialog.h"
#include "dialogs/newpassworddialog.h"
#include "pages/namedelegate.h"
#include "tablepanel.h"
#include "text.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAction>
#include <QTableView>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using widgets::Icon;

NamesPage::NamesPage(const widgets::Theme& theme, NamesModel& model, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_model(model),
      m_panel(new TablePanel(
          theme,
          {.title = tr("Kept names"), .filterHint = tr("Find a name"), .emptyLine = {}, .emptyHint = {}, .emptyIcon = Icon::Bookmark},
          model, NamesModel::SortRole, this))
{
    setObjectName(u"namesPage"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_panel);

    QTableView& table = m_panel->table();
    table.setAccessibleName(tr("Kept names"));
    table.setItemDelegateForColumn(NamesModel::Name, new NameDelegate(theme, &table));
    m_panel->setColumns({{120, 4}, {84, 1}, {106, 1}, {88, 0}, {126, 1}});

    auto* reset = new QAction(icon(theme, Icon::Lock), tr("New password…"), this);
    reset->setObjectName(u"resetPassword"_s);
    reset->setShortcut(Qt::CTRL | Qt::Key_R);
    connect(reset, &QAction::triggered, this, &NamesPage::askReset);
    m_panel->addRowAction(*reset);

    auto* deleted = new QAction(icon(theme, Icon::Delete, widgets::Role::Danger), tr("Delete…"), this);
    deleted->setObjectName(u"deleteName"_s);
    deleted->setShortcut(Qt::Key_Delete);
    connect(deleted, &QAction::triggered, this, &NamesPage::askDelete);
    m_panel->addRowAction(*deleted);
    setKeepingOpen(true);
}

void NamesPage::setKeepingOpen(bool isOpen)
{
    m_panel->setEmptyTexts(tr("Nobody keeps a name yet"),
                           isOpen ? tr("Who is here can keep their name: in Chatroom by a click on it, below the rooms, and “Keep this "
                                       "name”. Then nobody else can take it.")
                                  : tr("People cannot keep a name here at the moment: see Kept names in the settings."));
}

void NamesPage::askReset()
{
    const auto kept = m_model.keptName(m_panel->current());
    if (!kept)
        return;
    QStringList explanation{tr("For somebody who forgot theirs. The old password stops working, and the new one is shown here once, for "
                               "you to pass on.")};
    if (kept->isHere())
        explanation += tr("Where they are signed in now they stay so.");
    if (kept->keys > 0)
        explanation += tr("Their keys go on working.");
    auto* dialog =
        new ConfirmDialog(m_theme, {tr("New password for %1").arg(kept->name), explanation, tr("Make a new password"), false}, this);
    connect(dialog, &QDialog::accepted, this, [this, id = kept->id] { Q_EMIT resetAgreed(id); });
    dialog->open();
}

void NamesPage::askDelete()
{
    const auto kept = m_model.keptName(m_panel->current());
    if (!kept)
        return;
    QStringList explanation{
        tr("The name is free for others again. Their direct messages, their profile and their rights in rooms are deleted for good. What "
           "they said in rooms stays.")};
    if (kept->isHere())
        explanation += tr("They are here now: they stay connected, signed out.");
    explanation += tr("This cannot be undone.");
    auto* dialog =
        new ConfirmDialog(m_theme, {tr("Delete the kept name %1").arg(kept->name), explanation, tr("Delete the name"), true}, this);
    connect(dialog, &QDialog::accepted, this, [this, id = kept->id] { Q_EMIT deleteAgreed(id); });
    dialog->open();
}

void NamesPage::showPassword(const QByteArray& account, const QByteArray& password)
{
    auto* dialog = new NewPasswordDialog(m_theme, Text::fromOthers(account), QString::fromLatin1(password), this);
    dialog->open();
}

} // namespace chatroom::servergui
