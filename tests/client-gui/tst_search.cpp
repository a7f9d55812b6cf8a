// The search of all that was said: its panel, by mouse and keyboard, and the way from a result to its place.
#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/desk.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panelfolding.h"
#include "client-gui/panels/conversationpane.h"
#include "client-gui/panels/conversationpanel.h"
#include "client-gui/panels/findbar.h"
#include "client-gui/panels/peoplepanel.h"
#include "client-gui/panels/searchpanel.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QScrollBar>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using clientgui::SearchPanel;
using tests::DemoServer;
using tests::Desk;

namespace {

const QDateTime kLately = QDateTime::currentDateTimeUtc().addDays(-2);

} // namespace

class SearchTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init()
    {
        m_server = std::make_unique<DemoServer>();
        m_server->people = {"@Bob", "Ann"};
        m_server->keepsHistory = true;
        m_server->history.fill("#lobby", 400, kLately);
        m_server->history.add("#lobby", "Carl", "The kettle is on", kLately.addSecs(-60 * 200 + 1), "kettle");
        m_server->history.add("#lobby", "Dora", "Who took the kettle", kLately.addSecs(-60 * 20 + 1), "kettle2");
        m_server->history.add("#tea", "Emil", "A kettle for two", kLately.addSecs(-60 * 30), "tea1");
    }
    void cleanup()
    {
        m_desk.reset();
        m_server.reset();
    }

    void resultsAreFoundAndShownByKeyboard();
    void everywhereFindsOtherRooms();
    void typingWaitsForAPause();
    void whatIsLoadedIsMarkedAtOnce();
    void nothingFoundSaysWhatToTry();
    void failureIsASentence();
    void moreComeAtTheEnd();
    void escapeGivesTheKeyboardBack();
    void anotherRoomIsSearchedAnew();
    void narrowWindowsGiveWay_data();
    void narrowWindowsGiveWay();
    void lostPlaceIsSaidQuietly();
    void roomThatOneLeftIsSaid();
    void serverWithoutSearchSearchesWhatIsLoaded();

private:
    void enter()
    {
        m_desk = std::make_unique<Desk>(*m_theme);
        QVERIFY(m_desk->join(u"Maria"_s, m_server->address()));
        QTRY_VERIFY(m_desk->session().canSearch() == m_server->searches);
        m_desk->main().resize(1100, 700);
        QVERIFY(m_desk->look());
        m_desk->main().showConversation(m_desk->find(u"#lobby"_s));
        QTRY_VERIFY(m_desk->find(u"#lobby"_s)->historyState() == client::Conversation::HistoryState::More);
    }
    [[nodiscard]] SearchPanel& panel() { return m_desk->main().search(); }
    [[nodiscard]] clientgui::MessageView& messages() { return m_desk->main().pane().messages(); }
    // The message that is lit up.
    [[nodiscard]] QString flashed()
    {
        const int row = messages().flashedRow();
        return row < 0 ? QString() : messages().lines()->line(row).messageId;
    }
    [[nodiscard]] client::SearchModel& results() { return m_desk->session().searchResults(); }
    [[nodiscard]] bool isDone() { return results().state() == client::SearchModel::State::Done; }
    void open(bool isEverywhere = false)
    {
        QTest::keyClick(&m_desk->main(), Qt::Key_F, isEverywhere ? Qt::ControlModifier | Qt::ShiftModifier : Qt::ControlModifier);
        QVERIFY(panel().isVisible());
        QTRY_VERIFY(panel().edit().hasFocus());
    }
    void search(const QString& text)
    {
        const int before = m_server->history.searches;
        panel().edit().clear();
        QTest::keyClicks(&panel().edit(), text);
        QTest::keyClick(&panel().edit(), Qt::Key_Return);
        QTRY_VERIFY(m_server->history.searches > before && results().state() != client::SearchModel::State::Searching);
    }
    [[nodiscard]] QString shownText()
    {
        QStringList texts;
        for (const QLabel* label : panel().findChildren<QLabel*>()) {
            if (label->isVisible())
                texts += label->text();
        }
        return texts.join(u'\n');
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<DemoServer> m_server;
    std::unique_ptr<Desk> m_desk;
};

void SearchTest::resultsAreFoundAndShownByKeyboard()
{
    enter();
    open();
    QCOMPARE(panel().scope(), SearchPanel::Scope::Room);
    search(u"kettle"_s);
    QCOMPARE(results().rowCount(), 2);
    QCOMPARE(results().hit(0).line.author, u"Dora"_s); // the newest first
    QCOMPARE(panel().status(), u"2 messages"_s);
    QTest::keyClick(&panel().edit(), Qt::Key_Down);
    QTest::keyClick(&panel().edit(), Qt::Key_Down);
    QCOMPARE(panel().list().currentIndex().row(), 1);
    QTest::keyClick(&panel().edit(), Qt::Key_Return);
    QTRY_COMPARE(flashed(), u"kettle"_s);
    const int row = messages().flashedRow();
    const QRect there = messages().rowRect(row);
    QVERIFY(std::abs(there.center().y() - messages().viewport()->height() / 2) < there.height() + 40);
    QVERIFY(!messages().isAtNewest());
    QVERIFY(panel().edit().hasFocus()); // on to the next one
    m_desk->part<QPushButton>(u"newestButton"_s).click();
    QVERIFY(messages().isAtNewest());
}

void SearchTest::everywhereFindsOtherRooms()
{
    enter();
    m_desk->session().join(u"#tea"_s);
    QTRY_VERIFY(m_desk->find(u"#tea"_s) && m_desk->find(u"#tea"_s)->isJoined());
    m_desk->main().showConversation(m_desk->find(u"#lobby"_s));
    open(true);
    QCOMPARE(panel().scope(), SearchPanel::Scope::Everywhere);
    search(u"kettle from:Emil"_s);
    QCOMPARE(results().rowCount(), 1);
    QTest::keyClick(&panel().edit(), Qt::Key_Down);
    QTest::keyClick(&panel().edit(), Qt::Key_Return);
    QTRY_VERIFY(m_desk->main().current() == m_desk->find(u"#tea"_s));
    QTRY_COMPARE(flashed(), u"tea1"_s);
}

void SearchTest::typingWaitsForAPause()
{
    enter();
    open();
    QTest::keyClicks(&panel().edit(), u"kettle"_s);
    QCOMPARE(m_server->history.searches, 0);
    QTRY_COMPARE(m_server->history.searches, 1);
    QTRY_VERIFY(isDone());
    QCOMPARE(results().rowCount(), 2);
    QTest::keyClick(&panel().edit(), Qt::Key_Backspace);
    QTest::keyClick(&panel().edit(), Qt::Key_E);
    QTest::keyClick(&panel().edit(), Qt::Key_Return); // at once
    QTRY_COMPARE(m_server->history.searches, 2);
}

void SearchTest::whatIsLoadedIsMarkedAtOnce()
{
    enter();
    m_server->saySomething("Bob", "#lobby", "A needle is here", QDateTime::currentDateTimeUtc(), "PRIVMSG");
    QTRY_VERIFY(m_desk->has(u"#lobby"_s, u"A needle is here"_s));
    open();
    const QImage before = messages().viewport()->grab().toImage();
    QTest::keyClicks(&panel().edit(), u"needle"_s);
    QCOMPARE(m_server->history.searches, 0);
    QVERIFY(messages().viewport()->grab().toImage() != before);
    QVERIFY(messages().flashedRow() >= 0);
    QCOMPARE(messages().lines()->line(messages().flashedRow()).text, u"A needle is here"_s);
}

void SearchTest::nothingFoundSaysWhatToTry()
{
    enter();
    open();
    search(u"unicorn"_s);
    QVERIFY2(shownText().contains(u"Nothing found for \u201cunicorn\u201d."_s), qPrintable(shownText()));
    QVERIFY(shownText().contains(u"search everywhere"_s));
    panel().edit().clear();
    QVERIFY(!shownText().contains(u"Nothing found"_s));
    QVERIFY(shownText().contains(u"from:"_s));
}

void SearchTest::failureIsASentence()
{
    m_server->history.searchFailure = "The history cannot be read just now";
    enter();
    open();
    search(u"kettle"_s);
    QCOMPARE(results().state(), client::SearchModel::State::Failed);
    QVERIFY2(shownText().contains(u"The search did not work."_s), qPrintable(shownText()));
    QVERIFY2(shownText().contains(results().why()), qPrintable(shownText()));
    m_server->history.searchFailure.clear();
    QTest::keyClick(&panel().edit(), Qt::Key_Return);
    QTRY_COMPARE(results().rowCount(), 2);
    QVERIFY(panel().list().isVisible());
}

void SearchTest::moreComeAtTheEnd()
{
    m_server->history.page = 50;
    enter();
    open();
    search(u"earlier"_s);
    QTRY_VERIFY(isDone());
    const int first = results().rowCount();
    QVERIFY(first >= 20 && first < 200);
    QVERIFY(panel().status().startsWith(u"The newest "_s));
    QTest::keyClick(&panel().edit(), Qt::Key_Up); // from nowhere: to the last
    QTRY_VERIFY(results().rowCount() > first);
    QCOMPARE(panel().list().currentIndex().row(), first - 1);
    for (int i = 1; i < results().rowCount(); ++i)
        QVERIFY(results().hit(i).line.time <= results().hit(i - 1).line.time);
}

void SearchTest::escapeGivesTheKeyboardBack()
{
    enter();
    m_desk->main().pane().composer().setFocus();
    open();
    search(u"kettle"_s);
    QVERIFY(!m_desk->main().people().isVisible());
    QTest::keyClick(&panel().edit(), Qt::Key_Escape);
    QVERIFY(!panel().isVisible());
    QVERIFY(m_desk->main().people().isVisible());
    QTRY_VERIFY(m_desk->main().pane().composer().edit().hasFocus());
    open();
    QCOMPARE(panel().edit().text(), u"kettle"_s); // and goes on where it was
    QCOMPARE(panel().edit().selectedText(), u"kettle"_s);
}

void SearchTest::anotherRoomIsSearchedAnew()
{
    enter();
    m_desk->session().join(u"#tea"_s);
    QTRY_VERIFY(m_desk->find(u"#tea"_s) && m_desk->find(u"#tea"_s)->isJoined());
    m_desk->main().showConversation(m_desk->find(u"#lobby"_s));
    open();
    search(u"kettle"_s);
    QCOMPARE(results().rowCount(), 2);
    m_desk->main().showConversation(m_desk->find(u"#tea"_s));
    QTRY_COMPARE(results().rowCount(), 1);
    m_desk->main().showConversation(&m_desk->session().server());
    QCOMPARE(panel().scope(), SearchPanel::Scope::Everywhere);
}

void SearchTest::narrowWindowsGiveWay_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("hasRooms");
    QTest::addColumn<bool>("hasMessages");
    QTest::newRow("a wide window") << 1100 << true << true;
    QTest::newRow("a narrow one") << 640 << false << true;
    QTest::newRow("a very narrow one") << 420 << false << false;
}

void SearchTest::narrowWindowsGiveWay()
{
    QFETCH(const int, width);
    QFETCH(const bool, hasRooms);
    QFETCH(const bool, hasMessages);
    enter();
    // What folds away makes room for less.
    QTRY_VERIFY((m_desk->main().resize(width, 600), m_desk->main().width() == width));
    open();
    search(u"kettle"_s);
    QCOMPARE(m_desk->main().conversations().isVisible(), hasRooms);
    QCOMPARE(m_desk->main().pane().isVisible(), hasMessages);
    QVERIFY(!m_desk->main().people().isVisible());
    QCOMPARE(m_desk->main().width(), width);
    QVERIFY(panel().mapTo(&m_desk->main(), QPoint(panel().width(), 0)).x() <= width);
    QTest::keyClick(&panel().edit(), Qt::Key_Down);
    QTest::keyClick(&panel().edit(), Qt::Key_Return);
    QTRY_VERIFY(m_desk->main().pane().isVisible()); // the message is seen, whatever gives way for it
    QTRY_VERIFY(messages().flashedRow() >= 0);
    QCOMPARE(panel().isVisible(), hasMessages);
}

void SearchTest::lostPlaceIsSaidQuietly()
{
    enter();
    open();
    search(u"kettle"_s);
    m_server->history.failure = "That message is gone";
    QTest::keyClick(&panel().edit(), Qt::Key_Down);
    QTest::keyClick(&panel().edit(), Qt::Key_Down);
    QTest::keyClick(&panel().edit(), Qt::Key_Return);
    QTRY_VERIFY(!panel().status().isEmpty() && panel().status() != u"2 messages"_s);
    QVERIFY(panel().isVisible());
}

void SearchTest::roomThatOneLeftIsSaid()
{
    enter();
    open(true);
    search(u"kettle from:Emil"_s);
    QTest::keyClick(&panel().edit(), Qt::Key_Down);
    QTest::keyClick(&panel().edit(), Qt::Key_Return);
    QVERIFY2(panel().status().contains(u"#tea"_s), qPrintable(panel().status()));
    QVERIFY(m_desk->main().current() == m_desk->find(u"#lobby"_s));
}

void SearchTest::serverWithoutSearchSearchesWhatIsLoaded()
{
    m_server->searches = false;
    enter();
    for (const Qt::KeyboardModifiers keys : {Qt::KeyboardModifiers(Qt::ControlModifier), Qt::ControlModifier | Qt::ShiftModifier}) {
        QTest::keyClick(&m_desk->main(), Qt::Key_F, keys);
        QVERIFY(!panel().isVisible());
        QVERIFY(m_desk->main().pane().findBar().isVisible());
        m_desk->main().pane().findBar().close();
    }
    QTest::keyClick(&m_desk->main(), Qt::Key_F, Qt::ControlModifier);
    auto& edit = m_desk->part<QLineEdit>(u"findEdit"_s);
    QTest::keyClicks(&edit, u"earlier message"_s);
    QVERIFY(messages().flashedRow() >= 0);
    QCOMPARE(m_server->history.searches, 0);
}

QTEST_MAIN(SearchTest)
#include "tst_search.moc"
