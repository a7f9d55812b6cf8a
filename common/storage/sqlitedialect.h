// SQLite, in a file of the data folder.
//
// WAL: readers and the writer do not wait for each other. With `Power` each commit waits for the disk (synchronous = FULL); with
// `Process` checkpoints alone do (NORMAL): a loss of power may take the latest commits and never more. OFF would spare nothing
// that is done for each commit, and a loss of power could break the file.
#pragma once

#include "storage/folderlock.h"
#include "storage/sqlitefile.h"

#include <memory>

namespace chatroom::storage {

inline constexpr auto kDatabaseFile = "chatroom.sqlite";
inline constexpr quint32 kApplicationId = 0x43685264; // "ChRd": PRAGMA application_id of a file of ours

class SqliteDialect final : public SqliteFileDialect
{
public:
    SqliteDialect(const StorageSettings& settings, Access access);

    [[nodiscard]] QString name() const override { return QStringLiteral("sqlite"); }
    [[nodiscard]] StoreError driverMissing() const override;
    [[nodiscard]] Result<void, StoreError> beforeOpening() override;
    [[nodiscard]] QStringList atOpening() const override;
    [[nodiscard]] StoreError tooNew(int version) const override;
    [[nodiscard]] StoreError error(const QSqlError& error) const override;

private:
    [[nodiscard]] Result<void, StoreError> lockFolder();
    [[nodiscard]] Result<void, StoreError> makeFile() const;
    [[nodiscard]] Result<void, StoreError> checkFile() const;
    [[nodiscard]] Result<void, StoreError> checkContents() const;
    [[nodiscard]] StoreError cannotMake(const QString& why) const;
    [[nodiscard]] StoreError damaged(const QString& why) const;

    StorageSettings m_settings;
    std::unique_ptr<FolderLock> m_lock; // of who writes
};

} // namespace chatroom::storage
