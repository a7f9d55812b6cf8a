#include "client/batches.h"

#include "protocol/capability.h"

#include <algorithm>
#include <array>

namespace chatroom::client {

using protocol::bytes;
using protocol::view;

namespace {

constexpr std::size_t kMostOpen = 64;
constexpr qsizetype kMostLines = 5'000;              // of one; we ask for a thousand
constexpr qsizetype kMostBytes = 16 * 1'024 * 1'024; // of all together

bool isOfThePast(const QByteArray& type)
{
    static constexpr std::array kTypes = std::to_array<std::string_view>({"chathistory", "draft/chathistory-targets", "search"});
    return std::ranges::find(kTypes, view(type)) != kTypes.end() || view(type) == protocol::name(protocol::Capability::Search);
}

} // namespace

bool Batches::take(const protocol::MessageView& message, const QByteArray& line)
{
    if (message.command == "BATCH") {
        const QByteArray given = bytes(message.parameter(0));
        if (given.size() < 2)
            return true;
        if (given.front() == '+')
            open(message, given.mid(1));
        else if (given.front() == '-')
            close(given.mid(1));
        return true;
    }
    if (m_open.empty() && !m_isOverrun)
        return false;
    const auto reference = message.tagsView().value("batch");
    if (!reference)
        return false;
    const auto found = m_open.find(*reference);
    if (found == m_open.end())
        return m_isOverrun;
    if (found->second.collector.isEmpty())
        return false;
    const auto collector = m_open.find(found->second.collector);
    if (collector == m_open.end())
        return true; // it was closed before what it holds
    Batch& batch = collector->second.batch;
    batch.isCut = batch.isCut || batch.lines.size() >= kMostLines || m_bytes + line.size() > kMostBytes;
    if (batch.isCut)
        return true;
    m_bytes += line.size();
    batch.lines.append(line);
    return true;
}

void Batches::open(const protocol::MessageView& message, const QByteArray& reference)
{
    if (m_open.size() >= kMostOpen) {
        m_isOverrun = true;
        return;
    }
    const protocol::TagsView tags = message.tagsView();
    Open opened;
    opened.batch.type = bytes(message.parameter(1));
    for (std::size_t at = 2; at < message.parameterCount(); ++at)
        opened.batch.parameters.append(bytes(message.parameter(at)));
    opened.batch.label = tags.value("label").value_or(QByteArray());
    if (const auto around = m_open.find(tags.value("batch").value_or(QByteArray())); around != m_open.end()) {
        opened.collector = around->second.collector;
        if (opened.batch.label.isEmpty())
            opened.batch.label = around->second.batch.label;
    }
    if (opened.collector.isEmpty() && isOfThePast(opened.batch.type))
        opened.collector = reference;
    m_open[reference] = std::move(opened);
}

void Batches::close(const QByteArray& reference)
{
    const auto found = m_open.find(reference);
    if (found == m_open.end())
        return;
    const Open closed = std::move(found->second);
    m_open.erase(found);
    if (closed.collector != reference)
        return;
    for (const QByteArray& each : closed.batch.lines)
        m_bytes -= each.size();
    m_collected(closed.batch);
}

QByteArray Batches::labelOf(const QByteArray& reference) const
{
    const auto found = m_open.find(reference);
    return found == m_open.end() ? QByteArray() : found->second.batch.label;
}

void Batches::clear()
{
    m_open.clear();
    m_bytes = 0;
    m_isOverrun = false;
}

} // namespace chatroom::client
