// OPER, KILL, WALLOPS, REHASH: Modern IRC, "Operator Messages".
#include "server/commands/actions.h"
#include "server/commands/commands.h"
#include "server/passwordhash.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::FoldedName;
using protocol::Message;
using protocol::Numeric;

namespace {

void oper(CommandContext& context)
{
    Hub& hub = context.hub;
    const QByteArray name = context.parameter(0);
    const auto& operators = hub.config.operators;
    const auto it = std::ranges::find(operators, name, &OperatorConfig::name);
    const bool isRight = it != operators.end() && verifyOperatorPassword(it->password, context.parameter(1));
    if (!isRight) {
        hub.record(EventKind::Warning, &context.session, {.text = "a wrong operator password was given"});
        context.reply.error(operators.empty() ? Numeric::ErrNoOperHost : Numeric::ErrPasswdMismatch);
        const int maximum = hub.config.limits.loginAttempts;
        if (maximum > 0 && ++context.session.wrongPasswords >= maximum)
            hub.close(context.session, "Too many wrong passwords");
        return;
    }
    User& user = context.user();
    user.isOperator = true;
    hub.directory.forgetCensus();
    user.operatorName = name;
    hub.outbox.setFlood(context.session.id, true);
    hub.record(EventKind::Operator, &context.session);
    context.reply.error(Numeric::RplYoureOper);
    context.reply.send(hub.makeOutgoing(&user, Message{"MODE", {user.nickname, "+o"}}));
}

void kill(CommandContext& context)
{
    Hub& hub = context.hub;
    User* victim = hub.directory.findUser(FoldedName{context.message.parameter(0)});
    if (victim == nullptr) {
        context.reply.error(Numeric::ErrNoSuchNick, {context.parameter(0)});
        return;
    }
    const QByteArray given = cut(context.message.parameter(1), hub.config.limits.kickLength);
    const QByteArray reason = given.isEmpty() ? QByteArray("no reason given") : given;
    Outgoing message = hub.makeOutgoing(&context.user(), Message{"KILL", {victim->nickname, reason}});
    hub.deliver(*victim, message);
    hub.record(EventKind::Killed, &context.session, {.subject = victim->nickname, .text = reason});
    hub.close(*victim, "Killed (" + context.user().nickname + " (" + reason + "))");
}

void wallops(CommandContext& context)
{
    Outgoing message = context.hub.makeOutgoing(&context.user(), Message{"WALLOPS", {context.parameter(0)}});
    for (const Session* session : context.hub.registeredSessions()) {
        if (session->user->hearsWallops)
            context.hub.deliver(*session, message);
    }
}

void rehash(CommandContext& context)
{
    context.reply.error(Numeric::RplRehashing, {"chatroomd.toml"});
    context.hub.isRehashRequested = true;
}

} // namespace

const CommandSpec kOper{"OPER", 2, Access::People, "OPER name password: become an operator of the server", oper};
const CommandSpec kKill{"KILL", 1, Access::Operators, "KILL name [:reason]: disconnects somebody", kill};
const CommandSpec kWallops{"WALLOPS", 1, Access::Operators, "WALLOPS :text: to everybody who listens (+w)", wallops};
const CommandSpec kRehash{"REHASH", 0, Access::Operators, "REHASH: reads the configuration again", rehash};

} // namespace chatroom::server::commands
