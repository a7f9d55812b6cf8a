#include "outcome.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace ircload {

namespace {

// One object on one line, member after member.
class JsonLine final
{
public:
    void add(const char* key, const std::string& text)
    {
        std::string clean;
        for (const char c : text) {
            if (c >= ' ' && c != '"' && c != '\\')
                clean += c;
        }
        name(key) += '"' + clean + '"';
    }
    void add(const char* key, std::uint64_t number) { name(key) += std::to_string(number); }
    void add(const char* key, double number, int digits)
    {
        char text[64];
        const auto end = std::to_chars(text, text + sizeof text, number, std::chars_format::fixed, digits).ptr;
        name(key).append(text, end);
    }
    [[nodiscard]] std::string text() const { return m_text + '}'; }

private:
    std::string& name(const char* key)
    {
        m_text += m_text.empty() ? "{\"" : ",\"";
        m_text += key;
        m_text += "\":";
        return m_text;
    }

    std::string m_text;
};

double per(std::uint64_t count, double divisor)
{
    return divisor > 0 ? static_cast<double>(count) / divisor : 0.0;
}

double growthKiB(const ProcessUse& from, const ProcessUse& to)
{
    return to.residentKiB > from.residentKiB ? static_cast<double>(to.residentKiB - from.residentKiB) : 0.0;
}

} // namespace

void print(const Options& options, const Outcome& outcome)
{
    const double cpu = outcome.after.cpuSeconds - outcome.before.cpuSeconds;
    const double system = outcome.after.systemSeconds - outcome.before.systemSeconds;
    const double user = outcome.after.userSeconds - outcome.before.userSeconds;
    const double later = outcome.rested.isKnown ? outcome.rested.cpuSeconds - outcome.after.cpuSeconds : 0;
    const auto milliseconds = [&](double share) { return static_cast<double>(outcome.latency.percentile(share)) / 1e6; };
    JsonLine line;
    line.add("label", options.label);
    line.add("mode", std::string(nameOf(options.mode)));
    line.add("clients", static_cast<std::uint64_t>(options.clients));
    line.add("bytes", static_cast<std::uint64_t>(options.bytes));
    line.add("sent", outcome.sent);
    line.add("deliveries", outcome.delivered);
    line.add("lost", outcome.expected - std::min(outcome.expected, outcome.delivered));
    line.add("repeated", outcome.repeated);
    line.add("out_of_order", outcome.outOfOrder);
    line.add("arrivals", outcome.arrivals);
    line.add("closed", outcome.closed);
    line.add("tls", outcome.protocol);
    line.add("resumed", outcome.resumed);
    line.add("seconds", outcome.wallSeconds, 3);
    line.add("server_cpu_seconds", cpu, 3);
    line.add("hub_cpu_seconds", outcome.after.hubSeconds - outcome.before.hubSeconds, 3);
    line.add("worker_cpu_seconds", outcome.after.workerSeconds - outcome.before.workerSeconds, 3);
    line.add("server_cpu_seconds_later", later, 3);
    line.add("server_system_share", per(1, user + system) * system, 3);
    line.add("deliveries_per_second", per(outcome.delivered, outcome.wallSeconds), 0);
    line.add("deliveries_per_cpu_second", per(outcome.delivered, cpu), 0);
    line.add("deliveries_per_cpu_second_with_later", per(outcome.delivered, cpu + later), 0);
    line.add("cpu_us_per_message", per(1, static_cast<double>(outcome.sent)) * cpu * 1e6, 3);
    line.add("cpu_us_per_message_later", per(1, static_cast<double>(outcome.sent)) * later * 1e6, 3);
    line.add("arrivals_per_second", per(outcome.arrivals, outcome.wallSeconds), 0);
    line.add("arrivals_per_cpu_second", per(outcome.arrivals, cpu), 0);
    line.add("p50_ms", milliseconds(0.5), 3);
    line.add("p90_ms", milliseconds(0.9), 3);
    line.add("p99_ms", milliseconds(0.99), 3);
    line.add("max_ms", milliseconds(1), 3);
    line.add("deliveries_per_read", per(outcome.delivered, static_cast<double>(outcome.reads)), 2);
    line.add("bytes_per_delivery", per(outcome.bytesRead, static_cast<double>(outcome.delivered)), 0);
    line.add("kib_per_connection", growthKiB(outcome.base, outcome.filled) / (options.clients + options.bystanders), 2);
    line.add("resident_before_kib", outcome.base.residentKiB);
    line.add("resident_filled_kib", outcome.filled.residentKiB);
    line.add("resident_after_kib", outcome.after.residentKiB);
    line.add("resident_peak_kib", outcome.after.peakKiB);
    line.add("server_threads", static_cast<std::uint64_t>(outcome.after.threads));
    if (options.mode == Mode::Grow) {
        line.add("messages_so_far", outcome.sentSoFar);
        line.add("file_bytes", outcome.fileBytes);
    }
    std::printf("%s\n", line.text().c_str());
    std::fflush(stdout);
}

} // namespace ircload
