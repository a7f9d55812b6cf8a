#include "chatroomd/options.h"

#include "network/tlsidentity.h"

#include <QCommandLineParser>
#include <QDir>
#include <QFile>
#include <QStandardPaths>

namespace chatroom::service {

Result<Options, UsageError> parseOptions(const QStringList& arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The chatroom server for a terminal or a service."));
    const QCommandLineOption config(QStringLiteral("config"), QStringLiteral("Read this configuration."), QStringLiteral("FILE"));
    const QCommandLineOption data(QStringLiteral("data"), QStringLiteral("Keep certificate and data in this folder."),
                                  QStringLiteral("DIR"));
    const QCommandLineOption listen(QStringLiteral("listen"),
                                    QStringLiteral("Listen here, without encryption; may be given several times."),
                                    QStringLiteral("ADDRESS:PORT"));
    const QCommandLineOption check(QStringLiteral("check-config"), QStringLiteral("Say what is wrong with the configuration, and end."));
    const QCommandLineOption hash(QStringLiteral("hash-password"), QStringLiteral("Read a password and print the hash for an operator."));
    const QCommandLineOption backup(QStringLiteral("backup"),
                                    QStringLiteral("Copy the database, also that of a running server, to a new file, and end."),
                                    QStringLiteral("FILE"));
    const QCommandLineOption list(QStringLiteral("list-accounts"), QStringLiteral("List the names that are kept, and end."));
    const QCommandLineOption reset(QStringLiteral("reset-password"),
                                   QStringLiteral("Give the owner of a kept name a new password, print it, and end."),
                                   QStringLiteral("ACCOUNT"));
    const QCommandLineOption remove(QStringLiteral("delete-account"),
                                    QStringLiteral("Delete a kept name with its direct conversations, and end."),
                                    QStringLiteral("ACCOUNT"));
    const QCommandLineOption noText(QStringLiteral("no-message-text"), QStringLiteral("Log that something was said, but not what."));
    const QCommandLineOption quiet(QStringLiteral("quiet"), QStringLiteral("Log only the addresses and what needs attention."));
    parser.addOptions({config, data, listen, check, hash, backup, list, reset, remove, noText, quiet});
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    if (!parser.parse(arguments))
        return Unexpected{UsageError{parser.errorText()}};
    if (parser.isSet(help))
        parser.showHelp(0);
    if (parser.isSet(version))
        parser.showVersion();
    if (!parser.positionalArguments().isEmpty())
        return Unexpected{UsageError{QStringLiteral("unexpected argument \"%1\"").arg(parser.positionalArguments().constFirst())}};

    Options options;
    const QString usual = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/chatroom");
    options.dataFolder = parser.isSet(data) ? QDir(parser.value(data)).absolutePath() : usual;
    options.configFile = parser.value(config);
    const QString usualFile = QDir(options.dataFolder).filePath(QStringLiteral("chatroomd.toml"));
    if (!parser.isSet(config) && QFile::exists(usualFile))
        options.configFile = usualFile;
    options.listen = parser.values(listen);
    for (const QString& address : options.listen) {
        if (!server::parseEndpoint(address))
            return Unexpected{
                UsageError{QStringLiteral("--listen: \"%1\" is not an address and a port, like 0.0.0.0:6697 or [::]:6697").arg(address)}};
    }
    options.withMessageText = !parser.isSet(noText);
    options.isQuiet = parser.isSet(quiet);
    options.isCheckOnly = parser.isSet(check);
    options.isHashing = parser.isSet(hash);
    if (parser.isSet(backup)) {
        if (parser.value(backup).isEmpty())
            return Unexpected{UsageError{QStringLiteral("--backup: no file was named")}};
        options.backupFile = QDir().absoluteFilePath(parser.value(backup));
    }
    options.isListingAccounts = parser.isSet(list);
    options.resetAccount = parser.value(reset);
    options.deleteAccount = parser.value(remove);
    for (const QCommandLineOption* option : {&reset, &remove}) {
        if (parser.isSet(*option) && parser.value(*option).isEmpty())
            return Unexpected{UsageError{QStringLiteral("--%1: no account was named").arg(option->names().constFirst())}};
    }
    if (parser.values(reset).size() + parser.values(remove).size() + (options.isListingAccounts ? 1 : 0) > 1)
        return Unexpected{UsageError{QStringLiteral("--list-accounts, --reset-password and --delete-account go one at a time")}};
    return options;
}

Result<server::ServerConfig, server::ConfigError> configFor(const Options& options)
{
    server::ServerConfig config;
    if (!options.configFile.isEmpty()) {
        auto read = server::readConfig(options.configFile);
        if (!read)
            return read;
        config = std::move(*read);
    }
    if (!options.listen.isEmpty()) {
        config.listen.clear();
        for (const QString& address : options.listen) {
            server::ListenConfig listener;
            listener.address = address;
            config.listen.push_back(listener);
        }
    }
    return config;
}

Result<void, UsageError> checkCertificates(const server::ServerConfig& config)
{
    for (const server::ListenConfig& listener : config.listen) {
        if (!listener.tls || listener.certificate.isEmpty())
            continue;
        if (const auto loaded = network::loadIdentity(listener.certificate, listener.key); !loaded)
            return Unexpected{UsageError{loaded.error().what}};
    }
    return {};
}

} // namespace chatroom::service
