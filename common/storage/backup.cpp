#include "storage/database.h"
#include "storage/sqlitedialect.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::storage::Backup", text);
}

} // namespace

// VACUUM INTO reads within one transaction, beside a server that goes on writing.
Result<void, StoreError> backupDatabase(const StorageSettings& settings, const QString& file)
{
    const auto refused = [](const QString& why) { return Unexpected{StoreError{StoreError::Kind::Refused, why}}; };
    if (!settings.url.isEmpty())
        return refused(tr("The history is in a database of its own server. Please copy it with the tool of that server: pg_dump."));
    const QString shown = QDir::toNativeSeparators(file);
    if (QFileInfo::exists(file))
        return refused(tr("%1 is there already and was left as it is. Please name a new file.").arg(shown));
    auto database = Database::open(std::make_unique<SqliteDialect>(settings, Access::Reading));
    if (!database)
        return Unexpected{database.error()};
    // Made first, so that nobody else may read it at any time; SQLite takes an empty file for a new one.
    QFile made(file);
    if (!made.open(QIODevice::NewOnly | QIODevice::WriteOnly) || !made.setPermissions(QFile::ReadOwner | QFile::WriteOwner))
        return Unexpected{StoreError{
            StoreError::Kind::Unavailable,
            tr("%1 cannot be written (%2). Please name a file in a folder that may be written to.").arg(shown, made.errorString())}};
    made.close();
    // The copy is written to; the database is opened for reading all the same.
    auto done = (*database)->runOnce(u"PRAGMA query_only = OFF"_s);
    if (done)
        done = (*database)->run(u"VACUUM INTO ?"_s, {file});
    if (done)
        return {};
    QFile::remove(file);
    return Unexpected{
        StoreError{done.error().kind, tr("The copy %1 could not be finished and was taken away. %2").arg(shown, done.error().what)}};
}

} // namespace chatroom::storage
