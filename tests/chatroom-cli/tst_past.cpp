// chatroom-cli in a terminal: what was said before, what was missed, and what waits to be sent.
#include "chatroom-cli/support.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr char kCtrlD = '\004';

} // namespace

class PastTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theLastMessagesStandAboveTheLiveOnes();
    void aLineTellsWhereTheDayChanges();
    void aRoomInTheBackgroundTellsItsPastWhenItIsLookedAt();
    void whatWasMissedStandsInItsPlace();
    void whatWasMissedElsewhereIsNamed();
    void lossIsToldOnce();
    void whatIsTypedOfflineSurvivesARestart();
    void whereOneLeftOffIsRemembered();
    void historyGoesBackToTheBeginning();
    void historyTakesANumber_data();
    void historyTakesANumber();
    void searchShowsHitsWithTheirRoom();
    void searchAloneGoesOn();
    void aServerThatHasNeitherSaysSo();
    void helpAndCompletionKnowThem();
    void clearLeavesTheHistory();

private:
    [[nodiscard]] bool startServer(std::uint16_t port = 0);
    [[nodiscard]] bool say(const QByteArrayList& lines, const QByteArray& room = "#lobby");
    [[nodiscard]] bool open(Terminal& terminal, const QStringList& more = {});
    // The lines of the screen from the first that contains `from` on, without their times.
    [[nodiscard]] static QStringList shownFrom(const Terminal& terminal, const QString& from);

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Server> m_server;
};

void PastTest::init()
{
    m_home = std::make_unique<Home>();
    m_server = std::make_unique<Server>();
    QVERIFY(startServer());
}

void PastTest::cleanup()
{
    m_server.reset();
}

bool PastTest::startServer(std::uint16_t port)
{
    return m_server->start(port, [](server::ServerConfig& config) { config.durability = server::Durability::Process; });
}

// All of them are kept when this returns true.
bool PastTest::say(const QByteArrayList& lines, const QByteArray& room)
{
    Guest guest;
    if (!guest.enter(m_server->port(), "Gus", room))
        return false;
    for (const QByteArray& line : lines)
        guest.say(room, line);
    guest.send("PING kept");
    return QTest::qWaitFor([&] { return guest.hasLine("kept"); }, 30'000);
}

bool PastTest::open(Terminal& terminal, const QStringList& more)
{
    QProcessEnvironment environment = m_home->environment();
    environment.insert(u"NO_COLOR"_s, u"1"_s);
    const QStringList arguments = QStringList{u"Ann@%1"_s.arg(m_server->address()), u"--no-tls"_s} + more;
    return terminal.start(cliProgram(), arguments, environment)
           && QTest::qWaitFor([&] { return terminal.screen().cursorLine() == u"#lobby>"_s; }, 20'000);
}

QStringList PastTest::shownFrom(const Terminal& terminal, const QString& from)
{
    QStringList shown;
    const QStringList lines = terminal.screen().lines();
    for (const QString& line : lines) {
        if (shown.isEmpty() && !line.contains(from))
            continue;
        const bool hasTime = line.size() > 6 && line.at(2) == u':' && line.at(5) == u' ';
        shown += hasTime ? line.mid(6) : line;
    }
    return shown;
}

void PastTest::theLastMessagesStandAboveTheLiveOnes()
{
    QByteArrayList lines;
    QStringList expected;
    for (int i = 1; i <= 30; ++i) {
        lines += "line " + QByteArray::number(i);
        if (i > 10)
            expected += u"<Gus> line %1"_s.arg(i);
    }
    QVERIFY(say(lines));
    Terminal terminal;
    QVERIFY(open(terminal));
    QTRY_VERIFY(terminal.shows(u"-- Ann came in"_s));
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Sue"));
    guest.say("#lobby", "live");
    QTRY_VERIFY(terminal.shows(u"<Sue> live"_s));
    expected += {u"-- Ann came in"_s, u"-- Sue came in"_s, u"<Sue> live"_s, u"#lobby>"_s};
    QTRY_COMPARE(shownFrom(terminal, u"<Gus>"_s), expected);
    QVERIFY(!terminal.shows(u"away"_s)); // nobody was
}

void PastTest::aLineTellsWhereTheDayChanges()
{
    ScriptedServer server([](const QByteArray& line) -> QByteArray {
        if (line.startsWith("CAP LS"))
            return ":s CAP * LS :batch server-time message-tags draft/chathistory\r\n";
        if (line.startsWith("CAP REQ"))
            return ":s CAP * ACK " + line.mid(8) + "\r\n";
        if (line.startsWith("USER"))
            return ":s 001 Ann :Welcome Ann\r\n:s 005 Ann CHANTYPES=# CHATHISTORY=100 :are supported\r\n:s 422 Ann :No message\r\n";
        if (line.startsWith("JOIN"))
            return ":Ann!u@h JOIN #lobby\r\n:s 353 Ann = #lobby :Ann\r\n:s 366 Ann #lobby :End\r\n";
        if (line.startsWith("CHATHISTORY LATEST #lobby * "))
            return ":s BATCH +1 chathistory #lobby\r\n"
                   "@batch=1;time=2026-01-30T22:10:00.000Z;msgid=a :Gus!u@h PRIVMSG #lobby :good night\r\n"
                   "@batch=1;time=2026-01-31T08:00:00.000Z;msgid=b :Gus!u@h PRIVMSG #lobby :good morning\r\n"
                   "@batch=1;time=2026-01-31T08:01:00.000Z;msgid=c :Sue!u@h PRIVMSG #lobby :is it?\r\n"
                   ":s BATCH -1\r\n";
        if (line.startsWith("CHATHISTORY"))
            return ":s BATCH +2 chathistory #lobby\r\n:s BATCH -2\r\n";
        return "";
    });
    QProcessEnvironment environment = m_home->environment();
    environment.insert(u"NO_COLOR"_s, u"1"_s);
    Terminal terminal;
    QVERIFY(terminal.start(cliProgram(), {u"Ann@%1"_s.arg(server.address()), u"--no-tls"_s}, environment));
    QTRY_VERIFY(terminal.shows(u"-- Ann came in"_s));
    const QStringList shown = shownFrom(terminal, u"January"_s);
    QCOMPARE(shown.mid(0, 5), (QStringList{u"-- Friday, 30 January 2026"_s, u"<Gus> good night"_s, u"-- Saturday, 31 January 2026"_s,
                                           u"<Gus> good morning"_s, u"<Sue> is it?"_s}));
    QVERIFY(terminal.shows(u"22:10 <Gus> good night"_s));
    // Today has a line of its own before what comes now.
    const QString today = u"-- "_s + QLocale::c().toString(QDateTime::currentDateTimeUtc().date(), u"dddd, d MMMM yyyy"_s);
    QCOMPARE(shown.mid(5, 2), (QStringList{today, u"-- Ann came in"_s}));
}

void PastTest::aRoomInTheBackgroundTellsItsPastWhenItIsLookedAt()
{
    QVERIFY(say({"old news"}, "#ops"));
    Terminal terminal;
    QVERIFY(open(terminal, {u"--room"_s, u"#lobby"_s, u"--room"_s, u"#ops"_s}));
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Sue", "#ops"));
    guest.say("#ops", "fresh news");
    QTRY_VERIFY(terminal.shows(u"[#ops] <Sue> fresh news"_s));
    QVERIFY(!terminal.shows(u"old news"_s));
    terminal.type("/switch ops\r");
    QTRY_VERIFY(terminal.shows(u" <Gus> old news"_s));
    QVERIFY(!terminal.shows(u"[#ops] <Gus> old news"_s));
    QCOMPARE(terminal.count(u"fresh news"_s), 1);
}

void PastTest::whatWasMissedStandsInItsPlace()
{
    const std::uint16_t port = m_server->port();
    Terminal terminal;
    QVERIFY(open(terminal));
    m_server->stop();
    QTRY_VERIFY(terminal.shows(u"The connection was lost."_s));
    terminal.type("are you back\r");
    QTRY_VERIFY(terminal.shows(u"-- waits to be sent: are you back"_s));
    QVERIFY(startServer()); // where Ann does not look for it
    QVERIFY(say({"one", "two"}));
    m_server->stop();
    QVERIFY(startServer(port));
    terminal.type("/retry\r");
    QTRY_VERIFY_WITH_TIMEOUT(terminal.shows(u"<Ann> are you back"_s), 20'000);
    const QStringList expected{u"-- while you were away:"_s, u"<Gus> one"_s,          u"<Gus> two"_s,
                               u"-- Ann came in"_s,          u"<Ann> are you back"_s, u"#lobby>"_s};
    QTRY_COMPARE(shownFrom(terminal, u"while you were"_s), expected);
    QCOMPARE(terminal.count(u"while you were away"_s), 1);
    QCOMPARE(terminal.count(u"<Gus> one"_s), 1);
}

void PastTest::whatWasMissedElsewhereIsNamed()
{
    const std::uint16_t port = m_server->port();
    Terminal terminal;
    QVERIFY(open(terminal, {u"--room"_s, u"#lobby"_s, u"--room"_s, u"#ops"_s}));
    m_server->stop();
    QTRY_VERIFY(terminal.shows(u"The connection was lost."_s));
    QVERIFY(startServer());
    QVERIFY(say({"fire"}, "#ops"));
    m_server->stop();
    QVERIFY(startServer(port));
    terminal.type("/retry\r");
    QTRY_VERIFY_WITH_TIMEOUT(terminal.shows(u"-- while you were away, in #ops:"_s), 20'000);
    QTRY_VERIFY(terminal.shows(u"[#ops] <Gus> fire"_s));
}

void PastTest::lossIsToldOnce()
{
    const std::uint16_t port = m_server->port();
    Terminal terminal;
    QVERIFY(open(terminal));
    m_server->stop();
    QTRY_VERIFY(terminal.shows(u"The connection was lost."_s));
    terminal.type("hello\r");
    for (int tries = 1; tries < 4; ++tries) {
        terminal.type("/retry\r"); // in vain
        QTRY_COMPARE(terminal.count(u"The server closed the connection: test."_s), tries + 1);
    }
    QCOMPARE(terminal.count(u"The connection was lost."_s), 1);
    QCOMPARE(terminal.count(u"waits to be sent"_s), 1);
    QVERIFY(startServer(port));
    terminal.type("/retry\r");
    QTRY_VERIFY_WITH_TIMEOUT(terminal.shows(u"<Ann> hello"_s), 20'000);
    QCOMPARE(terminal.count(u"Connected again."_s), 1);
    QVERIFY(!terminal.shows(u"You are now Ann."_s)); // she was all the time
}

void PastTest::whatIsTypedOfflineSurvivesARestart()
{
    const std::uint16_t port = m_server->port();
    {
        Terminal terminal;
        QVERIFY(open(terminal));
        m_server->stop();
        QTRY_VERIFY(terminal.shows(u"The connection was lost."_s));
        terminal.type("first\r");
        terminal.type("second\r");
        QTRY_VERIFY(terminal.shows(u"-- waits to be sent: second"_s));
        terminal.type({1, kCtrlD});
        QTRY_VERIFY(terminal.exitStatus());
        QVERIFY(terminal.shows(u"2 of your messages wait; they are sent when you are back as Ann."_s));
    }
    QVERIFY(startServer(port));
    Guest guest;
    QVERIFY(guest.enter(port, "Sue"));
    for (int run = 0; run < 2; ++run) { // the second has nothing left to say
        Terminal terminal;
        QVERIFY(open(terminal));
        QTRY_COMPARE(terminal.count(u"<Ann> first"_s), 1);
        QTRY_COMPARE(terminal.count(u"<Ann> second"_s), 1);
        QTRY_COMPARE(guest.heard("#lobby"), (QByteArrayList{"first", "second"}));
        terminal.type({1, kCtrlD});
        QTRY_VERIFY(terminal.exitStatus());
        QVERIFY(!terminal.shows(u"of your messages"_s));
    }
    QCOMPARE(guest.heard("#lobby"), (QByteArrayList{"first", "second"}));
}

void PastTest::whereOneLeftOffIsRemembered()
{
    QVERIFY(say({"known"}));
    {
        Terminal terminal;
        QVERIFY(open(terminal));
        QTRY_VERIFY(terminal.shows(u"<Gus> known"_s));
        terminal.type({1, kCtrlD});
        QTRY_VERIFY(terminal.exitStatus());
    }
    QVERIFY(say({"news"}));
    Terminal terminal;
    QVERIFY(open(terminal));
    QTRY_VERIFY(terminal.shows(u"-- Ann came in"_s));
    QCOMPARE(shownFrom(terminal, u"<Gus> known"_s).mid(0, 4),
             (QStringList{u"<Gus> known"_s, u"-- while you were away:"_s, u"<Gus> news"_s, u"-- Ann came in"_s}));
}

void PastTest::historyGoesBackToTheBeginning()
{
    QByteArrayList lines;
    for (int i = 1; i <= 250; ++i)
        lines += "line " + QByteArray::number(i);
    QVERIFY(say(lines));
    Terminal terminal;
    QVERIFY(open(terminal));
    QTRY_VERIFY(terminal.shows(u"<Gus> line 250"_s));
    QVERIFY(!terminal.shows(u"<Gus> line 230"_s));
    terminal.type("/history\r");
    QTRY_VERIFY(terminal.shows(u"-- now"_s));
    const QStringList first = shownFrom(terminal, u"earlier in #lobby:"_s);
    QCOMPARE(first.size(), 23); // heading, twenty, end, prompt
    QCOMPARE(first.at(1), u"<Gus> line 211"_s);
    QCOMPARE(first.at(20), u"<Gus> line 230"_s);
    terminal.type("/history 150\r"); // beyond what is loaded
    QTRY_COMPARE(terminal.count(u"earlier in #lobby:"_s), 2);
    QTRY_COMPARE(terminal.count(u"-- now"_s), 2);
    terminal.type("/history 500\r");
    QTRY_COMPARE(terminal.count(u"the beginning of #lobby:"_s), 1);
    QTRY_COMPARE(terminal.count(u"-- now"_s), 3);
    QCOMPARE(terminal.count(u"<Gus> line "_s), 250); // each once
    QCOMPARE(shownFrom(terminal, u"the beginning of #lobby:"_s).at(1), u"<Gus> line 1"_s);
    terminal.type("/history\r");
    QTRY_VERIFY(terminal.shows(u"-- Nothing was said here before."_s));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
}

void PastTest::historyTakesANumber_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::newRow("not nothing") << QByteArray("0");
    QTest::newRow("not too many") << QByteArray("1001");
    QTest::newRow("not words") << QByteArray("all");
}

void PastTest::historyTakesANumber()
{
    QFETCH(QByteArray, typed);
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("/history " + typed + '\r');
    QTRY_VERIFY(terminal.shows(u"-- /history takes a number from 1 to 1000."_s));
}

void PastTest::searchShowsHitsWithTheirRoom()
{
    QVERIFY(say({"red apples", "pears"}));
    QVERIFY(say({"green apples"}, "#ops"));
    Terminal terminal;
    QVERIFY(open(terminal, {u"--room"_s, u"#lobby"_s, u"--room"_s, u"#ops"_s}));
    terminal.type("/search apples\r");
    QTRY_VERIFY(terminal.shows(u"-- now"_s));
    QCOMPARE(shownFrom(terminal, u"-- found:"_s).mid(0, 4),
             (QStringList{u"-- found:"_s, u"<Gus> red apples"_s, u"[#ops] <Gus> green apples"_s, u"-- now"_s}));
    terminal.type("/search apples in:#ops from:gus\r");
    QTRY_COMPARE(terminal.count(u"[#ops] <Gus> green apples"_s), 2);
    terminal.type("/search plums\r");
    QTRY_VERIFY(terminal.shows(u"-- Nothing was found."_s));
}

void PastTest::searchAloneGoesOn()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("/search\r");
    QTRY_VERIFY(terminal.shows(u"-- Type what you look for: /search WORDS"_s));
    QByteArrayList lines;
    for (int i = 1; i <= 30; ++i)
        lines += "thing " + QByteArray::number(i);
    QVERIFY(say(lines, "#store"));
    terminal.type("/join #store\r");
    QTRY_VERIFY(terminal.screen().cursorLine() == u"#store>"_s);
    QTRY_COMPARE(terminal.count(u"<Gus> thing"_s), 20);
    terminal.type("/search thing\r");
    QTRY_VERIFY(terminal.shows(u"-- found; /search alone shows older ones:"_s));
    QTRY_COMPARE(terminal.count(u"<Gus> thing"_s), 40);
    terminal.type("/search\r");
    QTRY_COMPARE(terminal.count(u"<Gus> thing"_s), 50);
    QTRY_VERIFY(terminal.shows(u"-- found:"_s));
    QCOMPARE(shownFrom(terminal, u"-- found:"_s).at(1), u"<Gus> thing 1"_s);
    terminal.type("/search\r");
    QTRY_VERIFY(terminal.shows(u"-- There are no older ones."_s));
}

void PastTest::aServerThatHasNeitherSaysSo()
{
    m_server->stop();
    QVERIFY(m_server->start()); // durability "none"
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("/history\r");
    QTRY_VERIFY(terminal.shows(u"-- This chatroom keeps no history."_s));
    terminal.type("/search anything\r");
    QTRY_VERIFY(terminal.shows(u"-- This chatroom cannot search."_s));
    terminal.type("fine\r");
    QTRY_VERIFY(terminal.shows(u"<Ann> fine"_s));
}

void PastTest::helpAndCompletionKnowThem()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("/help search\r");
    QTRY_VERIFY(terminal.shows(u"-- /search [WORDS] – Finds what was said"_s));
    terminal.type("/help\r");
    QTRY_VERIFY(terminal.shows(u"-- /history [NUMBER] – Shows what was said here earlier."_s));
    QTRY_VERIFY(terminal.shows(u"/away"_s));
    terminal.type("/his\tx");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby> /history x"_s);
}

void PastTest::clearLeavesTheHistory()
{
    QVERIFY(say({"known"}));
    Terminal terminal;
    QVERIFY(open(terminal));
    QTRY_VERIFY(terminal.shows(u"<Gus> known"_s));
    terminal.type("/clear\r");
    QTRY_VERIFY(terminal.bytes().contains("\033[2J") || terminal.bytes().contains("\033[J"));
    terminal.type("/history\r");
    QTRY_VERIFY(terminal.shows(u"-- Nothing was said here before."_s));
    terminal.type("/search known\r");
    QTRY_COMPARE(terminal.bytes().count("<Gus> known"), 2);
}

QTEST_GUILESS_MAIN(PastTest)
#include "tst_past.moc"
