// The database that a configuration means: opened by the host, copied by a command. Any thread; blocks on the disk.
#pragma once

#include "base/result.h"
#include "server/serverconfig.h"
#include "storage/sqlstore.h"

#include <QString>

namespace chatroom::server {

[[nodiscard]] storage::StorageSettings storageOf(const ServerConfig& config, const QString& dataFolder);
// To a file that does not exist yet; the server that uses the database may be running.
[[nodiscard]] Result<void, storage::StoreError> backUpDatabase(const ServerConfig& config, const QString& dataFolder, const QString& file);

} // namespace chatroom::server
