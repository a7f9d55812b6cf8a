// Messages of several lines as they are typed.
#include "composition.h"

#include <QTest>

using namespace chatroom::cli;
using namespace Qt::Literals::StringLiterals;

class CompositionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lines_data();
    void lines();
    void droppedLinesAreGone();
};

void CompositionTest::lines_data()
{
    QTest::addColumn<QStringList>("typed");
    QTest::addColumn<QStringList>("composed");
    QTest::addColumn<bool>("isMessage");
    QTest::newRow("a line is itself") << QStringList{u"hello"_s} << QStringList{u"hello"_s} << false;
    QTest::newRow("a backslash at the end goes on") << QStringList{u"one\\"_s, u"two"_s} << QStringList{u"one\ntwo"_s} << false;
    QTest::newRow("and on") << QStringList{u"/reply 2 one\\"_s, u"\\"_s, u"three"_s} << QStringList{u"/reply 2 one\n\nthree"_s} << false;
    QTest::newRow("two backslashes are what they are") << QStringList{u"C:\\\\"_s} << QStringList{u"C:\\\\"_s} << false;
    QTest::newRow("a backslash before a space is none") << QStringList{u"C:\\ "_s} << QStringList{u"C:\\ "_s} << false;
    QTest::newRow("a block ends by a dot") << QStringList{u"/multi"_s, u"one"_s, u""_s, u"  two\\"_s, u"."_s, u"next"_s}
                                           << QStringList{u"one\n\n  two\\"_s, u"next"_s} << true;
    QTest::newRow("commands in a block are text")
        << QStringList{u"/multi "_s, u"/quit"_s, u"/multi"_s, u"."_s} << QStringList{u"/quit\n/multi"_s} << true;
    QTest::newRow("a dot elsewhere is text") << QStringList{u"."_s} << QStringList{u"."_s} << false;
    QTest::newRow("a block of nothing is nothing") << QStringList{u"/multi"_s, u"."_s} << QStringList{QString()} << true;
    QTest::newRow("a block that goes on is no message yet") << QStringList{u"/multi"_s, u"one"_s} << QStringList{} << false;
}

void CompositionTest::lines()
{
    QFETCH(QStringList, typed);
    QFETCH(bool, isMessage);
    Composition composition;
    QStringList composed;
    for (const QString& line : typed) {
        const auto done = composition.take(line);
        QCOMPARE(composition.isOpen(), !done);
        if (!done)
            continue;
        if (composed.isEmpty())
            QCOMPARE(done->isMessage, isMessage);
        composed += done->text;
    }
    QTEST(composed, "composed");
}

void CompositionTest::droppedLinesAreGone()
{
    Composition composition;
    QVERIFY(!composition.take(u"/multi"_s));
    QVERIFY(!composition.take(u"one"_s));
    composition.clear();
    QVERIFY(!composition.isOpen());
    QCOMPARE(composition.take(u"two"_s)->text, u"two"_s);
}

QTEST_GUILESS_MAIN(CompositionTest)
#include "tst_composition.moc"
