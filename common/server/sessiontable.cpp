#include "server/sessiontable.h"

namespace chatroom::server {

// There is one for each connection: what few have belongs into SessionExtras. docs/performance.md, "What an idle person costs".
static_assert(sizeof(void*) != 8 || sizeof(Session) <= 168);

Session& SessionTable::add(std::unique_ptr<Session> session)
{
    const ConnectionId id = session->id;
    if (m_workers.size() <= id.worker)
        m_workers.resize(id.worker + 1U);
    std::vector<std::unique_ptr<Session>>& slots = m_workers[id.worker];
    if (slots.size() <= id.slot)
        slots.resize(id.slot + 1U);
    Q_ASSERT(slots[id.slot] == nullptr);
    slots[id.slot] = std::move(session);
    ++m_size;
    return *slots[id.slot];
}

void SessionTable::remove(ConnectionId id)
{
    if (find(id) == nullptr)
        return;
    m_workers[id.worker][id.slot].reset();
    --m_size;
}

Session* SessionTable::find(ConnectionId id) const
{
    if (id.worker >= m_workers.size() || id.slot >= m_workers[id.worker].size())
        return nullptr;
    Session* const session = m_workers[id.worker][id.slot].get();
    return session != nullptr && session->id == id ? session : nullptr;
}

std::vector<Session*> SessionTable::all() const
{
    std::vector<Session*> found;
    found.reserve(m_size);
    for (const auto& slots : m_workers) {
        for (const auto& session : slots) {
            if (session != nullptr)
                found.push_back(session.get());
        }
    }
    return found;
}

} // namespace chatroom::server
