// What may have been said and may not: it is on the disk before it can have been, and looked for before it is said again.
#include "client/outbox.h"
#include "client/session_p.h"

#include <algorithm>

namespace chatroom::client {

using protocol::Capability;
using protocol::view;
using storage::OutboxRecord;

OutboxRecord Outbox::recordOf(const Outgoing& out) const
{
    OutboxRecord record{out.number, out.verb, out.target, out.text, out.stage != Stage::Waiting, out.writtenAs, {}, {}, out.replyTo};
    record.afterId = out.after.messageId.toUtf8();
    if (out.after.isValid())
        record.after = Timestamp{std::chrono::milliseconds(out.after.time.toMSecsSinceEpoch())};
    return record;
}

void Outbox::mark(Outgoing& out, std::vector<OutboxRecord>& records)
{
    const Reference& newest = ConversationWriter::of(*out.where).history.newest;
    out.writtenAs = m_core.nickname;
    out.after = newest.isValid() ? newest : Reference{{}, m_core.serverTime};
    out.stage = Stage::Ready;
    if (!m_core.memory.isKept())
        return;
    out.stage = Stage::Marking;
    out.isStored = true;
    out.mark = m_lastMark;
    records.push_back(recordOf(out));
}

void Outbox::marked(const std::vector<OutboxRecord>& records, std::uint64_t mark)
{
    for (Outgoing& out : m_entries) {
        const bool isMeant = std::ranges::any_of(records, [&](const OutboxRecord& each) { return each.number == out.number; });
        if (isMeant && out.stage == Stage::Marking && out.mark == mark)
            out.stage = Stage::Ready;
    }
    pump();
}

void Outbox::keepWaiting()
{
    if (!m_core.memory.isKept())
        return;
    std::vector<OutboxRecord> records;
    for (Outgoing& out : m_entries) {
        if (out.isStored || (out.stage != Stage::Waiting && out.stage != Stage::Doubtful))
            continue;
        out.isStored = true;
        records.push_back(recordOf(out));
    }
    if (!records.empty())
        m_core.memory.put(records, {});
}

std::optional<LineId> Outbox::foundInHistory(const Conversation& where, const QByteArray& verb, const QByteArray& nickname,
                                             const QByteArray& text, const Reference& reference)
{
    const auto found = std::ranges::find_if(m_entries, [&](const Outgoing& out) {
        const bool isOut = out.stage == Stage::Doubtful || out.stage == Stage::Written;
        if (!isOut || out.where != &where || out.verb != verb || out.text != text)
            return false;
        if (m_core.fold(view(out.writtenAs)) != m_core.fold(view(nickname)))
            return false;
        const bool isThatBefore = !out.after.messageId.isEmpty() && out.after.messageId == reference.messageId;
        return !isThatBefore && (!out.after.isValid() || reference.time >= out.after.time);
    });
    if (found == m_entries.end())
        return std::nullopt;
    const Outgoing out = std::move(*found);
    m_entries.erase(found);
    moveBehind(out, reference);
    drop(out);
    return out.line;
}

void Outbox::mayBeDeleted(const Conversation& where, const Reference& reference)
{
    for (Outgoing& out : m_entries) {
        const bool isLater = !out.after.isValid() || reference.time >= out.after.time;
        out.mayBeDeleted = out.mayBeDeleted || (out.stage == Stage::Doubtful && out.where == &where && isLater);
    }
}

std::optional<Reference> Outbox::oldestDoubt(const Conversation& where) const
{
    std::optional<Reference> oldest;
    for (const Outgoing& out : m_entries) {
        if (out.stage == Stage::Doubtful && out.where == &where && (!oldest || out.after.time < oldest->time))
            oldest = out.after;
    }
    return oldest;
}

void Outbox::settleDoubts(Conversation& where, bool isKnown)
{
    std::vector<Outgoing> given;
    for (Outgoing& out : m_entries) {
        if (out.stage != Stage::Doubtful || out.where != &where)
            continue;
        out.stage = Stage::Waiting;
        if (isKnown && !out.mayBeDeleted)
            show(out, DeliveryState::Waiting);
        else
            given.push_back(out);
    }
    for (const Outgoing& out : given) {
        std::erase_if(m_entries, [&](const Outgoing& each) { return each.number == out.number; });
        settle(out, DeliveryState::Failed, Session::tr("The connection was lost before the server confirmed it."));
        drop(out);
    }
    pump();
}

void Outbox::moveBehind(const Outgoing& confirmed, const Reference& there)
{
    std::vector<OutboxRecord> records;
    for (Outgoing& out : m_entries) {
        const bool isBehind = out.where == confirmed.where && out.number > confirmed.number && out.stage != Stage::Waiting;
        if (!isBehind || !there.isValid())
            continue;
        out.after = there;
        if (out.isStored)
            records.push_back(recordOf(out));
    }
    if (!records.empty())
        m_core.memory.put(records, {});
}

void Outbox::drop(const Outgoing& out)
{
    if (out.isStored)
        m_core.memory.remove(out.number);
}

void Outbox::lost()
{
    m_timer.stop();
    const bool hasEcho = m_core.enabled.has(Capability::EchoMessage);
    std::deque<Outgoing> left;
    std::vector<Outgoing> given;
    for (Outgoing& out : std::exchange(m_entries, {})) {
        if (out.stage == Stage::Marking || out.stage == Stage::Ready)
            out.stage = Stage::Waiting; // nothing of it was written, whatever the store says
        if (out.stage == Stage::Written && hasEcho && m_core.history.isOn())
            out.stage = Stage::Doubtful;
        if (out.stage != Stage::Written)
            left.push_back(std::move(out));
        else if (hasEcho)
            given.push_back(std::move(out));
    }
    m_entries = std::move(left);
    for (const Outgoing& out : m_entries) {
        if (out.stage == Stage::Waiting)
            show(out, DeliveryState::Waiting);
    }
    for (const Outgoing& out : given) {
        settle(out, DeliveryState::Failed, Session::tr("The connection was lost before the server confirmed it."));
        drop(out);
    }
}

} // namespace chatroom::client
