// What a room says within one turn goes to its readers as one block instead of line by line: the lines are copied once, together,
// and each reader's queue gets one slice of them, however many they are. Who said some of them, or is told something else in
// between, gets the slices around that. Every reader still gets the same bytes in the same order.
//
// Worker's thread.
#pragma once

#include "server/io/sendqueue.h"
#include "server/outbox.h"

#include <functional>
#include <span>
#include <vector>

namespace chatroom::server {

class Coalescer final
{
public:
    using Push = std::function<void(ConnectionId to, Slice slice)>;

    explicit Coalescer(Push push) : m_push(std::move(push)) {}

    // How many orders from the first one on can be delivered together; 1: that one is an order by itself.
    [[nodiscard]] static std::size_t lengthOfRun(std::span<const WorkerOrder> orders);
    // Delivers a run of that length.
    void deliver(std::span<const WorkerOrder> run);

private:
    // The lines for the readers of one form, one after the other.
    struct Block final
    {
        const QList<ConnectionId>* receivers;
        QByteArray bytes;
    };
    // Where what one order brings stands, so that it is looked up once for all who are apart.
    struct Part final
    {
        const WorkerOrder* order;
        std::size_t block;
        std::uint32_t begin, size;
    };
    // A reader of a block who does not get just that.
    struct Apart final
    {
        ConnectionId id;
        std::size_t block;
    };

    void join(std::span<const WorkerOrder> run);
    void findApart(std::span<const WorkerOrder> run);
    [[nodiscard]] std::size_t blockOf(const Delivery& delivery);
    void deliverApart(const Apart& apart);

    Push m_push;
    // Of one run, kept for their memory.
    std::vector<Block> m_blocks;
    std::vector<Part> m_parts;
    std::vector<ConnectionId> m_singled; // sorted
    std::vector<Apart> m_apart;
};

} // namespace chatroom::server
