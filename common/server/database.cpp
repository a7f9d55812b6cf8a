#include "server/database.h"

namespace chatroom::server {

storage::StorageSettings storageOf(const ServerConfig& config, const QString& dataFolder)
{
    const auto durability = config.durability == Durability::Power ? storage::Durability::Power : storage::Durability::Process;
    return {config.storage.url, dataFolder, durability};
}

Result<void, storage::StoreError> backUpDatabase(const ServerConfig& config, const QString& dataFolder, const QString& file)
{
    return storage::backupDatabase(storageOf(config, dataFolder), file);
}

} // namespace chatroom::server
