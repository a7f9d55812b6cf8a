#include "client/commandhelp.h"

#include <algorithm>
#include <array>

namespace chatroom::client {

namespace {

constexpr std::array kCommands = std::to_array<TypedCommand>({
    {"away", "/away [REASON]", "Tells others that you are away.", 0},
    {"back", "/back", "Tells others that you are back.", 0},
    {"ban", "/ban NAME", "Keeps a person out of this room.", 1},
    {"clear", "/clear", "Takes the lines of this conversation off the screen.", 0},
    {"close", "/close", "Closes this conversation; a room is left.", 0},
    {"delete", "/delete [REASON]", "Deletes the last message that you said here.", 0},
    {"deop", "/deop NAME", "Takes the charge of this room from a person.", 1},
    {"devoice", "/devoice NAME", "Takes the right to speak in a moderated room from a person.", 1},
    {"help", "/help [COMMAND]", "Says what you can type.", 0},
    {"invite", "/invite NAME [ROOM]", "Asks a person into this room.", 1},
    {"join", "/join ROOM [PASSWORD]", "Enters a room, or makes it.", 1},
    {"kick", "/kick NAME [REASON]", "Removes a person from this room.", 1},
    {"list", "/list", "Lists the rooms.", 0},
    {"me", "/me TEXT", "Says what you are doing.", 1},
    {"mode", "/mode [ROOM] [CHANGES]", "Shows or changes the settings of a room.", 0},
    {"msg", "/msg NAME TEXT", "Sends a message to a person or a room.", 2},
    {"names", "/names", "Says who is in this room.", 0},
    {"nick", "/nick NAME", "Changes your name.", 1},
    {"notice", "/notice NAME TEXT", "Sends a notice, which nobody answers by itself.", 2},
    {"op", "/op NAME", "Puts a person in charge of this room.", 1},
    {"part", "/part [REASON]", "Leaves this room.", 0},
    {"query", "/query NAME [TEXT]", "Opens a conversation with a person.", 1},
    {"quit", "/quit [REASON]", "Leaves the chatroom.", 0},
    {"quote", "/quote LINE", "Sends a line to the server as it is.", 1},
    {"raw", "/raw LINE", "Sends a line to the server as it is.", 1},
    {"react", "/react EMOJI", "Puts an emoji below the last message of somebody else.", 1},
    {"rename", "/rename ROOM [REASON]", "Gives this room another name.", 1},
    {"topic", "/topic [TEXT]", "Shows or changes what this room is about.", 0},
    {"unban", "/unban NAME", "Lets a person into this room again.", 1},
    {"voice", "/voice NAME", "Lets a person speak in a moderated room.", 1},
    {"whois", "/whois NAME", "Says who a person is.", 1},
});

} // namespace

std::span<const TypedCommand> typedCommands()
{
    return kCommands;
}

const TypedCommand* findTypedCommand(const QString& name)
{
    const QByteArray wanted = name.toLower().toUtf8();
    const auto found = std::find_if(kCommands.begin(), kCommands.end(), [&wanted](const TypedCommand& each) {
        return each.name == std::string_view(wanted.constData(), static_cast<std::size_t>(wanted.size()));
    });
    return found == kCommands.end() ? nullptr : &*found;
}

} // namespace chatroom::client
