// One connection to a database: statements, transactions, and errors as values.
//
// Statements are prepared once and kept. Bytes are bound and read as QByteArray. Thread: the one that opened it.
#pragma once

#include "storage/dialect.h"
#include "storage/store.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <functional>
#include <memory>

namespace chatroom::storage {

template <typename T>
using Outcome = Result<T, StoreError>;
using Done = Result<void, StoreError>;

// The row on which a query stands.
class Row final
{
public:
    explicit Row(const QSqlQuery& query) : m_query(query) {}
    [[nodiscard]] qint64 number(int column) const { return m_query.value(column).toLongLong(); }
    [[nodiscard]] int integer(int column) const { return m_query.value(column).toInt(); }
    [[nodiscard]] QByteArray bytes(int column) const { return m_query.value(column).toByteArray(); }
    [[nodiscard]] QString text(int column) const { return m_query.value(column).toString(); }
    [[nodiscard]] Timestamp time(int column) const { return Timestamp{std::chrono::milliseconds{number(column)}}; }

private:
    const QSqlQuery& m_query;
};

[[nodiscard]] inline QVariant value(Timestamp time)
{
    return qlonglong{time.time_since_epoch().count()};
}
// Never NULL: a QByteArray that was never set is empty here.
[[nodiscard]] inline QVariant value(const QByteArray& bytes)
{
    return bytes.isNull() ? QByteArray("") : bytes;
}

class Database final
{
public:
    using Values = std::initializer_list<QVariant>;
    using Visit = std::function<void(const Row&)>;

    [[nodiscard]] static Outcome<std::unique_ptr<Database>> open(std::unique_ptr<Dialect> dialect);
    Q_DISABLE_COPY_MOVE(Database)
    ~Database();

    // Executes a statement that is prepared and kept.
    Done run(const QString& sql, Values values = {}, const Visit& visit = {});
    // Executes it once.
    Done runOnce(const QString& sql, const Visit& visit = {});
    // The first column of the first row; nothing when there is none.
    [[nodiscard]] Outcome<std::optional<qint64>> number(const QString& sql, Values values = {});
    // A prepared statement for those who bind many values: bind, then execute().
    [[nodiscard]] Outcome<QSqlQuery*> prepared(const QString& sql);
    Done execute(QSqlQuery& query, const Visit& visit = {});
    // All that are prepared: for who wants to see their plans.
    [[nodiscard]] QStringList statements() const { return m_prepared.keys(); }
    // Forgets statements that will not be used again.
    void dropPrepared(const QString& part);

    // Rolled back unless `work` and the commit succeed.
    Done write(const std::function<Done()>& work) { return transaction(true, work); }
    // All questions in it see one moment of the database.
    Done read(const std::function<Done()>& work) { return transaction(false, work); }

    // Closes and opens, where the connection may have been lost.
    Done reconnect();
    [[nodiscard]] const Dialect& dialect() const { return *m_dialect; }

private:
    explicit Database(std::unique_ptr<Dialect> dialect);
    Done connect();
    QSqlError control(const QString& sql);
    Done transaction(bool isForWriting, const std::function<Done()>& work);

    std::unique_ptr<Dialect> m_dialect;
    QString m_name;
    QSqlDatabase m_connection;
    QHash<QString, std::shared_ptr<QSqlQuery>> m_prepared; // shared only since QHash copies
};

} // namespace chatroom::storage
