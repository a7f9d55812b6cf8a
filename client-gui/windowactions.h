// Every action of the main window with its key: made here once, listed by the help, shown in tooltips and menus.
#pragma once

#include <QList>
#include <QString>

#include <cstdint>
#include <map>

class QAction;
class QWidget;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

enum class ActionId : std::uint8_t {
    GoTo,
    JoinRoom,
    Previous,
    Next,
    PreviousUnread,
    NextUnread,
    Search,
    SearchEverywhere,
    EditTopic,
    RenameRoom,
    CloseRoom,
    FocusMessages,
    FoldRooms,
    FoldPeople,
    SelfMenu,
    Away,
    ChangeName,
    Preferences,
    Keys,
    Leave,
    Quit,
};

class WindowActions final
{
public:
    // The actions belong to `window` and work all over it.
    WindowActions(const widgets::Theme& theme, QWidget& window);

    [[nodiscard]] QAction& operator[](ActionId id) const;

    struct Key final
    {
        QString keys, what;
    };
    // For the help: all actions with a key, and what the composer and the messages understand.
    [[nodiscard]] QList<Key> keys() const;

private:
    std::map<ActionId, QAction*> m_actions;
};

} // namespace chatroom::clientgui
