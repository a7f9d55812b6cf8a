// Each "/" command: what goes on the wire, and what is said when it cannot.
#include "client/commandhelp.h"
#include "client/fakeserver.h"
#include "client/models/linemodel.h"
#include "client/session.h"

#include <QPointer>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using client::test::FakeServer;

class TypedTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void goesOnTheWire_data();
    void goesOnTheWire();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void everyCommandThatIsOfferedDoesSomething_data();
    void everyCommandThatIsOfferedDoesSomething();
    void nothingIsLostWithoutAConnection();

private:
    void enter(Session& session, FakeServer& server)
    {
        session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {u"#lobby"_s});
        QTRY_VERIFY(server.got("JOIN #lobby"));
        server.say(":Ann!a@h JOIN #lobby\r\n:s 353 Ann = #lobby :@Ann Bob\r\n:s 366 Ann #lobby :End");
        QTRY_VERIFY(session.find(u"#lobby"_s) && session.find(u"#lobby"_s)->isJoined());
    }
    static const ChatLine& last(Conversation& room) { return room.lines().line(room.lines().rowCount() - 1); }

    SystemClock m_clock;
    network::TrustStore m_trust;
};

void TypedTest::goesOnTheWire_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("line");
    const auto row = [](const char* typed, const char* line) { QTest::newRow(typed) << QString::fromUtf8(typed) << QByteArray(line); };
    row("hello there", "PRIVMSG #lobby :hello there");
    row("//etc", "PRIVMSG #lobby /etc");
    row("/me waves", "PRIVMSG #lobby :\x01"
                     "ACTION waves\x01");
    row("/msg Bob are you there", "PRIVMSG Bob :are you there");
    row("/query Bob hello", "PRIVMSG Bob hello");
    row("/notice Bob take note", "NOTICE Bob :take note");
    row("/join #tea", "JOIN #tea");
    row("/JOIN #tea", "JOIN #tea");
    row("/join tea", "JOIN #tea");
    row("/join #tea secret", "JOIN #tea secret");
    row("/part see you", "PART #lobby :see you");
    row("/topic Tea at four", "TOPIC #lobby :Tea at four");
    row("/kick Bob too loud", "KICK #lobby Bob :too loud");
    row("/invite Zed", "INVITE Zed #lobby");
    row("/invite Zed #lobby", "INVITE Zed #lobby");
    row("/names", "NAMES #lobby");
    row("/op Bob", "MODE #lobby +o Bob");
    row("/deop Bob", "MODE #lobby -o Bob");
    row("/voice Bob", "MODE #lobby +v Bob");
    row("/devoice Bob", "MODE #lobby -v Bob");
    row("/ban Bob", "MODE #lobby +b Bob!*@*");
    row("/ban *!*@192.0.2.7", "MODE #lobby +b *!*@192.0.2.7");
    row("/unban Bob", "MODE #lobby -b Bob!*@*");
    row("/mode +m", "MODE #lobby +m");
    row("/mode #other +k key", "MODE #other +k key");
    row("/nick Anna", "NICK Anna");
    row("/away lunch", "AWAY lunch");
    row("/away", "AWAY away");
    row("/back", "AWAY");
    row("/whois Bob", "WHOIS Bob");
    row("/list", "LIST");
    row("/quote VERSION", "VERSION");
    row("/raw TIME", "TIME");
    row("/quit good night", "QUIT :good night");
}

void TypedTest::goesOnTheWire()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, line);
    FakeServer server({});
    Session session(m_clock, m_trust);
    enter(session, server);
    const auto before = server.lines.size();
    session.submit(*session.find(u"#lobby"_s), typed);
    QTRY_VERIFY2(server.lines.mid(before).contains(line), (line + " not in " + server.lines.join(" | ")).constData());
}

void TypedTest::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("part");
    QTest::newRow("unknown") << u"/frobnicate now"_s << u"/frobnicate"_s;
    QTest::newRow("too little") << u"/kick"_s << u"/kick NAME"_s;
    QTest::newRow("another room") << u"/invite Zed #nowhere"_s << u"no room of that name"_s;
}

void TypedTest::saysWhatIsWrong()
{
    QFETCH(QString, typed);
    QFETCH(QString, part);
    FakeServer server({});
    Session session(m_clock, m_trust);
    enter(session, server);
    Conversation& lobby = *session.find(u"#lobby"_s);
    const auto before = server.lines.size();
    session.submit(lobby, typed);
    QCOMPARE(last(lobby).kind, LineKind::Error);
    QVERIFY2(last(lobby).text.contains(part), qPrintable(last(lobby).text));
    session.submit(session.server(), u"/topic something"_s);
    QVERIFY(last(session.server()).text.contains(u"in a room only"_s));
    server.say("PING end");
    QTRY_VERIFY(server.got("PONG end"));
    QCOMPARE(server.lines.size(), before + 1);
}

void TypedTest::everyCommandThatIsOfferedDoesSomething_data()
{
    QTest::addColumn<QString>("name");
    for (const TypedCommand& each : typedCommands())
        QTest::newRow(QByteArray(each.name.data(), static_cast<qsizetype>(each.name.size())).constData())
            << QString::fromUtf8(each.name.data(), static_cast<qsizetype>(each.name.size()));
}

void TypedTest::everyCommandThatIsOfferedDoesSomething()
{
    QFETCH(QString, name);
    FakeServer server({});
    Session session(m_clock, m_trust);
    enter(session, server);
    QPointer<Conversation> lobby = session.find(u"#lobby"_s);
    session.submit(*lobby, u'/' + name + u" Bob one two"_s);
    for (int row = 0; lobby && row < lobby->lines().rowCount(); ++row)
        QVERIFY2(!lobby->lines().line(row).text.contains(u"no command"_s), qPrintable(lobby->lines().line(row).text));
    QVERIFY(findTypedCommand(name.toUpper()) == findTypedCommand(name));
}

void TypedTest::nothingIsLostWithoutAConnection()
{
    FakeServer server({});
    Session session(m_clock, m_trust);
    enter(session, server);
    Conversation& lobby = *session.find(u"#lobby"_s);
    server.hangUp();
    QTRY_COMPARE(session.state(), Session::State::Waiting);
    session.submit(lobby, u"/topic Tea"_s);
    QVERIFY(last(lobby).text.contains(u"not connected"_s));
    session.submit(lobby, u"said meanwhile"_s);
    QCOMPARE(last(lobby).state, DeliveryState::Waiting);
}

QTEST_GUILESS_MAIN(TypedTest)
#include "tst_typed.moc"
