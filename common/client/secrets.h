// Where a program keeps the passwords of accounts: the system's key ring in a window, memory in tests. One thread; answers come
// later, or never when `context` has gone.
#pragma once

#include "base/result.h"

#include <QObject>
#include <QString>

#include <functional>
#include <map>
#include <utility>

namespace chatroom::client {

struct SecretError final
{
    QString what; // a sentence for people
};

class SecretStore
{
public:
    // The password; empty: none is kept.
    using Read = std::function<void(const Result<QString, SecretError>& password)>;
    using Done = std::function<void(const Result<void, SecretError>& result)>;

    SecretStore() = default;
    Q_DISABLE_COPY_MOVE(SecretStore)
    virtual ~SecretStore() = default;

    // `server` is "host:port" (secretServer() makes it), `account` a name there.
    virtual void read(const QString& server, const QString& account, QObject* context, Read done) = 0;
    virtual void write(const QString& server, const QString& account, const QString& password, QObject* context, Done done) = 0;
    virtual void remove(const QString& server, const QString& account, QObject* context, Done done) = 0;
};

// Forgotten with the program.
class MemorySecretStore final : public SecretStore
{
public:
    void read(const QString& server, const QString& account, QObject* context, Read done) override;
    void write(const QString& server, const QString& account, const QString& password, QObject* context, Done done) override;
    void remove(const QString& server, const QString& account, QObject* context, Done done) override;

private:
    using Key = std::pair<QString, QString>;
    [[nodiscard]] static Key key(const QString& server, const QString& account);

    std::map<Key, QString> m_passwords;
};

// How a server is called in a SecretStore.
[[nodiscard]] QString secretServer(const QString& host, quint16 port);

} // namespace chatroom::client
