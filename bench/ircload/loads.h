// The three loads and what came of them.
#pragma once

#include "crowd.h"
#include "histogram.h"
#include "options.h"
#include "procstat.h"

#include <string>

namespace ircload {

struct Outcome final
{
    std::uint64_t sent = 0;       // messages
    std::uint64_t expected = 0;   // deliveries of them
    std::uint64_t delivered = 0;  // each counted once
    std::uint64_t repeated = 0;   // came again
    std::uint64_t outOfOrder = 0; // came before one that was sent earlier
    double wallSeconds = 0;
    Histogram latency;            // from the moment of sending to that of reading
    ProcessUse before, after;     // of the server, around the load
    std::uint64_t reads = 0;      // that found something

    [[nodiscard]] bool isSound() const { return delivered == expected && repeated == 0 && outOfOrder == 0; }
};

// All need connected clients; fanout needs them in `room`.
[[nodiscard]] Outcome runFanout(Crowd& crowd, const Options& options, std::string_view room);
[[nodiscard]] Outcome runPairs(Crowd& crowd, const Options& options);
[[nodiscard]] Outcome runIdle(Crowd& crowd, const Options& options);

// Reads until nothing came for half a second, so that what coming in costs is not counted to the load.
void settle(Crowd& crowd);

// One line of JSON. `base` is the server before anybody came, `filled` when all were there and quiet.
[[nodiscard]] std::string report(const Options& options, const Outcome& outcome, const ProcessUse& base,
    const ProcessUse& filled);

} // namespace ircload
