// ServerConfig as a TOML file: read with every key checked, written so that it reads back equal. Comments of a file that was
// written by hand are lost when it is written again. Any thread; blocks on the disk.
#pragma once

#include "base/result.h"
#include "server/serverconfig.h"

#include <QString>

namespace chatroom::server {

struct ConfigError final
{
    QString file;
    int line = 0;   // from 1; 0: the file as a whole
    int column = 0; // from 1, in bytes
    QString what;

    // "chatroomd.toml:3:9: limits.monitor must be a whole number from 0 to 100000"
    [[nodiscard]] QString toString() const;
};

// Relative paths in it are relative to its folder; the lines of the MOTD are read with it (64 KiB at most).
[[nodiscard]] Result<ServerConfig, ConfigError> readConfig(const QString& file);
// The same from text; `file` is what errors and relative paths are told by.
[[nodiscard]] Result<ServerConfig, ConfigError> parseConfig(const QByteArray& toml, const QString& file);

[[nodiscard]] QByteArray formatConfig(const ServerConfig& config);
// Whole or not at all.
[[nodiscard]] Result<void, ConfigError> writeConfig(const ServerConfig& config, const QString& file);

} // namespace chatroom::server
