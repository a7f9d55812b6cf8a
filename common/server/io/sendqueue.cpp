#include "server/io/sendqueue.h"

#include <utility>

namespace chatroom::server {

namespace {

constexpr std::size_t kMostSpares = 1024;
constexpr std::size_t kLongestSpare = 16; // slices; a longer list is rare, of a slow reader or of a crowd that comes in

} // namespace

void SendQueue::push(Slice slice, Spares& spares)
{
    if (slice.size == 0)
        return;
    if (m_slices.capacity() == 0 && !spares.m_lists.empty()) {
        m_slices = std::move(spares.m_lists.back());
        spares.m_lists.pop_back();
    }
    m_bytes += slice.size;
    m_slices.push_back(std::move(slice));
}

std::size_t SendQueue::gather(std::span<iovec> parts) const
{
    std::size_t count = 0;
    for (std::size_t i = m_first; i < m_slices.size() && count < parts.size(); ++i) {
        // NOLINTNEXTLINE: iovec is for reading and writing alike; sendmsg only reads
        parts[count++] = {const_cast<char*>(m_slices[i].data()), m_slices[i].size};
    }
    return count;
}

void SendQueue::drop(std::size_t bytes, Spares& spares)
{
    m_bytes -= bytes;
    if (m_bytes == 0)
        return giveBack(spares);
    while (bytes > 0) {
        Slice& first = m_slices[m_first];
        if (bytes < first.size) {
            first.begin += static_cast<std::uint32_t>(bytes);
            first.size -= static_cast<std::uint32_t>(bytes);
            break;
        }
        bytes -= first.size;
        first.block.clear();
        ++m_first;
    }
    // Half of the list is spent: move the rest to the front, which costs no more than what was sent.
    if (m_first * 2 > m_slices.size()) {
        m_slices.erase(m_slices.begin(), m_slices.begin() + static_cast<std::ptrdiff_t>(m_first));
        m_first = 0;
    }
}

void SendQueue::giveBack(Spares& spares)
{
    m_slices.clear();
    m_first = 0;
    std::vector<Slice> list = std::exchange(m_slices, {}); // an idle connection holds nothing
    if (list.capacity() <= kLongestSpare && spares.m_lists.size() < kMostSpares)
        spares.m_lists.push_back(std::move(list));
}

} // namespace chatroom::server
