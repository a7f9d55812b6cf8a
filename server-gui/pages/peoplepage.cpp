#include "pages/peoplepage.h"

#include "dialogs/bandialog.h"
#include "dialogs/linedialog.h"
#include "pages/namedelegate.h"
#include "tablepanel.h"
#include "text.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAction>
#include <QMenu>
#include <QTableView>
#include <QVBoxLayout>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using widgets::Icon;

PeoplePage::PeoplePage(const widgets::Theme& theme, PeopleModel& model, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_model(model),
      m_panel(new TablePanel(theme,
                             {.title = tr("People"),
                              .filterHint = tr("Find a person"),
                              .emptyLine = tr("Nobody is here yet"),
                              .emptyHint = tr("Give people one of the addresses above. They type it in Chatroom, or in any "
                                              "IRC program, and choose a name."),
                              .emptyIcon = Icon::People},
                             model, PeopleModel::SortRole, this)),
      m_rooms(new QMenu(this))
{
    setObjectName(u"peoplePage"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_panel);

    QTableView& table = m_panel->table();
    table.setItemDelegateForColumn(PeopleModel::Name, new NameDelegate(theme, &table));
    table.setItemDelegateForColumn(PeopleModel::Encrypted, new LockDelegate(theme, &table));
    m_panel->setColumns({{113, 3}, {88, 2}, {86, 2}, {54, 8}, {97, 1}, {78, 1}, {92, 0}, {95, 0}});
    addActions();
}

void PeoplePage::addActions()
{
    auto* message = new QAction(icon(m_theme, Icon::Mail), tr("Send a message…"), this);
    message->setObjectName(u"message"_s);
    message->setShortcut(Qt::CTRL | Qt::Key_M);
    connect(message, &QAction::triggered, this, &PeoplePage::askMessage);
    m_panel->addRowAction(*message);

    auto* kick = new QAction(icon(m_theme, Icon::Kick), tr("Remove from a room"), this);
    kick->setObjectName(u"kick"_s);
    m_rooms->setObjectName(u"kickRooms"_s);
    connect(m_rooms, &QMenu::aboutToShow, this, &PeoplePage::fillRooms);
    m_panel->addRowMenu(*kick, *m_rooms);

    auto* disconnectPerson = new QAction(icon(m_theme, Icon::Disconnect), tr("Disconnect…"), this);
    disconnectPerson->setObjectName(u"disconnect"_s);
    disconnectPerson->setShortcut(Qt::Key_Delete);
    connect(disconnectPerson, &QAction::triggered, this, &PeoplePage::askDisconnect);
    m_panel->addRowAction(*disconnectPerson);

    auto* ban = new QAction(icon(m_theme, Icon::Ban, widgets::Role::Danger), tr("Ban…"), this);
    ban->setObjectName(u"ban"_s);
    ban->setShortcut(Qt::CTRL | Qt::Key_B);
    connect(ban, &QAction::triggered, this, &PeoplePage::askBan);
    m_panel->addRowAction(*ban);
}

std::optional<Person> PeoplePage::chosen() const
{
    return m_model.person(m_panel->current());
}

void PeoplePage::fillRooms()
{
    m_rooms->clear();
    const auto person = chosen();
    if (!person || person->rooms.isEmpty()) {
        m_rooms->addAction(tr("In no room"))->setEnabled(false);
        return;
    }
    for (const QByteArray& room : person->rooms) {
        // An ampersand marks a shortcut in a menu: "&ops" is a room's name.
        QString shown = Text::fromOthers(room);
        shown.replace(u'&', u"&&"_s);
        connect(m_rooms->addAction(shown), &QAction::triggered, this, [this, room] { askKick(room); });
    }
}

void PeoplePage::askMessage()
{
    const auto person = chosen();
    if (!person)
        return;
    auto* dialog = new LineDialog(m_theme,
                                  {.title = tr("Message to %1").arg(person->name),
                                   .explanation = tr("Only this person reads it. It comes from the chatroom itself."),
                                   .label = tr("Message"),
                                   .text = {},
                                   .accept = tr("Send"),
                                   .mayBeEmpty = false},
                                  this);
    connect(dialog, &LineDialog::lineEntered, this,
            [this, nickname = person->nickname](const QString& line) { Q_EMIT messageEntered(nickname, line); });
    dialog->open();
}

void PeoplePage::askKick(const QByteArray& room)
{
    const auto person = chosen();
    if (!person)
        return;
    auto* dialog = new LineDialog(m_theme,
                                  {.title = tr("Remove %1 from %2").arg(person->name, Text::fromOthers(room)),
                                   .explanation = tr("They stay connected and can join again."),
                                   .label = tr("Reason, which the room reads"),
                                   .text = {},
                                   .accept = tr("Remove"),
                                   .isDangerous = true},
                                  this);
    connect(dialog, &LineDialog::lineEntered, this,
            [this, nickname = person->nickname, room](const QString& line) { Q_EMIT kickEntered(nickname, room, line); });
    dialog->open();
}

void PeoplePage::askDisconnect()
{
    const auto person = chosen();
    if (!person)
        return;
    auto* dialog = new LineDialog(m_theme,
                                  {.title = tr("Disconnect %1").arg(person->name),
                                   .explanation = tr("They leave all rooms. They can connect again; a ban prevents that."),
                                   .label = tr("Reason, which they read"),
                                   .text = {},
                                   .accept = tr("Disconnect"),
                                   .isDangerous = true},
                                  this);
    connect(dialog, &LineDialog::lineEntered, this,
            [this, connection = person->connection](const QString& line) { Q_EMIT disconnectEntered(connection, line); });
    dialog->open();
}

void PeoplePage::askBan()
{
    const auto person = chosen();
    if (!person)
        return;
    auto* dialog = new BanDialog(m_theme, person->name, person->address, this);
    connect(dialog, &BanDialog::banEntered, this, &PeoplePage::banEntered);
    dialog->open();
}

} // namespace chatroom::servergui
