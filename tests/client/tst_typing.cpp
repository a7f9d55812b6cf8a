// Who is writing something: told no more often than once in three seconds, forgotten after six. IRCv3 typing.
#include "client/talk.h"

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using namespace chatroom;
using namespace chatroom::client;
using namespace chatroom::client::test;

class TypingTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_clock = std::make_unique<ManualClock>(); }
    void isToldOnceInThreeSeconds();
    void aPauseIsToldOnce();
    void whatIsGivenUpIsTold();
    void whatIsSaidIsNotGivenUp();
    void commandsAreNobodysBusiness_data();
    void commandsAreNobodysBusiness();
    void isNotToldWhereWeCannotSpeak_data();
    void isNotToldWhereWeCannotSpeak();
    void othersAreHeardForSixSeconds();
    void othersAreDone_data();
    void othersAreDone();
    void ourselvesAreNotHeard();
    void aRefusalIsNobodysToRead();

private:
    std::unique_ptr<Person> enter(const HistoryServer& server) { return std::make_unique<Person>(server, *m_clock, nullptr); }
    // All that the client had to say until now has come.
    static void settle(HistoryServer& server, Person& person)
    {
        const int before = server.asked("PING settled");
        person.session.submit(person.session.server(), u"/quote PING settled"_s);
        QTRY_COMPARE(server.asked("PING settled"), before + 1);
    }
    static QByteArray firstTold(const HistoryServer& server)
    {
        const auto found = std::ranges::find_if(server.lines, [](const QByteArray& line) { return line.contains("TAGMSG"); });
        return found == server.lines.end() ? QByteArray() : *found;
    }
    // "active", "paused" and "done", as they were told.
    static QByteArrayList told(const HistoryServer& server)
    {
        QByteArrayList all;
        for (const QByteArray& line : server.lines) {
            if (!line.contains("TAGMSG"))
                continue;
            const QByteArray state = line.mid(line.indexOf("+typing=") + 8);
            all.append(state.left(state.indexOf(' ')).split(';').front());
        }
        return all;
    }

    std::unique_ptr<ManualClock> m_clock;
};

void TypingTest::isToldOnceInThreeSeconds()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    QVERIFY(person->session.can(Session::Feature::Typing));
    m_clock->advance(10s);
    for (int key = 0; key < 70; ++key) { // a key each tenth of a second
        person->session.noteTyping(*person->lobby(), QString(key + 1, u'x'));
        m_clock->advance(100ms);
    }
    settle(server, *person);
    QCOMPARE(told(server), (QByteArrayList{"active", "active", "active"}));
    QVERIFY(firstTold(server).contains(" TAGMSG #lobby"));
}

void TypingTest::aPauseIsToldOnce()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    person->session.noteTyping(*person->lobby(), u"hm"_s);
    m_clock->advance(4s);
    QTRY_COMPARE(told(server), (QByteArrayList{"active", "paused"}));
    m_clock->advance(20s);
    QTest::qWait(0);
    person->session.noteTyping(*person->lobby(), u"hm, well"_s);
    QTRY_COMPARE(told(server), (QByteArrayList{"active", "paused", "active"}));
}

void TypingTest::whatIsGivenUpIsTold()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    person->session.noteTyping(*person->lobby(), QString());
    person->session.noteTyping(*person->lobby(), u"hm"_s);
    person->session.noteTyping(*person->lobby(), QString());
    settle(server, *person);
    QCOMPARE(told(server), QByteArrayList{"active"}); // not sooner than after three seconds
    m_clock->advance(3s);
    QTRY_COMPARE(told(server), (QByteArrayList{"active", "done"}));
}

void TypingTest::whatIsSaidIsNotGivenUp()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    person->session.noteTyping(*person->lobby(), u"hm"_s);
    person->session.send(*person->lobby(), u"hm"_s);
    person->session.noteTyping(*person->lobby(), QString());
    m_clock->advance(10s);
    person->session.noteTyping(*person->lobby(), u"and"_s);
    QTRY_COMPARE(told(server), (QByteArrayList{"active", "active"}));
}

void TypingTest::commandsAreNobodysBusiness_data()
{
    QTest::addColumn<QString>("draft");
    QTest::addColumn<bool>("isTold");
    QTest::newRow("a command") << u"/join #secret"_s << false;
    QTest::newRow("blanks") << u"   "_s << false;
    QTest::newRow("a text that begins with a slash") << u"//usr"_s << true;
    QTest::newRow("what one does") << u"/me waves"_s << true;
}

void TypingTest::commandsAreNobodysBusiness()
{
    QFETCH(QString, draft);
    QFETCH(bool, isTold);
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    person->session.noteTyping(*person->lobby(), draft);
    settle(server, *person);
    QCOMPARE(told(server).size(), isTold ? 1 : 0);
}

void TypingTest::isNotToldWhereWeCannotSpeak_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<bool>("isTold");
    QTest::newRow("a room") << HistoryServer::kModern << QByteArray() << true;
    QTest::newRow("a moderated room") << HistoryServer::kModern << QByteArray(":s MODE #lobby +m") << false;
    QTest::newRow("a moderated room where we have a voice") << HistoryServer::kModern << QByteArray(":s 353 Ann = #lobby :+Ann\r\n:s 366 Ann #lobby :End\r\n:s MODE #lobby +m") << true;
    QTest::newRow("a room that we left") << HistoryServer::kModern << QByteArray(":Ann!u@h PART #lobby") << false;
    QTest::newRow("a server without tags") << QByteArray("batch echo-message") << QByteArray() << false;
}

void TypingTest::isNotToldWhereWeCannotSpeak()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QByteArray, lines);
    QFETCH(bool, isTold);
    HistoryServer server(capabilities);
    const auto person = enter(server);
    if (!lines.isEmpty())
        server.write(lines);
    server.write("PING told");
    QTRY_COMPARE(server.asked("PONG told"), 1);
    person->session.noteTyping(*person->lobby(), u"hm"_s);
    person->session.noteTyping(person->session.server(), u"hm"_s);
    settle(server, *person);
    QCOMPARE(told(server).size(), isTold ? 1 : 0);
    losesConnection(person->session, server);
    person->session.noteTyping(*person->lobby(), u"hm"_s);
}

void TypingTest::othersAreHeardForSixSeconds()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    int changes = 0;
    QObject::connect(&lobby, &Conversation::changed, &lobby,
                     [&changes](Conversation::Changes what) { changes += what.testFlag(Conversation::Typing) ? 1 : 0; });
    server.happen("bob", "TAGMSG", "#lobby", {}, "+typing=active");
    QTRY_COMPARE(lobby.typing(), QStringList{u"bob"_s});
    server.happen("zoe", "TAGMSG", "#lobby", {}, "+typing=active");
    QTRY_COMPARE(lobby.typing(), (QStringList{u"bob"_s, u"zoe"_s}));
    QCOMPARE(changes, 2);
    m_clock->advance(4s);
    server.happen("bob", "TAGMSG", "#lobby", {}, "+typing=active");
    server.write("PING heard");
    QTRY_COMPARE(server.asked("PONG heard"), 1);
    m_clock->advance(2s);
    QTRY_COMPARE(lobby.typing(), QStringList{u"bob"_s});
    m_clock->advance(4s);
    QTRY_COMPARE(lobby.typing(), QStringList());
    QCOMPARE(lobby.unread(), 0);
}

void TypingTest::othersAreDone_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("they say so") << QByteArray("@+typing=done :bob!u@h TAGMSG #lobby");
    QTest::newRow("they pause") << QByteArray("@+typing=paused :bob!u@h TAGMSG #lobby");
    QTest::newRow("they have said it") << QByteArray(":bob!u@h PRIVMSG #lobby :hm");
    QTest::newRow("they leave the room") << QByteArray(":bob!u@h PART #lobby");
    QTest::newRow("they leave") << QByteArray(":bob!u@h QUIT");
    QTest::newRow("they have another name") << QByteArray(":bob!u@h NICK rob");
    QTest::newRow("we leave") << QByteArray(":Ann!u@h PART #lobby");
}

void TypingTest::othersAreDone()
{
    QFETCH(QByteArray, line);
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    server.write(":bob!u@h JOIN #lobby");
    server.write("@+typing=active :bob!u@h TAGMSG #lobby");
    QTRY_COMPARE(lobby.typing(), QStringList{u"bob"_s});
    server.write(line);
    QTRY_COMPARE(lobby.typing(), QStringList());
}

void TypingTest::ourselvesAreNotHeard()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    server.happen("Ann", "TAGMSG", "#lobby", {}, "+typing=active"); // on another device
    server.happen("bob", "TAGMSG", "Ann", {}, "+typing=active");    // no conversation is made for it
    server.write("PING heard");
    QTRY_COMPARE(server.asked("PONG heard"), 1);
    QCOMPARE(person->lobby()->typing(), QStringList());
    QVERIFY(!person->session.find(u"bob"_s));
    Conversation& bob = person->session.openDirect(u"bob"_s);
    server.happen("bob", "TAGMSG", "Ann", {}, "+typing=active");
    QTRY_COMPARE(bob.typing(), QStringList{u"bob"_s});
    server.hangUp();
    QTRY_COMPARE(bob.typing(), QStringList());
}

void TypingTest::aRefusalIsNobodysToRead()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    const int rows = person->lobby()->lines().rowCount();
    person->session.noteTyping(*person->lobby(), u"hm"_s);
    QTRY_COMPARE(told(server).size(), 1);
    const QByteArray sent = firstTold(server);
    const qsizetype label = sent.indexOf("label=") + 6;
    const QByteArray value = sent.mid(label, sent.indexOf(sent.indexOf(';', label) < 0 ? ' ' : ';', label) - label);
    server.write("@label=" + value + " :s 404 Ann #lobby :Cannot send to channel");
    server.write("@label=" + value + " :s 401 Ann #lobby :No such nick");
    server.write("PING heard");
    QTRY_COMPARE(server.asked("PONG heard"), 1);
    QCOMPARE(person->lobby()->lines().rowCount(), rows);
    QVERIFY(person->session.server().lines().rowCount() == 0
            || person->session.server().lines().line(person->session.server().lines().rowCount() - 1).kind != LineKind::Error);
}

QTEST_GUILESS_MAIN(TypingTest)
#include "tst_typing.moc"
