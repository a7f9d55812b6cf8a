// AUTHENTICATE: IRCv3 sasl-3.1 and sasl-3.2.
#include "server/commands/authenticate.h"

#include "protocol/message.h"
#include "server/commands/accountactions.h"
#include "server/commands/commands.h"
#include "server/signin.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <algorithm>

namespace chatroom::server {

using protocol::Capability;
using protocol::FoldedName;
using protocol::Message;
using protocol::Numeric;
using protocol::SaslAssembler;
using protocol::view;
using Mechanism = SaslExchange::Mechanism;
using Step = SaslExchange::Step;

void endExchange(Session& session, Responder& reply)
{
    if (!session.exchange)
        return;
    session.exchange.reset();
    reply.error(Numeric::ErrSaslAborted);
}

QByteArray offeredMechanisms(const ServerConfig& config)
{
    QByteArrayList offered;
    for (const std::string_view known : {protocol::kSaslPlain, protocol::kSaslScram, protocol::kSaslExternal}) {
        if (isMechanismOffered(config, known))
            offered.append(protocol::bytes(known));
    }
    return offered.join(',');
}

namespace commands {

namespace {

// The numeric with a text that says why.
void failed(Responder& reply, const QByteArray& why)
{
    reply.numeric(Numeric::ErrSaslFail, {why});
}

// It is over, without anybody having guessed.
void giveUp(Session& session, Responder& reply, const QByteArray& why)
{
    session.exchange.reset();
    failed(reply, why);
}

// The same, and it counts.
void refuse(Hub& hub, Session& session, Responder& reply, const QByteArray& account, const QByteArray& why)
{
    session.exchange.reset();
    failed(reply, "SASL authentication failed: wrong name or password");
    passwordWasWrong(hub, session, account, why);
}

void refuseForNow(Hub& hub, Session& session, Responder& reply, const QByteArray& account)
{
    session.exchange.reset();
    failed(reply, "SASL authentication failed: too many wrong passwords, wait some minutes and try again");
    passwordWasWrong(hub, session, account, "too many wrong passwords");
}

void sendResponse(Responder& reply, const QByteArray& response)
{
    for (const QByteArray& chunk : protocol::saslChunks(response))
        reply.send(Message{"AUTHENTICATE", {chunk}});
}

// It has been proved who this is.
void succeed(Hub& hub, Session& session, Responder& reply, Account& account)
{
    session.exchange.reset();
    const Account* before = session.user == nullptr ? nullptr : session.user->account;
    if (before != nullptr && before != &account) { // its other devices have proved nothing
        reply.error(Numeric::ErrSaslAlready);
        return;
    }
    if (!canSignIn(session, account)) {
        failed(reply, account.name + " is here already by another name: connect again, and sign in before you take a name");
        return;
    }
    signIn(hub, session, account, reply);
    reply.error(Numeric::RplSaslSuccess);
    if (account.mustChange)
        reply.note("ACCOUNT", "MUST_CHANGE_PASSWORD", {account.name}, "Your password was made by an operator: choose one of your own");
}

// sasl-3.1 leaves the authorization identity to the mechanisms; here nobody acts as somebody else.
bool isOwn(const QByteArray& authorization, const QByteArray& account)
{
    return authorization.isEmpty() || FoldedName{view(authorization)} == FoldedName{view(account)};
}

void checkPlain(CommandContext& context, const QByteArray& response)
{
    Hub& hub = context.hub;
    Session& session = context.session;
    const auto given = protocol::parsePlain(response);
    if (!given || !isOwn(given->authorization, given->account))
        return giveUp(session, context.reply, "SASL authentication failed: this is no name with a password");
    const QByteArray name = protocol::saslPrepare(given->account).value_or(given->account);
    if (!mayTryPassword(hub, session, name))
        return refuseForNow(hub, session, context.reply, name);
    const Account* account = hub.accounts.find(FoldedName{view(name)});
    const QByteArray stored = account == nullptr ? QByteArray() : account->passwordHash;
    // As much work for a password that nobody can have.
    const auto then = [name, stored, label = context.reply.label()](Hub& later, Session& asked, const Outcome& outcome) {
        Responder reply{later, asked, label};
        Account* there = later.accounts.find(FoldedName{view(name)});
        const bool isRight = outcome.isRight && there != nullptr && there->passwordHash == stored; // it may have been changed meanwhile
        if (isRight)
            passwordWasRight(later, asked, name);
        if (isRight)
            succeed(later, asked, reply, *there);
        else
            refuse(later, asked, reply, name, "wrong password");
    };
    const QByteArray prepared = protocol::saslPrepare(given->password).value_or(QByteArray());
    if (!hub.chores.ask(session, CheckPassword{prepared.isEmpty() ? QByteArray() : stored, prepared}, then)) {
        passwordWasNotChecked(hub, session, name);
        return giveUp(session, context.reply, "SASL authentication failed: the server is busy, try again in a moment");
    }
    session.exchange->step = Step::Checking;
    context.reply.defer();
}

// For a name that has no password, or that nobody has: a salt that is always the same one, and a key that no password comes to.
protocol::ScramKeys madeUpKeys(const Hub& hub, const QByteArray& account)
{
    const QByteArray name = FoldedName{view(account)}.bytes();
    const QByteArray salt = QMessageAuthenticationCode::hash(name, hub.secret, QCryptographicHash::Sha256).left(16);
    const int iterations = std::max(hub.config.accounts.hashIterations, protocol::limits::kScramLeastIterations);
    return {iterations, salt, randomBytes(32), randomBytes(32)};
}

void challengeScram(CommandContext& context, const QByteArray& response)
{
    Hub& hub = context.hub;
    SaslExchange& exchange = *context.session.exchange;
    exchange.scram.emplace(randomBytes(18).toBase64());
    const auto opening = exchange.scram->open(response);
    if (!opening || !isOwn(opening->authorization, opening->account))
        return giveUp(context.session, context.reply, "SASL authentication failed: this is no beginning of SCRAM-SHA-256");
    exchange.account = opening->account;
    const Account* account = hub.accounts.find(FoldedName{view(opening->account)});
    const auto keys = account == nullptr ? std::nullopt : protocol::ScramKeys::fromBytes(account->scram);
    exchange.keys = keys ? account->scram : QByteArray();
    exchange.step = Step::Proof;
    sendResponse(context.reply, exchange.scram->challenge(keys ? *keys : madeUpKeys(hub, opening->account)));
}

void checkProof(CommandContext& context, const QByteArray& response)
{
    Hub& hub = context.hub;
    Session& session = context.session;
    const QByteArray name = session.exchange->account;
    if (!mayTryPassword(hub, session, name))
        return refuseForNow(hub, session, context.reply, name);
    const auto signature = session.exchange->scram->finish(response);
    if (!signature)
        return refuse(hub, session, context.reply, name, "wrong password");
    passwordWasRight(hub, session, name);
    session.exchange->step = Step::Acknowledged;
    sendResponse(context.reply, *signature);
}

void finishScram(CommandContext& context, const QByteArray& response)
{
    Account* account = context.hub.accounts.find(FoldedName{view(context.session.exchange->account)});
    if (!response.isEmpty() || account == nullptr)
        return giveUp(context.session, context.reply, "SASL authentication failed: nothing was to be said any more");
    if (account->scram != context.session.exchange->keys) // another password, or another person, since it was proved
        return giveUp(context.session, context.reply, "SASL authentication failed: the password was changed meanwhile");
    succeed(context.hub, context.session, context.reply, *account);
}

void checkKey(CommandContext& context, const QByteArray& response)
{
    const QByteArray& fingerprint = context.session.extras->certificateFingerprint;
    if (fingerprint.isEmpty())
        return giveUp(context.session, context.reply, "SASL authentication failed: this connection has shown no certificate");
    Account* account = context.hub.accounts.ownerOfKey(fingerprint);
    if (account == nullptr || !isOwn(response, account->name)) {
        context.hub.record(EventKind::SignInFailed, &context.session, {.text = "an unknown key"});
        return giveUp(context.session, context.reply, "SASL authentication failed: this certificate belongs to no such account");
    }
    succeed(context.hub, context.session, context.reply, *account);
}

void takeResponse(CommandContext& context, const QByteArray& response)
{
    SaslExchange& exchange = *context.session.exchange;
    switch (exchange.step) {
    case Step::First:
        switch (exchange.mechanism) {
        case Mechanism::Plain: return checkPlain(context, response);
        case Mechanism::Scram: return challengeScram(context, response);
        case Mechanism::External: return checkKey(context, response);
        }
        Q_UNREACHABLE();
    case Step::Proof: return checkProof(context, response);
    case Step::Acknowledged: return finishScram(context, response);
    case Step::Checking: return; // nothing is heard meanwhile
    }
}

std::optional<Mechanism> mechanismOf(const ServerConfig& config, const QByteArray& name)
{
    if (!isMechanismOffered(config, view(name)))
        return std::nullopt;
    if (view(name) == protocol::kSaslPlain)
        return Mechanism::Plain;
    if (view(name) == protocol::kSaslScram)
        return Mechanism::Scram;
    if (view(name) == protocol::kSaslExternal)
        return Mechanism::External;
    return std::nullopt;
}

void begin(CommandContext& context)
{
    const auto mechanism = mechanismOf(context.hub.config, context.parameter(0).toUpper());
    if (!mechanism) {
        context.reply.error(Numeric::RplSaslMechs, {offeredMechanisms(context.hub.config)});
        context.reply.error(Numeric::ErrSaslFail);
        return;
    }
    context.session.exchange = std::make_unique<SaslExchange>();
    context.session.exchange->mechanism = *mechanism;
    sendResponse(context.reply, {});
}

void authenticate(CommandContext& context)
{
    Session& session = context.session;
    const std::string_view parameter = context.message.parameter(0);
    if (!session.has(Capability::Sasl)) // "The client MUST enable the sasl capability"
        return failed(context.reply, "SASL authentication failed: ask for the capability sasl first");
    if (parameter == "*") {
        session.exchange.reset();
        context.reply.error(Numeric::ErrSaslAborted);
        return;
    }
    if (!session.exchange)
        return begin(context);
    switch (session.exchange->assembler.feed(parameter)) {
    case SaslAssembler::State::More: return;
    case SaslAssembler::State::Whole: return takeResponse(context, session.exchange->assembler.take());
    case SaslAssembler::State::TooLong:
        session.exchange.reset();
        context.reply.error(Numeric::ErrSaslTooLong);
        return;
    case SaslAssembler::State::Malformed: return giveUp(session, context.reply, "SASL authentication failed: that was not base64");
    }
}

} // namespace

const CommandSpec kAuthenticate{"AUTHENTICATE", 1, Access::Anyone, "AUTHENTICATE mechanism, then its responses: sign in to your account",
                                authenticate};

} // namespace commands
} // namespace chatroom::server
