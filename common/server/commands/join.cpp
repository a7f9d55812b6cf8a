// JOIN and PART: Modern IRC, "Channel Operations"; IRCv3 extended-join, no-implicit-names.
#include "protocol/names.h"
#include "server/commands/actions.h"
#include "server/commands/commands.h"
#include "server/devices.h"
#include "server/keptentries.h"
#include "server/keptrooms.h"
#include "server/welcome.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::Capability;
using protocol::FoldedName;
using protocol::Message;
using protocol::Numeric;

namespace {

Numeric numericOf(JoinRefusal refusal)
{
    switch (refusal) {
    case JoinRefusal::InviteOnly: return Numeric::ErrInviteOnlyChan;
    case JoinRefusal::Banned: return Numeric::ErrBannedFromChan;
    case JoinRefusal::Full: return Numeric::ErrChannelIsFull;
    case JoinRefusal::BadKey: return Numeric::ErrBadChannelKey;
    case JoinRefusal::RegisteredOnly: return Numeric::ErrNeedReggedNick;
    case JoinRefusal::None: break;
    }
    Q_UNREACHABLE();
}

void leaveOne(CommandContext& context, Channel& channel, const QByteArray& reason)
{
    Hub& hub = context.hub;
    Message body{"PART", {channel.name()}};
    if (!reason.isEmpty())
        body.parameters.push_back(reason);
    Outgoing message = hub.makeEvent(&context.user(), std::move(body));
    hub.broadcast(channel, message, &context.session);
    std::vector<QByteArray> kept;
    if (!reason.isEmpty())
        kept.push_back(reason);
    keepEvent(hub, channel, storage::Verb::Part, &context.user(), message, channel.name(), std::move(kept));
    hub.record(EventKind::Parted, &context.session, {.room = channel.name(), .text = reason});
    context.reply.send(std::move(message));
    hub.leave(context.user(), channel);
}

void enter(CommandContext& context, Channel& channel)
{
    Hub& hub = context.hub;
    User& user = context.user();
    const bool isFirst = channel.members().empty() && channel.isPassing();
    const storage::RankRecord* rank = keptRank(channel, user);
    channel.add(user, isFirst || (rank != nullptr && rank->isOperator));
    channel.setVoice(user, rank != nullptr && rank->hasVoice);
    if (isFirst && user.account != nullptr)
        keepRoom(hub, channel); // registered by whoever made it
    if (UserExtras* extras = user.extras.made())
        std::erase(extras->invitations, channel.folded());

    Outgoing message = joinOf(hub, user, channel, true);
    hub.broadcast(channel, message, &context.session);
    hub.record(EventKind::Joined, &context.session, {.room = channel.name()});
    keepEvent(hub, channel, storage::Verb::Join, &user, message, channel.name(), {accountOf(user), user.realname});
    const Tagging tagging = message.tagging();
    context.reply.send(std::move(message));
    tellKeptRank(hub, channel, user, &context.session);

    if (user.isAway) {
        Outgoing away = hub.makeOutgoing(&user, Message{"AWAY", {user.extras->awayMessage}});
        away.require(Capability::AwayNotify);
        hub.broadcast(channel, away, &context.session);
    }
    introduce(hub, context.reply, context.session, channel, tagging);
    for (Session* other : user.sessions) { // the JOIN itself they have read with everybody
        if (other == &context.session)
            continue;
        Responder reply{hub, *other, {}};
        introduce(hub, reply, *other, channel, tagging);
    }
}

void joinOne(CommandContext& context, std::string_view name, std::string_view key);

// A room that had that name and has another one now is what is meant, unless it is nobody's business.
// IRCv3 draft/channel-rename, "Channel redirection". True when that was all.
bool isRedirected(CommandContext& context, std::string_view name, std::string_view key)
{
    const Channel* renamed = context.hub.directory.renamed(FoldedName{name});
    if (renamed == nullptr || !renamed->isVisibleTo(context.user()))
        return false;
    if (context.session.has(Capability::ChannelRename)) {
        context.reply.fail("JOIN", "CHANNEL_RENAMED", {protocol::bytes(name), renamed->name()}, "The channel has been renamed");
        return true;
    }
    context.reply.error(Numeric::ErrLinkChannel, {protocol::bytes(name), renamed->name()});
    joinOne(context, protocol::view(renamed->name()), key);
    return true;
}

void joinOne(CommandContext& context, std::string_view name, std::string_view key)
{
    Hub& hub = context.hub;
    const int maximum = hub.config.limits.channelLength;
    const std::size_t limit = maximum > 0 ? static_cast<std::size_t>(maximum) : protocol::limits::kMessageBytes;
    if (!protocol::isChannelName(name)) {
        context.reply.error(Numeric::ErrNoSuchChannel, {protocol::bytes(name)});
        return;
    }
    if (!protocol::checkChannelName(name, limit)) {
        context.reply.error(Numeric::ErrBadChanMask, {protocol::bytes(name)});
        return;
    }
    Channel* existing = hub.directory.findChannel(FoldedName{name});
    if (existing != nullptr && existing->member(context.user()) != nullptr)
        return;
    if (existing == nullptr && isRedirected(context, name, key))
        return;
    if (context.user().channels.size() >= static_cast<std::size_t>(kMaximumChannels)) {
        context.reply.error(Numeric::ErrTooManyChannels, {protocol::bytes(name)});
        return;
    }
    JoinRefusal refusal = existing == nullptr ? JoinRefusal::None : existing->refusalToJoin(context.user(), key);
    if (refusal == JoinRefusal::InviteOnly || refusal == JoinRefusal::Full) { // else nobody could come back to an empty room
        const storage::RankRecord* rank = keptRank(*existing, context.user());
        refusal = rank != nullptr && rank->isOperator ? JoinRefusal::None : refusal;
    }
    if (refusal != JoinRefusal::None) {
        context.reply.error(numericOf(refusal), {existing->name()});
        return;
    }
    enter(context, hub.channelFor(protocol::bytes(name)));
}

// The word before the next comma, which goes with it.
std::string_view takeFirst(std::string_view& list)
{
    const std::size_t end = std::min(list.find(','), list.size());
    const std::string_view first = list.substr(0, end);
    list.remove_prefix(std::min(end + 1, list.size()));
    return first;
}

// A list of nothing is a parameter that is missing: 461.
bool isListEmpty(CommandContext& context, std::string_view list)
{
    const bool isEmpty = list.find_first_not_of(',') == std::string_view::npos;
    if (isEmpty)
        context.reply.error(Numeric::ErrNeedMoreParams, {context.verb()});
    return isEmpty;
}

void join(CommandContext& context)
{
    const std::string_view names = context.message.parameter(0);
    if (names == "0") {
        while (!context.user().channels.empty())
            leaveOne(context, *context.user().channels.back(), "Left all rooms");
        return;
    }
    if (isListEmpty(context, names))
        return;
    // Keys go with names by place: an empty name or one that was said before has its key too, and so has an empty key.
    std::string_view rest = names;
    std::string_view keys = context.message.parameter(1);
    while (!rest.empty()) {
        const std::string_view name = takeFirst(rest);
        const std::string_view key = takeFirst(keys);
        if (!name.empty())
            joinOne(context, name, key);
    }
}

void part(CommandContext& context)
{
    if (isListEmpty(context, context.message.parameter(0)))
        return;
    const QByteArray reason = cut(context.message.parameter(1), context.hub.config.limits.kickLength);
    for (const std::string_view name : splitTargets(context.message.parameter(0))) {
        if (Channel* channel = channelOfMember(context, name))
            leaveOne(context, *channel, reason);
    }
}

} // namespace

const CommandSpec kJoin{"JOIN", 1, Access::People, "JOIN #room[,...] [key[,...]]: enter a room; JOIN 0: leave all", join};
const CommandSpec kPart{"PART", 1, Access::People, "PART #room[,...] [:reason]: leave a room", part};

} // namespace chatroom::server::commands
