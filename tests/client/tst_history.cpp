// What was said before and meanwhile stands where it belongs, once, whatever comes between.
#include "client/historyserver.h"
#include "client/models/linemodel.h"
#include "client/models/peoplemodel.h"
#include "client/session.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using client::test::HistoryServer;
using State = Conversation::HistoryState;

class HistoryTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTheLatestAndScrollsBack_data();
    void showsTheLatestAndScrollsBack();
    void everyRequestHasAnEnd_data();
    void everyRequestHasAnEnd();
    void whatWasMissedArrivesInItsPlace_data();
    void whatWasMissedArrivesInItsPlace();
    void aLimitThatIsNotToldLeavesNoHole();
    void aCatchUpGoesOnAfterAnotherBreak();
    void aLongAbsenceLeavesAGap_data();
    void aLongAbsenceLeavesAGap();
    void aMessageIsFoundFarAway();
    void aPageThatTouchesBothSidesClosesTheGap();
    void aLiveLineThatTheHistoryHadFirstIsNotDoubled();
    void aMessageThatIsGoneIsLost();
    void thePastTouchesNothing();
    void aBatchWithinABatchIsOfThePast();
    void missedMessagesCount();
    void directMessagesAreCaughtUpWith();
    void aServerWithoutHistoryIsAskedNothing_data();
    void aServerWithoutHistoryIsAskedNothing();
    void aBouncersOwnPlaybackIsTaken();
    void ownWordsAreNotDoubledWithoutEchoes();
    void whatWasSaidWhileOneWasOutIsFetched();

private:
    Conversation& enter(Session& session, HistoryServer& server)
    {
        session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {u"#lobby"_s});
        const auto isThere = [&] { return session.find(u"#lobby"_s) && session.find(u"#lobby"_s)->isJoined(); };
        if (!QTest::qWaitFor(isThere))
            qFatal("never got in");
        return *session.find(u"#lobby"_s);
    }
    static void comeBack(Session& session, HistoryServer& server)
    {
        server.hangUp();
        QTRY_COMPARE(session.state(), Session::State::Waiting);
    }
    static QStringList texts(Conversation& room)
    {
        QStringList all;
        for (int row = 0; row < room.lines().rowCount(); ++row) {
            const ChatLine& line = room.lines().line(row);
            if (line.kind == LineKind::Gap)
                all.append(u"~"_s);
            else if (line.kind == LineKind::Message)
                all.append(line.text);
        }
        return all;
    }
    static bool hasGap(Conversation& room) { return texts(room).contains(u"~"_s); }
    static LineId gapOf(Conversation& room)
    {
        for (int row = 0; row < room.lines().rowCount(); ++row) {
            if (room.lines().line(row).kind == LineKind::Gap)
                return room.lines().line(row).id;
        }
        return {};
    }
    static void talk(HistoryServer& server, int from, int count)
    {
        for (int i = from; i < from + count; ++i)
            server.say("bob", "#lobby", QByteArray::number(i));
    }

    SystemClock m_clock;
    network::TrustStore m_trust;
};

const QByteArray kNoEvents = "batch draft/chathistory echo-message labeled-response message-tags server-time";
const QByteArray kNoLabels = "batch draft/chathistory draft/event-playback echo-message message-tags server-time";
const QByteArray kNoIds = "batch draft/chathistory draft/event-playback echo-message labeled-response server-time";

void addServers()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<bool>("hasMessageIds");
    QTest::newRow("our server") << HistoryServer::kAll << true;
    QTest::newRow("no event-playback") << kNoEvents << true;
    QTest::newRow("no labels") << kNoLabels << true;
    QTest::newRow("no message ids") << kNoIds << false;
}

void HistoryTest::showsTheLatestAndScrollsBack_data()
{
    addServers();
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

void HistoryTest::whatWasMissedArrivesInItsPlace_data()
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

void HistoryTest::whatWasMissedArrivesInItsPlace()
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
    comeBack(session, server);
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

void HistoryTest::aLimitThatIsNotToldLeavesNoHole()
{
    HistoryServer server;
    server.limit = 20;
    server.tellsLimit = false;
    talk(server, 0, 10);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(texts(lobby).size(), 10);
    comeBack(session, server);
    talk(server, 10, 90);
    session.retryNow();
    QTRY_COMPARE(texts(lobby), server.texts("#lobby"));
}

void HistoryTest::aCatchUpGoesOnAfterAnotherBreak()
{
    HistoryServer server;
    server.limit = 50;
    talk(server, 0, 10);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(texts(lobby).size(), 10);
    comeBack(session, server);
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

void HistoryTest::aLongAbsenceLeavesAGap_data()
{
    QTest::addColumn<bool>("isFromBelow");
    QTest::newRow("filled from below") << true;
    QTest::newRow("filled from above") << false;
}

void HistoryTest::aLongAbsenceLeavesAGap()
{
    QFETCH(bool, isFromBelow);
    HistoryServer server;
    talk(server, 0, 10);
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_COMPARE(texts(lobby).size(), 10);
    comeBack(session, server);
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

void HistoryTest::aLiveLineThatTheHistoryHadFirstIsNotDoubled()
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

void HistoryTest::missedMessagesCount()
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
    comeBack(session, server);
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
    comeBack(session, server);
    talk(server, 20, 3);
    session.retryNow();
    QTRY_VERIFY(texts(lobby).contains(u"22"_s));
    QCOMPARE(lobby.unread(), 0);
    QCOMPARE(*lobby.lines().rowOf(lobby.lastRead()), rows - 1);
}

void HistoryTest::directMessagesAreCaughtUpWith()
{
    HistoryServer server;
    Session session(m_clock, m_trust);
    enter(session, server);
    server.say("bob", "Ann", "hello");
    QTRY_VERIFY(session.find(u"bob"_s));
    Conversation& bob = *session.find(u"bob"_s);
    QTRY_COMPARE(bob.historyState(), State::Complete);
    QCOMPARE(texts(bob), QStringList{u"hello"_s});
    comeBack(session, server);
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
    comeBack(session, server);
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

void HistoryTest::ownWordsAreNotDoubledWithoutEchoes()
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
    comeBack(session, server);
    server.say("bob", "#lobby", "later");
    session.retryNow();
    QTRY_VERIFY(texts(lobby).contains(u"later"_s));
    QCOMPARE(texts(lobby), (QStringList{u"mine"_s, u"yours"_s, u"later"_s}));
}

void HistoryTest::whatWasSaidWhileOneWasOutIsFetched()
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

QTEST_GUILESS_MAIN(HistoryTest)
#include "tst_history.moc"
