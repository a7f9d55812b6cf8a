// A server starts whole or not at all, and says goodbye.
#include "network/tlsidentity.h"
#include "server-io/support.h"

#include <QElapsedTimer>
#include <QFile>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;
using server::ServerHost;
using server::StartError;

class TestLifecycle final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void threadsByTheMachine_data();
    void threadsByTheMachine();
    void everyInterfaceMeansBothFamilies();
    void stoppingSaysGoodbye_data();
    void stoppingSaysGoodbye();
    void stoppingUnderLoad();
    void stoppingDoesNotWaitForWhoReadsNothing();
    void itStartsAgainOnTheSamePort();
    void aPortInUse();
    void oneBadListenerOpensNone();
    void badListeners_data();
    void badListeners();
    void badCertificates_data();
    void badCertificates();
};

namespace {

bool write(const QString& name, const QByteArray& contents)
{
    QFile file(name);
    return file.open(QIODevice::WriteOnly) && file.write(contents) == contents.size();
}

} // namespace

void TestLifecycle::threadsByTheMachine_data()
{
    QTest::addColumn<int>("processors");
    QTest::addColumn<int>("workers");
    QTest::newRow("a number that nobody knows") << -1 << 1;
    QTest::newRow("one processor") << 1 << 1;
    QTest::newRow("two: the worker lives in the hub's thread") << 2 << 1;
    QTest::newRow("three: the hub has one of its own") << 3 << 2;
    QTest::newRow("nine") << 9 << 8;
    QTest::newRow("sixteen: eight fill the hub") << 16 << 8;
}

void TestLifecycle::threadsByTheMachine()
{
    QFETCH(const int, processors);
    QTEST(server::workersByMachine(processors), "workers");
}

// An IPv4 address stays one, whatever the listener is: people read it, and limits and bans go by it.
void TestLifecycle::everyInterfaceMeansBothFamilies()
{
    Server server;
    QCOMPARE(server.start([](auto& config) {
        config.listen = {plainListener()};
        config.listen.front().address = u"[::]:0"_s;
    }),
             QString());
    Visitor four, six;
    QVERIFY(four.enter(server.port(), "Four"));
    six.socket().connectToHost(QHostAddress(QHostAddress::LocalHostIPv6), server.port());
    six.giveName("Six");
    QVERIFY(six.hears(" 001 Six "));
    six.send("WHOIS Four");
    QVERIFY(six.hears(" 311 Six Four Four 127.0.0.1 * "));
    six.send("WHOIS Six");
    QVERIFY(six.hears(" 311 Six Six Six 0::1 * ")); // never a colon in front
    server.host().ban("127.0.0.1", std::chrono::seconds{0}, "enough");
    QVERIFY(four.isGone());
    QVERIFY(six.isAnswered());
}

void TestLifecycle::stoppingSaysGoodbye_data()
{
    QTest::addColumn<int>("workers");
    QTest::addColumn<bool>("isTls");
    QTest::newRow("one thread, plain") << 1 << false;
    QTest::newRow("one thread, encrypted") << 1 << true;
    QTest::newRow("four threads, plain") << 4 << false;
    QTest::newRow("four threads, encrypted") << 4 << true;
}

void TestLifecycle::stoppingSaysGoodbye()
{
    QFETCH(const int, workers);
    QFETCH(const bool, isTls);
    Server server(workers);
    QCOMPARE(server.start([&](auto& config) { config.listen = {isTls ? tlsListener() : plainListener()}; }), QString());
    std::vector<std::unique_ptr<Visitor>> people;
    for (int i = 0; i < 8; ++i) {
        people.push_back(std::make_unique<Visitor>());
        const QByteArray name = "p" + QByteArray::number(i);
        QVERIFY(isTls ? people.back()->enterTls(server.port(), name) : people.back()->enter(server.port(), name));
    }
    Visitor nameless; // connected, but nobody yet
    isTls ? nameless.connectTls(server.port()) : nameless.connectPlain(server.port());
    nameless.send("CAP LS 302");
    QVERIFY(nameless.hears("CAP * LS"));
    QElapsedTimer took;
    took.start();
    server.host().stop(u"Going home"_s);
    QVERIFY2(took.elapsed() < 1000, QByteArray::number(took.elapsed()).constData());
    QVERIFY(!server.host().isRunning());
    QVERIFY(server.host().boundAddresses().isEmpty());
    for (const auto& person : people) {
        QVERIFY(person->hears("ERROR :Closing link: (127.0.0.1) [Going home]"));
        QVERIFY(person->isGone());
        QVERIFY(!person->hasHeard("QUIT"));
    }
    QVERIFY(nameless.hears("ERROR :Closing link: (127.0.0.1) [Going home]"));
    QVERIFY(nameless.isGone());
}

// Lines that arrive while the threads end meet nobody who is gone.
void TestLifecycle::stoppingUnderLoad()
{
    for (int round = 0; round < 5; ++round) {
        Server server(4);
        QCOMPARE(server.start([](auto& config) { config.limits.flood = false; }), QString());
        std::vector<std::unique_ptr<Visitor>> people;
        for (int i = 0; i < 12; ++i) {
            people.push_back(std::make_unique<Visitor>());
            QVERIFY(people.back()->enter(server.port(), "p" + QByteArray::number(i)));
        }
        for (const auto& person : people) {
            for (int i = 0; i < 200; ++i)
                person->say("and on and on");
            person->socket().flush();
        }
        Visitor newcomer;
        newcomer.connectPlain(server.port());
        server.host().stop(u"Now"_s);
        for (const auto& person : people)
            QVERIFY(person->isGone());
    }
}

void TestLifecycle::stoppingDoesNotWaitForWhoReadsNothing()
{
    Server server(4);
    QCOMPARE(server.start([](auto& config) {
        config.limits.flood = false;
        config.limits.sendQueueBytes = 0; // no limit
    }),
             QString());
    std::vector<std::unique_ptr<Visitor>> slow;
    for (int i = 0; i < 4; ++i) {
        slow.push_back(std::make_unique<Visitor>());
        QVERIFY(slow.back()->enter(server.port(), "s" + QByteArray::number(i)));
        slow.back()->socket().setReadBufferSize(1024);
        slow.back()->socket().disconnect(slow.back().get());
    }
    Visitor ann;
    QVERIFY(ann.enter(server.port(), "Ann"));
    for (int i = 0; i < 20'000; ++i)
        ann.say(QByteArray(400, 'x')); // 8 MB for each of them: more than the system buffers
    QVERIFY(ann.isAnswered());
    QElapsedTimer took;
    took.start();
    server.host().stop(u"Now"_s);
    QVERIFY2(took.elapsed() < 1000, QByteArray::number(took.elapsed()).constData());
}

void TestLifecycle::itStartsAgainOnTheSamePort()
{
    Server server;
    QCOMPARE(server.start(), QString());
    QSignalSpy started(&server.host(), &ServerHost::started);
    QSignalSpy stopped(&server.host(), &ServerHost::stopped);
    const std::uint16_t port = server.port();
    Visitor before;
    QVERIFY(before.enter(port, "Ann"));
    server.host().stop(u"Back at once"_s);
    server.host().stop(u"Nothing is left to stop"_s);
    QCOMPARE(stopped.size(), 1);
    QVERIFY(before.isGone());
    QCOMPARE(server.start([&](auto& config) { config.listen = {plainListener(port)}; }), QString());
    QCOMPARE(started.size(), 1);
    Visitor after;
    QVERIFY(after.enter(port, "Ann")); // the name is free again
}

void TestLifecycle::aPortInUse()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress(u"127.0.0.1"_s)));
    const QTemporaryDir folder;
    ServerHost host(folder.path());
    server::ServerConfig config = Server::usualConfig();
    config.listen = {plainListener(), plainListener(other.serverPort())};
    const auto started = host.start(config);
    QVERIFY(!started);
    QCOMPARE(started.error().kind, StartError::Kind::PortInUse);
    QCOMPARE(started.error().port, other.serverPort());
    QCOMPARE(started.error().listener, u"127.0.0.1:%1"_s.arg(other.serverPort()));
    QVERIFY(started.error().what.contains(u"Port %1 is in use"_s.arg(other.serverPort())));
    QVERIFY(started.error().what.contains(u"127.0.0.1"_s));
    QVERIFY(!host.isRunning());
    const std::uint16_t next = started.error().nextFreePort;
    QVERIFY(next > other.serverPort() || next == 0);
    config.listen = {plainListener(next)};
    QVERIFY(host.start(config));
}

void TestLifecycle::oneBadListenerOpensNone()
{
    QTcpServer probe;
    QVERIFY(probe.listen(QHostAddress(u"127.0.0.1"_s)));
    const std::uint16_t free = probe.serverPort();
    probe.close();
    const QTemporaryDir folder;
    ServerHost host(folder.path());
    server::ServerConfig config = Server::usualConfig();
    config.listen = {plainListener(free), plainListener()};
    config.listen.back().address = u"192.0.2.1:0"_s; // of nobody's machine: RFC 5737
    const auto started = host.start(config);
    QVERIFY(!started);
    QCOMPARE(started.error().kind, StartError::Kind::BadAddress);
    QTcpServer again;
    QVERIFY(again.listen(QHostAddress(u"127.0.0.1"_s), free));
}

void TestLifecycle::badListeners_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("no port") << u"127.0.0.1"_s;
    QTest::newRow("no address") << u":6667"_s;
    QTest::newRow("a port that does not exist") << u"127.0.0.1:65536"_s;
    QTest::newRow("a port that is no number") << u"127.0.0.1:irc"_s;
    QTest::newRow("a port with a sign") << u"127.0.0.1:+6667"_s;
    QTest::newRow("IPv6 without brackets") << u"::1:6667"_s;
    QTest::newRow("IPv4 in brackets") << u"[127.0.0.1]:6667"_s;
    QTest::newRow("a name") << u"localhost:6667"_s;
    QTest::newRow("nothing") << QString();
}

void TestLifecycle::badListeners()
{
    QFETCH(const QString, address);
    const QTemporaryDir folder;
    ServerHost host(folder.path());
    server::ServerConfig config = Server::usualConfig();
    config.listen.front().address = address;
    const auto started = host.start(config);
    QVERIFY(!started);
    QCOMPARE(started.error().kind, StartError::Kind::BadAddress);
    QVERIFY(started.error().what.contains(u'"' + address + u'"'));
}

void TestLifecycle::badCertificates_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("complaint");
    QTest::newRow("a certificate that is not there") << u"nowhere.pem"_s << u"key.pem"_s << u"nowhere.pem cannot be read"_s;
    QTest::newRow("a key that is not there") << u"certificate.pem"_s << u"nowhere.pem"_s << u"nowhere.pem cannot be read"_s;
    QTest::newRow("a certificate that is none") << u"prose.pem"_s << u"key.pem"_s << u"prose.pem is not a certificate"_s;
    QTest::newRow("a key that is none") << u"certificate.pem"_s << u"prose.pem"_s << u"prose.pem is not a key"_s;
    QTest::newRow("key and certificate exchanged") << u"key.pem"_s << u"certificate.pem"_s << u"key.pem is not a certificate"_s;
    QTest::newRow("somebody else's key") << u"certificate.pem"_s << u"other/key.pem"_s << u"key.pem does not belong to"_s;
    QTest::newRow("a folder") << u"other"_s << u"key.pem"_s << u"other"_s;
    QTest::newRow("an empty file") << u"empty.pem"_s << u"key.pem"_s << u"empty.pem is not a certificate"_s;
}

void TestLifecycle::badCertificates()
{
    QFETCH(const QString, certificate);
    QFETCH(const QString, key);
    QFETCH(const QString, complaint);
    QTemporaryDir folder;
    QVERIFY(network::ownIdentity(folder.path(), u"a.example"_s));
    QVERIFY(network::ownIdentity(folder.filePath(u"other"_s), u"b.example"_s));
    QVERIFY(write(folder.filePath(u"prose.pem"_s), "Once upon a time"));
    QVERIFY(write(folder.filePath(u"empty.pem"_s), {}));
    ServerHost host(folder.filePath(u"data"_s));
    server::ServerConfig config = Server::usualConfig();
    config.listen = {tlsListener()};
    config.listen.front().certificate = folder.filePath(certificate);
    config.listen.front().key = folder.filePath(key);
    const auto started = host.start(config);
    QVERIFY(!started);
    QCOMPARE(started.error().kind, StartError::Kind::Certificate);
    QVERIFY2(started.error().what.contains(complaint), qPrintable(started.error().what));
}

QTEST_GUILESS_MAIN(TestLifecycle)
#include "tst_lifecycle.moc"
