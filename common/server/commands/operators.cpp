// OPER, KILL, WALLOPS, REHASH: Modern IRC, "Operator Messages".
#include "server/commands/accountactions.h"
#include "server/commands/actions.h"
#include "server/commands/commands.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::FoldedName;
using protocol::Message;
using protocol::Numeric;

namespace {

// Tries of operators count like those of accounts, under a name that no account can have.
QByteArray countedAs(const QByteArray& name)
{
    return "OPER " + name;
}

void refuseOperator(Hub& hub, Session& session, Responder& reply, const QByteArray& why)
{
    hub.record(EventKind::Warning, &session, {.text = why});
    reply.error(hub.config.operators.empty() ? Numeric::ErrNoOperHost : Numeric::ErrPasswdMismatch);
    countWrongPassword(hub, session);
}

void makeOperator(Hub& hub, Session& session, Responder& reply, const QByteArray& name)
{
    User& user = *session.user;
    user.isOperator = true;
    hub.directory.forgetCensus();
    user.extras.edit().operatorName = name;
    for (const Session* device : user.sessions)
        hub.outbox.setFlood(device->id, true);
    hub.record(EventKind::Operator, &session);
    reply.error(Numeric::RplYoureOper);
    reply.send(hub.makeOutgoing(&user, Message{"MODE", {user.nickname, "+o"}}));
}

void oper(CommandContext& context)
{
    Hub& hub = context.hub;
    const QByteArray name = context.parameter(0);
    const auto& operators = hub.config.operators;
    if (operators.empty() || !mayTryPassword(hub, context.session, countedAs(name)))
        return refuseOperator(hub, context.session, context.reply,
                              operators.empty() ? "there is no operator to become" : "too many wrong operator passwords");
    const auto it = std::ranges::find(operators, name, &OperatorConfig::name);
    const Work work = it == operators.end() ? Work{CheckPassword{{}, context.parameter(1)}} // as much work for a name that nobody has
                                            : Work{CheckOperatorPassword{it->password, context.parameter(1)}};
    const auto then = [name, label = context.reply.label()](Hub& later, Session& asked, const Outcome& outcome) {
        Responder reply{later, asked, label};
        if (!outcome.isRight)
            return refuseOperator(later, asked, reply, "a wrong operator password was given");
        passwordWasRight(later, asked, countedAs(name));
        makeOperator(later, asked, reply, name);
    };
    if (!hub.chores.ask(context.session, work, then)) {
        passwordWasNotChecked(hub, context.session, countedAs(name));
        return context.reply.error(Numeric::RplTryAgain, {"OPER"});
    }
    context.reply.defer();
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
