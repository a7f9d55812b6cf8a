#include "storage/sqlitedialect.h"

#include "storage/database.h"
#include "storage/migrations.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

// Larger files are not read whole at each start.
constexpr qint64 kCheckedBytes = 64LL * 1024 * 1024;
constexpr qint64 kNoRoomBytes = 1024LL * 1024;

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::storage::SqliteDialect", text);
}

} // namespace

SqliteDialect::SqliteDialect(const StorageSettings& settings, Access access)
    : SqliteFileDialect(QDir(settings.dataFolder).filePath(QLatin1StringView(kDatabaseFile)), access, kApplicationId), m_settings(settings)
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
                .arg(shownFile(), why)};
}

StoreError SqliteDialect::tooNew(int version) const
{
    return {StoreError::Kind::TooNew,
            tr("The database %1 was made by a later version of Chatroom (its version is %2, this program knows %3). It was left as it "
               "is. Please start the later version, or choose another data folder.")
                .arg(shownFile())
                .arg(version)
                .arg(latestVersion(name()))};
}

// What is wrong is left as it is, without even a lock beside it.
Result<void, StoreError> SqliteDialect::beforeOpening()
{
    const bool wasThere = isThere();
    if (wasThere) {
        if (const auto checked = checkFile(); !checked)
            return checked;
    } else if (access() == Access::Reading) {
        return Unexpected{StoreError{StoreError::Kind::Unavailable, tr("There is no database %1 yet.").arg(shownFile())}};
    }
    if (access() == Access::Reading)
        return {};
    const auto locked = lockFolder();
    return locked && !wasThere ? makeFile() : locked;
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
            tr("The database %1 cannot be made (%2). Please see that the folder is there and may be written to.").arg(shownFile(), why)};
}

Result<void, StoreError> SqliteDialect::makeFile() const
{
    if (const QString why = make(); !why.isEmpty())
        return Unexpected{cannotMake(why)};
    return {};
}

Result<void, StoreError> SqliteDialect::checkFile() const
{
    const Look seen = look(latestVersion(name()));
    switch (seen.header) {
    case Header::Unreadable:
        return Unexpected{StoreError{
            StoreError::Kind::Unavailable,
            tr("The database %1 cannot be read (%2). Please see that it belongs to whom the server runs as.").arg(shownFile(), seen.why)}};
    case Header::NoDatabase: return Unexpected{damaged(tr("it does not begin as one"))};
    case Header::OfAnotherProgram: return Unexpected{damaged(tr("it is of another program"))};
    case Header::Newer: return Unexpected{tooNew(seen.version)};
    case Header::Ours: break;
    }
    return access() == Access::Reading ? Result<void, StoreError>{} : checkContents();
}

// Through a connection that writes nothing: what is wrong stays as it is.
Result<void, StoreError> SqliteDialect::checkContents() const
{
    // Somebody was killed in the very first start, before the file had a write-ahead log: what was cut off there only who writes can
    // take back, as SQLite does by itself.
    if (QFileInfo(file() + u"-journal"_s).size() > 0)
        return {};
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
    if (QFileInfo(file()).size() > kCheckedBytes)
        return {};
    const auto verdict = quickCheck(**database);
    if (!verdict)
        return Unexpected{verdict.error()};
    if (*verdict != u"ok")
        return Unexpected{damaged(verdict->simplified())};
    return {};
}

QStringList SqliteDialect::atOpening() const
{
    if (access() == Access::Reading)
        return {u"PRAGMA query_only = ON"_s, u"PRAGMA cache_size = -16384"_s};
    return {
        u"PRAGMA journal_mode = WAL"_s,
        m_settings.durability == Durability::Power ? u"PRAGMA synchronous = FULL"_s : u"PRAGMA synchronous = NORMAL"_s,
        u"PRAGMA secure_delete = ON"_s, // what is erased is overwritten
        u"PRAGMA cache_size = -16384"_s,
        u"PRAGMA journal_size_limit = 67108864"_s,
    };
}

StoreError SqliteDialect::error(const QSqlError& error) const
{
    const QString shown = shownFile();
    const QString why = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    const StoreError full{StoreError::Kind::Full,
                          tr("There is no room left on the disk for the database %1. Please make room there.").arg(shown)};
    switch (sqliteCode(error)) {
    case SqliteCode::Full: return full;
    case SqliteCode::Corrupt:
    case SqliteCode::NotADatabase: return damaged(why);
    case SqliteCode::IoError:
        // SQLite tells a full disk only where it writes the database itself.
        if (QStorageInfo(m_settings.dataFolder).bytesAvailable() < kNoRoomBytes)
            return full;
        break;
    case SqliteCode::Busy:
    case SqliteCode::Locked:
        return {StoreError::Kind::Unavailable,
                tr("Another program holds the database %1. Please end it, or wait until it is done.").arg(shown)};
    case SqliteCode::ReadOnly:
    case SqliteCode::CantOpen:
        return {StoreError::Kind::Unavailable,
                tr("The database %1 cannot be opened or written to (%2). Please see that the file and its folder belong to whom the "
                   "server runs as.")
                    .arg(shown, why)};
    default: break;
    }
    return {StoreError::Kind::Unavailable,
            tr("The database %1 cannot be used just now (%2). Please look at the disk it is on.").arg(shown, why)};
}

} // namespace chatroom::storage
