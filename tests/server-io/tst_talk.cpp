// People talk through the real threads and sockets.
#include "network/tlsidentity.h"
#include "server-io/support.h"

#include <QSslCertificate>
#include <QTest>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

class TestTalk final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workers_data();
    void workers();
    void everyoneReadsOneOrder_data() { workers_data(); }
    void everyoneReadsOneOrder();
    void nothingWaitsForMoreToSend_data() { workers_data(); }
    void nothingWaitsForMoreToSend();
    void manyAtOnce_data() { workers_data(); }
    void manyAtOnce();
    void encryptedWithItsOwnCertificate();
    void encryptedWithAGivenCertificate();
    void aCertificateOfTheirOwn();
    void plainAndEncryptedMeet();
    void manyLinesInOnePacket();
    void oneByteAtATime();
    void muchThroughEncryption();
};

void TestTalk::workers_data()
{
    QTest::addColumn<int>("count");
    QTest::newRow("one I/O thread, in the hub's own") << 1;
    QTest::newRow("two I/O threads") << 2;
    QTest::newRow("four I/O threads") << 4;
}

void TestTalk::workers()
{
    QFETCH(const int, count);
    Server server(count);
    QCOMPARE(server.start(), QString());
    Visitor ann, ben;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QVERIFY(ben.enter(server.port(), "Ben"));
    QVERIFY(ann.hears(":Ben!"));
    ann.say("Hello, Ben");
    ben.say("Hello, Ann");
    ben.say("just you", "Ann");
    QTRY_COMPARE(ben.heard(), QByteArrayList{"Ann: Hello, Ben"});
    QTRY_COMPARE(ann.heard(), QByteArrayList{"Ben: Hello, Ann"});
    QTRY_COMPARE(ann.heard("Ann"), QByteArrayList{"Ben: just you"});
    ben.send("QUIT :home");
    QVERIFY(ann.hears("QUIT :Quit: home"));
    QVERIFY(ben.isGone());
}

// TCP_NODELAY: what is written once a turn goes at once, whatever the other end has still to acknowledge.
void TestTalk::nothingWaitsForMoreToSend()
{
    QFETCH(const int, count);
    Server server(count);
    QCOMPARE(server.start(), QString());
    Visitor ann;
    QVERIFY(ann.enter(server.port(), "Ann"));
    int found = 0;
    for (int descriptor = 3; descriptor < 1024; ++descriptor) { // the server is in this process
        sockaddr_in other{};
        socklen_t size = sizeof other;
        auto* const address = reinterpret_cast<sockaddr*>(&other);
        const bool isOurs = ::getpeername(descriptor, address, &size) == 0 && other.sin_family == AF_INET
                            && ntohs(other.sin_port) == ann.socket().localPort();
        if (!isOurs)
            continue;
        ++found;
        int isOn = 0;
        socklen_t bytes = sizeof isOn;
        QCOMPARE(::getsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &isOn, &bytes), 0);
        QVERIFY(isOn != 0);
    }
    QCOMPARE(found, 1);
}

void TestTalk::everyoneReadsOneOrder()
{
    QFETCH(const int, count);
    constexpr int kPeople = 6;
    constexpr int kLines = 80;
    Server server(count);
    QCOMPARE(server.start([](auto& config) { config.limits.flood = false; }), QString());
    std::vector<std::unique_ptr<Visitor>> people;
    for (int i = 0; i < kPeople; ++i) {
        people.push_back(std::make_unique<Visitor>());
        people.back()->connectPlain(server.port());
        people.back()->send("CAP REQ :echo-message");
        people.back()->send("CAP END");
        people.back()->giveName("p" + QByteArray::number(i));
        people.back()->send("JOIN #lobby");
        QVERIFY(people.back()->hears(" 366 "));
    }
    for (int line = 0; line < kLines; ++line) {
        for (const auto& person : people)
            person->say(QByteArray::number(line));
    }
    for (const auto& person : people)
        QTRY_COMPARE_WITH_TIMEOUT(person->heard().size(), kPeople * kLines, kPatience);
    const QByteArrayList order = people.front()->heard();
    for (const auto& person : people)
        QCOMPARE(person->heard(), order);
    // And what one person said stands in the order in which it was said.
    for (int i = 0; i < kPeople; ++i) {
        const QByteArray name = "p" + QByteArray::number(i) + ": ";
        int expected = 0;
        for (const QByteArray& each : order) {
            if (each.startsWith(name))
                QCOMPARE(each, name + QByteArray::number(expected++));
        }
        QCOMPARE(expected, kLines);
    }
}

void TestTalk::manyAtOnce()
{
    QFETCH(const int, count);
    constexpr int kPeople = 300;
    Server server(count);
    QCOMPARE(server.start(), QString());
    std::vector<std::unique_ptr<Visitor>> people;
    for (int i = 0; i < kPeople; ++i) {
        people.push_back(std::make_unique<Visitor>());
        people.back()->connectPlain(server.port());
        people.back()->giveName("p" + QByteArray::number(i));
    }
    for (const auto& person : people)
        QVERIFY(person->hears(" 001 "));
    Visitor last;
    QVERIFY(last.enter(server.port(), "Last"));
    last.send("LUSERS");
    QVERIFY(last.hears(QByteArray::number(kPeople + 1)));
    last.say("are you there", "p299");
    QVERIFY(people.back()->hears("are you there"));
}

void TestTalk::encryptedWithItsOwnCertificate()
{
    Server server(2);
    QCOMPARE(server.start([](auto& config) { config.listen = {tlsListener()}; }), QString());
    Visitor ann, ben;
    QVERIFY(ann.enterTls(server.port(), "Ann"));
    QVERIFY(ben.enterTls(server.port(), "Ben"));
    ann.say("only for us");
    QTRY_COMPARE(ben.heard(), QByteArrayList{"Ann: only for us"});
    QCOMPARE(ann.socket().peerCertificate().digest(QCryptographicHash::Sha256).toHex(), server.host().fingerprint());
    QVERIFY(QFile::exists(server.path(u"certificate.pem"_s)));
    QVERIFY(server.host().boundAddresses().constFirst().tls);
}

void TestTalk::encryptedWithAGivenCertificate()
{
    QTemporaryDir folder;
    const auto identity = network::ownIdentity(folder.path(), u"given.example"_s);
    QVERIFY(identity);
    Server server;
    QCOMPARE(server.start([&](auto& config) {
        config.listen = {tlsListener()};
        config.listen.front().certificate = identity->certificateFile;
        config.listen.front().key = identity->keyFile;
    }),
             QString());
    Visitor ann;
    QVERIFY(ann.enterTls(server.port(), "Ann"));
    QCOMPARE(ann.socket().peerCertificate().digest(QCryptographicHash::Sha256).toHex(), identity->fingerprint);
    QCOMPARE(ann.socket().peerCertificate().subjectInfo(QSslCertificate::CommonName), QStringList{u"given.example"_s});
    QVERIFY(!QFile::exists(server.path(u"certificate.pem"_s)));
}

// Whoever shows a certificate, signed by anybody or nobody, is known by its fingerprint.
void TestTalk::aCertificateOfTheirOwn()
{
    QTemporaryDir folder;
    const auto identity = network::ownIdentity(folder.path(), u"ann"_s);
    QVERIFY(identity);
    Server server;
    QCOMPARE(server.start([](auto& config) { config.listen = {tlsListener()}; }), QString());
    Visitor ann;
    ann.socket().setLocalCertificate(identity->certificateFile);
    ann.socket().setPrivateKey(identity->keyFile, QSsl::Ec);
    QVERIFY(ann.enterTls(server.port(), "Ann"));
    ann.send("WHOIS Ann");
    QVERIFY(ann.hears(" 276 Ann Ann :has client certificate fingerprint " + identity->fingerprint));
}

void TestTalk::plainAndEncryptedMeet()
{
    Server server;
    QCOMPARE(server.start([](auto& config) { config.listen = {plainListener(), tlsListener()}; }), QString());
    Visitor ann, ben;
    QVERIFY(ann.enter(server.port(0), "Ann"));
    QVERIFY(ben.enterTls(server.port(1), "Ben"));
    ben.say("from there");
    ann.say("from here");
    QTRY_COMPARE(ann.heard(), QByteArrayList{"Ben: from there"});
    QTRY_COMPARE(ben.heard(), QByteArrayList{"Ann: from here"});
    ann.send("WHOIS Ben");
    QVERIFY(ann.hears(" 671 Ann Ben "));
    ann.send("WHOIS Ann");
    QVERIFY(ann.isAnswered());
    QVERIFY(!ann.hasHeard(" 671 Ann Ann "));
}

void TestTalk::manyLinesInOnePacket()
{
    Server server;
    QCOMPARE(server.start(), QString());
    Visitor ann, ben;
    QVERIFY(ben.enter(server.port(), "Ben"));
    ann.connectPlain(server.port());
    ann.sendRaw("NICK Ann\r\nUSER a 0 * :A\r\nJOIN #lobby\n\n\r\nPRIVMSG #lobby :one\nPRIVMSG #lobby :two\r\nQUIT\r\n");
    QVERIFY(ben.hears(":Ann!a@127.0.0.1 QUIT"));
    QCOMPARE(ben.heard(), (QByteArrayList{"Ann: one", "Ann: two"}));
}

void TestTalk::oneByteAtATime()
{
    Server server;
    QCOMPARE(server.start(), QString());
    Visitor ann;
    ann.connectPlain(server.port());
    ann.socket().setSocketOption(QAbstractSocket::LowDelayOption, 1);
    QTRY_COMPARE(ann.socket().state(), QAbstractSocket::ConnectedState);
    for (const char c : QByteArray("NICK Ann\r\nUSER a 0 * :A\r\n")) {
        ann.sendRaw(QByteArray(1, c));
        ann.socket().flush();
    }
    QVERIFY(ann.hears(" 001 Ann "));
}

void TestTalk::muchThroughEncryption()
{
    constexpr int kLines = 1500; // many records, more than the socket takes at once
    Server server;
    QCOMPARE(server.start([](auto& config) {
        config.listen = {tlsListener()};
        config.limits.flood = false;
    }),
             QString());
    Visitor ann;
    QVERIFY(ann.enterTls(server.port(), "Ann"));
    for (int i = 0; i < kLines; ++i)
        ann.say(QByteArray(400, 'x') + QByteArray::number(i), "Ann");
    QTRY_COMPARE_WITH_TIMEOUT(ann.heard("Ann").size(), kLines, kPatience);
    QVERIFY(ann.heard("Ann").constLast().endsWith("x1499"));
}

QTEST_GUILESS_MAIN(TestTalk)
#include "tst_talk.moc"
