// What the tests of the server's threads and sockets share: a running server on loopback, and people who speak the wire's
// own language through real sockets.
#pragma once

#include "server/io/serverhost.h"

#include <QByteArrayList>
#include <QObject>
#include <QSslSocket>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <vector>

namespace chatroom::test {

inline constexpr int kPatience = 30'000; // milliseconds; only a test that fails waits so long

[[nodiscard]] server::ListenConfig plainListener(std::uint16_t port = 0);
[[nodiscard]] server::ListenConfig tlsListener(std::uint16_t port = 0);

// A server with one plain listener on a free port of 127.0.0.1, unless told otherwise.
class Server final : public QObject
{
    Q_OBJECT

public:
    using Adjust = std::function<void(server::ServerConfig&)>;

    explicit Server(int workers = 1);
    [[nodiscard]] static server::ServerConfig usualConfig(int workers = 1);
    // Empty: it runs. Otherwise what start() complained of.
    [[nodiscard]] QString start(const Adjust& adjust = {});
    [[nodiscard]] QString apply(const Adjust& adjust);
    [[nodiscard]] std::uint16_t port(qsizetype listener = 0) const;
    [[nodiscard]] server::ServerHost& host() { return m_host; }
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }
    // Whether a thing of this kind was recorded, with a text that holds `part`; waits for it.
    [[nodiscard]] bool hasRecorded(server::EventKind kind, const QByteArray& part);

private:
    QTemporaryDir m_folder;
    server::ServerConfig m_config;
    server::ServerHost m_host;
    QList<server::ServerEvent> m_events;
};

// Somebody at the other end of a connection.
class Visitor final : public QObject
{
    Q_OBJECT

public:
    Visitor();
    void connectPlain(std::uint16_t port);
    void connectTls(std::uint16_t port); // whatever the certificate
    void send(const QByteArray& line) { sendRaw(line + "\r\n"); }
    void sendRaw(const QByteArray& bytes) { m_socket.write(bytes); }
    void giveName(const QByteArray& name);
    // Connects, takes the name and enters the room; false when that is not done in time.
    [[nodiscard]] bool enter(std::uint16_t port, const QByteArray& name, const QByteArray& room = "#lobby");
    [[nodiscard]] bool enterTls(std::uint16_t port, const QByteArray& name, const QByteArray& room = "#lobby");
    void say(const QByteArray& text, const QByteArray& target = "#lobby") { send("PRIVMSG " + target + " :" + text); }
    // Asks and waits for the answer: all that was sent before has been dealt with.
    [[nodiscard]] bool isAnswered();

    [[nodiscard]] const QByteArrayList& lines() const { return m_lines; }
    [[nodiscard]] bool hears(const QByteArray& part); // waits
    [[nodiscard]] bool hasHeard(const QByteArray& part) const;
    [[nodiscard]] bool isGone(); // waits
    // "name: text" of every message to `target`, in order.
    [[nodiscard]] QByteArrayList heard(const QByteArray& target = "#lobby") const;
    [[nodiscard]] QSslSocket& socket() { return m_socket; }

private:
    void read();
    [[nodiscard]] bool comeIn(const QByteArray& name, const QByteArray& room);

    QSslSocket m_socket;
    QByteArray m_partial;
    QByteArrayList m_lines;
    int m_asked = 0;
};

} // namespace chatroom::test
