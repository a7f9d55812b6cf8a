// A person's windows against a scripted server: coming in, talking, rooms, people, a connection that breaks.
#include "base/clock.h"
#include "client-gui/chatwindows.h"
#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/demoserver.h"
#include "client-gui/dialogs/preferencesdialog.h"
#include "client-gui/dialogs/roomsdialog.h"
#include "client-gui/dialogs/switcher.h"
#include "client-gui/join/joinwindow.h"
#include "client-gui/mainwindow.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/connectionbanner.h"
#include "client-gui/panels/conversationpane.h"
#include "client-gui/panels/conversationpanel.h"
#include "client-gui/panels/peoplepanel.h"
#include "client-gui/settings.h"
#include "client/models/conversationlistmodel.h"
#include "client/models/linemodel.h"
#include "client/models/peoplemodel.h"
#include "client/secrets.h"
#include "widgets/banner.h"
#include "widgets/theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace chatroom;
using namespace chatroom::clientgui;
using namespace Qt::Literals::StringLiterals;
using tests::DemoServer;

namespace {

constexpr int kPatience = 10000; // milliseconds; only a failure waits so long

QDateTime now()
{
    return QDateTime::currentDateTimeUtc();
}

} // namespace

class WindowsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light);
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->path());
        m_server = std::make_unique<DemoServer>();
        m_server->people = {"@Bob", "Carl"};
        m_windows = std::make_unique<ChatWindows>(m_clock, *m_theme, *m_settings, m_secrets);
    }
    void cleanup()
    {
        m_windows.reset();
        m_server.reset();
        m_settings.reset();
        m_theme.reset();
    }

    void whatIsWrongIsSaidAsItIsTyped_data();
    void whatIsWrongIsSaidAsItIsTyped();
    void aNameInUseOffersAnother();
    void nobodyThereIsSaidInTheWindow();
    void whereOneWasIsOfferedAgain();
    void anOwnMessageIsPendingUntilItComesBack();
    void whatIsRefusedCanBeTriedAgain();
    void unreadAndMentionsAreCounted();
    void directMessagesHaveTheirPlace();
    void roomsAreJoinedListedAndLeft();
    void commandsAreChecked();
    void tabCompletesNames();
    void upBringsBackWhatWasSent();
    void draftsStayWithTheirRoom();
    void peopleComeAndGo();
    void awayIsShown();
    void aLostConnectionIsSaidAndMended();
    void theThemeChangesAtOnce();
    void theWindowIsRemembered();
    void theSwitcherFindsARoom();

private:
    void enter(const QString& name = u"Maria"_s)
    {
        m_windows->start(name, m_server->address());
        m_windows->joinWindow().submit();
        QTRY_VERIFY_WITH_TIMEOUT(m_windows->mainWindow() && room() && room()->isJoined(), kPatience);
        main().showConversation(room());
    }
    [[nodiscard]] MainWindow& main() const { return *m_windows->mainWindow(); }
    [[nodiscard]] client::Session& session() const { return *m_windows->session(); }
    [[nodiscard]] client::Conversation* room(const QString& name = u"#lobby"_s) const { return session().find(name); }
    [[nodiscard]] Composer& composer() const { return main().pane().composer(); }
    [[nodiscard]] const client::ChatLine& lastLine(const QString& name = u"#lobby"_s) const
    {
        client::LineModel& lines = room(name)->lines();
        return lines.line(lines.rowCount() - 1);
    }
    void type(const QString& text, Qt::Key end = Qt::Key_Return)
    {
        QTest::keyClicks(&composer().edit(), text);
        QTest::keyClick(&composer().edit(), end);
    }
    template <typename Widget>
    [[nodiscard]] Widget* joinPart(const QString& name) const
    {
        return m_windows->joinWindow().findChild<Widget*>(name);
    }

    SystemClock m_clock;
    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<DemoServer> m_server;
    client::MemorySecretStore m_secrets;
    std::unique_ptr<ChatWindows> m_windows;
};

void WindowsTest::whatIsWrongIsSaidAsItIsTyped_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isReady");
    QTest::newRow("all is well") << u"Ann"_s << u"192.0.2.7"_s << true;
    QTest::newRow("an address with its port") << u"Ann"_s << u"192.0.2.7:7000"_s << true;
    QTest::newRow("an address of IPv6") << u"Ann"_s << u"[2001:db8::1]:6697"_s << true;
    QTest::newRow("no name yet") << QString() << u"192.0.2.7"_s << false;
    QTest::newRow("a name with a space") << u"Ann Lee"_s << u"192.0.2.7"_s << false;
    QTest::newRow("no address yet") << u"Ann"_s << QString() << false;
    QTest::newRow("a port that is none") << u"Ann"_s << u"192.0.2.7:99999"_s << false;
    QTest::newRow("a space in the address") << u"Ann"_s << u"chat example"_s << false;
}

void WindowsTest::whatIsWrongIsSaidAsItIsTyped()
{
    QFETCH(QString, name);
    QFETCH(QString, address);
    QFETCH(bool, isReady);
    m_windows->start(u"Start"_s, {});
    auto* nameEdit = joinPart<QLineEdit>(u"nameEdit"_s);
    nameEdit->clear();
    QTest::keyClicks(nameEdit, name);
    auto* addressEdit = joinPart<QLineEdit>(u"addressEdit"_s);
    addressEdit->clear();
    QTest::keyClicks(addressEdit, address);
    QCOMPARE(joinPart<QPushButton>(u"joinButton"_s)->isEnabled(), isReady);
    QSignalSpy asked(&m_windows->joinWindow(), &JoinWindow::joinRequested);
    if (!isReady) {
        QTest::keyClick(addressEdit, Qt::Key_Return);
        QCOMPARE(asked.count(), 0);
    }
}

void WindowsTest::aNameInUseOffersAnother()
{
    m_server->takenNames = {"Maria"};
    m_windows->start(u"Maria"_s, m_server->address());
    m_windows->joinWindow().submit();
    auto* offer = joinPart<QAbstractButton>(u"nameSuggestion"_s);
    QTRY_VERIFY_WITH_TIMEOUT(offer->isVisible(), kPatience);
    QCOMPARE(joinPart<QLabel>(u"nameReason"_s)->text(), u"Somebody else has this name."_s);
    QTest::mouseClick(offer, Qt::LeftButton);
    m_windows->joinWindow().submit();
    QTRY_VERIFY_WITH_TIMEOUT(m_windows->mainWindow(), kPatience);
    QVERIFY(session().nickname().startsWith(u"Maria"_s) && session().nickname() != u"Maria"_s);
}

void WindowsTest::nobodyThereIsSaidInTheWindow()
{
    const QString address = m_server->address();
    m_server->hangUp();
    m_windows->start(u"Maria"_s, address);
    m_windows->joinWindow().submit();
    auto* banner = m_windows->joinWindow().findChild<widgets::Banner*>();
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kPatience);
    QVERIFY(banner->findChild<QLabel*>(u"bannerText"_s)->text().contains(u"no chatroom listens"_s));
    QVERIFY(!m_windows->joinWindow().isBusy());
    QVERIFY(joinPart<QPushButton>(u"joinButton"_s)->isEnabled());
    QVERIFY(!m_windows->mainWindow());
}

void WindowsTest::whereOneWasIsOfferedAgain()
{
    enter();
    session().join(u"#tea"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room(u"#tea"_s), kPatience);
    m_windows.reset();
    m_settings = std::make_unique<Settings>(m_folder->path());
    QCOMPARE(m_settings->servers().size(), std::size_t{1});
    QCOMPARE(m_settings->servers().front().nickname, u"Maria"_s);
    QVERIFY(m_settings->servers().front().rooms.contains(u"#tea"_s));
    m_windows = std::make_unique<ChatWindows>(m_clock, *m_theme, *m_settings, m_secrets);
    m_windows->start({}, {});
    QCOMPARE(joinPart<QLineEdit>(u"nameEdit"_s)->text(), u"Maria"_s);
    QCOMPARE(joinPart<QListWidget>(u"serverList"_s)->count(), 1);
    m_windows->joinWindow().submit();
    QTRY_VERIFY_WITH_TIMEOUT(m_windows->mainWindow() && room(u"#tea"_s) && room(u"#tea"_s)->isJoined(), kPatience);
}

void WindowsTest::anOwnMessageIsPendingUntilItComesBack()
{
    enter();
    type(u"hello (never confirmed)"_s);
    QCOMPARE(lastLine().state, client::DeliveryState::Pending);
    QVERIFY(composer().text().isEmpty());
    type(u"hello there"_s);
    const auto isSent = [&] {
        client::LineModel& lines = room()->lines();
        for (int row = 0; row < lines.rowCount(); ++row) {
            if (lines.line(row).text == u"hello there"_s)
                return lines.line(row).state == client::DeliveryState::Sent;
        }
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isSent(), kPatience);
}

void WindowsTest::whatIsRefusedCanBeTriedAgain()
{
    enter();
    type(u"say it (refused)"_s);
    QTRY_COMPARE_WITH_TIMEOUT(lastLine().state, client::DeliveryState::Failed, kPatience);
    QVERIFY(!lastLine().detail.isEmpty());
    m_server->refusedWhen = "(never)";
    Q_EMIT main().pane().messages().retryRequested(lastLine().id);
    QTRY_COMPARE_WITH_TIMEOUT(lastLine().state, client::DeliveryState::Sent, kPatience);
    QCOMPARE(lastLine().text, u"say it (refused)"_s);
}

void WindowsTest::unreadAndMentionsAreCounted()
{
    enter();
    session().join(u"#tea"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room(u"#tea"_s), kPatience);
    main().showConversation(room());
    main().activateWindow();
    m_server->saySomething("Bob", "#tea", "the kettle is on", now());
    m_server->saySomething("Bob", "#tea", "Maria: yours is ready", now());
    QTRY_COMPARE_WITH_TIMEOUT(room(u"#tea"_s)->unread(), 2, kPatience);
    QCOMPARE(room(u"#tea"_s)->mentions(), 1);
    QVERIFY(lastLine(u"#tea"_s).isMention);
    main().showConversation(room(u"#tea"_s));
    QTRY_COMPARE(room(u"#tea"_s)->unread(), 0);
    QCOMPARE(room(u"#tea"_s)->mentions(), 0);
}

void WindowsTest::directMessagesHaveTheirPlace()
{
    enter();
    m_server->saySomething("Bob", "Maria", "do you have a minute?", now());
    QTRY_VERIFY_WITH_TIMEOUT(room(u"Bob"_s), kPatience);
    QCOMPARE(room(u"Bob"_s)->kind(), client::Conversation::Kind::Direct);
    QVERIFY(main().current() == room()); // nobody is torn from where they are
    main().showConversation(room(u"Bob"_s));
    type(u"yes"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_server->got("PRIVMSG Bob yes"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(lastLine(u"Bob"_s).state, client::DeliveryState::Sent, kPatience);
    QCOMPARE(lastLine(u"Bob"_s).text, u"yes"_s);
}

void WindowsTest::roomsAreJoinedListedAndLeft()
{
    m_server->rooms = {"#lobby 3 :Welcome", "#tea 7 :Green or black"};
    enter();
    RoomsDialog rooms(*m_theme, session(), &main());
    rooms.show();
    auto* table = rooms.findChild<QTableView*>(u"roomTable"_s);
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), 2, kPatience);
    QCOMPARE(table->model()->index(0, 0).data().toString(), u"#tea"_s); // the fullest first
    rooms.findChild<QLineEdit*>()->setText(u"lob"_s);
    QCOMPARE(table->model()->rowCount(), 1);
    type(u"/join tea"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room(u"#tea"_s) && room(u"#tea"_s)->isJoined(), kPatience);
    QTRY_VERIFY(main().current() == room(u"#tea"_s));
    type(u"/join #lobby"_s); // one is in it already
    QTRY_VERIFY(main().current() == room());
    type(u"/query Bob"_s);
    QTRY_VERIFY(main().current() == room(u"Bob"_s));
    main().showConversation(room(u"#tea"_s));
    type(u"/part see you"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_server->got("PART #tea :see you"), kPatience);
}

void WindowsTest::commandsAreChecked()
{
    enter();
    type(u"/frobnicate"_s);
    QVERIFY(composer().problem().contains(u"/frobnicate"_s));
    QCOMPARE(composer().text(), u"/frobnicate"_s);
    composer().setText({});
    type(u"/msg"_s);
    QVERIFY(composer().problem().contains(u"/msg"_s));
    composer().setText({});
    QVERIFY(composer().problem().isEmpty());
    type(u"//etc is a folder"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_server->got("PRIVMSG #lobby :/etc is a folder"), kPatience);
    type(u"/me waves"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_server->got("PRIVMSG #lobby :\x01"
                                           "ACTION waves\x01"),
                             kPatience);
    type(u"/topic Tea at four"_s);
    QTRY_COMPARE_WITH_TIMEOUT(room()->topic(), u"Tea at four"_s, kPatience);
}

void WindowsTest::tabCompletesNames()
{
    m_server->people = {"Carl", "Carla", "Bob"};
    enter();
    QTRY_VERIFY_WITH_TIMEOUT(room()->people().rowCount() == 4, kPatience);
    type(u"bo"_s, Qt::Key_Tab);
    QCOMPARE(composer().text(), u"Bob: "_s);
    composer().setText({});
    type(u"ask car"_s, Qt::Key_Tab);
    const QString first = composer().text();
    QTest::keyClick(&composer().edit(), Qt::Key_Tab);
    const QString second = composer().text();
    QVERIFY(first != second);
    QCOMPARE((QSet<QString>{first, second}), (QSet<QString>{u"ask Carl "_s, u"ask Carla "_s}));
    composer().setText({});
    type(u"/top"_s, Qt::Key_Tab);
    QVERIFY(composer().text().startsWith(u"/topic"_s));
}

void WindowsTest::upBringsBackWhatWasSent()
{
    enter();
    type(u"one"_s);
    type(u"two"_s);
    QTest::keyClicks(&composer().edit(), u"unfinished"_s);
    QTest::keyClick(&composer().edit(), Qt::Key_Up);
    QCOMPARE(composer().text(), u"two"_s);
    QTest::keyClick(&composer().edit(), Qt::Key_Up);
    QCOMPARE(composer().text(), u"one"_s);
    QTest::keyClick(&composer().edit(), Qt::Key_Down);
    QTest::keyClick(&composer().edit(), Qt::Key_Down);
    QCOMPARE(composer().text(), u"unfinished"_s);
}

void WindowsTest::draftsStayWithTheirRoom()
{
    enter();
    session().join(u"#tea"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room(u"#tea"_s), kPatience);
    main().showConversation(room());
    QTest::keyClicks(&composer().edit(), u"for the lobby"_s);
    main().showConversation(room(u"#tea"_s));
    QVERIFY(composer().text().isEmpty());
    main().showConversation(room());
    QCOMPARE(composer().text(), u"for the lobby"_s);
}

void WindowsTest::peopleComeAndGo()
{
    enter();
    QTRY_COMPARE_WITH_TIMEOUT(room()->people().rowCount(), 3, kPatience);
    m_server->happen("Dora", "JOIN #lobby", now());
    QTRY_VERIFY(room()->people().rowOf(u"Dora"_s) >= 0);
    m_server->happen("Dora", "NICK Doris", now());
    QTRY_VERIFY(room()->people().rowOf(u"Doris"_s) >= 0);
    QCOMPARE(room()->people().rowOf(u"Dora"_s), -1);
    m_server->happen("Doris", "QUIT :bye", now());
    QTRY_COMPARE(room()->people().rowCount(), 3);
    m_server->happen("Bob", "KICK #lobby Carl :lunch", now());
    QTRY_COMPARE(room()->people().rowCount(), 2);
    m_server->happen("Bob", "KICK #lobby Maria :and you", now());
    QTRY_VERIFY(!room()->isJoined());
    QVERIFY(m_windows->mainWindow());
}

void WindowsTest::awayIsShown()
{
    enter();
    type(u"/away lunch"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_server->got("AWAY lunch"), kPatience);
    m_server->say(":demo 306 Maria :You have been marked as being away");
    QTRY_VERIFY_WITH_TIMEOUT(session().isAway(), kPatience);
    m_server->happen("Bob", "AWAY :gone", now());
    const auto isBobAway = [&] {
        const client::PeopleModel& people = room()->people();
        return people.index(people.rowOf(u"Bob"_s)).data(client::PeopleModel::IsAwayRole).toBool();
    };
    QTRY_VERIFY(isBobAway());
    m_server->happen("Bob", "AWAY", now());
    QTRY_VERIFY(!isBobAway());
}

void WindowsTest::aLostConnectionIsSaidAndMended()
{
    enter();
    auto* banner = main().connectionBanner().findChild<widgets::Banner*>();
    QVERIFY(!banner->isVisible());
    const quint16 port = m_server->port();
    m_server->hangUp();
    QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), kPatience);
    QVERIFY(banner->findChild<QPushButton*>(u"retryButton"_s)->isVisible());
    type(u"written while nobody listens"_s);
    QCOMPARE(lastLine().state, client::DeliveryState::Waiting);
    m_server = std::make_unique<DemoServer>(port);
    QTest::mouseClick(banner->findChild<QPushButton*>(u"retryButton"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(room()->isJoined() && !banner->isVisible(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_server->got("PRIVMSG #lobby :written while nobody listens"), kPatience);
    QCOMPARE(m_server->lines.join('\n').count("written while nobody listens"), 1);
}

void WindowsTest::theThemeChangesAtOnce()
{
    enter();
    const QColor light = main().palette().color(QPalette::Window);
    PreferencesDialog preferences(*m_theme, *m_settings, &main());
    preferences.show();
    auto* themes = preferences.findChild<QComboBox*>(u"themeBox"_s);
    themes->setCurrentIndex(themes->findData(static_cast<int>(widgets::ThemeChoice::Dark)));
    Q_EMIT themes->activated(themes->currentIndex());
    QTRY_VERIFY(main().palette().color(QPalette::Window).lightness() < 80 && light.lightness() > 180);
    QCOMPARE(m_settings->theme(), widgets::ThemeChoice::Dark);
}

void WindowsTest::theWindowIsRemembered()
{
    enter();
    main().resize(777, 555);
    QCoreApplication::processEvents();
    main().close();
    m_windows = std::make_unique<ChatWindows>(m_clock, *m_theme, *m_settings, m_secrets);
    m_windows->start(u"Maria"_s, m_server->address());
    m_windows->joinWindow().submit();
    QTRY_VERIFY_WITH_TIMEOUT(m_windows->mainWindow(), kPatience);
    QCOMPARE(main().size(), QSize(777, 555));
}

void WindowsTest::theSwitcherFindsARoom()
{
    enter();
    session().join(u"#tea"_s);
    QTRY_VERIFY_WITH_TIMEOUT(room(u"#tea"_s), kPatience);
    main().showConversation(room());
    Switcher switcher(*m_theme, session(), &main());
    switcher.show();
    auto* edit = switcher.findChild<QLineEdit*>();
    QTest::keyClicks(edit, u"te"_s);
    auto* list = switcher.findChild<QAbstractItemView*>(u"switcherList"_s);
    QVERIFY(list->model()->rowCount() >= 1);
    QCOMPARE(list->model()->index(0, 0).data().toString(), u"#tea"_s);
}

QTEST_MAIN(WindowsTest)
#include "tst_windows.moc"
