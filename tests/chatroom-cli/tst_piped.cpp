// chatroom-cli in scripts: send, tail, rooms, people, and each exit status.
#include "chatroom-cli/support.h"
#include "exitstatus.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
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

// Lets everybody in, and into any room; what else it answers is up to `more`.
ScriptedServer::Answer friendly(const ScriptedServer::Answer& more)
{
    return [more](const QByteArray& line) -> QByteArray {
        if (line.startsWith("CAP LS"))
            return ":s CAP * LS :\r\n";
        if (line.startsWith("USER"))
            return ":s 001 Ann :Welcome Ann\r\n:s 005 Ann CASEMAPPING=ascii CHANTYPES=# :are supported\r\n"
                   ":s 422 Ann :No message\r\n";
        if (line.startsWith("JOIN"))
            return ":Ann!u@h JOIN #lobby\r\n:s 353 Ann = #lobby :Ann\r\n:s 366 Ann #lobby :End\r\n";
        return more(line);
    };
}

} // namespace

class PipedTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void wordsAreSaid();
    void manyLinesArriveCompleteAndInOrder();
    void longLinesArriveWhole();
    void aServerWithoutEchoesGetsAllOfALongLine();
    void aPersonIsSpokenTo();
    void aPersonWhoIsNotThere();
    void aRoomThatNobodyMayEnter();
    void aRoomWhereNobodyMaySpeak();
    void aNameInUse();
    void aLoginNameInUseGetsAnother();
    void passwords();
    void wrongUsage_data();
    void wrongUsage();
    void nobodyListens();
    void serverThatSaysNothing();
    void serverThatConfirmsNothing();
    void connectionLostBeforeTheConfirmation();
    void unknownServerIsNotTrusted();
    void trustByFingerprint();
    void tailPrintsLines();
    void tailPrintsJson();
    void tailShowsEventsWhenAsked();
    void tailKeepsTheTerminalSafe();
    void tailEndsInOrderBySignal();
    void tailTimesOut();
    void listsRooms();
    void listsPeople();
    void versionAndHelp();

private:
    QStringList words(const QString& mode, const QStringList& more) const;

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Server> m_server;
};

void PipedTest::init()
{
    m_home = std::make_unique<Home>();
    m_server = std::make_unique<Server>();
    QVERIFY(m_server->start());
}

void PipedTest::cleanup()
{
    m_server.reset();
}

QStringList PipedTest::words(const QString& mode, const QStringList& more) const
{
    return QStringList{mode, u"--no-tls"_s, u"--server"_s, m_server->address()} + more;
}

void PipedTest::wordsAreSaid()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"--name"_s, u"Ann"_s, u"good"_s, u"morning"_s}));
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QTRY_COMPARE(guest.heard("#lobby"), QByteArrayList{"good morning"});
    QVERIFY(guest.hasLine(":Ann!"));
}

void PipedTest::manyLinesArriveCompleteAndInOrder()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus", "#build"));
    QByteArrayList lines;
    // More than the server takes in one go; the rest goes out as it takes them.
    constexpr int kLines = 200;
    for (int i = 0; i < kLines; ++i)
        lines.append("line " + QByteArray::number(i) + " of the build");
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"--name"_s, u"Ann"_s, u"--room"_s, u"build"_s}),
                                    lines.join('\n')); // the last one without its end
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QTRY_COMPARE(guest.heard("#build").size(), kLines);
    QCOMPARE(guest.heard("#build"), lines);
}

void PipedTest::longLinesArriveWhole()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    const QByteArray text = QByteArray("0123456789 ").repeated(200).trimmed();
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"--name"_s, u"Ann"_s}), text + "\n\nlast\n");
    QCOMPARE(result.status, 0);
    QTRY_VERIFY(guest.heard("#lobby").contains("last"));
    QByteArrayList heard = guest.heard("#lobby");
    heard.removeLast();
    QVERIFY(heard.size() > 3);
    QCOMPARE(heard.join("").replace(" ", ""), QByteArray(text).replace(" ", ""));
}

void PipedTest::aServerWithoutEchoesGetsAllOfALongLine()
{
    QByteArray heard;
    ScriptedServer server(friendly([&heard](const QByteArray& line) -> QByteArray {
        if (line.startsWith("PRIVMSG #lobby :"))
            heard += line.mid(16).replace(" ", "");
        return "";
    }));
    const QByteArray text = QByteArray("0123456789 ").repeated(250); // more pieces than go out at once
    const CliResult result =
        runCli(*m_home, {u"send"_s, u"--no-tls"_s, u"--name"_s, u"Ann"_s, u"--server"_s, server.address()}, text + '\n');
    QCOMPARE(result.status, 0);
    QCOMPARE(heard, QByteArray(text).replace(" ", ""));
}

void PipedTest::aPersonIsSpokenTo()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"--name"_s, u"Ann"_s, u"--to"_s, u"Gus"_s}), "for you\n");
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QTRY_COMPARE(guest.heard("Gus"), QByteArrayList{"for you"});
    QVERIFY(!guest.hasLine("JOIN #lobby :Ann"));
}

void PipedTest::aPersonWhoIsNotThere()
{
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"--name"_s, u"Ann"_s, u"--to"_s, u"Nobody"_s, u"hello"_s}));
    QCOMPARE(result.status, number(ExitStatus::Refused));
    QVERIFY2(result.err.startsWith("chatroom-cli: Not sent: "), result.err.constData());
}

void PipedTest::aRoomThatNobodyMayEnter()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus", "#closed"));
    guest.send("MODE #closed +i");
    QTRY_VERIFY(guest.hasLine("MODE #closed +i"));
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"--name"_s, u"Ann"_s, u"--room"_s, u"closed"_s, u"hi"_s}));
    QCOMPARE(result.status, number(ExitStatus::Refused));
    QVERIFY2(result.err.contains("#closed cannot be entered"), result.err.constData());
    QCOMPARE(guest.heard("#closed"), QByteArrayList());
}

void PipedTest::aRoomWhereNobodyMaySpeak()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus", "#quiet"));
    guest.send("MODE #quiet +m");
    QTRY_VERIFY(guest.hasLine("MODE #quiet +m"));
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"--name"_s, u"Ann"_s, u"--room"_s, u"quiet"_s, u"hi"_s}));
    QCOMPARE(result.status, number(ExitStatus::Refused));
    QCOMPARE(guest.heard("#quiet"), QByteArrayList());
}

void PipedTest::aNameInUse()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"--name"_s, u"Gus"_s, u"hello"_s}));
    QCOMPARE(result.status, number(ExitStatus::Refused));
    QVERIFY2(result.err.contains("Gus"), result.err.constData());
}

void PipedTest::aLoginNameInUseGetsAnother()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "tester"));
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"hello"_s}));
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QTRY_COMPARE(guest.heard("#lobby"), QByteArrayList{"hello"});
}

void PipedTest::passwords()
{
    m_server->stop();
    QVERIFY(m_server->start(0, [](server::ServerConfig& config) { config.password = "open sesame"; }));
    const auto file = [this](const QByteArray& password) {
        QFile written(m_home->path(u"password"_s));
        return written.open(QIODevice::WriteOnly) && written.write(password) > 0;
    };
    const QStringList send = words(u"send"_s, {u"--password-file"_s, m_home->path(u"password"_s), u"hello"_s});
    QCOMPARE(runCli(*m_home, send).status, number(ExitStatus::WrongUsage)); // no such file
    QVERIFY(file("wrong\n"));
    QCOMPARE(runCli(*m_home, send).status, number(ExitStatus::Refused));
    QVERIFY(file("open sesame\n"));
    QCOMPARE(runCli(*m_home, send).status, 0);
}

void PipedTest::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing at all") << QStringList{};
    QTest::newRow("an unknown option") << QStringList{u"send"_s, u"--bogus"_s};
    QTest::newRow("chat without a terminal") << QStringList{u"Ann@127.0.0.1:6667"_s};
}

void PipedTest::wrongUsage()
{
    QFETCH(QStringList, arguments);
    const CliResult result = runCli(*m_home, arguments);
    QCOMPARE(result.status, number(ExitStatus::WrongUsage));
    QVERIFY(result.err.startsWith("chatroom-cli: "));
    QCOMPARE(result.out, QByteArray());
}

void PipedTest::nobodyListens()
{
    const QString address = m_server->address();
    m_server->stop();
    const CliResult result = runCli(*m_home, {u"send"_s, u"--no-tls"_s, u"--server"_s, address, u"hello"_s});
    QCOMPARE(result.status, number(ExitStatus::CannotConnect));
    QVERIFY2(result.err.contains("127.0.0.1"), result.err.constData());
}

void PipedTest::serverThatSaysNothing()
{
    const ScriptedServer silent([](const QByteArray&) { return QByteArray(""); });
    const CliResult result =
        runCli(*m_home, {u"send"_s, u"--no-tls"_s, u"--timeout"_s, u"1"_s, u"--server"_s, silent.address(), u"hello"_s});
    QCOMPARE(result.status, number(ExitStatus::TimedOut));
}

void PipedTest::serverThatConfirmsNothing()
{
    // It offers echoes and then gives none: nobody can know whether the message arrived.
    const ScriptedServer silent([](const QByteArray& line) -> QByteArray {
        if (line.startsWith("CAP LS"))
            return ":s CAP * LS :echo-message labeled-response batch\r\n";
        if (line.startsWith("CAP REQ"))
            return ":s CAP * ACK " + line.mid(8) + "\r\n";
        return friendly([](const QByteArray&) { return QByteArray(""); })(line);
    });
    const CliResult result = runCli(
        *m_home, {u"send"_s, u"--no-tls"_s, u"--timeout"_s, u"1"_s, u"--name"_s, u"Ann"_s, u"--server"_s, silent.address(), u"hello"_s});
    QCOMPARE(result.status, number(ExitStatus::TimedOut));
    QVERIFY2(result.err.contains("confirmation"), result.err.constData());
}

void PipedTest::connectionLostBeforeTheConfirmation()
{
    const ScriptedServer hangsUp([](const QByteArray& line) -> QByteArray {
        if (line.startsWith("CAP LS"))
            return ":s CAP * LS :echo-message labeled-response batch\r\n";
        if (line.startsWith("CAP REQ"))
            return ":s CAP * ACK " + line.mid(8) + "\r\n";
        return friendly([](const QByteArray& other) { return other.contains("PRIVMSG") ? QByteArray() : QByteArray(""); })(line);
    });
    const CliResult result =
        runCli(*m_home, {u"send"_s, u"--no-tls"_s, u"--name"_s, u"Ann"_s, u"--server"_s, hangsUp.address(), u"hello"_s});
    QCOMPARE(result.status, number(ExitStatus::Lost));
    QVERIFY2(result.err.contains("lost"), result.err.constData());
}

void PipedTest::unknownServerIsNotTrusted()
{
    Server secure(true);
    QVERIFY(secure.start());
    const CliResult result = runCli(*m_home, {u"send"_s, u"--server"_s, secure.address(), u"hello"_s});
    QCOMPARE(result.status, number(ExitStatus::NotTrusted));
    QVERIFY2(result.err.contains(secure.host().fingerprint()), result.err.constData());
}

void PipedTest::trustByFingerprint()
{
    Server secure(true);
    QVERIFY(secure.start());
    const QStringList send{u"send"_s, u"--server"_s, secure.address(), u"hello"_s};
    const CliResult wrong = runCli(*m_home, send + QStringList{u"--trust"_s, QString(64, u'a')});
    QCOMPARE(wrong.status, number(ExitStatus::NotTrusted));
    const QString fingerprint = QString::fromLatin1(secure.host().fingerprint());
    const CliResult right = runCli(*m_home, send + QStringList{u"--trust"_s, fingerprint});
    QCOMPARE(right.err, QByteArray());
    QCOMPARE(right.status, 0);
    QCOMPARE(runCli(*m_home, send).status, 0); // remembered
    const CliResult other = runCli(*m_home, send + QStringList{u"--trust"_s, QString(64, u'b')});
    QCOMPARE(other.status, number(ExitStatus::NotTrusted)); // what was remembered does not count then
}

void PipedTest::tailPrintsLines()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    QProcess tail;
    tail.setProcessEnvironment(m_home->environment());
    tail.start(cliProgram(), words(u"tail"_s, {u"--name"_s, u"Ann"_s, u"--count"_s, u"2"_s}));
    QTRY_VERIFY(guest.hasLine("Ann!"));
    guest.say("#lobby", "one");
    guest.say("#lobby", "\001ACTION waves\001");
    QTRY_COMPARE(tail.state(), QProcess::NotRunning);
    QCOMPARE(tail.exitCode(), 0);
    const QByteArrayList lines = tail.readAllStandardOutput().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines.at(0).endsWith("Z #lobby <Gus> one"), lines.at(0).constData());
    QVERIFY2(lines.at(1).endsWith("Z #lobby * Gus waves"), lines.at(1).constData());
    QCOMPARE(lines.at(2), QByteArray());
}

void PipedTest::tailPrintsJson()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus", "#ops"));
    QProcess tail;
    tail.setProcessEnvironment(m_home->environment());
    tail.start(cliProgram(), words(u"tail"_s, {u"--json"_s, u"--name"_s, u"Ann"_s, u"--room"_s, u"ops"_s, u"--count"_s, u"2"_s}));
    QTRY_VERIFY(guest.hasLine("Ann!"));
    guest.say("#ops", "grüße \"und\" mehr");
    guest.say("Ann", "only for you");
    QTRY_COMPARE(tail.state(), QProcess::NotRunning);
    const QByteArrayList lines = tail.readAllStandardOutput().trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    const QJsonObject first = QJsonDocument::fromJson(lines.at(0)).object();
    QCOMPARE(first.value(u"room"_s).toString(), u"#ops"_s);
    QCOMPARE(first.value(u"who"_s).toString(), u"Gus"_s);
    QCOMPARE(first.value(u"kind"_s).toString(), u"message"_s);
    QCOMPARE(first.value(u"text"_s).toString(), u"grüße \"und\" mehr"_s);
    QVERIFY(!first.value(u"id"_s).toString().isEmpty());
    QVERIFY(QDateTime::fromString(first.value(u"time"_s).toString(), Qt::ISODateWithMs).isValid());
    QCOMPARE(QJsonDocument::fromJson(lines.at(1)).object().value(u"room"_s).toString(), u"Gus"_s);
}

void PipedTest::tailShowsEventsWhenAsked()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    QProcess tail;
    tail.setProcessEnvironment(m_home->environment());
    tail.start(cliProgram(), words(u"tail"_s, {u"--events"_s, u"--json"_s, u"--name"_s, u"Ann"_s}));
    QTRY_VERIFY(guest.hasLine("Ann!"));
    Guest second;
    QVERIFY(second.enter(m_server->port(), "Sue"));
    second.send("PART #lobby :lunch");
    QByteArray out;
    QTRY_VERIFY((out += tail.readAllStandardOutput()).contains("\"part\""));
    QVERIFY(out.contains("\"join\""));
    QVERIFY(out.contains("lunch"));
    tail.terminate();
    QTRY_COMPARE(tail.state(), QProcess::NotRunning);
}

void PipedTest::tailKeepsTheTerminalSafe()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    QProcess tail;
    tail.setProcessEnvironment(m_home->environment());
    tail.start(cliProgram(), words(u"tail"_s, {u"--name"_s, u"Ann"_s, u"--count"_s, u"1"_s}));
    QTRY_VERIFY(guest.hasLine("Ann!"));
    guest.say("#lobby", "a\033[2J\302\2332Jz");
    QTRY_COMPARE(tail.state(), QProcess::NotRunning);
    const QByteArray out = tail.readAllStandardOutput();
    QVERIFY(!out.contains('\033'));
    QVERIFY(!out.contains('\302'));
    QVERIFY2(out.endsWith("z\n"), out.constData());
}

void PipedTest::tailEndsInOrderBySignal()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus"));
    QProcess tail;
    tail.setProcessEnvironment(m_home->environment());
    tail.start(cliProgram(), words(u"tail"_s, {u"--name"_s, u"Ann"_s}));
    QTRY_VERIFY(guest.hasLine("Ann!"));
    ::kill(static_cast<pid_t>(tail.processId()), SIGINT);
    QTRY_COMPARE(tail.state(), QProcess::NotRunning);
    QCOMPARE(tail.exitStatus(), QProcess::NormalExit);
    QCOMPARE(tail.exitCode(), 0);
    QTRY_VERIFY(guest.hasLine("QUIT"));
}

void PipedTest::tailTimesOut()
{
    const CliResult result = runCli(*m_home, words(u"tail"_s, {u"--count"_s, u"1"_s, u"--timeout"_s, u"1"_s}));
    QCOMPARE(result.status, number(ExitStatus::TimedOut));
}

void PipedTest::listsRooms()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus", "#ops"));
    guest.send("TOPIC #ops :all about\toperations");
    QTRY_VERIFY(guest.hasLine("TOPIC #ops"));
    const CliResult plain = runCli(*m_home, words(u"rooms"_s, {}));
    QCOMPARE(plain.status, 0);
    QVERIFY2(plain.out.contains("#ops\t1\tall about operations\n"), plain.out.constData());
    const CliResult json = runCli(*m_home, words(u"rooms"_s, {u"--json"_s}));
    bool isFound = false;
    for (const QByteArray& line : json.out.split('\n')) {
        const QJsonObject room = QJsonDocument::fromJson(line).object();
        isFound = isFound || (room.value(u"room"_s) == u"#ops"_s && room.value(u"people"_s) == 1);
    }
    QVERIFY(isFound);
}

void PipedTest::listsPeople()
{
    Guest guest;
    QVERIFY(guest.enter(m_server->port(), "Gus", "#ops"));
    Guest second;
    QVERIFY(second.enter(m_server->port(), "Sue", "#ops"));
    const CliResult plain = runCli(*m_home, words(u"people"_s, {u"--room"_s, u"ops"_s}));
    QCOMPARE(plain.status, 0);
    QVERIFY2(plain.out.startsWith("Gus\t"), plain.out.constData()); // runs the room, so comes first
    QVERIFY2(plain.out.contains("\nSue\tperson\there\n"), plain.out.constData());
    QCOMPARE(plain.out.count('\n'), 2); // not ourselves
}

void PipedTest::versionAndHelp()
{
    QCOMPARE(runCli(*m_home, {u"--version"_s}).out, QByteArray("chatroom-cli " CHATROOM_VERSION "\n"));
    const CliResult help = runCli(*m_home, {u"--help"_s});
    QCOMPARE(help.status, 0);
    QVERIFY(help.out.contains("Exit status: 0"));
}

QTEST_GUILESS_MAIN(PipedTest)
#include "tst_piped.moc"
