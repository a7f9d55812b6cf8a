// What the tests of chatroom-cli share: the program as a process in an environment of its own, a server on a free port, and
// a person who speaks the wire's own language.
#pragma once

#include "server/io/serverhost.h"
#include "terminal/terminal.h"

#include <QByteArrayList>
#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace chatroom::test {

// A home of its own: nothing of the machine's user is read or written.
class Home final
{
public:
    [[nodiscard]] QProcessEnvironment environment() const;
    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

private:
    QTemporaryDir m_folder;
};

[[nodiscard]] QString cliProgram();

struct CliResult final
{
    int status = -1; // -1: it did not end within 30 seconds
    QByteArray out, err;
};

// Runs chatroom-cli to its end; the event loop goes on meanwhile.
[[nodiscard]] CliResult runCli(const Home& home, const QStringList& arguments, const QByteArray& input = {});

// A server in this process, on loopback and a free port.
class Server final
{
public:
    explicit Server(bool tls = false);
    [[nodiscard]] bool start(std::uint16_t port = 0, const std::function<void(server::ServerConfig&)>& adjust = {});
    void stop();
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] QString address() const { return QStringLiteral("127.0.0.1:%1").arg(m_port); }
    [[nodiscard]] server::ServerHost& host() { return *m_host; }

private:
    QTemporaryDir m_folder;
    std::unique_ptr<server::ServerHost> m_host;
    std::uint16_t m_port = 0;
    bool m_tls;
};

// Somebody else in the chatroom: lines out, lines in.
class Guest final : public QObject
{
    Q_OBJECT

public:
    // Comes in and into the room; false when that fails within ten seconds.
    [[nodiscard]] bool enter(std::uint16_t port, const QByteArray& name, const QByteArray& room = "#lobby");
    void send(const QByteArray& line);
    void say(const QByteArray& target, const QByteArray& text) { send("PRIVMSG " + target + " :" + text); }
    [[nodiscard]] const QByteArrayList& lines() const { return m_lines; }
    // The texts of the messages to `target`, in order.
    [[nodiscard]] QByteArrayList heard(const QByteArray& target) const;
    [[nodiscard]] bool hasLine(const QByteArray& part) const;

private:
    void read();

    QTcpSocket m_socket;
    QByteArray m_partial;
    QByteArrayList m_lines;
};

// A server that says what the test wants: `answer` gets each line and what it returns is written. Null bytes: hang up.
class ScriptedServer final : public QObject
{
    Q_OBJECT

public:
    using Answer = std::function<QByteArray(const QByteArray& line)>;
    explicit ScriptedServer(Answer answer);
    [[nodiscard]] QString address() const { return QStringLiteral("127.0.0.1:%1").arg(m_server.serverPort()); }

private:
    QTcpServer m_server;
    Answer m_answer;
};

} // namespace chatroom::test
