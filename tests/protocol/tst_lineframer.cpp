// Bytes into lines, however they are cut into reads, and bounded whatever comes.
#include "protocol/lineframer.h"
#include "protocol/message.h"

#include <QTest>

#include <algorithm>

using namespace chatroom::protocol;

namespace {

constexpr std::size_t kMost = 20;

// Each line, a too long one with "!" before it.
QByteArrayList cut(const QByteArray& stream, qsizetype step, std::size_t& mostKept)
{
    LineFramer framer(kMost);
    QByteArrayList lines;
    for (qsizetype at = 0; at < stream.size(); at += step) {
        framer.feed(view(stream.mid(at, step)), [&lines](std::string_view line, bool isTooLong) {
            lines.append(isTooLong ? QByteArray("!") : bytes(line));
            return true;
        });
        mostKept = std::max<std::size_t>(mostKept, static_cast<std::size_t>(framer.buffered()));
    }
    return lines;
}

} // namespace

class LineFramerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutsTheSameHoweverItComes_data();
    void cutsTheSameHoweverItComes();
    void keepsWhatWasHeldBack();
};

void LineFramerTest::cutsTheSameHoweverItComes_data()
{
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArrayList>("lines");
    QTest::newRow("CR LF") << QByteArray("one\r\ntwo\r\n") << QByteArrayList{"one", "two"};
    QTest::newRow("LF alone") << QByteArray("one\ntwo\n") << QByteArrayList{"one", "two"};
    QTest::newRow("empty lines") << QByteArray("\r\n\n\r\none\r\n\r\n") << QByteArrayList{"one"};
    QTest::newRow("no end yet") << QByteArray("one\r\ntw") << QByteArrayList{"one"};
    QTest::newRow("a CR within") << QByteArray("o\rne\r\n") << QByteArrayList{"o\rne"};
    QTest::newRow("a zero byte") << QByteArray("a\0b\r\n", 5) << QByteArrayList{QByteArray("a\0b", 3)};
    QTest::newRow("as long as may be") << QByteArray(kMost, 'x') + "\r\nb\r\n" << QByteArrayList{QByteArray(kMost, 'x'), "b"};
    QTest::newRow("one byte too long") << QByteArray(kMost + 1, 'x') + "\r\nb\r\n" << QByteArrayList{"!", "b"};
    QTest::newRow("far too long") << QByteArray(5000, 'x') + "\r\nb\r\n" << QByteArrayList{"!", "b"};
    QTest::newRow("two too long in a row") << QByteArray(50, 'x') + '\n' + QByteArray(60, 'y') + "\nb\n" << QByteArrayList{"!", "!", "b"};
}

void LineFramerTest::cutsTheSameHoweverItComes()
{
    QFETCH(QByteArray, stream);
    QFETCH(QByteArrayList, lines);
    for (const qsizetype step : {1, 2, 3, 5, 7, 19, 20, 21, 22, 23, 64, 100'000}) {
        std::size_t mostKept = 0;
        QCOMPARE(cut(stream, step, mostKept), lines);
        QVERIFY2(mostKept <= kMost + static_cast<std::size_t>(step) + 2, QByteArray::number(static_cast<qulonglong>(mostKept)).constData());
    }
}

void LineFramerTest::keepsWhatWasHeldBack()
{
    LineFramer framer(kMost);
    QByteArrayList lines;
    const auto takeOne = [&lines](std::string_view line, bool) {
        lines.append(bytes(line));
        return false;
    };
    framer.feed("a\nb\nc\nd", takeOne);
    QCOMPARE(lines, QByteArrayList{"a"});
    framer.keep("e\nf\n");
    framer.resume(takeOne);
    framer.resume(takeOne);
    framer.resume(takeOne);
    QCOMPARE(lines, (QByteArrayList{"a", "b", "c", "de"}));
    framer.resume(takeOne);
    QCOMPARE(lines.last(), QByteArray("f"));
    framer.resume(takeOne);
    QCOMPARE(lines.size(), 5);
    QCOMPARE(static_cast<int>(framer.buffered()), 0);
}

QTEST_GUILESS_MAIN(LineFramerTest)
#include "tst_lineframer.moc"
