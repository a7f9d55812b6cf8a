#include "owncommands.h"

#include <array>

namespace chatroom::cli {

std::span<const client::TypedCommand> ownCommands()
{
    static constexpr std::array kCommands = std::to_array<client::TypedCommand>({
        {"clear", "/clear", "Clears the screen.", 0},
        {"delete", "/delete [NUMBER] [REASON]", "Deletes a message; without a number your last one. /last shows the numbers.", 0},
        {"history", "/history [NUMBER]", "Shows what was said here earlier.", 0},
        {"key", "/key", "Keeps your name for you without a password, by the key of this computer (--key auto).", 0},
        {"last", "/last [NUMBER]", "Shows the newest messages with numbers, for /reply, /react and /delete.", 0},
        {"multi", "/multi", "Begins a message of many lines; a line with a single dot ends it, Ctrl+C drops it.", 0},
        {"password", "/password", "Changes the password of your account.", 0},
        {"profile", "/profile [name|status|pronouns|homepage TEXT]", "Says what others read about you; alone it shows it.", 0},
        {"react", "/react [NUMBER] EMOJI", "Puts an emoji below a message, or takes it away again: /react 2 :thumbsup:", 0},
        {"register", "/register", "Keeps your name for you, by a password.", 0},
        {"reply", "/reply [NUMBER] TEXT", "Answers a message; without a number the last one of somebody else.", 0},
        {"retry", "/retry", "Connects at once when the connection was lost.", 0},
        {"search", "/search [WORDS]", "Finds what was said; alone it shows older ones.", 0},
        {"signin", "/signin [NAME]", "Signs in to your account.", 0},
        {"switch", "/switch [ROOM]", "Changes the room; alone it lists them. Alt+Up and Alt+Down do it too.", 0},
    });
    return kCommands;
}

} // namespace chatroom::cli
