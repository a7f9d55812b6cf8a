// A connection meets certificates: unknown, known, changed, and none.
#include "network/connection.h"
#include "network/tlsidentity.h"
#include "network/trust.h"

#include <QFile>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::network;

namespace {

// A server with a certificate of its own that notes what it is told.
class SafeServer final : public QObject
{
public:
    SafeServer()
    {
        const auto identity = ownIdentity(m_folder.path(), u"office"_s);
        QFile certificate(identity.value().certificateFile), key(identity.value().keyFile);
        if (!certificate.open(QIODevice::ReadOnly) || !key.open(QIODevice::ReadOnly))
            qFatal("the identity cannot be read");
        fingerprint = identity.value().fingerprint;
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(certificate.readAll()));
        configuration.setPrivateKey(QSslKey(key.readAll(), QSsl::Ec));
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        m_server.setSslConfiguration(configuration);
        connect(&m_server, &QSslServer::startedEncryptionHandshake, this, [this] { ++handshakes; });
        connect(&m_server, &QSslServer::pendingConnectionAvailable, this, [this] {
            QTcpSocket* socket = m_server.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { heard += socket->readAll(); });
        });
    }
    [[nodiscard]] bool listen(quint16 port = 0) { return m_server.listen(QHostAddress::LocalHost, port); }
    [[nodiscard]] ServerAddress address() const { return {u"127.0.0.1"_s, m_server.serverPort(), true}; }

    QByteArray fingerprint, heard;
    int handshakes = 0;

private:
    QTemporaryDir m_folder;
    QSslServer m_server;
};

} // namespace

class TrustFlowTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anUnknownCertificateIsAskedForAndNothingIsSentBefore();
    void aKnownCertificateIsNotAskedForAgain();
    void aChangedCertificateIsShownWithTheOldOne();
    void noMeansNo();
    void aServerWithoutEncryptionIsToldAtOnce();

private:
    // Connects, trusts, closes: the server is known then.
    void visit(TrustStore& store, const SafeServer& server)
    {
        Connection connection(store);
        QSignalSpy asked(&connection, &Connection::trustNeeded), opened(&connection, &Connection::opened);
        connection.open(server.address());
        QTRY_COMPARE(asked.count(), 1);
        connection.trust(true);
        QTRY_COMPARE(opened.count(), 1);
    }
};

void TrustFlowTest::anUnknownCertificateIsAskedForAndNothingIsSentBefore()
{
    SafeServer server;
    QVERIFY(server.listen());
    TrustStore store;
    Connection connection(store);
    QSignalSpy asked(&connection, &Connection::trustNeeded), opened(&connection, &Connection::opened),
        failed(&connection, &Connection::failed);
    connection.open(server.address());
    QTRY_COMPARE(asked.count(), 1);
    QCOMPARE(asked.first().at(0).toByteArray(), server.fingerprint);
    QCOMPARE(asked.first().at(1).toByteArray(), QByteArray());
    QVERIFY(!connection.send("NICK Ann"));
    // A person may compare words for as long as it takes: no connection stands open for it.
    connection.trust(true);
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(server.handshakes, 2);
    QVERIFY(connection.isEncrypted());
    QVERIFY(connection.send("NICK Ann"));
    QTRY_COMPARE(server.heard, "NICK Ann\r\n"_ba);
    QCOMPARE(failed.count(), 0);
    QCOMPARE(asked.count(), 1);
}

void TrustFlowTest::aKnownCertificateIsNotAskedForAgain()
{
    SafeServer server;
    QVERIFY(server.listen());
    TrustStore store;
    visit(store, server);
    Connection again(store);
    QSignalSpy asked(&again, &Connection::trustNeeded), opened(&again, &Connection::opened);
    again.open(server.address());
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(asked.count(), 0);
    QCOMPARE(again.fingerprint(), server.fingerprint);
}

void TrustFlowTest::aChangedCertificateIsShownWithTheOldOne()
{
    TrustStore store;
    auto server = std::make_unique<SafeServer>();
    QVERIFY(server->listen());
    const quint16 port = server->address().port;
    const QByteArray old = server->fingerprint;
    visit(store, *server);
    server = std::make_unique<SafeServer>();
    QVERIFY(server->listen(port));
    Connection connection(store);
    QSignalSpy asked(&connection, &Connection::trustNeeded), opened(&connection, &Connection::opened);
    connection.open(server->address());
    QTRY_COMPARE(asked.count(), 1);
    QCOMPARE(asked.first().at(0).toByteArray(), server->fingerprint);
    QCOMPARE(asked.first().at(1).toByteArray(), old);
    QCOMPARE(opened.count(), 0);
}

void TrustFlowTest::noMeansNo()
{
    SafeServer server;
    QVERIFY(server.listen());
    TrustStore store;
    Connection connection(store);
    QSignalSpy asked(&connection, &Connection::trustNeeded), failed(&connection, &Connection::failed);
    connection.open(server.address());
    QTRY_COMPARE(asked.count(), 1);
    connection.trust(false);
    QCOMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<Failure>().kind, FailureKind::Untrusted);
    QVERIFY(store.fingerprint(server.address()).isEmpty());
    QVERIFY(server.heard.isEmpty());
}

void TrustFlowTest::aServerWithoutEncryptionIsToldAtOnce()
{
    QTcpServer plain;
    QVERIFY(plain.listen(QHostAddress::LocalHost));
    connect(&plain, &QTcpServer::newConnection, &plain, [&plain] { plain.nextPendingConnection()->write("NOTICE * :Welcome\r\n"); });
    TrustStore store;
    Connection connection(store);
    QSignalSpy failed(&connection, &Connection::failed);
    connection.open({u"127.0.0.1"_s, plain.serverPort(), true});
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().first().value<Failure>().kind, FailureKind::Tls);
}

QTEST_GUILESS_MAIN(TrustFlowTest)
#include "tst_trustflow.moc"
