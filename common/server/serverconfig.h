// All that a server can be told, with its defaults. docs/configuration.md says it for people; serverconfigfile.h reads and
// writes it as TOML. A plain value: copied to whoever needs it, never shared.
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QHostAddress>
#include <QString>

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace chatroom::server {

struct ListenConfig final
{
    QString address; // "127.0.0.1:6667", "[::]:6697", "0.0.0.0:0"
    bool tls = false;
    QString certificate; // a PEM file; empty with tls: the server's own, made at first start
    QString key;         // a PEM file
    bool websocket = false;
    friend bool operator==(const ListenConfig&, const ListenConfig&) = default;
};

enum class Durability : std::uint8_t { Power, Process, None };

struct LimitsConfig final // 0 or false: no limit
{
    bool flood = true;
    int connectionsPerAddress = 0;
    int loginAttempts = 3;
    int nickLength = 32;    // bytes
    int channelLength = 64; // bytes
    int topicLength = 390;  // bytes
    int kickLength = 390;   // bytes
    int awayLength = 200;   // bytes
    int listModes = 60;     // entries a channel, all lists together
    int monitor = 100;      // entries a person
    int whowas = 100;       // entries
    int multilineBytes = 40000;
    int multilineLines = 500;
    int sendQueueBytes = 4194304;
    friend bool operator==(const LimitsConfig&, const LimitsConfig&) = default;
};

struct AccountsConfig final
{
    bool isRegistrationOpen = true;     // register
    bool isBeforeConnectAllowed = true; // register_before_connect
    bool isEmailRequired = false;       // register_with_email
    QByteArrayList sasl{"PLAIN", "SCRAM-SHA-256", "EXTERNAL"};
    int hashIterations = 4096;
    friend bool operator==(const AccountsConfig&, const AccountsConfig&) = default;
};

struct HistoryConfig final
{
    bool isEnabled = true;
    bool isPersistent = true;
    int maxMessages = 0; // a channel; 0: all
    int maxAgeDays = 0;  // 0: for ever
    bool isRedactingOwnAllowed = true;
    friend bool operator==(const HistoryConfig&, const HistoryConfig&) = default;
};

struct StorageConfig final
{
    QString url; // "postgresql://user:password@host/database"; empty: a file in the data folder
    friend bool operator==(const StorageConfig&, const StorageConfig&) = default;
};

struct MetadataConfig final
{
    bool isEnabled = true;
    int maxKeys = 32;
    int maxSubscriptions = 50;
    friend bool operator==(const MetadataConfig&, const MetadataConfig&) = default;
};

struct FeaturesConfig final
{
    bool roleplay = false;
    bool relaymsg = false;
    friend bool operator==(const FeaturesConfig&, const FeaturesConfig&) = default;
};

struct OperatorConfig final
{
    QByteArray name;
    QByteArray password; // a hash of `chatroomd --hash-password`, or plain text
    friend bool operator==(const OperatorConfig&, const OperatorConfig&) = default;
};

// How long somebody may be silent. Not in the file: nobody needs other ones, but a test that cannot wait.
struct TimesConfig final
{
    std::chrono::seconds registration{60}; // to take a name
    std::chrono::seconds silence{120};     // before the server asks whether somebody is still there
    std::chrono::seconds answer{60};       // to that question
    friend bool operator==(const TimesConfig&, const TimesConfig&) = default;
};

struct ServerConfig final
{
    QByteArray name = "chat.local";
    QByteArray network = "Chatroom";
    QByteArray description = "A chatroom";
    QByteArray icon;                  // the URL of a picture for the network; empty: none
    QString motdFile;                 // motd; empty: none
    QByteArrayList motd;              // the file's lines, read with the configuration
    QByteArray casemapping = "ascii"; // the only one so far
    bool isUtf8Only = true;           // utf8_only
    QByteArray password;              // empty: none
    Durability durability = Durability::Power;
    int workers = 0;                  // 0: by the machine
    std::vector<ListenConfig> listen; // empty: defaultListeners()
    LimitsConfig limits;
    AccountsConfig accounts;
    HistoryConfig history;
    MetadataConfig metadata;
    FeaturesConfig features;
    std::vector<OperatorConfig> operators;
    StorageConfig storage;
    TimesConfig times;
    friend bool operator==(const ServerConfig&, const ServerConfig&) = default;

    [[nodiscard]] bool keepsHistory() const { return history.isEnabled && durability != Durability::None; }
};

// The `address` of a listener: a numeric address and a port, IPv6 in brackets.
struct Endpoint final
{
    QHostAddress address;
    std::uint16_t port = 0; // 0: any free one
};
[[nodiscard]] std::optional<Endpoint> parseEndpoint(const QString& address);

// TLS on every interface, port 6697; without TLS on loopback only, port 6667.
[[nodiscard]] std::vector<ListenConfig> defaultListeners();

} // namespace chatroom::server
