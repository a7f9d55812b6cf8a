// Texts of several lines in pieces that fit the wire, and back. IRCv3 draft/multiline.
#include "protocol/message.h"
#include "protocol/multiline.h"
#include "protocol/serializer.h"

#include <QRandomGenerator>
#include <QTest>

using namespace chatroom;
using namespace chatroom::protocol;

namespace {

// "one|two+three": a '|' before a line of its own, a '+' before one that goes on.
QByteArray shown(const std::vector<MultilineLine>& lines)
{
    QByteArray all;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0)
            all += lines[i].isConcat ? '+' : '|';
        all += lines[i].line;
    }
    return all;
}

QByteArray nameOf(MultilineError error)
{
    switch (error) {
    case MultilineError::TooManyBytes: return "too many bytes";
    case MultilineError::TooManyLines: return "too many lines";
    case MultilineError::BlankConcat: return "blank concat";
    }
    Q_UNREACHABLE();
}

} // namespace

class TestMultiline final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsAreSplit_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("lines");
        const auto row = [](const char* name, const QByteArray& text, const QByteArray& lines) { QTest::newRow(name) << text << lines; };
        row("one line that fits stays", "hello", "hello");
        row("line feeds part lines", "a\nb\n\nc", "a|b||c");
        row("an empty text is one empty line", "", "");
        row("a line feed at the end leaves an empty line", "a\n", "a|");
        row("a line that fits exactly stays whole", "0123456789", "0123456789");
        row("a long line breaks behind a space, which stays at its end", "how are you all", "how are +you all");
        row("a space as the last byte that fits is where it breaks", "123456789 abc", "123456789 +abc");
        row("a long word breaks anywhere", "0123456789abcdefghijklm", "0123456789+abcdefghij+klm");
        row("never inside a sequence", "12345678\xc3\xa4\xc3\xb6\xc3\xbc", "12345678\xc3\xa4+\xc3\xb6\xc3\xbc");
        row("a sequence that would end behind the edge goes on whole", "123456789\xc3\xa4", "123456789+\xc3\xa4");
        row("one of four bytes too", "1234567\xf0\x9f\x98\x80", "1234567+\xf0\x9f\x98\x80");
        row("spaces alone break without an empty piece", "              ", "          +    ");
        row("a long line between short ones", "a\nhow are you all\nb", "a|how are +you all|b");
    }
    void textsAreSplit()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, lines);
        const std::vector<MultilineLine> split = splitLines(view(text), 10);
        QCOMPARE(shown(split), lines);
        QCOMPARE(joinLines(split), text);
    }

    void whateverIsSplitJoinsAgain()
    {
        QRandomGenerator chance{4};
        const QByteArrayList parts{"a", " ", "\n", "word", "\xc3\xa4", "\xf0\x9f\x98\x80", "\xe2\x82\xac", "  "};
        for (int round = 0; round < 3000; ++round) {
            QByteArray text;
            for (int i = chance.bounded(40); i > 0; --i)
                text += parts[chance.bounded(static_cast<int>(parts.size()))];
            const std::size_t budget = static_cast<std::size_t>(chance.bounded(0, 20));
            const std::vector<MultilineLine> lines = splitLines(view(text), budget);
            QCOMPARE(joinLines(lines), text);
            MultilineCollector collector;
            for (const MultilineLine& line : lines) {
                QVERIFY(static_cast<std::size_t>(line.line.size()) <= std::max<std::size_t>(budget, 4));
                QVERIFY(isValidUtf8(view(line.line)));
                QVERIFY(!line.isConcat || !line.line.isEmpty());
                QVERIFY(collector.add(view(line.line), line.isConcat));
            }
            QCOMPARE(collector.text(), text);
            QCOMPARE(collector.bytes(), static_cast<std::size_t>(text.size()));
        }
    }

    void whatIsInTheBudgetFitsTheWire()
    {
        const QByteArray source = "nickname!username@2001:db8::1234";
        const QByteArray target = "#a-room-of-some-length";
        const std::size_t budget = lineBudget(view(source), view(target));
        Message message{"PRIVMSG", {target, QByteArray(static_cast<qsizetype>(budget), 'x').replace(0, 1, ":")}};
        message.source = source;
        QCOMPARE(serializeUntagged(message).size(), 512);
        QVERIFY(serializeUntagged(message).endsWith("x\r\n"));
        QVERIFY(lineBudget(view(QByteArray(600, 'n')), "#room") >= 4);
    }

    void limitsAreReadAndSaid_data()
    {
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<qulonglong>("bytes");
        QTest::addColumn<qulonglong>("lines");
        const auto row = [](const char* name, const QByteArray& value, std::size_t bytes, std::size_t lines) {
            QTest::newRow(name) << value << static_cast<qulonglong>(bytes) << static_cast<qulonglong>(lines);
        };
        row("both", "max-bytes=40000,max-lines=500", 40000, 500);
        row("lines may be missing", "max-bytes=4096", 4096, limits::kMultilineLines);
        row("unknown keys are ignored", "x,max-lines=7,y=2,max-bytes=9", 9, 7);
        row("nothing", "", limits::kMultilineBytes, limits::kMultilineLines);
        row("no numbers", "max-bytes=many,max-lines=-1", limits::kMultilineBytes, limits::kMultilineLines);
        row("more than is ours", "max-bytes=99999999999,max-lines=99999999", limits::kMultilineBytes, limits::kMultilineLines);
    }
    void limitsAreReadAndSaid()
    {
        QFETCH(QByteArray, value);
        QFETCH(qulonglong, bytes);
        QFETCH(qulonglong, lines);
        const MultilineLimits read = MultilineLimits::fromValue(view(value));
        QCOMPARE(static_cast<qulonglong>(read.bytes), bytes);
        QCOMPARE(static_cast<qulonglong>(read.lines), lines);
        QVERIFY(MultilineLimits::fromValue(view(read.toValue())) == read);
    }

    void collectorKeepsItsLimits_data()
    {
        QTest::addColumn<QByteArrayList>("lines"); // "+..." goes on the one before
        QTest::addColumn<QByteArray>("outcome");
        const auto row = [](const char* name, const QByteArrayList& lines, const QByteArray& outcome) {
            QTest::newRow(name) << lines << outcome;
        };
        row("as many bytes as may be", {"1234", "5678", "90"}, "1234|5678|90");
        row("a line feed counts", {"1234", "5678", "901"}, "too many bytes");
        row("none where a line goes on", {"1234", "+5678", "+9012"}, "1234+5678+9012");
        row("as many lines as may be", {"", "", "x", ""}, "||x|");
        row("one more", {"", "", "", "", ""}, "too many lines");
        row("an empty line that goes on", {"a", "+"}, "blank concat");
        row("the first goes on nothing", {"+a", "b"}, "a|b");
    }
    void collectorKeepsItsLimits()
    {
        QFETCH(QByteArrayList, lines);
        QFETCH(QByteArray, outcome);
        MultilineCollector collector{{12, 4}};
        QByteArray error;
        for (const QByteArray& line : lines) {
            const auto added = collector.add(view(line).substr(line.startsWith('+') ? 1 : 0), line.startsWith('+'));
            if (!added) {
                error = nameOf(added.error());
                QVERIFY(collector.lines().empty());
                QVERIFY(!collector.add("x", false)); // it takes nothing any more
            }
        }
        QCOMPARE(error.isEmpty() ? shown(collector.lines()) : error, outcome);
    }

    void onlyBlankLinesAreNoMessage()
    {
        MultilineCollector collector;
        QVERIFY(collector.isBlank());
        QVERIFY(collector.add("", false));
        QVERIFY(collector.add("", false));
        QVERIFY(collector.isBlank());
        QVERIFY(collector.add("x", false));
        QVERIFY(!collector.isBlank());
        QCOMPARE(collector.text(), "\n\nx");
    }
};

QTEST_GUILESS_MAIN(TestMultiline)
#include "tst_multiline.moc"
