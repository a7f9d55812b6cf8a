#include "server/outbox.h"

#include <iterator>

namespace chatroom::server {

void Outbox::beginKept()
{
    for (std::size_t worker = 0; worker < m_turns.size(); ++worker)
        m_begins[worker] = m_turns[worker].size();
}

void Outbox::endKept(Receipt receipt)
{
    for (std::size_t worker = 0; worker < m_turns.size(); ++worker) {
        const std::size_t end = m_turns[worker].size();
        if (m_begins[worker] < end)
            m_kept.push_back({worker, m_begins[worker], end});
        m_begins[worker] = end;
    }
    m_receipts.push_back(std::move(receipt));
}

Outbox Outbox::takeKept()
{
    Outbox kept{m_turns.size()};
    std::vector<WorkerTurn> rest(m_turns.size());
    std::vector<std::size_t> done(m_turns.size());
    const auto move = [](WorkerTurn& from, std::size_t begin, std::size_t end, WorkerTurn& to) {
        const auto first = from.begin() + static_cast<std::ptrdiff_t>(begin);
        std::move(first, from.begin() + static_cast<std::ptrdiff_t>(end), std::back_inserter(to));
    };
    for (const Stretch& stretch : m_kept) {
        WorkerTurn& turn = m_turns[stretch.worker];
        move(turn, done[stretch.worker], stretch.begin, rest[stretch.worker]);
        move(turn, stretch.begin, stretch.end, kept.m_turns[stretch.worker]);
        done[stretch.worker] = stretch.end;
    }
    for (std::size_t worker = 0; worker < m_turns.size(); ++worker)
        move(m_turns[worker], done[worker], m_turns[worker].size(), rest[worker]);
    kept.m_receipts = std::move(m_receipts);
    *this = Outbox{kept.m_turns.size()};
    m_turns = std::move(rest);
    return kept;
}

} // namespace chatroom::server
