#include "pages/roomspage.h"

#include "dialogs/linedialog.h"
#include "lobby.h"
#include "tablepanel.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAction>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using widgets::Icon;

RoomsPage::RoomsPage(const widgets::Theme& theme, RoomsModel& model, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_model(model),
      m_panel(new TablePanel(theme,
                             {.title = tr("Rooms"),
                              .filterHint = tr("Find a room"),
                              .emptyLine = tr("There are no rooms yet"),
                              .emptyHint = tr("A room is there as soon as somebody joins it."),
                              .emptyIcon = Icon::Room},
                             model, RoomsModel::SortRole, this))
{
    setObjectName(u"roomsPage"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_panel);

    m_panel->setColumns({{150, 2}, {72, 0}, {108, 6}, {98, 0}, {98, 0}, {96, 0}});

    auto* topic = new QAction(icon(theme, Icon::Edit), tr("Set the topic…"), this);
    topic->setObjectName(u"topic"_s);
    topic->setShortcut(Qt::Key_F2);
    connect(topic, &QAction::triggered, this, &RoomsPage::askTopic);
    connect(m_panel, &TablePanel::rowActivated, this, &RoomsPage::askTopic);
    m_panel->addRowAction(*topic);

    auto* deleted = new QAction(icon(theme, Icon::Delete, widgets::Role::Danger), tr("Delete the room…"), this);
    deleted->setObjectName(u"delete"_s);
    deleted->setShortcut(Qt::Key_Delete);
    connect(deleted, &QAction::triggered, this, &RoomsPage::askDelete);
    m_panel->addRowAction(*deleted);
}

void RoomsPage::askTopic()
{
    const auto room = m_model.room(m_panel->current());
    if (!room)
        return;
    auto* dialog = new LineDialog(m_theme,
                                  {.title = tr("Topic of %1").arg(room->name),
                                   .explanation = tr("Everybody in the room sees it above the messages. "
                                                     "Leave it empty to take it away."),
                                   .label = tr("Topic"),
                                   .text = room->topic,
                                   .accept = tr("Set the topic"),
                                   .maxBytes = m_topicLength},
                                  this);
    connect(dialog, &LineDialog::lineEntered, this, [this, id = room->id](const QString& line) { Q_EMIT topicEntered(id, line); });
    dialog->open();
}

void RoomsPage::askDelete()
{
    const auto room = m_model.room(m_panel->current());
    if (!room)
        return;
    const QString what = isLobby(room->id)
                             ? tr("All that was said in it is gone for good, from the search too. The lobby itself stays, and "
                                  "so do the people in it.")
                             : tr("Everybody in it is put out, and all that was said in it is gone for good, from the search "
                                  "too. This cannot be undone.");
    auto* dialog =
        new LineDialog(m_theme,
                       {.title = isLobby(room->id) ? tr("Delete the history of %1").arg(room->name) : tr("Delete %1").arg(room->name),
                        .explanation = what,
                        .label = tr("Reason (may be empty)"),
                        .text = {},
                        .accept = isLobby(room->id) ? tr("Delete the history") : tr("Delete the room"),
                        .isDangerous = true,
                        .isFinal = true},
                       this);
    connect(dialog, &LineDialog::lineEntered, this, [this, id = room->id](const QString& line) { Q_EMIT deleteEntered(id, line); });
    dialog->open();
}

} // namespace chatroom::servergui
