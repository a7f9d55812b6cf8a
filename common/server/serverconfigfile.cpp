#include "server/serverconfigfile.h"

#include "server/configreader.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <algorithm>
#include <limits>
#include <sstream>

namespace chatroom::server {

namespace {

constexpr qint64 kFileBytes = 1024 * 1024;
constexpr qint64 kMotdBytes = 64 * 1024;
constexpr qsizetype kMotdLineBytes = 400; // fits a 372 with any name
constexpr int kMost = std::numeric_limits<int>::max();
const QByteArrayList kDurabilities{"power", "process", "none"}; // NOLINT: in the order of the enumeration
const QByteArrayList kMechanisms{"PLAIN", "SCRAM-SHA-256", "EXTERNAL"};

void readServer(ConfigReader& reader, ServerConfig& config)
{
    reader.text("name", config.name, 63);
    const auto isPrintable = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != 0x7F; };
    const bool isHostName = config.name.contains('.') && !config.name.startsWith(':') && !config.name.contains('!')
                            && !config.name.contains('@') && std::all_of(config.name.cbegin(), config.name.cend(), isPrintable);
    if (!isHostName)
        reader.fail("name", QStringLiteral("must have a dot and no space, like chat.local"));
    reader.text("network", config.network, 63);
    reader.text("description", config.description, 200);
    reader.text("icon", config.icon, 300);
    const bool isUrl = config.icon.startsWith("https://") || config.icon.startsWith("http://");
    if (!config.icon.isEmpty() && !(isUrl && std::all_of(config.icon.cbegin(), config.icon.cend(), isPrintable)))
        reader.fail("icon", QStringLiteral("must be the URL of a picture, like https://example.org/icon.png"));
    reader.path("motd", config.motdFile);
    reader.choice("casemapping", {"ascii"}, [](int) {});
    reader.flag("utf8_only", config.isUtf8Only);
    reader.text("password", config.password);
    reader.choice("durability", kDurabilities, [&](int index) { config.durability = static_cast<Durability>(index); });
    reader.number("workers", config.workers, 0, 64);
}

void readListen(ConfigReader& reader, ServerConfig& config)
{
    ListenConfig listen;
    QByteArray address;
    reader.require("address");
    reader.text("address", address);
    listen.address = QString::fromUtf8(address);
    if (!parseEndpoint(listen.address))
        reader.fail("address", QStringLiteral("must be an address and a port, like 0.0.0.0:6697 or [::]:6697"));
    reader.flag("tls", listen.tls);
    reader.path("certificate", listen.certificate);
    reader.path("key", listen.key);
    reader.flag("websocket", listen.websocket);
    if (listen.certificate.isEmpty() != listen.key.isEmpty())
        reader.fail(listen.key.isEmpty() ? "key" : "certificate", QStringLiteral("is missing: certificate and key go together"));
    config.listen.push_back(listen);
}

void readLimits(ConfigReader& reader, LimitsConfig& limits)
{
    reader.flag("flood", limits.flood);
    reader.number("connections_per_address", limits.connectionsPerAddress, 0, 1000000);
    reader.number("login_attempts", limits.loginAttempts, 0, 1000);
    reader.number("nick_length", limits.nickLength, 0, 100);
    reader.number("channel_length", limits.channelLength, 0, 200);
    reader.number("topic_length", limits.topicLength, 0, 390);
    reader.number("kick_length", limits.kickLength, 0, 390);
    reader.number("away_length", limits.awayLength, 0, 390);
    reader.number("list_modes", limits.listModes, 0, 100000);
    reader.number("monitor", limits.monitor, 0, 100000);
    reader.number("whowas", limits.whowas, 0, 100000);
    reader.number("multiline_bytes", limits.multilineBytes, 0, 10000000);
    reader.number("multiline_lines", limits.multilineLines, 0, 100000);
    reader.number("send_queue_bytes", limits.sendQueueBytes, 0, kMost);
    if (limits.sendQueueBytes > 0 && limits.sendQueueBytes < 16384)
        reader.fail("send_queue_bytes", QStringLiteral("must be 0 or at least 16384"));
}

void readRest(ConfigReader& reader, ServerConfig& config)
{
    reader.table("accounts", [&](ConfigReader& table) {
        table.flag("register", config.accounts.isRegistrationOpen);
        table.flag("register_before_connect", config.accounts.isBeforeConnectAllowed);
        table.flag("register_with_email", config.accounts.isEmailRequired);
        table.words("sasl", config.accounts.sasl, kMechanisms);
        table.number("hash_iterations", config.accounts.hashIterations, 4096, 10000000);
    });
    reader.table("history", [&](ConfigReader& table) {
        table.flag("enabled", config.history.isEnabled);
        table.flag("persistent", config.history.isPersistent);
        table.number("max_messages", config.history.maxMessages, 0, kMost);
        table.number("max_age_days", config.history.maxAgeDays, 0, 100000);
        table.flag("redact_own", config.history.isRedactingOwnAllowed);
    });
    reader.table("storage", [&](ConfigReader& table) {
        QByteArray url;
        table.text("url", url);
        config.storage.url = QString::fromUtf8(url);
        if (!url.isEmpty() && !url.startsWith("postgresql://") && !url.startsWith("postgres://"))
            table.fail("url", QStringLiteral("must be empty, or like postgresql://user:password@host/database"));
    });
    reader.table("metadata", [&](ConfigReader& table) {
        table.flag("enabled", config.metadata.isEnabled);
        table.number("max_keys", config.metadata.maxKeys, 0, 10000);
        table.number("max_subscriptions", config.metadata.maxSubscriptions, 0, 10000);
    });
    reader.table("features", [&](ConfigReader& table) {
        table.flag("roleplay", config.features.roleplay);
        table.flag("relaymsg", config.features.relaymsg);
    });
    reader.tables("operator", [&](ConfigReader& table) {
        OperatorConfig each;
        table.require("name");
        table.text("name", each.name, 64);
        table.require("password");
        table.text("password", each.password);
        config.operators.push_back(each);
    });
}

void readMotd(ConfigReader& reader, ServerConfig& config)
{
    if (config.motdFile.isEmpty())
        return;
    QFile file(config.motdFile);
    if (!file.open(QIODevice::ReadOnly)) {
        reader.fail("motd", QStringLiteral("names a file that cannot be read: %1").arg(file.errorString()));
        return;
    }
    for (QByteArray& line : file.read(kMotdBytes).split('\n'))
        config.motd.append(line.left(kMotdLineBytes).trimmed());
    while (!config.motd.isEmpty() && config.motd.last().isEmpty())
        config.motd.removeLast();
}

std::string text(const QByteArray& bytes)
{
    return bytes.toStdString();
}

toml::table limitsTable(const LimitsConfig& limits)
{
    return toml::table{
        {"flood", limits.flood},
        {"connections_per_address", limits.connectionsPerAddress},
        {"login_attempts", limits.loginAttempts},
        {"nick_length", limits.nickLength},
        {"channel_length", limits.channelLength},
        {"topic_length", limits.topicLength},
        {"kick_length", limits.kickLength},
        {"away_length", limits.awayLength},
        {"list_modes", limits.listModes},
        {"monitor", limits.monitor},
        {"whowas", limits.whowas},
        {"multiline_bytes", limits.multilineBytes},
        {"multiline_lines", limits.multilineLines},
        {"send_queue_bytes", limits.sendQueueBytes},
    };
}

toml::array listenArray(const std::vector<ListenConfig>& listen)
{
    toml::array array;
    for (const ListenConfig& each : listen) {
        toml::table table{{"address", each.address.toStdString()}, {"tls", each.tls}, {"websocket", each.websocket}};
        if (!each.certificate.isEmpty()) {
            table.insert("certificate", each.certificate.toStdString());
            table.insert("key", each.key.toStdString());
        }
        array.push_back(std::move(table));
    }
    return array;
}

void insertRest(toml::table& root, const ServerConfig& config)
{
    toml::array mechanisms;
    for (const QByteArray& mechanism : config.accounts.sasl)
        mechanisms.push_back(text(mechanism));
    root.insert("accounts", toml::table{{"register", config.accounts.isRegistrationOpen},
                                        {"register_before_connect", config.accounts.isBeforeConnectAllowed},
                                        {"register_with_email", config.accounts.isEmailRequired},
                                        {"sasl", mechanisms},
                                        {"hash_iterations", config.accounts.hashIterations}});
    root.insert("history", toml::table{{"enabled", config.history.isEnabled},
                                       {"persistent", config.history.isPersistent},
                                       {"max_messages", config.history.maxMessages},
                                       {"max_age_days", config.history.maxAgeDays},
                                       {"redact_own", config.history.isRedactingOwnAllowed}});
    if (!config.storage.url.isEmpty())
        root.insert("storage", toml::table{{"url", config.storage.url.toStdString()}});
    root.insert("metadata", toml::table{{"enabled", config.metadata.isEnabled},
                                        {"max_keys", config.metadata.maxKeys},
                                        {"max_subscriptions", config.metadata.maxSubscriptions}});
    root.insert("features", toml::table{{"roleplay", config.features.roleplay}, {"relaymsg", config.features.relaymsg}});
    toml::array operators;
    for (const OperatorConfig& each : config.operators)
        operators.push_back(toml::table{{"name", text(each.name)}, {"password", text(each.password)}});
    if (!operators.empty())
        root.insert("operator", operators);
}

} // namespace

QString ConfigError::toString() const
{
    const QString place =
        line > 0 ? QStringLiteral("%1:%2:%3").arg(QDir::toNativeSeparators(file)).arg(line).arg(column) : QDir::toNativeSeparators(file);
    return place + QStringLiteral(": ") + what;
}

Result<ServerConfig, ConfigError> parseConfig(const QByteArray& source, const QString& file)
{
    toml::table root;
    try {
        root = toml::parse(std::string_view{source.constData(), static_cast<std::size_t>(source.size())});
    } catch (const toml::parse_error& error) {
        const std::string_view what = error.description();
        return Unexpected{ConfigError{file, static_cast<int>(error.source().begin.line), static_cast<int>(error.source().begin.column),
                                      QString::fromUtf8(what.data(), static_cast<qsizetype>(what.size()))}};
    }
    ServerConfig config;
    std::optional<ConfigError> error;
    ConfigReader reader{root, {}, file, error};
    readServer(reader, config);
    reader.tables("listen", [&](ConfigReader& table) { readListen(table, config); });
    reader.table("limits", [&](ConfigReader& table) { readLimits(table, config.limits); });
    readRest(reader, config);
    readMotd(reader, config);
    reader.finish();
    if (error)
        return Unexpected{*error};
    return config;
}

Result<ServerConfig, ConfigError> readConfig(const QString& name)
{
    QFile file(name);
    if (!file.open(QIODevice::ReadOnly))
        return Unexpected{ConfigError{name, 0, 0, file.errorString()}};
    if (file.size() > kFileBytes)
        return Unexpected{ConfigError{name, 0, 0, QStringLiteral("is larger than 1 MiB: not a configuration")}};
    return parseConfig(file.read(kFileBytes), name);
}

QByteArray formatConfig(const ServerConfig& config)
{
    const QByteArray durability = kDurabilities.at(static_cast<qsizetype>(config.durability));
    toml::table root{
        {"name", text(config.name)},
        {"network", text(config.network)},
        {"description", text(config.description)},
        {"casemapping", text(config.casemapping)},
        {"utf8_only", config.isUtf8Only},
        {"durability", text(durability)},
        {"workers", config.workers},
        {"limits", limitsTable(config.limits)},
    };
    if (!config.icon.isEmpty())
        root.insert("icon", text(config.icon));
    if (!config.motdFile.isEmpty())
        root.insert("motd", config.motdFile.toStdString());
    if (!config.password.isEmpty())
        root.insert("password", text(config.password));
    if (!config.listen.empty())
        root.insert("listen", listenArray(config.listen));
    insertRest(root, config);
    std::ostringstream out;
    out << root << '\n';
    return QByteArray::fromStdString(out.str());
}

Result<void, ConfigError> writeConfig(const ServerConfig& config, const QString& name)
{
    QSaveFile file(name);
    const QByteArray toml = formatConfig(config);
    // It may hold passwords.
    const bool isSaved = file.open(QIODevice::WriteOnly) && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner)
                         && file.write(toml) == toml.size() && file.commit();
    if (!isSaved)
        return Unexpected{ConfigError{name, 0, 0, file.errorString()}};
    return {};
}

} // namespace chatroom::server
