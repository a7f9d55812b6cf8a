#include "storage/database.h"

#include <QCoreApplication>
#include <QSqlError>

#include <atomic>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

// QtSql knows its connections by names of the whole process.
QString freeName()
{
    static std::atomic<std::uint64_t> made = 0;
    return u"chatroom-%1"_s.arg(++made);
}

// The driver has closed it, and would only complain.
QSqlError lost()
{
    return {{}, QCoreApplication::translate("chatroom::storage::Database", "the connection is lost"), QSqlError::ConnectionError};
}

} // namespace

Database::Database(std::unique_ptr<Dialect> dialect) : m_dialect(std::move(dialect)), m_name(freeName()) {}

Outcome<std::unique_ptr<Database>> Database::open(std::unique_ptr<Dialect> dialect)
{
    if (const auto done = dialect->beforeOpening(); !done)
        return Unexpected{done.error()};
    std::unique_ptr<Database> database(new Database(std::move(dialect)));
    database->m_connection = QSqlDatabase::addDatabase(database->m_dialect->driver(), database->m_name);
    if (!database->m_connection.isValid())
        return Unexpected{database->m_dialect->driverMissing()};
    database->m_dialect->configure(database->m_connection);
    if (const auto done = database->connect(); !done)
        return Unexpected{done.error()};
    return database;
}

Database::~Database()
{
    m_prepared.clear();
    m_connection.close();
    m_connection = {};
    QSqlDatabase::removeDatabase(m_name);
}

Done Database::connect()
{
    if (!m_connection.open())
        return Unexpected{m_dialect->error(m_connection.lastError())};
    for (const QString& sql : m_dialect->atOpening()) {
        if (const auto done = runOnce(sql); !done)
            return done;
    }
    return {};
}

Done Database::reconnect()
{
    m_prepared.clear();
    m_connection.close();
    return connect();
}

Done Database::execute(QSqlQuery& query, const Visit& visit)
{
    if (!query.exec())
        return Unexpected{m_dialect->error(query.lastError())};
    if (visit) {
        while (query.next())
            visit(Row(query));
    }
    const QSqlError error = query.lastError(); // a row may fail to come
    query.finish();
    if (error.isValid())
        return Unexpected{m_dialect->error(error)};
    return {};
}

Outcome<QSqlQuery*> Database::prepared(const QString& sql)
{
    if (const auto found = m_prepared.constFind(sql); found != m_prepared.constEnd())
        return found->get();
    if (!m_connection.isOpen())
        return Unexpected{m_dialect->error(lost())};
    auto query = std::make_shared<QSqlQuery>(m_connection);
    query->setForwardOnly(true);
    if (!query->prepare(sql))
        return Unexpected{m_dialect->error(query->lastError())};
    return m_prepared.insert(sql, std::move(query))->get();
}

void Database::dropPrepared(const QString& part)
{
    m_prepared.removeIf([&part](const auto& each) { return each.key().contains(part); });
}

Done Database::run(const QString& sql, Values values, const Visit& visit)
{
    const auto query = prepared(sql);
    if (!query)
        return Unexpected{query.error()};
    int position = 0;
    for (const QVariant& each : values)
        (*query)->bindValue(position++, each);
    return execute(**query, visit);
}

Done Database::runOnce(const QString& sql, const Visit& visit)
{
    if (!m_connection.isOpen())
        return Unexpected{m_dialect->error(lost())};
    QSqlQuery query(m_connection);
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return Unexpected{m_dialect->error(query.lastError())};
    while (visit && query.next())
        visit(Row(query));
    if (query.lastError().isValid())
        return Unexpected{m_dialect->error(query.lastError())};
    return {};
}

Outcome<std::optional<qint64>> Database::number(const QString& sql, Values values)
{
    std::optional<qint64> found;
    const auto done = run(sql, values, [&found](const Row& row) { found = found.value_or(row.number(0)); });
    if (!done)
        return Unexpected{done.error()};
    return found;
}

// With the driver's word on it, which tells more than an error for people.
QSqlError Database::control(const QString& sql)
{
    if (!m_connection.isOpen())
        return lost();
    if (m_dialect->preparesTransactions()) {
        const auto query = prepared(sql);
        return query && (*query)->exec() ? QSqlError() : query ? (*query)->lastError() : m_connection.lastError();
    }
    QSqlQuery query(m_connection);
    return query.exec(sql) ? QSqlError() : query.lastError();
}

Done Database::transaction(bool isForWriting, const std::function<Done()>& work)
{
    const QSqlError begun = control(isForWriting ? m_dialect->beginWriting() : m_dialect->beginReading());
    if (begun.isValid())
        return Unexpected{m_dialect->error(begun)};
    if (auto done = work(); !done) {
        (void)runOnce(u"ROLLBACK"_s); // it may have been rolled back by the database
        return done;
    }
    const QSqlError ended = control(u"COMMIT"_s);
    if (!ended.isValid())
        return {};
    StoreError error = m_dialect->error(ended);
    error.isInDoubt = isForWriting && m_dialect->leavesDoubt(ended);
    (void)runOnce(u"ROLLBACK"_s);
    return Unexpected{error};
}

} // namespace chatroom::storage
