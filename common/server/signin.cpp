#include "server/signin.h"

#include "server/commands/actions.h"
#include "server/keptrooms.h"
#include "server/metadata.h"
#include "server/monitorlist.h"

namespace chatroom::server {

using protocol::Capability;
using protocol::Message;
using protocol::Numeric;

namespace {

QByteArray maskOf(const Session& session)
{
    if (session.user != nullptr)
        return session.user->mask();
    return session.calledName() + '!' + (session.username.isEmpty() ? QByteArray("*") : session.username) + '@' + session.host();
}

// "The ACCOUNT message": with the account's name, or "*" for none.
void tellAccount(Hub& hub, User& user)
{
    Outgoing message = hub.makeOutgoing(&user, Message{"ACCOUNT", {accountOf(user)}});
    message.require(Capability::AccountNotify);
    hub.deliver(hub.neighbours(user, nullptr), message);
    hub.deliver(extendedWatchers(hub, user, Capability::AccountNotify), message);
}

} // namespace

bool canSignIn(const Session& session, const Account& account)
{
    return session.user == nullptr || account.user == nullptr || account.user == session.user;
}

void signIn(Hub& hub, Session& session, Account& account, Responder& reply)
{
    Q_ASSERT(canSignIn(session, account));
    User* user = session.user;
    const Account* former = user == nullptr ? nullptr : user->account;
    if (former != nullptr && former != &account)
        hub.accounts.left(*user->account, hub.clock.now(), hub.archive);
    const bool isNews = user != nullptr && user->account != &account;
    if (user == nullptr) {
        session.account = &account;
    } else {
        user->account = &account;
        account.user = user;
    }
    account.lastSeen = hub.clock.now();
    reply.numeric(Numeric::RplLoggedIn, {maskOf(session), account.name, "You are now signed in as " + account.name});
    hub.record(EventKind::SignedIn, &session, {.subject = account.name});
    if (!isNews)
        return;
    tellAccount(hub, *user);
    metadataSignedIn(hub, *user, former);
    for (Channel* channel : user->channels)
        giveKeptRank(hub, *channel, *user);
}

void signOut(Hub& hub, User& user)
{
    if (user.account == nullptr)
        return;
    Account& account = *user.account;
    hub.record(EventKind::SignedOut, &user.session(), {.subject = account.name});
    metadataSigningOut(user);
    user.account = nullptr;
    hub.accounts.left(account, hub.clock.now(), hub.archive);
    tellAccount(hub, user);
    for (Session* session : user.sessions) {
        Responder reply{hub, *session, {}};
        reply.numeric(Numeric::RplLoggedOut, {user.mask(), "You are now signed out"});
    }
}

void signOut(Hub& hub, Session& session)
{
    if (session.account == nullptr)
        return;
    hub.record(EventKind::SignedOut, &session, {.subject = session.account->name});
    session.account = nullptr;
    Responder reply{hub, session, {}};
    reply.numeric(Numeric::RplLoggedOut, {maskOf(session), "You are now signed out"});
}

} // namespace chatroom::server
