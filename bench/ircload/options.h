// What ircload is told.
#pragma once

#include <cstdint>
#include <string>

namespace ircload {

enum class Mode : std::uint8_t {
    Fanout, // everybody in one room, some of them speak
    Pairs,  // two and two, one message to and fro
    Idle,   // connected and silent
};

struct Options final
{
    Mode mode = Mode::Fanout;
    std::string address = "127.0.0.1"; // loopback only: this is a tool to measure one's own server
    std::uint16_t port = 0;
    std::string label;       // repeated in the result
    int clients = 1000;
    int speakers = 10;       // fanout
    int inFlight = 4;        // messages of one speaker (fanout) or pair (pairs) that are on their way at a time
    long messages = 2000;    // ends after so many were sent; 0: only by time
    double seconds = 20;     // ends after so long
    int bytes = 100;         // of each message's text
    int serverPid = 0;       // whose CPU time and memory are read; 0: none
};

// Ends the program with status 2 and a sentence when something is wrong, with 0 for --help.
[[nodiscard]] Options parseOptions(int argc, char* argv[]);
[[nodiscard]] const char* nameOf(Mode mode);

} // namespace ircload
