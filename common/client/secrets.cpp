#include "client/secrets.h"

#include "protocol/casefold.h"
#include "protocol/message.h"

namespace chatroom::client {

namespace {

// As a key ring does it: never before the call has returned.
template <typename Call>
void later(QObject* context, Call&& call)
{
    QMetaObject::invokeMethod(context, std::forward<Call>(call), Qt::QueuedConnection);
}

} // namespace

MemorySecretStore::Key MemorySecretStore::key(const QString& server, const QString& account)
{
    const protocol::FoldedName folded{protocol::view(account.toUtf8())};
    return {server.toLower(), QString::fromUtf8(folded.bytes())}; // not a name: a host has no case
}

void MemorySecretStore::read(const QString& server, const QString& account, QObject* context, Read done)
{
    const auto found = m_passwords.find(key(server, account));
    const QString password = found == m_passwords.end() ? QString() : found->second;
    later(context, [password, done = std::move(done)] { done(password); });
}

void MemorySecretStore::write(const QString& server, const QString& account, const QString& password, QObject* context, Done done)
{
    m_passwords[key(server, account)] = password;
    later(context, [done = std::move(done)] { done({}); });
}

void MemorySecretStore::remove(const QString& server, const QString& account, QObject* context, Done done)
{
    m_passwords.erase(key(server, account));
    later(context, [done = std::move(done)] { done({}); });
}

QString secretServer(const QString& host, quint16 port)
{
    return host.toLower() + u':' + QString::number(port); // not a name: a host has no case
}

} // namespace chatroom::client
