// A client's connection without certificates: lines in, lines out, and every way in which it ends.
#include "network/connection.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <memory>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using namespace chatroom::network;
using State = Connection::State;

namespace {

// The descriptor of this process that has that port: the connection under test shows its own to nobody.
int descriptorAt(quint16 port)
{
    for (int descriptor = 0; descriptor < 1024; ++descriptor) {
        sockaddr_in address{};
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address); // NOLINT: how the socket interface is made
        if (::getsockname(descriptor, generic, &size) == 0 && address.sin_family == AF_INET && ntohs(address.sin_port) == port)
            return descriptor;
    }
    return -1;
}

} // namespace

class ConnectionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void linesGoBothWays();
    void lineEnds_data();
    void lineEnds();
    void halfALineIsNoLine();
    void aLineTooLongIsLeftOut();
    void lastWordsAreHeard();
    void whatWaitsIsBounded();
    void nothingIsSentBeforeItIsOpen();
    void closingWritesWhatWaits();
    void closingDoesNotWaitForEver();
    void abortingIsAtOnce();
    void nobodyListens();
    void aNameThatDoesNotExist();
    void itIsReset();
    void itOpensAgain();
    void anEncryptedServerWithoutEncryption();
    void plainServersWhenEncryptionIsAskedFor_data();
    void plainServersWhenEncryptionIsAskedFor();

private:
    [[nodiscard]] ServerAddress address(bool tls = false) const { return {u"127.0.0.1"_s, m_server->serverPort(), tls}; }
    [[nodiscard]] bool open();
    [[nodiscard]] QByteArrayList heard() const;

    std::unique_ptr<QTcpServer> m_server;
    std::unique_ptr<QTcpSocket> m_peer; // the server's side
    TrustStore m_store;
    std::unique_ptr<Connection> m_connection;
    std::unique_ptr<QSignalSpy> m_lines, m_failed, m_closed;
};

void ConnectionTest::init()
{
    m_server = std::make_unique<QTcpServer>();
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    m_connection = std::make_unique<Connection>(m_store);
    m_lines = std::make_unique<QSignalSpy>(m_connection.get(), &Connection::linesReceived);
    m_failed = std::make_unique<QSignalSpy>(m_connection.get(), &Connection::failed);
    m_closed = std::make_unique<QSignalSpy>(m_connection.get(), &Connection::closed);
}

void ConnectionTest::cleanup()
{
    m_connection.reset();
    m_peer.reset();
    m_server.reset();
}

bool ConnectionTest::open()
{
    m_connection->open(address());
    const bool isOpen = QTest::qWaitFor([&] { return m_connection->state() == State::Open && m_server->hasPendingConnections(); });
    m_peer.reset(m_server->nextPendingConnection());
    m_peer->setParent(nullptr);
    return isOpen;
}

QByteArrayList ConnectionTest::heard() const
{
    QByteArrayList all;
    for (const auto& each : *m_lines)
        all += each.constFirst().value<QByteArrayList>();
    return all;
}

void ConnectionTest::linesGoBothWays()
{
    QSignalSpy opened(m_connection.get(), &Connection::opened);
    QSignalSpy states(m_connection.get(), &Connection::stateChanged);
    QVERIFY(open());
    QCOMPARE(opened.size(), 1);
    QCOMPARE(states.constFirst().constFirst().value<State>(), State::Connecting);
    QVERIFY(!m_connection->isEncrypted());
    QVERIFY(m_connection->send("NICK Ann"));
    QVERIFY(m_connection->send("USER ann\r\n"));
    QByteArray sent;
    QTRY_COMPARE((sent += m_peer->readAll()), QByteArray("NICK Ann\r\nUSER ann\r\n"));
    m_peer->write(":a 001 Ann :Welcome\r\n:a 002 Ann :Really\r\n");
    QTRY_COMPARE(heard(), (QByteArrayList{":a 001 Ann :Welcome", ":a 002 Ann :Really"}));
}

void ConnectionTest::lineEnds_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArrayList>("lines");
    QTest::newRow("both characters") << QByteArray("a\r\nb\r\n") << QByteArrayList{"a", "b"};
    QTest::newRow("a line feed alone") << QByteArray("a\nb\n") << QByteArrayList{"a", "b"};
    QTest::newRow("blank lines between") << QByteArray("a\r\n\r\n\nb\r\n") << QByteArrayList{"a", "b"};
    QTest::newRow("zero bytes within") << QByteArray("a\0b\r\n", 5) << QByteArrayList{QByteArray("a\0b", 3)};
    QTest::newRow("bytes that are not UTF-8") << QByteArray("\xff\xfe\r\n") << QByteArrayList{"\xff\xfe"};
}

void ConnectionTest::lineEnds()
{
    QFETCH(const QByteArray, sent);
    QFETCH(const QByteArrayList, lines);
    QVERIFY(open());
    m_peer->write(sent);
    QTRY_COMPARE(heard(), lines);
}

void ConnectionTest::halfALineIsNoLine()
{
    QVERIFY(open());
    m_peer->write("one\r\nPRIVMSG #lob");
    QTRY_COMPARE(heard(), QByteArrayList{"one"});
    m_peer->write("by :two\r\n");
    QTRY_COMPARE(heard(), (QByteArrayList{"one", "PRIVMSG #lobby :two"}));
}

void ConnectionTest::aLineTooLongIsLeftOut()
{
    QVERIFY(open());
    m_peer->write(QByteArray(2'000'000, 'x'));
    m_peer->write("\r\nshort\r\n");
    QTRY_COMPARE(heard(), QByteArrayList{"short"});
    QCOMPARE(m_connection->state(), State::Open);
}

void ConnectionTest::lastWordsAreHeard()
{
    QVERIFY(open());
    m_peer->write("ERROR :Closing link\r\nhalf of some");
    m_peer->disconnectFromHost();
    QTRY_COMPARE(m_closed->size(), 1);
    QCOMPARE(heard(), QByteArrayList{"ERROR :Closing link"});
    QCOMPARE(m_connection->state(), State::Closed);
    QCOMPARE(m_failed->size(), 0);
}

void ConnectionTest::whatWaitsIsBounded()
{
    QVERIFY(open());
    m_peer->setReadBufferSize(1024); // takes nothing more than that
    const QByteArray line(500, 'x');
    int taken = 0;
    while (taken < 100'000 && m_connection->send(line))
        ++taken;
    QVERIFY(taken > 1000);
    QVERIFY(taken < 100'000); // no event was dealt with, so that nothing but the queue took it
    QCOMPARE(m_connection->state(), State::Open);
    m_peer->setReadBufferSize(0);
    qint64 received = 0;
    QTRY_VERIFY_WITH_TIMEOUT((received += m_peer->readAll().size()) == taken * (line.size() + 2), 30'000);
    QVERIFY(m_connection->send("room again"));
}

void ConnectionTest::nothingIsSentBeforeItIsOpen()
{
    QVERIFY(!m_connection->send("NICK Ann"));
    m_connection->open(address());
    QVERIFY(!m_connection->send("NICK Ann"));
    QTRY_COMPARE(m_connection->state(), State::Open);
}

void ConnectionTest::closingWritesWhatWaits()
{
    QVERIFY(open());
    for (int i = 0; i < 100; ++i)
        QVERIFY(m_connection->send(QByteArray(500, 'x')));
    QVERIFY(m_connection->send("QUIT :home"));
    m_connection->close();
    QVERIFY(!m_connection->send("too late"));
    QByteArray sent;
    QTRY_VERIFY((sent += m_peer->readAll()).endsWith("QUIT :home\r\n"));
    QTRY_COMPARE(m_closed->size(), 1);
    QCOMPARE(m_connection->state(), State::Closed);
    QCOMPARE(m_failed->size(), 0);
}

void ConnectionTest::closingDoesNotWaitForEver()
{
    m_connection->setPatience({10s, 5s, 100ms});
    const int small = 4096; // else the system takes all that our queue holds
    QCOMPARE(::setsockopt(static_cast<int>(m_server->socketDescriptor()), SOL_SOCKET, SO_RCVBUF, &small, sizeof small), 0);
    QVERIFY(open());
    QCOMPARE(::setsockopt(descriptorAt(m_peer->peerPort()), SOL_SOCKET, SO_SNDBUF, &small, sizeof small), 0);
    m_peer->setReadBufferSize(1024);
    while (m_connection->send(QByteArray(500, 'x'))) // until nothing more goes
        QTest::qWait(0);
    m_connection->close();
    QCOMPARE(m_connection->state(), State::Closing);
    QTRY_COMPARE(m_closed->size(), 1);
    QCOMPARE(m_connection->state(), State::Closed);
    QCOMPARE(m_failed->size(), 0);
}

void ConnectionTest::abortingIsAtOnce()
{
    QVERIFY(open());
    m_connection->abort();
    QCOMPARE(m_connection->state(), State::Closed);
    QCOMPARE(m_closed->size(), 1);
    m_connection->abort();
    m_connection->close();
    QTRY_COMPARE(m_peer->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(m_closed->size(), 1);
    QCOMPARE(m_failed->size(), 0);
}

void ConnectionTest::nobodyListens()
{
    const ServerAddress gone = address();
    m_server->close();
    m_connection->open(gone);
    QTRY_COMPARE(m_failed->size(), 1);
    const auto failure = m_failed->constFirst().constFirst().value<Failure>();
    QCOMPARE(failure.kind, FailureKind::Refused);
    QVERIFY(failure.what.contains(QString::number(gone.port)));
    QCOMPARE(m_connection->state(), State::Closed);
    QCOMPARE(m_closed->size(), 0);
}

void ConnectionTest::aNameThatDoesNotExist()
{
    m_connection->open({u"nobody.invalid"_s, 6667, false}); // RFC 6761: never exists
    QTRY_COMPARE_WITH_TIMEOUT(m_failed->size(), 1, 30'000);
    const auto failure = m_failed->constFirst().constFirst().value<Failure>();
    QVERIFY(failure.kind == FailureKind::HostNotFound || failure.kind == FailureKind::TimedOut);
    QVERIFY(failure.what.contains(u"nobody.invalid"_s));
}

void ConnectionTest::itIsReset()
{
    QVERIFY(open());
    QVERIFY(m_connection->send("something unread, so that the other side resets"));
    QTRY_VERIFY(m_peer->bytesAvailable() > 0);
    const linger reset{1, 0};
    QCOMPARE(::setsockopt(static_cast<int>(m_peer->socketDescriptor()), SOL_SOCKET, SO_LINGER, &reset, sizeof reset), 0);
    m_peer->abort();
    QTRY_COMPARE(m_failed->size() + m_closed->size(), 1);
    QCOMPARE(m_connection->state(), State::Closed);
}

void ConnectionTest::itOpensAgain()
{
    QVERIFY(open());
    m_peer->write("half a line");
    m_peer->disconnectFromHost();
    QTRY_COMPARE(m_closed->size(), 1); // in order, since it said something
    QVERIFY(open());
    m_peer->write("whole\r\n");
    QTRY_COMPARE(heard(), QByteArrayList{"whole"}); // nothing of the first one sticks to it
}

void ConnectionTest::anEncryptedServerWithoutEncryption()
{
    QVERIFY(open());
    QVERIFY(m_connection->send("NICK Ann"));
    QTRY_VERIFY(m_peer->bytesAvailable() > 0); // to the other side no beginning of encryption
    m_peer->readAll();
    m_peer->disconnectFromHost();
    QTRY_COMPARE(m_failed->size(), 1);
    const auto failure = m_failed->constFirst().constFirst().value<Failure>();
    QCOMPARE(failure.kind, FailureKind::Tls);
    QVERIFY2(failure.what.contains(u"ircs://127.0.0.1:%1"_s.arg(m_server->serverPort())), qPrintable(failure.what));
    QCOMPARE(m_closed->size(), 0);
}

void ConnectionTest::plainServersWhenEncryptionIsAskedFor_data()
{
    QTest::addColumn<QByteArray>("greeting");
    QTest::addColumn<bool>("closes");
    QTest::newRow("it says something at once") << QByteArray("NOTICE * :Looking up your host\r\n") << false;
    QTest::newRow("it answers with an error") << QByteArray("ERROR :Closing link\r\n") << true;
    QTest::newRow("it closes without a word") << QByteArray() << true;
    QTest::newRow("it says nothing") << QByteArray() << false;
}

void ConnectionTest::plainServersWhenEncryptionIsAskedFor()
{
    QFETCH(const QByteArray, greeting);
    QFETCH(const bool, closes);
    m_connection->setPatience({30s, greeting.isEmpty() && !closes ? 100ms : 30'000ms, 3s});
    connect(m_server.get(), &QTcpServer::newConnection, this, [&, greeting, closes] {
        m_peer.reset(m_server->nextPendingConnection());
        m_peer->setParent(nullptr);
        connect(m_peer.get(), &QTcpSocket::readyRead, this, [&, greeting, closes] { // the beginning of encryption
            m_peer->readAll();
            m_peer->write(greeting);
            if (closes)
                m_peer->disconnectFromHost();
        });
    });
    m_connection->open(address(true));
    QTRY_COMPARE(m_failed->size(), 1);
    const auto failure = m_failed->constFirst().constFirst().value<Failure>();
    QCOMPARE(failure.kind, FailureKind::Tls);
    QVERIFY2(failure.what.contains(u"irc://127.0.0.1:%1"_s.arg(m_server->serverPort())), qPrintable(failure.what));
    QCOMPARE(m_connection->state(), State::Closed);
    QCOMPARE(m_closed->size(), 0);
}

QTEST_GUILESS_MAIN(ConnectionTest)
#include "tst_connection.moc"
