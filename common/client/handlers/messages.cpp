#include "client/handlers/handlers.h"
#include "client/plaintext.h"
#include "protocol/standardreply.h"

#include <QCoreApplication>

#include <array>

namespace chatroom::client {

using protocol::bytes;
using protocol::view;

namespace {

// CTCP: "^A" VERB [" " text] ["^A"]
bool takeCtcp(std::string_view& text, std::string_view& verb)
{
    if (text.empty() || text.front() != '\1')
        return false;
    text.remove_prefix(1);
    if (!text.empty() && text.back() == '\1')
        text.remove_suffix(1);
    const std::size_t space = text.find(' ');
    verb = text.substr(0, space);
    text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
    return true;
}

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

void onMessage(SessionCore& core, const Incoming& in)
{
    const std::string_view target = in.message.parameter(0);
    std::string_view text = in.message.parameter(1);
    const bool isNotice = in.message.command == "NOTICE";
    if (in.isOwn && core.confirm(in, bytes(target), bytes(text)))
        return;
    LineKind kind = isNotice ? LineKind::Notice : LineKind::Message;
    if (std::string_view verb; takeCtcp(text, verb)) {
        if (verb == "VERSION" && !isNotice && !in.isOwn) {
            const QByteArray version = QCoreApplication::applicationVersion().toUtf8();
            core.write({"NOTICE", bytes(in.source.nickname), "\1VERSION Chatroom " + version + '\1'});
        }
        if (verb != "ACTION" || isNotice)
            return;
        kind = LineKind::Action;
    }
    ChatLine line;
    line.kind = kind;
    line.state = in.isOwn ? DeliveryState::Sent : DeliveryState::Received;
    line.time = in.time;
    line.author = in.author;
    line.text = plainText(text);
    line.messageId = in.messageId;
    line.isOwn = in.isOwn;
    line.isBot = in.message.tagsView().contains("bot");
    line.isMention = !in.isOwn && !isNotice && mentions(line.text, core.self.nickname());
    core.say(placeOf(core, in, target), std::move(line));
}

void onStandardReply(SessionCore& core, const Incoming& in)
{
    const auto reply = protocol::StandardReply::fromView(in.message);
    if (!reply)
        return;
    const QString text = plainText(view(reply->description));
    const bool isFail = reply->type == protocol::StandardReply::Type::Fail;
    if (isFail && core.refuse(in.label, reply->context.empty() ? QByteArray() : reply->context.front(), text))
        return;
    core.inform(core.askedIn(), text, isFail ? LineKind::Error : LineKind::Info);
}

void onBatch(SessionCore& core, const Incoming& in)
{
    const std::string_view reference = in.message.parameter(0);
    if (reference.size() < 2)
        return;
    const QByteArray name = bytes(reference.substr(1));
    if (reference.front() == '-')
        core.batchLabels.erase(name);
    else if (!in.label.isEmpty() && core.batchLabels.size() < 64)
        core.batchLabels[name] = in.label;
}

constexpr std::array kRows = std::to_array<HandlerRow>({
    {"PRIVMSG", 2, onMessage},
    {"NOTICE", 2, onMessage},
    {"FAIL", 3, onStandardReply},
    {"WARN", 3, onStandardReply},
    {"NOTE", 3, onStandardReply},
    {"BATCH", 1, onBatch},
});

} // namespace

std::span<const HandlerRow> messageHandlers()
{
    return kRows;
}

} // namespace chatroom::client
