// What a person asks for on the command line, and each mistake in it.
#include "options.h"

#include <QTest>

using namespace chatroom::cli;
using namespace Qt::Literals::StringLiterals;

namespace {

chatroom::Result<Options, UsageError> parse(const QStringList& words, const QProcessEnvironment& environment = {})
{
    return parseOptions(QStringList{u"chatroom-cli"_s} + words, environment, u"login"_s);
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
    void fingerprintMayHaveColons();
    void encryption_data();
    void encryption();
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
    QTest::newRow("a person outside of send") << QStringList{u"Ann@h"_s, u"--to"_s, u"Bob"_s} << u"--to"_s;
    QTest::newRow("a count of nothing") << QStringList{u"tail"_s, u"--server"_s, u"h"_s, u"--count"_s, u"0"_s} << u"whole number"_s;
    QTest::newRow("a time-out in words") << send + QStringList{u"--timeout"_s, u"soon"_s} << u"whole number"_s;
    QTest::newRow("half a fingerprint") << send + QStringList{u"--trust"_s, u"abcd"_s} << u"64 digits"_s;
    QTest::newRow("a word too many") << QStringList{u"Ann@h"_s, u"hello"_s} << u"one word too many"_s;
    QTest::newRow("the name twice") << QStringList{u"Ann@h"_s, u"--name"_s, u"Bob"_s} << u"twice"_s;
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
    for (const QString& word : {u"--room"_s, u"--trust"_s, u"CHATROOM_SERVER"_s, u"NO_COLOR"_s, u"6 the connection"_s})
        QVERIFY2(helpText().contains(word), qPrintable(word));
}

QTEST_GUILESS_MAIN(OptionsTest)
#include "tst_options.moc"
