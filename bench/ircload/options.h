// What ircload is told.
#pragma once

#include <cstdint>
#include <string>

namespace ircload {

enum class Mode : std::uint8_t {
    Fanout,   // everybody in one room, some of them speak
    Slow,     // the same, and some stop reading
    Paced,    // the same, so many messages a second
    Pairs,    // two and two, messages to and fro
    Idle,     // connected and silent
    Register, // all come in at once
    Churn,    // come, enter, say one thing, leave
    Duos,     // as Pairs, each in a room of their own
    Lone,     // one speaks to one other, a message now and then, and waits for the echo of each
    Rooms,    // rooms of ten, few or many, with the same people
    Soak,     // rooms in which people speak, come and go for a long time
    Grow,     // a few rooms in which all speak, to fill a history step by step
};

struct Options final
{
    Mode mode = Mode::Fanout;
    std::string address = "127.0.0.1"; // loopback only: this is a tool to measure one's own server
    std::uint16_t port = 0;
    std::string label;        // repeated in the result
    std::string capabilities; // that all clients ask for, with spaces between
    bool hasTls = false;
    bool isResuming = false; // register, churn: TLS connections with the ticket of one before
    int clients = 1000;
    int arriving = 0;    // on their way in at a time; 0: a hundred, and all of them where coming in is the load
    int bystanders = 0;  // fanout, slow, pairs: others who are connected and silent
    int deaf = 0;        // slow: of the clients, those who stop reading
    int speakers = 10;   // fanout, slow, paced
    int rooms = 1;       // rooms, soak, grow
    double rate = 200;   // paced, lone, soak: messages a second
    double changes = 50; // soak: people a second who come or go
    int inFlight =
        4; // messages of one speaker (fanout, slow, grow) or pair (pairs, duos) or of all (rooms) that are on their way at a time
    long messages = 2000; // ends after so many were sent, or visits made (churn); 0: only by time
    long step = 0;        // grow: a result after so many; 0: one at the end
    double seconds = 20;  // ends after so long; grow: each step
    double upkeep = 0;    // waits at most so many seconds for what the server still has to do afterwards
    int bytes = 100;      // of each message's text
    bool isTalk = false;  // of words, as people write, instead of one letter
    std::string file;     // grow: whose size is told, with its companions; empty: none
    int serverPid = 0;    // whose CPU time and memory are read; 0: none
};

// Ends the program with status 2 and a sentence when something is wrong, with 0 for --help.
[[nodiscard]] Options parseOptions(int argc, char* argv[]);
[[nodiscard]] const char* nameOf(Mode mode);

} // namespace ircload
