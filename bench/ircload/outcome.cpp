#include "outcome.h"

namespace ircload {

namespace {

using namespace std::chrono_literals;

constexpr Nanoseconds kSecond = 1'000'000'000;
constexpr Nanoseconds kGrace = 10 * kSecond; // for what is on its way when the sending ends
constexpr auto kTurn = 20ms;
constexpr Nanoseconds kRest = 200'000'000;
constexpr double kIdleCpuSeconds = 0.004; // of kRest

} // namespace

Bounds::Bounds(const Options& options)
    : m_messages(static_cast<std::uint64_t>(options.messages)), m_end(now() + static_cast<Nanoseconds>(options.seconds * 1e9))
{}

bool Bounds::isOver(std::uint64_t sent) const
{
    return now() >= m_end || (m_messages > 0 && sent >= m_messages);
}

bool Bounds::isHopeless() const
{
    return now() >= m_end + kGrace;
}

bool countDelivery(std::uint64_t& last, const Payload& payload, Outcome& outcome)
{
    if (payload.sequence <= last) {
        ++outcome.repeated;
        return false;
    }
    if (payload.sequence != last + 1)
        ++outcome.outOfOrder;
    last = payload.sequence;
    ++outcome.delivered;
    outcome.latency.add(now() - payload.sentAt);
    return true;
}

void runUntilDone(Crowd& crowd, const Options& options, const Bounds& bounds, Outcome& outcome)
{
    outcome.before = processUse(options.serverPid);
    const std::uint64_t readsBefore = crowd.reads();
    const std::uint64_t bytesBefore = crowd.bytesRead();
    const Nanoseconds start = now();
    while (!crowd.hasFailed() && !bounds.isHopeless()) {
        if (bounds.isOver(outcome.sent) && outcome.delivered >= outcome.expected)
            break;
        crowd.turn(kTurn);
    }
    outcome.wallSeconds = static_cast<double>(now() - start) / 1e9;
    outcome.after = processUse(options.serverPid);
    outcome.reads = crowd.reads() - readsBefore;
    outcome.bytesRead = crowd.bytesRead() - bytesBefore;
    awaitRest(crowd, options, outcome);
}

void awaitRest(Crowd& crowd, const Options& options, Outcome& outcome)
{
    if (options.upkeep <= 0)
        return;
    const Nanoseconds end = now() + static_cast<Nanoseconds>(options.upkeep * 1e9);
    outcome.rested = outcome.after;
    for (bool isResting = false; !isResting && now() < end && !crowd.hasFailed();) {
        const Nanoseconds next = now() + kRest;
        for (Nanoseconds time = now(); time < next; time = now())
            crowd.turn(std::chrono::nanoseconds{next - time});
        const ProcessUse use = processUse(options.serverPid);
        isResting = use.cpuSeconds - outcome.rested.cpuSeconds < kIdleCpuSeconds;
        outcome.rested = use;
    }
}

void settle(Crowd& crowd)
{
    Nanoseconds quietSince = now();
    std::uint64_t seen = crowd.bytesRead();
    while (now() - quietSince < kSecond / 2 && !crowd.hasFailed()) {
        crowd.turn(50ms);
        if (crowd.bytesRead() != seen)
            quietSince = now();
        seen = crowd.bytesRead();
    }
}

} // namespace ircload
