#include "storage/postgresdialect.h"

#include "storage/database.h"
#include "storage/migrations.h"

#include <QCoreApplication>
#include <QUrlQuery>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto kSslModes = " disable allow prefer require verify-ca verify-full ";

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::storage::PostgresDialect", text);
}

StoreError refused(const QString& why)
{
    return {StoreError::Kind::Refused, why};
}

} // namespace

PostgresDialect::PostgresDialect(QUrl url, Durability durability, Access access)
    : m_url(std::move(url)), m_durability(durability), m_access(access)
{
    const QUrlQuery query(m_url);
    const auto valueOf = [&query](const QString& key) { return query.queryItemValue(key, QUrl::FullyDecoded); };
    m_host = query.hasQueryItem(u"host"_s) ? valueOf(u"host"_s) : m_url.host();
    m_sslMode = valueOf(u"sslmode"_s);
}

Result<std::unique_ptr<Dialect>, StoreError> PostgresDialect::make(const StorageSettings& settings, Access access)
{
    const QUrl url(settings.url, QUrl::StrictMode);
    if (!url.isValid() || url.path().size() < 2 || url.path().indexOf(u'/', 1) >= 0 || url.hasFragment())
        return Unexpected{
            refused(tr("The address of the database cannot be read. It has the form postgresql://user:password@host:port/database, "
                       "with %40 for an @ in a password."))};
    for (const auto& [key, value] : QUrlQuery(url).queryItems(QUrl::FullyDecoded)) {
        const bool isKnown = key == u"host" || (key == u"sslmode" && QLatin1StringView(kSslModes).contains(u' ' + value + u' '));
        if (!isKnown)
            return Unexpected{refused(tr("The address of the database says %1=%2, which is not known. Behind a ? it may say host=, the "
                                         "folder of a socket, and sslmode=.")
                                          .arg(key, key == u"password" ? u"..."_s : value))};
    }
    return std::unique_ptr<Dialect>(new PostgresDialect(url, settings.durability, access));
}

StoreError PostgresDialect::driverMissing() const
{
    return refused(tr("Qt's part for PostgreSQL is missing. Please install it (Debian and Ubuntu: libqt6sql6-psql) and start again."));
}

QString PostgresDialect::where() const
{
    const QString database = m_url.path().mid(1);
    const QString host = m_host.isEmpty() ? tr("this machine") : m_host;
    return m_url.port() > 0 ? tr("%1 on %2, port %3").arg(database, host).arg(m_url.port()) : tr("%1 on %2").arg(database, host);
}

void PostgresDialect::configure(QSqlDatabase& connection) const
{
    connection.setDatabaseName(m_url.path(QUrl::FullyDecoded).mid(1));
    connection.setHostName(m_host);
    if (m_url.port() > 0)
        connection.setPort(m_url.port());
    connection.setUserName(m_url.userName(QUrl::FullyDecoded));
    connection.setPassword(m_url.password(QUrl::FullyDecoded));
    // A machine that is gone without a word is noticed within seconds.
    QString options = u"application_name=chatroom;connect_timeout=5;keepalives_idle=5;keepalives_interval=2;keepalives_count=3;"
                      "tcp_user_timeout=10000"_s;
    if (!m_sslMode.isEmpty())
        options += u";sslmode="_s + m_sslMode;
    connection.setConnectOptions(options);
}

QStringList PostgresDialect::atOpening() const
{
    QStringList statements{u"SET client_min_messages = warning"_s};
    if (m_access == Access::Reading) {
        // A plan for the words that are asked for, since rare and common ones have different ones; not compiled, which takes longer
        // than the search.
        statements += {u"SET default_transaction_read_only = on"_s, u"SET plan_cache_mode = force_custom_plan"_s, u"SET jit = off"_s};
        return statements;
    }
    statements += m_durability == Durability::Power ? u"SET synchronous_commit = on"_s : u"SET synchronous_commit = off"_s;
    // Waits for the connection of a server that has just gone. The number is this application's.
    statements += {u"SET lock_timeout = 5000"_s, u"SELECT pg_advisory_lock(1130918500)"_s, u"SET lock_timeout = 0"_s};
    return statements;
}

Result<int, StoreError> PostgresDialect::version(Database& database) const
{
    const auto isThere = database.number(u"SELECT 1 FROM information_schema.tables WHERE table_name = 'chatroom_version'"
                                         " AND table_schema = current_schema()"_s);
    if (!isThere)
        return Unexpected{isThere.error()};
    if (!*isThere)
        return 0;
    const auto version = database.number(u"SELECT version FROM chatroom_version"_s);
    if (!version)
        return Unexpected{version.error()};
    return static_cast<int>(version->value_or(0));
}

QStringList PostgresDialect::setVersion(int version) const
{
    return {u"CREATE TABLE IF NOT EXISTS chatroom_version (version INTEGER NOT NULL)"_s, u"DELETE FROM chatroom_version"_s,
            u"INSERT INTO chatroom_version (version) VALUES (%1)"_s.arg(version)};
}

StoreError PostgresDialect::tooNew(int version) const
{
    return {StoreError::Kind::TooNew,
            tr("The database %1 was made by a later version of Chatroom (its version is %2, this program knows %3). It was left as it "
               "is. Please start the later version, or choose another database.")
                .arg(where())
                .arg(version)
                .arg(latestVersion(name()))};
}

// PostgreSQL, Appendix A, "PostgreSQL Error Codes". None at all: the connection is gone.
StoreError PostgresDialect::error(const QSqlError& error) const
{
    const QString code = error.nativeErrorCode();
    QString why = error.databaseText().section(u'\n', 0, 0).trimmed();
    if (why.isEmpty())
        why = error.driverText();
    const QString password = m_url.password(QUrl::FullyDecoded);
    if (!password.isEmpty())
        why.replace(password, u"..."_s);
    if (code == u"53100" || why.contains(u"No space left on device"_s))
        return {StoreError::Kind::Full,
                tr("There is no room left on the disk for the database %1. Please make room there.").arg(where())};
    if (code == u"55P03")
        return {StoreError::Kind::Unavailable,
                tr("Another Chatroom server uses the database %1. Please end it, or choose another database.").arg(where())};
    if (code.startsWith(u"XX00"))
        return {StoreError::Kind::Damaged, tr("The database %1 is damaged (%2). Please ask whoever runs it.").arg(where(), why)};
    if (code.isEmpty() || code.startsWith(u"08") || code.startsWith(u"57P") || code.startsWith(u"28") || code.startsWith(u"3D"))
        return {StoreError::Kind::Unavailable,
                tr("The database %1 does not answer or lets nobody in (%2). Please see that PostgreSQL is running and that the address "
                   "is right.")
                    .arg(where(), why)};
    return {StoreError::Kind::Unavailable,
            tr("The database %1 cannot be used just now (%2). Please ask whoever runs it.").arg(where(), why)};
}

bool PostgresDialect::leavesDoubt(const QSqlError& error) const
{
    const QString code = error.nativeErrorCode();
    return code.isEmpty() || code.startsWith(u"08") || code.startsWith(u"57P") || code == u"40003";
}

} // namespace chatroom::storage
