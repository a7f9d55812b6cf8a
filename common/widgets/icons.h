// The icons of both windows, by what they are for. One set everywhere: Breeze by its freedesktop names, of which those we
// use are bundled (resources/icons/breeze), painted in a role of the palette at the moment of painting, so that an icon
// made once follows the theme.
#pragma once

#include "widgets/palette.h"

#include <QIcon>
#include <QList>
#include <QString>

#include <cstdint>

namespace chatroom::widgets {

class Theme;

enum class Icon : std::uint8_t {
    Add,
    Announce,
    Away,
    Back,
    Ban,
    Bookmark,
    Chart,
    Chat,
    Check,
    Clear,
    Close,
    Code,
    Computer,
    Connect,
    Copy,
    Delete,
    Disconnect,
    Down,
    Edit,
    Emoji,
    Error,
    Filter,
    Forward,
    Help,
    Hide,
    Hint,
    Information,
    Kick,
    LeftPanel,
    Link,
    Lock,
    Log,
    Mail,
    Menu,
    More,
    Muted,
    Newest,
    Notifications,
    Pause,
    People,
    Person,
    Refresh,
    Remove,
    Reply,
    RightPanel,
    Room,
    RoomNew,
    Save,
    Search,
    Send,
    Server,
    Settings,
    Show,
    SignOut,
    Start,
    Stop,
    Unlock,
    Up,
    Warning,
};

// All of them, for tests and contact sheets.
[[nodiscard]] QList<Icon> allIcons();
// The freedesktop name: "edit-copy".
[[nodiscard]] QString iconName(Icon icon);
// The pixmap has no size of its own; up to 22 px the drawing is 16 px wide, where its lines are sharp. `theme` must
// outlive the icon. Disabled: fainter; selected: unchanged.
[[nodiscard]] QIcon icon(const Theme& theme, Icon which, Role role = Role::Text);

// The programs' own icons, in colour.
[[nodiscard]] QIcon clientProgramIcon();
[[nodiscard]] QIcon serverProgramIcon();

} // namespace chatroom::widgets
