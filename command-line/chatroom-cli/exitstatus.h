// How a run of chatroom-cli ends: a contract with scripts, told by --help.
#pragma once

#include <QString>

#include <cstdint>

namespace chatroom::cli {

enum class ExitStatus : std::uint8_t {
    Ok = 0,
    Refused = 1, // the server says no: the room, the name, the person
    WrongUsage = 2,
    CannotConnect = 3,
    TimedOut = 4,
    NotTrusted = 5,
    Lost = 6,         // the connection went before everything was confirmed
    NotOffered = 7,   // the server keeps no history, or cannot search, or what else it lacks
    NothingFound = 8, // by a search, or no message has that id
    NotSignedIn = 9,  // the account's password or key is another one, or the name belongs to an account
};

// The end of a run: the status, and a sentence for standard error (empty: nothing to say).
struct Ending final
{
    ExitStatus status = ExitStatus::Ok;
    QString what;
};

} // namespace chatroom::cli
