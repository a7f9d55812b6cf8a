// People come, enter the room, say one thing and leave, a few at a time, while two stay and must hear each of them once.

#include "loads.h"

namespace ircload {

namespace {

constexpr int kStaying = 2;

class Churn final
{
public:
    Churn(Crowd& crowd, const Options& options, const Bounds& bounds, Outcome& outcome)
        : m_crowd(crowd), m_options(options), m_bounds(bounds), m_outcome(outcome),
          m_heard(static_cast<std::size_t>(crowd.size()) * kStaying), m_said(static_cast<std::size_t>(crowd.size()))
    {
        m_crowd.setOnRegistered([this](int client) { m_crowd.send(client, "JOIN " + std::string(kRoom) + "\r\n"); });
        m_crowd.setOnEntered([this](int client) { sayAndLeave(client); });
        m_crowd.setOnClosed([this](int client) { left(client); });
        m_crowd.setOnLine([this](int client, std::string_view line) { heard(client, line); });
    }
    ~Churn()
    {
        m_crowd.setOnRegistered({});
        m_crowd.setOnEntered({});
        m_crowd.setOnClosed({});
        m_crowd.setOnLine({});
    }
    Churn(const Churn&) = delete;
    Churn& operator=(const Churn&) = delete;

    void bring(int client)
    {
        if (m_bounds.isOver(m_started))
            return;
        ++m_started;
        if (!m_crowd.connectOne(client))
            m_outcome.isComplete = false;
    }
    [[nodiscard]] bool isDone() const { return m_outcome.arrivals >= m_started && m_outcome.delivered >= m_outcome.expected; }

private:
    void sayAndLeave(int client)
    {
        if (client < kStaying)
            return;
        ++m_outcome.sent;
        m_outcome.expected += kStaying;
        const Payload payload{client, ++m_said[static_cast<std::size_t>(client)], now()};
        m_crowd.send(client, privmsg(kRoom, payload, m_options) + "QUIT\r\n");
    }
    void left(int client)
    {
        if (client < kStaying) {
            m_outcome.isComplete = false;
            return;
        }
        ++m_outcome.arrivals;
        bring(client);
    }
    void heard(int client, std::string_view line)
    {
        const auto payload = readPrivmsg(line);
        const bool isOurs = payload && client < kStaying && payload->source >= kStaying && payload->source < m_crowd.size();
        if (isOurs)
            countDelivery(m_heard[static_cast<std::size_t>(payload->source * kStaying + client)], *payload, m_outcome);
    }

    Crowd& m_crowd;
    const Options& m_options;
    const Bounds& m_bounds;
    Outcome& m_outcome;
    std::vector<std::uint64_t> m_heard; // by visitor and by who stays
    std::vector<std::uint64_t> m_said;  // by visitor
    std::uint64_t m_started = 0;
};

} // namespace

bool runChurn(Crowd& crowd, const Options& options, Outcome& outcome)
{
    for (int client = 0; client < kStaying; ++client) {
        if (!crowd.connectOne(client))
            return false;
    }
    const Bounds bounds(options);
    Churn churn(crowd, options, bounds, outcome);
    settle(crowd);
    outcome.before = outcome.filled = processUse(options.serverPid);
    const Nanoseconds begin = now();
    for (int client = kStaying; client < crowd.size(); ++client)
        churn.bring(client);
    while (!crowd.hasFailed() && !churn.isDone() && !bounds.isHopeless())
        crowd.turn(std::chrono::milliseconds{20});
    outcome.isComplete = outcome.isComplete && churn.isDone();
    outcome.wallSeconds = static_cast<double>(now() - begin) / 1e9;
    outcome.after = processUse(options.serverPid);
    return true;
}

} // namespace ircload
