// chatroom-cli in a terminal: what a person sees while others talk, and what the keys do.
#include "chatroom-cli/support.h"
#include "exitstatus.h"
#include "network/trust.h"

#include <QRegularExpression>
#include <QTest>

#include <csignal>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {
constexpr char kCtrlC = '\003';
constexpr char kCtrlD = '\004';
const QByteArray kAltUp = "\033[1;3A";
const QByteArray kAltDown = "\033[1;3B";
const QByteArray kUp = "\033[A";
} // namespace

class InteractiveTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whatIsTypedIsSaidAndShownOnce();
    void messagesDoNotDisturbTheLine();
    void messagesDoNotDisturbALineOfTwoRows();
    void whatOthersWriteCannotReachTheTerminal();
    void coloursFollowTheEnvironment_data();
    void coloursFollowTheEnvironment();
    void tabCompletes_data();
    void tabCompletes();
    void controlCClearsAndThenLeaves();
    void controlDLeaves();
    void quitLeaves();
    void hangingUpLeaves();
    void roomsAreSwitched();
    void otherRoomsAreNamed();
    void typedLinesAreRemembered();
    void secretsAreNotRemembered();
    void anUnknownServerIsAskedAbout_data();
    void anUnknownServerIsAskedAbout();
    void aNameInUseIsAskedAbout();
    void theTerminalMayChangeItsSize();
    void whatIsTypedWhileAwayGoesOutOnce();
    void nobodyListens();

private:
    [[nodiscard]] bool open(Terminal& terminal, const QStringList& more = {}, const QString& name = u"Ann"_s);

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Guest> m_guest;
};

void InteractiveTest::init()
{
    m_home = std::make_unique<Home>();
    m_server = std::make_unique<Server>();
    QVERIFY(m_server->start());
    m_guest = std::make_unique<Guest>();
    QVERIFY(m_guest->enter(m_server->port(), "Gus"));
}

void InteractiveTest::cleanup()
{
    m_guest.reset();
    m_server.reset();
}

bool InteractiveTest::open(Terminal& terminal, const QStringList& more, const QString& name)
{
    QProcessEnvironment environment = m_home->environment();
    environment.insert(u"NO_COLOR"_s, u"1"_s);
    const QStringList arguments = QStringList{u"%1@%2"_s.arg(name, m_server->address()), u"--no-tls"_s} + more;
    return terminal.start(cliProgram(), arguments, environment)
           && QTest::qWaitFor([&] { return terminal.screen().cursorLine() == u"#lobby>"_s; }, 20'000);
}

void InteractiveTest::whatIsTypedIsSaidAndShownOnce()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("hello there\r");
    QTRY_COMPARE(m_guest->heard("#lobby"), QByteArrayList{"hello there"});
    QTRY_VERIFY(terminal.shows(u"<Ann> hello there"_s));
    QCOMPARE(terminal.count(u"hello there"_s), 1); // what was typed made way for the message
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
}

void InteractiveTest::messagesDoNotDisturbTheLine()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("half a sen");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby> half a sen"_s);
    terminal.type("\002\002\002"); // three to the left
    QTRY_COMPARE(terminal.screen().cursorColumn(), 15);
    for (int i = 0; i < 20; ++i)
        m_guest->say("#lobby", "message " + QByteArray::number(i));
    QTRY_VERIFY(terminal.shows(u"<Gus> message 19"_s));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby> half a sen"_s);
    QCOMPARE(terminal.screen().cursorColumn(), 15);
    QCOMPARE(terminal.count(u"half a sen"_s), 1);
    QCOMPARE(terminal.count(u"<Gus> message"_s), 20);
    terminal.type("\005tence\r");
    QTRY_COMPARE(m_guest->heard("#lobby"), QByteArrayList{"half a sentence"});
}

void InteractiveTest::messagesDoNotDisturbALineOfTwoRows()
{
    Terminal terminal(40);
    QVERIFY(open(terminal));
    const QByteArray text("a line that is quite a bit longer than the terminal is wide");
    terminal.type(text);
    QTRY_VERIFY(terminal.screen().lines().join(QString()).contains(QString::fromUtf8(text)));
    m_guest->say("#lobby", "one");
    QTRY_VERIFY(terminal.shows(u"<Gus> one"_s));
    QTRY_VERIFY(terminal.screen().lines().join(QString()).endsWith(u"#lobby> "_s + QString::fromUtf8(text)));
    QCOMPARE(terminal.screen().lines().join(QString()).count(u"quite a bit"_s), 1);
    terminal.type("\r");
    QTRY_COMPARE(m_guest->heard("#lobby"), QByteArrayList{text});
}

void InteractiveTest::whatOthersWriteCannotReachTheTerminal()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    m_guest->say("#lobby", "a\033]0;owned\a\033[2J\302\233Hz\xE2\x80\xAE");
    QTRY_VERIFY(terminal.shows(u"<Gus> a"_s));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    QVERIFY(!terminal.bytes().contains("\033]0"));
    QVERIFY(!terminal.bytes().contains("\033[2J"));
    QVERIFY(!terminal.bytes().contains("\302\233"));
    QVERIFY(!terminal.bytes().contains("\xE2\x80\xAE"));
}

void InteractiveTest::coloursFollowTheEnvironment_data()
{
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("isColoured");
    QTest::newRow("a terminal has colours") << QString() << QString() << true;
    QTest::newRow("NO_COLOR switches them off") << u"NO_COLOR"_s << u"1"_s << false;
    QTest::newRow("an empty NO_COLOR does not") << u"NO_COLOR"_s << QString() << true;
    QTest::newRow("a dumb terminal has none") << u"TERM"_s << u"dumb"_s << false;
}

void InteractiveTest::coloursFollowTheEnvironment()
{
    QFETCH(QString, variable);
    QFETCH(QString, value);
    QFETCH(bool, isColoured);
    QProcessEnvironment environment = m_home->environment();
    if (!variable.isEmpty())
        environment.insert(variable, value);
    Terminal terminal;
    QVERIFY(terminal.start(cliProgram(), {u"Ann@%1"_s.arg(m_server->address()), u"--no-tls"_s}, environment));
    QTRY_VERIFY(m_guest->hasLine(":Ann!"));
    m_guest->say("#lobby", "colourful");
    QTRY_VERIFY(terminal.bytes().contains("colourful"));
    QCOMPARE(terminal.bytes().contains("\033[38;5;"), isColoured);
}

void InteractiveTest::tabCompletes_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QString>("line");
    QTest::newRow("a name at the start") << QByteArray("gu\t") << u"#lobby> Gus:"_s;
    QTest::newRow("a name within") << QByteArray("ask gu\tx") << u"#lobby> ask Gus x"_s;
    QTest::newRow("a room") << QByteArray("in #lo\tx") << u"#lobby> in #lobby x"_s;
    QTest::newRow("a command") << QByteArray("/swi\tx") << u"#lobby> /switch x"_s;
}

void InteractiveTest::tabCompletes()
{
    QFETCH(QByteArray, typed);
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type(typed);
    QFETCH(QString, line);
    QTRY_COMPARE(terminal.screen().cursorLine(), line);
}

void InteractiveTest::controlCClearsAndThenLeaves()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("never mind");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby> never mind"_s);
    terminal.type({1, kCtrlC});
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    QVERIFY(!terminal.exitStatus());
    terminal.type({1, kCtrlC});
    QTRY_VERIFY(terminal.exitStatus());
    QCOMPARE(*terminal.exitStatus(), 0);
    QTRY_VERIFY(m_guest->hasLine("QUIT"));
    QCOMPARE(m_guest->heard("#lobby"), QByteArrayList());
}

void InteractiveTest::controlDLeaves()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type({1, kCtrlD});
    QTRY_VERIFY(terminal.exitStatus());
    QCOMPARE(*terminal.exitStatus(), 0);
    QTRY_VERIFY(m_guest->hasLine("QUIT"));
}

void InteractiveTest::quitLeaves()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("/quit good night\r");
    QTRY_VERIFY(terminal.exitStatus());
    QCOMPARE(*terminal.exitStatus(), 0);
    QTRY_VERIFY(m_guest->hasLine("good night"));
}

void InteractiveTest::hangingUpLeaves()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.raiseSignal(SIGHUP);
    QTRY_VERIFY(terminal.exitStatus());
    QCOMPARE(*terminal.exitStatus(), 0);
    QTRY_VERIFY(m_guest->hasLine("QUIT"));
}

void InteractiveTest::roomsAreSwitched()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("/join #ops\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#ops>"_s);
    terminal.type(kAltUp);
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    terminal.type(kAltDown);
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#ops>"_s);
    terminal.type("/switch lob\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    terminal.type("/switch nowhere\r");
    QTRY_VERIFY(terminal.shows(u"You are in no room called nowhere."_s));
    terminal.type("/switch 2\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#ops>"_s);
    terminal.type("into ops\r");
    QTRY_VERIFY(terminal.shows(u"<Ann> into ops"_s));
    QCOMPARE(m_guest->heard("#lobby"), QByteArrayList());
}

void InteractiveTest::otherRoomsAreNamed()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    m_guest->send("JOIN #ops");
    terminal.type("/join #ops\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#ops>"_s);
    m_guest->say("#lobby", "over here");
    m_guest->say("#ops", "right here");
    m_guest->say("Ann", "psst");
    QTRY_VERIFY(terminal.shows(u"[#lobby] <Gus> over here"_s));
    QTRY_VERIFY(terminal.shows(u" <Gus> right here"_s));
    QVERIFY(!terminal.shows(u"[#ops]"_s));
    QTRY_VERIFY(terminal.shows(u"[Gus] <Gus> psst"_s));
    QCOMPARE(terminal.screen().cursorLine(), u"#ops>"_s);
}

void InteractiveTest::typedLinesAreRemembered()
{
    Terminal first;
    QVERIFY(open(first));
    first.type("remember me\r");
    QTRY_VERIFY(first.shows(u"<Ann> remember me"_s));
    first.type({1, kCtrlD});
    QTRY_VERIFY(first.exitStatus());
    Terminal second;
    QVERIFY(open(second));
    second.type(kUp);
    QTRY_COMPARE(second.screen().cursorLine(), u"#lobby> remember me"_s);
}

void InteractiveTest::secretsAreNotRemembered()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("harmless\r");
    QTRY_VERIFY(terminal.shows(u"<Ann> harmless"_s));
    terminal.type("/quote OPER admin hunter2\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    terminal.type(kUp);
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby> harmless"_s);
}

void InteractiveTest::anUnknownServerIsAskedAbout_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("isTrusted");
    QTest::newRow("yes trusts it") << QByteArray("yes\r") << true;
    QTest::newRow("no leaves") << QByteArray("no\r") << false;
    QTest::newRow("just Enter leaves") << QByteArray("\r") << false;
    QTest::newRow("Ctrl+C leaves") << QByteArray(1, kCtrlC) << false;
}

void InteractiveTest::anUnknownServerIsAskedAbout()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, isTrusted);
    Server secure(true);
    QVERIFY(secure.start());
    Terminal terminal;
    QVERIFY(terminal.start(cliProgram(), {u"Ann@%1"_s.arg(secure.address())}, m_home->environment()));
    QTRY_VERIFY(terminal.screen().cursorLine().contains(u"Type yes or no"_s));
    const QString words = network::fingerprintWords(secure.host().fingerprint()).first(3).join(u' ');
    QVERIFY(terminal.shows(words));
    terminal.type(answer);
    if (!isTrusted) {
        QTRY_VERIFY(terminal.exitStatus());
        QCOMPARE(*terminal.exitStatus(), 5);
        return;
    }
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
}

void InteractiveTest::aNameInUseIsAskedAbout()
{
    QProcessEnvironment environment = m_home->environment();
    Terminal terminal;
    QVERIFY(terminal.start(cliProgram(), {u"Gus@%1"_s.arg(m_server->address()), u"--no-tls"_s}, environment));
    QTRY_VERIFY(terminal.screen().cursorLine().startsWith(u"Another name ["_s));
    terminal.type("Anton\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    QTRY_VERIFY(m_guest->hasLine(":Anton!"));
}

void InteractiveTest::theTerminalMayChangeItsSize()
{
    Terminal terminal(80);
    QVERIFY(open(terminal));
    terminal.type("a line of some forty characters, or more");
    QTRY_VERIFY(terminal.screen().cursorLine().endsWith(u"or more"_s));
    terminal.resize(30, 24);
    m_guest->say("#lobby", "one");
    QTRY_VERIFY(terminal.shows(u"<Gus> one"_s));
    terminal.type("\r");
    QTRY_COMPARE(m_guest->heard("#lobby"), QByteArrayList{"a line of some forty characters, or more"});
}

void InteractiveTest::whatIsTypedWhileAwayGoesOutOnce()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    const std::uint16_t port = m_server->port();
    m_server->stop();
    QTRY_VERIFY(terminal.shows(u"The connection was lost."_s));
    terminal.type("are you back\r");
    QVERIFY(m_server->start(port));
    Guest guest;
    QVERIFY(guest.enter(port, "Sue"));
    terminal.type("/retry\r");
    QTRY_COMPARE_WITH_TIMEOUT(guest.heard("#lobby"), QByteArrayList{"are you back"}, 15'000);
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    QTRY_COMPARE(terminal.count(u"<Ann> are you back"_s), 1);
}

void InteractiveTest::nobodyListens()
{
    const QString address = m_server->address();
    m_guest.reset();
    m_server->stop();
    Terminal terminal;
    QVERIFY(terminal.start(cliProgram(), {u"Ann@%1"_s.arg(address), u"--no-tls"_s}, m_home->environment()));
    QTRY_VERIFY(terminal.exitStatus());
    QCOMPARE(*terminal.exitStatus(), 3);
    QTRY_VERIFY(terminal.shows(u"chatroom-cli: "_s));
}

QTEST_GUILESS_MAIN(InteractiveTest)
#include "tst_interactive.moc"
