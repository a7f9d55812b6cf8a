// Which certificates a person has trusted: one fingerprint for each host and port ("trust on first use").
#pragma once

#include "network/serveraddress.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QString>
#include <QStringList>

#include <map>

namespace chatroom::network {

// Kept in a small file; a missing one is empty. What in it cannot be read is kept as it is, and a file that cannot be read at all
// is never written to. One thread.
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
    bool m_isOurs = true;    // the file was read, or there is none
    QByteArrayList m_others; // lines of it that are no fingerprints
    std::map<QString, QByteArray> m_pins;
};

// Eight short words for the first 64 bits of a fingerprint: what two people compare aloud.
[[nodiscard]] QStringList fingerprintWords(const QByteArray& fingerprint);

} // namespace chatroom::network
