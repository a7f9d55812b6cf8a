// One who speaks to one other, a message now and then, and waits for the echo of each: what a receipt costs when there is nothing
// to share its cost with. Latencies are those of the echoes.

#include "loads.h"

namespace ircload {

bool runLone(Crowd& crowd, const Options& options, Outcome& outcome)
{
    crowd.addCapabilities("echo-message");
    if (!gather(crowd, options, crowd.size(), outcome))
        return false;
    std::uint64_t echoed = 0;
    crowd.setOnLine([&](int client, std::string_view line) {
        const auto payload = readPrivmsg(line);
        if (payload && client == 0 && payload->source == 0)
            countDelivery(echoed, *payload, outcome);
    });

    const Bounds bounds(options);
    const auto pause = static_cast<Nanoseconds>(1e9 / options.rate);
    const auto begin = now();
    outcome.before = processUse(options.serverPid);
    while (!crowd.hasFailed() && !bounds.isOver(outcome.sent)) {
        const Nanoseconds next = now() + pause;
        for (Nanoseconds time = now(); time < next; time = now())
            crowd.turn(std::chrono::nanoseconds{next - time});
        outcome.expected = ++outcome.sent;
        crowd.send(0, privmsg(kRoom, {0, outcome.sent, now()}, options));
        while (!crowd.hasFailed() && !bounds.isHopeless() && outcome.delivered < outcome.expected)
            crowd.turn(std::chrono::milliseconds{20});
    }
    outcome.wallSeconds = static_cast<double>(now() - begin) / 1e9;
    outcome.after = processUse(options.serverPid);
    awaitRest(crowd, options, outcome);
    crowd.setOnLine({});
    return true;
}

} // namespace ircload
