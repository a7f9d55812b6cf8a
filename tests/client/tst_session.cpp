// A session against a scripted server on a real socket.
#include "client/fakeserver.h"
#include "client/models/linemodel.h"
#include "client/models/peoplemodel.h"
#include "client/session.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using client::Conversation;
using client::DeliveryState;
using client::Session;
using client::test::FakeServer;

class TestSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void talks_data();
    void talks();
    void offersAnotherName();
    void doubtsWhatWasWrittenAndComesBack();
    void saysWhyTheConnectionWasLost_data();
    void saysWhyTheConnectionWasLost();
    void putsOwnWordsWhereOthersReadThem();
    void leavesWhenItGoes();
};

void TestSession::talks_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QByteArray>("echoTags");
    QTest::addColumn<bool>("hasEcho");
    QTest::newRow("a server without capabilities") << QByteArray() << QByteArray() << false;
    QTest::newRow("echoes without labels") << QByteArray("echo-message server-time") << QByteArray() << true;
    QTest::newRow("echoes with labels") << QByteArray("echo-message labeled-response batch message-tags") << QByteArray("@label=1 ")
                                        << true;
}

void TestSession::talks()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QByteArray, echoTags);
    QFETCH(bool, hasEcho);
    FakeServer server(capabilities);
    SystemClock clock;
    network::TrustStore trust;
    Session session(clock, trust);
    session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {u"#lobby"_s});
    QTRY_COMPARE(session.state(), Session::State::Online);
    QTRY_VERIFY(server.got("JOIN #lobby"));
    server.say(":Ann!a@h JOIN #lobby\r\n:s 353 Ann = #lobby :@Ann +Bob\r\n:s 366 Ann #lobby :End");
    QTRY_VERIFY(session.find(u"#lobby"_s) && session.find(u"#lobby"_s)->people().rowCount() == 2);
    Conversation& lobby = *session.find(u"#lobby"_s);
    QAbstractItemModelTester people(&lobby.people(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QAbstractItemModelTester lines(&lobby.lines(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(lobby.canModerate());

    session.submit(lobby, u"hello there"_s);
    const int own = lobby.lines().rowCount() - 1;
    QCOMPARE(lobby.lines().line(own).state, hasEcho ? DeliveryState::Pending : DeliveryState::Sent);
    QTRY_VERIFY(server.got("PRIVMSG #lobby :hello there"));
    if (hasEcho)
        server.say(echoTags + ":Ann!a@h PRIVMSG #lobby :hello there");
    QTRY_COMPARE(lobby.lines().line(own).state, DeliveryState::Sent);

    QSignalSpy notified(&session, &Session::notified);
    server.say(":Bob!b@h PRIVMSG #lobby :hi \x02"
               "ann\x02, welcome");
    QTRY_COMPARE(notified.count(), 1);
    QCOMPARE(lobby.lines().line(own + 1).text, u"hi ann, welcome"_s);
    QCOMPARE(lobby.mentions(), 1);
    QCOMPARE(lobby.lines().rowCount(), own + 2); // the echo made no second line

    server.say(":Bob!b@h NICK Bea\r\n:s MODE #lobby +o Bea\r\n:Ann!a@h KICK #lobby Bea :bye");
    QTRY_COMPARE(lobby.people().rowCount(), 1);
}

void TestSession::putsOwnWordsWhereOthersReadThem()
{
    FakeServer server("echo-message server-time");
    SystemClock clock;
    network::TrustStore trust;
    Session session(clock, trust);
    session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {u"#lobby"_s});
    QTRY_VERIFY(server.got("JOIN #lobby"));
    server.say(":Ann!a@h JOIN #lobby");
    QTRY_VERIFY(session.find(u"#lobby"_s) && session.find(u"#lobby"_s)->isJoined());
    Conversation& lobby = *session.find(u"#lobby"_s);
    const int before = lobby.lines().rowCount();
    session.send(lobby, u"first"_s);
    session.send(lobby, u"second"_s);
    server.say(":Bob!b@h PRIVMSG #lobby :earlier");
    QTRY_COMPARE(lobby.lines().rowCount(), before + 3);
    server.say(":Ann!a@h PRIVMSG #lobby :first\r\n:Bob!b@h PRIVMSG #lobby :between\r\n:Ann!a@h PRIVMSG #lobby :second\r\n:s PONG s end");
    QTRY_COMPARE(lobby.lines().rowCount(), before + 4);
    const auto text = [&](int row) { return lobby.lines().line(before + row).text; };
    QTRY_COMPARE((QStringList{text(0), text(1), text(2), text(3)}), (QStringList{u"earlier"_s, u"first"_s, u"between"_s, u"second"_s}));
    QCOMPARE(lobby.lines().line(before + 3).state, DeliveryState::Sent);
}

void TestSession::leavesWhenItGoes()
{
    FakeServer server({});
    SystemClock clock;
    network::TrustStore trust;
    auto session = std::make_unique<Session>(clock, trust);
    session->open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {});
    QTRY_COMPARE(session->state(), Session::State::Online);
    session.reset();
    QTRY_VERIFY(server.got("QUIT"));
}

void TestSession::offersAnotherName()
{
    FakeServer server({});
    server.takenNames = {"Ann"};
    SystemClock clock;
    network::TrustStore trust;
    Session session(clock, trust);
    QSignalSpy refused(&session, &Session::nameRefused);
    session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {});
    QTRY_VERIFY(refused.count() >= 1);
    QCOMPARE(refused.front().at(2).toString(), u"Ann2"_s);
    session.setNickname(u"Ann2"_s);
    QTRY_COMPARE(session.state(), Session::State::Online);
    QCOMPARE(session.nickname(), u"Ann2"_s);
}

void TestSession::doubtsWhatWasWrittenAndComesBack()
{
    FakeServer server("echo-message");
    SystemClock clock;
    network::TrustStore trust;
    Session session(clock, trust);
    session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {u"#lobby"_s});
    QTRY_VERIFY(server.got("JOIN #lobby"));
    server.say(":Ann!a@h JOIN #lobby");
    QTRY_VERIFY(session.find(u"#lobby"_s));
    Conversation& lobby = *session.find(u"#lobby"_s);
    session.send(lobby, u"written"_s);
    QTRY_VERIFY(server.got("written"));
    server.hangUp();
    QTRY_COMPARE(session.state(), Session::State::Waiting);
    QCOMPARE(lobby.lines().line(lobby.lines().rowCount() - 1).state, DeliveryState::Failed);
    session.send(lobby, u"later"_s);
    server.lines.clear();
    session.retryNow();
    QTRY_VERIFY(server.got("JOIN #lobby"));
    QVERIFY(!server.got("later"));
    server.say(":Ann!a@h JOIN #lobby");
    QTRY_VERIFY(server.got("PRIVMSG #lobby later") || server.got("PRIVMSG #lobby :later"));
    QVERIFY(!server.got("written"));
}

void TestSession::saysWhyTheConnectionWasLost_data()
{
    QTest::addColumn<QByteArrayList>("said");
    QTest::addColumn<QString>("why");
    const auto row = [](const char* name, const QByteArrayList& said, const QString& why) { QTest::newRow(name) << said << why; };
    row("our server stops", {"ERROR :Closing link: (192.0.2.7) [The chatroom was stopped]"}, u"The server stopped."_s);
    row("an operator does it", {":carl!c@h KILL Ann :spam", "ERROR :Closing link: (192.0.2.7) [Killed (carl (spam))]"},
        u"You were disconnected by an operator: spam."_s);
    row("an operator gives no reason", {":carl!c@h KILL ann", "ERROR :Closing link: (192.0.2.7) [Killed (carl ())]"},
        u"You were disconnected by an operator."_s);
    row("somebody else is disconnected", {":carl!c@h KILL Bob :spam"}, u"The chatroom at 127.0.0.1 closed the connection."_s);
    row("a ban", {"ERROR :Closing link: (::1) [You are banned: be kind]"}, u"You are banned: be kind."_s);
    row("silence", {"ERROR :Closing link: (192.0.2.7) [Ping timeout: 120 seconds]"},
        u"The server heard nothing from this computer for too long."_s);
    row("another server's way", {"ERROR :Closing Link: Ann[192.0.2.7] (Server shutting down)"},
        u"The server closed the connection: Server shutting down."_s);
    row("a bare word", {"ERROR :Sent too much too fast"}, u"The server closed the connection: Sent too much too fast."_s);
    row("nothing in it", {"ERROR :"}, u"The chatroom at 127.0.0.1 closed the connection."_s);
    row("brackets without an end", {"ERROR :Closing link: ["}, u"The server closed the connection: Closing link: ["_s);
}

void TestSession::saysWhyTheConnectionWasLost()
{
    QFETCH(const QByteArrayList, said);
    FakeServer server("echo-message");
    SystemClock clock;
    network::TrustStore trust;
    Session session(clock, trust);
    session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {});
    QTRY_COMPARE(session.state(), Session::State::Online);
    QCOMPARE(session.lostReason(), QString());
    for (const QByteArray& line : said)
        server.say(line);
    server.close();
    QTRY_COMPARE(session.state(), Session::State::Waiting);
    QTEST(session.lostReason(), "why");
    session.retryNow();
    QTRY_COMPARE(session.state(), Session::State::Online);
    QCOMPARE(session.lostReason(), QString());
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
