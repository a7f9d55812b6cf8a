#include "options.h"

#include <arpa/inet.h>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace ircload {

namespace {

constexpr int kDeaf = 10; // where some are

constexpr const char* kHelp =
    "ircload --port PORT [options]: loads an IRC server on this machine and prints one line of JSON\n"
    "  --mode fanout|slow|paced|pairs|idle|register|churn|duos|lone|rooms|soak|grow\n"
    "                             one room (the default), one room where some stop reading, one room at a rate, two and\n"
    "                             two, silence, all come at once, come and go, two and two in rooms, one who waits for\n"
    "                             each echo, rooms of ten that the same people are in, rooms for a long time, rooms\n"
    "                             where all speak\n"
    "  --address ADDRESS          127.0.0.1 unless given; only addresses of loopback\n"
    "  --tls                      TLS 1.2 or 1.3, whatever the certificate\n"
    "  --resume                   with the session of a connection before, where the server gives tickets (register, churn)\n"
    "  --capabilities NAMES       none that all clients ask for; with spaces between\n"
    "  --clients N                1000\n"
    "  --arriving N               at most so many on their way in at a time (100; register: all)\n"
    "  --bystanders N             0 more who are silent (fanout, slow, pairs)\n"
    "  --deaf N                   10 of the clients stop reading (slow)\n"
    "  --speakers N               10 (fanout, slow, paced)\n"
    "  --rooms N                  1 room (rooms, soak, grow)\n"
    "  --rate N                   200 messages a second (paced, lone, soak)\n"
    "  --changes N                50 people a second who come or go (soak)\n"
    "  --in-flight N              4 messages on their way at a time, of each speaker or pair, or of all (rooms)\n"
    "  --messages N               2000 in all, or visits (churn); 0: as many as the time allows\n"
    "  --step N                   0: one result; else one after each N messages, and the connections stay (grow)\n"
    "  --seconds S                20 at most; of each step (grow)\n"
    "  --upkeep S                 0: as soon as all is delivered; else waits until the server rests, S at most, and counts it\n"
    "  --bytes N                  100 bytes of text, from 48 to 400\n"
    "  --text filler|talk         one letter (the default), or words as people write them\n"
    "  --file PATH                a database whose size is told (grow)\n"
    "  --pid PID                  the server's process, for CPU time and memory\n"
    "  --label TEXT               repeated in the result\n"
    "Exit status: 0 everything arrived once and in order, 1 it did not, 2 wrong usage, 3 cannot connect.\n";

[[noreturn]] void fail(const std::string& what)
{
    std::fprintf(stderr, "ircload: %s\n", what.c_str());
    std::exit(2);
}

double number(std::string_view option, const char* text, double least, double most)
{
    char* end = nullptr;
    const double value = std::strtod(text, &end);
    if (end == text || *end != '\0' || value < least || value > most)
        fail(std::string(option) + " takes a number from " + std::to_string(least) + " to " + std::to_string(most));
    return value;
}

bool isLoopback(const std::string& address)
{
    in_addr parsed{};
    return ::inet_pton(AF_INET, address.c_str(), &parsed) == 1 && (ntohl(parsed.s_addr) >> 24U) == 127;
}

Mode modeOf(std::string_view word)
{
    for (const Mode mode : {Mode::Fanout, Mode::Slow, Mode::Paced, Mode::Pairs, Mode::Idle, Mode::Register, Mode::Churn, Mode::Duos,
                            Mode::Lone, Mode::Rooms, Mode::Soak, Mode::Grow}) {
        if (word == nameOf(mode))
            return mode;
    }
    fail("--mode takes fanout, slow, paced, pairs, idle, register, churn, duos, lone, rooms, soak or grow");
}

bool isTalk(std::string_view word)
{
    if (word != "talk" && word != "filler")
        fail("--text takes filler or talk");
    return word == "talk";
}

void read(Options& options, std::string_view name, const char* value)
{
    if (name == "--mode")
        options.mode = modeOf(value);
    else if (name == "--address")
        options.address = value;
    else if (name == "--capabilities")
        options.capabilities = value;
    else if (name == "--label")
        options.label = value;
    else if (name == "--port")
        options.port = static_cast<std::uint16_t>(number(name, value, 1, 65535));
    else if (name == "--clients")
        options.clients = static_cast<int>(number(name, value, 2, 60000));
    else if (name == "--speakers")
        options.speakers = static_cast<int>(number(name, value, 1, 1000));
    else if (name == "--arriving")
        options.arriving = static_cast<int>(number(name, value, 1, 60000));
    else if (name == "--bystanders")
        options.bystanders = static_cast<int>(number(name, value, 0, 60000));
    else if (name == "--deaf")
        options.deaf = static_cast<int>(number(name, value, 1, 60000));
    else if (name == "--rooms")
        options.rooms = static_cast<int>(number(name, value, 1, 10000));
    else if (name == "--step")
        options.step = static_cast<long>(number(name, value, 0, 1e9));
    else if (name == "--upkeep")
        options.upkeep = number(name, value, 0, 600);
    else if (name == "--text")
        options.isTalk = isTalk(value);
    else if (name == "--file")
        options.file = value;
    else if (name == "--rate")
        options.rate = number(name, value, 1, 100000);
    else if (name == "--changes")
        options.changes = number(name, value, 0, 10000);
    else if (name == "--in-flight")
        options.inFlight = static_cast<int>(number(name, value, 1, 1000));
    else if (name == "--messages")
        options.messages = static_cast<long>(number(name, value, 0, 1e9));
    else if (name == "--seconds")
        options.seconds = number(name, value, 0.1, 86400);
    else if (name == "--bytes")
        options.bytes = static_cast<int>(number(name, value, 48, 400));
    else if (name == "--pid")
        options.serverPid = static_cast<int>(number(name, value, 1, 4194304));
    else
        fail("there is no option " + std::string(name) + "; --help lists them");
}

// Those that take no value.
bool readFlag(Options& options, std::string_view name)
{
    if (name == "--tls")
        options.hasTls = true;
    else if (name == "--resume")
        options.isResuming = true;
    else
        return false;
    return true;
}

// What does not go together ends the program; what the mode does not know is left out.
void check(Options& options)
{
    if (options.port == 0)
        fail("--port is missing");
    if (!isLoopback(options.address))
        fail("only addresses of loopback (127.0.0.1) are loaded: this measures a server on the same machine");
    const bool isOneRoom = options.mode == Mode::Fanout || options.mode == Mode::Slow;
    const bool hasSpeakers = isOneRoom || options.mode == Mode::Paced;
    if (options.mode != Mode::Slow && options.deaf > 0)
        fail("--deaf goes with --mode slow");
    if (options.mode == Mode::Slow && options.deaf == 0)
        options.deaf = kDeaf;
    if (options.mode != Mode::Pairs && !isOneRoom)
        options.bystanders = 0;
    if (options.isResuming && (!options.hasTls || (options.mode != Mode::Register && options.mode != Mode::Churn)))
        fail("--resume goes with --tls and --mode register or churn");
    if (hasSpeakers && options.speakers + options.deaf >= options.clients)
        fail("--speakers and --deaf must be fewer than --clients");
    if (options.mode == Mode::Churn && (options.clients < 3 || options.messages == 0))
        fail("--mode churn takes at least 3 --clients, of whom 2 stay, and a number of --messages");
    if (options.mode == Mode::Pairs || options.mode == Mode::Duos)
        options.clients -= options.clients % 2;
    if (options.mode == Mode::Lone)
        options.clients = 2;
    if (options.mode == Mode::Rooms && options.clients % 10 != 0)
        fail("--mode rooms takes tens of --clients");
    if (options.mode == Mode::Soak && (options.clients % options.rooms != 0 || options.clients < 10 * options.rooms))
        fail("--mode soak takes as many --clients for each of its --rooms, ten at least");
    if (options.mode == Mode::Grow && (options.messages == 0 || options.clients < 2 * options.rooms))
        fail("--mode grow takes a number of --messages, and at least two --clients for each of its --rooms");
}

} // namespace

const char* nameOf(Mode mode)
{
    switch (mode) {
    case Mode::Fanout: return "fanout";
    case Mode::Slow: return "slow";
    case Mode::Paced: return "paced";
    case Mode::Pairs: return "pairs";
    case Mode::Idle: return "idle";
    case Mode::Register: return "register";
    case Mode::Churn: return "churn";
    case Mode::Duos: return "duos";
    case Mode::Lone: return "lone";
    case Mode::Rooms: return "rooms";
    case Mode::Soak: return "soak";
    case Mode::Grow: return "grow";
    }
    return "";
}

Options parseOptions(int argc, char* argv[])
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--help") == 0) {
            std::fputs(kHelp, stdout);
            std::exit(0);
        }
        if (readFlag(options, argv[i]))
            continue;
        if (i + 1 == argc)
            fail(std::string(argv[i]) + " lacks its value, or is not an option");
        read(options, argv[i], argv[i + 1]);
        ++i;
    }
    check(options);
    return options;
}

} // namespace ircload
