// What was said before stands where it belongs, once, and touches nothing that is now.
#include "client/models/peoplemodel.h"
#include "client/talk.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using namespace chatroom::client::test;
using State = Conversation::HistoryState;

class HistoryTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheLatestAndScrollsBack_data();
    void showsTheLatestAndScrollsBack();
    void everyRequestHasAnEnd_data();
    void everyRequestHasAnEnd();
    void aMessageIsFoundFarAway();
    void aPageThatTouchesBothSidesClosesTheGap();
    void aMessageThatIsGoneIsLost();
    void thePastTouchesNothing();
    void aBatchWithinABatchIsOfThePast();
    void aServerWithoutHistoryIsAskedNothing_data();
    void aServerWithoutHistoryIsAskedNothing();
    void aBouncersOwnPlaybackIsTaken();

private:
    SystemClock m_clock;
    network::TrustStore m_trust;
};

void HistoryTest::showsTheLatestAndScrollsBack_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<bool>("hasMessageIds");
    QTest::newRow("our server") << HistoryServer::kAll << true;
    QTest::newRow("no event-playback") << kNoEvents << true;
    QTest::newRow("no labels") << kNoLabels << true;
    QTest::newRow("no message ids") << kNoIds << false;
}

void HistoryTest::showsTheLatestAndScrollsBack()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(bool, hasMessageIds);
    HistoryServer server(capabilities);
    server.hasMessageIds = hasMessageIds;
    talk(server, 0, 250);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QAbstractItemModelTester tester(&lobby.lines(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_COMPARE(lobby.historyState(), State::More);
    QVERIFY(session.hasHistory());
    QTRY_VERIFY(texts(lobby).size() >= 99);
    QCOMPARE(texts(lobby).last(), u"249"_s);
    QCOMPARE(lobby.unread(), 0); // one was never here
    for (int page = 0; page < 5 && lobby.historyState() != State::Complete; ++page) {
        QSignalSpy removed(&lobby.lines(), &QAbstractItemModel::rowsRemoved);
        session.loadOlder(lobby);
        QCOMPARE(lobby.historyState(), State::Loading);
        session.loadOlder(lobby); // one at a time
        QTRY_VERIFY(lobby.historyState() != State::Loading);
        QCOMPARE(removed.count(), 0);
    }
    QCOMPARE(lobby.historyState(), State::Complete);
    QCOMPARE(texts(lobby), server.texts("#lobby"));
    const auto asked = server.asked("CHATHISTORY");
    session.loadOlder(lobby);
    QCOMPARE(server.asked("CHATHISTORY"), asked);
}

void HistoryTest::everyRequestHasAnEnd_data()
{
    QTest::addColumn<QByteArray>("failure");
    QTest::newRow("a refusal") << QByteArray("MESSAGE_ERROR");
    QTest::newRow("silence") << QByteArray();
}

void HistoryTest::everyRequestHasAnEnd()
{
    QFETCH(QByteArray, failure);
    HistoryServer server;
    talk(server, 0, 250);
    ManualClock clock;
    Session session(clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(lobby.historyState(), State::More);
    server.failure = failure;
    server.isSilent = failure.isEmpty();
    session.loadOlder(lobby);
    if (failure.isEmpty()) {
        QTRY_VERIFY(server.asked("BEFORE") == 1);
        QCOMPARE(lobby.historyState(), State::Loading);
        clock.advance(std::chrono::seconds(31));
    }
    QTRY_COMPARE(lobby.historyState(), State::Failed);
    QVERIFY(lobby.historyError().endsWith(u'.'));
    server.failure.clear();
    server.isSilent = false;
    session.loadOlder(lobby);
    QTRY_COMPARE(lobby.historyState(), State::More);
    QVERIFY(lobby.historyError().isEmpty());
}

void HistoryTest::aMessageIsFoundFarAway()
{
    HistoryServer server;
    talk(server, 0, 1000);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(lobby.historyState(), State::More);
    QSignalSpy found(&session, &Session::lineFound);
    session.findMessage(lobby, u"m301"_s);
    QTRY_COMPARE(found.count(), 1);
    QCOMPARE(lobby.lines().line(*lobby.lines().rowOf(found.first().at(1).value<LineId>())).text, u"300"_s);
    QCOMPARE(texts(lobby).count(u"~"_s), 1);
    session.findMessage(lobby, u"m601"_s); // between that island and the newest
    QTRY_COMPARE(found.count(), 2);
    QCOMPARE(texts(lobby).count(u"~"_s), 2);
    session.findMessage(lobby, u"m602"_s); // is there already
    QCOMPARE(found.count(), 3);
    session.findMessage(lobby, u"m360"_s); // touches the first
    QTRY_COMPARE(found.count(), 4);
    QCOMPARE(texts(lobby).count(u"~"_s), 2);
    session.findMessage(lobby, u"m51"_s); // before all
    QTRY_COMPARE(found.count(), 5);
    QCOMPARE(texts(lobby).count(u"~"_s), 3);
    for (int page = 0; page < 20 && hasGap(lobby); ++page) {
        const qsizetype before = texts(lobby).size();
        session.fillGap(lobby, gapOf(lobby), page % 2 == 0);
        QTRY_VERIFY(texts(lobby).size() != before);
    }
    while (lobby.historyState() != State::Complete) {
        session.loadOlder(lobby);
        QTRY_VERIFY(lobby.historyState() != State::Loading);
    }
    QCOMPARE(texts(lobby), server.texts("#lobby"));
}

void HistoryTest::aPageThatTouchesBothSidesClosesTheGap()
{
    HistoryServer server;
    talk(server, 0, 1000);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(lobby.historyState(), State::More);
    QSignalSpy found(&session, &Session::lineFound);
    session.findMessage(lobby, u"m301"_s); // 251 to 350
    QTRY_COMPARE(found.count(), 1);
    session.findMessage(lobby, u"m421"_s); // 371 to 470
    QTRY_COMPARE(found.count(), 2);
    QCOMPARE(texts(lobby).count(u"~"_s), 2);
    session.findMessage(lobby, u"m361"_s); // 311 to 410
    QTRY_COMPARE(found.count(), 3);
    QCOMPARE(texts(lobby).count(u"~"_s), 1);
    QCOMPARE(texts(lobby).mid(0, 220), server.texts("#lobby").mid(250, 220));
}

void HistoryTest::aMessageThatIsGoneIsLost()
{
    HistoryServer server;
    talk(server, 0, 300);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(lobby.historyState(), State::More);
    const QStringList before = texts(lobby);
    QSignalSpy lost(&session, &Session::lineLost);
    session.findMessage(lobby, u"nobody-knows-it"_s);
    QTRY_COMPARE(lost.count(), 1);
    QVERIFY(lost.first().at(1).toString().endsWith(u'.'));
    QCOMPARE(texts(lobby), before);
}

void HistoryTest::thePastTouchesNothing()
{
    HistoryServer server;
    server.happen("zed", "JOIN", "#lobby");
    server.happen("zed", "TOPIC", "#lobby", "an old topic");
    server.happen("zed", "PRIVMSG", "#lobby", "\1VERSION\1");
    server.happen("zed", "PRIVMSG", "#lobby", "Ann: look");
    server.happen("zed", "NICK", "#lobby", "zoe");
    server.happen("Ann", "PART", "#lobby", "bye");
    Session session(m_clock, m_trust);
    QSignalSpy notified(&session, &Session::notified);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(lobby.historyState(), State::Complete);
    QVERIFY(lobby.isJoined());
    QCOMPARE(lobby.topic(), QString());
    QCOMPARE(lobby.people().rowCount(), 0);
    QCOMPARE(notified.count(), 0);
    QCOMPARE(server.asked("NOTICE zed"), 0);
    QCOMPARE(session.conversations().size(), 2);
    QCOMPARE(lobby.lines().line(0).kind, LineKind::Join);
    QCOMPARE(lobby.lines().line(1).kind, LineKind::Topic);
    QCOMPARE(texts(lobby), QStringList{u"Ann: look"_s});
}

void HistoryTest::aBatchWithinABatchIsOfThePast()
{
    HistoryServer server("batch message-tags server-time");
    Session session(m_clock, m_trust);
    QSignalSpy notified(&session, &Session::notified);
    Conversation& lobby = enter(session, server);
    server.write(":s BATCH +a labeled-response");
    server.write("@batch=a :s BATCH +b chathistory #lobby");
    server.write("@batch=b :s BATCH +c netjoin");
    server.write("@batch=c;time=2020-01-01T00:00:00.000Z :bob!b@h PRIVMSG #lobby :Ann, then");
    server.write(":s BATCH -c\r\n:s BATCH -b\r\n:s BATCH -a");
    server.write(":s BATCH +d netsplit\r\n@batch=d :bob!b@h PRIVMSG #lobby :Ann, now\r\n:s BATCH -d");
    QTRY_COMPARE(texts(lobby), (QStringList{u"Ann, then"_s, u"Ann, now"_s}));
    QCOMPARE(notified.count(), 1);
}

void HistoryTest::aServerWithoutHistoryIsAskedNothing_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::newRow("no history") << QByteArray("batch echo-message labeled-response message-tags server-time");
    QTest::newRow("a history without batches") << QByteArray("draft/chathistory echo-message message-tags server-time");
    QTest::newRow("a history without times") << QByteArray("draft/chathistory batch echo-message message-tags");
}

void HistoryTest::aServerWithoutHistoryIsAskedNothing()
{
    QFETCH(QByteArray, capabilities);
    HistoryServer server(capabilities);
    talk(server, 0, 10);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QVERIFY(!session.hasHistory());
    QCOMPARE(lobby.historyState(), State::None);
    session.loadOlder(lobby);
    QSignalSpy lost(&session, &Session::lineLost);
    session.findMessage(lobby, u"m1"_s);
    QCOMPARE(lost.count(), 1);
    losesConnection(session, server);
    session.retryNow();
    QTRY_VERIFY(lobby.isJoined());
    server.say("bob", "#lobby", "again");
    QTRY_COMPARE(texts(lobby), QStringList{u"again"_s});
    QCOMPARE(server.asked("CHATHISTORY"), 0);
    QCOMPARE(lobby.historyState(), State::None);
}

void HistoryTest::aBouncersOwnPlaybackIsTaken()
{
    HistoryServer server("batch message-tags server-time");
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    server.write(":s BATCH +a chathistory #lobby");
    server.write("@batch=a;time=2020-01-01T00:00:00.000Z :bob!b@h PRIVMSG #lobby :one");
    server.write("@batch=a;time=2020-01-01T00:00:01.000Z :bob!b@h PRIVMSG #lobby :two\r\n:s BATCH -a");
    QTRY_COMPARE(texts(lobby), (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(lobby.unread(), 0);
    QCOMPARE(lobby.lines().line(lobby.lines().rowCount() - 1).kind, LineKind::Join);
}

QTEST_GUILESS_MAIN(HistoryTest)
#include "tst_history.moc"
