#include "durability/cutwire.h"

#include <QTcpSocket>

namespace chatroom::test {

using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArray kCommit("COMMIT\0", 7); // as the text of a query

} // namespace

CutWire::CutWire(std::uint16_t to) : m_to(to)
{
    connect(&m_server, &QTcpServer::newConnection, this, &CutWire::accept);
    m_server.listen(QHostAddress::LocalHost);
}

CutWire::~CutWire()
{
    for (QTcpSocket* each : findChildren<QTcpSocket*>())
        each->disconnect(this);
}

void CutWire::cutAtCommit(Fate fate)
{
    m_plan = fate;
    m_isCut = false;
}

void CutWire::accept()
{
    QTcpSocket* client = m_server.nextPendingConnection();
    auto* database = new QTcpSocket(this); // each goes with the other one's connection
    client->setParent(this);
    database->connectToHost(u"127.0.0.1"_s, m_to);
    connect(client, &QTcpSocket::readyRead, this, [this, client, database] { toDatabase(*client, *database); });
    connect(database, &QTcpSocket::readyRead, this, [client, database] { client->write(database->readAll()); });
    connect(database, &QTcpSocket::disconnected, this, [client] { client->disconnectFromHost(); });
    connect(client, &QTcpSocket::disconnected, this, [client, database] {
        database->disconnectFromHost();
        client->deleteLater();
        database->deleteLater();
    });
}

void CutWire::toDatabase(QTcpSocket& client, QTcpSocket& database)
{
    const QByteArray bytes = client.readAll();
    const auto cut = [this, &client, &database] {
        m_isCut = true;
        database.abort();
        client.abort();
    };
    const auto fate = bytes.contains(kCommit) ? std::exchange(m_plan, std::nullopt) : std::nullopt;
    if (fate == Fate::NotMade)
        return cut();
    if (fate == Fate::Made) {
        database.disconnect(this);
        connect(&database, &QTcpSocket::readyRead, this, [cut, &database] {
            if (database.readAll().contains(kCommit)) // that it is made
                cut();
        });
    }
    database.write(bytes);
}

} // namespace chatroom::test
