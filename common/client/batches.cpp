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
    if (found->second.isMultiline) {
        takeLine(found->second, message);
        return true;
    }
    if (found->second.collector.isEmpty())
        return false;
    const auto collector = m_open.find(found->second.collector);
    if (collector != m_open.end()) // else it was closed before what it holds
        collect(collector->second, line);
    return true;
}

void Batches::collect(Open& collector, const QByteArray& line)
{
    Batch& batch = collector.batch;
    batch.isCut = batch.isCut || batch.lines.size() >= kMostLines || m_bytes + line.size() > kMostBytes;
    if (batch.isCut)
        return;
    m_bytes += line.size();
    batch.lines.append(line);
}

void Batches::takeLine(Open& multiline, const protocol::MessageView& message)
{
    const bool isSpoken = message.command == "PRIVMSG" || message.command == "NOTICE";
    const auto size = static_cast<qsizetype>(message.parameter(1).size());
    multiline.isBroken = multiline.isBroken || m_bytes + size > kMostBytes;
    if (!isSpoken || multiline.isBroken)
        return;
    if (multiline.verb.isEmpty()) {
        multiline.verb = bytes(message.command);
        multiline.firstTags = bytes(message.tags);
        if (multiline.source.isEmpty())
            multiline.source = bytes(message.source);
    }
    const bool isConcat = message.tagsView().contains(protocol::kMultilineConcat) && size > 0;
    multiline.isBroken = !multiline.text.add(message.parameter(1), isConcat);
    m_bytes += size;
    multiline.bytes += size;
}

// As one line of what is around it. What a server tells of the whole stands at the batch, or at the first line.
void Batches::finish(const Open& multiline, const QByteArray& reference)
{
    if (multiline.isBroken || multiline.text.isBlank())
        return;
    const protocol::TagsView told(view(multiline.tags));
    QByteArray tags = multiline.tags;
    protocol::TagsView(view(multiline.firstTags)).forEach([&](std::string_view key, std::string_view value) {
        if (key == "batch" || key == protocol::kMultilineConcat || told.contains(key))
            return;
        tags += (tags.isEmpty() ? "" : ";") + bytes(key) + '=' + bytes(value);
    });
    QByteArray line = (tags.isEmpty() ? QByteArray() : '@' + tags + ' ') + ':' + multiline.source + ' ' + multiline.verb + ' ';
    line += multiline.target + " :" + multiline.text.text();
    if (multiline.collector.isEmpty())
        return m_collected({multiline.batch.type, {}, multiline.batch.label, {line}, false});
    const auto collector = m_open.find(multiline.collector);
    if (collector != m_open.end() && multiline.collector != reference)
        collect(collector->second, line);
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
    opened.isMultiline = view(opened.batch.type) == protocol::kMultilineBatch;
    if (opened.isMultiline) {
        opened.tags = bytes(message.tags);
        opened.source = bytes(message.source);
        opened.target = opened.batch.parameters.value(0);
    }
    m_open[reference] = std::move(opened);
}

void Batches::close(const QByteArray& reference)
{
    const auto found = m_open.find(reference);
    if (found == m_open.end())
        return;
    const Open closed = std::move(found->second);
    m_open.erase(found);
    if (closed.isMultiline) {
        m_bytes -= closed.bytes;
        return finish(closed, reference);
    }
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
