// A room that changes its name keeps its lines. IRCv3 draft/channel-rename.
#include "client/models/conversationlistmodel.h"
#include "client/talk.h"

#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using namespace chatroom::client::test;

class RenameTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsItsLines();
    void onlyTheCase();
    void isAskedForByACommand();
    void refusalsAreSaid_data();
    void refusalsAreSaid();
    void aRoomOfThatNameThatWeLeft();
    void whatWaitsGoesToTheNewName();
    void isEnteredAgainByItsNewName();
    void whoWasAwayFollows();
    void unknownRoomsDoNoHarm();

private:
    std::unique_ptr<Person> enter(const HistoryServer& server) { return std::make_unique<Person>(server, m_clock, nullptr); }

    SystemClock m_clock;
};

void RenameTest::keepsItsLines()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "hello");
    const auto person = enter(server);
    Session& session = person->session;
    QVERIFY(session.can(Session::Feature::RoomRenaming));
    Conversation& room = *person->lobby();
    QTRY_COMPARE(texts(room), QStringList{u"hello"_s});
    QSignalSpy removed(&session, &Session::conversationRemoved);
    server.write(":bob!u@h RENAME #lobby #aula :It is one");
    QTRY_COMPARE(room.name(), u"#aula"_s);
    QCOMPARE(session.find(u"#aula"_s), &room);
    QVERIFY(!session.find(u"#lobby"_s));
    QVERIFY(room.isJoined());
    QCOMPARE(removed.size(), 0);
    QCOMPARE(texts(room), QStringList{u"hello"_s});
    QCOMPARE(room.lines().line(room.lines().rowCount() - 1).text, u"bob renamed the room to #aula (It is one)"_s);
    server.write(":bob!u@h PRIVMSG #aula :here");
    QTRY_COMPARE(texts(room), (QStringList{u"hello"_s, u"here"_s}));
    session.send(room, u"indeed"_s);
    QTRY_COMPARE(server.texts("#aula"), QStringList{u"indeed"_s});
}

void RenameTest::onlyTheCase()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    Conversation& room = *person->lobby();
    server.write(":bob!u@h RENAME #lobby #LOBBY :");
    QTRY_COMPARE(room.name(), u"#LOBBY"_s);
    QCOMPARE(person->lobby(), &room);
    QCOMPARE(room.lines().line(room.lines().rowCount() - 1).text, u"bob renamed the room to #LOBBY"_s);
}

void RenameTest::isAskedForByACommand()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    person->session.submit(*person->lobby(), u"/rename #aula It is one"_s);
    QTRY_COMPARE(server.asked("RENAME #lobby #aula :It is one"), 1);
    person->session.submit(*person->lobby(), u"/rename aula"_s);
    QTRY_COMPARE(server.asked("RENAME #lobby #aula"), 2);
    QCOMPARE(person->lobby()->name(), u"#lobby"_s); // until the server says so
}

void RenameTest::refusalsAreSaid_data()
{
    QTest::addColumn<QByteArray>("refusal");
    QTest::addColumn<QString>("words");
    QTest::newRow("taken") << QByteArray("FAIL RENAME CHANNEL_NAME_IN_USE #lobby #aula :No") << u"There is a room of that name already."_s;
    QTest::newRow("forbidden") << QByteArray("FAIL RENAME CANNOT_RENAME #lobby #aula :Not this room") << u"Not this room"_s;
    QTest::newRow("not in charge") << QByteArray("482 Ann #lobby :No") << u"Only those in charge of the room may do that."_s;
}

void RenameTest::refusalsAreSaid()
{
    QFETCH(QByteArray, refusal);
    QFETCH(QString, words);
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    Conversation& room = *person->lobby();
    person->session.renameRoom(room, u"#aula"_s);
    QTRY_COMPARE(server.asked("RENAME"), 1);
    server.write(":s " + refusal);
    QTRY_COMPARE(room.lines().line(room.lines().rowCount() - 1).text, words);
    QCOMPARE(room.lines().line(room.lines().rowCount() - 1).kind, LineKind::Error);
    QCOMPARE(room.name(), u"#lobby"_s);
}

void RenameTest::aRoomOfThatNameThatWeLeft()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    Session& session = person->session;
    session.join(u"#aula"_s);
    QTRY_VERIFY(session.find(u"#aula"_s) && session.find(u"#aula"_s)->isJoined());
    server.write(":Ann!u@h PART #aula");
    QTRY_VERIFY(!session.find(u"#aula"_s)->isJoined());
    session.send(*session.find(u"#aula"_s), u"waits"_s);
    Conversation& room = *person->lobby();
    QSignalSpy removed(&session, &Session::conversationRemoved);
    server.write(":bob!u@h RENAME #lobby #aula :");
    QTRY_COMPARE(room.name(), u"#aula"_s);
    QCOMPARE(session.find(u"#aula"_s), &room);
    QCOMPARE(removed.size(), 1);
    QTRY_COMPARE(server.texts("#aula"), QStringList{u"waits"_s});
    QCOMPARE(session.conversationModel().rowCount(), 2);
}

void RenameTest::whatWaitsGoesToTheNewName()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    Conversation& room = *person->lobby();
    server.write(":s RENAME #lobby #aula :\r\n:Ann!u@h PART #aula");
    person->session.send(room, u"before"_s);
    QTRY_VERIFY(!room.isJoined());
    person->session.send(room, u"after"_s);
    server.write(":Ann!u@h JOIN #aula");
    QTRY_VERIFY(server.texts("#aula").contains(u"after"_s));
}

void RenameTest::isEnteredAgainByItsNewName()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    Conversation& room = *person->lobby();
    server.write(":bob!u@h RENAME #lobby #aula :");
    QTRY_COMPARE(room.name(), u"#aula"_s);
    losesConnection(person->session, server);
    person->session.retryNow();
    QTRY_VERIFY(room.isJoined());
    QCOMPARE(server.asked("JOIN #lobby"), 1);
    QCOMPARE(server.asked("JOIN #aula"), 1);
}

void RenameTest::whoWasAwayFollows()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    Conversation& room = *person->lobby();
    QSignalSpy refused(&person->session, &Session::joinFailed);
    server.write(":s FAIL JOIN CHANNEL_RENAMED #lobby #aula :The channel has been renamed");
    QTRY_COMPARE(room.name(), u"#aula"_s);
    QTRY_COMPARE(server.asked("JOIN #aula"), 1);
    QCOMPARE(refused.size(), 0);
}

void RenameTest::unknownRoomsDoNoHarm()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    person->session.openDirect(u"bob"_s);
    server.write(":bob!u@h RENAME #tea #coffee :\r\n:bob!u@h RENAME bob #x :\r\n:bob!u@h RENAME #tea :\r\nPING done");
    QTRY_COMPARE(server.asked("PONG done"), 1);
    QCOMPARE(person->session.conversations().size(), 3);
    QVERIFY(person->session.find(u"bob"_s));
}

QTEST_GUILESS_MAIN(RenameTest)
#include "tst_rename.moc"
