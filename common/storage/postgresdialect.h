// PostgreSQL, by an address.
//
// With `Process` (synchronous_commit = off) commits outlive this process; a crash of PostgreSQL itself may take those of its last
// moments, as a loss of power does.
//
// The password goes to the driver and into no message. A connection is lost when the server ends or restarts; probe() makes a
// new one. One server uses a database at a time: whoever writes holds an advisory lock as long as the connection lives.
#pragma once

#include "storage/dialect.h"

#include <QUrl>

namespace chatroom::storage {

class PostgresDialect final : public Dialect
{
public:
    // postgresql://user:password@host:port/database; host and sslmode may stand behind "?".
    [[nodiscard]] static Result<std::unique_ptr<Dialect>, StoreError> make(const StorageSettings& settings, Access access);

    [[nodiscard]] QString name() const override { return QStringLiteral("postgresql"); }
    [[nodiscard]] QString driver() const override { return QStringLiteral("QPSQL"); }
    [[nodiscard]] StoreError driverMissing() const override;
    [[nodiscard]] Result<void, StoreError> beforeOpening() override { return {}; }
    void configure(QSqlDatabase& connection) const override;
    [[nodiscard]] QStringList atOpening() const override;
    [[nodiscard]] QString beginWriting() const override { return QStringLiteral("BEGIN"); }
    [[nodiscard]] QString beginReading() const override { return QStringLiteral("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); }
    [[nodiscard]] bool preparesTransactions() const override { return false; }
    [[nodiscard]] Result<int, StoreError> version(Database& database) const override;
    [[nodiscard]] QStringList setVersion(int version) const override;
    [[nodiscard]] StoreError tooNew(int version) const override;
    [[nodiscard]] StoreError error(const QSqlError& error) const override;
    [[nodiscard]] bool leavesDoubt(const QSqlError& error) const override;
    [[nodiscard]] bool losesConnections() const override { return true; }

private:
    PostgresDialect(QUrl url, Durability durability, Access access);
    [[nodiscard]] QString where() const; // for people

    QUrl m_url;
    QString m_host, m_sslMode;
    Durability m_durability;
    Access m_access;
};

} // namespace chatroom::storage
