// The file of a client: client.sqlite, of one person, small. Each commit waits for the disk (synchronous = FULL): what is there is
// what makes sure that nothing is said twice.
#pragma once

#include "storage/sqlitefile.h"

namespace chatroom::storage {

inline constexpr auto kClientFile = "client.sqlite";

class ClientDialect final : public SqliteFileDialect
{
public:
    static constexpr quint32 kApplicationId = 0x43685263; // "ChRc"
    static constexpr int kVersion = 2;

    ClientDialect(const QString& folder, Access access);

    [[nodiscard]] QString name() const override { return QStringLiteral("client"); }
    [[nodiscard]] StoreError driverMissing() const override;
    [[nodiscard]] Result<void, StoreError> beforeOpening() override;
    [[nodiscard]] QStringList atOpening() const override;
    [[nodiscard]] StoreError tooNew(int version) const override;
    [[nodiscard]] StoreError error(const QSqlError& error) const override;

    [[nodiscard]] StoreError damaged() const;
    // Whether what is there is whole, through a connection that writes nothing.
    [[nodiscard]] Result<void, StoreError> check(Database& database) const;

private:
    QString m_folder;
};

} // namespace chatroom::storage
