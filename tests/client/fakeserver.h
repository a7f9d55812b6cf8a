// A server on a real socket that knows the handshake; everything else is said by the test.
#pragma once

#include <QByteArrayList>
#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>
#include <memory>

namespace chatroom::client::test {

// Answers the handshake with these capabilities; everything else is said by the test.
class FakeServer final : public QObject
{
public:
    explicit FakeServer(QByteArray capabilities) : FakeServer(std::move(capabilities), std::make_unique<QTcpServer>()) {}
    // With encryption: a QSslServer that has its certificate already.
    FakeServer(QByteArray capabilities, std::unique_ptr<QTcpServer> server)
        : m_server(std::move(server)), m_capabilities(std::move(capabilities))
    {
        m_server->listen(QHostAddress::LocalHost);
        connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
            m_socket = m_server->nextPendingConnection();
            connect(m_socket, &QTcpSocket::readyRead, this, [this] { read(); });
            read();
        });
    }
    void hangUpAndForget() // before the next connection says the same things again
    {
        lines.clear();
        hangUp();
    }
    void say(const QByteArray& line) { m_socket->write(line + "\r\n"); }
    void hangUp() { m_socket->abort(); }
    [[nodiscard]] int count(const QByteArray& part) const
    {
        return static_cast<int>(std::count_if(lines.begin(), lines.end(), [&part](const QByteArray& each) { return each.contains(part); }));
    }
    // What stands behind `begin` in the last line that begins so; empty: none.
    [[nodiscard]] QByteArray last(const QByteArray& begin) const
    {
        const auto found = std::find_if(lines.rbegin(), lines.rend(), [&begin](const QByteArray& each) { return each.startsWith(begin); });
        return found == lines.rend() ? QByteArray() : found->mid(begin.size());
    }
    void close() { m_socket->disconnectFromHost(); } // after what was said
    [[nodiscard]] QTcpSocket* socket() const { return m_socket; }
    [[nodiscard]] quint16 port() const { return m_server->serverPort(); }
    [[nodiscard]] bool got(const QByteArray& part) const
    {
        return std::any_of(lines.begin(), lines.end(), [&part](const QByteArray& each) { return each.contains(part); });
    }
    QByteArrayList lines;
    QByteArrayList takenNames;
    QByteArray refusal = "Nickname is already in use";
    QByteArray beforeRefusal;     // whole lines
    QByteArray refusedCapability; // a request that names it is refused
    QByteArray tokens;            // more of 005
    QByteArray afterWelcome;      // whole lines, before the end of the message of the day
    QByteArray givenName;         // in 001, whatever was asked for; empty: what was asked for

private:
    void read()
    {
        while (m_socket->canReadLine()) {
            const QByteArray line = m_socket->readLine().trimmed();
            lines.append(line);
            if (line.startsWith("CAP LS") && !m_capabilities.isEmpty())
                say("CAP * LS :" + m_capabilities);
            else if (line.startsWith("CAP LS"))
                say(":s 421 * CAP :Unknown command");
            else if (line.startsWith("CAP REQ"))
                say((!refusedCapability.isEmpty() && line.contains(refusedCapability) ? "CAP * NAK " : "CAP * ACK ") + line.mid(8));
            else if (line.startsWith("NICK"))
                nick = line.mid(5);
            const bool isDone = m_capabilities.isEmpty() ? line.startsWith("USER") || line.startsWith("NICK")
                                                         : line == "CAP END" || line.startsWith("NICK");
            const bool hasUser = std::any_of(lines.begin(), lines.end(), [](const QByteArray& each) { return each.startsWith("USER"); });
            const bool hasEnd = m_capabilities.isEmpty() || lines.contains("CAP END");
            if (!isDone || !hasUser || !hasEnd)
                continue;
            if (takenNames.contains(nick)) {
                say(beforeRefusal + ":s 433 * " + nick + " :" + refusal);
                continue;
            }
            const QByteArray name = givenName.isEmpty() ? nick : givenName;
            say(":s 001 " + name + " :Welcome\r\n:s 005 " + name + " PREFIX=(ov)@+ NETWORK=Test" + tokens + " :are supported\r\n"
                + afterWelcome + ":s 422 " + name + " :No MOTD");
        }
    }

    std::unique_ptr<QTcpServer> m_server;
    QTcpSocket* m_socket = nullptr;
    QByteArray m_capabilities, nick;
};

} // namespace chatroom::client::test
