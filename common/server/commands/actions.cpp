#include "server/commands/actions.h"

#include "protocol/mask.h"
#include "protocol/serializer.h"
#include "server/keptentries.h"
#include "server/keptrooms.h"

#include <algorithm>
#include <string>

namespace chatroom::server {

using protocol::Capability;
using protocol::FoldedName;
using protocol::Message;
using protocol::Numeric;
using protocol::view;

Outgoing kickOut(Hub& hub, const Session* by, Channel& channel, User& victim, const QByteArray& reason)
{
    const User* user = by == nullptr ? nullptr : by->user;
    Outgoing message = hub.makeEvent(user, Message{"KICK", {channel.name(), victim.nickname, reason}});
    hub.broadcast(channel, message, by);
    keepEvent(hub, channel, storage::Verb::Kick, user, message, channel.name(), {victim.nickname, reason});
    hub.record(EventKind::Kicked, by, {.subject = victim.nickname, .room = channel.name(), .text = reason});
    hub.leave(victim, channel);
    return message;
}

Outgoing changeTopic(Hub& hub, const Session* by, Channel& channel, const QByteArray& topic)
{
    channel.topic = cut(view(topic), hub.config.limits.topicLength);
    const User* user = by == nullptr ? nullptr : by->user;
    channel.topicBy = user == nullptr ? hub.serverName() : user->mask();
    channel.topicAt = hub.clock.now();
    roomChanged(hub, channel);
    hub.record(EventKind::TopicSet, by, {.room = channel.name(), .text = channel.topic});
    Outgoing message = hub.makeEvent(user, Message{"TOPIC", {channel.name(), channel.topic}});
    keepEvent(hub, channel, storage::Verb::Topic, user, message, channel.name(), {channel.topic});
    return message;
}

Outgoing joinOf(Hub& hub, const User& user, const Channel& channel, bool isEvent)
{
    const Message body{"JOIN", {channel.name()}};
    Outgoing message = isEvent ? hub.makeEvent(&user, body) : hub.makeOutgoing(&user, body);
    Message extended{"JOIN", {channel.name(), accountOf(user), user.realname}};
    extended.source = user.mask();
    message.setAlternative(Capability::ExtendedJoin, extended);
    return message;
}

void replyTopic(Responder& reply, const Channel& channel)
{
    if (channel.topic.isEmpty())
        return;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(channel.topicAt.time_since_epoch()).count();
    reply.numeric(Numeric::RplTopic, {channel.name(), channel.topic});
    reply.numeric(Numeric::RplTopicWhoTime, {channel.name(), channel.topicBy, QByteArray::number(static_cast<qlonglong>(seconds))});
}

void replyNames(Hub& hub, Responder& reply, const Session& to, const Channel& channel)
{
    const bool isInside = to.user != nullptr && channel.member(*to.user) != nullptr;
    const bool isSeeingAll = isInside || (to.user != nullptr && to.user->isOperator);
    // ":server 353 nickname = #channel :" and CR LF
    const std::size_t overhead = static_cast<std::size_t>(hub.serverName().size() + to.user->nickname.size() + channel.name().size()) + 16;
    std::string names;
    names.reserve(protocol::limits::kMessageBytes);
    const auto flush = [&] {
        if (!names.empty())
            reply.numeric(Numeric::RplNamReply,
                          {channel.has('s') ? QByteArray("@") : QByteArray("="), channel.name(), protocol::bytes(names)});
        names.clear(); // keeps its memory
    };
    for (const Member& member : channel.members()) {
        if (!isSeeingAll && (member.user->isInvisible || channel.has('s')))
            continue;
        const QByteArray prefixes = member.prefixes(to.has(Capability::MultiPrefix));
        const QByteArray name = to.has(Capability::UserhostInNames) ? member.user->mask() : member.user->nickname;
        if (overhead + names.size() + static_cast<std::size_t>(prefixes.size() + name.size()) + 1 > protocol::limits::kMessageBytes)
            flush();
        if (!names.empty())
            names += ' ';
        names += view(prefixes);
        names += view(name);
    }
    flush();
    reply.error(Numeric::RplEndOfNames, {channel.name()});
}

void refuseUnkept(Responder& reply, const storage::StoreError& trouble, const QByteArray& verb, const QByteArray& target)
{
    reply.fail(verb, "MESSAGE_NOT_SAVED", {target}, notSavedText(trouble));
}

QByteArray notSavedText(const storage::StoreError& trouble)
{
    return trouble.kind == storage::StoreError::Kind::Full
               ? QByteArray("Not sent: the server's disk is full. Try again later, or tell whoever runs the server.")
               : QByteArray("Not sent: the server cannot save messages at the moment. Try again later.");
}

std::vector<std::string_view> splitTargets(std::string_view list, std::size_t maximum)
{
    std::vector<std::string_view> targets;
    while (!list.empty() && targets.size() < maximum) {
        const std::size_t end = std::min(list.find(','), list.size());
        const std::string_view target = list.substr(0, end);
        list.remove_prefix(std::min(end + 1, list.size()));
        const bool isKnown = std::ranges::any_of(targets, [&](std::string_view other) { return protocol::equalsFolded(other, target); });
        if (!target.empty() && !isKnown)
            targets.push_back(target);
    }
    return targets;
}

QByteArray cut(std::string_view text, int maximum)
{
    return protocol::bytes(maximum > 0 ? protocol::cutUtf8(text, static_cast<std::size_t>(maximum)) : text);
}

bool isThisServer(CommandContext& context)
{
    const std::string_view target = context.message.parameter(0);
    if (target.empty() || protocol::matchesMask(target, view(context.hub.serverName()))
        || context.hub.directory.findUser(FoldedName{target}) != nullptr)
        return true;
    context.reply.error(Numeric::ErrNoSuchServer, {protocol::bytes(target)});
    return false;
}

Channel* channelOfMember(CommandContext& context, std::string_view name)
{
    Channel* channel = context.hub.directory.findChannel(FoldedName{name});
    if (channel == nullptr || !channel->isVisibleTo(context.user())) {
        context.reply.error(Numeric::ErrNoSuchChannel, {protocol::bytes(name)});
        return nullptr;
    }
    if (channel->member(context.user()) == nullptr) {
        context.reply.error(Numeric::ErrNotOnChannel, {channel->name()});
        return nullptr;
    }
    return channel;
}

} // namespace chatroom::server
