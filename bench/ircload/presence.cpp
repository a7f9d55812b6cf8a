// Being there and coming in: people who are silent, and people who all come at once.

#include "loads.h"

namespace ircload {

bool gather(Crowd& crowd, const Options& options, int inRoom, Outcome& outcome)
{
    return gather(
        crowd, options, [inRoom](int client) { return std::string(client < inRoom ? kRoom : std::string_view()); }, outcome);
}

bool gather(Crowd& crowd, const Options& options, const Crowd::RoomOf& roomOf, Outcome& outcome)
{
    if (!crowd.connectAll(kPatience, options.arriving > 0 ? options.arriving : 100) || !crowd.joinAll(roomOf, kPatience))
        return false;
    settle(crowd);
    outcome.filled = processUse(options.serverPid);
    return !crowd.hasFailed();
}

bool runIdle(Crowd& crowd, const Options& options, Outcome& outcome)
{
    if (!gather(crowd, options, 0, outcome))
        return false;
    Options byTime = options;
    byTime.messages = 0;
    runUntilDone(crowd, options, Bounds(byTime), outcome);
    return true;
}

// The server's time from the first connection to the last welcome.
bool runRegister(Crowd& crowd, const Options& options, Outcome& outcome)
{
    if (options.isResuming) { // from somebody's session
        if (!crowd.connectOne(0))
            return false;
        settle(crowd);
    }
    outcome.before = processUse(options.serverPid);
    const Nanoseconds begin = now();
    const bool areThere = crowd.connectAll(kPatience, options.arriving > 0 ? options.arriving : crowd.size());
    outcome.wallSeconds = static_cast<double>(now() - begin) / 1e9;
    settle(crowd);
    outcome.after = outcome.filled = processUse(options.serverPid);
    outcome.arrivals = static_cast<std::uint64_t>(crowd.registered()) - (options.isResuming ? 1 : 0);
    return areThere;
}

} // namespace ircload
