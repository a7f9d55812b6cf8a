#include "storage/sqlitefile.h"

#include "storage/database.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QtEndian>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

// SQLite, "Database File Format": the header.
constexpr qint64 kHeaderBytes = 100;
constexpr int kVersionAt = 60, kApplicationAt = 68;
constexpr auto kMagic = "SQLite format 3";

} // namespace

int sqliteCode(const QSqlError& error)
{
    return error.nativeErrorCode().toInt() & 0xff;
}

void SqliteFileDialect::configure(QSqlDatabase& connection) const
{
    connection.setDatabaseName(m_file);
    connection.setConnectOptions(m_access == Access::Reading ? u"QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY"_s
                                                             : u"QSQLITE_BUSY_TIMEOUT=5000"_s);
}

Result<int, StoreError> SqliteFileDialect::version(Database& database) const
{
    const auto version = database.number(u"PRAGMA user_version"_s);
    if (!version)
        return Unexpected{version.error()};
    return static_cast<int>(version->value_or(0));
}

QStringList SqliteFileDialect::setVersion(int version) const
{
    return {u"PRAGMA user_version = %1"_s.arg(version), u"PRAGMA application_id = %1"_s.arg(m_application)};
}

SqliteFileDialect::Look SqliteFileDialect::look(int latest) const
{
    QFile file(m_file);
    if (!file.open(QIODevice::ReadOnly))
        return {Header::Unreadable, 0, file.errorString()};
    const QByteArray header = file.read(kHeaderBytes);
    if (header.size() < kHeaderBytes || !header.startsWith(kMagic))
        return {Header::NoDatabase, 0, {}};
    const auto version = qFromBigEndian<qint32>(header.constData() + kVersionAt);
    const auto application = qFromBigEndian<quint32>(header.constData() + kApplicationAt);
    if (application != m_application && (application != 0 || version != 0))
        return {Header::OfAnotherProgram, version, {}};
    return {version > latest ? Header::Newer : Header::Ours, version, {}};
}

bool SqliteFileDialect::isThere() const
{
    const QFileInfo info(m_file);
    return info.exists() && info.size() > 0;
}

QString SqliteFileDialect::make() const
{
    QFile file(m_file);
    const bool isMade = file.open(QIODevice::ReadWrite) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return isMade ? QString() : file.errorString();
}

Result<QString, StoreError> SqliteFileDialect::quickCheck(Database& database)
{
    QString verdict;
    const auto checked = database.runOnce(u"PRAGMA quick_check(1)"_s, [&verdict](const Row& row) { verdict = row.text(0); });
    if (!checked)
        return Unexpected{checked.error()};
    return verdict;
}

QString SqliteFileDialect::shownFile() const
{
    return QDir::toNativeSeparators(m_file);
}

} // namespace chatroom::storage
