#include "pages/banspage.h"

#include "dialogs/bandialog.h"
#include "tablepanel.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAction>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using widgets::Icon;

BansPage::BansPage(const widgets::Theme& theme, BansModel& model, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_model(model),
      m_panel(new TablePanel(theme,
                             {.title = tr("Bans"),
                              .filterHint = tr("Find a ban"),
                              .emptyLine = tr("Nobody is kept out"),
                              .emptyHint = tr("To keep somebody out, choose them under People and press Ban."),
                              .emptyIcon = Icon::Ban},
                             model, BansModel::SortRole, this))
{
    setObjectName(u"bansPage"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_panel);

    m_panel->setColumns({{160, 2}, {130, 4}, {96, 1}, {150, 0}, {100, 0}});

    auto* add = new QAction(icon(theme, Icon::Add), tr("Ban an address…"), this);
    add->setObjectName(u"addBan"_s);
    add->setShortcut(Qt::CTRL | Qt::Key_B);
    connect(add, &QAction::triggered, this, &BansPage::askBan);
    m_panel->addFreeAction(*add);

    auto* lifted = new QAction(icon(theme, Icon::Delete), tr("Lift this ban"), this);
    lifted->setObjectName(u"lift"_s);
    lifted->setShortcut(Qt::Key_Delete);
    connect(lifted, &QAction::triggered, this, &BansPage::lift);
    m_panel->addRowAction(*lifted);
}

void BansPage::askBan()
{
    auto* dialog = new BanDialog(m_theme, {}, {}, this);
    connect(dialog, &BanDialog::banEntered, this, &BansPage::banEntered);
    dialog->open();
}

void BansPage::lift()
{
    if (const auto ban = m_model.ban(m_panel->current()))
        Q_EMIT liftRequested(ban->id);
}

} // namespace chatroom::servergui
