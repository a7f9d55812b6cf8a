// Everybody in one room, some speak, each with so many messages on their way. The last ones in it may be deaf: they stop reading,
// the server may close them, and all the others must get everything all the same. Beside them others are only there.

#include "loads.h"

namespace ircload {

namespace {

struct Speaker final
{
    std::uint64_t sequence = 0;
    std::vector<int> missing; // receivers of each message on its way, by sequence modulo the window
};

} // namespace

bool runFanout(Crowd& crowd, const Options& options, Outcome& outcome)
{
    if (!gather(crowd, options, options.clients, outcome))
        return false;
    const int readers = options.clients - options.deaf;
    if (options.deaf > 0)
        crowd.setOnClosed(
            [&](int client) { client < readers || client >= options.clients ? outcome.isComplete = false : ++outcome.closed; });
    for (int client = readers; client < options.clients; ++client)
        crowd.setReading(client, false);

    const auto window = static_cast<std::uint64_t>(options.inFlight);
    const auto speakers = static_cast<std::size_t>(options.speakers);
    std::vector<Speaker> all(speakers, Speaker{0, std::vector<int>(window)});
    std::vector<std::uint64_t> last(static_cast<std::size_t>(options.clients) * speakers);
    const Bounds bounds(options);
    const auto speak = [&](int source) {
        if (bounds.isOver(outcome.sent))
            return;
        Speaker& speaker = all[static_cast<std::size_t>(source)];
        ++speaker.sequence;
        speaker.missing[speaker.sequence % window] = readers - 1;
        ++outcome.sent;
        outcome.expected += static_cast<std::uint64_t>(readers - 1);
        crowd.send(source, privmsg(kRoom, {source, speaker.sequence, now()}, options));
    };
    crowd.setOnLine([&](int client, std::string_view line) {
        const auto payload = readPrivmsg(line);
        if (!payload || client >= options.clients || payload->source < 0 || payload->source >= options.speakers)
            return;
        const auto source = static_cast<std::size_t>(payload->source);
        const bool isNew = countDelivery(last[static_cast<std::size_t>(client) * speakers + source], *payload, outcome);
        if (isNew && --all[source].missing[payload->sequence % window] == 0)
            speak(payload->source);
    });
    for (int round = 0; round < options.inFlight; ++round) {
        for (int source = 0; source < options.speakers; ++source)
            speak(source);
    }
    runUntilDone(crowd, options, bounds, outcome);
    crowd.setOnLine({});
    for (int client = readers; client < options.clients; ++client)
        crowd.setReading(client, true); // who was closed finds out now
    if (options.deaf > 0)
        settle(crowd);
    crowd.setOnClosed({});
    return true;
}

} // namespace ircload
