// chatroom-cli and what messages are today: many lines, replies, reactions, deletion, who types; in a terminal and in scripts.
#include "chatroom-cli/support.h"
#include "exitstatus.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;
using cli::ExitStatus;

namespace {

constexpr char kCtrlC = '\003';

int number(ExitStatus status)
{
    return static_cast<int>(status);
}

QList<QJsonObject> objects(const QByteArray& out)
{
    QList<QJsonObject> all;
    for (const QByteArray& line : out.split('\n')) {
        if (!line.isEmpty())
            all += QJsonDocument::fromJson(line).object();
    }
    return all;
}

} // namespace

class MessagesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void manyLinesAreOneMessage_data();
    void manyLinesAreOneMessage();
    void controlCDropsABlock();
    void repliesQuote();
    void reactionsAreTold();
    void deletionsAreTold();
    void othersOfWhomOneIsInChargeAreDeletedToo();
    void numbersAreThoseThatWereShown();
    void whoTypesIsShownWhileNobodyTypesHere();
    void aBlockOfStandardInputIsOneMessage();
    void tooMuchForOneMessageBecomesSeveral();
    void scriptsReply();
    void scriptsReact();
    void scriptsDelete();
    void scriptsAskForWhatIsNotThere();
    void tailTellsWhatBecomesOfMessages();
    void historyTellsWhatBecameOfMessages();
    void aServerThatHasNoneOfIt();

private:
    [[nodiscard]] bool open(Terminal& terminal);
    [[nodiscard]] QStringList words(const QString& mode, const QStringList& more = {}) const;
    // What the guest says, and its msgid.
    [[nodiscard]] QByteArray say(const QByteArray& text);
    [[nodiscard]] QByteArray idOf(const QByteArray& text) const;

    std::unique_ptr<Home> m_home;
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Guest> m_guest;
};

void MessagesTest::init()
{
    m_home = std::make_unique<Home>();
    m_server = std::make_unique<Server>();
    QVERIFY(m_server->start(0, [](server::ServerConfig& config) { config.durability = server::Durability::Process; }));
    m_guest = std::make_unique<Guest>();
    QVERIFY(m_guest->enter(m_server->port(), "Gus"));
    m_guest->send("CAP REQ :message-tags echo-message batch draft/multiline draft/message-redaction");
    QTRY_VERIFY(m_guest->hasLine(" ACK "));
}

void MessagesTest::cleanup()
{
    m_guest.reset();
    m_server.reset();
}

bool MessagesTest::open(Terminal& terminal)
{
    QProcessEnvironment environment = m_home->environment();
    environment.insert(u"NO_COLOR"_s, u"1"_s);
    return terminal.start(cliProgram(), {u"Ann@%1"_s.arg(m_server->address()), u"--no-tls"_s}, environment)
           && QTest::qWaitFor([&] { return terminal.screen().cursorLine() == u"#lobby>"_s; }, 20'000);
}

QStringList MessagesTest::words(const QString& mode, const QStringList& more) const
{
    return QStringList{mode, u"--no-tls"_s, u"--name"_s, u"Ann"_s, u"--server"_s, m_server->address()} + more;
}

QByteArray MessagesTest::idOf(const QByteArray& text) const
{
    static const QRegularExpression id(u"[@;]msgid=([^; ]+)"_s);
    for (const QByteArray& line : m_guest->lines()) {
        if (line.contains(" PRIVMSG ") && line.endsWith(text))
            return id.match(QString::fromUtf8(line)).captured(1).toUtf8();
    }
    return {};
}

QByteArray MessagesTest::say(const QByteArray& text)
{
    m_guest->say("#lobby", text);
    return QTest::qWaitFor([&] { return !idOf(text).isEmpty(); }, 10'000) ? idOf(text) : QByteArray();
}

void MessagesTest::manyLinesAreOneMessage_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<int>("begun"); // rows that show what was typed before it was said
    QTest::newRow("between /multi and a dot") << QByteArray("/multi\rone\r  two\r.\r") << 2;
    QTest::newRow("with a backslash") << QByteArray("one\\\r  two\r") << 1;
    QTest::newRow("pasted") << QByteArray("\033[200~one\r  two\033[201~\r") << 0;
    QTest::newRow("pasted from elsewhere") << QByteArray("\033[200~one\n  two\n\033[201~\r") << 0;
}

void MessagesTest::manyLinesAreOneMessage()
{
    QFETCH(QByteArray, typed);
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type(typed);
    QTRY_COMPARE(m_guest->heard("#lobby"), (QByteArrayList{"one", "  two"}));
    QCOMPARE(QByteArrayList(m_guest->lines()).join('\n').count("draft/multiline #lobby"), 1);
    QTRY_VERIFY(terminal.shows(u"<Ann> one"_s));
    QTRY_VERIFY(terminal.shows(u"        two"_s)); // below the text, and two more
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    QTEST(static_cast<int>(terminal.count(u"... "_s)), "begun");
    QCOMPARE(terminal.count(u"one"_s), terminal.count(u"... one"_s) + 1); // else what was typed made way for the message
}

void MessagesTest::controlCDropsABlock()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("/multi\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"..."_s);
    terminal.type("never mind\r");
    QTRY_VERIFY(terminal.shows(u"... never mind"_s)); // else the next line is true before it is taken
    QTRY_COMPARE(terminal.screen().cursorLine(), u"..."_s);
    terminal.type({1, kCtrlC});
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
    terminal.type("something else\r");
    QTRY_COMPARE(m_guest->heard("#lobby"), QByteArrayList{"something else"});
    QVERIFY(!terminal.exitStatus());
}

void MessagesTest::repliesQuote()
{
    const QByteArray old = say("said before anybody came");
    Terminal terminal;
    QVERIFY(open(terminal));
    const QByteArray id = say("shall we go");
    QTRY_VERIFY(terminal.shows(u"<Gus> shall we go"_s));
    terminal.type("/reply yes we shall\r");
    QTRY_VERIFY(m_guest->hasLine("yes we shall"));
    QVERIFY(m_guest->hasLine("+reply=" + id) || m_guest->hasLine("+draft/reply=" + id));
    QTRY_VERIFY(terminal.shows(u"<Ann> yes we shall"_s));
    const QStringList lines = terminal.screen().lines();
    const qsizetype at = lines.indexOf(QRegularExpression(u".*<Ann> yes we shall"_s));
    QCOMPARE(lines.at(at - 1), u"      > Gus: shall we go"_s);
    m_guest->send("@+draft/reply=" + old + " PRIVMSG #lobby :to the old one");
    QTRY_VERIFY(terminal.shows(u"      > Gus: said before anybody came"_s));
    m_guest->send("@+draft/reply=nowhere PRIVMSG #lobby :to nothing");
    QTRY_VERIFY(terminal.shows(u"      > a message that is not loaded"_s));
}

void MessagesTest::reactionsAreTold()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    const QByteArray id = say("shall we go");
    QTRY_VERIFY(terminal.shows(u"<Gus> shall we go"_s));
    terminal.type("/react :thumbsup:\r");
    QTRY_VERIFY(terminal.shows(u"-- You reacted with 👍 to the message of Gus: shall we go"_s));
    QTRY_VERIFY(m_guest->hasLine("+draft/react=👍"));
    QVERIFY(m_guest->hasLine("reply=" + id));
    terminal.type("/react 1 👍\r");
    QTRY_VERIFY(terminal.shows(u"-- You took back 👍 from the message of Gus: shall we go"_s));
    terminal.type("ours\r");
    QTRY_VERIFY(!idOf("ours").isEmpty());
    QTRY_VERIFY(terminal.shows(u"<Ann> ours"_s));
    m_guest->send("@+draft/react=🎉;+draft/reply=" + idOf("ours") + " TAGMSG #lobby");
    QTRY_VERIFY(terminal.shows(u"-- Gus reacted with 🎉 to your message: ours"_s));
    terminal.type("/react :nonesuch:\r");
    QTRY_VERIFY(terminal.shows(u"There is no emoji :nonesuch:."_s));
    terminal.type("/quit\r");
    QTRY_VERIFY(terminal.exitStatus());
    Terminal later;
    QVERIFY(open(later));
    QTRY_VERIFY(later.shows(u"      🎉 Gus"_s)); // below what it belongs to
    QVERIFY(!later.shows(u"reacted"_s));
}

void MessagesTest::deletionsAreTold()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    const QByteArray id = say("a secret");
    QTRY_VERIFY(terminal.shows(u"<Gus> a secret"_s));
    m_guest->send("REDACT #lobby " + id + " :wrong room");
    QTRY_VERIFY(terminal.shows(u"-- Gus deleted a message ("_s));
    QVERIFY(terminal.shows(u"wrong room"_s));
    QCOMPARE(terminal.count(u"a secret"_s), 1); // as it was said, and not again
    terminal.type("/delete\r");
    QTRY_VERIFY(terminal.shows(u"You have said nothing here that could be deleted."_s));
    terminal.type("a mistake\r");
    QTRY_VERIFY(terminal.shows(u"<Ann> a mistake"_s));
    terminal.type("/delete a typo\r");
    QTRY_VERIFY(terminal.shows(u"-- You deleted a message ("_s));
    QTRY_VERIFY(m_guest->hasLine(" REDACT #lobby " + idOf("a mistake") + " :a typo"));
    terminal.type("/quit\r");
    QTRY_VERIFY(terminal.exitStatus());
    Terminal later;
    QVERIFY(open(later));
    QTRY_VERIFY(later.shows(u"-- Ann deleted a message (a typo)"_s));
    QVERIFY(!later.shows(u"a mistake"_s));
}

void MessagesTest::othersOfWhomOneIsInChargeAreDeletedToo()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    m_guest->send("JOIN #ops"); // and is in charge there
    QTRY_VERIFY(m_guest->hasLine(" 366 Gus #ops"));
    terminal.type("/join #ops\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#ops>"_s);
    m_guest->say("#ops", "spam");
    QTRY_VERIFY(terminal.shows(u"<Gus> spam"_s));
    terminal.type("/delete 1\r");
    QTRY_VERIFY(terminal.shows(u"You can delete only what you said yourself"_s));
    m_guest->send("MODE #ops +o Ann");
    QTRY_VERIFY(terminal.screen().lines().filter(u"-- "_s).filter(u"Ann"_s).filter(u"Gus"_s).size() > 0);
    terminal.type("/delete 1 no spam\r");
    QTRY_VERIFY(terminal.shows(u"-- You deleted a message of Gus"_s));
}

void MessagesTest::numbersAreThoseThatWereShown()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    for (const char* text : {"the first", "the second", "the third"})
        QVERIFY(!say(text).isEmpty());
    QTRY_VERIFY(terminal.shows(u"<Gus> the third"_s));
    terminal.type("/last 2\r");
    QTRY_VERIFY(terminal.shows(u"take these numbers"_s));
    const QStringList lines = terminal.screen().lines().filter(u"--   "_s);
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines.at(0).startsWith(u"--   2 "_s) && lines.at(0).endsWith(u"<Gus> the second"_s), qPrintable(lines.at(0)));
    QVERIFY2(lines.at(1).startsWith(u"--   1 "_s) && lines.at(1).endsWith(u"<Gus> the third"_s), qPrintable(lines.at(1)));
    QVERIFY(!say("the fourth").isEmpty());
    QTRY_VERIFY(terminal.shows(u"<Gus> the fourth"_s));
    terminal.type("/reply 2 to the second\r"); // though others came meanwhile
    QTRY_VERIFY(terminal.shows(u"      > Gus: the second"_s));
    terminal.type("/reply 7 to nothing\r");
    QTRY_VERIFY(terminal.shows(u"No message has the number 7."_s));
    terminal.type("/last many\r");
    QTRY_VERIFY(terminal.shows(u"/last takes a number"_s));
}

void MessagesTest::whoTypesIsShownWhileNobodyTypesHere()
{
    Terminal terminal;
    QVERIFY(open(terminal));
    m_guest->send("@+typing=active TAGMSG #lobby");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby (Gus is typing)>"_s);
    terminal.type("half a");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby (Gus is typing)> half a"_s);
    m_guest->say("#lobby", "done");
    QTRY_VERIFY(terminal.shows(u"<Gus> done"_s));
    QCOMPARE(terminal.screen().cursorLine(), u"#lobby (Gus is typing)> half a"_s); // what is typed does not move
    terminal.type(" sentence\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"#lobby>"_s);
}

void MessagesTest::aBlockOfStandardInputIsOneMessage()
{
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"--multi"_s}), "one\n\n\ttwo\nthree\n");
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QTRY_COMPARE(m_guest->heard("#lobby"), (QByteArrayList{"one", "", "\ttwo", "three"}));
    QCOMPARE(QByteArrayList(m_guest->lines()).join('\n').count("draft/multiline #lobby"), 1);
    QCOMPARE(runCli(*m_home, words(u"send"_s, {u"--multi"_s}), "\n\n").status, 0); // nothing to say
}

void MessagesTest::tooMuchForOneMessageBecomesSeveral()
{
    QByteArrayList lines;
    for (int i = 0; i < 1'200; ++i)
        lines += "line " + QByteArray::number(i);
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"--multi"_s}), lines.join('\n'));
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QTRY_COMPARE(m_guest->heard("#lobby").size(), lines.size());
    QCOMPARE(m_guest->heard("#lobby"), lines);
    QCOMPARE(QByteArrayList(m_guest->lines()).join('\n').count("draft/multiline #lobby"), 3);
}

void MessagesTest::scriptsReply()
{
    const QByteArray id = say("shall we go");
    const CliResult result = runCli(*m_home, words(u"send"_s, {u"--reply-to"_s, QString::fromUtf8(id)}), "yes\nwe shall\n");
    QCOMPARE(result.status, 0);
    QTRY_COMPARE(m_guest->heard("#lobby"), (QByteArrayList{"shall we go", "yes", "we shall"}));
    QCOMPARE(QByteArrayList(m_guest->lines()).join('\n').count("reply=" + id),
             m_guest->hasLine("+reply=" + id) ? 2 : 1); // the first of them
}

void MessagesTest::scriptsReact()
{
    const QString id = QString::fromUtf8(say("shall we go"));
    const QStringList react = words(u"react"_s, {id, u":thumbsup:"_s});
    const CliResult result = runCli(*m_home, react);
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QTRY_VERIFY(m_guest->hasLine("+draft/react=👍"));
    QCOMPARE(runCli(*m_home, react + QStringList{u"--remove"_s}).status, 0);
    QCOMPARE(runCli(*m_home, words(u"react"_s, {id, u":nonesuch:"_s})).status, number(ExitStatus::WrongUsage));
}

void MessagesTest::scriptsDelete()
{
    m_guest->send("MODE #lobby +o Gus");
    const QByteArray theirs = say("of somebody else");
    const CliResult forbidden = runCli(*m_home, words(u"delete"_s, {QString::fromUtf8(theirs)}));
    QCOMPARE(forbidden.status, number(ExitStatus::Refused));
    QVERIFY2(forbidden.err.contains("You can delete only"), forbidden.err.constData());
    Terminal terminal;
    QVERIFY(open(terminal));
    terminal.type("a mistake\r");
    QTRY_VERIFY(!idOf("a mistake").isEmpty());
    terminal.type("/register\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"Password for Ann:"_s);
    terminal.type("correct-horse-battery\r");
    QTRY_COMPARE(terminal.screen().cursorLine(), u"The same once more:"_s);
    terminal.type("correct-horse-battery\r");
    QTRY_VERIFY(terminal.shows(u"is yours now"_s));
    terminal.type("as an account\r");
    QTRY_VERIFY(!idOf("as an account").isEmpty());
    const QByteArray ours = idOf("as an account");
    QFile file(m_home->path(u"password"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("correct-horse-battery\n") > 0);
    file.close();
    const QStringList remove = words(u"delete"_s, {u"--account"_s, u"Ann"_s, u"--password-file"_s, m_home->path(u"password"_s),
                                                   QString::fromUtf8(ours), u"a"_s, u"typo"_s});
    const CliResult result = runCli(*m_home, remove);
    QCOMPARE(result.err, QByteArray());
    QCOMPARE(result.status, 0);
    QTRY_VERIFY(m_guest->hasLine(" REDACT #lobby " + ours + " :a typo"));
    QCOMPARE(runCli(*m_home, remove).status, 0); // it is as it should be
}

void MessagesTest::scriptsAskForWhatIsNotThere()
{
    for (const QStringList& each : {words(u"react"_s, {u"nonesuch"_s, u"👍"_s}), words(u"delete"_s, {u"nonesuch"_s})}) {
        const CliResult result = runCli(*m_home, each);
        QCOMPARE(result.status, number(ExitStatus::NothingFound));
        QVERIFY2(result.err.contains("nonesuch"), result.err.constData());
    }
}

void MessagesTest::tailTellsWhatBecomesOfMessages()
{
    QProcess tail;
    tail.setProcessEnvironment(m_home->environment());
    tail.start(cliProgram(), words(u"tail"_s, {u"--json"_s, u"--events"_s, u"--count"_s, u"7"_s}));
    QTRY_VERIFY(m_guest->hasLine("Ann!"));
    const QByteArray id = say("shall we go");
    const QByteArray reply = ";+draft/reply=" + id + " TAGMSG #lobby";
    m_guest->send("@+draft/react=👍" + reply);
    m_guest->send("@+draft/unreact=👍" + reply);
    m_guest->send("@+draft/reply=" + id + " PRIVMSG #lobby :no");
    m_guest->send("REDACT #lobby " + id + " :wrong room");
    QByteArray out;
    QTRY_VERIFY((out += tail.readAllStandardOutput()).contains("deletion"));
    tail.terminate();
    QTRY_COMPARE(tail.state(), QProcess::NotRunning);
    QHash<QString, QJsonObject> last;
    QStringList kinds;
    for (const QJsonObject& each : objects(out)) {
        const QString kind = each.value(u"kind"_s).toString();
        if (kind != u"join"_s)
            kinds += kind;
        last[kind] = each;
    }
    QCOMPARE(kinds, (QStringList{u"message"_s, u"reaction"_s, u"reaction"_s, u"message"_s, u"deletion"_s}));
    QCOMPARE(last[u"message"_s].value(u"reply_to"_s).toString().toUtf8(), id);
    QCOMPARE(last[u"reaction"_s].value(u"emoji"_s).toString(), u"👍"_s);
    QCOMPARE(last[u"reaction"_s].value(u"removed"_s), true);
    QCOMPARE(last[u"reaction"_s].value(u"who"_s), u"Gus"_s);
    for (const QString& kind : {u"reaction"_s, u"deletion"_s})
        QCOMPARE(last[kind].value(u"to"_s).toString().toUtf8(), id);
    QCOMPARE(last[u"deletion"_s].value(u"detail"_s), u"wrong room"_s);
}

void MessagesTest::historyTellsWhatBecameOfMessages()
{
    const QByteArray id = say("shall we go");
    const QByteArray secret = say("a secret");
    m_guest->send("@+draft/react=👍;+draft/reply=" + id + " TAGMSG #lobby");
    m_guest->send("REDACT #lobby " + secret);
    QTRY_VERIFY(m_guest->hasLine(" REDACT #lobby " + secret));
    const QList<QJsonObject> all = objects(runCli(*m_home, words(u"history"_s, {u"--json"_s, u"--events"_s})).out);
    QList<QJsonObject> messages;
    std::ranges::copy_if(all, std::back_inserter(messages), [](const QJsonObject& each) { return each.value(u"kind"_s) == u"message"_s; });
    QCOMPARE(messages.size(), 2);
    QCOMPARE(messages.at(0).value(u"reactions"_s).toArray().first().toObject().value(u"people"_s).toArray(), QJsonArray{u"Gus"_s});
    QCOMPARE(messages.at(1).value(u"deleted"_s), true);
    QCOMPARE(messages.at(1).value(u"text"_s), QString());
    const CliResult plain = runCli(*m_home, words(u"history"_s));
    QVERIFY(plain.out.contains("shall we go"));
    QCOMPARE(plain.out.count('\n'), 1); // what was deleted was not said
}

void MessagesTest::aServerThatHasNoneOfIt()
{
    QByteArrayList heard;
    ScriptedServer plain([&heard](const QByteArray& line) -> QByteArray {
        if (line.startsWith("CAP LS"))
            return ":s CAP * LS :\r\n";
        if (line.startsWith("USER"))
            return ":s 001 Ann :Welcome Ann\r\n:s 005 Ann CASEMAPPING=ascii CHANTYPES=# :are supported\r\n:s 422 Ann :No message\r\n";
        if (line.startsWith("JOIN"))
            return ":Ann!u@h JOIN #lobby\r\n:s 353 Ann = #lobby :Ann\r\n:s 366 Ann #lobby :End\r\n";
        if (line.startsWith("PRIVMSG"))
            heard += line.mid(line.lastIndexOf(' ') + 1);
        return "";
    });
    const auto run = [&](const QString& mode, const QStringList& more, const QByteArray& input = {}) {
        return runCli(*m_home, QStringList{mode, u"--no-tls"_s, u"--name"_s, u"Ann"_s, u"--server"_s, plain.address()} + more, input);
    };
    const CliResult many = run(u"send"_s, {u"--multi"_s}, "one\ntwo\n");
    QCOMPARE(many.status, 0);
    QCOMPARE(heard, (QByteArrayList{"one", "two"})); // as well as it goes
    for (const CliResult& result :
         {run(u"react"_s, {u"a"_s, u"👍"_s}), run(u"delete"_s, {u"a"_s}), run(u"send"_s, {u"--reply-to"_s, u"a"_s, u"yes"_s})}) {
        QCOMPARE(result.status, number(ExitStatus::NotOffered));
        QVERIFY2(result.err.contains("chatroom"), result.err.constData());
    }
}

QTEST_GUILESS_MAIN(MessagesTest)
#include "tst_messages.moc"
