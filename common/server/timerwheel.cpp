#include "server/timerwheel.h"

#include <algorithm>
#include <utility>

namespace chatroom::server {

void TimerWheel::schedule(ConnectionId id, std::chrono::milliseconds due)
{
    const std::int64_t furthest = m_second + static_cast<std::int64_t>(kBuckets) - 1;
    const std::int64_t second = std::clamp(toSecond(due) + 1, m_second + 1, furthest); // rounded up: never too early
    m_buckets[static_cast<std::size_t>(second) % kBuckets].push_back(id);
}

std::vector<ConnectionId> TimerWheel::advance(std::chrono::milliseconds now)
{
    std::vector<ConnectionId> due;
    const std::int64_t target = toSecond(now);
    const std::int64_t steps = std::min(target - m_second, static_cast<std::int64_t>(kBuckets));
    for (std::int64_t i = 1; i <= steps; ++i) {
        auto bucket = std::exchange(m_buckets[static_cast<std::size_t>(m_second + i) % kBuckets], {});
        due.insert(due.end(), bucket.begin(), bucket.end());
    }
    m_second = std::max(m_second, target);
    return due;
}

} // namespace chatroom::server
