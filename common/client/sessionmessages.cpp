// What a window does with messages, and what they carry: replies, reactions, deletion, typing.
#include "client/happened.h"
#include "client/session_p.h"

#include <algorithm>

namespace chatroom::client {

using protocol::Capability;
using protocol::view;

namespace {

// A message of the server's that one can point at.
const ChatLine* namedLine(const Conversation& conversation, LineId id)
{
    const LineModel& lines = ConversationWriter::of(conversation).lines;
    const std::optional<int> row = lines.rowOf(id);
    if (!row)
        return nullptr;
    const ChatLine& line = lines.line(*row);
    return isSpoken(line.kind) && !line.isDeleted && !line.messageId.isEmpty() ? &line : nullptr;
}

} // namespace

bool SessionCore::isTagAllowed(std::string_view tag) const
{
    if (!enabled.has(Capability::MessageTags))
        return false;
    const QList<QByteArray> denied = isupport.value("CLIENTTAGDENY").split(',');
    const QByteArray name = protocol::bytes(tag);
    return denied.contains("*") ? denied.contains('-' + name) : !denied.contains(name);
}

void SessionCore::setReply(protocol::Message& message, const QByteArray& replyTo)
{
    if (replyTo.isEmpty())
        return;
    for (const std::string_view tag : {"reply", "draft/reply"}) {
        if (isTagAllowed(tag))
            message.tags.set('+' + protocol::bytes(tag), replyTo);
    }
}

bool SessionCore::writeQuietly(protocol::Message message)
{
    if (enabled.has(Capability::LabeledResponse))
        message.tags.set("label", quietLabel(++lastLabel));
    return writeMessage(message);
}

void SessionCore::dress(Conversation& where, ChatLine& line)
{
    if (line.messageId.isEmpty() || !isSpoken(line.kind))
        return;
    auto& d = ConversationWriter::of(where);
    if (const std::optional<Deletion> deletion = d.deletions.find(line.messageId); deletion && !line.isDeleted)
        makeDeleted(line, *deletion);
    if (line.isDeleted)
        return d.reactions.forget(line.messageId);
    d.reactions.load(line.messageId);
    line.reactions = d.reactions.of(line.messageId);
}

void SessionCore::react(Conversation& where, const ReactionEvent& event)
{
    auto& d = ConversationWriter::of(where);
    if (event.isOwn)
        d.askedReactions.erase({event.messageId, event.emoji});
    const auto row = d.lines.rowOfMessage(event.messageId);
    if (row && d.lines.line(*row).isDeleted)
        return;
    if (d.reactions.take(event, row.has_value()))
        showReactions(where, event.messageId);
}

void SessionCore::showReactions(Conversation& where, const QString& messageId)
{
    auto& d = ConversationWriter::of(where);
    const auto row = d.lines.rowOfMessage(messageId);
    if (!row)
        return;
    ChatLine line = d.lines.line(*row);
    QList<Reaction> reactions = d.reactions.of(messageId);
    if (line.reactions == reactions)
        return;
    line.reactions = std::move(reactions);
    d.lines.update(line.id, line);
}

void SessionCore::noteRead(Conversation& where)
{
    memory.noteRead(where);
    readMarks.noteRead(where);
}

bool Session::can(Feature feature) const
{
    const protocol::CapabilitySet& on = m_d->enabled;
    switch (feature) {
    case Feature::Replies: return m_d->isTagAllowed("reply") || m_d->isTagAllowed("draft/reply");
    case Feature::Reactions: return can(Feature::Replies) && m_d->isTagAllowed("draft/react") && m_d->isTagAllowed("draft/unreact");
    case Feature::Deletion: return on.has(Capability::MessageRedaction);
    case Feature::Typing: return m_d->typing.isOn();
    case Feature::Multiline: return on.has(Capability::Multiline) && on.has(Capability::Batch);
    case Feature::ReadMarks: return m_d->readMarks.isOn();
    case Feature::Registration: return m_d->accounts.canRegister();
    case Feature::SignIn: return m_d->offered.has(Capability::Sasl);
    case Feature::Profiles: return on.has(Capability::Metadata2) || on.has(Capability::Metadata3);
    case Feature::RoomRenaming: return on.has(Capability::ChannelRename);
    }
    Q_UNREACHABLE();
}

void Session::react(Conversation& conversation, LineId id, const QString& emoji)
{
    const ChatLine* line = namedLine(conversation, id);
    auto& d = ConversationWriter::of(conversation);
    const QString plain = plainEmoji(view(emoji.toUtf8()));
    if (!line || plain.isEmpty() || !can(Feature::Reactions) || m_d->state != State::Online || !d.isJoined)
        return;
    const auto asked = d.askedReactions.find({line->messageId, plain});
    const bool isOn = asked != d.askedReactions.end() ? asked->second : d.reactions.hasOwn(line->messageId, plain);
    protocol::Message message{"TAGMSG", {d.target}};
    m_d->setReply(message, line->messageId.toUtf8());
    message.tags.set(isOn ? "+draft/unreact" : "+draft/react", plain.toUtf8());
    const QString messageId = line->messageId;
    if (!m_d->writeQuietly(std::move(message)))
        return;
    if (m_d->enabled.has(Capability::EchoMessage)) {
        d.askedReactions[{messageId, plain}] = !isOn;
        return;
    }
    const Timestamp now = m_d->clock.now();
    const QByteArray who = "n " + m_d->fold(view(m_d->nickname)).bytes();
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count(), Qt::UTC);
    m_d->react(conversation, {messageId, plain, nickname(), who, {}, time, !isOn, true});
}

bool Session::canDelete(const Conversation& conversation, LineId id) const
{
    const ChatLine* line = namedLine(conversation, id);
    if (!line || !can(Feature::Deletion) || m_d->state != State::Online || !conversation.isJoined())
        return false;
    return line->isOwn || (conversation.kind() == Conversation::Kind::Room && conversation.canModerate());
}

void Session::deleteMessage(Conversation& conversation, LineId id, const QString& reason)
{
    if (!canDelete(conversation, id))
        return;
    const QString messageId = namedLine(conversation, id)->messageId;
    protocol::Message message{"REDACT", {ConversationWriter::of(conversation).target, messageId.toUtf8()}};
    if (!reason.isEmpty())
        message.parameters.push_back(reason.toUtf8());
    if (m_d->enabled.has(Capability::LabeledResponse))
        message.tags.set("label", QByteArray::number(++m_d->lastLabel, 36));
    if (m_d->writeMessage(message) && !m_d->enabled.has(Capability::EchoMessage))
        applyDeletion(*m_d, conversation, {messageId, nickname(), reason, false});
}

void Session::noteTyping(Conversation& conversation, const QString& draft)
{
    m_d->typing.note(conversation, draft);
}

void Session::renameRoom(Conversation& room, const QString& name, const QString& reason)
{
    m_d->asked = &room;
    protocol::Message message{"RENAME", {ConversationWriter::of(room).target, name.toUtf8()}};
    if (!reason.isEmpty())
        message.parameters.push_back(reason.toUtf8());
    m_d->writeMessage(message);
}

} // namespace chatroom::client
