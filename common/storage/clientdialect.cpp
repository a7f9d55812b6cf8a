#include "storage/clientdialect.h"

#include "storage/database.h"

#include <QCoreApplication>
#include <QDir>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::storage::ClientDialect", text);
}

} // namespace

ClientDialect::ClientDialect(const QString& folder, Access access)
    : SqliteFileDialect(QDir(folder).filePath(QLatin1StringView(kClientFile)), access, kApplicationId), m_folder(folder)
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
                                           .arg(shownFile())};
}

StoreError ClientDialect::tooNew(int) const
{
    return {StoreError::Kind::TooNew,
            tr("What waits to be sent is forgotten when Chatroom ends: the file %1 was made by a later version of "
               "Chatroom. It was left as it is. Please start the later version.")
                .arg(shownFile())};
}

Result<void, StoreError> ClientDialect::beforeOpening()
{
    if (!isThere()) {
        if (QDir().mkpath(m_folder) && make().isEmpty())
            return {};
        return Unexpected{StoreError{StoreError::Kind::Unavailable,
                                     tr("What waits to be sent is forgotten when Chatroom ends: the file %1 cannot be made. "
                                        "Please see that its folder is there and may be written to.")
                                         .arg(shownFile())}};
    }
    const Look seen = look(kVersion);
    switch (seen.header) {
    case Header::Unreadable: return Unexpected{error({{}, seen.why, QSqlError::ConnectionError})};
    case Header::NoDatabase:
    case Header::OfAnotherProgram: return Unexpected{damaged()};
    case Header::Newer: return Unexpected{tooNew(seen.version)};
    case Header::Ours: break;
    }
    return {};
}

QStringList ClientDialect::atOpening() const
{
    if (access() == Access::Reading)
        return {u"PRAGMA query_only = ON"_s};
    return {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA synchronous = FULL"_s, u"PRAGMA secure_delete = ON"_s};
}

Result<void, StoreError> ClientDialect::check(Database& database) const
{
    const auto verdict = quickCheck(database);
    if (!verdict)
        return Unexpected{verdict.error()};
    if (*verdict != u"ok")
        return Unexpected{damaged()};
    return {};
}

StoreError ClientDialect::error(const QSqlError& error) const
{
    const int code = sqliteCode(error);
    if (code == SqliteCode::Corrupt || code == SqliteCode::NotADatabase)
        return damaged();
    if (code == SqliteCode::Full)
        return {StoreError::Kind::Full, tr("There is no room left on the disk for %1: what waits to be sent may be forgotten when Chatroom "
                                           "ends. Please make room.")
                                            .arg(shownFile())};
    const bool isHeld = code == SqliteCode::Busy || code == SqliteCode::Locked;
    const QString why = error.databaseText().isEmpty() ? error.driverText() : error.databaseText();
    return {StoreError::Kind::Unavailable, tr("What waits to be sent may be forgotten when Chatroom ends: the file %1 cannot be used (%2).")
                                               .arg(shownFile(), isHeld ? tr("another program holds it") : why)};
}

} // namespace chatroom::storage
