// REGISTER, VERIFY: IRCv3 account-registration. An account bears the nickname of who registers it. There is no e-mail: an address is
// looked at and kept, nothing is sent to it, and nothing has ever to be verified.
#include "server/commands/register.h"

#include "protocol/sasl.h"
#include "server/commands/accountactions.h"
#include "server/commands/commands.h"
#include "server/signin.h"

#include <algorithm>

namespace chatroom::server {

using protocol::Capability;
using protocol::FoldedName;
using protocol::Message;
using protocol::view;

// Who has not given the password of the server yet must not have an account of it.
bool mayRegisterBeforeConnect(const ServerConfig& config)
{
    return config.accounts.isBeforeConnectAllowed && config.password.isEmpty();
}

QByteArray registrationOffer(const ServerConfig& config)
{
    QByteArrayList keys;
    if (mayRegisterBeforeConnect(config))
        keys.append("before-connect");
    if (config.accounts.isEmailRequired)
        keys.append("email-required");
    return keys.join(',');
}

bool isEmailAddress(std::string_view address)
{
    constexpr std::size_t kMost = 254; // RFC 5321, 4.5.3.1.3, without its brackets
    constexpr std::size_t kMostLocal = 64;
    const std::size_t at = address.rfind('@');
    if (address.size() > kMost || at == std::string_view::npos || at == 0 || at > kMostLocal || at + 1 == address.size())
        return false;
    const std::string_view domain = address.substr(at + 1);
    const auto isSeen = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7f'; };
    const bool isDomain = domain.front() != '.' && domain.back() != '.' && domain.find("..") == std::string_view::npos;
    return isDomain && std::ranges::all_of(address, isSeen) && address.substr(0, at).find('@') == std::string_view::npos;
}

namespace commands {

namespace {

constexpr std::size_t kMostAccounts = 100'000; // all are in memory

struct Refusal final
{
    QByteArray code, text;
};

QByteArray nicknameOf(const Session& session)
{
    return session.user == nullptr ? session.introduction->wantedNickname : session.user->nickname;
}

// Who has the capability reads FAIL, with standard-replies or without: the specification has no other answers.
void fail(const Session& session, Responder& reply, const QByteArray& verb, const Refusal& refusal, const QByteArray& account)
{
    const QByteArray name = account.isEmpty() ? QByteArray("*") : account;
    if (!session.has(Capability::AccountRegistration))
        return reply.fail(verb, refusal.code, {name}, refusal.text);
    reply.send(protocol::StandardReply{protocol::StandardReply::Type::Fail, verb, refusal.code, {name}, refusal.text}.toMessage());
}

void fail(CommandContext& context, const Refusal& refusal, const QByteArray& account)
{
    fail(context.session, context.reply, context.verb(), refusal, account);
}

// What holds for REGISTER and VERIFY. False after an error.
bool isOpen(CommandContext& context, const QByteArray& account)
{
    const ServerConfig& config = context.hub.config;
    const Session& session = context.session;
    if (!config.accounts.isRegistrationOpen) {
        fail(context, {"TEMPORARILY_UNAVAILABLE", "Names cannot be registered on this server"}, account);
        return false;
    }
    if (!session.isRegistered() && !mayRegisterBeforeConnect(config)) {
        fail(context, {"COMPLETE_CONNECTION_REQUIRED", "Come in first, then register your name"}, account);
        return false;
    }
    if (const Account* own = accountOf(session)) {
        fail(context, {"ALREADY_AUTHENTICATED", "You are signed in already"}, own->name);
        return false;
    }
    return true;
}

// Whether this one may be given that name, now.
std::optional<Refusal> refusalOf(const Hub& hub, const Session& session, const QByteArray& name)
{
    const QByteArray nickname = nicknameOf(session);
    if (nickname.isEmpty())
        return Refusal{"NEED_NICK", "Choose a name first"};
    if (FoldedName{view(name)} != FoldedName{view(nickname)})
        return Refusal{"ACCOUNT_NAME_MUST_BE_NICK", "Only the name that you have can be registered: take it first"};
    if (accountOf(session) != nullptr)
        return Refusal{"ALREADY_AUTHENTICATED", "You are signed in already"};
    if (hub.accounts.find(FoldedName{view(name)}) != nullptr)
        return Refusal{"ACCOUNT_EXISTS", "This name belongs to somebody already"};
    if (hub.useOf(view(name), session.user, nullptr) != Hub::NameUse::Free)
        return Refusal{"BAD_ACCOUNT_NAME", "This name, or one that looks the same, is somebody else's"};
    if (protocol::saslPrepare(nickname).value_or(nickname) != nickname)
        return Refusal{"BAD_ACCOUNT_NAME", "This name has characters that cannot be typed everywhere; take another one"};
    if (hub.archive.trouble() || hub.accounts.all().size() >= kMostAccounts || hub.banFor(session) != nullptr)
        return Refusal{"TEMPORARILY_UNAVAILABLE", "Names cannot be registered at the moment; try again later"};
    return std::nullopt;
}

std::optional<Refusal> refusalOf(const ServerConfig& config, const QByteArray& email)
{
    const bool isGiven = email != "*";
    if (!isGiven && config.accounts.isEmailRequired)
        return Refusal{"INVALID_EMAIL", "This server asks for an e-mail address"};
    if (isGiven && !isEmailAddress(view(email)))
        return Refusal{"INVALID_EMAIL", "That is no e-mail address"};
    return std::nullopt;
}

void welcomeAccount(Hub& hub, Session& session, Responder& reply, const QByteArray& email, const Credentials& credentials)
{
    Account& account = hub.accounts.create(nicknameOf(session), hub.clock.now());
    account.email = email == "*" ? QByteArray() : email;
    setPassword(hub, account, credentials, false);
    hub.record(EventKind::AccountRegistered, &session, {.subject = account.name});
    reply.send(Message{"REGISTER", {"SUCCESS", account.name, "The name " + account.name + " is yours now"}});
    signIn(hub, session, account, reply);
}

void registerAccount(CommandContext& context)
{
    Hub& hub = context.hub;
    Session& session = context.session;
    const QByteArray nickname = nicknameOf(session);
    const QByteArray name = context.parameter(0) == "*" ? nickname : context.parameter(0);
    const QByteArray email = context.parameter(1);
    const QByteArray password = context.parameter(2);
    if (!isOpen(context, name))
        return;
    if (const auto refusal = refusalOf(hub, session, name))
        return fail(context, *refusal, nickname.isEmpty() ? QByteArray() : name);
    if (const auto refusal = refusalOf(hub.config, email))
        return fail(context, *refusal, name);
    if (const auto fault = faultOf(password, name))
        return fail(context, {fault->code, fault->text}, name);
    const bool isLimited = hub.config.limits.loginAttempts > 0;
    if (isLimited && !hub.loginLimit.mayRegister(session.address, hub.clock.monotonic()))
        return fail(context, {"TEMPORARILY_UNAVAILABLE", "Too many names were registered from your address; try again later"}, name);
    const auto then = [name, email, label = context.reply.label()](Hub& later, Session& asked, const Outcome& outcome) {
        Responder reply{later, asked, label};
        const auto refusal = outcome.isRight ? refusalOf(later, asked, name)
                                             : std::optional{Refusal{"TEMPORARILY_UNAVAILABLE", "The password could not be saved"}};
        if (refusal)
            fail(asked, reply, "REGISTER", *refusal, name);
        else
            welcomeAccount(later, asked, reply, email, outcome.credentials);
    };
    if (!hub.chores.ask(session, hashOf(hub.config, password), then))
        return fail(context, {"TEMPORARILY_UNAVAILABLE", "The server is busy; try again in a moment"}, name);
    context.reply.defer();
}

void verify(CommandContext& context)
{
    const QByteArray account = context.parameter(0);
    if (isOpen(context, account))
        fail(context, {"INVALID_CODE", "Nothing waits to be verified: a name is yours as soon as it is registered"}, account);
}

} // namespace

const CommandSpec kRegister{"REGISTER", 3, Access::Anyone, "REGISTER * * password: keep your name, so that nobody else can have it",
                            registerAccount};
const CommandSpec kVerify{"VERIFY", 2, Access::Anyone, "VERIFY account code: not needed here", verify};

} // namespace commands
} // namespace chatroom::server
