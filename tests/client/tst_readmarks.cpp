// How far one has read is the same on every device: the mark moves the "new" line and the counts, and is told when one reads.
// IRCv3 draft/read-marker.
#include "client/talk.h"
#include "protocol/timestamp.h"
#include "storage/sqlclientstore.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using namespace chatroom::client::test;

class ReadMarksTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsBeginAtTheMark();
    void anotherDeviceReads();
    void whatIsReadIsTold();
    void isToldOnceForManyLines();
    void onlyEverMovesOn();
    void theFirstDeviceBeginsWithWhatIsThere();
    void whatWasReadWhileAwayIsToldLater();
    void whatWasMissedIsNotReadByComingBack();
    void aReadMentionDoesNotNotify();
    void directConversationsAreAskedFor();
    void theActiveOneStaysAsItIs();
    void aMarkFarAboveIsReached();
    void aRefusalIsNobodysToRead();
    void aServerWithoutMarksIsAsBefore();
    void whatWasKeptIsToldToAServerThatKnowsNothing();

private:
    std::unique_ptr<Person> enter(const HistoryServer& server, storage::ClientStore* store = nullptr)
    {
        return std::make_unique<Person>(server, m_clock, store);
    }
    static QByteArray markAt(qint64 time) { return "timestamp=" + protocol::formatTimestamp(Timestamp{std::chrono::milliseconds(time)}); }
    static QByteArray markOf(const HistoryServer& server, const QByteArray& text)
    {
        const auto found = std::ranges::find(server.kept, text, &KeptMessage::text);
        return found == server.kept.end() ? QByteArray() : markAt(found->time);
    }
    // The text of the first line below the "new" line; empty: none is.
    static QString firstNew(Conversation& room)
    {
        const LineModel& lines = room.lines();
        int row = lines.rowOf(room.lastRead()).value_or(lines.rowCount()) + 1;
        while (row < lines.rowCount() && lines.line(row).kind != LineKind::Message)
            ++row;
        return row < lines.rowCount() ? lines.line(row).text : QString();
    }

    SystemClock m_clock;
};

void ReadMarksTest::countsBeginAtTheMark()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "read");
    server.say("Ann", "#lobby", "ours");
    server.say("bob", "#lobby", "Ann: new");
    server.say("Ann", "#lobby", "ours too");
    server.say("bob", "#lobby", "newer");
    server.marks["#lobby"] = markOf(server, "ours");
    const auto person = enter(server);
    QVERIFY(person->session.can(Session::Feature::ReadMarks));
    QTRY_COMPARE(person->lobby()->unread(), 2);
    QCOMPARE(person->lobby()->mentions(), 1);
    QCOMPARE(firstNew(*person->lobby()), u"Ann: new"_s);
    server.say("bob", "#lobby", "newest");
    QTRY_COMPARE(person->lobby()->unread(), 3);
}

void ReadMarksTest::anotherDeviceReads()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "old");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(server.asked("MARKREAD #lobby timestamp="), 1);
    for (const char* text : {"one", "Ann: two", "three"})
        server.say("bob", "#lobby", text);
    QTRY_COMPARE(lobby.unread(), 3);
    QSignalSpy changes(&lobby, &Conversation::changed);
    server.write(":s MARKREAD #lobby " + markOf(server, "Ann: two"));
    QTRY_COMPARE(lobby.unread(), 1);
    QCOMPARE(lobby.mentions(), 0);
    QCOMPARE(firstNew(lobby), u"three"_s);
    QCOMPARE(changes.size(), 1);
    server.write(":s MARKREAD #lobby " + markOf(server, "three"));
    QTRY_COMPARE(lobby.unread(), 0);
    QCOMPARE(firstNew(lobby), QString());
    server.write("PING told");
    QTRY_COMPARE(server.asked("PONG told"), 1);
    QCOMPARE(server.asked("MARKREAD #lobby timestamp="), 1); // it was not we who read
}

void ReadMarksTest::whatIsReadIsTold()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "old");
    const auto person = enter(server);
    Session& session = person->session;
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    server.say("bob", "#lobby", "new");
    QTRY_COMPARE(lobby.unread(), 1);
    session.setActive(&lobby);
    QTRY_COMPARE(server.marks["#lobby"], markOf(server, "new"));
    server.say("bob", "#lobby", "while we look");
    QTRY_COMPARE(server.marks["#lobby"], markOf(server, "while we look"));
    session.setActive(nullptr);
    server.say("bob", "#lobby", "while we do not");
    QTRY_COMPARE(lobby.unread(), 1);
    lobby.markRead(); // by a key
    QTRY_COMPARE(server.marks["#lobby"], markOf(server, "while we do not"));
    server.say("bob", "#lobby", "at the end");
    QTRY_COMPARE(lobby.unread(), 1);
    lobby.markRead();
    session.leave({});
    QTRY_COMPARE(server.marks["#lobby"], markOf(server, "at the end"));
}

void ReadMarksTest::isToldOnceForManyLines()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    person->session.setActive(person->lobby());
    talk(server, 0, 200);
    QTRY_COMPARE(said(*person->lobby()).size(), 200U);
    QTRY_COMPARE(server.marks["#lobby"], markOf(server, "199"));
    QVERIFY(server.asked("MARKREAD #lobby timestamp=") <= 4);
}

void ReadMarksTest::onlyEverMovesOn()
{
    HistoryServer server(HistoryServer::kModern);
    for (const char* text : {"one", "two", "three"})
        server.say("bob", "#lobby", text);
    server.marks["#lobby"] = markOf(server, "two");
    const auto person = enter(server);
    QTRY_COMPARE(person->lobby()->unread(), 1);
    for (const QByteArray& mark :
         {markOf(server, "one"), QByteArray("*"), QByteArray("timestamp=nonsense"), QByteArray("nonsense"), QByteArray()})
        server.write(":s MARKREAD #lobby " + mark);
    server.write(":s MARKREAD #tea " + markOf(server, "three"));
    server.write("PING told");
    QTRY_COMPARE(server.asked("PONG told"), 1);
    QCOMPARE(person->lobby()->unread(), 1);
    QCOMPARE(firstNew(*person->lobby()), u"three"_s);
}

void ReadMarksTest::theFirstDeviceBeginsWithWhatIsThere()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "before we came");
    const auto person = enter(server);
    QTRY_COMPARE(said(*person->lobby()).size(), 1U);
    QTRY_VERIFY(server.marks["#lobby"] >= markOf(server, "before we came"));
    QCOMPARE(person->lobby()->unread(), 0);
    server.say("bob", "#lobby", "new");
    QTRY_COMPARE(person->lobby()->unread(), 1);
    QVERIFY(server.marks["#lobby"] < markOf(server, "new"));
}

void ReadMarksTest::whatWasReadWhileAwayIsToldLater()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "old");
    server.marks["#lobby"] = markOf(server, "old");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    server.say("bob", "#lobby", "new");
    QTRY_COMPARE(lobby.unread(), 1);
    losesConnection(person->session, server);
    lobby.markRead();
    QCOMPARE(lobby.unread(), 0);
    person->session.retryNow();
    QTRY_COMPARE(server.marks["#lobby"], markOf(server, "new"));
    QCOMPARE(lobby.unread(), 0);
}

void ReadMarksTest::whatWasMissedIsNotReadByComingBack()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "old");
    server.marks["#lobby"] = markOf(server, "old");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    losesConnection(person->session, server);
    server.say("bob", "#lobby", "missed");
    server.beforeAnswer = [&server] { server.say("bob", "#lobby", "live meanwhile"); };
    person->session.retryNow();
    QTRY_VERIFY(lobby.unread() >= 2);
    QCOMPARE(firstNew(lobby), u"missed"_s);
    QCOMPARE(server.marks["#lobby"], markOf(server, "old"));
    QVERIFY(!lobby.isCatchingUp() || QTest::qWaitFor([&] { return !lobby.isCatchingUp(); }));
}

void ReadMarksTest::aReadMentionDoesNotNotify()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "old");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    QSignalSpy notified(&person->session, &Session::notified);
    losesConnection(person->session, server);
    server.say("bob", "#lobby", "Ann: read elsewhere");
    server.marks["#lobby"] = markOf(server, "Ann: read elsewhere");
    person->session.retryNow();
    QTRY_COMPARE(said(lobby).size(), 2U);
    QTRY_VERIFY(!lobby.isCatchingUp());
    QCOMPARE(lobby.unread(), 0);
    QCOMPARE(notified.size(), 0);
}

void ReadMarksTest::directConversationsAreAskedFor()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "Ann", "one");
    server.say("bob", "Ann", "two");
    server.marks["bob"] = markOf(server, "one");
    const auto person = enter(server);
    Conversation& bob = person->session.openDirect(u"bob"_s);
    QTRY_COMPARE(said(bob).size(), 2U);
    QCOMPARE(server.asked("MARKREAD bob"), 1);
    QCOMPARE(bob.unread(), 1);
    QCOMPARE(bob.mentions(), 1);
    losesConnection(person->session, server);
    server.marks["bob"] = markOf(server, "two");
    person->session.retryNow();
    QTRY_COMPARE(bob.unread(), 0);
    QCOMPARE(server.asked("MARKREAD bob"), 2);
}

void ReadMarksTest::theActiveOneStaysAsItIs()
{
    HistoryServer server(HistoryServer::kModern);
    for (const char* text : {"one", "two", "three"})
        server.say("bob", "#lobby", text);
    server.marks["#lobby"] = markOf(server, "one");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(lobby.unread(), 2);
    person->session.setActive(&lobby);
    QCOMPARE(firstNew(lobby), u"two"_s); // where one left off
    QTRY_COMPARE(server.marks["#lobby"] > markOf(server, "two"), true);
    server.write("PING told");
    QTRY_COMPARE(server.asked("PONG told"), 1);
    QCOMPARE(firstNew(lobby), u"two"_s);
    QCOMPARE(lobby.unread(), 0);
}

void ReadMarksTest::aMarkFarAboveIsReached()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "read");
    talk(server, 0, 350);
    server.marks["#lobby"] = markOf(server, "read");
    const auto person = enter(server);
    QTRY_COMPARE(person->lobby()->unread(), 350);
    QCOMPARE(firstNew(*person->lobby()), u"0"_s);
}

void ReadMarksTest::aRefusalIsNobodysToRead()
{
    HistoryServer server(HistoryServer::kModern);
    server.isMarking = false;
    server.say("bob", "#lobby", "old");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    server.say("bob", "#lobby", "new");
    QTRY_COMPARE(lobby.unread(), 1);
    person->session.setActive(&lobby);
    QTRY_COMPARE(server.asked("MARKREAD #lobby timestamp="), 1);
    server.write("PING refused");
    QTRY_COMPARE(server.asked("PONG refused"), 1);
    person->session.setActive(nullptr);
    server.say("bob", "#lobby", "newer");
    QTRY_COMPARE(lobby.unread(), 1);
    QCOMPARE(firstNew(lobby), u"newer"_s);
    for (int row = 0; row < lobby.lines().rowCount(); ++row)
        QVERIFY(lobby.lines().line(row).kind != LineKind::Error);
}

void ReadMarksTest::aServerWithoutMarksIsAsBefore()
{
    HistoryServer server;
    server.say("bob", "#lobby", "old");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    QVERIFY(!person->session.can(Session::Feature::ReadMarks));
    server.say("bob", "#lobby", "new");
    QTRY_COMPARE(lobby.unread(), 1);
    person->session.setActive(&lobby);
    person->session.leave({});
    QTRY_COMPARE(server.asked("QUIT"), 1);
    QCOMPARE(server.asked("MARKREAD"), 0);
}

void ReadMarksTest::whatWasKeptIsToldToAServerThatKnowsNothing()
{
    QTemporaryDir folder;
    HistoryServer server;
    server.say("bob", "#lobby", "read");
    {
        storage::SqlClientStore store(folder.path());
        const auto person = enter(server, &store);
        QTRY_COMPARE(said(*person->lobby()).size(), 1U);
        person->session.setActive(person->lobby());
        person->session.setActive(nullptr);
    }
    server.say("bob", "#lobby", "missed");
    server.setCapabilities(HistoryServer::kModern);
    storage::SqlClientStore store(folder.path());
    const auto person = enter(server, &store);
    QTRY_COMPARE(person->lobby()->unread(), 1);
    QTRY_VERIFY(!server.marks["#lobby"].isEmpty());
    QVERIFY(server.marks["#lobby"] < markOf(server, "missed"));
    QCOMPARE(firstNew(*person->lobby()), u"missed"_s);
}

QTEST_GUILESS_MAIN(ReadMarksTest)
#include "tst_readmarks.moc"
