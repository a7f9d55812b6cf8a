#include "convergence/wire.h"

#include <QTcpSocket>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;

Wire::Wire(std::uint16_t to) : m_to(to)
{
    connect(&m_server, &QTcpServer::newConnection, this, &Wire::accept);
    m_server.listen(QHostAddress::LocalHost);
}

Wire::~Wire()
{
    for (QTcpSocket* each : findChildren<QTcpSocket*>())
        each->disconnect(this);
}

void Wire::cut()
{
    for (QTcpSocket* each : findChildren<QTcpSocket*>()) {
        each->disconnect(this);
        each->abort();
        each->deleteLater();
    }
}

void Wire::accept()
{
    QTcpSocket* client = m_server.nextPendingConnection();
    client->setParent(this);
    if (m_isOut) {
        client->abort();
        client->deleteLater();
        return;
    }
    auto* server = new QTcpSocket(this); // each goes with the other one's connection
    server->connectToHost(u"127.0.0.1"_s, m_to);
    connect(client, &QTcpSocket::readyRead, this, [client, server] { server->write(client->readAll()); });
    connect(server, &QTcpSocket::readyRead, this, [client, server] { client->write(server->readAll()); });
    connect(server, &QTcpSocket::disconnected, this, [client] { client->disconnectFromHost(); });
    connect(server, &QTcpSocket::errorOccurred, this, [client] { client->disconnectFromHost(); });
    connect(client, &QTcpSocket::disconnected, this, [client, server] {
        server->disconnectFromHost();
        client->deleteLater();
        server->deleteLater();
    });
}

} // namespace chatroom::test
