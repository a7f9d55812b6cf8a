// What the command line of chatroomd asks for.
#pragma once

#include "base/result.h"
#include "server/serverconfig.h"
#include "server/serverconfigfile.h"

#include <QString>
#include <QStringList>

namespace chatroom::service {

struct Options final
{
    QString configFile; // empty: none was given and none stands in the data folder
    QString dataFolder;
    QStringList listen; // each replaces the listeners of the file
    bool withMessageText = true;
    bool isQuiet = false; // only addresses and warnings are logged
    bool isCheckOnly = false;
    bool isHashing = false;
    QString backupFile; // the database is copied there, and nothing else is done; empty: not asked for
    // What is done with accounts, and nothing else; one of them at most.
    bool isListingAccounts = false;
    QString resetAccount;  // empty: not asked for
    QString deleteAccount; // empty: not asked for
};

struct UsageError final
{
    QString what;
};

// Prints and ends the process for --help and --version, as QCommandLineParser does.
[[nodiscard]] Result<Options, UsageError> parseOptions(const QStringList& arguments);
// The file, if there is one, and what the command line adds to it.
[[nodiscard]] Result<server::ServerConfig, server::ConfigError> configFor(const Options& options);

// That the certificates which the configuration names can be used.
[[nodiscard]] Result<void, UsageError> checkCertificates(const server::ServerConfig& config);

} // namespace chatroom::service
