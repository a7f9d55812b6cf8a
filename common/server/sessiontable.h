// The sessions by the ids of their connections: a list for each worker, in which a connection stands at its slot. Slots are given
// again, so the lists are dense. A look-up, which comes before everything that a client says, is two steps and a comparison.
// Hub's thread.
#pragma once

#include "base/ids.h"
#include "server/session.h"

#include <memory>
#include <vector>

namespace chatroom::server {

class SessionTable final
{
public:
    // Whoever had the slot before is gone.
    Session& add(std::unique_ptr<Session> session);
    void remove(ConnectionId id);
    [[nodiscard]] Session* find(ConnectionId id) const; // null: not here any more
    [[nodiscard]] std::size_t size() const { return m_size; }
    // Those who are here now: what is done with one of them may end others.
    [[nodiscard]] std::vector<Session*> all() const;

private:
    std::vector<std::vector<std::unique_ptr<Session>>> m_workers; // by worker, by slot
    std::size_t m_size = 0;
};

} // namespace chatroom::server
