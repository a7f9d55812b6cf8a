// Deadlines of very many connections at the price of a list: one bucket a second, none is ever cancelled. Who comes up looks
// whether it is really due and, where it is not, is put back. Hub's thread.
#pragma once

#include "base/ids.h"

#include <chrono>
#include <cstddef>
#include <vector>

namespace chatroom::server {

class TimerWheel final
{
public:
    explicit TimerWheel(std::chrono::milliseconds now) : m_second(toSecond(now)), m_buckets(kBuckets) {}

    // Comes up at the first advance() to `due` or later. Further away than the wheel turns: earlier, at its last bucket.
    void schedule(ConnectionId id, std::chrono::milliseconds due);
    // All that came up until `now`.
    [[nodiscard]] std::vector<ConnectionId> advance(std::chrono::milliseconds now);

private:
    static constexpr std::size_t kBuckets = 256; // seconds; longer than the longest deadline
    [[nodiscard]] static std::int64_t toSecond(std::chrono::milliseconds time)
    {
        return std::chrono::duration_cast<std::chrono::seconds>(time).count();
    }

    std::int64_t m_second; // the last one that was emptied
    std::vector<std::vector<ConnectionId>> m_buckets;
};

} // namespace chatroom::server
