// What was missed arrives in its place, whatever comes live meanwhile and however often the connection breaks.
#include "client/talk.h"

#include <QSignalSpy>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using namespace chatroom::client::test;
using State = Conversation::HistoryState;

class CatchUpTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasMissedArrivesInItsPlace_data();
    void whatWasMissedArrivesInItsPlace();
    void aLimitThatIsNotToldLeavesNoHole();
    void aCatchUpGoesOnAfterAnotherBreak();
    void aLongAbsenceLeavesAGap_data();
    void aLongAbsenceLeavesAGap();
    void aLiveLineThatTheHistoryHadFirstIsNotDoubled();
    void missedMessagesCount();
    void directMessagesAreCaughtUpWith();
    void ownWordsAreNotDoubledWithoutEchoes();
    void whatWasSaidWhileOneWasOutIsFetched();

private:
    SystemClock m_clock;
    network::TrustStore m_trust;
};

void CatchUpTest::whatWasMissedArrivesInItsPlace_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<bool>("hasMessageIds");
    QTest::addColumn<int>("missed");
    QTest::addColumn<int>("limit");
    QTest::newRow("our server") << HistoryServer::kAll << true << 333 << 50;
    QTest::newRow("no event-playback") << kNoEvents << true << 333 << 50;
    QTest::newRow("no labels") << kNoLabels << true << 333 << 50;
    QTest::newRow("no message ids") << kNoIds << false << 333 << 50;
    QTest::newRow("ten thousand") << HistoryServer::kAll << true << 10'000 << 1000;
    QTest::newRow("a page that is just full") << HistoryServer::kAll << true << 100 << 100;
    QTest::newRow("nothing") << HistoryServer::kAll << true << 0 << 100;
}

void CatchUpTest::whatWasMissedArrivesInItsPlace()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(bool, hasMessageIds);
    QFETCH(int, missed);
    QFETCH(int, limit);
    HistoryServer server(capabilities);
    server.hasMessageIds = hasMessageIds;
    server.limit = limit;
    talk(server, 0, 20);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(texts(lobby).size(), 20);
    talk(server, 20, 5);
    QTRY_COMPARE(texts(lobby).size(), 25);
    losesConnection(session, server);
    talk(server, 25, missed);
    int live = 0;
    server.beforeAnswer = [&] { // others go on while the history is asked for
        if (live < 5)
            server.say("bob", "#lobby", "live " + QByteArray::number(++live));
    };
    session.retryNow();
    QTRY_COMPARE_WITH_TIMEOUT(texts(lobby).size(), server.texts("#lobby").size(), 20'000);
    QTRY_VERIFY(live >= 1);
    server.beforeAnswer = {};
    server.say("bob", "#lobby", "end");
    QTRY_COMPARE(texts(lobby).last(), u"end"_s);
    QCOMPARE(texts(lobby), server.texts("#lobby"));
    QCOMPARE(lobby.unread(), 5 + missed + live + 1);
}

void CatchUpTest::aLimitThatIsNotToldLeavesNoHole()
{
    HistoryServer server;
    server.limit = 20;
    server.tellsLimit = false;
    talk(server, 0, 10);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(texts(lobby).size(), 10);
    losesConnection(session, server);
    talk(server, 10, 90);
    session.retryNow();
    QTRY_COMPARE(texts(lobby), server.texts("#lobby"));
}

void CatchUpTest::aCatchUpGoesOnAfterAnotherBreak()
{
    HistoryServer server;
    server.limit = 50;
    talk(server, 0, 10);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(texts(lobby).size(), 10);
    losesConnection(session, server);
    talk(server, 10, 200);
    for (int round = 0; round < 3; ++round) {
        server.breakAt(HistoryServer::Break::WhileHistoryIsAsked, 2); // TARGETS, a page, and not the next
        session.retryNow();
        QTRY_COMPARE(session.state(), Session::State::Waiting);
        talk(server, 210 + round * 10, 10);
    }
    session.retryNow();
    QTRY_COMPARE(texts(lobby), server.texts("#lobby"));
}

void CatchUpTest::aLongAbsenceLeavesAGap_data()
{
    QTest::addColumn<bool>("isFromBelow");
    QTest::newRow("filled from below") << true;
    QTest::newRow("filled from above") << false;
}

void CatchUpTest::aLongAbsenceLeavesAGap()
{
    QFETCH(bool, isFromBelow);
    HistoryServer server;
    talk(server, 0, 10);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(texts(lobby).size(), 10);
    losesConnection(session, server);
    talk(server, 10, 20'350);
    session.retryNow();
    QTRY_VERIFY_WITH_TIMEOUT(hasGap(lobby) && texts(lobby).last() == u"20359"_s, 20'000);
    QVERIFY(texts(lobby).size() < 20'200);
    QVERIFY(texts(lobby).at(5) == u"5"_s && texts(lobby).at(15'000) == u"15000"_s);
    for (int page = 0; page < 6 && hasGap(lobby); ++page) {
        const qsizetype before = texts(lobby).size();
        QSignalSpy changed(&lobby, &Conversation::changed);
        const auto asked = server.asked("BETWEEN");
        session.fillGap(lobby, gapOf(lobby), isFromBelow);
        session.fillGap(lobby, gapOf(lobby), isFromBelow);
        QTRY_VERIFY(texts(lobby).size() != before);
        QCOMPARE(server.asked("BETWEEN"), asked + 1);
        QVERIFY(changed.count() >= 2);
    }
    QCOMPARE(texts(lobby), server.texts("#lobby"));
}

void CatchUpTest::aLiveLineThatTheHistoryHadFirstIsNotDoubled()
{
    HistoryServer server;
    server.beforeAnswer = [&server] {
        server.beforeAnswer = {};
        server.kept.push_back({"racing", "bob", "PRIVMSG", "#lobby", "hello", ++server.now});
        QTimer::singleShot(0, &server, [&server] {
            server.write("@time=2023-11-14T22:13:20.005Z;msgid=racing :bob!u@h PRIVMSG #lobby :hello");
            server.say("bob", "#lobby", "end");
        });
    };
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(texts(lobby), (QStringList{u"hello"_s, u"end"_s}));
}

void CatchUpTest::missedMessagesCount()
{
    HistoryServer server;
    talk(server, 0, 10);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(texts(lobby).size(), 10);
    session.setActive(&lobby);
    session.setActive(nullptr);
    const LineId read = lobby.lastRead();
    QVERIFY(read.isValid());
    losesConnection(session, server);
    for (int i = 0; i < 5; ++i)
        server.say("bob", "#lobby", "Ann: " + QByteArray::number(i));
    talk(server, 10, 3);
    QSignalSpy notified(&session, &Session::notified);
    session.retryNow();
    QTRY_COMPARE(texts(lobby).size(), 18);
    QTRY_COMPARE(notified.count(), 1); // one for all
    QCOMPARE(notified.first().at(1).value<ChatLine>().text, u"Ann: 4"_s);
    QCOMPARE(lobby.unread(), 8);
    QCOMPARE(lobby.mentions(), 5);
    QCOMPARE(lobby.lastRead(), read);
    QVERIFY(*lobby.lines().rowOf(read) < *lobby.lines().rowOfMessage(
                server.kept.back().id.isEmpty() ? QString() : QString::fromUtf8(server.kept[server.kept.size() - 2].id)));

    session.setActive(&lobby); // one looks, and is cut off
    const int rows = lobby.lines().rowCount();
    losesConnection(session, server);
    talk(server, 20, 3);
    session.retryNow();
    QTRY_VERIFY(texts(lobby).contains(u"22"_s));
    QCOMPARE(lobby.unread(), 0);
    QCOMPARE(*lobby.lines().rowOf(lobby.lastRead()), rows - 1);
}

void CatchUpTest::directMessagesAreCaughtUpWith()
{
    HistoryServer server;
    Session session(m_clock, m_trust);
    enter(session, server);
    server.say("bob", "Ann", "hello");
    QTRY_VERIFY(session.find(u"bob"_s));
    Conversation& bob = *session.find(u"bob"_s);
    QTRY_COMPARE(bob.historyState(), State::Complete);
    QCOMPARE(texts(bob), QStringList{u"hello"_s});
    losesConnection(session, server);
    server.say("bob", "Ann", "are you there?");
    server.say("cid", "Ann", "hi");
    QSignalSpy notified(&session, &Session::notified);
    session.retryNow();
    QTRY_COMPARE(texts(bob), (QStringList{u"hello"_s, u"are you there?"_s}));
    QTRY_VERIFY(session.find(u"cid"_s));
    QTRY_COMPARE(texts(*session.find(u"cid"_s)), QStringList{u"hi"_s});
    QTRY_COMPARE(notified.count(), 2);
    QCOMPARE(session.find(u"cid"_s)->unread(), 1);
    QCOMPARE(bob.unread(), 2);
}

void CatchUpTest::ownWordsAreNotDoubledWithoutEchoes()
{
    HistoryServer server("batch draft/chathistory message-tags server-time");
    server.now = QDateTime::currentMSecsSinceEpoch();
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(lobby.historyState(), State::Complete);
    session.send(lobby, u"mine"_s);
    QTRY_COMPARE(server.texts("#lobby").size(), 1);
    server.say("bob", "#lobby", "yours");
    QTRY_COMPARE(texts(lobby).size(), 2);
    losesConnection(session, server);
    server.say("bob", "#lobby", "later");
    session.retryNow();
    QTRY_VERIFY(texts(lobby).contains(u"later"_s));
    QCOMPARE(texts(lobby), (QStringList{u"mine"_s, u"yours"_s, u"later"_s}));
}

void CatchUpTest::whatWasSaidWhileOneWasOutIsFetched()
{
    HistoryServer server;
    talk(server, 0, 3);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(texts(lobby).size(), 3);
    server.write(":zed!z@h KICK #lobby Ann :out");
    QTRY_VERIFY(!lobby.isJoined());
    server.kept.push_back({"x1", "bob", "PRIVMSG", "#lobby", "behind the door", ++server.now});
    session.join(u"#lobby"_s);
    QTRY_COMPARE(texts(lobby), (QStringList{u"0"_s, u"1"_s, u"2"_s, u"behind the door"_s}));
}

QTEST_GUILESS_MAIN(CatchUpTest)
#include "tst_catchup.moc"
