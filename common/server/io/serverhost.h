// The whole server as one object: listeners, I/O threads, the hub's thread and its engine, wired. What `chatroomd` and the
// server window hold.
//
// A QObject of the thread that made it (a main or GUI thread). Every method returns at once but start(), apply() and stop(), which
// wait for the hub (milliseconds). Signals arrive on the owner's thread in bounded batches: at most 20 of each a second.
#pragma once

#include "base/result.h"
#include "server/serverconfig.h"
#include "server/serverevents.h"

#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QString>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace chatroom::server {

class Engine;
struct AdminError;

struct BoundAddress final
{
    QHostAddress address;
    std::uint16_t port = 0;
    bool tls = false;
    friend bool operator==(const BoundAddress&, const BoundAddress&) = default;
};

struct StartError final
{
    enum class Kind : std::uint8_t { PortInUse, BadAddress, NotPermitted, Certificate, Storage, Other };
    Kind kind{};
    QString listener; // the `address` of the listener that failed
    std::uint16_t port = 0;
    std::uint16_t nextFreePort = 0; // with PortInUse: one that would do on that address; 0: none found
    QString what;                   // one line for people that says what and where
};

// First thing in main(): threads that are made later run Qt's own event loop, not GLib's, which does about twice as much around each
// wait for what happens. The main thread keeps what it has.
void useLeanEventLoops();

// I/O threads where the configuration says nothing. One processor is the hub's. On two the only worker lives in the hub's thread: with
// two of them every write has half as much to gather. More than eight find the hub busy (docs/performance.md), whatever the machine has.
[[nodiscard]] int workersByMachine(int processors);

class ServerHost final : public QObject
{
    Q_OBJECT

public:
    // `dataFolder` holds the server's own certificate and its database; made when missing.
    explicit ServerHost(QString dataFolder, QObject* parent = nullptr);
    ~ServerHost() override;

    // All or nothing: when one listener fails none stays open. Where a history is kept its database is opened first; one that is
    // damaged or of a later version is an error, and is not touched.
    [[nodiscard]] Result<void, StartError> start(const ServerConfig& config);
    // Keeps what waits to be kept, says goodbye, gives sockets a moment to flush, and ends every thread. Within a second.
    void stop(const QString& reason);
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] QList<BoundAddress> boundAddresses() const;
    // SHA-256 of the certificate of the first TLS listener, lower-case hexadecimal; empty: none.
    [[nodiscard]] QByteArray fingerprint() const;

    // Applies what it can while running: limits, password, name for newcomers, operators, MOTD, how long history is kept, and
    // listeners that were added or removed. An error leaves everything as it was. Workers and whether, where and how durably
    // history is kept change at the next start.
    [[nodiscard]] Result<void, StartError> apply(const ServerConfig& config);
    [[nodiscard]] const ServerConfig& config() const;

    // How often snapshotArrived comes; zero: never (nobody looks at a table).
    void setSnapshotInterval(std::chrono::milliseconds interval);
    // Whether eventsArrived tells all that happens, or only what needs attention (EventKind::Warning).
    void setEventsWanted(bool wanted);

    void announce(const QByteArray& text);
    void message(const QByteArray& nickname, const QByteArray& text);
    void kick(const QByteArray& nickname, const QByteArray& channel, const QByteArray& reason);
    void disconnectPerson(ConnectionId connection, const QByteArray& reason);
    void ban(const QByteArray& mask, std::chrono::seconds duration, const QByteArray& reason);
    void unban(const QByteArray& mask);
    void deleteRoom(const QByteArray& channel, const QByteArray& reason);
    void setTopic(const QByteArray& channel, const QByteArray& topic);
    void resetPassword(const QByteArray& account); // passwordReset tells the new one
    void deleteAccount(const QByteArray& account);

Q_SIGNALS:
    void started();
    void stopped();
    // In order, nothing missing up to 5,000 a batch; `dropped` counts those that a full batch left out.
    void eventsArrived(const QList<chatroom::server::ServerEvent>& events, quint64 dropped);
    void snapshotArrived(const chatroom::server::ServerSnapshot& snapshot);
    void adminFailed(const QString& what);
    void passwordReset(const QByteArray& account, const QByteArray& password);
    // Somebody with the right said REHASH.
    void rehashRequested();

private:
    struct Threads;
    [[nodiscard]] Result<void, StartError> openStore(const ServerConfig& config, Threads& threads) const;
    void administer(std::function<Result<void, AdminError>(Engine&)> act);

    QString m_dataFolder;
    ServerConfig m_config;
    std::chrono::milliseconds m_snapshotInterval{0};
    bool m_areEventsWanted = true;
    std::unique_ptr<Threads> m_threads; // null: stopped
};

} // namespace chatroom::server
