// Messages of several lines: one where the server takes them so, else several; never half of one, never one twice.
// IRCv3 draft/multiline.
#include "client/models/searchmodel.h"
#include "client/talk.h"
#include "storage/sqlclientstore.h"

#include <QTemporaryDir>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using namespace chatroom::client::test;
using Break = HistoryServer::Break;

class MultilineTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void severalLinesAreOneMessage_data();
    void severalLinesAreOneMessage();
    void aReplyStandsAtTheWhole();
    void whatIsTooMuchForOneBecomesSeveral_data();
    void whatIsTooMuchForOneBecomesSeveral();
    void aServerWithoutItGetsSeveral();
    void whatWasTypedOfflineGoesOutAsTheServerTakesIt_data();
    void whatWasTypedOfflineGoesOutAsTheServerTakesIt();
    void isSaidOnceWhereverItBreaks_data();
    void isSaidOnceWhereverItBreaks();
    void oneRecordSurvivesARestart_data();
    void oneRecordSurvivesARestart();
    void isRefusedAsOne();
    void othersLinesAreOneMessage_data();
    void othersLinesAreOneMessage();
    void nonsenseDoesNoHarm_data();
    void nonsenseDoesNoHarm();
    void tabsStayAsWideAsCodeNeedsThem();

private:
    std::unique_ptr<Person> enter(const HistoryServer& server, storage::ClientStore* store = nullptr)
    {
        return std::make_unique<Person>(server, m_clock, store);
    }

    SystemClock m_clock;
};

void MultilineTest::severalLinesAreOneMessage_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("kept");
    QTest::addColumn<int>("lines"); // on the wire
    const auto row = [](const char* name, const QString& text, const QString& kept, int lines) {
        QTest::newRow(name) << text << kept << lines;
    };
    row("two lines", u"one\ntwo"_s, u"one\ntwo"_s, 2);
    row("blank lines between", u"one\n\n\ntwo"_s, u"one\n\n\ntwo"_s, 4);
    row("indented code", u"if (x)\n    return;"_s, u"if (x)\n    return;"_s, 2);
    row("line ends of other systems", u"one\r\ntwo\rthree"_s, u"one\ntwo\nthree"_s, 3);
    row("blank lines around", u"\n\none\ntwo\n\n"_s, u"one\ntwo"_s, 2);
    row("a line that begins with a colon", u":one\n:two"_s, u":one\n:two"_s, 2);
    const QString words = u"word "_s.repeated(300) + u"end"_s;
    row("one line that is too long", words, words, 4);
    row("a long line between short ones", u"a\n"_s + words + u"\nb"_s, u"a\n"_s + words + u"\nb"_s, 6);
}

void MultilineTest::severalLinesAreOneMessage()
{
    QFETCH(QString, text);
    QFETCH(QString, kept);
    QFETCH(int, lines);
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    QVERIFY(person->session.can(Session::Feature::Multiline));
    person->session.send(*person->lobby(), text);
    QTRY_VERIFY(areSent(*person->lobby()));
    QCOMPARE(server.texts("#lobby"), QStringList{kept});
    QCOMPARE(texts(*person->lobby()), QStringList{kept});
    QVERIFY(!said(*person->lobby()).front().messageId.isEmpty());
    QCOMPARE(server.asked("BATCH +"), 1);
    QCOMPARE(server.asked("PRIVMSG #lobby"), lines);
    QCOMPARE(server.asked("label="), server.asked("BATCH +") + server.asked("CHATHISTORY"));
}

void MultilineTest::aReplyStandsAtTheWhole()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "a question");
    QTRY_COMPARE(said(*person->lobby()).size(), 1U);
    person->session.send(*person->lobby(), u"an\nanswer"_s, QString::fromUtf8(id));
    QTRY_COMPARE(server.kept.back().text, "an\nanswer");
    QCOMPARE(server.kept.back().tags, "+reply=" + id + ";+draft/reply=" + id);
    QTRY_VERIFY(areSent(*person->lobby()));
    QCOMPARE(said(*person->lobby()).back().replyTo, QString::fromUtf8(id));
    for (const QByteArray& line : server.lines)
        QVERIFY(!line.contains("PRIVMSG") || !line.contains("reply"));
}

void MultilineTest::whatIsTooMuchForOneBecomesSeveral_data()
{
    QTest::addColumn<QByteArray>("limits");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("messages");
    QTest::newRow("lines") << QByteArray("max-bytes=4000,max-lines=2") << u"1\n2\n3\n4\n5"_s << QStringList{u"1\n2"_s, u"3\n4"_s, u"5"_s};
    QTest::newRow("bytes") << QByteArray("max-bytes=10") << u"12345\n6789\n0123"_s << QStringList{u"12345\n6789"_s, u"0123"_s};
    QTest::newRow("blank lines at the seam go")
        << QByteArray("max-bytes=99,max-lines=2") << u"1\n2\n\n\n3"_s << QStringList{u"1\n2"_s, u"3"_s};
}

void MultilineTest::whatIsTooMuchForOneBecomesSeveral()
{
    QFETCH(QByteArray, limits);
    QFETCH(QString, text);
    QFETCH(QStringList, messages);
    HistoryServer server(HistoryServer::kAll + " draft/multiline=" + limits);
    const auto person = enter(server);
    person->session.send(*person->lobby(), text);
    QTRY_COMPARE(server.texts("#lobby"), messages);
    QTRY_VERIFY(areSent(*person->lobby()));
    QCOMPARE(texts(*person->lobby()), messages);
}

void MultilineTest::aServerWithoutItGetsSeveral()
{
    HistoryServer server;
    const auto person = enter(server);
    QVERIFY(!person->session.can(Session::Feature::Multiline));
    person->session.send(*person->lobby(), u"one\n\ntwo"_s, u"m1"_s);
    QTRY_COMPARE(server.texts("#lobby"), (QStringList{u"one"_s, u"two"_s}));
    QCOMPARE(server.asked("BATCH"), 0);
    QCOMPARE(server.asked("+reply=m1"), 1); // the first answers
}

void MultilineTest::whatWasTypedOfflineGoesOutAsTheServerTakesIt_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QStringList>("messages");
    QTest::newRow("as one") << HistoryServer::kModern << QStringList{u"before"_s, u"one\ntwo\nthree"_s, u"after"_s};
    QTest::newRow("as several") << HistoryServer::kAll << QStringList{u"before"_s, u"one"_s, u"two"_s, u"three"_s, u"after"_s};
}

void MultilineTest::whatWasTypedOfflineGoesOutAsTheServerTakesIt()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QStringList, messages);
    HistoryServer server(capabilities);
    const auto person = enter(server);
    losesConnection(person->session, server);
    for (const QString& text : {u"before"_s, u"one\ntwo\nthree"_s, u"after"_s})
        person->session.send(*person->lobby(), text);
    QCOMPARE(said(*person->lobby()).size(), 3U);
    person->session.retryNow();
    QTRY_COMPARE(server.texts("#lobby"), messages);
    QTRY_VERIFY(areSent(*person->lobby()));
    QCOMPARE(texts(*person->lobby()), messages);
}

void MultilineTest::isSaidOnceWhereverItBreaks_data()
{
    QTest::addColumn<Break>("point");
    QTest::newRow("before it stores") << Break::BeforeStoring;
    QTest::newRow("before it reads all lines") << Break::BeforeReading;
    QTest::newRow("before the echo") << Break::AfterStoring;
    QTest::newRow("after the echo") << Break::AfterEcho;
}

void MultilineTest::isSaidOnceWhereverItBreaks()
{
    QFETCH(Break, point);
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "hello");
    const auto person = enter(server);
    QTRY_COMPARE(texts(*person->lobby()).size(), 1);
    server.breakAt(point, point == Break::BeforeReading ? 1 : 0);
    person->session.send(*person->lobby(), u"one\ntwo\nthree"_s);
    QTRY_COMPARE(person->session.state(), Session::State::Waiting);
    person->session.send(*person->lobby(), u"and\nmore"_s);
    person->session.retryNow();
    const QStringList all{u"hello"_s, u"one\ntwo\nthree"_s, u"and\nmore"_s};
    QTRY_COMPARE(server.texts("#lobby"), all);
    QTRY_VERIFY(areSent(*person->lobby()));
    QCOMPARE(texts(*person->lobby()), all);
}

void MultilineTest::oneRecordSurvivesARestart_data()
{
    QTest::addColumn<QByteArray>("later");
    QTest::addColumn<Break>("point");
    QTest::addColumn<QStringList>("messages");
    const QStringList whole{u"hello"_s, u"one\ntwo"_s, u"last"_s};
    const QStringList split{u"hello"_s, u"one"_s, u"two"_s, u"last"_s};
    QTest::newRow("that the server did not take") << HistoryServer::kModern << Break::BeforeStoring << whole;
    QTest::newRow("that the server took") << HistoryServer::kModern << Break::AfterStoring << whole;
    QTest::newRow("and goes to a server that lost the capability") << HistoryServer::kAll << Break::BeforeStoring << split;
}

void MultilineTest::oneRecordSurvivesARestart()
{
    QFETCH(QByteArray, later);
    QFETCH(Break, point);
    QFETCH(QStringList, messages);
    QTemporaryDir folder;
    HistoryServer server(HistoryServer::kModern);
    const QString question = QString::fromUtf8(server.happen("bob", "PRIVMSG", "#lobby", "hello"));
    {
        storage::SqlClientStore store(folder.path());
        const auto person = enter(server, &store);
        QTRY_COMPARE(texts(*person->lobby()).size(), 1);
        server.breakAt(point);
        person->session.send(*person->lobby(), u"one\ntwo"_s, question);
        QTRY_COMPARE(person->session.state(), Session::State::Waiting);
        person->session.send(*person->lobby(), u"last"_s);
    }
    server.setCapabilities(later);
    storage::SqlClientStore store(folder.path());
    const auto person = enter(server, &store);
    QTRY_COMPARE(server.texts("#lobby"), messages);
    QTRY_VERIFY(areSent(*person->lobby()));
    QTRY_COMPARE(texts(*person->lobby()), messages);
    QCOMPARE(said(*person->lobby())[1].replyTo, question);
}

void MultilineTest::isRefusedAsOne()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    server.isBroken = true;
    person->session.send(*person->lobby(), u"one\ntwo"_s);
    QTRY_COMPARE(said(*person->lobby()).front().state, DeliveryState::Failed);
    QCOMPARE(said(*person->lobby()).front().detail, u"The disk is full"_s);
    server.isBroken = false;
    person->session.resend(*person->lobby(), said(*person->lobby()).front().id);
    QTRY_COMPARE(server.texts("#lobby"), QStringList{u"one\ntwo"_s});
}

void MultilineTest::othersLinesAreOneMessage_data()
{
    QTest::addColumn<bool>("isLive");
    QTest::newRow("as they come") << true;
    QTest::newRow("in the history") << false;
}

void MultilineTest::othersLinesAreOneMessage()
{
    QFETCH(bool, isLive);
    HistoryServer server(HistoryServer::kModern);
    if (!isLive)
        server.say("bob", "#lobby", "one\n\nAnn: two");
    const auto person = enter(server);
    if (isLive)
        server.say("bob", "#lobby", "one\n\nAnn: two");
    server.say("bob", "#lobby", "three");
    QTRY_COMPARE(texts(*person->lobby()), (QStringList{u"one\n\nAnn: two"_s, u"three"_s}));
    QVERIFY(said(*person->lobby()).front().isMention);
    QCOMPARE(said(*person->lobby()).front().messageId, QString::fromUtf8(server.kept.at(isLive ? 1 : 0).id));
    QCOMPARE(said(*person->lobby()).front().author, u"bob"_s);
    QCOMPARE(person->lobby()->unread(), isLive ? 2 : 1);
    SearchRequest request;
    request.text = u"two"_s;
    person->session.search(request);
    QTRY_COMPARE(person->session.searchResults().rowCount(), 1);
    QCOMPARE(person->session.searchResults().hit(0).line.text, u"one\n\nAnn: two"_s);
}

void MultilineTest::nonsenseDoesNoHarm_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<QStringList>("shown");
    const auto row = [](const char* name, const QByteArray& lines, const QStringList& shown) { QTest::newRow(name) << lines << shown; };
    const QByteArray line = "@batch=a :bob!u@h PRIVMSG #lobby :one\r\n";
    row("one that never ends", ":bob!u@h BATCH +a draft/multiline #lobby\r\n" + line, {});
    row("one that holds nothing", ":bob!u@h BATCH +a draft/multiline #lobby\r\nBATCH -a", {});
    row("one of blank lines", ":bob!u@h BATCH +a draft/multiline #lobby\r\n@batch=a :bob!u@h PRIVMSG #lobby :\r\nBATCH -a", {});
    row("other commands in it", ":bob!u@h BATCH +a draft/multiline #lobby\r\n@batch=a :bob!u@h TOPIC #lobby :x\r\n" + line + "BATCH -a",
        {u"one"_s});
    row("the first line goes on nothing",
        ":bob!u@h BATCH +a draft/multiline #lobby\r\n@batch=a;draft/multiline-concat :bob!u@h PRIVMSG #lobby :one\r\nBATCH -a", {u"one"_s});
    row("a line goes on the one before",
        ":bob!u@h BATCH +a draft/multiline #lobby\r\n" + line + "@batch=a;draft/multiline-concat :bob!u@h PRIVMSG #lobby :two\r\nBATCH -a",
        {u"onetwo"_s});
    row("what is told stands at the first line", "BATCH +a draft/multiline #lobby\r\n@msgid=x;" + line.mid(1) + "BATCH -a", {u"one"_s});
    row("without a target", ":bob!u@h BATCH +a draft/multiline\r\n" + line + "BATCH -a", {});
    row("a room that we are not in", ":bob!u@h BATCH +a draft/multiline #tea\r\n@batch=a :bob!u@h PRIVMSG #tea :one\r\nBATCH -a", {});
    row("closed twice", ":bob!u@h BATCH +a draft/multiline #lobby\r\n" + line + "BATCH -a\r\nBATCH -a", {u"one"_s});
}

void MultilineTest::nonsenseDoesNoHarm()
{
    QFETCH(QByteArray, lines);
    QFETCH(QStringList, shown);
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    server.write(lines);
    server.write("PING survived");
    QTRY_COMPARE(server.asked("PONG survived"), 1);
    QCOMPARE(texts(*person->lobby()), shown);
}

void MultilineTest::tabsStayAsWideAsCodeNeedsThem()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    server.say("bob", "#lobby", "if (x)\n\treturn;");
    server.say("bob", "#lobby", "a\tb");
    QTRY_COMPARE(texts(*person->lobby()), (QStringList{u"if (x)\n    return;"_s, u"a b"_s}));
}

QTEST_GUILESS_MAIN(MultilineTest)
#include "tst_multiline.moc"
