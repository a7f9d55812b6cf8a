// Which certificates a person has trusted: one fingerprint for each host and port ("trust on first use").
#pragma once

#include "network/serveraddress.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <map>

namespace chatroom::network {

// Kept in a small file; a missing one is empty. One thread.
class TrustStore final
{
public:
    // `file` empty: kept in memory only.
    explicit TrustStore(QString file = {});

    [[nodiscard]] QByteArray fingerprint(const ServerAddress& address) const; // empty: not known
    // Written to disk at once, whole or not at all. False when it could not be written; it is remembered in memory.
    bool remember(const ServerAddress& address, const QByteArray& fingerprint);
    bool forget(const ServerAddress& address);

private:
    [[nodiscard]] bool save() const;

    QString m_file;
    std::map<QString, QByteArray> m_pins;
};

// Eight short words for the first 64 bits of a fingerprint: what two people compare aloud.
[[nodiscard]] QStringList fingerprintWords(const QByteArray& fingerprint);

} // namespace chatroom::network
