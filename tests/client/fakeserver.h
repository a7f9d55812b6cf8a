// A server on a real socket that knows the handshake; everything else is said by the test.
#pragma once

#include <QByteArrayList>
#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <algorithm>

namespace chatroom::client::test {

// Answers the handshake with these capabilities; everything else is said by the test.
class FakeServer final : public QObject
{
public:
    explicit FakeServer(QByteArray capabilities) : m_capabilities(std::move(capabilities))
    {
        m_server.listen(QHostAddress::LocalHost);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            m_socket = m_server.nextPendingConnection();
            connect(m_socket, &QTcpSocket::readyRead, this, [this] { read(); });
        });
    }
    void say(const QByteArray& line) { m_socket->write(line + "\r\n"); }
    void hangUp() { m_socket->abort(); }
    void close() { m_socket->disconnectFromHost(); } // after what was said
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] bool got(const QByteArray& part) const
    {
        return std::any_of(lines.begin(), lines.end(), [&part](const QByteArray& each) { return each.contains(part); });
    }
    QByteArrayList lines;
    QByteArrayList takenNames;
    QByteArray refusedCapability; // a request that names it is refused

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
                say(":s 433 * " + nick + " :Nickname is already in use");
                continue;
            }
            say(":s 001 " + nick + " :Welcome\r\n:s 005 " + nick + " PREFIX=(ov)@+ NETWORK=Test :are supported\r\n:s 422 " + nick
                + " :No MOTD");
        }
    }

    QTcpServer m_server;
    QTcpSocket* m_socket = nullptr;
    QByteArray m_capabilities, nick;
};

} // namespace chatroom::client::test
