// What a server answers becomes a sentence where it was asked for; what no server should send does no harm.
#include "client/fakeserver.h"
#include "client/handlers/handlers.h"
#include "client/models/linemodel.h"
#include "client/models/peoplemodel.h"
#include "client/session.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using client::test::FakeServer;

class RepliesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sentences_data();
    void sentences();
    void rooms_data();
    void rooms();
    void aRefusedRequestIsMadeOneByOne();
    void allCapabilitiesAreAskedForInLinesThatFit();
    void onlySmallRoomsAreAskedWhoIsAway_data();
    void onlySmallRoomsAreAskedWhoIsAway();
    void manyMessagesGoOutAsTheyAreTaken();
    void missingParametersDoNoHarm_data();
    void missingParametersDoNoHarm();

private:
    // Online, and in #lobby.
    void enter(Session& session, FakeServer& server)
    {
        session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {u"#lobby"_s});
        QTRY_VERIFY(server.got("JOIN #lobby"));
        server.say(":Ann!a@h JOIN #lobby\r\n:s 353 Ann = #lobby :@Ann Bob\r\n:s 366 Ann #lobby :End");
        QTRY_VERIFY(session.find(u"#lobby"_s) && session.find(u"#lobby"_s)->people().rowCount() == 2);
    }
    static QStringList texts(Conversation& room)
    {
        QStringList all;
        for (int row = 0; row < room.lines().rowCount(); ++row)
            all.append(room.lines().line(row).text);
        return all;
    }

    SystemClock m_clock;
    network::TrustStore m_trust;
};

void RepliesTest::sentences_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QStringList>("sentences");
    QTest::newRow("who somebody is")
        << u"/whois Bob"_s
        << QByteArray(":s 311 Ann Bob bob host.example * :Bob Bobson\r\n:s 312 Ann Bob s :info\r\n:s 319 Ann Bob :@#tea +#lobby\r\n:s 317 "
                      "Ann Bob 185 1700000000\r\n"
                      ":s 671 Ann Bob :is using a secure connection\r\n:s 335 Ann Bob :is a bot\r\n:s 318 Ann Bob :End")
        << QStringList{u"Bob is Bob Bobson, from bob@host.example"_s, u"Bob is in #tea, #lobby"_s,
                       u"Bob last said something 3 minutes ago"_s, u"The connection of Bob is encrypted"_s, u"Bob is a program"_s};
    QTest::newRow("an account, the address, an operator")
        << u"/whois Bob"_s
        << QByteArray(":s 330 Ann Bob bobby :is logged in as\r\n:s 338 Ann Bob bob@192.0.2.7 192.0.2.7 :actually using host\r\n:s 313 Ann "
                      "Bob :is an operator")
        << QStringList{u"Bob is signed in as bobby"_s, u"The address of Bob is 192.0.2.7"_s, u"Bob runs this server"_s};
    QTest::newRow("away") << u"/whois Bob"_s << QByteArray(":s 301 Ann Bob :lunch") << QStringList{u"Bob is away: lunch"_s};
    QTest::newRow("nobody") << u"/whois Zed"_s << QByteArray(":s 401 Ann Zed :No such nick")
                            << QStringList{u"Nobody here has that name."_s};
    QTest::newRow("an invitation") << u"/invite Zed"_s << QByteArray(":s 341 Ann Zed #lobby") << QStringList{u"Zed is invited to #lobby"_s};
    QTest::newRow("bans") << u"/mode +b"_s
                          << QByteArray(":s 367 Ann #lobby zed!*@* Bob 1\r\n:s 367 Ann #lobby m:eve!*@* Bob 1\r\n:s 368 Ann #lobby :End")
                          << QStringList{u"Banned from #lobby: zed!*@*"_s, u"Muted in #lobby: eve!*@*"_s};
    QTest::newRow("no bans") << u"/mode +b"_s << QByteArray(":s 368 Ann #lobby :End") << QStringList{u"Nobody is banned from #lobby"_s};
}

void RepliesTest::sentences()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, answer);
    QFETCH(QStringList, sentences);
    FakeServer server({});
    Session session(m_clock, m_trust);
    enter(session, server);
    Conversation& lobby = *session.find(u"#lobby"_s);
    const auto before = static_cast<qsizetype>(lobby.lines().rowCount());
    session.submit(lobby, typed);
    server.say(answer);
    QTRY_COMPARE(texts(lobby).mid(before), sentences);
}

void RepliesTest::rooms_data()
{
    QTest::addColumn<QByteArray>("numeric");
    QTest::addColumn<QString>("part");
    QTest::newRow("no such room") << QByteArray("403") << u"no such room"_s;
    QTest::newRow("in too many") << QByteArray("405") << u"as many rooms"_s;
    QTest::newRow("full") << QByteArray("471") << u"full"_s;
    QTest::newRow("for invited people") << QByteArray("473") << u"invited"_s;
    QTest::newRow("banned") << QByteArray("474") << u"not let in"_s;
    QTest::newRow("another password") << QByteArray("475") << u"password"_s;
    QTest::newRow("a bad name") << QByteArray("476") << u"name of a room"_s;
    QTest::newRow("for accounts") << QByteArray("477") << u"account"_s;
}

void RepliesTest::rooms()
{
    QFETCH(QByteArray, numeric);
    QFETCH(QString, part);
    FakeServer server({});
    Session session(m_clock, m_trust);
    enter(session, server);
    QSignalSpy failed(&session, &Session::joinFailed);
    session.submit(*session.find(u"#lobby"_s), u"/join #tea"_s);
    QTRY_VERIFY(server.got("JOIN #tea"));
    server.say(":s " + numeric + " Ann #tea :No");
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.first().at(0).toString(), u"#tea"_s);
    QVERIFY2(failed.first().at(1).toString().contains(part), qPrintable(failed.first().at(1).toString()));
    QVERIFY(!session.find(u"#tea"_s));
}

void RepliesTest::aRefusedRequestIsMadeOneByOne()
{
    FakeServer server("echo-message server-time away-notify");
    server.refusedCapability = "away-notify";
    Session session(m_clock, m_trust);
    enter(session, server);
    QVERIFY(server.got("CAP REQ echo-message"));
    Conversation& lobby = *session.find(u"#lobby"_s);
    session.send(lobby, u"hello"_s);
    QCOMPARE(lobby.lines().line(lobby.lines().rowCount() - 1).state, DeliveryState::Pending); // echo-message is on
    QCOMPARE(server.lines.count("CAP END"), 1);
}

void RepliesTest::allCapabilitiesAreAskedForInLinesThatFit()
{
    QByteArrayList wanted;
    for (const protocol::CapabilityRow& row : protocol::capabilityTable()) {
        if (row.isRequestedByClient && row.capability != protocol::Capability::Metadata2) // the newer draft of it
            wanted += protocol::bytes(row.name);
    }
    FakeServer server(wanted.join(' '));
    Session session(m_clock, m_trust);
    enter(session, server);
    QByteArrayList asked;
    for (const QByteArray& line : server.lines) {
        QVERIFY(line.size() <= 450); // the answer has more in it
        if (line.startsWith("CAP REQ "))
            asked += line.mid(8).replace(':', "").split(' ');
    }
    std::ranges::sort(asked);
    std::ranges::sort(wanted);
    QCOMPARE(asked, wanted);
    QCOMPARE(server.lines.count("CAP END"), 1);
    QVERIFY(server.count("CAP REQ") < 4);
}

void RepliesTest::onlySmallRoomsAreAskedWhoIsAway_data()
{
    QTest::addColumn<int>("people");
    QTest::addColumn<bool>("isAsked");
    QTest::newRow("a few") << 5 << true;
    QTest::newRow("very many") << 400 << false;
}

void RepliesTest::onlySmallRoomsAreAskedWhoIsAway()
{
    QFETCH(int, people);
    QFETCH(bool, isAsked);
    FakeServer server("away-notify");
    Session session(m_clock, m_trust);
    session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {u"#lobby"_s});
    QTRY_VERIFY(server.got("JOIN #lobby"));
    server.say(":Ann!a@h JOIN #lobby");
    for (int i = 0; i < people; ++i)
        server.say(":s 353 Ann = #lobby :person" + QByteArray::number(i));
    server.say(":s 366 Ann #lobby :End\r\nPING behind");
    QTRY_VERIFY(server.got("PONG behind"));
    QCOMPARE(server.got("WHO #lobby"), isAsked);
}

void RepliesTest::manyMessagesGoOutAsTheyAreTaken()
{
    FakeServer server("echo-message");
    Session session(m_clock, m_trust);
    enter(session, server);
    Conversation& lobby = *session.find(u"#lobby"_s);
    const int before = lobby.lines().rowCount();
    constexpr int kCount = 50;
    for (int i = 0; i < kCount; ++i)
        session.send(lobby, u"line-%1"_s.arg(i));
    const auto written = [&] { return static_cast<int>(server.lines.join('\n').count("PRIVMSG #lobby line-")); };
    QTRY_COMPARE(written(), 10); // and no more before one of them is confirmed
    for (int i = 0; i < kCount; ++i) {
        QTRY_VERIFY(server.got("PRIVMSG #lobby line-" + QByteArray::number(i)));
        QVERIFY(written() <= i + 10);
        server.say(":Ann!a@h PRIVMSG #lobby line-" + QByteArray::number(i));
    }
    QTRY_COMPARE(lobby.lines().line(before + kCount - 1).state, DeliveryState::Sent);
    QCOMPARE(lobby.lines().rowCount(), before + kCount);
}

void RepliesTest::missingParametersDoNoHarm_data()
{
    QTest::addColumn<QByteArray>("verb");
    for (const auto family : {registrationHandlers(), messageHandlers(), modernHandlers(), membershipHandlers(), roomHandlers(),
                              queryHandlers(), aboutHandlers(), accountHandlers()}) {
        for (const HandlerRow& row : family) {
            if (row.verb != "ERROR" && row.verb != "464" && row.verb != "465") // these end the connection on purpose
                QTest::newRow(QByteArray(row.verb.data(), static_cast<qsizetype>(row.verb.size())).constData())
                    << QByteArray(row.verb.data(), static_cast<qsizetype>(row.verb.size()));
        }
    }
}

void RepliesTest::missingParametersDoNoHarm()
{
    QFETCH(QByteArray, verb);
    FakeServer server("echo-message message-tags batch away-notify");
    Session session(m_clock, m_trust);
    enter(session, server);
    for (const QByteArray& source : {QByteArray(":s "), QByteArray(":Zed!z@h "), QByteArray(":Ann!a@h "), QByteArray()}) {
        for (const QByteArray& word :
             {QByteArray("Ann"), QByteArray("#lobby"), QByteArray("Bob"), QByteArray("*"), QByteArray("-1"), QByteArray("+ovbk")}) {
            QByteArray line = source + verb;
            for (int count = 0; count < 7; ++count) {
                server.say(line);
                line += ' ' + word;
            }
            server.say(line + " :");
        }
    }
    server.say("PING survived");
    QTRY_VERIFY(server.got("PONG survived"));
    QVERIFY(session.conversations().size() < 12);
}

QTEST_GUILESS_MAIN(RepliesTest)
#include "tst_replies.moc"
