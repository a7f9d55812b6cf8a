// A store in a database: SQLite in a file of the data folder, or PostgreSQL.
#pragma once

#include "storage/store.h"
#include "storage/storethread.h"

#include <QString>

namespace chatroom::storage {

// What a commit outlives: the process (no waiting for the disk), or a loss of power too (each group waits for the disk).
enum class Durability : std::uint8_t { Power, Process };

struct StorageSettings final
{
    QString url;        // "postgresql://user:password@host:port/database"; empty: chatroom.sqlite in the data folder
    QString dataFolder; // made when missing
    Durability durability = Durability::Power;
};

// Opens it on this thread, for this thread, and brings its tables to this version where it is opened for writing. A file that is
// damaged, somebody else's or of a later version is an error, and is not touched.
[[nodiscard]] Result<std::unique_ptr<Store>, StoreError> openSqlStore(const StorageSettings& settings, Access access);

// Copies the database of a server that may be running, as it is at one moment, to a new file.
[[nodiscard]] Result<void, StoreError> backupDatabase(const StorageSettings& settings, const QString& file);

} // namespace chatroom::storage
