#include "client/handlers/handlers.h"
#include "client/happened.h"
#include "client/plaintext.h"
#include "protocol/standardreply.h"

#include <QCoreApplication>

#include <array>

namespace chatroom::client {

using protocol::bytes;
using protocol::view;

namespace {

Conversation& placeOf(SessionCore& core, const Incoming& in, std::string_view target)
{
    const QByteArray prefixes = core.isupport.statusMessagePrefixes();
    while (target.size() > 1 && prefixes.contains(target.front()) && core.isRoomName(target.substr(1)))
        target.remove_prefix(1);
    if (core.isRoomName(target)) {
        Conversation* room = core.find(target);
        return room ? *room : *core.server;
    }
    const bool isServer = in.source.user.empty() && in.source.host.empty() && in.source.nickname.find('.') != std::string_view::npos;
    if (in.source.nickname.empty() || isServer || !core.isRegistered)
        return *core.server;
    const std::string_view peer = in.isOwn ? target : in.source.nickname;
    if (in.message.command == "NOTICE" && !core.find(peer))
        return core.askedIn(); // services and bots answer by notices: no conversation for each
    return core.ensure(Conversation::Kind::Direct, peer);
}

void answerCtcp(SessionCore& core, const Incoming& in)
{
    std::string_view text = in.message.parameter(1);
    std::string_view verb;
    if (in.isOwn || in.message.command == "NOTICE" || !takeCtcp(text, verb) || verb != "VERSION")
        return;
    const QByteArray version = QCoreApplication::applicationVersion().toUtf8();
    core.write({"NOTICE", bytes(in.source.nickname), "\1VERSION Chatroom " + version + '\1'});
}

void onMessage(SessionCore& core, const Incoming& in)
{
    const std::string_view target = in.message.parameter(0);
    const QByteArray text = bytes(in.message.parameter(1));
    if (in.isOwn && core.outbox.confirm(in, bytes(target), text))
        return;
    answerCtcp(core, in);
    std::optional<ChatLine> line = lineOf(core, in);
    if (!line)
        return;
    Conversation& place = placeOf(core, in, target);
    core.noteSpeaker(place, in);
    const QByteArray verb = bytes(in.message.command);
    // Of a connection that was lost, under the name that one had there.
    if (const auto own = core.outbox.foundInHistory(place, verb, bytes(in.source.nickname), text, {in.messageId, in.time})) {
        place.lines().remove(*own);
        line->isOwn = true;
        line->isMention = false;
        line->state = DeliveryState::Sent;
    }
    core.say(place, std::move(*line));
}

void onStandardReply(SessionCore& core, const Incoming& in)
{
    const auto reply = protocol::StandardReply::fromView(in.message);
    if (!reply)
        return;
    const QString text = plainText(view(reply->description));
    const bool isFail = reply->type == protocol::StandardReply::Type::Fail;
    if (reply->command == "NICK" && reply->code == "NICKNAME_RESERVED") {
        core.isNameReserved = true;
        return;
    }
    if (core.accounts.takeReply(*reply) || core.profiles.takeReply(*reply))
        return;
    if (isFail && (core.history.takeFailure(in.label, *reply) || core.searcher.takeFailure(in.label, *reply)))
        return;
    if (isFail && takeModernFailure(core, *reply))
        return;
    if (isFail && core.outbox.refuse(in.label, reply->context.empty() ? QByteArray() : reply->context.front(), text))
        return;
    core.inform(core.askedIn(), text, isFail ? LineKind::Error : LineKind::Info);
}

constexpr std::array kRows = std::to_array<HandlerRow>({
    {"PRIVMSG", 2, onMessage},
    {"NOTICE", 2, onMessage},
    {"FAIL", 3, onStandardReply},
    {"WARN", 3, onStandardReply},
    {"NOTE", 3, onStandardReply},
});

} // namespace

std::span<const HandlerRow> messageHandlers()
{
    return kRows;
}

} // namespace chatroom::client
