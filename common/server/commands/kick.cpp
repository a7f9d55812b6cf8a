// KICK and INVITE: Modern IRC, "KICK message", "INVITE message"; IRCv3 invite-notify.
#include "server/commands/actions.h"
#include "server/commands/commands.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::Capability;
using protocol::FoldedName;
using protocol::Message;
using protocol::Numeric;

namespace {

constexpr std::size_t kInvitations = 50; // of one person; the oldest is forgotten first

void kick(CommandContext& context)
{
    Hub& hub = context.hub;
    Channel* channel = hub.directory.findChannel(FoldedName{context.message.parameter(0)});
    if (channel == nullptr || !channel->isVisibleTo(context.user())) {
        context.reply.error(Numeric::ErrNoSuchChannel, {context.parameter(0)});
        return;
    }
    if (channel->member(context.user()) == nullptr && !context.user().isOperator) {
        context.reply.error(Numeric::ErrNotOnChannel, {channel->name()});
        return;
    }
    if (!channel->isOperator(context.user())) {
        context.reply.error(Numeric::ErrChanOPrivsNeeded, {channel->name()});
        return;
    }
    const QByteArray given = cut(context.message.parameter(2), hub.config.limits.kickLength);
    const QByteArray reason = given.isEmpty() ? context.user().nickname : given;
    for (const std::string_view name : splitTargets(context.message.parameter(1))) {
        User* victim = hub.directory.findUser(FoldedName{name});
        if (victim == nullptr || channel->member(*victim) == nullptr) {
            context.reply.error(Numeric::ErrUserNotInChannel, {protocol::bytes(name), channel->name()});
            continue;
        }
        const FoldedName folded = channel->folded();
        context.reply.send(kickOut(hub, &context.session, *channel, *victim, reason));
        channel = hub.directory.findChannel(folded);
        if (channel == nullptr)
            return; // kicked themselves out of an empty room
    }
}

void listInvitations(CommandContext& context)
{
    for (const FoldedName& name : context.user().extras->invitations) {
        if (const Channel* channel = context.hub.directory.findChannel(name))
            context.reply.numeric(Numeric::RplInviteList, {channel->name()});
    }
    context.reply.error(Numeric::RplEndOfInviteList);
}

// Tells the one who is invited, and those in the channel who asked to know.
void tellInvitation(CommandContext& context, Channel& channel, User& guest)
{
    Hub& hub = context.hub;
    Outgoing message = hub.makeOutgoing(&context.user(), Message{"INVITE", {guest.nickname, channel.name()}});
    hub.deliver(guest, message);
    Outgoing notice = hub.makeOutgoing(&context.user(), Message{"INVITE", {guest.nickname, channel.name()}});
    notice.require(Capability::InviteNotify);
    for (const Member& member : channel.members()) {
        if (member.user != &context.user() && (member.isOperator || !channel.has('i')))
            hub.deliver(*member.user, notice);
    }
}

void invite(CommandContext& context)
{
    if (context.message.parameterCount() == 0)
        return listInvitations(context);
    if (context.message.parameterCount() < 2) {
        context.reply.error(Numeric::ErrNeedMoreParams, {"INVITE"});
        return;
    }
    Hub& hub = context.hub;
    User* guest = hub.directory.findUser(FoldedName{context.message.parameter(0)});
    if (guest == nullptr) {
        context.reply.error(Numeric::ErrNoSuchNick, {context.parameter(0)});
        return;
    }
    Channel* channel = channelOfMember(context, context.message.parameter(1));
    if (channel == nullptr)
        return;
    if (channel->has('i') && !channel->isOperator(context.user())) {
        context.reply.error(Numeric::ErrChanOPrivsNeeded, {channel->name()});
        return;
    }
    if (channel->member(*guest) != nullptr) {
        context.reply.error(Numeric::ErrUserOnChannel, {guest->nickname, channel->name()});
        return;
    }
    std::vector<FoldedName>& invitations = guest->extras.edit().invitations;
    std::erase(invitations, channel->folded());
    invitations.push_back(channel->folded());
    if (invitations.size() > kInvitations)
        invitations.erase(invitations.begin());
    context.reply.numeric(Numeric::RplInviting, {guest->nickname, channel->name()});
    if (guest->isAway)
        context.reply.numeric(Numeric::RplAway, {guest->nickname, guest->extras->awayMessage});
    tellInvitation(context, *channel, *guest);
}

} // namespace

const CommandSpec kKick{"KICK", 2, Access::People, "KICK #room name[,...] [:reason]: puts somebody out of a room", kick};
const CommandSpec kInvite{"INVITE", 0, Access::People, "INVITE name #room: asks somebody in; alone: your invitations", invite};

} // namespace chatroom::server::commands
