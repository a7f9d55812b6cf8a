// chatroom-cli and accounts: keeping a name, signing in by password and by key, in a terminal and in scripts.
#include "chatroom-cli/support.h"
#include "exitstatus.h"

#include <QFile>
#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;
using cli::ExitStatus;

namespace {

constexpr char kCtrlC = '\003';
const QByteArray kPassword = "correct-horse-battery";

int number(ExitStatus status)
{
    return static_cast<int>(status);
}

} // namespace

class AccountsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aNameIsKeptAndSignedInTo();
    void aPasswordIsNeverShownOrKept();
    void twoPasswordsThatDiffer();
    void aQuestionCanBeLeft();
    void aNameOfAnAccountIsAskedFor();
    void aWrongPasswordIsAskedForAgain();
    void anotherNameInstead();
    void thePasswordIsChanged();
    void aProfileIsTold();
    void scriptsSignIn();
    void scriptsAreRefused_data();
    void scriptsAreRefused();
    void thePasswordIsAskedOnTheTerminal();
    void aServerWithoutAccounts();
    void aKeyKeepsAName();

private:
    [[nodiscard]] bool open(Terminal& terminal, const QStringList& more = {}, const QString& name = u"Ann"_s);
    [[nodiscard]] bool start(Terminal& terminal, const QStringList& more = {}, const QString& name = u"Ann"_s);
    [[nodiscard]] bool keepName(); // Ann's, by kPassword
    [[nodiscard]] bool writePassword(const QByteArray& password);
    [[nodiscard]] QStringList send(const QStringList& more) const;

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Server> m_server;
};

void AccountsTest::init()
{
    m_home = std::make_unique<Home>();
    m_server = std::make_unique<Server>();
    QVERIFY(m_server->start());
}

void AccountsTest::cleanup()
{
    m_server.reset();
}

bool AccountsTest::start(Terminal& terminal, const QStringList& more, const QString& name)
{
    QProcessEnvironment environment = m_home->environment();
    environment.insert(u"NO_COLOR"_s, u"1"_s);
    return terminal.start(cliProgram(), QStringList{u"%1@%2"_s.arg(name, m_server->address()), u"--no-tls"_s} + more, environment);
}

bool AccountsTest::open(Terminal& terminal, const QStringList& more, const QString& name)
{
    return start(terminal, more, name) && QTest::qWaitFor([&] { return terminal.screen().cursorLine() == u"#lobby>"_s; }, 20'000);
}

bool AccountsTest::keepName()
{
    Guest ann;
    if (!ann.enter(m_server->port(), "Ann"))
        return false;
    ann.send("CAP REQ :draft/account-registration");
    ann.send("REGISTER * * " + kPassword);
    const bool isKept = QTest::qWaitFor([&] { return ann.hasLine("REGISTER SUCCESS Ann"); }, 10'000);
    ann.send("QUIT");
    return isKept && QTest::qWaitFor([&] { return ann.hasLine("ERROR"); }, 10'000);
}

bool AccountsTest::writePassword(const QByteArray& password)
{
    QFile file(m_home->path(u"password"_s));
    return file.open(QIODevice::WriteOnly) && file.write(password) > 0;
}

QStringList AccountsTest::send(const QStringList& more) const
{
    return QStringList{u"send"_s, u"--no-tls"_s, u"--server"_s, m_server->address()} + more + QStringList{u"hello"_s};
}

void AccountsTest::aNameIsKeptAndSignedInTo()
{
    Terminal first;
    QVERIFY(open(first));
    first.type("/register\r");
    QTRY_COMPARE(first.screen().cursorLine(), u"Password for Ann:"_s);
    first.type(kPassword + '\r');
    QTRY_COMPARE(first.screen().cursorLine(), u"The same once more:"_s);
    first.type(kPassword + '\r');
    QTRY_VERIFY(first.shows(u"The name Ann is yours now"_s));
    QTRY_COMPARE(first.screen().cursorLine(), u"#lobby>"_s);
    first.type("/register\r");
    QTRY_VERIFY(first.shows(u"signed in as Ann already"_s));
    first.type("/quit\r");
    QTRY_VERIFY(first.exitStatus());

    Terminal second;
    QVERIFY(start(second, {u"--account"_s, u"Ann"_s}));
    QTRY_COMPARE(second.screen().cursorLine(), u"Password for Ann:"_s);
    second.type(kPassword + '\r');
    QTRY_VERIFY(second.shows(u"You are signed in as Ann."_s));
    QTRY_COMPARE(second.screen().cursorLine(), u"#lobby>"_s);
}

void AccountsTest::aPasswordIsNeverShownOrKept()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("half a");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby> half a"_s);
    terminal.type("\025/register\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"Password for Ann:"_s);
    Guest guest;
    terminal.type("hunter");
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    guest.say("#lobby", "meanwhile"); // the prompt is drawn anew
    QTRY_VERIFY(terminal.shows(u"<Gus> meanwhile"_s));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"Password for Ann:"_s);
    terminal.type("-two-and-more\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"The same once more:"_s);
    terminal.type("hunter-two-and-more\r");
    QTRY_VERIFY(terminal.shows(u"The name Ann is yours now"_s));
    QVERIFY(!terminal.bytes().contains("hunter"));
    QVERIFY(!terminal.bytes().contains("-two-"));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    terminal.type("\033[A");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby> /register"_s);
    terminal.type("\025/quit\r");
    QTRY_VERIFY(terminal.exitStatus());
    QFile typed(m_home->path(u"share/chatroom/typed-lines"_s));
    QVERIFY(typed.open(QIODevice::ReadOnly));
    QVERIFY(!typed.readAll().contains("hunter"));
}

void AccountsTest::twoPasswordsThatDiffer()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("/register\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"Password for Ann:"_s);
    terminal.type("one-of-them\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"The same once more:"_s);
    terminal.type("another-one\r");
    QTRY_VERIFY(terminal.shows(u"The two are not the same"_s));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    terminal.type("still here\r");
    QTRY_VERIFY(terminal.shows(u"<Ann> still here"_s)); // and shown again
}

void AccountsTest::aQuestionCanBeLeft()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    for (const char key : {kCtrlC, '\004'}) {
        terminal.type("/register\r");
        QTRY_COMPARE(terminal.screen().cursorLine(), u"Password for Ann:"_s);
        terminal.type({1, key});
        QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    }
    terminal.type("still here\r");
    QTRY_VERIFY(terminal.shows(u"<Ann> still here"_s));
    QVERIFY(!terminal.exitStatus());
}

void AccountsTest::aNameOfAnAccountIsAskedFor()
{
    QVERIFY(keepName());
    Terminal terminal;
    QVERIFY(start(terminal));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"Password for Ann (Enter alone: another name):"_s);
    QVERIFY(terminal.shows(u"The name Ann belongs to an account."_s));
    terminal.type(kPassword + '\r');
    QTRY_VERIFY(terminal.shows(u"You are signed in as Ann."_s));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
}

void AccountsTest::aWrongPasswordIsAskedForAgain()
{
    QVERIFY(keepName());
    QVERIFY(writePassword("wrong-from-the-file\n"));
    Terminal terminal;
    QVERIFY(start(terminal, {u"--account"_s, u"Ann"_s, u"--password-file"_s, m_home->path(u"password"_s)}));
    QTRY_VERIFY(terminal.shows(u"The password for Ann is another one."_s));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"Password for Ann (Enter alone: another name):"_s);
    terminal.type("wrong-from-the-keys\r");
    QTRY_COMPARE(terminal.count(u"The password for Ann is another one."_s), 2);
    QTRY_COMPARE(terminal.screen().cursorLine(), u"Password for Ann (Enter alone: another name):"_s);
    terminal.type(kPassword + '\r');
    QTRY_VERIFY(terminal.shows(u"You are signed in as Ann."_s));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
}

void AccountsTest::anotherNameInstead()
{
    QVERIFY(keepName());
    Terminal terminal;
    QVERIFY(start(terminal));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"Password for Ann (Enter alone: another name):"_s);
    terminal.type("\r");
    QTRY_VERIFY(terminal.screen().cursorLine().startsWith(u"Another name ["_s));
    terminal.type("Anton\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    terminal.type("it is me\r");
    QTRY_VERIFY(terminal.shows(u"<Anton> it is me"_s));
    terminal.type("/signin Ann\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"Password for Ann:"_s);
    terminal.type(kPassword + '\r');
    QTRY_VERIFY(terminal.shows(u"You are signed in as Ann."_s));
}

void AccountsTest::thePasswordIsChanged()
{
    QVERIFY(keepName());
    QVERIFY(writePassword(kPassword));
    Terminal terminal;
    QVERIFY(open(terminal, {u"--account"_s, u"Ann"_s, u"--password-file"_s, m_home->path(u"password"_s)}));
    terminal.type("/password\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"The old password:"_s);
    terminal.type(kPassword + '\r');
    QTRY_COMPARE(terminal.screen().cursorLine(), u"The new password:"_s);
    terminal.type("another-horse-altogether\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"The same once more:"_s);
    terminal.type("another-horse-altogether\r");
    QTRY_VERIFY(terminal.shows(u"The password is changed."_s));
    terminal.type("/quit\r");
    QTRY_VERIFY(terminal.exitStatus());
    const QStringList arguments = send({u"--account"_s, u"Ann"_s, u"--password-file"_s, m_home->path(u"password"_s)});
    QCOMPARE(runCli(*m_home, arguments).status, number(ExitStatus::NotSignedIn));
    QVERIFY(writePassword("another-horse-altogether"));
    QCOMPARE(runCli(*m_home, arguments).status, 0);
}

void AccountsTest::aProfileIsTold()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("/profile\r");
    QTRY_VERIFY(terminal.shows(u"Others read nothing about you."_s));
    terminal.type("/profile status out for lunch\r");
    QTRY_VERIFY(terminal.shows(u"Others read about you: Status: out for lunch"_s));
    terminal.type("/profile name Ann of the garden\r");
    QTRY_VERIFY(terminal.shows(u"Name: Ann of the garden; Status: out for lunch"_s));
    terminal.type("/profile shoes red\r");
    QTRY_VERIFY(terminal.shows(u"Type it as /profile name|status"_s));
}

void AccountsTest::scriptsSignIn()
{
    QVERIFY(keepName());
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    guest.send("CAP REQ :account-tag message-tags");
    QVERIFY(writePassword(kPassword + '\n'));
    const CliResult byFile = runCli(*m_home, send({u"--account"_s, u"Ann"_s, u"--password-file"_s, m_home->path(u"password"_s)}));
    QCOMPARE(byFile.err, QByteArray());
    QCOMPARE(byFile.status, 0);
    QTRY_COMPARE(guest.heard("#lobby"), QByteArrayList{"hello"});
    QVERIFY(guest.hasLine("account=Ann"));
    QVERIFY(guest.hasLine(":Ann!"));

    QProcess process;
    QProcessEnvironment environment = m_home->environment();
    environment.insert(u"CHATROOM_PASSWORD"_s, QString::fromUtf8(kPassword));
    environment.insert(u"CHATROOM_ACCOUNT"_s, u"Ann"_s);
    process.setProcessEnvironment(environment);
    process.start(cliProgram(), send({}));
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20'000);
    QCOMPARE(process.exitCode(), 0);
}

void AccountsTest::scriptsAreRefused_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<ExitStatus>("status");
    QTest::addColumn<QByteArray>("why");
    const QStringList account{u"--account"_s, u"Ann"_s};
    QTest::newRow("a wrong password") << account << QByteArray("wrong-horse") << ExitStatus::NotSignedIn << QByteArray("password for Ann");
    QTest::newRow("no password") << account << QByteArray() << ExitStatus::WrongUsage << QByteArray("CHATROOM_PASSWORD");
    QTest::newRow("the name of an account") << QStringList{u"--name"_s, u"Ann"_s} << QByteArray() << ExitStatus::NotSignedIn
                                            << QByteArray("--account Ann");
    QTest::newRow("a key without encryption") << QStringList{u"--account"_s, u"Ann"_s, u"--key"_s, u"auto"_s} << QByteArray()
                                              << ExitStatus::NotSignedIn << QByteArray("encrypt");
}

void AccountsTest::scriptsAreRefused()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, password);
    QFETCH(QByteArray, why);
    QVERIFY(keepName());
    if (!password.isEmpty()) {
        QVERIFY(writePassword(password));
        arguments += {u"--password-file"_s, m_home->path(u"password"_s)};
    }
    for (const QString& mode : {u"send"_s, u"tail"_s, u"history"_s}) {
        QStringList words = send(arguments);
        words.removeLast();
        words.first() = mode;
        const CliResult result = runCli(*m_home, words);
        QTEST(ExitStatus(result.status), "status");
        QVERIFY2(result.err.contains(why), result.err.constData());
    }
}

void AccountsTest::thePasswordIsAskedOnTheTerminal()
{
    QVERIFY(keepName());
    Terminal terminal;
    QVERIFY(terminal.start(cliProgram(), send({u"--account"_s, u"Ann"_s, u"--password-file"_s, u"-"_s}), m_home->environment()));
    QTRY_COMPARE(terminal.screen().cursorLine(), u"Password for Ann:"_s);
    terminal.type("wrongish\025" + kPassword + "xy\177\177\r");
    QTRY_VERIFY(terminal.exitStatus());
    QCOMPARE(*terminal.exitStatus(), 0);
    QVERIFY(!terminal.bytes().contains("horse"));
    Terminal left;
    QVERIFY(left.start(cliProgram(), send({u"--account"_s, u"Ann"_s, u"--password-file"_s, u"-"_s}), m_home->environment()));
    QTRY_COMPARE(left.screen().cursorLine(), u"Password for Ann:"_s);
    left.type({1, kCtrlC});
    QTRY_VERIFY(left.exitStatus());
    QCOMPARE(*left.exitStatus(), number(ExitStatus::WrongUsage));
}

void AccountsTest::aServerWithoutAccounts()
{
    ScriptedServer plain([](const QByteArray& line) -> QByteArray {
        if (line.startsWith("CAP LS"))
            return ":s CAP * LS :\r\n";
        if (line.startsWith("USER"))
            return ":s 001 Ann :Welcome Ann\r\n:s 005 Ann CASEMAPPING=ascii CHANTYPES=# :are supported\r\n:s 422 Ann :No message\r\n";
        if (line.startsWith("JOIN"))
            return ":Ann!u@h JOIN #lobby\r\n:s 353 Ann = #lobby :Ann\r\n:s 366 Ann #lobby :End\r\n";
        return "";
    });
    QVERIFY(writePassword(kPassword));
    const QStringList account{u"--account"_s, u"Ann"_s, u"--password-file"_s, m_home->path(u"password"_s)};
    const QStringList where{u"send"_s, u"--no-tls"_s, u"--server"_s, plain.address()};
    const CliResult result = runCli(*m_home, where + account + QStringList{u"hello"_s});
    QCOMPARE(result.status, number(ExitStatus::NotOffered));
    QVERIFY2(result.err.contains("no accounts"), result.err.constData());

    Terminal terminal;
    QVERIFY(terminal.start(cliProgram(), QStringList{u"Ann@%1"_s.arg(plain.address()), u"--no-tls"_s} + account, m_home->environment()));
    QTRY_VERIFY(terminal.shows(u"This chatroom has no accounts"_s));
    for (const char* command : {"/register\r", "/key\r"})
        terminal.type(command);
    QTRY_COMPARE(terminal.count(u"This chatroom keeps no names."_s), 2);
    terminal.type("/profile status here\r");
    QTRY_VERIFY(terminal.shows(u"This chatroom keeps no profiles."_s));
    terminal.type("/reply 1 hello\r");
    QTRY_VERIFY(terminal.shows(u"no message can be answered"_s));
    terminal.type("/react :thumbsup:\r");
    QTRY_VERIFY(terminal.shows(u"This chatroom has no reactions."_s));
    terminal.type("/delete\r");
    QTRY_VERIFY(terminal.shows(u"no message can be deleted"_s));
}

void AccountsTest::aKeyKeepsAName()
{
    Server secure(true);
    QVERIFY(secure.start());
    const QString fingerprint = QString::fromLatin1(secure.host().fingerprint());
    QProcessEnvironment environment = m_home->environment();
    environment.insert(u"NO_COLOR"_s, u"1"_s);
    const QStringList key{u"--key"_s, u"auto"_s, u"--trust"_s, fingerprint};
    {
        Terminal terminal;
        QVERIFY(terminal.start(cliProgram(), QStringList{u"Ann@%1"_s.arg(secure.address())} + key, environment));
        QTRY_VERIFY(terminal.screen().cursorLine().startsWith(u"Password for Ann (Enter alone: without)"_s)); // the key is not known yet
        terminal.type("\r");
        QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
        terminal.type("/key\r");
        QTRY_VERIFY(terminal.shows(u"The name Ann is yours now"_s));
        terminal.type("/quit\r");
        QTRY_VERIFY(terminal.exitStatus());
    }
    const CliResult result =
        runCli(*m_home, QStringList{u"send"_s, u"--name"_s, u"Ann"_s, u"--server"_s, secure.address(), u"hello"_s} + key);
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    const CliResult stranger = runCli(*m_home, {u"send"_s, u"--name"_s, u"Ann"_s, u"--server"_s, secure.address(), u"--key"_s,
                                                m_home->path(u"another"_s), u"--trust"_s, fingerprint, u"hello"_s});
    QCOMPARE(stranger.status, number(ExitStatus::NotSignedIn));
}

QTEST_GUILESS_MAIN(AccountsTest)
#include "tst_accounts.moc"
