// AWAY and SETNAME: Modern IRC, "AWAY message"; IRCv3 away-notify, setname, extended-monitor.
#include "server/commands/actions.h"
#include "server/commands/commands.h"
#include "server/devices.h"
#include "server/monitorlist.h"

namespace chatroom::server::commands {

using protocol::Capability;
using protocol::Message;
using protocol::Numeric;

namespace {

constexpr std::size_t kRealnameBytes = 150;

// To everyone who shares a channel or watches the name, and asked for this kind of news.
void tellOthers(CommandContext& context, Capability capability, Outgoing& message)
{
    message.require(capability);
    context.hub.deliver(context.hub.neighbours(context.user(), &context.session), message);
    context.hub.deliver(extendedWatchers(context.hub, context.user(), capability), message);
}

// Before there is a name, for who has asked for it: IRCv3 draft/pre-away.
void away(CommandContext& context)
{
    Session& session = context.session;
    if (!session.isRegistered() && !session.has(Capability::PreAway)) {
        context.reply.error(Numeric::ErrNotRegistered);
        return;
    }
    SessionExtras& extras = session.extras.edit();
    extras.awayMessage = cut(context.message.parameter(0), context.hub.config.limits.awayLength);
    extras.awaySince = context.hub.clock.monotonic();
    session.isAway = !extras.awayMessage.isEmpty();
    context.reply.error(session.isAway ? Numeric::RplNowAway : Numeric::RplUnaway);
    if (session.isRegistered())
        updateAway(context.hub, context.user(), &session);
}

void setname(CommandContext& context)
{
    const std::string_view realname = context.message.parameter(0);
    if (realname.empty() || realname.size() > kRealnameBytes) {
        context.reply.fail("SETNAME", "INVALID_REALNAME", {}, "That is empty or too long");
        return;
    }
    User& user = context.user();
    user.realname = protocol::bytes(realname);
    Outgoing message = context.hub.makeOutgoing(&user, Message{"SETNAME", {user.realname}});
    tellOthers(context, Capability::Setname, message);
    context.reply.send(std::move(message));
}

} // namespace

const CommandSpec kAway{"AWAY", 0, Access::Anyone, "AWAY [:message]: away, or back again without a message", away};
const CommandSpec kSetname{"SETNAME", 1, Access::People, "SETNAME :real name: changes the real name", setname};

} // namespace chatroom::server::commands
