// What a person asks for on the command line, and each mistake in it.
#include "help.h"
#include "options.h"
#include "passwords.h"
#include "times.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace chatroom::cli;
using namespace Qt::Literals::StringLiterals;

namespace {

const QDateTime kNow(QDate(2026, 3, 15), QTime(12, 0, 0), Qt::UTC);

chatroom::Result<Options, UsageError> parse(const QStringList& words, const QProcessEnvironment& environment = {})
{
    return parseOptions(QStringList{u"chatroom-cli"_s} + words, environment, u"login"_s, kNow);
}

} // namespace

class OptionsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nameAndHost();
    void environmentFillsIn();
    void optionsBeatTheEnvironment();
    void sendTakesItsWords();
    void roomsMayLackTheirMark();
    void anAccountIsTheNameToo();
    void passwordsOfTheAccountAndOfTheChatroom();
    void oneMessageIsNamed();
    void fingerprintMayHaveColons();
    void encryption_data();
    void encryption();
    void historyIsLimited_data();
    void historyIsLimited();
    void searchTakesWordsAndPhrases();
    void times_data();
    void times();
    void timesThatAreNone_data();
    void timesThatAreNone();
    void mistakes_data();
    void mistakes();
    void helpNeedsNothingElse();
};

void OptionsTest::nameAndHost()
{
    const auto options = parse({u"Ann@192.0.2.7:7000"_s});
    QVERIFY(options);
    QCOMPARE(options->mode, Mode::Chat);
    QCOMPARE(options->name, u"Ann"_s);
    QVERIFY(options->isNameGiven);
    QCOMPARE(options->server.host, u"192.0.2.7"_s);
    QCOMPARE(options->server.port, 7000);
    QCOMPARE(options->rooms, QStringList{u"#lobby"_s});
}

void OptionsTest::environmentFillsIn()
{
    QProcessEnvironment environment;
    environment.insert(u"CHATROOM_SERVER"_s, u"chat.example:7001"_s);
    const auto byLogin = parse({u"tail"_s}, environment);
    QVERIFY(byLogin);
    QCOMPARE(byLogin->name, u"login"_s);
    QVERIFY(!byLogin->isNameGiven);
    QCOMPARE(byLogin->server.host, u"chat.example"_s);
    environment.insert(u"CHATROOM_NAME"_s, u"Ann"_s);
    const auto named = parse({u"tail"_s}, environment);
    QCOMPARE(named->name, u"Ann"_s);
    QVERIFY(named->isNameGiven);
}

void OptionsTest::optionsBeatTheEnvironment()
{
    QProcessEnvironment environment;
    environment.insert(u"CHATROOM_SERVER"_s, u"chat.example:7001"_s);
    environment.insert(u"CHATROOM_NAME"_s, u"Ann"_s);
    const auto options = parse({u"tail"_s, u"--server"_s, u"other.example"_s, u"--name"_s, u"Bob"_s}, environment);
    QVERIFY(options);
    QCOMPARE(options->server.host, u"other.example"_s);
    QCOMPARE(options->name, u"Bob"_s);
}

void OptionsTest::sendTakesItsWords()
{
    const auto options = parse({u"send"_s, u"--server"_s, u"h"_s, u"--to"_s, u"Bob"_s, u"good"_s, u"morning"_s});
    QVERIFY(options);
    QCOMPARE(options->text, u"good morning"_s);
    QCOMPARE(options->person, u"Bob"_s);
    QVERIFY(options->rooms.isEmpty());
}

void OptionsTest::roomsMayLackTheirMark()
{
    const auto options = parse({u"tail"_s, u"--server"_s, u"h"_s, u"--room"_s, u"build"_s, u"--room"_s, u"#ops"_s});
    QVERIFY(options);
    QCOMPARE(options->rooms, (QStringList{u"#build"_s, u"#ops"_s}));
}

void OptionsTest::anAccountIsTheNameToo()
{
    const auto options = parse({u"tail"_s, u"--server"_s, u"h"_s, u"--account"_s, u"Ann"_s, u"--key"_s, u"auto"_s});
    QVERIFY2(options, options ? "" : qPrintable(options.error().what));
    QCOMPARE(options->account, u"Ann"_s);
    QCOMPARE(options->name, u"Ann"_s);
    QVERIFY(options->isNameGiven);
    QCOMPARE(options->key, u"auto"_s);
    QProcessEnvironment environment;
    environment.insert(u"CHATROOM_ACCOUNT"_s, u"Bob"_s);
    const auto other = parse({u"tail"_s, u"--server"_s, u"h"_s, u"--name"_s, u"Bobby"_s}, environment);
    QCOMPARE(other->account, u"Bob"_s);
    QCOMPARE(other->name, u"Bobby"_s);
}

void OptionsTest::passwordsOfTheAccountAndOfTheChatroom()
{
    QTemporaryDir folder;
    const auto file = [&folder](const QString& name, const QByteArray& text) {
        QFile written(folder.filePath(name));
        if (written.open(QIODevice::WriteOnly))
            written.write(text);
        return written.fileName();
    };
    const QString one = file(u"one"_s, "sesame\nsecond line\n");
    const QString two = file(u"two"_s, "hunter2");
    Options options;
    options.mode = Mode::Send;
    options.passwordFile = one;
    QCOMPARE(readPasswords(options, {})->chatroom, u"sesame"_s);
    QCOMPARE(readPasswords(options, {})->account, QString());
    options.account = u"Ann"_s;
    QCOMPARE(readPasswords(options, {})->chatroom, QString());
    QCOMPARE(readPasswords(options, {})->account, u"sesame"_s);
    options.chatroomPasswordFile = two;
    QCOMPARE(readPasswords(options, {})->chatroom, u"hunter2"_s);
    options.passwordFile.clear();
    const auto none = readPasswords(options, {});
    QVERIFY(!none);
    QVERIFY2(none.error().contains(u"CHATROOM_PASSWORD"_s), qPrintable(none.error())); // says what would do
    QProcessEnvironment environment;
    environment.insert(u"CHATROOM_PASSWORD"_s, u"of the environment"_s);
    QCOMPARE(readPasswords(options, environment)->account, u"of the environment"_s);
    options.key = u"auto"_s;
    QVERIFY(readPasswords(options, {}));
    options.passwordFile = folder.filePath(u"none"_s);
    QVERIFY(!readPasswords(options, environment)); // it was asked for
}

void OptionsTest::oneMessageIsNamed()
{
    const auto react = parse({u"react"_s, u"--server"_s, u"h"_s, u"--room"_s, u"ops"_s, u"abc"_s, u":thumbsup:"_s});
    QVERIFY2(react, react ? "" : qPrintable(react.error().what));
    QCOMPARE(react->mode, Mode::React);
    QCOMPARE(react->messageId, u"abc"_s);
    QCOMPARE(react->text, u":thumbsup:"_s);
    QVERIFY(!react->isRemoving);
    const auto deletion = parse({u"delete"_s, u"--server"_s, u"h"_s, u"--to"_s, u"Bob"_s, u"abc"_s, u"not"_s, u"true"_s});
    QVERIFY2(deletion, deletion ? "" : qPrintable(deletion.error().what));
    QCOMPARE(deletion->mode, Mode::Delete);
    QCOMPARE(deletion->messageId, u"abc"_s);
    QCOMPARE(deletion->text, u"not true"_s);
    QCOMPARE(deletion->person, u"Bob"_s);
    QCOMPARE(parse({u"send"_s, u"--server"_s, u"h"_s, u"--reply-to"_s, u"abc"_s, u"yes"_s})->replyTo, u"abc"_s);
    QVERIFY(parse({u"send"_s, u"--server"_s, u"h"_s, u"--multi"_s})->isMulti);
}

void OptionsTest::fingerprintMayHaveColons()
{
    const QString colons = QStringList(32, u"AB"_s).join(u':');
    const auto options = parse({u"tail"_s, u"--server"_s, u"h"_s, u"--trust"_s, colons});
    QVERIFY(options);
    QCOMPARE(options->fingerprint, QByteArray("ab").repeated(32));
}

void OptionsTest::encryption_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<bool>("isEncrypted");
    QTest::newRow("a host alone is encrypted") << QStringList{u"h"_s} << true;
    QTest::newRow("port 6667 is not") << QStringList{u"h:6667"_s} << false;
    QTest::newRow("port 6667 can be told to be") << QStringList{u"h:6667"_s, u"--tls"_s} << true;
    QTest::newRow("any port can be told not to be") << QStringList{u"h:7000"_s, u"--no-tls"_s} << false;
}

void OptionsTest::encryption()
{
    QFETCH(QStringList, words);
    QFETCH(bool, isEncrypted);
    const auto options = parse(QStringList{u"rooms"_s, u"--server"_s} + words);
    QVERIFY(options);
    QCOMPARE(options->server.tls, isEncrypted);
}

void OptionsTest::historyIsLimited_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<int>("limit");
    QTest::newRow("to fifty unless told") << QStringList{} << 50;
    QTest::newRow("to what is told") << QStringList{u"--limit"_s, u"7"_s} << 7;
    QTest::newRow("not at all from a moment on") << QStringList{u"--since"_s, u"2h"_s} << 0;
    QTest::newRow("from a moment on to what is told") << QStringList{u"--after"_s, u"2h"_s, u"--limit"_s, u"7"_s} << 7;
    QTest::newRow("before a moment to fifty") << QStringList{u"--before"_s, u"2h"_s} << 50;
}

void OptionsTest::historyIsLimited()
{
    QFETCH(QStringList, words);
    QFETCH(int, limit);
    const auto options = parse(QStringList{u"history"_s, u"--server"_s, u"h"_s} + words);
    QVERIFY2(options, options ? "" : qPrintable(options.error().what));
    QCOMPARE(options->mode, Mode::History);
    QCOMPARE(options->limit, limit);
}

void OptionsTest::searchTakesWordsAndPhrases()
{
    const auto options = parse({u"search"_s, u"--server"_s, u"h"_s, u"deploy*"_s, u"last night"_s, u"--from"_s, u"Bob"_s, u"--room"_s,
                                u"ops"_s, u"--room"_s, u"build"_s, u"--before"_s, u"1d"_s, u"--since"_s, u"1w"_s});
    QVERIFY2(options, options ? "" : qPrintable(options.error().what));
    QCOMPARE(options->mode, Mode::Search);
    QCOMPARE(options->text, u"deploy* \"last night\""_s);
    QCOMPARE(options->from, u"Bob"_s);
    QCOMPARE(options->rooms, (QStringList{u"#ops"_s, u"#build"_s}));
    QCOMPARE(options->limit, 50);
    QCOMPARE(options->before, kNow.addDays(-1));
    QCOMPARE(options->since, kNow.addDays(-7));
    QVERIFY(parse({u"search"_s, u"--server"_s, u"h"_s, u"--from"_s, u"Bob"_s}));
}

void OptionsTest::times_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QDateTime>("time");
    const QDate today = kNow.toLocalTime().date();
    QTest::newRow("seconds ago") << u"90s"_s << kNow.addSecs(-90);
    QTest::newRow("minutes ago") << u"10m"_s << kNow.addSecs(-600);
    QTest::newRow("hours ago") << u"2h"_s << kNow.addSecs(-7200);
    QTest::newRow("days ago") << u"3d"_s << kNow.addDays(-3);
    QTest::newRow("weeks ago") << u"2w"_s << kNow.addDays(-14);
    QTest::newRow("today begins at midnight here") << u"today"_s << today.startOfDay().toUTC();
    QTest::newRow("yesterday too") << u"yesterday"_s << today.addDays(-1).startOfDay().toUTC();
    QTest::newRow("a day begins at midnight here") << u"2026-03-01"_s << QDate(2026, 3, 1).startOfDay().toUTC();
    QTest::newRow("an hour of today") << u"9:05"_s << QDateTime(today, QTime(9, 5)).toUTC();
    QTest::newRow("local time") << u"2026-03-01T14:30"_s << QDateTime(QDate(2026, 3, 1), QTime(14, 30)).toUTC();
    QTest::newRow("local time with a space") << u"2026-03-01 14:30:10"_s << QDateTime(QDate(2026, 3, 1), QTime(14, 30, 10)).toUTC();
    QTest::newRow("universal time") << u"2026-03-01T14:30:00Z"_s << QDateTime(QDate(2026, 3, 1), QTime(14, 30), Qt::UTC);
    QTest::newRow("with a zone") << u"2026-03-01T14:30:00+02:00"_s << QDateTime(QDate(2026, 3, 1), QTime(12, 30), Qt::UTC);
    QTest::newRow("with milliseconds, as it is printed")
        << u"2026-03-01T14:30:00.125Z"_s << QDateTime(QDate(2026, 3, 1), QTime(14, 30, 0, 125), Qt::UTC);
}

void OptionsTest::times()
{
    QFETCH(QString, typed);
    QFETCH(QDateTime, time);
    const auto read = parseTime(typed, kNow);
    QVERIFY2(read, read ? "" : qPrintable(read.error()));
    QCOMPARE(*read, time);
    QCOMPARE(read->timeSpec(), Qt::UTC);
}

void OptionsTest::timesThatAreNone_data()
{
    QTest::addColumn<QString>("typed");
    for (const char* typed :
         {"", "m", "10", "-10m", "1.5h", "10y", "9999999d", "2026-02-30", "2026-13-01T10:00", "25:00", "soon", "10m ago"})
        QTest::newRow(typed) << QString::fromLatin1(typed);
}

void OptionsTest::timesThatAreNone()
{
    QFETCH(QString, typed);
    const auto read = parseTime(typed, kNow);
    QVERIFY(!read);
    QVERIFY(read.error().contains(u"2026-03-01"_s)); // says what would do
}

void OptionsTest::mistakes_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("part");
    const QStringList send{u"send"_s, u"--server"_s, u"h"_s};
    QTest::newRow("no chatroom at all") << QStringList{} << u"which chatroom"_s;
    QTest::newRow("an option that does not exist") << QStringList{u"--bogus"_s} << u"bogus"_s;
    QTest::newRow("an option without its value") << QStringList{u"tail"_s, u"--server"_s} << u"server"_s;
    QTest::newRow("a room and a person") << send + QStringList{u"--room"_s, u"a"_s, u"--to"_s, u"b"_s} << u"not both"_s;
    QTest::newRow("two rooms to send to") << send + QStringList{u"--room"_s, u"a"_s, u"--room"_s, u"b"_s} << u"one --room"_s;
    QTest::newRow("a room with a space") << send + QStringList{u"--room"_s, u"a b"_s} << u"name of a room"_s;
    QTest::newRow("encrypted and not") << send + QStringList{u"--tls"_s, u"--no-tls"_s} << u"not both"_s;
    QTest::newRow("count where nothing is counted") << send + QStringList{u"--count"_s, u"2"_s} << u"--count"_s;
    const QStringList history{u"history"_s, u"--server"_s, u"h"_s};
    const QStringList search{u"search"_s, u"--server"_s, u"h"_s};
    QTest::newRow("a history of two rooms") << history + QStringList{u"--room"_s, u"a"_s, u"--room"_s, u"b"_s} << u"one --room"_s;
    QTest::newRow("a history with words") << history + QStringList{u"hello"_s} << u"one word too many"_s;
    QTest::newRow("a history of one person") << history + QStringList{u"--from"_s, u"a"_s} << u"--from"_s;
    QTest::newRow("a limit of nothing") << history + QStringList{u"--limit"_s, u"0"_s} << u"whole number"_s;
    QTest::newRow("a time in words") << history + QStringList{u"--since"_s, u"lunch"_s} << u"no time"_s;
    QTest::newRow("a beginning given twice") << history + QStringList{u"--since"_s, u"1h"_s, u"--after"_s, u"2h"_s} << u"the same"_s;
    QTest::newRow("an end before the beginning")
        << history + QStringList{u"--since"_s, u"1h"_s, u"--before"_s, u"2h"_s} << u"not earlier"_s;
    QTest::newRow("a search for nothing") << search << u"what to look for"_s;
    QTest::newRow("a search for a blank") << search + QStringList{u" "_s} << u"what to look for"_s;
    QTest::newRow("more hits than are kept") << search + QStringList{u"a"_s, u"--limit"_s, u"5001"_s} << u"5000"_s;
    QTest::newRow("tail has no end") << QStringList{u"tail"_s, u"--server"_s, u"h"_s, u"--before"_s, u"1h"_s} << u"--before"_s;
    QTest::newRow("send has no beginning") << send + QStringList{u"--since"_s, u"1h"_s} << u"--since"_s;
    QTest::newRow("a person outside of send") << QStringList{u"Ann@h"_s, u"--to"_s, u"Bob"_s} << u"--to"_s;
    QTest::newRow("a count of nothing") << QStringList{u"tail"_s, u"--server"_s, u"h"_s, u"--count"_s, u"0"_s} << u"whole number"_s;
    QTest::newRow("a time-out in words") << send + QStringList{u"--timeout"_s, u"soon"_s} << u"whole number"_s;
    QTest::newRow("half a fingerprint") << send + QStringList{u"--trust"_s, u"abcd"_s} << u"64 digits"_s;
    QTest::newRow("a word too many") << QStringList{u"Ann@h"_s, u"hello"_s} << u"one word too many"_s;
    QTest::newRow("the name twice") << QStringList{u"Ann@h"_s, u"--name"_s, u"Bob"_s} << u"twice"_s;
    QTest::newRow("many lines and words") << send + QStringList{u"--multi"_s, u"hello"_s} << u"--multi"_s;
    QTest::newRow("many lines to delete") << QStringList{u"delete"_s, u"--server"_s, u"h"_s, u"--multi"_s, u"a"_s} << u"--multi"_s;
    QTest::newRow("a reaction to nothing") << QStringList{u"react"_s, u"--server"_s, u"h"_s} << u"which message"_s;
    QTest::newRow("a reaction with nothing") << QStringList{u"react"_s, u"--server"_s, u"h"_s, u"a"_s} << u"which emoji"_s;
    QTest::newRow("two reactions") << QStringList{u"react"_s, u"--server"_s, u"h"_s, u"a"_s, u"b"_s, u"c"_s} << u"one word too many"_s;
    QTest::newRow("nothing to delete") << QStringList{u"delete"_s, u"--server"_s, u"h"_s} << u"which message"_s;
    QTest::newRow("an id with a space") << QStringList{u"delete"_s, u"--server"_s, u"h"_s, u"a b"_s} << u"no spaces"_s;
    QTest::newRow("an account with a space") << send + QStringList{u"--account"_s, u"a b"_s} << u"no spaces"_s;
    QTest::newRow("the chatroom's password twice")
        << send + QStringList{u"--password-file"_s, u"a"_s, u"--chatroom-password-file"_s, u"b"_s} << u"given twice"_s;
    QTest::newRow("a name with a space") << QStringList{u"Ann Bee@h"_s} << u"no spaces"_s;
    QTest::newRow("a port that is none") << QStringList{u"Ann@h:99999"_s} << QString();
}

void OptionsTest::mistakes()
{
    QFETCH(QStringList, words);
    QFETCH(QString, part);
    const auto options = parse(words);
    QVERIFY(!options);
    QVERIFY2(options.error().what.contains(part), qPrintable(options.error().what));
    QVERIFY(options.error().what.endsWith(u'.') || options.error().what.endsWith(u'?'));
}

void OptionsTest::helpNeedsNothingElse()
{
    QCOMPARE(parse({u"--help"_s})->mode, Mode::ShowHelp);
    QCOMPARE(parse({u"send"_s, u"--version"_s})->mode, Mode::ShowVersion);
    for (const QString& word : {u"--room"_s, u"--trust"_s, u"CHATROOM_SERVER"_s, u"NO_COLOR"_s, u"6 the connection"_s, u"7 the server"_s,
                                u"8 a search"_s, u"--since TIME"_s, u"--limit N"_s, u"/history"_s, u"oldest first"_s, u"9 not signed in"_s,
                                u"CHATROOM_PASSWORD"_s, u"--multi"_s, u"react ["_s, u"delete ["_s, u"/last"_s, u"backslash"_s})
        QVERIFY2(helpText().contains(word), qPrintable(word));
}

QTEST_GUILESS_MAIN(OptionsTest)
#include "tst_options.moc"
