// How names look: initials and hues.
#include "widgets/namecolor.h"
#include "widgets/pill.h"

#include <QSet>
#include <QTest>

using namespace chatroom::widgets;
using namespace Qt::Literals::StringLiterals;

class NamesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initialsOf_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("expected");
        QTest::newRow("one word gives one letter") << u"alice"_s << u"A"_s;
        QTest::newRow("two words give two") << u"ada lovelace"_s << u"AL"_s;
        QTest::newRow("a name written with underscores has words") << u"ada_king_lovelace"_s << u"AL"_s;
        QTest::newRow("a hyphen parts words") << u"jean-luc"_s << u"JL"_s;
        QTest::newRow("leading signs are passed over") << u"__bob"_s << u"B"_s;
        QTest::newRow("brackets are no letters") << u"[mod]eve"_s << u"ME"_s;
        QTest::newRow("digits count") << u"7of9"_s << u"7"_s;
        QTest::newRow("an accent stays with its letter") << u"e\u0301mile"_s << u"E\u0301"_s;
        QTest::newRow("a sharp s grows as German does") << u"ßen"_s << u"SS"_s;
        QTest::newRow("Greek has capitals") << u"δημήτρης"_s << u"Δ"_s;
        QTest::newRow("Hebrew letters stand side by side") << u"דוד כהן"_s << u"דכ"_s;
        QTest::newRow("Arabic letters would join, so one") << u"محمد علي"_s << u"م"_s;
        QTest::newRow("Chinese has a sign a word") << u"小明"_s << u"小"_s;
        QTest::newRow("an emoji is whole") << u"👩\u200d🚀 neil"_s << u"👩\u200d🚀"_s;
        QTest::newRow("a flag is whole") << u"🇳🇴"_s << u"🇳🇴"_s;
        QTest::newRow("half a surrogate pair is nothing") << QString(QChar(0xD83D)) << QString();
        QTest::newRow("an empty name has none") << QString() << QString();
        QTest::newRow("a name of signs has none") << u"---"_s << QString();
        QTest::newRow("a direction mark is nothing to show") << u"\u202Ezoe"_s << u"Z"_s;
    }
    void initialsOf()
    {
        QFETCH(QString, name);
        QTEST(initials(name), "expected");
    }

    void hueIsTheSameInEveryRun()
    {
        // Written down once: people know each other by these colours.
        QCOMPARE(nameHue(u"alice"), nameHue(u"Alice"));
        QCOMPARE(nameHue(u"alice"), 11);
        QCOMPARE(nameHue(u"bob"), 1);
    }

    void huesAreSpread()
    {
        QList<int> counts(kNameHues, 0);
        for (int number = 0; number < 1200; ++number)
            ++counts[nameHue(u"guest%1"_s.arg(number))];
        for (const int count : counts)
            QVERIFY2(count > 50 && count < 150, qPrintable(QString::number(count)));
    }

    void pillSays_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing unread shows nothing") << 0 << QString();
        QTest::newRow("a negative count shows nothing") << -3 << QString();
        QTest::newRow("one") << 1 << u"1"_s;
        QTest::newRow("ninety-nine is still counted") << 99 << u"99"_s;
        QTest::newRow("more is many") << 100 << u"99+"_s;
    }
    void pillSays()
    {
        QFETCH(int, count);
        QTEST(pillText(count), "expected");
    }
};

QTEST_GUILESS_MAIN(NamesTest)
#include "tst_names.moc"
