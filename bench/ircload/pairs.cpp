// Two and two, messages to and fro, from one to the other or in a room that the two have, and others beside them who are only there.

#include "loads.h"

namespace ircload {

bool runPairs(Crowd& crowd, const Options& options, Outcome& outcome)
{
    const bool areInRooms = options.mode == Mode::Duos;
    const auto roomOf = [&](int client) { return areInRooms ? std::string(kRoom) + std::to_string(client / 2) : std::string(); };
    if (!gather(crowd, options, roomOf, outcome))
        return false;
    std::vector<std::uint64_t> sent(static_cast<std::size_t>(options.clients));
    std::vector<std::uint64_t> last(sent.size());
    const Bounds bounds(options);
    const auto speak = [&](int source) {
        if (bounds.isOver(outcome.sent))
            return;
        ++outcome.sent;
        ++outcome.expected;
        const Payload payload{source, ++sent[static_cast<std::size_t>(source)], now()};
        crowd.send(source, privmsg(areInRooms ? roomOf(source) : Crowd::nameOf(source ^ 1), payload, options));
    };
    crowd.setOnLine([&](int client, std::string_view line) {
        const auto payload = readPrivmsg(line);
        if (!payload || client >= options.clients || payload->source != (client ^ 1))
            return;
        countDelivery(last[static_cast<std::size_t>(client)], *payload, outcome);
        speak(client);
    });
    for (int round = 0; round < options.inFlight; ++round) {
        for (int source = 0; source < options.clients; source += 2)
            speak(source);
    }
    runUntilDone(crowd, options, bounds, outcome);
    crowd.setOnLine({});
    return true;
}

} // namespace ircload
