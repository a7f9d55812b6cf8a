// Everything that is written must be readable on what it is written on, in both themes.
#include "widgets/namecolor.h"
#include "widgets/palette.h"
#include "widgets/stylesheet.h"

#include <QTest>

using namespace chatroom::widgets;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr double kReadable = 4.5; // WCAG 2.1, 1.4.3, level AA

} // namespace

class ColorsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrastIsThatOfWcag_data()
    {
        QTest::addColumn<QColor>("one");
        QTest::addColumn<QColor>("other");
        QTest::addColumn<double>("expected");
        QTest::newRow("black on white is the most there is") << QColor(Qt::black) << QColor(Qt::white) << 21.0;
        QTest::newRow("a colour on itself is none") << QColor(Qt::red) << QColor(Qt::red) << 1.0;
        QTest::newRow("the order does not matter") << QColor(Qt::white) << QColor(Qt::black) << 21.0;
        QTest::newRow("#777777 on white just fails") << QColor(0x777777) << QColor(Qt::white) << 4.48;
        QTest::newRow("#767676 on white just passes") << QColor(0x767676) << QColor(Qt::white) << 4.54;
    }
    void contrastIsThatOfWcag()
    {
        QFETCH(QColor, one);
        QFETCH(QColor, other);
        QFETCH(double, expected);
        QVERIFY2(qAbs(contrast(one, other) - expected) < 0.01, qPrintable(QString::number(contrast(one, other))));
    }

    void textIsReadable_data()
    {
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("ground");
        for (const Palette& palette : {Palette::light(), Palette::dark()}) {
            const QList<std::pair<const char*, QColor>> grounds{{"window", palette.window},         {"surface", palette.surface},
                                                                {"raised", palette.raised},         {"mention", palette.mention},
                                                                {"hovered row", palette.hovered()}, {"selected row", palette.selected()}};
            const QList<std::pair<const char*, QColor>> texts{{"text", palette.text},
                                                              {"muted", palette.muted},
                                                              {"accent", palette.accent},
                                                              {"danger", palette.danger},
                                                              {"good", palette.good}};
            const char* theme = palette.isDark ? "dark" : "light";
            for (const auto& [groundName, ground] : grounds) {
                for (const auto& [textName, text] : texts)
                    QTest::addRow("%s: %s on %s", theme, textName, groundName) << text << ground;
                for (int hue = 0; hue < kNameHues; ++hue)
                    QTest::addRow("%s: name %d on %s", theme, hue, groundName) << nameColor(hue, palette) << ground;
            }
            QTest::addRow("%s: on the accent", theme) << palette.onAccent << palette.accent;
            QTest::addRow("%s: a quiet pill", theme) << palette.text << palette.line;
            for (int hue = 0; hue < kNameHues; ++hue) {
                QTest::addRow("%s: initials on disc %d", theme, hue)
                    << (palette.isDark ? palette.onAccent : palette.surface) << nameColor(hue, palette);
            }
        }
    }
    void textIsReadable()
    {
        QFETCH(QColor, text);
        QFETCH(QColor, ground);
        const double is = contrast(text, ground);
        QVERIFY2(is >= kReadable, qPrintable(u"%1 on %2 has %3"_s.arg(text.name(), ground.name()).arg(is)));
    }

    void everyRoleHasItsColor()
    {
        for (const Palette& palette : {Palette::light(), Palette::dark()}) {
            QCOMPARE(palette.color(Role::Window), palette.window);
            QCOMPARE(palette.color(Role::Mention), palette.mention);
            QCOMPARE(palette.color(Role::Good), palette.good);
            QVERIFY(palette.color(Role::Line) != palette.color(Role::Surface));
        }
    }

    void styleSheetLeavesNoPlaceholder()
    {
        for (const Palette& palette : {Palette::light(), Palette::dark()}) {
            const QString sheet = styleSheet(palette, Metrics(QFont()));
            QVERIFY(sheet.contains(palette.accent.name()));
            QVERIFY2(!sheet.section(u"*/"_s, 1).contains(u'@'), qPrintable(sheet.section(u'@', 2, 2).left(20)));
        }
    }
};

QTEST_MAIN(ColorsTest)
#include "tst_colors.moc"
