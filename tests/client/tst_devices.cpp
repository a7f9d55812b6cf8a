// One person on several devices, and whether the others are there at all.
#include "client/fakeserver.h"
#include "client/models/linemodel.h"
#include "client/models/peoplemodel.h"
#include "client/session.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using client::test::FakeServer;

class DevicesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void ownWordsFromAnotherDeviceStandWhereTheyWereSaid_data();
    void ownWordsFromAnotherDeviceStandWhereTheyWereSaid();
    void theServerPutsUsIntoRoomsByItself();
    void theServerGivesUsTheNameThatWeHave();
    void aRoomThatAnotherDeviceLeavesGoesQuietly();
    void aRoomThatWeLeaveStays();
    void partnersAreWatched();
    void whatIsSaidToNobodyIsMarkedUntilTheyCome_data();
    void whatIsSaidToNobodyIsMarkedUntilTheyCome();
    void anAbsenceIsSaidWhereNothingElseTells();
    void presenceIsForgottenWithTheConnection();
    void awayOutlivesTheConnection_data();
    void awayOutlivesTheConnection();

private:
    void comeIn(FakeServer& server, const QStringList& rooms = {})
    {
        m_session->open({u"127.0.0.1"_s, server.port(), false}, {.nickname = u"Ann"_s, .realname = {}, .serverPassword = {}}, rooms);
        if (!QTest::qWaitFor([this] { return m_session->state() == Session::State::Online; }))
            qFatal("never got in");
    }
    void settle(FakeServer& server)
    {
        const QByteArray word = "settled" + QByteArray::number(++m_words);
        server.say("PING " + word);
        QTRY_VERIFY(server.got("PONG " + word));
    }
    [[nodiscard]] static const ChatLine& last(Conversation& conversation)
    {
        return conversation.lines().line(conversation.lines().rowCount() - 1);
    }

    SystemClock m_clock;
    network::TrustStore m_trust;
    std::unique_ptr<Session> m_session;
    int m_words = 0;
};

void DevicesTest::init()
{
    m_session = std::make_unique<Session>(m_clock, m_trust);
}

void DevicesTest::ownWordsFromAnotherDeviceStandWhereTheyWereSaid_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QByteArray>("verb");
    QTest::newRow("a message") << QByteArray("echo-message labeled-response batch message-tags server-time") << QByteArray("PRIVMSG");
    QTest::newRow("a message, from a server without labels") << QByteArray("echo-message") << QByteArray("PRIVMSG");
    QTest::newRow("a message, from a server without echoes") << QByteArray("server-time") << QByteArray("PRIVMSG");
}

void DevicesTest::ownWordsFromAnotherDeviceStandWhereTheyWereSaid()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QByteArray, verb);
    FakeServer server(capabilities);
    comeIn(server);
    QSignalSpy notified(m_session.get(), &Session::notified);
    server.say(":Ann!a@h " + verb + " Bob :from the other one");
    QTRY_VERIFY(m_session->find(u"Bob"_s));
    Conversation& bob = *m_session->find(u"Bob"_s);
    QVERIFY(!m_session->find(u"Ann"_s));
    QCOMPARE(bob.kind(), Conversation::Kind::Direct);
    QCOMPARE(last(bob).text, u"from the other one"_s);
    QVERIFY(last(bob).isOwn);
    QCOMPARE(last(bob).state, DeliveryState::Sent);
    QCOMPARE(bob.unread(), 0);
    QCOMPARE(notified.count(), 0);

    m_session->send(bob, u"from here"_s); // and the same is not taken for an echo of something else
    QTRY_VERIFY(server.got("PRIVMSG Bob :from here"));
    server.say(":Ann!a@h " + verb + " Bob :from there");
    settle(server);
    QCOMPARE(bob.lines().rowCount(), 3);
    QVERIFY(last(bob).text == u"from there"_s || bob.lines().line(1).text == u"from there"_s);
    server.say(":Bob!b@h PRIVMSG Ann :hello");
    QTRY_COMPARE(bob.lines().rowCount(), 4);
    QCOMPARE(notified.count(), 1);
}

void DevicesTest::theServerPutsUsIntoRoomsByItself()
{
    FakeServer server("sasl=PLAIN");
    server.afterWelcome = ":Ann!a@h JOIN #tea\r\n:s 353 Ann = #tea :Ann Bob\r\n:s 366 Ann #tea :End\r\n";
    QSignalSpy asked(m_session.get(), &Session::conversationAsked);
    comeIn(server, {u"#lobby"_s, u"#tea"_s});
    QTRY_VERIFY(server.got("JOIN #lobby"));
    settle(server);
    QVERIFY(!server.got("JOIN #tea")); // we are there
    QVERIFY(m_session->find(u"#tea"_s) && m_session->find(u"#tea"_s)->isJoined());
    QCOMPARE(m_session->find(u"#tea"_s)->people().rowCount(), 2);
    QCOMPARE(asked.count(), 0);
    server.afterWelcome.clear(); // and it is one of our rooms from now on
    server.hangUpAndForget();
    QTRY_COMPARE(m_session->state(), Session::State::Waiting);
    m_session->retryNow();
    QTRY_VERIFY(server.got("JOIN #tea"));
}

void DevicesTest::theServerGivesUsTheNameThatWeHave()
{
    FakeServer server({});
    server.givenName = "Annie";
    comeIn(server, {u"#lobby"_s});
    QCOMPARE(m_session->nickname(), u"Annie"_s);
    QTRY_VERIFY(server.got("JOIN #lobby"));
    server.say(":Annie!a@h JOIN #lobby\r\n:s 353 Annie = #lobby :Annie\r\n:s 366 Annie #lobby :End");
    QTRY_VERIFY(m_session->find(u"#lobby"_s) && m_session->find(u"#lobby"_s)->isJoined());
    QCOMPARE(server.count("NICK "), 1);
    server.givenName.clear();
    server.hangUpAndForget();
    QTRY_COMPARE(m_session->state(), Session::State::Waiting);
    m_session->retryNow();
    QTRY_VERIFY(server.got("NICK Annie")); // the one that we want now
}

void DevicesTest::aRoomThatAnotherDeviceLeavesGoesQuietly()
{
    FakeServer server("account-notify");
    comeIn(server, {u"#lobby"_s});
    QTRY_VERIFY(server.got("JOIN #lobby"));
    server.say(":s 900 Ann Ann!a@h annie :You are now logged in\r\n:Ann!a@h JOIN #lobby");
    QTRY_VERIFY(m_session->find(u"#lobby"_s));
    QSignalSpy removed(m_session.get(), &Session::conversationRemoved);
    const int lines = m_session->server().lines().rowCount();
    server.say(":Ann!a@h PART #lobby :bye");
    QTRY_COMPARE(removed.count(), 1);
    QVERIFY(!m_session->find(u"#lobby"_s));
    QCOMPARE(m_session->server().lines().rowCount(), lines);
    server.hangUpAndForget();
    QTRY_COMPARE(m_session->state(), Session::State::Waiting);
    m_session->retryNow();
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    settle(server);
    QVERIFY(!server.got("JOIN"));
}

void DevicesTest::aRoomThatWeLeaveStays()
{
    FakeServer server("account-notify");
    comeIn(server, {u"#lobby"_s});
    QTRY_VERIFY(server.got("JOIN #lobby"));
    server.say(":s 900 Ann Ann!a@h annie :You are now logged in\r\n:Ann!a@h JOIN #lobby");
    QTRY_VERIFY(m_session->find(u"#lobby"_s) && m_session->find(u"#lobby"_s)->isJoined());
    m_session->part(*m_session->find(u"#lobby"_s));
    QTRY_VERIFY(server.got("PART #lobby"));
    server.say(":Ann!a@h PART #lobby");
    QTRY_VERIFY(!m_session->find(u"#lobby"_s)->isJoined());
    QCOMPARE(last(*m_session->find(u"#lobby"_s)).kind, LineKind::Part);
}

void DevicesTest::partnersAreWatched()
{
    FakeServer server("away-notify");
    server.tokens = " MONITOR=100";
    m_session->openDirect(u"Bob"_s);
    m_session->openDirect(u"Cleo"_s);
    comeIn(server);
    QTRY_VERIFY(server.got("MONITOR + bob,cleo") || server.got("MONITOR + Bob,Cleo"));
    Conversation& bob = *m_session->find(u"Bob"_s);
    QSignalSpy changed(&bob, &Conversation::changed);
    server.say(":s 730 Ann :Cleo!c@h\r\n:s 731 Ann :Bob,Dan");
    QTRY_VERIFY(!bob.isPersonHere());
    QVERIFY(m_session->find(u"Cleo"_s)->isPersonHere());
    QVERIFY(!m_session->find(u"Dan"_s));
    QCOMPARE(changed.front().front().value<Conversation::Changes>(), Conversation::Changes(Conversation::Presence));
    server.say(":s 730 Ann :Bob!b@h");
    QTRY_VERIFY(bob.isPersonHere());

    Conversation& dan = m_session->openDirect(u"Dan"_s);
    QTRY_VERIFY(server.got("MONITOR + Dan"));
    server.say(":Dan!d@h NICK Dave");
    QTRY_VERIFY(server.got("MONITOR - Dan") && server.got("MONITOR + Dave"));
    m_session->close(dan);
    QTRY_VERIFY(server.got("MONITOR - Dave"));
}

void DevicesTest::whatIsSaidToNobodyIsMarkedUntilTheyCome_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::newRow("with echoes") << QByteArray("echo-message");
    QTest::newRow("without") << QByteArray("server-time");
}

void DevicesTest::whatIsSaidToNobodyIsMarkedUntilTheyCome()
{
    QFETCH(QByteArray, capabilities);
    FakeServer server(capabilities);
    server.tokens = " MONITOR=100";
    m_session->openDirect(u"Bob"_s);
    comeIn(server);
    Conversation& bob = *m_session->find(u"Bob"_s);
    QTRY_VERIFY(server.got("MONITOR + "));
    const auto say = [&](const QString& text) {
        m_session->send(bob, text);
        QTRY_VERIFY(server.got("PRIVMSG Bob :" + text.toUtf8()));
        if (capabilities.contains("echo"))
            server.say(":Ann!a@h PRIVMSG Bob :" + text.toUtf8());
        QTRY_COMPARE(last(bob).state, DeliveryState::Sent);
    };
    say(u"are you there?"_s);
    QVERIFY(!last(bob).isUnseen);
    server.say(":s 731 Ann :Bob");
    QTRY_VERIFY(!bob.isPersonHere());
    say(u"then read this later"_s);
    QVERIFY(last(bob).isUnseen);
    const int rows = bob.lines().rowCount();
    server.say(":s 301 Ann Bob :Not here at the moment; will read it later");
    settle(server);
    QCOMPARE(bob.lines().rowCount(), rows); // the line says it
    QVERIFY(!bob.lines().line(rows - 2).isUnseen);
    server.say(":s 730 Ann :Bob!b@h");
    QTRY_VERIFY(!last(bob).isUnseen);
}

void DevicesTest::anAbsenceIsSaidWhereNothingElseTells()
{
    FakeServer server("echo-message");
    Conversation& bob = m_session->openDirect(u"Bob"_s);
    comeIn(server);
    server.say(":s 301 Ann Bob :lunch");
    QTRY_COMPARE(bob.lines().rowCount(), 1);
    QCOMPARE(last(bob).text, u"Bob is away: lunch"_s);
    QVERIFY(!server.got("MONITOR"));
}

void DevicesTest::presenceIsForgottenWithTheConnection()
{
    FakeServer server("echo-message");
    server.tokens = " MONITOR=100";
    Conversation& bob = m_session->openDirect(u"Bob"_s);
    comeIn(server);
    server.say(":s 731 Ann :Bob");
    QTRY_VERIFY(!bob.isPersonHere());
    server.hangUpAndForget();
    QTRY_COMPARE(m_session->state(), Session::State::Waiting);
    QVERIFY(bob.isPersonHere()); // nobody says otherwise
    m_session->retryNow();
    QTRY_VERIFY(server.got("MONITOR + Bob"));
}

void DevicesTest::awayOutlivesTheConnection_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<bool>("isBefore");
    QTest::newRow("said before we come in, where that can be") << QByteArray("draft/pre-away") << true;
    QTest::newRow("said afterwards") << QByteArray("server-time") << false;
}

void DevicesTest::awayOutlivesTheConnection()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(bool, isBefore);
    FakeServer server(capabilities);
    comeIn(server);
    m_session->setAway(u"out for lunch"_s);
    QTRY_VERIFY(server.got("AWAY :out for lunch"));
    server.say(":s 306 Ann :You have been marked as being away");
    QTRY_VERIFY(m_session->isAway());
    server.hangUpAndForget();
    QTRY_COMPARE(m_session->state(), Session::State::Waiting);
    m_session->retryNow();
    QTRY_VERIFY(server.got("AWAY :out for lunch"));
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    QCOMPARE(server.lines.indexOf("AWAY :out for lunch") < server.lines.indexOf("CAP END"), isBefore);
    QCOMPARE(server.count("AWAY"), 1);
    QVERIFY(m_session->isAway());
    m_session->setAway({});
    QTRY_COMPARE(server.count("AWAY"), 2);
    server.say(":s 305 Ann :You are no longer marked as being away");
    QTRY_VERIFY(!m_session->isAway());
}

QTEST_GUILESS_MAIN(DevicesTest)
#include "tst_devices.moc"
