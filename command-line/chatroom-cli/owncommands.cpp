#include "owncommands.h"

#include <array>

namespace chatroom::cli {

std::span<const client::TypedCommand> ownCommands()
{
    static constexpr std::array kCommands = std::to_array<client::TypedCommand>({
        {"history", "/history [NUMBER]", "Shows what was said here earlier.", 0},
        {"retry", "/retry", "Connects at once when the connection was lost.", 0},
        {"search", "/search [WORDS]", "Finds what was said; alone it shows older ones.", 0},
        {"switch", "/switch [ROOM]", "Changes the room; alone it lists them. Alt+Up and Alt+Down do it too.", 0},
    });
    return kCommands;
}

} // namespace chatroom::cli
