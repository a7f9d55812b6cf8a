// Modes, ISUPPORT, standard replies, times, and the tables of numerics and capabilities.
#include "protocol/capability.h"
#include "protocol/isupport.h"
#include "protocol/message.h"
#include "protocol/modes.h"
#include "protocol/numeric.h"
#include "protocol/parser.h"
#include "protocol/serializer.h"
#include "protocol/standardreply.h"
#include "protocol/timestamp.h"

#include <QTest>

using namespace chatroom::protocol;

class TablesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modes_data();
    void modes();
    void modesAreWrittenShort();
    void isupport_data();
    void isupport();
    void isupportDefaults();
    void isupportReadsAServer();
    void tokensFitTheirLines();
    void standardReplies_data();
    void standardReplies();
    void timestamps_data();
    void timestamps();
    void badTimestamps_data();
    void badTimestamps();
    void numericsAreSortedAndNamed();
    void capabilitiesAreFoundByName();
};

void TablesTest::modes_data()
{
    QTest::addColumn<QByteArray>("modes");
    QTest::addColumn<QByteArrayList>("parameters");
    QTest::addColumn<QByteArrayList>("changes"); // "+o=ann", "-k", "+?z" for an unknown one
    QTest::newRow("a rank") << QByteArray("+o") << QByteArrayList{"ann"} << QByteArrayList{"+o=ann"};
    QTest::newRow("no sign means setting") << QByteArray("o") << QByteArrayList{"ann"} << QByteArrayList{"+o=ann"};
    QTest::newRow("signs change") << QByteArray("+o-v+n") << QByteArrayList{"ann", "bob"} << QByteArrayList{"+o=ann", "-v=bob", "+n"};
    QTest::newRow("a list asks without a mask") << QByteArray("b") << QByteArrayList{} << QByteArrayList{"+b"};
    QTest::newRow("a limit takes a number only when set") << QByteArray("+l-l") << QByteArrayList{"5"} << QByteArrayList{"+l=5", "-l"};
    QTest::newRow("a key takes one both ways") << QByteArray("+k-k") << QByteArrayList{"a", "b"} << QByteArrayList{"+k=a", "-k=b"};
    QTest::newRow("too few parameters") << QByteArray("+ov") << QByteArrayList{"ann"} << QByteArrayList{"+o=ann", "+v"};
    QTest::newRow("an unknown one takes none") << QByteArray("+zo") << QByteArrayList{"ann"} << QByteArrayList{"+?z", "+o=ann"};
    QTest::newRow("only signs") << QByteArray("+-+") << QByteArrayList{} << QByteArrayList{};
}

void TablesTest::modes()
{
    QFETCH(QByteArray, modes);
    QFETCH(QByteArrayList, parameters);
    QFETCH(QByteArrayList, changes);
    std::vector<std::string_view> views;
    for (const QByteArray& each : parameters)
        views.push_back(view(each));
    QByteArrayList found;
    for (const ModeChange& change : parseModes({"beI", "k", "l", "imnst", "ov"}, view(modes), views)) {
        QByteArray text = change.isAdding ? "+" : "-";
        text += (change.isKnown ? "" : "?") + QByteArray(1, change.letter);
        found.append(change.hasParameter ? text + '=' + change.parameter : text);
    }
    QCOMPARE(found, changes);
}

void TablesTest::modesAreWrittenShort()
{
    const QByteArrayList given{"ann", "bob"};
    const std::vector<std::string_view> views{view(given[0]), view(given[1])};
    const ModeLine line = formatModes(parseModes({"b", "k", "l", "mn", "ov"}, "+o+v-m-n", views));
    QCOMPARE(line.modes, QByteArray("+ov-mn"));
    QCOMPARE(line.parameters, (std::vector<QByteArray>{"ann", "bob"}));
}

void TablesTest::isupport_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<QByteArray>("value"); // of KEY
    QTest::newRow("a word") << QByteArray("KEY") << true << QByteArray();
    QTest::newRow("a value") << QByteArray("KEY=5") << true << QByteArray("5");
    QTest::newRow("an empty value") << QByteArray("KEY=") << true << QByteArray();
    QTest::newRow("an escaped space") << QByteArray("KEY=a\\x20b") << true << QByteArray("a b");
    QTest::newRow("an escaped equals sign") << QByteArray("KEY=a\\x3Db") << true << QByteArray("a=b");
    QTest::newRow("a cut escape stays") << QByteArray("KEY=a\\x2") << true << QByteArray("a\\x2");
    QTest::newRow("taken back") << QByteArray("-KEY") << false << QByteArray();
    QTest::newRow("another key") << QByteArray("OTHER=1") << false << QByteArray();
    QTest::newRow("nothing") << QByteArray() << false << QByteArray();
    QTest::newRow("only an equals sign") << QByteArray("=x") << false << QByteArray();
}

void TablesTest::isupport()
{
    QFETCH(QByteArray, token);
    QFETCH(bool, isThere);
    QFETCH(QByteArray, value);
    Isupport isupport;
    if (token.startsWith('-'))
        isupport.apply("KEY=1");
    isupport.apply(view(token));
    QCOMPARE(isupport.contains("KEY"), isThere);
    QCOMPARE(isupport.value("KEY"), value);
    QCOMPARE(isupport.number("KEY").has_value(), value == "5");
    if (token.startsWith("KEY=a") && !token.endsWith("x2"))
        QCOMPARE("KEY=" + escapeIsupportValue(view(value)), token);
}

void TablesTest::isupportDefaults()
{
    const Isupport isupport;
    QCOMPARE(isupport.caseMapping(), CaseMapping::Rfc1459);
    QCOMPARE(isupport.channelTypes(), QByteArray("#&"));
    QCOMPARE(isupport.statusPrefixes(), QByteArray("@+"));
    QCOMPARE(isupport.statusModes(), QByteArray("ov"));
    QVERIFY(isupport.networkName().isEmpty());
}

void TablesTest::isupportReadsAServer()
{
    Isupport isupport;
    for (const char* token : {"CASEMAPPING=ascii", "CHANTYPES=#", "PREFIX=(qaohv)~&@%+", "CHANMODES=beI,k,l,imnst,x", "STATUSMSG=@+",
                              "NETWORK=Third\\x20floor"})
        isupport.apply(token);
    QCOMPARE(isupport.caseMapping(), CaseMapping::Ascii);
    QCOMPARE(isupport.channelTypes(), QByteArray("#"));
    QCOMPARE(isupport.statusPrefixes(), QByteArray("~&@%+"));
    QCOMPARE(isupport.statusModes(), QByteArray("qaohv"));
    QCOMPARE(isupport.statusMessagePrefixes(), QByteArray("@+"));
    QCOMPARE(isupport.networkName(), QByteArray("Third floor"));
    QVERIFY(isupport.modeTable().kind('q') == ModeKind::Prefix);
    QVERIFY(isupport.modeTable().kind('e') == ModeKind::List);
    QVERIFY(isupport.modeTable().kind('k') == ModeKind::AlwaysParameter);
    QVERIFY(isupport.modeTable().kind('l') == ModeKind::SetParameter);
    QVERIFY(isupport.modeTable().kind('t') == ModeKind::Flag);
    QVERIFY(!isupport.modeTable().contains('z'));
    isupport.apply("PREFIX=(ov"); // broken: the last good one stays
    QVERIFY(isupport.statusModes().size() == isupport.statusPrefixes().size());
}

void TablesTest::tokensFitTheirLines()
{
    std::vector<QByteArray> tokens;
    for (int i = 0; i < 40; ++i)
        tokens.push_back("TOKEN" + QByteArray::number(i) + '=' + QByteArray(i * 2, 'x'));
    std::vector<QByteArray> back;
    for (const auto& group : groupTokens(tokens, 60)) {
        QVERIFY(!group.empty() && group.size() <= 13);
        qsizetype size = 60 + 30;
        for (const QByteArray& token : group) {
            size += token.size() + 1;
            back.push_back(token);
        }
        QVERIFY(size <= 512);
    }
    QCOMPARE(back, tokens);
}

void TablesTest::standardReplies_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<bool>("isOne");
    QTest::newRow("without a context") << QByteArray("FAIL * INVALID_UTF8 :Not UTF-8") << true;
    QTest::newRow("with contexts") << QByteArray("WARN JOIN SLOW #a 5 :Wait a little") << true;
    QTest::newRow("a note") << QByteArray("NOTE PRIVMSG SEEN :Some have seen it") << true;
    QTest::newRow("too few parameters") << QByteArray("FAIL JOIN") << false;
    QTest::newRow("another command") << QByteArray("NOTICE a b :c") << false;
}

void TablesTest::standardReplies()
{
    QFETCH(QByteArray, line);
    QFETCH(bool, isOne);
    const auto parsed = parse(view(line));
    QVERIFY(parsed);
    const auto reply = StandardReply::fromView(*parsed);
    QCOMPARE(reply.has_value(), isOne);
    if (reply)
        QCOMPARE(serialize(reply->toMessage()), line + "\r\n");
}

void TablesTest::timestamps_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("milliseconds");
    QTest::newRow("the specification's own") << QByteArray("2011-10-19T16:40:51.620Z") << qint64{1319042451620};
    QTest::newRow("the beginning") << QByteArray("1970-01-01T00:00:00.000Z") << qint64{0};
    QTest::newRow("a leap day") << QByteArray("2024-02-29T23:59:59.999Z") << qint64{1709251199999};
    QTest::newRow("before the beginning") << QByteArray("1969-12-31T23:59:59.999Z") << qint64{-1};
}

void TablesTest::timestamps()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, milliseconds);
    const auto parsed = parseTimestamp(view(text));
    QVERIFY(parsed.has_value());
    QCOMPARE(static_cast<qint64>(parsed->time_since_epoch().count()), milliseconds);
    QCOMPARE(formatTimestamp(*parsed), text);
}

void TablesTest::badTimestamps_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"", "2011-10-19", "2011-10-19 16:40:51Z", "2011-13-19T16:40:51Z", "2011-02-30T16:40:51Z", "2011-10-19T24:40:51Z",
          "2011-10-19T16:60:51Z", "2011-10-19T16:40:51", "2011-10-19T16:40:51.Z", "x011-10-19T16:40:51Z", "1319042451"})
        QTest::addRow("\"%s\"", text) << QByteArray(text);
}

void TablesTest::badTimestamps()
{
    QFETCH(QByteArray, text);
    QVERIFY(!parseTimestamp(view(text)));
    QVERIFY(parseTimestamp("2011-10-19T16:40:51Z")); // a fraction may be missing
}

void TablesTest::numericsAreSortedAndNamed()
{
    std::uint16_t before = 0;
    for (const NumericRow& each : numericTable()) {
        const auto value = static_cast<std::uint16_t>(each.numeric);
        QVERIFY(value > before && value < 1000);
        before = value;
        QVERIFY(each.name.starts_with("RPL_") || each.name.starts_with("ERR_"));
        QCOMPARE(row(each.numeric).name, each.name);
        QCOMPARE(code(each.numeric).size(), 3);
        QCOMPARE(numericFromCode(view(code(each.numeric))), each.numeric);
    }
    for (const char* none : {"", "1", "01", "0001", "999", "abc", "-01"})
        QVERIFY2(!numericFromCode(none), none);
}

void TablesTest::capabilitiesAreFoundByName()
{
    CapabilitySet set;
    QVERIFY(set.isEmpty());
    for (const CapabilityRow& each : capabilityTable()) {
        QCOMPARE(capabilityFromName(each.name), each.capability);
        QCOMPARE(name(each.capability), each.name);
        QVERIFY(!set.has(each.capability));
        set.insert(each.capability);
        QVERIFY(set.has(each.capability));
    }
    set.remove(Capability::Batch);
    QVERIFY(!set.has(Capability::Batch) && set.has(Capability::ServerTime));
    for (const char* none : {"", "draft/no-such-thing", "Batch", "batch ", "zzz"})
        QVERIFY2(!capabilityFromName(none), none);
}

QTEST_GUILESS_MAIN(TablesTest)
#include "tst_tables.moc"
