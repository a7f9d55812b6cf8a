// What a window asks of a session about accounts and about what people tell of themselves.
#include "client/plaintext.h"
#include "client/session_p.h"

namespace chatroom::client {

using protocol::view;

void Session::setOwnKey(const QString& certificateFile, const QString& keyFile)
{
    m_d->connection.setOwnKey(certificateFile, keyFile);
}

Session::AccountState Session::accountState() const
{
    return m_d->signIn.state();
}

QString Session::account() const
{
    return plainName(view(m_d->signIn.account()));
}

void Session::signIn(const QString& account, const QString& password)
{
    m_d->identity.account = account;
    m_d->identity.accountPassword = password;
    m_d->signIn.forget();
    const bool isOpen = m_d->connection.state() == network::Connection::State::Open;
    if (m_d->state == State::Registering && !isOpen)
        return m_d->connectNow(); // a person thought longer about it than the server waits
    if (!isOpen || (!m_d->isNegotiated && !m_d->isRegistered))
        return; // it comes by itself
    if (m_d->signIn.isSignedIn())
        return Q_EMIT accountFailed(tr("You are signed in as %1 already.").arg(this->account()));
    if (!m_d->signIn.begin() && m_d->signIn.state() != AccountState::Failed)
        Q_EMIT accountFailed(tr("This chatroom keeps no names."));
}

void Session::registerAccount(const QString& password)
{
    m_d->accounts.registerName(password);
}
void Session::registerWithKey()
{
    m_d->accounts.registerWithKey();
}
void Session::changePassword(const QString& old, const QString& next)
{
    m_d->accounts.changePassword(old, next);
}
void Session::deleteAccount(const QString& password)
{
    m_d->accounts.remove(password);
}

Profile Session::profile(const QString& nickname) const
{
    return m_d->profiles.of(view(nickname.toUtf8()));
}

void Session::setProfile(const Profile& profile)
{
    m_d->profiles.setOwn(profile);
}

} // namespace chatroom::client
