// A server changes while it runs: listeners, certificates, settings, and what the person at the machine does.
#include "network/tlsidentity.h"
#include "server-io/support.h"

#include <QFile>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QTcpServer>
#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;
using server::ServerHost;

class TestChanges final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listenersComeAndGo();
    void aFailedChangeChangesNothing();
    void aRenewedCertificate();
    void settingsChangeForNewcomers();
    void rehashIsAskedFor();
    void whoIsAtTheMachine();
    void snapshotsOnlyWhenWanted();
};

void TestChanges::listenersComeAndGo()
{
    Server server(2);
    QCOMPARE(server.start([](auto& config) { config.listen = {plainListener(), plainListener()}; }), QString());
    QCOMPARE(server.host().boundAddresses().size(), 1); // the same thing twice is one
    const std::uint16_t first = server.port();
    Visitor ann;
    QVERIFY(ann.enter(first, "Ann"));
    QCOMPARE(server.apply([](auto& config) { config.listen = {plainListener(), tlsListener()}; }), QString());
    QCOMPARE(server.host().boundAddresses().size(), 2);
    QCOMPARE(server.port(0), first);
    QVERIFY(!server.host().fingerprint().isEmpty());
    Visitor ben;
    QVERIFY(ben.enterTls(server.port(1), "Ben"));
    QCOMPARE(server.apply([](auto& config) { config.listen = {tlsListener()}; }), QString());
    Visitor late;
    late.connectPlain(first);
    QVERIFY(late.isGone());
    // Who came in through a door that is gone stays.
    ann.say("still in");
    QVERIFY(ben.hears("still in"));
    QCOMPARE(server.apply([&](auto& config) { config.listen = {plainListener(first)}; }), QString());
    QVERIFY(server.host().fingerprint().isEmpty());
    Visitor last;
    QVERIFY(last.enter(first, "Last"));
}

void TestChanges::aFailedChangeChangesNothing()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress(u"127.0.0.1"_s)));
    Server server;
    QCOMPARE(server.start(), QString());
    const std::uint16_t port = server.port();
    const auto complaint = server.apply([&](auto& config) {
        config.listen = {plainListener(other.serverPort()), tlsListener()};
        config.network = "Elsewhere";
    });
    QVERIFY(complaint.contains(QString::number(other.serverPort())));
    QCOMPARE(server.host().boundAddresses().size(), 1);
    QCOMPARE(server.port(), port);
    QCOMPARE(server.host().config().network, QByteArray("Chatroom"));
    Visitor ann;
    QVERIFY(ann.enter(port, "Ann"));
    QVERIFY(ann.hasHeard("NETWORK=Chatroom"));
}

void TestChanges::aRenewedCertificate()
{
    QTemporaryDir folder;
    const auto old = network::ownIdentity(folder.path(), u"a.example"_s);
    QVERIFY(old);
    Server server;
    const auto config = [&](auto& wanted) {
        wanted.listen = {tlsListener()};
        wanted.listen.front().certificate = old->certificateFile;
        wanted.listen.front().key = old->keyFile;
    };
    QCOMPARE(server.start(config), QString());
    Visitor ann;
    QVERIFY(ann.enterTls(server.port(), "Ann"));
    const std::uint16_t port = server.port();

    QVERIFY(QFile::remove(old->certificateFile));
    QVERIFY(server.apply(config).contains(u"cannot be read"_s));
    QCOMPARE(server.host().fingerprint(), old->fingerprint);

    QVERIFY(QFile::remove(old->keyFile));
    const auto renewed = network::ownIdentity(folder.path(), u"a.example"_s);
    QVERIFY(renewed);
    QCOMPARE(server.apply(config), QString());
    QCOMPARE(server.host().fingerprint(), renewed->fingerprint);
    QCOMPARE(server.port(), port);
    Visitor ben;
    QVERIFY(ben.enterTls(port, "Ben"));
    QCOMPARE(ben.socket().peerCertificate().digest(QCryptographicHash::Sha256).toHex(), renewed->fingerprint);
    QVERIFY(ann.isAnswered()); // who is here stays on the old one
}

void TestChanges::settingsChangeForNewcomers()
{
    Server server(2);
    QCOMPARE(server.start(), QString());
    Visitor ann;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QCOMPARE(server.apply([](auto& config) {
        config.password = "sesame";
        config.network = "Attic";
        config.limits.nickLength = 5;
        config.motd = {"Mind the stairs"};
    }),
             QString());
    QVERIFY(ann.isAnswered());
    Visitor without;
    without.connectPlain(server.port());
    without.giveName("Ben");
    QVERIFY(without.hears(" 464 "));
    Visitor with;
    with.connectPlain(server.port());
    with.send("PASS sesame");
    with.giveName("Cleo");
    QVERIFY(with.hears("Mind the stairs"));
    QVERIFY(with.hasHeard("NETWORK=Attic"));
    QVERIFY(with.hasHeard("NICKLEN=5"));
    with.send("NICK Cleopatra");
    QVERIFY(with.hears(" 432 "));
}

void TestChanges::rehashIsAskedFor()
{
    Server server(2);
    QSignalSpy asked(&server.host(), &ServerHost::rehashRequested);
    QCOMPARE(server.start([](auto& config) { config.operators = {{"root", "secret"}}; }), QString());
    Visitor ann;
    QVERIFY(ann.enter(server.port(), "Ann"));
    ann.send("REHASH");
    QVERIFY(ann.hears(" 481 "));
    ann.send("OPER root secret");
    QVERIFY(ann.hears(" 381 "));
    ann.send("REHASH");
    QVERIFY(ann.hears(" 382 "));
    QTRY_COMPARE(asked.size(), 1);
}

void TestChanges::whoIsAtTheMachine()
{
    Server server(2);
    QSignalSpy failed(&server.host(), &ServerHost::adminFailed);
    QCOMPARE(server.start(), QString());
    Visitor ann, ben;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QVERIFY(ben.enter(server.port(), "Ben"));
    server.host().announce("Lunch");
    QVERIFY(ann.hears("Lunch"));
    QVERIFY(ben.hears("Lunch"));
    server.host().message("Ann", "a word");
    QVERIFY(ann.hears("a word"));
    server.host().setTopic("#lobby", "Soup");
    QVERIFY(ben.hears("TOPIC #lobby"));
    server.host().kick("Ben", "#lobby", "out");
    QVERIFY(ann.hears("KICK #lobby Ben"));
    server.host().message("Nobody", "hello");
    QTRY_COMPARE(failed.size(), 1);
    server.host().ban("127.0.0.1", std::chrono::seconds{0}, "enough");
    QVERIFY(ann.hears("ERROR :"));
    QVERIFY(ann.isGone());
    Visitor cleo;
    cleo.connectPlain(server.port());
    QVERIFY(cleo.hears("ERROR :Closing link: (127.0.0.1) [You are banned: enough]"));
    server.host().unban("127.0.0.1");
    Visitor dora;
    QVERIFY(dora.enter(server.port(), "Dora"));
}

void TestChanges::snapshotsOnlyWhenWanted()
{
    Server server;
    QCOMPARE(server.start(), QString());
    QSignalSpy snapshots(&server.host(), &ServerHost::snapshotArrived);
    Visitor ann;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QCOMPARE(snapshots.size(), 0);
    server.host().setSnapshotInterval(std::chrono::milliseconds{50});
    QTRY_VERIFY(snapshots.size() >= 3);
    const auto snapshot = snapshots.constLast().constFirst().value<server::ServerSnapshot>();
    QCOMPARE(snapshot.people.size(), 1);
    QCOMPARE(snapshot.people.constFirst().nickname, QByteArray("Ann"));
    QCOMPARE(snapshot.rooms.constFirst().people, 1);
    server.host().setSnapshotInterval(std::chrono::milliseconds{0});
    QVERIFY(ann.isAnswered());
    QVERIFY(ann.isAnswered());
    snapshots.clear();
    QVERIFY(ann.isAnswered());
    QCOMPARE(snapshots.size(), 0);
}

QTEST_GUILESS_MAIN(TestChanges)
#include "tst_changes.moc"
