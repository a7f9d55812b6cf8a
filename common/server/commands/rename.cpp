// RENAME: IRCv3 draft/channel-rename.
#include "protocol/names.h"
#include "server/accounts.h"
#include "server/commands/actions.h"
#include "server/commands/commands.h"
#include "server/commands/markread.h"
#include "server/keptrooms.h"
#include "server/metadatasync.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::Capability;
using protocol::FoldedName;
using protocol::Message;
using protocol::Numeric;
using protocol::view;

namespace {

// "flooding large channels with the fallback burst": a room of so many people has one name for so long.
constexpr std::size_t kManyPeople = 50;
constexpr std::chrono::seconds kRest{60};

// Who does not know RENAME reads that they left, and came into a room of the other name. IRCv3 draft/channel-rename, "Fallback".
void tellByFallback(Hub& hub, Session& session, const Channel& channel, const QByteArray& before, const QByteArray& reason)
{
    Message part{"PART", {before}};
    if (!reason.isEmpty())
        part.parameters.push_back(reason);
    Responder reply{hub, session, {}};
    reply.send(hub.makeOutgoing(session.user, std::move(part)));
    reply.send(joinOf(hub, *session.user, channel, false));
    replyTopic(reply, channel);
    replyReadMark(reply, session, channel);
    if (!session.has(Capability::NoImplicitNames))
        replyNames(hub, reply, session, channel);
    syncEntered(hub, reply, session, channel);
}

// What is kept under the name elsewhere goes along.
void carryAlong(Hub& hub, const FoldedName& before, const FoldedName& after)
{
    const auto move = [&](std::map<FoldedName, Timestamp>& marks) {
        if (auto node = marks.extract(before)) {
            node.key() = after;
            marks.erase(after);
            marks.insert(std::move(node));
        }
    };
    for (const auto& user : hub.directory.users()) {
        if (UserExtras* extras = user->extras.made()) {
            std::ranges::replace(extras->invitations, before, after);
            move(extras->readMarks);
        }
    }
    for (const auto& [name, account] : hub.accounts.all())
        move(account->readMarks);
}

void rename(CommandContext& context, Channel& channel, const QByteArray& name, const QByteArray& reason)
{
    Hub& hub = context.hub;
    const QByteArray before = channel.name();
    const FoldedName beforeFolded = channel.folded();
    hub.directory.rename(channel, name);
    channel.renamedAt = hub.clock.monotonic();
    const bool isOtherName = channel.folded() != beforeFolded;
    if (isOtherName) {
        carryAlong(hub, beforeFolded, channel.folded());
        if (channel.isKept)
            hub.archive.write(storage::RenameRoom{storage::Place::channel(beforeFolded), storage::Place::channel(channel.folded())});
    }
    roomChanged(hub, channel);
    hub.record(EventKind::RoomRenamed, &context.session, {.subject = name, .room = before, .text = reason});
    Outgoing message = hub.makeOutgoing(&context.user(), Message{"RENAME", {before, name, reason}});
    message.require(Capability::ChannelRename);
    hub.broadcast(channel, message, &context.session);
    context.reply.send(std::move(message));
    if (!isOtherName)
        return; // "This fallback SHOULD NOT be used if the rename only changes the case"
    context.reply.finish();
    for (const Member& member : channel.members()) {
        for (Session* session : member.user->sessions) {
            if (!session->has(Capability::ChannelRename))
                tellByFallback(hub, *session, channel, before, reason);
        }
    }
}

void rename(CommandContext& context)
{
    Hub& hub = context.hub;
    Channel* channel = channelOfMember(context, context.message.parameter(0));
    if (channel == nullptr)
        return;
    const QByteArray name = context.parameter(1);
    const auto refuse = [&](const QByteArray& code, const QByteArray& why) {
        context.reply.fail("RENAME", code, {channel->name(), name.isEmpty() ? QByteArray("*") : name}, why);
    };
    if (!channel->isOperator(context.user())) {
        context.reply.error(Numeric::ErrChanOPrivsNeeded, {channel->name()});
        return;
    }
    const int maximum = hub.config.limits.channelLength;
    const std::size_t limit = maximum > 0 ? static_cast<std::size_t>(maximum) : protocol::limits::kMessageBytes;
    if (!protocol::isChannelName(view(name)) || !protocol::checkChannelName(view(name), limit))
        return refuse("CANNOT_RENAME", "This is no name for a room");
    if (channel->isPermanent())
        return refuse("CANNOT_RENAME", "This room is always there, by this name");
    const Channel* other = hub.directory.findChannel(FoldedName{view(name)});
    if (other != nullptr && (other != channel || name == channel->name()))
        return refuse("CHANNEL_NAME_IN_USE", "There is a room of that name");
    const bool isTooSoon = channel->renamedAt != std::chrono::milliseconds{} && channel->members().size() > kManyPeople
                           && hub.clock.monotonic() - channel->renamedAt < kRest && !context.user().isOperator;
    if (isTooSoon)
        return refuse("CANNOT_RENAME", "This room has been renamed recently");
    if (channel->isKept && hub.archive.trouble())
        return refuse("CANNOT_RENAME", "The server cannot save it at the moment. Try again later.");
    rename(context, *channel, name, cut(context.message.parameter(2), hub.config.limits.kickLength));
}

} // namespace

const CommandSpec kRename{"RENAME", 2, Access::People, "RENAME #room #name [:reason]: gives a room another name", rename};

} // namespace chatroom::server::commands
