#include "storage/sqlitedialect.h"

#include "storage/database.h"
#include "storage/migrations.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>
#include <QtEndian>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

// SQLite, "Result and Error Codes"; the low byte of an extended one.
constexpr int kBusy = 5, kLocked = 6, kReadOnly = 8, kIoError = 10, kCorrupt = 11, kFull = 13, kCantOpen = 14, kNotADatabase = 26;

// SQLite, "Database File Format": the header.
constexpr qint64 kHeaderBytes = 100;
constexpr int kVersionAt = 60, kApplicationAt = 68;
constexpr auto kMagic = "SQLite format 3";
// Larger files are not read whole at each start.
constexpr qint64 kCheckedBytes = 64LL * 1024 * 1024;
constexpr qint64 kNoRoomBytes = 1024LL * 1024;

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::storage::SqliteDialect", text);
}

} // namespace

SqliteDialect::SqliteDialect(const StorageSettings& settings, Access access)
    : m_settings(settings), m_access(access), m_file(QDir(settings.dataFolder).filePath(QLatin1StringView(kDatabaseFile)))
{}

StoreError SqliteDialect::driverMissing() const
{
    return {StoreError::Kind::Refused,
            tr("Qt's part for SQLite is missing. Please install it (Debian and Ubuntu: libqt6sql6-sqlite) and start again.")};
}

StoreError SqliteDialect::damaged(const QString& why) const
{
    return {StoreError::Kind::Damaged,
            tr("The file %1 is damaged or no database of Chatroom (%2). It was left as it is. Please move it elsewhere, put a backup "
               "in its place or start without one, and keep the damaged file: much of it can usually be saved.")
                .arg(QDir::toNativeSeparators(m_file), why)};
}

StoreError SqliteDialect::tooNew(int version) const
{
    return {StoreError::Kind::TooNew,
            tr("The database %1 was made by a later version of Chatroom (its version is %2, this program knows %3). It was left as it "
               "is. Please start the later version, or choose another data folder.")
                .arg(QDir::toNativeSeparators(m_file))
                .arg(version)
                .arg(latestVersion(name()))};
}

// What is wrong is left as it is, without even a lock beside it.
Result<void, StoreError> SqliteDialect::beforeOpening()
{
    const QFileInfo info(m_file);
    const bool isThere = info.exists() && info.size() > 0;
    if (isThere) {
        if (const auto checked = checkFile(); !checked)
            return checked;
    } else if (m_access == Access::Reading) {
        return Unexpected{
            StoreError{StoreError::Kind::Unavailable, tr("There is no database %1 yet.").arg(QDir::toNativeSeparators(m_file))}};
    }
    if (m_access == Access::Reading)
        return {};
    const auto locked = lockFolder();
    return locked && !isThere ? makeFile() : locked;
}

// Two servers with one history would each give it an order and times of their own.
Result<void, StoreError> SqliteDialect::lockFolder()
{
    if (m_lock)
        return {};
    if (!QDir(m_settings.dataFolder).exists() && !QDir().mkpath(m_settings.dataFolder))
        return Unexpected{cannotMake(tr("no such folder"))};
    m_lock = std::make_unique<FolderLock>(m_settings.dataFolder);
    switch (m_lock->state()) {
    case FolderLock::State::Held: return {};
    case FolderLock::State::Taken: break;
    case FolderLock::State::Failed: return Unexpected{cannotMake(m_lock->why())};
    }
    m_lock.reset();
    return Unexpected{StoreError{StoreError::Kind::Unavailable,
                                 tr("Another server uses the folder %1 already. Please end that one, or choose another data folder.")
                                     .arg(QDir::toNativeSeparators(m_settings.dataFolder))}};
}

StoreError SqliteDialect::cannotMake(const QString& why) const
{
    return {StoreError::Kind::Unavailable,
            tr("The database %1 cannot be made (%2). Please see that the folder is there and may be written to.")
                .arg(QDir::toNativeSeparators(m_file), why)};
}

// Nobody but the owner may read it; SQLite gives its other files the same permissions.
Result<void, StoreError> SqliteDialect::makeFile() const
{
    QFile file(m_file);
    if (!file.open(QIODevice::ReadWrite) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return Unexpected{cannotMake(file.errorString())};
    return {};
}

Result<void, StoreError> SqliteDialect::checkFile() const
{
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly))
        return Unexpected{StoreError{StoreError::Kind::Unavailable,
                                     tr("The database %1 cannot be read (%2). Please see that it belongs to whom the server runs as.")
                                         .arg(QDir::toNativeSeparators(m_file), file.errorString())}};
    const QByteArray header = file.read(kHeaderBytes);
    if (header.size() < kHeaderBytes || !header.startsWith(kMagic))
        return Unexpected{damaged(tr("it does not begin as one"))};
    const auto version = qFromBigEndian<qint32>(header.constData() + kVersionAt);
    const auto application = qFromBigEndian<quint32>(header.constData() + kApplicationAt);
    if (application != kApplicationId && (application != 0 || version != 0))
        return Unexpected{damaged(tr("it is of another program"))};
    if (version > latestVersion(name()))
        return Unexpected{tooNew(version)};
    if (m_access == Access::Reading)
        return {};
    return checkContents();
}

// Through a connection that writes nothing: what is wrong stays as it is.
Result<void, StoreError> SqliteDialect::checkContents() const
{
    const auto database = Database::open(std::make_unique<SqliteDialect>(m_settings, Access::Reading));
    if (!database)
        return Unexpected{database.error()};
    const auto found = version(**database);
    if (!found)
        return Unexpected{found.error()};
    if (*found > latestVersion(name())) // written, and not yet in the header
        return Unexpected{tooNew(*found)};
    const auto tables = (*database)->number(u"SELECT count(*) FROM sqlite_schema"_s);
    const auto application = (*database)->number(u"PRAGMA application_id"_s);
    if (!tables || !application)
        return Unexpected{tables ? application.error() : tables.error()};
    if (application->value_or(0) != kApplicationId && tables->value_or(0) > 0)
        return Unexpected{damaged(tr("it is of another program"))};
    if (QFileInfo(m_file).size() > kCheckedBytes)
        return {};
    QString verdict;
    const auto checked = (*database)->runOnce(u"PRAGMA quick_check(1)"_s, [&verdict](const Row& row) { verdict = row.text(0); });
    if (!checked)
        return checked;
    if (verdict != u"ok")
        return Unexpected{damaged(verdict.simplified())};
    return {};
}

void SqliteDialect::configure(QSqlDatabase& connection) const
{
    connection.setDatabaseName(m_file);
    connection.setConnectOptions(m_access == Access::Reading ? u"QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY"_s
                                                             : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
}

QStringList SqliteDialect::atOpening() const
{
    if (m_access == Access::Reading)
        return {u"PRAGMA query_only = ON"_s, u"PRAGMA cache_size = -16384"_s};
    return {
        u"PRAGMA journal_mode = WAL"_s,
        m_settings.durability == Durability::Power ? u"PRAGMA synchronous = FULL"_s : u"PRAGMA synchronous = NORMAL"_s,
        u"PRAGMA secure_delete = ON"_s, // what is erased is overwritten
        u"PRAGMA cache_size = -16384"_s,
        u"PRAGMA journal_size_limit = 67108864"_s,
    };
}

Result<int, StoreError> SqliteDialect::version(Database& database) const
{
    const auto version = database.number(u"PRAGMA user_version"_s);
    if (!version)
        return Unexpected{version.error()};
    return static_cast<int>(version->value_or(0));
}

QStringList SqliteDialect::setVersion(int version) const
{
    return {u"PRAGMA user_version = %1"_s.arg(version), u"PRAGMA application_id = %1"_s.arg(kApplicationId)};
}

StoreError SqliteDialect::error(const QSqlError& error) const
{
    const QString file = QDir::toNativeSeparators(m_file);
    const QString why = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    const int code = error.nativeErrorCode().toInt() & 0xff;
    const StoreError full{StoreError::Kind::Full,
                          tr("There is no room left on the disk for the database %1. Please make room there.").arg(file)};
    switch (code) {
    case kFull: return full;
    case kCorrupt:
    case kNotADatabase: return damaged(why);
    case kIoError:
        // SQLite tells a full disk only where it writes the database itself.
        if (QStorageInfo(m_settings.dataFolder).bytesAvailable() < kNoRoomBytes)
            return full;
        break;
    case kBusy:
    case kLocked:
        return {StoreError::Kind::Unavailable,
                tr("Another program holds the database %1. Please end it, or wait until it is done.").arg(file)};
    case kReadOnly:
    case kCantOpen:
        return {StoreError::Kind::Unavailable,
                tr("The database %1 cannot be opened or written to (%2). Please see that the file and its folder belong to whom the "
                   "server runs as.")
                    .arg(file, why)};
    default: break;
    }
    return {StoreError::Kind::Unavailable,
            tr("The database %1 cannot be used just now (%2). Please look at the disk it is on.").arg(file, why)};
}

} // namespace chatroom::storage
