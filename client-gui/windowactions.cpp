#include "client-gui/windowactions.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeySequence>
#include <QWidget>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

using widgets::Icon;

struct Row final
{
    ActionId id;
    const char* text;
    const char* keys; // portable text; empty: none
    Icon icon;
};

constexpr Row kRows[] = {
    {ActionId::GoTo, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Go to a room or person"), "Ctrl+K", Icon::Search},
    {ActionId::JoinRoom, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Join or make a room"), "Ctrl+J", Icon::Add},
    {ActionId::Previous, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Room above"), "Alt+Up", Icon::Up},
    {ActionId::Next, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Room below"), "Alt+Down", Icon::Down},
    {ActionId::PreviousUnread, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Unread room above"), "Alt+Shift+Up", Icon::Up},
    {ActionId::NextUnread, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Unread room below"), "Alt+Shift+Down", Icon::Down},
    {ActionId::Search, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Search in this room"), "Ctrl+F", Icon::Search},
    {ActionId::SearchEverywhere, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Search everywhere"), "Ctrl+Shift+F", Icon::Search},
    {ActionId::EditTopic, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Change the topic"), "Ctrl+T", Icon::Edit},
    {ActionId::RenameRoom, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Rename this room"), "Ctrl+Shift+T", Icon::Edit},
    {ActionId::CloseRoom, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Leave this room or close this conversation"), "Ctrl+W",
     Icon::Close},
    {ActionId::FocusMessages, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Between the messages and the field"), "F6", Icon::Chat},
    {ActionId::FoldRooms, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Show or hide the rooms"), "Ctrl+Shift+L", Icon::LeftPanel},
    {ActionId::FoldPeople, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Show or hide the people"), "Ctrl+Shift+P", Icon::RightPanel},
    {ActionId::SelfMenu, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Menu on yourself"), "Alt+M", Icon::Menu},
    {ActionId::Away, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Away"), "Ctrl+Shift+A", Icon::Away},
    {ActionId::ChangeName, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Change your name"), "F2", Icon::Person},
    {ActionId::Preferences, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Preferences"), "Ctrl+,", Icon::Settings},
    {ActionId::Keys, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Keys"), "F1", Icon::Help},
    {ActionId::Leave, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Leave this chatroom"), "Ctrl+Shift+Q", Icon::SignOut},
    {ActionId::Quit, QT_TRANSLATE_NOOP("chatroom::clientgui::Actions", "Quit"), "Ctrl+Q", Icon::Close},
};

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::Actions", text);
}

} // namespace

WindowActions::WindowActions(const widgets::Theme& theme, QWidget& window)
{
    for (const Row& row : kRows) {
        auto* action = new QAction(widgets::icon(theme, row.icon), tr(row.text), &window);
        action->setShortcut(QKeySequence(QString::fromLatin1(row.keys), QKeySequence::PortableText));
        action->setMenuRole(QAction::NoRole);
        window.addAction(action);
        m_actions.emplace(row.id, action);
    }
    (*this)[ActionId::Away].setCheckable(true);
}

QAction& WindowActions::operator[](ActionId id) const
{
    return *m_actions.at(id);
}

QList<WindowActions::Key> WindowActions::keys() const
{
    QList<Key> keys;
    for (const Row& row : kRows)
        keys += Key{(*this)[row.id].shortcut().toString(QKeySequence::NativeText), tr(row.text)};
    keys += Key{tr("Esc"), tr("Answer nothing; mark as read and go to the newest")};
    keys += Key{tr("Home, End"), tr("In the messages: to the oldest that are loaded, to the newest")};
    keys += Key{tr("Up, Down"), tr("In the messages: choose one")};
    keys += Key{tr("Tab, Enter"), tr("In the messages: to what can be pressed there, press it")};
    keys += Key{tr("Shift+F10"), tr("In the messages: what can be done with the chosen one")};
    keys += Key{tr("Delete"), tr("In the messages: delete the chosen one; Ctrl+Z while it can be undone")};
    keys += Key{tr("Up, Down, Enter"), tr("In the search: from result to result, show it among the messages")};
    keys += Key{tr("Enter"), tr("Send")};
    keys += Key{tr("Shift+Enter"), tr("A new line in the message; in code Enter does too, and Ctrl+Enter sends")};
    keys += Key{tr("Ctrl+Shift+C"), tr("Code")};
    keys += Key{tr("Ctrl+."), tr("Choose an emoji")};
    keys += Key{tr("Tab"), tr("Complete a name, a room or a command")};
    keys += Key{tr("Up, Down"), tr("What you sent before")};
    keys += Key{u"@  :  /"_s, tr("Names, emoji and commands to choose from")};
    return keys;
}

} // namespace chatroom::clientgui
