#include "server/commands/accountactions.h"

#include "protocol/limits.h"
#include "protocol/names.h"
#include "protocol/sasl.h"
#include "server/signin.h"

#include <algorithm>

namespace chatroom::server {

using protocol::FoldedName;
using protocol::view;

namespace {

constexpr qsizetype kLeastCharacters = 6;

FoldedName folded(const QByteArray& account)
{
    return FoldedName{view(account)};
}

} // namespace

std::optional<PasswordFault> faultOf(const QByteArray& password, const QByteArray& account)
{
    constexpr auto kMost = static_cast<qsizetype>(protocol::limits::kPasswordBytes);
    if (password.size() > kMost)
        return PasswordFault{"UNACCEPTABLE_PASSWORD", "The password is too long: take at most " + QByteArray::number(kMost) + " bytes"};
    const auto prepared = protocol::saslPrepare(password);
    if (!prepared && !password.isEmpty())
        return PasswordFault{"UNACCEPTABLE_PASSWORD", "The password has characters that cannot be typed everywhere; take other ones"};
    if (QString::fromUtf8(prepared.value_or(QByteArray())).toUcs4().size() < kLeastCharacters)
        return PasswordFault{"WEAK_PASSWORD",
                             "The password is too short: take at least " + QByteArray::number(kLeastCharacters) + " characters"};
    if (folded(*prepared) == folded(account))
        return PasswordFault{"WEAK_PASSWORD", "The password is the name; take another one"};
    return std::nullopt;
}

Account* accountOf(const Session& session)
{
    return session.user == nullptr ? session.account : session.user->account;
}

bool isMechanismOffered(const ServerConfig& config, std::string_view mechanism)
{
    return config.accounts.sasl.contains(protocol::bytes(mechanism));
}

HashPassword hashOf(const ServerConfig& config, const QByteArray& password)
{
    const bool isWithScram = isMechanismOffered(config, protocol::kSaslScram);
    return {protocol::saslPrepare(password).value_or(password), config.accounts.hashIterations, isWithScram};
}

void setPassword(Hub& hub, Account& account, const Credentials& credentials, bool mustChange)
{
    account.passwordHash = credentials.passwordHash;
    account.scram = credentials.scram;
    account.mustChange = mustChange;
    hub.accounts.save(account, hub.archive);
}

bool mayTryPassword(Hub& hub, const Session& session, const QByteArray& account)
{
    return hub.config.limits.loginAttempts <= 0 || hub.loginLimit.tryOnce(session.address, folded(account), hub.clock.monotonic());
}

void passwordWasRight(Hub& hub, Session& session, const QByteArray& account)
{
    if (SessionExtras* extras = session.extras.made())
        extras->wrongPasswords = 0;
    if (hub.config.limits.loginAttempts > 0)
        hub.loginLimit.succeeded(session.address, folded(account), hub.clock.monotonic());
}

void passwordWasNotChecked(Hub& hub, const Session& session, const QByteArray& account)
{
    if (hub.config.limits.loginAttempts > 0)
        hub.loginLimit.giveBack(session.address, folded(account), hub.clock.monotonic());
}

void passwordWasWrong(Hub& hub, Session& session, const QByteArray& account, const QByteArray& why)
{
    // Anything can be said to be a name; what cannot be one is not shown to anybody.
    const auto longest = static_cast<std::size_t>(account.size());
    const bool isName = protocol::checkNickname(view(account), longest).has_value();
    hub.record(EventKind::SignInFailed, &session, {.subject = isName ? account : QByteArray(), .text = why});
    countWrongPassword(hub, session);
}

void countWrongPassword(Hub& hub, Session& session)
{
    const int maximum = hub.config.limits.loginAttempts;
    if (maximum > 0 && ++session.extras.edit().wrongPasswords >= maximum)
        hub.close(session, "Too many wrong passwords");
}

void deleteAccount(Hub& hub, const Session* by, Account& account)
{
    const QByteArray name = account.name;
    if (account.user != nullptr)
        signOut(hub, *account.user);
    for (Session* session : hub.sessions.all()) {
        if (session->account == &account)
            signOut(hub, *session);
    }
    hub.accounts.remove(account, hub.archive);
    hub.record(EventKind::AccountDeleted, by, {.subject = name});
}

bool resetPassword(Hub& hub, const Session* by, const Account& account, const QByteArray& password)
{
    const auto then = [name = account.folded](Hub& later, const Outcome& outcome) {
        Account* there = later.accounts.find(name);
        if (there != nullptr && outcome.isRight)
            setPassword(later, *there, outcome.credentials, true);
    };
    if (password.isEmpty() || !hub.chores.ask(hashOf(hub.config, password), then))
        return false;
    hub.record(EventKind::PasswordReset, by, {.subject = account.name});
    return true;
}

AccountRow rowOf(const Account& account)
{
    AccountRow row;
    row.name = account.name;
    row.created = account.created;
    row.lastSeen = account.lastSeen;
    row.devices = account.user == nullptr ? 0 : static_cast<int>(account.user->sessions.size());
    row.keys = static_cast<int>(account.fingerprints.size());
    row.hasPassword = !account.passwordHash.isEmpty();
    return row;
}

} // namespace chatroom::server
