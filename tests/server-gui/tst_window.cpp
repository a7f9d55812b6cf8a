// The server window as its owner meets it: it runs, shows who comes and what is said, and closes politely.
#include "widgets/banner.h"
#include "widgets/copybutton.h"
#include "widgets/pill.h"
#include "windowfixture.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QTcpServer>
#include <QTest>

#include <chrono>
#include <memory>

using namespace chatroom;
using namespace chatroom::servergui::test;
using namespace Qt::Literals::StringLiterals;

namespace {

// What Qt makes of itself within a control: the list of a combo box, the line of a spin box.
bool isPartOf(const QWidget& widget, const char* control)
{
    for (const QWidget* parent = widget.parentWidget(); parent != nullptr; parent = parent->parentWidget()) {
        if (parent->inherits(control))
            return true;
    }
    return false;
}

} // namespace

class WindowTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init()
    {
        m_fixture = std::make_unique<WindowFixture>(*m_theme);
        m_fixture->open();
    }
    void cleanup() { m_fixture.reset(); }

    void listensAsSoonAsItOpens()
    {
        QVERIFY(m_fixture->host().isRunning());
        QCOMPARE(m_fixture->part<QLabel>(u"state"_s).text(), u"Running"_s);
        QVERIFY(m_fixture->window().windowTitle().contains(u"The office"_s));
        Visitor ada(m_fixture->port());
        QVERIFY(ada.comeIn("ada"));
    }

    void theAddressIsCopied()
    {
        auto& copy = m_fixture->part<widgets::CopyButton>(u"copyAddress"_s);
        QTest::mouseClick(&copy, Qt::LeftButton);
        QCOMPARE(QApplication::clipboard()->text(), u"127.0.0.1:%1"_s.arg(m_fixture->port()));
    }

    void stopAndStart()
    {
        auto& button = m_fixture->part<QPushButton>(u"startStop"_s);
        Visitor ada(m_fixture->port());
        QVERIFY(ada.comeIn("ada"));
        button.click();
        QVERIFY(!m_fixture->host().isRunning());
        QCOMPARE(m_fixture->part<QLabel>(u"state"_s).text(), u"Stopped"_s);
        QVERIFY(ada.isGone());
        QCOMPARE(m_fixture->table(u"peoplePage"_s).model()->rowCount(), 0);
        QVERIFY(!m_fixture->part<QLineEdit>(u"announcement"_s).isEnabled());
        button.click();
        QVERIFY(m_fixture->host().isRunning());
        Visitor bob(m_fixture->port());
        QVERIFY(bob.comeIn("bob"));
    }

    void showsWhoComesAndWhatIsSaid()
    {
        Visitor ada(m_fixture->port());
        QVERIFY(ada.comeIn("ada"));
        ada.send("JOIN #lobby");
        ada.send("PRIVMSG #lobby :good <b>morning</b>");
        ada.send("PRIVMSG ada :between me and myself");
        QTRY_VERIFY(m_fixture->shown(u"peoplePage"_s).contains(u"ada||127.0.0.1|#lobby|"_s));
        QTRY_VERIFY(m_fixture->shown(u"roomsPage"_s).contains(u"#lobby|1|"_s));
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"|Message|ada|#lobby: good <b>morning</b>|"_s));
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"|Direct|ada|"_s));
        QVERIFY(!m_fixture->shown(u"logPage"_s).contains(u"myself"_s));
        QTRY_COMPARE(m_fixture->part<QLabel>(u"peopleFigure"_s).text(), u"1"_s);
        QTRY_COMPARE(m_fixture->part<QLabel>(u"messagesFigure"_s).text(), u"2"_s);
        ada.send("QUIT :bye");
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"|Gone|ada|"_s));
        QTRY_COMPARE(m_fixture->table(u"peoplePage"_s).model()->rowCount(), 0);
    }

    void everybodyHearsAnAnnouncement()
    {
        Visitor ada(m_fixture->port());
        QVERIFY(ada.comeIn("ada"));
        auto& line = m_fixture->part<QLineEdit>(u"announcement"_s);
        line.setFocus();
        QTest::keyClicks(&line, u"Lunch is ready"_s);
        QTest::keyClick(&line, Qt::Key_Return);
        QVERIFY(ada.hears("Lunch is ready"));
        QCOMPARE(line.text(), QString());
        QTRY_VERIFY(m_fixture->shown(u"logPage"_s).contains(u"Lunch is ready"_s));
    }

    void aTakenPortIsExplainedAndTheNextFreeOneOffered()
    {
        QTcpServer other;
        QVERIFY(other.listen(QHostAddress::LocalHost));
        auto config = m_fixture->config();
        config.listen[0].address = u"127.0.0.1:%1"_s.arg(other.serverPort());
        m_fixture->open(config);
        QVERIFY(!m_fixture->host().isRunning());
        auto& banner = m_fixture->part<widgets::Banner>(u"banner"_s);
        QVERIFY(banner.isVisible());
        QVERIFY2(banner.text().startsWith(u"Port %1 is in use"_s.arg(other.serverPort())), qPrintable(banner.text()));
        auto& next = m_fixture->part<QPushButton>(u"startOnFreePort"_s);
        QVERIFY(next.isVisible());
        next.click();
        QVERIFY(m_fixture->host().isRunning());
        QVERIFY(!banner.isVisible());
        QVERIFY(m_fixture->port() != other.serverPort());
        QVERIFY(next.text().contains(QString::number(m_fixture->port())));
        Visitor ada(m_fixture->port());
        QVERIFY(ada.comeIn("ada"));
    }

    void aPortThatGotFreeIsTriedAgain()
    {
        auto other = std::make_unique<QTcpServer>();
        QVERIFY(other->listen(QHostAddress::LocalHost));
        const auto port = other->serverPort();
        auto config = m_fixture->config();
        config.listen[0].address = u"127.0.0.1:%1"_s.arg(port);
        m_fixture->open(config);
        QVERIFY(!m_fixture->host().isRunning());
        other.reset();
        m_fixture->part<QPushButton>(u"startAgain"_s).click();
        QVERIFY(m_fixture->host().isRunning());
        QCOMPARE(m_fixture->port(), port);
    }

    void whatCannotBeSavedIsSaidUntilItIsOver()
    {
        auto& strip = m_fixture->part<widgets::Banner>(u"storeTrouble"_s);
        auto& banner = m_fixture->part<widgets::Banner>(u"banner"_s);
        const auto& state = m_fixture->part<QLabel>(u"state"_s);
        const auto& dot = m_fixture->part<widgets::StatusDot>(u"statusDot"_s);
        m_fixture->host().setSnapshotInterval(std::chrono::milliseconds::zero()); // the server itself has no trouble
        m_fixture->host().unban("192.0.2.7");                                     // fails: the other strip says that
        QTRY_VERIFY(banner.isVisible());
        server::ServerSnapshot snapshot;
        snapshot.hasHistory = true;
        Q_EMIT m_fixture->host().snapshotArrived(snapshot);
        QVERIFY(!strip.isVisible());

        snapshot.storeTrouble = "There is no room left on the disk.";
        Q_EMIT m_fixture->host().snapshotArrived(snapshot);
        QVERIFY(strip.isVisible());
        QCOMPARE(state.text(), u"Running, cannot save messages"_s);
        QCOMPARE(dot.role(), widgets::Role::Danger);
        QCOMPARE(dot.accessibleName(), state.text());
        QCOMPARE(strip.text(), u"Messages in rooms cannot be saved, so they are refused: There is no room left on the disk."_s);
        QVERIFY(!strip.findChild<QWidget*>(u"bannerClose"_s)->isVisible());
        QVERIFY(banner.isVisible());

        snapshot.storeTrouble = "The database does not answer.";
        Q_EMIT m_fixture->host().snapshotArrived(snapshot);
        QVERIFY(strip.text().endsWith(u"The database does not answer."_s));

        snapshot.storeTrouble.clear();
        Q_EMIT m_fixture->host().snapshotArrived(snapshot);
        QVERIFY(!strip.isVisible());
        QVERIFY(banner.isVisible());
        QCOMPARE(state.text(), u"Running"_s);
        QCOMPARE(dot.role(), widgets::Role::Good);
    }

    void aStoppedChatroomHasNoTroubleWithSaving()
    {
        m_fixture->host().setSnapshotInterval(std::chrono::milliseconds::zero());
        server::ServerSnapshot snapshot;
        snapshot.storeTrouble = "There is no room left on the disk.";
        Q_EMIT m_fixture->host().snapshotArrived(snapshot);
        QVERIFY(m_fixture->part<widgets::Banner>(u"storeTrouble"_s).isVisible());
        m_fixture->part<QPushButton>(u"startStop"_s).click();
        QVERIFY(!m_fixture->part<widgets::Banner>(u"storeTrouble"_s).isVisible());
        QCOMPARE(m_fixture->part<QLabel>(u"state"_s).text(), u"Stopped"_s);
        m_fixture->part<QPushButton>(u"startStop"_s).click();
        QCOMPARE(m_fixture->part<QLabel>(u"state"_s).text(), u"Running"_s);
    }

    void theOverviewCountsWhatIsKept()
    {
        m_fixture->host().setSnapshotInterval(std::chrono::milliseconds::zero());
        server::ServerSnapshot snapshot;
        snapshot.at = Timestamp{std::chrono::hours{1}};
        snapshot.rooms = {{"#lobby", "", "+nt", 3, {}, 0, 1'200'000}, {"#kitchen", "", "+nt", 7, {}, 0, 34}};
        Q_EMIT m_fixture->host().snapshotArrived(snapshot);
        const auto& detail = m_fixture->part<QLabel>(u"roomsDetail"_s);
        QCOMPARE(detail.text(), u"the fullest has 7"_s);
        snapshot.hasHistory = true;
        Q_EMIT m_fixture->host().snapshotArrived(snapshot);
        QCOMPARE(detail.text(), u"%1 in their history"_s.arg(QLocale().toString(1'200'034)));
        QCOMPARE(m_fixture->part<QWidget>(u"roomsCard"_s).toolTip(), u"the fullest has 7"_s);
    }

    void aDamagedDatabaseIsExplainedAndTriedAgain()
    {
        m_fixture->part<QPushButton>(u"startStop"_s).click();
        const QString path = m_fixture->path(u"chatroom.sqlite"_s);
        QVERIFY(QFile::rename(path, path + u".good"_s));
        QFile damaged(path);
        QVERIFY(damaged.open(QIODevice::WriteOnly));
        damaged.write("this is no database, and long enough to be taken for one, if nobody looked at how it begins: "
                      + QByteArray(4096, '?'));
        damaged.close();
        m_fixture->part<QPushButton>(u"startStop"_s).click();
        QVERIFY(!m_fixture->host().isRunning());
        auto& banner = m_fixture->part<widgets::Banner>(u"banner"_s);
        QVERIFY(banner.isVisible());
        QVERIFY2(banner.text().contains(u"chatroom.sqlite"_s), qPrintable(banner.text()));
        QVERIFY(!m_fixture->part<QPushButton>(u"startOnFreePort"_s).isVisible());

        QVERIFY(QFile::remove(path));
        QVERIFY(QFile::rename(path + u".good"_s, path));
        m_fixture->part<QPushButton>(u"startAgain"_s).click();
        QVERIFY(m_fixture->host().isRunning());
        QVERIFY(!banner.isVisible());
    }

    void pagesByKeys()
    {
        auto& sidebar = m_fixture->part<QListWidget>(u"sidebar"_s);
        m_fixture->window().activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_fixture->window()));
        for (int page = 0; page < sidebar.count(); ++page) {
            QTest::keyClick(&m_fixture->window(), static_cast<Qt::Key>(Qt::Key_1 + page), Qt::ControlModifier);
            QTRY_COMPARE(sidebar.currentRow(), page);
        }
        QCOMPARE(sidebar.count(), 7);
        QTest::keyClick(&m_fixture->window(), Qt::Key_2, Qt::ControlModifier);
        QTest::keyClick(&m_fixture->window(), Qt::Key_F, Qt::ControlModifier);
        QTRY_COMPARE(QApplication::focusWidget(), &m_fixture->part<QLineEdit>(u"filter"_s, u"peoplePage"_s));
    }

    void closingAnEmptyChatroomJustCloses()
    {
        QVERIFY(m_fixture->window().close());
        QVERIFY(!m_fixture->host().isRunning());
    }

    void closingOnPeopleAsks()
    {
        Visitor ada(m_fixture->port());
        QVERIFY(ada.comeIn("ada"));
        QTRY_COMPARE(m_fixture->table(u"peoplePage"_s).model()->rowCount(), 1);
        QVERIFY(!m_fixture->window().close());
        auto* question = m_fixture->window().findChild<QMessageBox*>(u"closeQuestion"_s);
        QVERIFY(question);
        question->findChild<QPushButton*>(u"keepRunning"_s)->click();
        QTRY_VERIFY(!m_fixture->window().findChild<QMessageBox*>(u"closeQuestion"_s));
        QVERIFY(m_fixture->window().isVisible());
        QVERIFY(m_fixture->host().isRunning());

        QVERIFY(!m_fixture->window().close());
        m_fixture->window().findChild<QMessageBox*>(u"closeQuestion"_s)->findChild<QPushButton*>(u"closeAnyway"_s)->click();
        QTRY_VERIFY(!m_fixture->window().isVisible());
        QVERIFY(!m_fixture->host().isRunning());
        QVERIFY(ada.isGone());
    }

    void sizesAreRemembered()
    {
        m_fixture->window().resize(1111, 700);
        m_fixture->part<QListWidget>(u"sidebar"_s).setCurrentRow(3);
        QVERIFY(m_fixture->window().close());
        m_fixture->open();
        QCOMPARE(m_fixture->part<QListWidget>(u"sidebar"_s).currentRow(), 3);
        QCOMPARE(m_fixture->window().size(), QSize(1111, 700));
    }

    void everythingHasAName()
    {
        QStringList nameless;
        for (const QWidget* widget : m_fixture->window().findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->focusProxy() != nullptr || widget->objectName().startsWith(u"qt_"_s))
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const auto* label = qobject_cast<const QLabel*>(widget); // read by its text
            const bool isNamed =
                !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()) || (label && !label->text().isEmpty());
            const bool isInner = isPartOf(*widget, "QAbstractSpinBox") || isPartOf(*widget, "QComboBox");
            if (!isNamed && !isInner)
                nameless.append(QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName() + u" in "_s
                                + QString::fromLatin1(widget->parentWidget()->metaObject()->className()) + u' '
                                + widget->parentWidget()->objectName());
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u", "_s)));
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<WindowFixture> m_fixture;
};

QTEST_MAIN(WindowTest)
#include "tst_window.moc"
