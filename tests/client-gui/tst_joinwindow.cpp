// The join window as a person meets it: what is typed is checked at once, and what goes wrong is said in it.
#include "client-gui/desk.h"
#include "client-gui/join/namefield.h"
#include "widgets/banner.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using clientgui::JoinRequest;
using tests::DemoServer;
using tests::Desk;

class JoinWindowTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init() { m_desk = std::make_unique<Desk>(*m_theme); }
    void cleanup() { m_desk.reset(); }

    void nameIsCheckedAsTyped_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("reason"); // a part of it; empty: the name will do
        const auto row = [](const char* what, const QString& name, const QString& reason) { QTest::newRow(what) << name << reason; };
        row("a plain name", u"Ann"_s, {});
        row("letters with accents", u"Zo\u00eb"_s, {});
        row("Hebrew", u"\u05d3\u05e0\u05d4"_s, {});
        row("Arabic", u"\u0633\u0627\u0631\u0629"_s, {});
        row("digits at the end", u"Ann2"_s, {});
        row("brackets as IRC has them", u"[Ann]"_s, {});
        row("32 letters", QString(32, u'a'), {});
        row("33 letters", QString(33, u'a'), u"too long"_s);
        row("nothing", {}, u"Type the name"_s);
        row("a space within", u"Ann Marie"_s, u"spaces"_s);
        row("a space at the end", u"Ann "_s, u"spaces"_s);
        row("a digit first", u"7of9"_s, u"begin with a digit"_s);
        row("a sign of rooms first", u"#Ann"_s, u"#"_s);
        row("a sign of those in charge", u"@Ann"_s, u"@"_s);
        row("an exclamation mark", u"Ann!"_s, u"have \"!\""_s);
        row("a comma", u"Ann,Bob"_s, u"have \",\""_s);
        row("a star", u"A*"_s, u"have \"*\""_s);
        row("something invisible", u"An\u200bn"_s, u"invisible"_s);
        row("a change of direction", u"\u202eAnn"_s, u"invisible"_s);
    }
    void nameIsCheckedAsTyped()
    {
        QFETCH(const QString, name);
        QFETCH(const QString, reason);
        m_desk->windows().start(u"Before"_s, u"192.0.2.7"_s);
        auto& edit = m_desk->part<QLineEdit>(u"nameEdit"_s);
        edit.clear();
        edit.setText(name);
        auto& why = m_desk->part<QLabel>(u"nameReason"_s);
        auto& join = m_desk->part<QPushButton>(u"joinButton"_s);
        auto& suggestion = m_desk->part<QPushButton>(u"nameSuggestion"_s);
        QCOMPARE(join.isEnabled(), reason.isEmpty());
        QCOMPARE(why.isVisible(), !reason.isEmpty());
        if (reason.isEmpty())
            return;
        QVERIFY2(why.text().contains(reason), qPrintable(why.text()));
        QVERIFY(suggestion.isVisible());
        suggestion.click();
        QVERIFY2(join.isEnabled(), qPrintable(edit.text()));
        QVERIFY(!why.isVisible());
    }

    void addressIsCheckedAsTyped_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<bool>("isGood");
        QTest::newRow("a host") << u"chat.example"_s << true;
        QTest::newRow("an address and a port") << u"192.0.2.7:6667"_s << true;
        QTest::newRow("a sixth-version address") << u"[2001:db8::1]:6697"_s << true;
        QTest::newRow("a link with its room") << u"irc://chat.example"_s << true;
        QTest::newRow("a port that cannot be") << u"192.0.2.7:99999"_s << false;
        QTest::newRow("another scheme") << u"http://chat.example"_s << false;
        QTest::newRow("two words") << u"chat example"_s << false;
    }
    void addressIsCheckedAsTyped()
    {
        QFETCH(const QString, address);
        QFETCH(const bool, isGood);
        m_desk->windows().start(u"Ann"_s, {});
        m_desk->part<QLineEdit>(u"addressEdit"_s).setText(address);
        QCOMPARE(m_desk->part<QLabel>(u"addressReason"_s).isVisible(), !isGood);
        QCOMPARE(m_desk->part<QPushButton>(u"joinButton"_s).isEnabled(), isGood);
    }

    void enterJoinsAndTheChatroomIsRemembered()
    {
        DemoServer server;
        m_desk->windows().start(u"Ann"_s, server.address());
        QTest::keyClick(&m_desk->part<QLineEdit>(u"nameEdit"_s), Qt::Key_Return);
        QTRY_VERIFY(m_desk->windows().mainWindow());
        QVERIFY(m_desk->main().isVisible());
        QVERIFY(!m_desk->joinWindow().isVisible());
        QVERIFY(server.got("NICK Ann"));
        QTRY_VERIFY(server.got("JOIN #lobby"));

        m_desk->restart();
        m_desk->windows().start({}, {});
        auto& list = m_desk->part<QListWidget>(u"serverList"_s);
        QCOMPARE(list.count(), 1);
        QVERIFY(list.item(0)->text().contains(QString::number(server.port())));
        QCOMPARE(m_desk->part<QLineEdit>(u"nameEdit"_s).text(), u"Ann"_s);
        QVERIFY(m_desk->part<QLineEdit>(u"addressEdit"_s).text().contains(QString::number(server.port())));
    }

    void remembersTwelveAndForgetsOnDelete()
    {
        for (int i = 0; i < 20; ++i)
            m_desk->settings().rememberServer({u"host%1.example"_s.arg(i), u"Ann"_s, {}, QDateTime::currentDateTimeUtc().addSecs(i)});
        m_desk->restart();
        m_desk->windows().start({}, {});
        auto& list = m_desk->part<QListWidget>(u"serverList"_s);
        QCOMPARE(list.count(), clientgui::Settings::kMostServers);
        QVERIFY(list.item(0)->text().contains(u"host19"_s));
        list.setCurrentRow(3);
        QCOMPARE(m_desk->part<QLineEdit>(u"addressEdit"_s).text(), u"host16.example"_s);
        list.actions().constFirst()->trigger();
        QCOMPARE(list.count(), clientgui::Settings::kMostServers - 1);
        m_desk->restart();
        for (const auto& server : m_desk->settings().servers())
            QVERIFY(server.address != u"host16.example"_s);
    }

    void windowIsNoHigherThanWhatItSays()
    {
        m_desk->windows().start(u"Ann"_s, {});
        clientgui::JoinWindow& join = m_desk->joinWindow();
        QVERIFY(!m_desk->part<QListWidget>(u"serverList"_s).isVisible());
        const int empty = join.height();
        QCOMPARE(empty, join.sizeHint().height()); // from the first moment on
        m_desk->part<QToolButton>(u"detailsToggle"_s).click();
        QTRY_VERIFY(join.height() > empty);
        m_desk->part<QToolButton>(u"detailsToggle"_s).click();
        QTRY_COMPARE(join.height(), empty);
        join.askTrust(QByteArray(64, 'a'), {});
        QTRY_VERIFY(join.height() != empty);
        join.reset();
        QTRY_COMPARE(join.height(), empty);
    }

    void nameInUseOffersAnother()
    {
        DemoServer server;
        server.takenNames = {"Ann"};
        m_desk->windows().start(u"Ann"_s, server.address());
        m_desk->joinWindow().submit();
        auto& reason = m_desk->part<QLabel>(u"nameReason"_s);
        QTRY_VERIFY(reason.isVisible());
        QCOMPARE(reason.text(), u"Somebody else has this name."_s);
        QVERIFY(!m_desk->windows().mainWindow());
        auto& suggestion = m_desk->part<QPushButton>(u"nameSuggestion"_s);
        QVERIFY(suggestion.isVisible());
        suggestion.click();
        QCOMPARE(m_desk->part<QLineEdit>(u"nameEdit"_s).text(), u"Ann2"_s);
        m_desk->part<QPushButton>(u"joinButton"_s).click();
        QTRY_VERIFY(m_desk->windows().mainWindow());
        QCOMPARE(m_desk->session().nickname(), u"Ann2"_s);
    }

    void otherAddressWhileANameIsAskedGoesThere()
    {
        DemoServer taken, free;
        taken.takenNames = {"Ann"};
        m_desk->windows().start(u"Ann"_s, taken.address());
        m_desk->joinWindow().submit();
        QTRY_VERIFY(m_desk->part<QLabel>(u"nameReason"_s).isVisible());
        m_desk->part<QLineEdit>(u"addressEdit"_s).setText(free.address());
        m_desk->part<QPushButton>(u"joinButton"_s).click();
        QTRY_VERIFY(m_desk->windows().mainWindow());
        QVERIFY(free.got("NICK Ann"));
    }

    void refusedConnectionIsSaidInWords()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const quint16 port = taken.serverPort();
        taken.close();
        m_desk->windows().start(u"Ann"_s, u"irc://127.0.0.1:%1"_s.arg(port));
        m_desk->joinWindow().submit();
        QVERIFY(m_desk->joinWindow().isBusy());
        auto* banner = m_desk->joinWindow().findChild<widgets::Banner*>();
        QTRY_VERIFY(banner->isVisible());
        QVERIFY2(banner->text().contains(QString::number(port)), qPrintable(banner->text()));
        QVERIFY(banner->text().contains(u'?')); // what to look for
        QVERIFY(!m_desk->joinWindow().isBusy());
        QVERIFY(m_desk->part<QPushButton>(u"joinButton"_s).isEnabled());
    }

    void wrongPasswordIsSaidAndRightOneLetsIn()
    {
        DemoServer server;
        server.password = "sesame";
        m_desk->windows().start(u"Ann"_s, server.address());
        m_desk->joinWindow().submit();
        auto* banner = m_desk->joinWindow().findChild<widgets::Banner*>();
        QTRY_VERIFY(banner->isVisible());
        QVERIFY2(banner->text().contains(u"password"_s), qPrintable(banner->text()));
        QVERIFY(!m_desk->windows().mainWindow());
        m_desk->part<QToolButton>(u"detailsToggle"_s).click();
        auto& password = m_desk->part<QLineEdit>(u"passwordEdit"_s);
        QCOMPARE(password.echoMode(), QLineEdit::Password);
        QTest::keyClicks(&password, u"sesame"_s);
        QTest::keyClick(&password, Qt::Key_Return);
        QTRY_VERIFY(m_desk->windows().mainWindow());
        QVERIFY(!banner->isVisible());
    }

    void everythingIsGreyWhileBusyAndEscapeStops()
    {
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        m_desk->windows().start(u"Ann"_s, u"irc://127.0.0.1:%1"_s.arg(silent.serverPort()));
        m_desk->joinWindow().submit();
        QTRY_VERIFY(silent.hasPendingConnections());
        for (const QLabel* label : m_desk->joinWindow().findChildren<QLabel*>()) {
            if (label->buddy() && label->isVisible())
                QVERIFY2(!label->isEnabled(), qPrintable(label->text()));
        }
        QVERIFY(!m_desk->part<QLineEdit>(u"addressEdit"_s).isEnabled());
        QVERIFY(!m_desk->part<QPushButton>(u"joinButton"_s).isEnabled());
        QVERIFY(m_desk->part<QPushButton>(u"joinCancel"_s).isVisible());
        QTest::keyClick(&m_desk->joinWindow(), Qt::Key_Escape);
        QVERIFY(!m_desk->joinWindow().isBusy());
        QVERIFY(m_desk->part<QPushButton>(u"joinButton"_s).isEnabled());
        QCOMPARE(m_desk->session().state(), client::Session::State::Offline);
    }

    void encryptionChoosesThePort_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<int>("choice");
        QTest::addColumn<int>("port");
        QTest::addColumn<bool>("tls");
        QTest::newRow("as the address says") << u"irc://chat.example"_s << 0 << 6667 << false;
        QTest::newRow("always, on the usual port") << u"irc://chat.example"_s << 1 << 6697 << true;
        QTest::newRow("always, on a port of one's own") << u"irc://chat.example:7000"_s << 1 << 7000 << true;
        QTest::newRow("none, on the usual port") << u"ircs://chat.example"_s << 2 << 6667 << false;
    }
    void encryptionChoosesThePort()
    {
        QFETCH(const QString, address);
        QFETCH(const int, choice);
        clientgui::JoinWindow join(*m_theme, m_desk->settings());
        join.setName(u"Ann"_s);
        join.setAddress(address);
        join.findChild<QComboBox*>(u"encryptionBox"_s)->setCurrentIndex(choice);
        JoinRequest request;
        connect(&join, &clientgui::JoinWindow::joinRequested, this, [&request](const JoinRequest& given) { request = given; });
        join.submit();
        QTEST(static_cast<int>(request.address.port), "port");
        QTEST(request.address.tls, "tls");
        QCOMPARE(request.identity.nickname, u"Ann"_s);
    }

    void everythingHasAName()
    {
        m_desk->windows().start(u"Ann"_s, {});
        for (const QWidget* widget : m_desk->joinWindow().findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_"_s) || !widget->isVisible())
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool isNamed = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
            QVERIFY2(isNamed, widget->metaObject()->className());
        }
    }

private:
    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<Desk> m_desk;
};

QTEST_MAIN(JoinWindowTest)
#include "tst_joinwindow.moc"
