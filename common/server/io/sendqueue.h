// What waits to be written to one connection: stretches of bytes that others share, in order. Holds memory only while something
// waits. Worker's thread.
#pragma once

#include <QByteArray>

#include <cstddef>
#include <cstdint>
#include <span>
#include <sys/uio.h>
#include <vector>

namespace chatroom::server {

// `size` bytes of a block from `begin` on. The block is shared: it lives as long as somebody has not been sent its part of it.
struct Slice final
{
    explicit Slice(QByteArray whole) : block(std::move(whole)), size(static_cast<std::uint32_t>(block.size())) {}
    Slice(QByteArray of, std::uint32_t from, std::uint32_t bytes) : block(std::move(of)), begin(from), size(bytes) {}

    [[nodiscard]] const char* data() const { return block.constData() + begin; }

    QByteArray block;
    std::uint32_t begin = 0;
    std::uint32_t size;
};

class SendQueue final
{
public:
    // Lists that queues of one worker take when something begins to wait, and give back when all is written: a turn in which a
    // thousand connections are written to allocates nothing.
    class Spares final
    {
        friend class SendQueue;
        std::vector<std::vector<Slice>> m_lists;
    };

    void push(Slice slice, Spares& spares);
    [[nodiscard]] bool isEmpty() const { return m_bytes == 0; }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }
    [[nodiscard]] std::size_t slices() const { return m_slices.size() - m_first; }
    // Fills `parts` from the front; returns how many.
    [[nodiscard]] std::size_t gather(std::span<iovec> parts) const;
    // So many bytes from the front are written.
    void drop(std::size_t bytes, Spares& spares);
    void clear() { *this = SendQueue{}; }

private:
    void giveBack(Spares& spares);

    std::vector<Slice> m_slices;
    std::size_t m_first = 0; // of m_slices, not wholly written; what is written of it is cut off
    std::size_t m_bytes = 0;
};

} // namespace chatroom::server
