// What one turn of the hub wants written, grouped by I/O thread, in order. Handed over whole at the end of the turn, so
// that a worker gets one event a turn however much was said.
#pragma once

#include "base/ids.h"

#include <QByteArray>
#include <QList>

#include <algorithm>
#include <variant>
#include <vector>

namespace chatroom::server {

// The same bytes to each receiver but `except`. Both members are implicitly shared: a room's list of receivers is built
// once and travels by reference count. Receivers are all of one worker.
struct Delivery final
{
    QByteArray bytes; // whole lines
    QList<ConnectionId> receivers;
    ConnectionId except;
    // Deliveries of one group have the same list of receivers, or lists without anybody in common: those of one room. 0: nothing is
    // known.
    std::uint64_t group = 0;
};

// To one alone: whole lines.
struct DirectDelivery final
{
    QByteArray bytes;
    ConnectionId to;
};

// Write what was queued before, then close.
struct CloseOrder final
{
    ConnectionId connection;
};

// From here on the connection is a registered user's: another flood allowance. `isExempt` for an operator.
struct FloodOrder final
{
    ConnectionId connection;
    bool isExempt = false;
};

// Whose words wait to be kept: what it takes to tell them that they could not be.
struct Receipt final
{
    ConnectionId sender;
    QByteArray verb, target, label;
};

using WorkerOrder = std::variant<Delivery, DirectDelivery, CloseOrder, FloodOrder>;
using WorkerTurn = std::vector<WorkerOrder>;

class Outbox final
{
public:
    explicit Outbox(std::size_t workers = 1) : m_turns(workers), m_begins(workers) {}

    // Several in a row to the same one, as when somebody comes in, become one.
    void deliver(ConnectionId to, QByteArray bytes)
    {
        WorkerTurn& orders = turn(to);
        auto* last = orders.size() <= m_begins[to.worker] ? nullptr : std::get_if<DirectDelivery>(&orders.back());
        if (last != nullptr && last->to == to)
            last->bytes += bytes;
        else
            orders.emplace_back(DirectDelivery{std::move(bytes), to});
    }
    // Receivers are all of the worker of the first one. Their list is shared, so nothing here may detach it.
    void deliver(Delivery delivery)
    {
        if (!delivery.receivers.isEmpty())
            turn(delivery.receivers.constFirst()).emplace_back(std::move(delivery));
    }
    void close(ConnectionId connection) { turn(connection).emplace_back(CloseOrder{connection}); }
    void setFlood(ConnectionId connection, bool isExempt) { turn(connection).emplace_back(FloodOrder{connection, isExempt}); }

    // What is put in between the two goes out only when what it tells of is kept (docs/threads.md, "Nothing leaves before it is
    // kept"). Calls do not nest.
    void beginKept();
    void endKept(Receipt receipt);
    // Whose words those are, in order.
    [[nodiscard]] const std::vector<Receipt>& receipts() const { return m_receipts; }
    // Takes out what is to go out only when it is kept, with its receipts; the rest stays, and waits for nothing.
    [[nodiscard]] Outbox takeKept();

    [[nodiscard]] bool isEmpty() const
    {
        return std::ranges::all_of(m_turns, [](const auto& orders) { return orders.empty(); });
    }
    [[nodiscard]] std::size_t workers() const { return m_turns.size(); }
    // Takes what waits for that worker and leaves nothing.
    [[nodiscard]] WorkerTurn take(std::size_t worker) { return std::exchange(m_turns[worker], {}); }

private:
    WorkerTurn& turn(ConnectionId connection)
    {
        Q_ASSERT(connection.worker < m_turns.size());
        WorkerTurn& orders = m_turns[connection.worker];
        if (orders.capacity() == 0)
            orders.reserve(kUsualOrders);
        return orders;
    }

    static constexpr std::size_t kUsualOrders = 12; // of one turn: they need not move as their list grows

    // Orders of one worker, from `begin` up to `end`.
    struct Stretch final
    {
        std::size_t worker = 0, begin = 0, end = 0;
    };

    std::vector<WorkerTurn> m_turns;
    std::vector<std::size_t> m_begins; // by worker: nothing is joined with an order before this
    std::vector<Stretch> m_kept;       // ascending within a worker
    std::vector<Receipt> m_receipts;
};

} // namespace chatroom::server
