// NICK: Modern IRC, "NICK message".
#include "protocol/names.h"
#include "server/commands/commands.h"
#include "server/keptentries.h"
#include "server/keptrooms.h"
#include "server/monitorlist.h"
#include "server/welcome.h"

namespace chatroom::server::commands {

using protocol::Message;
using protocol::Numeric;
using protocol::view;

namespace {

void rename(CommandContext& context, const QByteArray& nickname)
{
    Hub& hub = context.hub;
    User& user = context.user();
    if (nickname == user.nickname)
        return;
    const bool isSameName = protocol::equalsFolded(view(nickname), view(user.nickname));
    Outgoing message = hub.makeEvent(&user, Message{"NICK", {nickname}});
    hub.record(EventKind::Renamed, &context.session, {.subject = nickname});
    hub.deliver(hub.neighbours(user, &context.session), message);
    for (Channel* channel : user.channels) {
        keepEvent(hub, *channel, storage::Verb::Nick, &user, message, {}, {nickname});
        forgetRank(hub, *channel, user); // under the old name; below it has the new one
    }
    if (!isSameName)
        announceGone(hub, user);
    hub.directory.rememberGone(user, hub.clock.now(), static_cast<std::size_t>(hub.config.limits.whowas));
    hub.directory.rename(user, nickname);
    if (!isSameName)
        user.namedAt = hub.now();
    for (Channel* channel : user.channels)
        rankChanged(hub, *channel, user);
    context.reply.send(std::move(message));
    if (!isSameName)
        announceHere(hub, user);
}

void nick(CommandContext& context)
{
    const QByteArray nickname = context.parameter(0);
    if (nickname.isEmpty()) {
        context.reply.error(Numeric::ErrNoNicknameGiven);
        return;
    }
    const int maximum = context.hub.config.limits.nickLength;
    const std::size_t limit = maximum > 0 ? static_cast<std::size_t>(maximum) : protocol::limits::kMessageBytes;
    if (!protocol::checkNickname(view(nickname), limit)) {
        context.reply.error(Numeric::ErrErroneusNickname, {nickname});
        return;
    }
    if (!mayTake(context.hub, context.session, nickname, context.reply))
        return;
    if (context.session.isRegistered())
        return rename(context, nickname);
    context.session.introduction.edit().wantedNickname = nickname;
    tryRegister(context.hub, context.session, context.reply);
}

} // namespace

const CommandSpec kNick{"NICK", 0, Access::Anyone, "NICK name: take a name, or another one", nick};

} // namespace chatroom::server::commands
