// The small controls and the theme that dresses them.
#include "widgets/banner.h"
#include "widgets/copybutton.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace chatroom::widgets;
using namespace Qt::Literals::StringLiterals;

namespace {

// The colour of the most opaque pixel, and how many pixels are painted at all.
std::pair<QColor, int> inkOf(const QPixmap& pixmap)
{
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    QColor strongest = Qt::transparent;
    int painted = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor here = image.pixelColor(x, y);
            painted += here.alpha() > 0 ? 1 : 0;
            if (here.alpha() > strongest.alpha())
                strongest = here;
        }
    }
    return {strongest, painted};
}

} // namespace

class ControlsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme = std::make_unique<Theme>(*qApp, ThemeChoice::Light); }
    void cleanup() { m_theme.reset(); }

    void everyIconIsThere_data()
    {
        QTest::addColumn<int>("which");
        for (const Icon which : allIcons())
            QTest::addRow("%s (%d)", qPrintable(iconName(which)), static_cast<int>(which)) << static_cast<int>(which);
    }
    void everyIconIsThere()
    {
        QFETCH(int, which);
        const auto wanted = static_cast<Icon>(which);
        QVERIFY2(QFile::exists(u":/icons/breeze/%1.svg"_s.arg(iconName(wanted))), "it is not bundled");
        const auto [ink, painted] = inkOf(icon(*m_theme, wanted, Role::Danger).pixmap(16, 16));
        QVERIFY2(painted > 8, "nothing is painted");
        // Where no pixel is fully covered, premultiplied channels come back rounded.
        const QColor danger = m_theme->palette().danger;
        QVERIFY2(qAbs(ink.red() - danger.red()) + qAbs(ink.green() - danger.green()) + qAbs(ink.blue() - danger.blue()) < 6,
                 qPrintable(ink.name()));
    }

    void iconFollowsTheTheme()
    {
        const QIcon made = icon(*m_theme, Icon::Copy);
        m_theme->setChoice(ThemeChoice::Dark);
        QCOMPARE(inkOf(made.pixmap(16, 16)).first.rgb(), Palette::dark().text.rgb());
    }

    void iconIsSharpOnDenseScreens()
    {
        const QPixmap pixmap = icon(*m_theme, Icon::Copy).pixmap(QSize(16, 16), 2.0);
        QCOMPARE(pixmap.size(), QSize(32, 32));
        QCOMPARE(pixmap.devicePixelRatio(), 2.0);
    }

    void programIconsAreDrawn()
    {
        for (const QIcon& program : {clientProgramIcon(), serverProgramIcon()}) {
            for (const int size : {16, 32, 256})
                QVERIFY(inkOf(program.pixmap(size, size)).second > size * size / 4);
        }
    }

    void themeDressesTheApplication()
    {
        QCOMPARE(QApplication::palette().color(QPalette::Window), Palette::light().window);
        const QSignalSpy changed(m_theme.get(), &Theme::changed);
        m_theme->setChoice(ThemeChoice::Dark);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(QApplication::palette().color(QPalette::Window), Palette::dark().window);
        m_theme->setChoice(ThemeChoice::Dark);
        QCOMPARE(changed.size(), 1);
    }

    void themeNamesAreReadBack()
    {
        for (const auto choice : {ThemeChoice::System, ThemeChoice::Light, ThemeChoice::Dark})
            QCOMPARE(themeChoiceFromName(themeChoiceName(choice)), choice);
        QCOMPARE(themeChoiceFromName(u"blue"), std::nullopt);
    }

    void sizesGrowWithTheFont()
    {
        QFont small;
        small.setPixelSize(13);
        QFont large;
        large.setPixelSize(26);
        QCOMPARE(Metrics(small).gap(), 8);
        QCOMPARE(Metrics(large).gap(), 16);
        QFont tiny;
        tiny.setPixelSize(8);
        QVERIFY(Metrics(tiny).secondary().pixelSize() >= 11);
    }

    void copyButtonCopies()
    {
        CopyButton button(*m_theme, u"Copy the address"_s);
        button.setCopiedText(u"192.0.2.7:6697"_s);
        const QSignalSpy copied(&button, &CopyButton::copied);
        button.click();
        QCOMPARE(QApplication::clipboard()->text(), u"192.0.2.7:6697"_s);
        QCOMPARE(copied.size(), 1);
        QCOMPARE(button.toolTip(), u"Copied"_s);
        QTRY_COMPARE_WITH_TIMEOUT(button.toolTip(), u"Copy the address"_s, 4000);
    }

    void copyButtonWithNothingToCopyIsOff()
    {
        CopyButton button(*m_theme, u"Copy"_s);
        button.setCopiedText({});
        QVERIFY(!button.isEnabled());
    }

    void bannerSpeaksAndGoes()
    {
        QWidget window;
        Banner banner(*m_theme, &window);
        QVERIFY(banner.isHidden());
        QPushButton* retry = banner.addButton(u"Try now"_s, u"retry"_s);
        banner.announce(Banner::Kind::Error, u"<b>Nobody</b> answers."_s);
        QVERIFY(!banner.isHidden());
        QCOMPARE(banner.accessibleName(), u"<b>Nobody</b> answers."_s);
        QCOMPARE(banner.findChild<QLabel*>(u"bannerText"_s)->textFormat(), Qt::PlainText);
        const QSignalSpy pressed(retry, &QPushButton::clicked);
        retry->click();
        QCOMPARE(pressed.size(), 1);
        const QSignalSpy dismissed(&banner, &Banner::dismissed);
        banner.findChild<QToolButton*>(u"bannerClose"_s)->click();
        QVERIFY(banner.isHidden());
        QCOMPARE(dismissed.size(), 1);
    }

    void longTextGivesWay()
    {
        ElidedLabel label(u"a rather long description of a room that nobody can read in one go"_s);
        label.resize(80, 20);
        QVERIFY(label.isElided());
        QVERIFY(label.minimumSizeHint().width() < 80);
        label.resize(2000, 20);
        QVERIFY(!label.isElided());
        QCOMPARE(label.textFormat(), Qt::PlainText);
    }

private:
    std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(ControlsTest)
#include "tst_controls.moc"
