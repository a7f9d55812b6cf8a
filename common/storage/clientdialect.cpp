#include "storage/clientdialect.h"

#include "storage/database.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

// SQLite, "Result and Error Codes"; the low byte of an extended one.
constexpr int kBusy = 5, kLocked = 6, kCorrupt = 11, kFull = 13, kNotADatabase = 26;

// SQLite, "Database File Format": the header.
constexpr qint64 kHeaderBytes = 100;
constexpr int kVersionAt = 60, kApplicationAt = 68;
constexpr auto kMagic = "SQLite format 3";

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::storage::ClientDialect", text);
}

} // namespace

ClientDialect::ClientDialect(const QString& folder, Access access)
    : m_folder(folder), m_file(QDir(folder).filePath(QLatin1StringView(kClientFile))), m_access(access)
{}

StoreError ClientDialect::driverMissing() const
{
    return {StoreError::Kind::Refused, tr("What waits to be sent is forgotten when Chatroom ends: Qt's part for SQLite is missing. Please "
                                          "install it (Debian and Ubuntu: libqt6sql6-sqlite) and start again.")};
}

StoreError ClientDialect::damaged() const
{
    return {StoreError::Kind::Damaged, tr("What waits to be sent is forgotten when Chatroom ends: the file %1 is damaged or of another "
                                          "program. It was left as it is. Please move it elsewhere and start again.")
                                           .arg(QDir::toNativeSeparators(m_file))};
}

StoreError ClientDialect::tooNew(int) const
{
    return {StoreError::Kind::TooNew,
            tr("What waits to be sent is forgotten when Chatroom ends: the file %1 was made by a later version of "
               "Chatroom. It was left as it is. Please start the later version.")
                .arg(QDir::toNativeSeparators(m_file))};
}

// Nobody but the owner may read it; SQLite gives its other files the same permissions.
Result<void, StoreError> ClientDialect::beforeOpening()
{
    const QFileInfo info(m_file);
    QFile file(m_file);
    if (!info.exists() || info.size() == 0) {
        const bool isMade = QDir().mkpath(m_folder) && file.open(QIODevice::ReadWrite);
        if (isMade && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
            return {};
        return Unexpected{StoreError{StoreError::Kind::Unavailable,
                                     tr("What waits to be sent is forgotten when Chatroom ends: the file %1 cannot be made. "
                                        "Please see that its folder is there and may be written to.")
                                         .arg(QDir::toNativeSeparators(m_file))}};
    }
    if (!file.open(QIODevice::ReadOnly))
        return Unexpected{error({{}, file.errorString(), QSqlError::ConnectionError})};
    const QByteArray header = file.read(kHeaderBytes);
    if (header.size() < kHeaderBytes || !header.startsWith(kMagic))
        return Unexpected{damaged()};
    const auto version = qFromBigEndian<qint32>(header.constData() + kVersionAt);
    const auto application = qFromBigEndian<quint32>(header.constData() + kApplicationAt);
    if (application != kApplicationId && (application != 0 || version != 0))
        return Unexpected{damaged()};
    if (version > kVersion)
        return Unexpected{tooNew(version)};
    return {};
}

void ClientDialect::configure(QSqlDatabase& connection) const
{
    connection.setDatabaseName(m_file);
    connection.setConnectOptions(m_access == Access::Reading ? u"QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY"_s
                                                             : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
}

QStringList ClientDialect::atOpening() const
{
    if (m_access == Access::Reading)
        return {u"PRAGMA query_only = ON"_s};
    return {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s, u"PRAGMA secure_delete = ON"_s};
}

Result<int, StoreError> ClientDialect::version(Database& database) const
{
    const auto version = database.number(u"PRAGMA user_version"_s);
    if (!version)
        return Unexpected{version.error()};
    return static_cast<int>(version->value_or(0));
}

QStringList ClientDialect::setVersion(int version) const
{
    return {u"PRAGMA user_version = %1"_s.arg(version), u"PRAGMA application_id = %1"_s.arg(kApplicationId)};
}

Result<void, StoreError> ClientDialect::check(Database& database) const
{
    QString verdict;
    const auto checked = database.runOnce(u"PRAGMA quick_check(1)"_s, [&verdict](const Row& row) { verdict = row.text(0); });
    if (!checked)
        return checked;
    if (verdict != u"ok")
        return Unexpected{damaged()};
    return {};
}

StoreError ClientDialect::error(const QSqlError& error) const
{
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const QString file = QDir::toNativeSeparators(m_file);
    if (code == kCorrupt || code == kNotADatabase)
        return damaged();
    if (code == kFull)
        return {StoreError::Kind::Full, tr("There is no room left on the disk for %1: what waits to be sent may be forgotten when Chatroom "
                                           "ends. Please make room.")
                                            .arg(file)};
    const bool isHeld = code == kBusy || code == kLocked;
    const QString why = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    return {StoreError::Kind::Unavailable, tr("What waits to be sent may be forgotten when Chatroom ends: the file %1 cannot be used (%2).")
                                               .arg(file, isHeld ? tr("another program holds it") : why)};
}

} // namespace chatroom::storage
