// A few rooms in which all speak, each with so many messages on their way, until so many were said; a result after each step, to
// see whether a message costs more when there are many.

#include "loads.h"

#include <algorithm>
#include <filesystem>

namespace ircload {

namespace {

struct Speaker final
{
    std::uint64_t sequence = 0;
    std::vector<int> missing; // receivers of each message on its way, by sequence modulo the window
};

// Of a file and of those that are named after it: a log, an index.
std::uint64_t bytesOf(const std::string& path)
{
    const std::filesystem::path file(path);
    std::uint64_t sum = 0;
    std::error_code error;
    for (const auto& each : std::filesystem::directory_iterator(file.parent_path(), error)) {
        if (each.path().filename().string().starts_with(file.filename().string()))
            sum += each.file_size(error);
    }
    return sum;
}

class Growth final
{
public:
    Growth(Crowd& crowd, const Options& options)
        : m_crowd(crowd), m_options(options), m_speakers(static_cast<std::size_t>(crowd.size()), Speaker{0, std::vector<int>(window())}),
          m_heard(m_speakers.size() * m_speakers.size())
    {
        crowd.setOnLine([this](int client, std::string_view line) { heard(client, line); });
    }
    ~Growth() { m_crowd.setOnLine({}); }
    Growth(const Growth&) = delete;
    Growth& operator=(const Growth&) = delete;

    [[nodiscard]] static std::string roomOf(int client, const Options& options)
    {
        return std::string(kRoom) + std::to_string(client % options.rooms);
    }

    // So many more.
    [[nodiscard]] Outcome step(long messages)
    {
        Options step = m_options;
        step.messages = messages;
        Outcome outcome;
        const Bounds bounds(step);
        m_outcome = &outcome;
        m_bounds = &bounds;
        for (int round = 0; round < m_options.inFlight; ++round) {
            for (int client = 0; client < m_crowd.size(); ++client)
                speak(client);
        }
        runUntilDone(m_crowd, step, bounds, outcome);
        m_outcome = nullptr;
        return outcome;
    }

private:
    [[nodiscard]] std::size_t window() const { return static_cast<std::size_t>(m_options.inFlight); }
    [[nodiscard]] int receiversOf(int client) const
    {
        const int rooms = m_options.rooms;
        return m_crowd.size() / rooms + (client % rooms < m_crowd.size() % rooms ? 1 : 0) - 1;
    }

    void speak(int source)
    {
        if (m_bounds->isOver(m_outcome->sent))
            return;
        Speaker& speaker = m_speakers[static_cast<std::size_t>(source)];
        ++speaker.sequence;
        speaker.missing[speaker.sequence % window()] = receiversOf(source);
        ++m_outcome->sent;
        m_outcome->expected += static_cast<std::uint64_t>(receiversOf(source));
        m_crowd.send(source, privmsg(roomOf(source, m_options), {source, speaker.sequence, now()}, m_options));
    }

    void heard(int client, std::string_view line)
    {
        const auto payload = readPrivmsg(line);
        if (!payload || payload->source < 0 || payload->source >= m_crowd.size() || m_outcome == nullptr)
            return;
        const auto source = static_cast<std::size_t>(payload->source);
        const bool isNew = countDelivery(m_heard[static_cast<std::size_t>(client) * m_speakers.size() + source], *payload, *m_outcome);
        if (isNew && --m_speakers[source].missing[payload->sequence % window()] == 0)
            speak(payload->source);
    }

    Crowd& m_crowd;
    const Options& m_options;
    std::vector<Speaker> m_speakers;
    std::vector<std::uint64_t> m_heard; // by receiver and speaker
    Outcome* m_outcome = nullptr;       // of the step that runs
    const Bounds* m_bounds = nullptr;
};

} // namespace

bool runGrow(Crowd& crowd, const Options& options, Outcome& outcome)
{
    const ProcessUse base = outcome.base;
    if (!gather(
            crowd, options, [&](int client) { return Growth::roomOf(client, options); }, outcome))
        return false;
    const ProcessUse filled = outcome.filled;
    Growth growth(crowd, options);
    std::uint64_t said = 0;
    for (long left = options.messages; left > 0 && !crowd.hasFailed();) {
        const long messages = options.step > 0 ? std::min(options.step, left) : left;
        outcome = growth.step(messages);
        outcome.base = base;
        outcome.filled = filled;
        said += outcome.sent;
        outcome.sentSoFar = said;
        outcome.fileBytes = options.file.empty() ? 0 : bytesOf(options.file);
        print(options, outcome);
        outcome.isComplete = outcome.isComplete && outcome.sent == static_cast<std::uint64_t>(messages);
        if (!outcome.isSound())
            return true;
        left -= messages;
    }
    return true;
}

} // namespace ircload
