// What Tab offers.
#include "completion.h"

#include <QTest>

using namespace chatroom::cli;
using namespace Qt::Literals::StringLiterals;

class CompletionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void offers_data();
    void offers();
};

void CompletionTest::offers_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("start");
    QTest::addColumn<QStringList>("offered");
    QTest::newRow("a name at the start is spoken to") << u"an"_s << 0 << QStringList{u"Ann: "_s, u"Andy: "_s};
    QTest::newRow("a name later is a word") << u"ask bo"_s << 4 << QStringList{u"Bob "_s};
    QTest::newRow("a name with @ keeps it") << u"@bo"_s << 0 << QStringList{u"@Bob "_s};
    QTest::newRow("a room") << u"see #lo"_s << 4 << QStringList{u"#lobby "_s};
    QTest::newRow("a command") << u"/jo"_s << 0 << QStringList{u"/join "_s};
    QTest::newRow("no command in the middle") << u"a /jo"_s << 2 << QStringList{};
    QTest::newRow("a room to switch to, without its mark") << u"/switch op"_s << 8 << QStringList{u"#ops "_s};
    QTest::newRow("nobody of that name") << u"zo"_s << 0 << QStringList{};
}

void CompletionTest::offers()
{
    QFETCH(QString, line);
    QFETCH(int, start);
    const CompletionWords words{
        .commands = {u"join"_s, u"msg"_s}, .rooms = {u"#lobby"_s, u"#ops"_s}, .names = {u"Ann"_s, u"Andy"_s, u"Bob"_s}};
    QTEST(completions(words, line, start, line.mid(start)), "offered");
}

QTEST_GUILESS_MAIN(CompletionTest)
#include "tst_completion.moc"
