// The file of a client: client.sqlite, of one person, small. Each commit waits for the disk (synchronous = FULL): what is there is
// what makes sure that nothing is said twice.
#pragma once

#include "storage/dialect.h"

namespace chatroom::storage {

inline constexpr auto kClientFile = "client.sqlite";

class ClientDialect final : public Dialect
{
public:
    static constexpr quint32 kApplicationId = 0x43685263; // "ChRc"
    static constexpr int kVersion = 1;

    ClientDialect(const QString& folder, Access access);

    [[nodiscard]] QString file() const { return m_file; }

    [[nodiscard]] QString name() const override { return QStringLiteral("client"); }
    [[nodiscard]] QString driver() const override { return QStringLiteral("QSQLITE"); }
    [[nodiscard]] StoreError driverMissing() const override;
    [[nodiscard]] Result<void, StoreError> beforeOpening() override;
    void configure(QSqlDatabase& connection) const override;
    [[nodiscard]] QStringList atOpening() const override;
    [[nodiscard]] QString beginWriting() const override { return QStringLiteral("BEGIN IMMEDIATE"); }
    [[nodiscard]] QString beginReading() const override { return QStringLiteral("BEGIN"); }
    [[nodiscard]] bool preparesTransactions() const override { return true; }
    [[nodiscard]] Result<int, StoreError> version(Database& database) const override;
    [[nodiscard]] QStringList setVersion(int version) const override;
    [[nodiscard]] StoreError tooNew(int version) const override;
    [[nodiscard]] StoreError error(const QSqlError& error) const override;
    [[nodiscard]] bool leavesDoubt(const QSqlError&) const override { return false; }
    [[nodiscard]] bool losesConnections() const override { return false; }

    [[nodiscard]] StoreError damaged() const;
    // Whether what is there is whole, through a connection that writes nothing.
    [[nodiscard]] Result<void, StoreError> check(Database& database) const;

private:
    QString m_folder, m_file;
    Access m_access;
};

} // namespace chatroom::storage
