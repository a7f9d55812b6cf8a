// Reactions and typing (TAGMSG), deletion (REDACT), how far one has read (MARKREAD), rooms that change their name (RENAME).
#include "client/handlers/handlers.h"
#include "client/happened.h"
#include "client/plaintext.h"
#include "protocol/standardreply.h"

#include <array>

namespace chatroom::client {

using protocol::bytes;
using protocol::view;

namespace {

// Where it belongs; none is made for it.
Conversation* knownPlace(SessionCore& core, const Incoming& in)
{
    std::string_view target = in.message.parameter(0);
    const QByteArray prefixes = core.isupport.statusMessagePrefixes();
    while (target.size() > 1 && prefixes.contains(target.front()) && core.isRoomName(target.substr(1)))
        target.remove_prefix(1);
    if (core.isRoomName(target))
        return core.find(target);
    return core.find(in.isOwn ? target : in.source.nickname);
}

void onTagmsg(SessionCore& core, const Incoming& in)
{
    Conversation* place = knownPlace(core, in);
    if (!place)
        return;
    if (const std::optional<ReactionEvent> event = reactionOf(core, in))
        core.react(*place, *event);
    if (const auto typing = in.message.tagsView().value("+typing"); typing && !in.isOwn)
        core.typing.heard(*place, in.author, view(*typing));
}

void onRedact(SessionCore& core, const Incoming& in)
{
    Conversation* place = knownPlace(core, in);
    const std::optional<Deletion> deletion = deletionOf(in);
    if (place && deletion)
        applyDeletion(core, *place, *deletion);
}

void onMarkRead(SessionCore& core, const Incoming& in)
{
    if (Conversation* place = core.find(in.message.parameter(0)))
        core.readMarks.take(*place, in.message.parameter(1));
}

void onRename(SessionCore& core, const Incoming& in)
{
    core.renameRoom(bytes(in.message.parameter(0)), bytes(in.message.parameter(1)));
    Conversation* room = core.find(in.message.parameter(1));
    if (std::optional<ChatLine> line = lineOf(core, in); room && line)
        core.say(*room, std::move(*line));
}

QString whyNotDeleted(const protocol::StandardReply& reply)
{
    if (reply.code == "REDACT_FORBIDDEN")
        return Session::tr("You may not delete this message.");
    if (reply.code == "REDACT_WINDOW_EXPIRED")
        return Session::tr("This message is too old to be deleted.");
    if (reply.code == "UNKNOWN_MSGID")
        return Session::tr("This message is not there any more.");
    return plainText(view(reply.description));
}

// "FAIL JOIN CHANNEL_RENAMED #old #new": we go on where the others are.
void follow(SessionCore& core, const QByteArray& from, const QByteArray& to)
{
    const bool wasAsked = core.fold(view(core.askedRoom)) == core.fold(view(from));
    core.renameRoom(from, to);
    core.forgetRoom(from);
    if (wasAsked)
        core.askedRoom = to;
    core.self.join(plainName(view(to)));
}

constexpr std::array kRows = std::to_array<HandlerRow>({
    {"TAGMSG", 1, onTagmsg},
    {"REDACT", 2, onRedact},
    {"MARKREAD", 2, onMarkRead},
    {"RENAME", 2, onRename},
});

} // namespace

std::span<const HandlerRow> modernHandlers()
{
    return kRows;
}

bool takeModernFailure(SessionCore& core, const protocol::StandardReply& reply)
{
    if (reply.command == "MARKREAD") {
        core.readMarks.refused(reply);
        return true;
    }
    if (reply.command == "JOIN" && reply.code == "CHANNEL_RENAMED" && reply.context.size() > 1) {
        follow(core, reply.context[0], reply.context[1]);
        return true;
    }
    if (reply.command != "REDACT" && reply.command != "RENAME")
        return false;
    const bool isTaken = reply.code == "CHANNEL_NAME_IN_USE";
    const QString why = reply.command == "REDACT" ? whyNotDeleted(reply)
                        : isTaken                 ? Session::tr("There is a room of that name already.")
                                                  : plainText(view(reply.description));
    Conversation* where = reply.context.empty() ? nullptr : core.find(view(reply.context.front()));
    core.inform(where ? *where : core.askedIn(), why, LineKind::Error);
    return true;
}

} // namespace chatroom::client
