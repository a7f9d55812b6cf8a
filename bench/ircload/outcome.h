// What came of a load, and what every load needs to find it out.
#pragma once

#include "crowd.h"
#include "histogram.h"
#include "options.h"
#include "payload.h"
#include "procstat.h"

#include <chrono>

namespace ircload {

struct Outcome final
{
    std::uint64_t sent = 0;       // messages
    std::uint64_t expected = 0;   // deliveries of them
    std::uint64_t delivered = 0;  // each counted once
    std::uint64_t repeated = 0;   // came again
    std::uint64_t outOfOrder = 0; // came before one that was sent earlier
    std::uint64_t arrivals = 0;   // people who came in, where that is the load
    std::uint64_t closed = 0;     // by the server, where it may
    std::uint64_t resumed = 0;    // TLS sessions
    std::string protocol;         // of TLS; "none": plain
    double wallSeconds = 0;
    Histogram latency;                          // from the moment of sending to that of reading
    ProcessUse base;                            // of the server before anybody came
    ProcessUse filled;                          // when all were there and quiet
    ProcessUse before, after;                   // around the load
    ProcessUse rested;                          // when it had done what was left to do; not known: nobody waited for it
    std::uint64_t sentSoFar = 0, fileBytes = 0; // grow
    std::uint64_t reads = 0;                    // that found something
    std::uint64_t bytesRead = 0;                // by them
    bool isComplete = true;                     // false: what was to be done was not done within the time

    [[nodiscard]] bool isSound() const { return isComplete && delivered == expected && repeated == 0 && outOfOrder == 0; }
};

// When the sending stops and when the waiting does.
class Bounds final
{
public:
    explicit Bounds(const Options& options);
    [[nodiscard]] bool isOver(std::uint64_t sent) const;
    [[nodiscard]] bool isHopeless() const; // the time for what was on its way is over too

private:
    std::uint64_t m_messages; // 0: only the time counts
    Nanoseconds m_end;
};

// What one receiver has had of one sender, up to `last`: next in order, or not. True when it counts as delivered.
bool countDelivery(std::uint64_t& last, const Payload& payload, Outcome& outcome);

// Turns until everything sent has arrived and nothing is to be sent any more, or there is no hope; measures the server meanwhile.
void runUntilDone(Crowd& crowd, const Options& options, const Bounds& bounds, Outcome& outcome);

// Waits until the server rests, for what it put off. Bounded by options.upkeep.
void awaitRest(Crowd& crowd, const Options& options, Outcome& outcome);

// Reads until nothing came for half a second, so that what coming in costs is not counted to the load.
void settle(Crowd& crowd);

// One line of JSON, on the standard output.
void print(const Options& options, const Outcome& outcome);

} // namespace ircload
