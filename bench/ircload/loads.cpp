#include "loads.h"

#include "payload.h"

#include <cstdio>

namespace ircload {

namespace {

using namespace std::chrono_literals;

constexpr Nanoseconds kSecond = 1'000'000'000;
constexpr Nanoseconds kGrace = 10 * kSecond; // for what is on its way when the sending ends
constexpr auto kTurn = 20ms;

// When the sending stops and when the waiting does.
class Bounds final
{
public:
    explicit Bounds(const Options& options)
        : m_messages(options.messages), m_end(now() + static_cast<Nanoseconds>(options.seconds * 1e9))
    {
    }
    [[nodiscard]] bool isOver(const Outcome& outcome) const
    {
        return now() >= m_end || (m_messages > 0 && outcome.sent >= static_cast<std::uint64_t>(m_messages));
    }
    [[nodiscard]] bool isHopeless() const { return now() >= m_end + kGrace; }

private:
    long m_messages;
    Nanoseconds m_end;
};

// What one receiver has had of one sender: next in order, or not.
void countDelivery(std::uint64_t& last, const Payload& payload, Outcome& outcome)
{
    if (payload.sequence <= last) {
        ++outcome.repeated;
        return;
    }
    if (payload.sequence != last + 1)
        ++outcome.outOfOrder;
    last = payload.sequence;
    ++outcome.delivered;
    outcome.latency.add(now() - payload.sentAt);
}

// Turns until everything sent has arrived, nothing is to be sent any more, or there is no hope.
void runUntilDone(Crowd& crowd, const Options& options, const Bounds& bounds, Outcome& outcome)
{
    outcome.before = processUse(options.serverPid);
    const std::uint64_t readsBefore = crowd.reads();
    const Nanoseconds start = now();
    while (!crowd.hasFailed() && !bounds.isHopeless()) {
        if (bounds.isOver(outcome) && outcome.delivered >= outcome.expected)
            break;
        crowd.turn(kTurn);
    }
    outcome.wallSeconds = static_cast<double>(now() - start) / 1e9;
    outcome.after = processUse(options.serverPid);
    outcome.reads = crowd.reads() - readsBefore;
}

} // namespace

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

Outcome runFanout(Crowd& crowd, const Options& options, std::string_view room)
{
    struct Speaker final
    {
        std::uint64_t sequence = 0;
        std::vector<int> missing; // receivers of each message on its way, by sequence modulo the window
    };
    const auto window = static_cast<std::uint64_t>(options.inFlight);
    const auto speakers = static_cast<std::size_t>(options.speakers);
    std::vector<Speaker> all(speakers, Speaker{0, std::vector<int>(window)});
    std::vector<std::uint64_t> last(static_cast<std::size_t>(crowd.size()) * speakers);
    Outcome outcome;
    const Bounds bounds(options);

    const auto speak = [&](int source) {
        if (bounds.isOver(outcome))
            return;
        Speaker& speaker = all[static_cast<std::size_t>(source)];
        ++speaker.sequence;
        speaker.missing[speaker.sequence % window] = crowd.size() - 1;
        ++outcome.sent;
        outcome.expected += static_cast<std::uint64_t>(crowd.size() - 1);
        crowd.send(source, privmsg(room, {source, speaker.sequence, now()}, options.bytes));
    };
    crowd.setOnLine([&](int client, std::string_view line) {
        const auto payload = readPrivmsg(line);
        if (!payload || payload->source < 0 || payload->source >= options.speakers)
            return;
        const auto source = static_cast<std::size_t>(payload->source);
        const std::uint64_t before = outcome.delivered;
        countDelivery(last[static_cast<std::size_t>(client) * speakers + source], *payload, outcome);
        if (outcome.delivered != before && --all[source].missing[payload->sequence % window] == 0)
            speak(payload->source);
    });
    for (int round = 0; round < options.inFlight; ++round) {
        for (int source = 0; source < options.speakers; ++source)
            speak(source);
    }
    runUntilDone(crowd, options, bounds, outcome);
    crowd.setOnLine({});
    return outcome;
}

Outcome runPairs(Crowd& crowd, const Options& options)
{
    std::vector<std::uint64_t> sent(static_cast<std::size_t>(crowd.size()));
    std::vector<std::uint64_t> last(sent.size());
    Outcome outcome;
    const Bounds bounds(options);

    const auto speak = [&](int source) {
        if (bounds.isOver(outcome))
            return;
        ++outcome.sent;
        ++outcome.expected;
        const Payload payload{source, ++sent[static_cast<std::size_t>(source)], now()};
        crowd.send(source, privmsg(Crowd::nameOf(source ^ 1), payload, options.bytes));
    };
    crowd.setOnLine([&](int client, std::string_view line) {
        const auto payload = readPrivmsg(line);
        if (!payload || payload->source != (client ^ 1))
            return;
        countDelivery(last[static_cast<std::size_t>(client)], *payload, outcome);
        speak(client);
    });
    for (int round = 0; round < options.inFlight; ++round) {
        for (int source = 0; source < crowd.size(); source += 2)
            speak(source);
    }
    runUntilDone(crowd, options, bounds, outcome);
    crowd.setOnLine({});
    return outcome;
}

Outcome runIdle(Crowd& crowd, const Options& options)
{
    Outcome outcome;
    Options byTime = options;
    byTime.messages = 0;
    runUntilDone(crowd, options, Bounds(byTime), outcome);
    return outcome;
}

std::string report(const Options& options, const Outcome& outcome, const ProcessUse& base, const ProcessUse& filled)
{
    const double cpu = outcome.after.cpuSeconds - outcome.before.cpuSeconds;
    const auto delivered = static_cast<double>(outcome.delivered);
    const auto milliseconds = [&](double share) { return static_cast<double>(outcome.latency.percentile(share)) / 1e6; };
    const double memory = filled.residentKiB > base.residentKiB
        ? static_cast<double>(filled.residentKiB - base.residentKiB) / options.clients : 0.0;
    std::string label;
    for (const char c : options.label) {
        if (c >= ' ' && c != '"' && c != '\\')
            label += c;
    }
    char line[1024];
    std::snprintf(line, sizeof line,
        R"({"label":"%s","mode":"%s","clients":%d,"speakers":%d,"in_flight":%d,"bytes":%d,"sent":%llu,"deliveries":%llu,)"
        R"("lost":%llu,"repeated":%llu,"out_of_order":%llu,"seconds":%.3f,"deliveries_per_second":%.0f,)"
        R"("server_cpu_seconds":%.2f,"deliveries_per_cpu_second":%.0f,"p50_ms":%.3f,"p90_ms":%.3f,"p99_ms":%.3f,)"
        R"("messages_per_read":%.2f,"kib_per_connection":%.2f,"server_threads":%d})",
        label.c_str(), nameOf(options.mode), options.clients, options.speakers, options.inFlight, options.bytes,
        static_cast<unsigned long long>(outcome.sent), static_cast<unsigned long long>(outcome.delivered),
        static_cast<unsigned long long>(outcome.expected - outcome.delivered),
        static_cast<unsigned long long>(outcome.repeated), static_cast<unsigned long long>(outcome.outOfOrder),
        outcome.wallSeconds, outcome.wallSeconds > 0 ? delivered / outcome.wallSeconds : 0.0, cpu,
        cpu > 0 ? delivered / cpu : 0.0, milliseconds(0.5), milliseconds(0.9), milliseconds(0.99),
        outcome.reads > 0 ? delivered / static_cast<double>(outcome.reads) : 0.0, memory, outcome.after.threads);
    return line;
}

} // namespace ircload
