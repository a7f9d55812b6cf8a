// ACCOUNT: what one does with an account that there is. No IRCv3 standard has it; docs/protocol.md, "Accounts", says what it answers.
#include "protocol/sasl.h"
#include "protocol/timestamp.h"
#include "server/commands/accountactions.h"
#include "server/commands/commands.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::FoldedName;
using protocol::view;

namespace {

constexpr std::size_t kMostKeys = 16; // of an account
constexpr int kMostRows = 1000;       // of ACCOUNT LIST

void fail(Responder& reply, const QByteArray& code, const QByteArray& subject, const QByteArray& text)
{
    reply.fail("ACCOUNT", code, {subject.isEmpty() ? QByteArray("*") : subject}, text);
}

void fail(CommandContext& context, const QByteArray& code, const QByteArray& subject, const QByteArray& text)
{
    fail(context.reply, code, subject, text);
}

// Null after an error.
Account* ownAccount(CommandContext& context)
{
    Account* account = context.user().account;
    if (account == nullptr)
        fail(context, "ACCOUNT_REQUIRED", {}, "Sign in first, or register your name");
    return account;
}

Account* namedAccount(CommandContext& context, const QByteArray& name)
{
    Account* account = context.hub.accounts.find(FoldedName{view(name)});
    if (account == nullptr)
        fail(context, "UNKNOWN_ACCOUNT", name, "There is no such account");
    return account;
}

bool isOperator(CommandContext& context)
{
    if (context.user().isOperator)
        return true;
    fail(context, "NO_PRIVILEGES", {}, "Only operators of the server may do that");
    return false;
}

bool isKeyOf(const Account& account, const QByteArray& fingerprint)
{
    return std::ranges::find(account.fingerprints, fingerprint) != account.fingerprints.end();
}

void replyBusy(Responder& reply)
{
    fail(reply, "TEMPORARILY_UNAVAILABLE", {}, "The server is busy; try again in a moment");
}

void replyTrouble(Responder& reply)
{
    fail(reply, "TEMPORARILY_UNAVAILABLE", {}, "Nothing can be saved at the moment; try again later");
}

using Proven = std::function<void(Hub& hub, Session& session, Account& account, Responder& reply)>;

// Goes on with `then` when this is really the owner: by the password, or by the key of this connection where "*" is given. What is
// to be kept can be kept then.
void prove(CommandContext& context, Account& account, const QByteArray& password, Proven then)
{
    Hub& hub = context.hub;
    Session& session = context.session;
    if (hub.archive.trouble())
        return replyTrouble(context.reply);
    if (password == "*") {
        if (!isKeyOf(account, session.extras->certificateFingerprint))
            return fail(context, "WRONG_PASSWORD", account.name, "The password is needed: this connection has no key of the account");
        return then(hub, session, account, context.reply);
    }
    if (!mayTryPassword(hub, session, account.name)) {
        fail(context, "TOO_MANY_ATTEMPTS", account.name, "Too many wrong passwords: wait some minutes and try again");
        return passwordWasWrong(hub, session, account.name, "too many wrong passwords");
    }
    const auto checked = [then = std::move(then), label = context.reply.label()](Hub& later, Session& asked, const Outcome& outcome) {
        Responder reply{later, asked, label};
        Account* there = accountOf(asked);
        if (there == nullptr)
            return fail(reply, "ACCOUNT_REQUIRED", {}, "You are not signed in any more");
        if (outcome.isRight) {
            passwordWasRight(later, asked, there->name);
            return then(later, asked, *there, reply);
        }
        fail(reply, "WRONG_PASSWORD", there->name, "That is not the password");
        passwordWasWrong(later, asked, there->name, "wrong password");
    };
    const QByteArray prepared = protocol::saslPrepare(password).value_or(QByteArray());
    if (!hub.chores.ask(session, CheckPassword{account.passwordHash, prepared}, checked)) {
        passwordWasNotChecked(hub, session, account.name);
        return replyBusy(context.reply);
    }
    context.reply.defer();
}

// PASSWORD <old or *> <new>
void changePassword(CommandContext& context)
{
    Account* account = ownAccount(context);
    if (account == nullptr)
        return;
    const QByteArray next = context.parameter(2);
    if (const auto fault = faultOf(next, account->name))
        return fail(context, fault->code, account->name, fault->text);
    prove(context, *account, protocol::unpackPassword(context.parameter(1)),
          [next](Hub& hub, Session& session, Account&, Responder& reply) {
              const auto hashed = [label = reply.label()](Hub& later, Session& asked, const Outcome& outcome) {
                  Responder answer{later, asked, label};
                  Account* there = accountOf(asked);
                  if (there == nullptr || !outcome.isRight)
                      return replyBusy(answer);
                  setPassword(later, *there, outcome.credentials, false);
                  answer.note("ACCOUNT", "PASSWORD_CHANGED", {there->name}, "The password is changed");
              };
              if (!hub.chores.ask(session, hashOf(hub.config, next), hashed))
                  return replyBusy(reply);
              reply.defer();
          });
}

// DELETE <password or *>
void deleteOwn(CommandContext& context)
{
    Account* account = ownAccount(context);
    if (account == nullptr)
        return;
    prove(context, *account, context.parameter(1), [](Hub& hub, Session& session, Account& own, Responder& reply) {
        const QByteArray name = own.name;
        deleteAccount(hub, &session, own);
        reply.note("ACCOUNT", "DELETED", {name}, "The account is deleted, with all that belonged to it");
    });
}

void addKey(CommandContext& context, Account& account)
{
    const QByteArray& fingerprint = context.session.extras->certificateFingerprint;
    if (fingerprint.isEmpty())
        return fail(context, "NO_CERTIFICATE", account.name, "This connection has shown no certificate");
    const Account* owner = context.hub.accounts.ownerOfKey(fingerprint);
    if (owner != nullptr && owner != &account)
        return fail(context, "KEY_IN_USE", fingerprint, "This certificate belongs to another account");
    if (owner == nullptr && account.fingerprints.size() >= kMostKeys)
        return fail(context, "TOO_MANY_KEYS", account.name, "The account has as many keys as it can have; remove one first");
    if (owner == nullptr) {
        account.fingerprints.push_back(fingerprint);
        context.hub.accounts.save(account, context.hub.archive);
    }
    context.reply.note("ACCOUNT", "KEY_ADDED", {account.name, fingerprint}, "This certificate signs you in from now on");
}

void removeKey(CommandContext& context, Account& account)
{
    const QByteArray given = context.parameter(2).toLower(); // not a name: hexadecimal
    const QByteArray fingerprint = given.isEmpty() ? context.session.extras->certificateFingerprint : given;
    if (!isKeyOf(account, fingerprint))
        return fail(context, "UNKNOWN_KEY", fingerprint, "The account has no such key");
    if (account.passwordHash.isEmpty() && account.fingerprints.size() == 1)
        return fail(context, "LAST_KEY", fingerprint, "Set a password first: nothing else would sign you in any more");
    std::erase(account.fingerprints, fingerprint);
    context.hub.accounts.save(account, context.hub.archive);
    context.reply.note("ACCOUNT", "KEY_REMOVED", {account.name, fingerprint}, "This certificate does not sign you in any more");
}

void listKeys(CommandContext& context, const Account& account)
{
    for (const QByteArray& fingerprint : account.fingerprints)
        context.reply.note("ACCOUNT", "KEY", {account.name, fingerprint}, fingerprint + " signs you in");
    const QByteArray count = QByteArray::number(static_cast<qulonglong>(account.fingerprints.size()));
    context.reply.note("ACCOUNT", "KEYS_END", {account.name, count}, "End of keys: " + count);
}

// KEY ADD|REMOVE|LIST [fingerprint]
void keys(CommandContext& context)
{
    Account* account = ownAccount(context);
    if (account == nullptr)
        return;
    const QByteArray what = context.parameter(1).toUpper();
    if (what == "LIST")
        return listKeys(context, *account);
    if (what != "ADD" && what != "REMOVE")
        return fail(context, "INVALID_PARAMS", what, "ACCOUNT KEY takes ADD, REMOVE or LIST");
    if (context.hub.archive.trouble())
        return replyTrouble(context.reply);
    return what == "ADD" ? addKey(context, *account) : removeKey(context, *account);
}

// All of it for its owner and for operators, for others what everybody sees anyway.
void replyRow(CommandContext& context, const Account& account)
{
    const AccountRow row = rowOf(account);
    const QByteArray created = protocol::formatTimestamp(row.created);
    if (context.user().account != &account && !context.user().isOperator)
        return context.reply.note("ACCOUNT", "INFO", {row.name, created}, row.name + " is registered since " + created);
    const QByteArray seen = row.devices > 0 ? QByteArray("*") : protocol::formatTimestamp(row.lastSeen);
    const QByteArray devices = QByteArray::number(row.devices);
    const QByteArray text = row.name + " is registered since " + created
                            + (row.devices > 0 ? ", here on " + devices + " devices" : ", last here " + seen)
                            + (row.hasPassword ? ", has a password" : ", has no password") + ", keys: " + QByteArray::number(row.keys);
    context.reply.note("ACCOUNT", "INFO", {row.name, created, seen, devices, row.hasPassword ? "1" : "0", QByteArray::number(row.keys)},
                       text);
}

// INFO [account]
void info(CommandContext& context)
{
    const QByteArray name = context.parameter(1);
    const Account* account = name.isEmpty() ? ownAccount(context) : namedAccount(context, name);
    if (account != nullptr)
        replyRow(context, *account);
}

void list(CommandContext& context)
{
    if (!isOperator(context))
        return;
    int rows = 0;
    for (const auto& [name, account] : context.hub.accounts.all()) {
        if (++rows > kMostRows)
            break;
        replyRow(context, *account);
    }
    const QByteArray count = QByteArray::number(static_cast<qulonglong>(context.hub.accounts.all().size()));
    context.reply.note("ACCOUNT", "LIST_END", {count}, "End of accounts: there are " + count);
}

// RESET <account>
void reset(CommandContext& context)
{
    const Account* account = isOperator(context) ? namedAccount(context, context.parameter(1)) : nullptr;
    if (account == nullptr)
        return;
    if (context.hub.archive.trouble())
        return replyTrouble(context.reply);
    const QByteArray password = makeOneTimePassword();
    if (!resetPassword(context.hub, &context.session, *account, password))
        return replyBusy(context.reply);
    context.reply.note("ACCOUNT", "PASSWORD_RESET", {account->name, password},
                       "The password of " + account->name + " is now " + password + ", until they choose another one");
}

// DROP <account>
void drop(CommandContext& context)
{
    Account* account = isOperator(context) ? namedAccount(context, context.parameter(1)) : nullptr;
    if (account == nullptr)
        return;
    if (context.hub.archive.trouble())
        return replyTrouble(context.reply);
    const QByteArray name = account->name;
    deleteAccount(context.hub, &context.session, *account);
    context.reply.note("ACCOUNT", "DROPPED", {name}, "The account " + name + " is deleted, with all that belonged to it");
}

struct Subcommand final
{
    std::string_view name;
    std::size_t parameters; // with its name
    void (*handle)(CommandContext&);
};
constexpr Subcommand kSubcommands[] = {{"PASSWORD", 3, changePassword},
                                       {"DELETE", 2, deleteOwn},
                                       {"KEY", 2, keys},
                                       {"INFO", 1, info},
                                       {"LIST", 1, list},
                                       {"RESET", 2, reset},
                                       {"DROP", 2, drop}};

void account(CommandContext& context)
{
    const QByteArray wanted = context.parameter(0).toUpper();
    const auto* const found = std::ranges::find(kSubcommands, view(wanted), &Subcommand::name);
    if (found == std::end(kSubcommands))
        return fail(context, "INVALID_PARAMS", wanted, "ACCOUNT takes PASSWORD, DELETE, KEY, INFO, and of operators LIST, RESET, DROP");
    if (context.message.parameterCount() < found->parameters)
        return fail(context, "INVALID_PARAMS", wanted, "ACCOUNT " + wanted + " needs more parameters");
    found->handle(context);
}

} // namespace

const CommandSpec kAccount{"ACCOUNT", 1, Access::People,
                           "ACCOUNT PASSWORD old new, DELETE password, KEY ADD|REMOVE|LIST, INFO [name]: your account", account};

} // namespace chatroom::server::commands
