#include "server/io/coalescer.h"

#include <algorithm>

namespace chatroom::server {

namespace {

// A slow reader keeps a whole block alive for the last byte of it, so that a block has an end.
constexpr qsizetype kLongestBlock = 64 * 1024;

} // namespace

std::size_t Coalescer::lengthOfRun(std::span<const WorkerOrder> orders)
{
    const auto* first = std::get_if<Delivery>(&orders.front());
    if (first == nullptr || first->group == 0)
        return 1;
    std::size_t lastDelivery = 0;
    qsizetype bytes = first->bytes.size();
    for (std::size_t i = 1; i < orders.size(); ++i) {
        if (const auto* delivery = std::get_if<Delivery>(&orders[i])) {
            bytes += delivery->bytes.size();
            if (delivery->group != first->group || bytes > kLongestBlock)
                break;
            lastDelivery = i;
        } else if (!std::holds_alternative<DirectDelivery>(orders[i])) {
            break;
        }
    }
    return lastDelivery + 1;
}

void Coalescer::deliver(std::span<const WorkerOrder> run)
{
    join(run);
    findApart(run);
    for (const Apart& apart : m_apart)
        deliverApart(apart);
    m_blocks.clear();
    m_parts.clear();
    m_singled.clear();
    m_apart.clear();
}

std::size_t Coalescer::blockOf(const Delivery& delivery)
{
    // Lists of one group are the same or have nobody in common, and a list that is shared is one list.
    const auto isSame = [&](const Block& block) { return block.receivers->constData() == delivery.receivers.constData(); };
    const auto index = static_cast<std::size_t>(std::ranges::find_if(m_blocks, isSame) - m_blocks.begin());
    if (index == m_blocks.size())
        m_blocks.push_back({&delivery.receivers, {}});
    return index;
}

void Coalescer::join(std::span<const WorkerOrder> run)
{
    std::vector<qsizetype> sizes;
    for (const WorkerOrder& order : run) {
        if (const auto* direct = std::get_if<DirectDelivery>(&order)) {
            m_parts.push_back({&order, 0, 0, 0});
            m_singled.push_back(direct->to);
            continue;
        }
        const auto& delivery = std::get<Delivery>(order);
        const std::size_t block = blockOf(delivery);
        sizes.resize(m_blocks.size());
        m_parts.push_back({&order, block, static_cast<std::uint32_t>(sizes[block]), static_cast<std::uint32_t>(delivery.bytes.size())});
        sizes[block] += delivery.bytes.size();
        if (delivery.except.isValid())
            m_singled.push_back(delivery.except);
    }
    for (std::size_t i = 0; i < m_blocks.size(); ++i)
        m_blocks[i].bytes.reserve(sizes[i]);
    for (const Part& part : m_parts) {
        if (const auto* delivery = std::get_if<Delivery>(part.order))
            m_blocks[part.block].bytes += delivery->bytes;
    }
    std::ranges::sort(m_singled);
    const auto [first, last] = std::ranges::unique(m_singled);
    m_singled.erase(first, last);
}

// Who is told something else than the others of their list; the others are served.
void Coalescer::findApart(std::span<const WorkerOrder> run)
{
    for (std::size_t i = 0; i < m_blocks.size(); ++i) {
        for (const ConnectionId id : *m_blocks[i].receivers) {
            if (std::ranges::binary_search(m_singled, id))
                m_apart.push_back({id, i});
            else
                m_push(id, Slice{m_blocks[i].bytes});
        }
    }
    // Who is not a reader at all gets what is for them alone.
    std::ranges::sort(m_apart, {}, &Apart::id);
    for (const WorkerOrder& order : run) {
        const auto* direct = std::get_if<DirectDelivery>(&order);
        if (direct != nullptr && !std::ranges::binary_search(m_apart, direct->to, {}, &Apart::id))
            m_push(direct->to, Slice{direct->bytes});
    }
}

void Coalescer::deliverApart(const Apart& apart)
{
    const QByteArray& block = m_blocks[apart.block].bytes;
    std::uint32_t begin = 0;
    std::uint32_t end = 0; // of the stretch that is not pushed yet
    const auto pushStretch = [&] {
        if (begin < end)
            m_push(apart.id, Slice{block, begin, end - begin});
    };
    for (const Part& part : m_parts) {
        const auto* delivery = std::get_if<Delivery>(part.order);
        if (delivery == nullptr) {
            const auto& direct = std::get<DirectDelivery>(*part.order);
            if (direct.to != apart.id)
                continue;
            pushStretch();
            begin = end;
            m_push(apart.id, Slice{direct.bytes});
        } else if (part.block == apart.block) {
            if (delivery->except == apart.id) {
                pushStretch();
                begin = part.begin + part.size;
            }
            end = part.begin + part.size;
        }
    }
    pushStretch();
}

} // namespace chatroom::server
