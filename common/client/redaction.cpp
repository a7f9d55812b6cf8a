#include "client/redaction.h"

#include "client/happened.h"
#include "client/plaintext.h"
#include "client/session_p.h"

namespace chatroom::client {

namespace {

constexpr std::size_t kMostUnloaded = 1'000;

// Of a line that was counted as unread, before it loses its text.
void countOut(Conversation& where, int row)
{
    auto& d = ConversationWriter::of(where);
    int below = 0;
    for (int next = row; next < d.lines.rowCount() && below <= d.unread; ++next)
        below += countsAsUnread(d.lines.line(next)) ? 1 : 0;
    const ChatLine& line = d.lines.line(row);
    if (!countsAsUnread(line) || below > d.unread)
        return;
    --d.unread;
    if (line.isMention || d.kind == Conversation::Kind::Direct)
        d.mentions = std::max(0, d.mentions - 1);
    Q_EMIT where.changed(Conversation::Unread);
}

} // namespace

std::optional<Deletion> deletionOf(const Incoming& in)
{
    if (in.message.command != "REDACT" || in.message.parameterCount() < 2)
        return std::nullopt;
    const QString id = QString::fromUtf8(in.message.parameter(1).data(), static_cast<qsizetype>(in.message.parameter(1).size()));
    return Deletion{id, in.author, plainText(in.message.parameter(2)), in.messageId == id};
}

void DeletionBook::take(const Deletion& deletion)
{
    if (deletion.messageId.isEmpty() || m_deletions.contains(deletion.messageId))
        return;
    m_deletions.insert(deletion.messageId, deletion);
    m_order.push_back(deletion.messageId);
    if (m_order.size() <= kMostUnloaded)
        return;
    m_deletions.remove(m_order.front());
    m_order.pop_front();
}

std::optional<Deletion> DeletionBook::find(const QString& messageId) const
{
    const auto found = m_deletions.find(messageId);
    return found == m_deletions.end() ? std::nullopt : std::optional(*found);
}

void makeDeleted(ChatLine& line, const Deletion& deletion)
{
    line.text.clear();
    line.detail = deletion.reason;
    line.deletedBy = deletion.by;
    line.replyTo.clear();
    line.reactions.clear();
    line.isDeleted = true;
    line.isMention = false;
}

void applyDeletion(SessionCore& core, Conversation& where, const Deletion& deletion)
{
    auto& d = ConversationWriter::of(where);
    const auto row = d.lines.rowOfMessage(deletion.messageId);
    if (!row) {
        const QString reacted = d.reactions.takeBack(deletion.messageId);
        if (!reacted.isEmpty())
            return core.showReactions(where, reacted);
        return d.deletions.take(deletion);
    }
    ChatLine line = d.lines.line(*row);
    if (line.isDeleted || !isSpoken(line.kind))
        return;
    if (!d.isActive)
        countOut(where, *row);
    d.reactions.forget(deletion.messageId);
    makeDeleted(line, deletion);
    d.lines.update(line.id, line);
}

} // namespace chatroom::client
