#include "models/measures.h"

namespace chatroom::servergui {

using namespace std::chrono_literals;

namespace {

double perSecond(quint64 before, quint64 now, Timestamp from, Timestamp to)
{
    const double seconds = std::chrono::duration<double>(to - from).count();
    return seconds > 0 ? static_cast<double>(now - before) / seconds : 0;
}

} // namespace

void Measures::add(const server::ServerSnapshot& snapshot)
{
    const Count now{snapshot.at, snapshot.messages, snapshot.receivedBytes, snapshot.sentBytes};
    const bool isAnotherRun = snapshot.startedAt != m_startedAt;
    if (isAnotherRun || (!m_counts.empty() && now.at <= m_counts.back().at))
        m_counts.clear();
    m_startedAt = snapshot.startedAt;
    while (m_counts.size() > 1 && m_counts[1].at <= now.at - 1min)
        m_counts.pop_front();

    m_latest = Sample{.at = now.at, .people = static_cast<int>(snapshot.people.size())};
    if (!m_counts.empty()) {
        m_latest.messages = static_cast<double>(now.messages - m_counts.front().messages);
        const Count& before = m_counts.back();
        m_latest.received = perSecond(before.received, now.received, before.at, now.at);
        m_latest.sent = perSecond(before.sent, now.sent, before.at, now.at);
    } else if (isAnotherRun && snapshot.at - snapshot.startedAt <= 1min) {
        m_latest.messages = static_cast<double>(now.messages);
        m_counts.push_back({snapshot.startedAt, 0, 0, 0});
    }
    m_counts.push_back(now);

    if (m_samples.empty() || now.at >= m_samples.back().at + kSpacing)
        m_samples.push_back(m_latest);
    while (!m_samples.empty() && m_samples.front().at < now.at - kShown)
        m_samples.pop_front();
}

} // namespace chatroom::servergui
