// PASS, USER, PING, PONG, QUIT: Modern IRC, "Connection Messages".
#include "protocol/names.h"
#include "server/commands/actions.h"
#include "server/commands/commands.h"
#include "server/welcome.h"

namespace chatroom::server::commands {

using protocol::Message;
using protocol::Numeric;

namespace {

constexpr std::size_t kUsernameBytes = 20;
constexpr int kRealnameBytes = 150;

void pass(CommandContext& context)
{
    context.session.introduction.edit().password = context.parameter(0);
}

void user(CommandContext& context)
{
    const QByteArray realname = cut(context.message.parameter(3), kRealnameBytes);
    if (context.message.parameter(0).empty() || realname.isEmpty()) {
        context.reply.error(Numeric::ErrNeedMoreParams, {"USER"});
        return;
    }
    if (context.session.hasUserCommand) {
        context.reply.error(Numeric::ErrAlreadyRegistered);
        return;
    }
    context.session.username = protocol::sanitizeUsername(context.message.parameter(0), kUsernameBytes);
    context.session.introduction.edit().realname = realname;
    context.session.hasUserCommand = true;
    tryRegister(context.hub, context.session, context.reply);
}

void ping(CommandContext& context)
{
    if (context.message.parameter(0).empty()) {
        context.reply.error(Numeric::ErrNoOrigin);
        return;
    }
    context.reply.send(Message{"PONG", {context.hub.serverName(), context.parameter(0)}});
}

// That anything was heard at all has been noted already.
void pong(CommandContext& context)
{
    if (context.message.parameterCount() == 0)
        context.reply.error(Numeric::ErrNoOrigin);
}

void quit(CommandContext& context)
{
    const QByteArray reason = cut(context.message.parameter(0), context.hub.config.limits.kickLength);
    context.hub.close(context.session, reason.isEmpty() ? QByteArray("Quit") : "Quit: " + reason);
}

} // namespace

const CommandSpec kPass{"PASS", 1, Access::Newcomers, "PASS password: the password of the server, before anything else", pass};
const CommandSpec kUser{"USER", 4, Access::Newcomers, "USER name 0 * :real name: who you are", user};
const CommandSpec kPing{"PING", 0, Access::Anyone, "PING token: the server answers with the same token", ping};
const CommandSpec kPong{"PONG", 0, Access::Anyone, "PONG token: the answer to a PING", pong};
const CommandSpec kQuit{"QUIT", 0, Access::Anyone, "QUIT [:reason]: leave the server", quit};

} // namespace chatroom::server::commands
