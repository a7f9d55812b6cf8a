// chatroom-cli in scripts: history, search and tail --since, against the real server and against one that has less.
#include "chatroom-cli/support.h"
#include "exitstatus.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

#include <csignal>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;
using cli::ExitStatus;

namespace {

int number(ExitStatus status)
{
    return static_cast<int>(status);
}

QByteArrayList linesOf(const QByteArray& out)
{
    QByteArrayList lines = out.split('\n');
    if (lines.last().isEmpty())
        lines.removeLast();
    return lines;
}

// What stands behind "<name> ".
QByteArrayList texts(const QByteArray& out)
{
    QByteArrayList all;
    for (const QByteArray& line : linesOf(out))
        all += line.mid(line.indexOf("> ") + 2);
    return all;
}

QByteArrayList numbered(const QByteArray& what, int first, int last)
{
    QByteArrayList all;
    for (int i = first; i <= last; ++i)
        all += what + ' ' + QByteArray::number(i);
    return all;
}

// One that lets everybody in and can do what `capabilities` says.
ScriptedServer::Answer scripted(const QByteArray& capabilities, const ScriptedServer::Answer& more)
{
    return [=](const QByteArray& line) -> QByteArray {
        if (line.startsWith("CAP LS"))
            return ":s CAP * LS :" + capabilities + "\r\n";
        if (line.startsWith("CAP REQ"))
            return ":s CAP * ACK " + line.mid(8) + "\r\n";
        if (line.startsWith("USER"))
            return ":s 001 Ann :Welcome Ann\r\n:s 005 Ann CASEMAPPING=ascii CHANTYPES=# CHATHISTORY=100 MSGREFTYPES=timestamp,msgid "
                   ":are supported\r\n:s 422 Ann :No message\r\n";
        if (line.startsWith("JOIN"))
            return ":Ann!u@h JOIN #lobby\r\n:s 353 Ann = #lobby :Ann\r\n:s 366 Ann #lobby :End\r\n";
        return more(line);
    };
}

} // namespace

class HistoryTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theNewestFiftyOldestFirst();
    void pagesBeyondTheLimitOfTheServer();
    void betweenTwoMoments();
    void eventsWhenAsked();
    void jsonCarriesIdAndTime();
    void anEmptyRoomHasNone();
    void aServerThatKeepsNone();
    void aServerThatRefuses();
    void aServerThatDoesNotAnswer();
    void searchFindsOldestFirst();
    void searchNarrows_data();
    void searchNarrows();
    void searchPages();
    void searchInSeveralRooms();
    void searchFindsNothing();
    void aServerThatCannotSearch();
    void tailBeginsWhenItComesIn();
    void tailSincePrintsThePastAndGoesOn();
    void tailMissesNothingAndRepeatsNothing();
    void tailFillsALongAbsence();
    void tailWithoutHistorySaysSo();
    void sendLeavesNothingBehind();

private:
    [[nodiscard]] QStringList words(const QString& mode, const QStringList& more = {}) const;
    [[nodiscard]] bool startServer(std::uint16_t port = 0);
    [[nodiscard]] bool say(const QByteArrayList& lines, const QByteArray& room = "#lobby", const QByteArray& name = "Gus");

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Server> m_server;
};

void HistoryTest::init()
{
    m_home = std::make_unique<Home>();
    m_server = std::make_unique<Server>();
    QVERIFY(startServer());
}

void HistoryTest::cleanup()
{
    m_server.reset();
}

bool HistoryTest::startServer(std::uint16_t port)
{
    return m_server->start(port, [](server::ServerConfig& config) { config.durability = server::Durability::Process; });
}

QStringList HistoryTest::words(const QString& mode, const QStringList& more) const
{
    return QStringList{mode, u"--no-tls"_s, u"--name"_s, u"Ann"_s, u"--server"_s, m_server->address()} + more;
}

// All of them are kept when this returns true.
bool HistoryTest::say(const QByteArrayList& lines, const QByteArray& room, const QByteArray& name)
{
    Guest guest;
    if (!guest.enter(m_server->port(), name, room))
        return false;
    for (const QByteArray& line : lines)
        guest.say(room, line);
    guest.send("PING kept");
    const bool isAnswered = QTest::qWaitFor([&] { return guest.hasLine("kept"); }, 30'000);
    guest.send("QUIT");
    return isAnswered && QTest::qWaitFor([&] { return guest.hasLine("ERROR"); }, 10'000);
}

void HistoryTest::theNewestFiftyOldestFirst()
{
    QVERIFY(say(numbered("line", 1, 60)));
    const CliResult result = runCli(*m_home, words(u"history"_s));
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QCOMPARE(texts(result.out), numbered("line", 11, 60));
    QVERIFY2(linesOf(result.out).first().contains("Z #lobby <Gus> line 11"), result.out.constData());
    QCOMPARE(texts(runCli(*m_home, words(u"history"_s, {u"--limit"_s, u"3"_s})).out), numbered("line", 58, 60));
}

void HistoryTest::pagesBeyondTheLimitOfTheServer()
{
    QVERIFY(say(numbered("line", 1, 450)));
    const CliResult most = runCli(*m_home, words(u"history"_s, {u"--limit"_s, u"420"_s}));
    QCOMPARE(most.status, 0);
    QCOMPARE(texts(most.out), numbered("line", 31, 450));
    QCOMPARE(texts(runCli(*m_home, words(u"history"_s, {u"--since"_s, u"1h"_s})).out), numbered("line", 1, 450));
    QCOMPARE(texts(runCli(*m_home, words(u"history"_s, {u"--limit"_s, u"5000"_s})).out), numbered("line", 1, 450));
}

void HistoryTest::betweenTwoMoments()
{
    for (const char* text : {"one", "two", "three", "four"}) {
        QVERIFY(say({text}));
        const QDateTime said = QDateTime::currentDateTimeUtc();
        QVERIFY(QTest::qWaitFor([&] { return QDateTime::currentDateTimeUtc() > said; }));
    }
    const QByteArrayList all = linesOf(runCli(*m_home, words(u"history"_s)).out);
    QCOMPARE(all.size(), 4);
    const auto timeOf = [&all](int which) { return QString::fromLatin1(all.at(which).left(all.at(which).indexOf(' '))); };
    // The moment itself counts as "since" and not as "before".
    const CliResult middle = runCli(*m_home, words(u"history"_s, {u"--since"_s, timeOf(1), u"--before"_s, timeOf(3)}));
    QCOMPARE(texts(middle.out), (QByteArrayList{"two", "three"}));
    const CliResult before = runCli(*m_home, words(u"history"_s, {u"--limit"_s, u"1"_s, u"--before"_s, timeOf(3)}));
    QCOMPARE(texts(before.out), QByteArrayList{"three"});
    const CliResult after = runCli(*m_home, words(u"history"_s, {u"--after"_s, timeOf(2)}));
    QCOMPARE(texts(after.out), (QByteArrayList{"three", "four"}));
    const CliResult none = runCli(*m_home, words(u"history"_s, {u"--before"_s, u"1d"_s}));
    QCOMPARE(none.out, QByteArray());
    QCOMPARE(none.status, 0);
}

void HistoryTest::eventsWhenAsked()
{
    QVERIFY(say({"hello"}));
    QVERIFY(say({"hello again"})); // in a room that is kept by now
    QVERIFY(!runCli(*m_home, words(u"history"_s)).out.contains("came in"));
    const CliResult result = runCli(*m_home, words(u"history"_s, {u"--events"_s}));
    QVERIFY2(result.out.contains(" #lobby -- Gus came in\n"), result.out.constData());
    QVERIFY2(result.out.contains(" #lobby -- Gus left the chatroom"), result.out.constData());
    QVERIFY(!result.out.contains("(#lobby)")); // where it was seen is no reason
    // That Ann came for the first history is one; that she came for this one is none.
    QCOMPARE(result.out.count("Ann came in"), 1);
}

void HistoryTest::jsonCarriesIdAndTime()
{
    QVERIFY(say({"good morning", "good night"}));
    const CliResult result = runCli(*m_home, words(u"history"_s, {u"--json"_s}));
    const QByteArrayList lines = linesOf(result.out);
    QCOMPARE(lines.size(), 2);
    QSet<QString> ids;
    for (const QByteArray& line : lines) {
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        QCOMPARE(object.value(u"who"_s).toString(), u"Gus"_s);
        QCOMPARE(object.value(u"room"_s).toString(), u"#lobby"_s);
        QVERIFY(QDateTime::fromString(object.value(u"time"_s).toString(), Qt::ISODateWithMs).isValid());
        ids.insert(object.value(u"id"_s).toString());
    }
    QCOMPARE(ids.size(), 2);
    QVERIFY(!ids.contains(QString()));
    const CliResult found = runCli(*m_home, words(u"search"_s, {u"--json"_s, u"night"_s}));
    QVERIFY(ids.contains(QJsonDocument::fromJson(found.out).object().value(u"id"_s).toString()));
}

void HistoryTest::anEmptyRoomHasNone()
{
    const CliResult result = runCli(*m_home, words(u"history"_s, {u"--room"_s, u"silent"_s}));
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.out, QByteArray());
    QCOMPARE(result.status, 0);
}

void HistoryTest::aServerThatKeepsNone()
{
    m_server->stop();
    QVERIFY(m_server->start()); // durability "none"
    const CliResult result = runCli(*m_home, words(u"history"_s));
    QCOMPARE(result.status, number(ExitStatus::NotOffered));
    QCOMPARE(result.err, QByteArray("chatroom-cli: This chatroom keeps no history.\n"));
}

void HistoryTest::aServerThatRefuses()
{
    ScriptedServer server(scripted("batch server-time draft/chathistory", [](const QByteArray& line) -> QByteArray {
        if (line.startsWith("CHATHISTORY"))
            return ":s FAIL CHATHISTORY INVALID_TARGET LATEST #lobby :Messages could not be retrieved\r\n";
        return "";
    }));
    const CliResult result = runCli(*m_home, {u"history"_s, u"--no-tls"_s, u"--name"_s, u"Ann"_s, u"--server"_s, server.address()});
    QCOMPARE(result.status, number(ExitStatus::NotOffered));
    QVERIFY2(result.err.startsWith("chatroom-cli: "), result.err.constData());
}

void HistoryTest::aServerThatDoesNotAnswer()
{
    ScriptedServer server(scripted("batch server-time draft/chathistory", [](const QByteArray&) -> QByteArray { return ""; }));
    const CliResult result =
        runCli(*m_home, {u"history"_s, u"--no-tls"_s, u"--name"_s, u"Ann"_s, u"--timeout"_s, u"1"_s, u"--server"_s, server.address()});
    QCOMPARE(result.status, number(ExitStatus::TimedOut));
    QVERIFY2(result.err.contains("within 1 seconds"), result.err.constData());
}

void HistoryTest::searchFindsOldestFirst()
{
    QVERIFY(say({"apples are red", "pears are green", "green apples too"}));
    const CliResult result = runCli(*m_home, words(u"search"_s, {u"apples"_s}));
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QCOMPARE(texts(result.out), (QByteArrayList{"apples are red", "green apples too"}));
    QVERIFY2(result.out.contains("Z #lobby <Gus> apples are red\n"), result.out.constData());
}

void HistoryTest::searchNarrows_data()
{
    QTest::addColumn<QStringList>("what");
    QTest::addColumn<QByteArrayList>("found");
    QTest::newRow("by several words") << QStringList{u"green"_s, u"apples"_s} << QByteArrayList{"green apples too"};
    QTest::newRow("by a phrase of the shell") << QStringList{u"apples are"_s} << QByteArrayList{"apples are red"};
    QTest::newRow("by the beginning of a word") << QStringList{u"pea*"_s} << QByteArrayList{"pears are green"};
    QTest::newRow("by who said it") << QStringList{u"--from"_s, u"Sue"_s} << QByteArrayList{"pears are green"};
    QTest::newRow("by who said it and a word") << QStringList{u"--from"_s, u"gus"_s, u"green"_s} << QByteArrayList{"green apples too"};
    QTest::newRow("by when it was said") << QStringList{u"green"_s, u"--before"_s, u"1h"_s} << QByteArrayList{};
    QTest::newRow("since then") << QStringList{u"green"_s, u"--since"_s, u"1h"_s} << QByteArrayList{"pears are green", "green apples too"};
    QTest::newRow("to the newest") << QStringList{u"green"_s, u"--limit"_s, u"1"_s} << QByteArrayList{"green apples too"};
    QTest::newRow("by the room") << QStringList{u"green"_s, u"--room"_s, u"other"_s} << QByteArrayList{};
}

void HistoryTest::searchNarrows()
{
    QFETCH(QStringList, what);
    QFETCH(QByteArrayList, found);
    QVERIFY(say({"apples are red"}));
    QVERIFY(say({"pears are green"}, "#lobby", "Sue"));
    QVERIFY(say({"green apples too"}));
    const CliResult result = runCli(*m_home, words(u"search"_s, what));
    QCOMPARE(texts(result.out), found);
    QCOMPARE(result.status, found.isEmpty() ? number(ExitStatus::NothingFound) : 0);
}

void HistoryTest::searchPages()
{
    // A server is asked for what was said up to a millisecond: more than a page within one cannot be had.
    for (int first = 1; first < 230; first += 46)
        QVERIFY(say(numbered("line", first, first + 45)));
    QCOMPARE(texts(runCli(*m_home, words(u"search"_s, {u"line"_s})).out), numbered("line", 181, 230));
    QCOMPARE(texts(runCli(*m_home, words(u"search"_s, {u"line"_s, u"--limit"_s, u"120"_s})).out), numbered("line", 111, 230));
    QCOMPARE(texts(runCli(*m_home, words(u"search"_s, {u"line"_s, u"--limit"_s, u"5000"_s})).out), numbered("line", 1, 230));
}

void HistoryTest::searchInSeveralRooms()
{
    QVERIFY(say({"green grass"}, "#garden"));
    QVERIFY(say({"green paint"}, "#shed"));
    QVERIFY(say({"green tea"}));
    const CliResult result = runCli(*m_home, words(u"search"_s, {u"green"_s, u"--room"_s, u"garden"_s, u"--room"_s, u"#shed"_s}));
    QCOMPARE(texts(result.out), (QByteArrayList{"green grass", "green paint"}));
    QVERIFY(result.out.contains(" #garden <Gus> "));
}

void HistoryTest::searchFindsNothing()
{
    QVERIFY(say({"apples"}));
    const CliResult result = runCli(*m_home, words(u"search"_s, {u"bananas"_s}));
    QCOMPARE(result.status, number(ExitStatus::NothingFound));
    QCOMPARE(result.out, QByteArray());
    QCOMPARE(result.err, QByteArray("chatroom-cli: Nothing was found.\n"));
}

void HistoryTest::aServerThatCannotSearch()
{
    ScriptedServer server(scripted("batch server-time", [](const QByteArray&) -> QByteArray { return ""; }));
    const CliResult result = runCli(*m_home, {u"search"_s, u"--no-tls"_s, u"--name"_s, u"Ann"_s, u"--server"_s, server.address(), u"x"_s});
    QCOMPARE(result.status, number(ExitStatus::NotOffered));
    QCOMPARE(result.err, QByteArray("chatroom-cli: This chatroom cannot search.\n"));
}

// ---- tail

namespace {

// chatroom-cli as a process that goes on.
class Running final
{
public:
    Running(const Home& home, const QStringList& arguments)
    {
        m_process.setProcessEnvironment(home.environment());
        m_process.start(cliProgram(), arguments);
    }
    ~Running()
    {
        m_process.kill();
        m_process.waitForFinished(5000);
    }
    Q_DISABLE_COPY_MOVE(Running)

    [[nodiscard]] QByteArrayList said()
    {
        m_out += m_process.readAllStandardOutput();
        return texts(m_out.left(m_out.lastIndexOf('\n') + 1));
    }
    [[nodiscard]] QByteArray complaints() { return m_err += m_process.readAllStandardError(); }

private:
    QProcess m_process;
    QByteArray m_out, m_err;
};

} // namespace

void HistoryTest::tailBeginsWhenItComesIn()
{
    QVERIFY(say(numbered("old", 1, 5)));
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    Running tail(*m_home, words(u"tail"_s));
    QTRY_VERIFY(guest.hasLine(":Ann!"));
    guest.say("#lobby", "new");
    QTRY_COMPARE(tail.said(), QByteArrayList{"new"});
}

void HistoryTest::tailSincePrintsThePastAndGoesOn()
{
    QVERIFY(say(numbered("old", 1, 250)));
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    Running tail(*m_home, words(u"tail"_s, {u"--since"_s, u"1h"_s}));
    QTRY_VERIFY(guest.hasLine(":Ann!"));
    const QByteArrayList live = numbered("new", 1, 50);
    for (const QByteArray& line : live) // while the past is still being loaded
        guest.say("#lobby", line);
    QTRY_COMPARE(tail.said().size(), 300);
    QCOMPARE(tail.said(), numbered("old", 1, 250) + live);
    guest.say("#lobby", "last");
    QTRY_COMPARE(tail.said().last(), QByteArray("last"));
    QCOMPARE(tail.said().size(), 301);
}

void HistoryTest::tailMissesNothingAndRepeatsNothing()
{
    const std::uint16_t port = m_server->port();
    QVERIFY(say(numbered("line", 1, 20)));
    Running tail(*m_home, words(u"tail"_s, {u"--since"_s, u"1d"_s}));
    QTRY_COMPARE(tail.said().size(), 20);
    int last = 20;
    for (int round = 0; round < 3; ++round) {
        m_server->stop();
        QVERIFY(startServer()); // where the tail does not look for it
        QVERIFY(say(numbered("line", last + 1, last + 130)));
        m_server->stop();
        QVERIFY(startServer(port));
        Guest guest;
        QVERIFY(guest.enter(port, "Sue"));
        QTRY_VERIFY_WITH_TIMEOUT(guest.hasLine(":Ann!"), 20'000);
        const QByteArrayList live = numbered("line", last + 131, last + 150);
        for (const QByteArray& line : live) // while what was missed is still on its way
            guest.say("#lobby", line);
        last += 150;
        QTRY_COMPARE_WITH_TIMEOUT(tail.said().size(), last, 20'000);
        QCOMPARE(tail.said(), numbered("line", 1, last));
    }
    QVERIFY(tail.complaints().contains("The connection was lost; trying again."));
}

void HistoryTest::tailFillsALongAbsence()
{
    constexpr int kMany = 21'000; // more than a catch-up brings by itself
    const std::uint16_t port = m_server->port();
    Guest before;
    QVERIFY(before.enter(port, "Gus"));
    Running tail(*m_home, words(u"tail"_s));
    QTRY_VERIFY(before.hasLine(":Ann!"));
    before.say("#lobby", "line 1");
    QTRY_COMPARE(tail.said().size(), 1);
    m_server->stop();
    QVERIFY(startServer());
    QVERIFY(say(numbered("line", 2, kMany)));
    m_server->stop();
    QVERIFY(startServer(port));
    QTRY_COMPARE_WITH_TIMEOUT(tail.said().size(), kMany, 60'000);
    QCOMPARE(tail.said(), numbered("line", 1, kMany));
    QVERIFY2(!tail.complaints().contains("could not"), tail.complaints().constData());
}

void HistoryTest::tailWithoutHistorySaysSo()
{
    m_server->stop();
    QVERIFY(m_server->start());
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    Running tail(*m_home, words(u"tail"_s, {u"--since"_s, u"1h"_s}));
    QTRY_COMPARE(tail.complaints(), QByteArray("chatroom-cli: This chatroom keeps no history: only what comes is printed.\n"));
    guest.say("#lobby", "hello");
    QTRY_COMPARE(tail.said(), QByteArrayList{"hello"});
}

// ---- send

void HistoryTest::sendLeavesNothingBehind()
{
    const std::uint16_t port = m_server->port();
    m_server->stop();
    {
        // Takes the message, says nothing and hangs up.
        ScriptedServer server(scripted("batch server-time echo-message draft/chathistory", [](const QByteArray& line) -> QByteArray {
            return line.startsWith("PRIVMSG") ? QByteArray() : QByteArray("");
        }));
        const CliResult result =
            runCli(*m_home, {u"send"_s, u"--no-tls"_s, u"--name"_s, u"Ann"_s, u"--server"_s, server.address(), u"only"_s, u"once"_s});
        QCOMPARE(result.status, number(ExitStatus::Lost));
    }
    QVERIFY(!QFile::exists(m_home->path(u"share/chatroom/client.sqlite"_s)));
    QVERIFY(startServer(port));
    QCOMPARE(runCli(*m_home, words(u"send"_s, {u"another"_s})).status, 0);
    QCOMPARE(texts(runCli(*m_home, words(u"history"_s)).out), QByteArrayList{"another"});
}

QTEST_GUILESS_MAIN(HistoryTest)
#include "tst_history.moc"
