// Everybody in one room, and so many messages a second, evenly, whatever the server does: what a person waits for a message.

#include "loads.h"

namespace ircload {

bool runPaced(Crowd& crowd, const Options& options, Outcome& outcome)
{
    if (!gather(crowd, options, crowd.size(), outcome))
        return false;
    const auto speakers = static_cast<std::size_t>(options.speakers);
    std::vector<std::uint64_t> sequence(speakers);
    std::vector<std::uint64_t> last(static_cast<std::size_t>(crowd.size()) * speakers);
    crowd.setOnLine([&](int client, std::string_view line) {
        const auto payload = readPrivmsg(line);
        if (!payload || payload->source < 0 || payload->source >= options.speakers)
            return;
        const auto cell = static_cast<std::size_t>(client) * speakers + static_cast<std::size_t>(payload->source);
        countDelivery(last[cell], *payload, outcome);
    });

    const Bounds bounds(options);
    const auto interval = static_cast<Nanoseconds>(1e9 / options.rate);
    const auto begin = now();
    Nanoseconds next = begin;
    outcome.before = processUse(options.serverPid);
    const std::uint64_t readsBefore = crowd.reads();
    while (!crowd.hasFailed() && !bounds.isOver(outcome.sent)) {
        const Nanoseconds time = now();
        if (time < next) {
            crowd.turn(std::chrono::nanoseconds{next - time});
            continue;
        }
        const auto source = static_cast<std::size_t>(outcome.sent % speakers);
        ++outcome.sent;
        outcome.expected += static_cast<std::uint64_t>(crowd.size() - 1);
        // From the moment when it was due: what waits because of the load generator itself counts too.
        crowd.send(static_cast<int>(source), privmsg(kRoom, {static_cast<int>(source), ++sequence[source], next}, options));
        crowd.turn(std::chrono::nanoseconds{0});
        next += interval;
    }
    while (!crowd.hasFailed() && !bounds.isHopeless() && outcome.delivered < outcome.expected)
        crowd.turn(std::chrono::milliseconds{20});
    outcome.wallSeconds = static_cast<double>(now() - begin) / 1e9;
    outcome.after = processUse(options.serverPid);
    outcome.reads = crowd.reads() - readsBefore;
    crowd.setOnLine({});
    return true;
}

} // namespace ircload
