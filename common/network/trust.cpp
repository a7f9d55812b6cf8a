#include "network/trust.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace chatroom::network {

namespace {

constexpr qint64 kMaximumFileBytes = 1024 * 1024;
constexpr qsizetype kFingerprintDigits = 64; // SHA-256

QString keyOf(const ServerAddress& address)
{
    return address.host.toLower() + u' ' + QString::number(address.port);
}

bool isFingerprint(const QByteArray& text)
{
    return text.size() == kFingerprintDigits && QByteArray::fromHex(text).toHex() == text;
}

} // namespace

// The file: lines of "HOST PORT FINGERPRINT". A damaged line is nothing that was trusted, but somebody may mend it: it is kept.
TrustStore::TrustStore(QString file) : m_file(std::move(file))
{
    QFile stored(m_file);
    if (m_file.isEmpty() || !stored.exists())
        return;
    m_isOurs = stored.open(QIODevice::ReadOnly) && stored.size() <= kMaximumFileBytes;
    const QList<QByteArray> lines = m_isOurs ? stored.readAll().split('\n') : QList<QByteArray>{};
    for (const QByteArray& line : lines) {
        const QList<QByteArray> words = line.trimmed().split(' ');
        if (words.size() == 3 && isFingerprint(words[2]))
            m_pins[QString::fromUtf8(words[0] + ' ' + words[1])] = words[2];
        else if (!line.trimmed().isEmpty())
            m_others.append(line);
    }
}

QByteArray TrustStore::fingerprint(const ServerAddress& address) const
{
    const auto found = m_pins.find(keyOf(address));
    return found == m_pins.end() ? QByteArray() : found->second;
}

bool TrustStore::remember(const ServerAddress& address, const QByteArray& fingerprint)
{
    m_pins[keyOf(address)] = fingerprint.toLower();
    return save();
}

bool TrustStore::forget(const ServerAddress& address)
{
    return m_pins.erase(keyOf(address)) == 0 || save();
}

bool TrustStore::save() const
{
    if (m_file.isEmpty())
        return true;
    if (!m_isOurs)
        return false;
    QDir().mkpath(QFileInfo(m_file).absolutePath());
    QSaveFile file(m_file);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    for (const auto& [key, fingerprint] : m_pins)
        file.write(key.toUtf8() + ' ' + fingerprint + '\n');
    for (const QByteArray& line : m_others)
        file.write(line + '\n');
    return file.commit();
}

} // namespace chatroom::network
