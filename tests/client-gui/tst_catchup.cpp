// The history in a person's window, against a server that keeps one: scrolling back, and what was missed.
#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/desk.h"
#include "client-gui/messagedesk.h"
#include "client-gui/panels/connectionbanner.h"
#include "client-gui/panels/conversationpane.h"
#include "client-gui/panels/conversationpanel.h"
#include "widgets/banner.h"

#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QScrollBar>
#include <QSet>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;
using client::Conversation;
using HistoryState = client::Conversation::HistoryState;

namespace {

QDateTime ago(int minutes)
{
    return QDateTime::currentDateTimeUtc().addSecs(-60 * minutes);
}

} // namespace

class CatchUpTest final : public QObject
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
    }
    void cleanup()
    {
        m_desk.reset();
        m_server.reset();
    }

    void scrollingBackReachesTheBeginning();
    void oneRequestAtATime();
    void shortPagesFillTheView();
    void whatFailedIsTriedAgain();
    void serverWithoutHistorySaysNothing();
    void missedOnesComeBelowTheNewLine();
    void manyMissedAreReadFromTheFirst();
    void whatWaitsGoesOutOnce();
    void whatWaitsSurvivesARestart();
    void newLineSurvivesARestart();
    void memoryThatCannotBeUsedIsSaid();

private:
    void enter()
    {
        if (!m_desk)
            m_desk = std::make_unique<Desk>(*m_theme);
        QVERIFY(m_desk->join(u"Maria"_s, m_server->address()));
        m_desk->main().resize(900, 500);
        QVERIFY(m_desk->look());
        m_desk->main().showConversation(m_desk->find(u"#lobby"_s));
        if (m_server->keepsHistory)
            QTRY_VERIFY(lobby().historyState() != HistoryState::Loading && lobby().historyState() != HistoryState::None);
    }
    [[nodiscard]] Conversation& lobby() { return *m_desk->find(u"#lobby"_s); }
    [[nodiscard]] MessageView& messages() { return m_desk->main().pane().messages(); }
    [[nodiscard]] QScrollBar& bar() { return *messages().verticalScrollBar(); }
    [[nodiscard]] bool hasDuplicates()
    {
        QSet<QString> known;
        for (int row = 0; row < lobby().lines().rowCount(); ++row) {
            const QString id = lobby().lines().line(row).messageId;
            if (!id.isEmpty() && known.contains(id))
                return true;
            known += id;
        }
        return false;
    }
    // The row that the "New" line stands above; -1: none.
    [[nodiscard]] int newRow()
    {
        for (int row = 0; row < lobby().lines().rowCount(); ++row) {
            if (messages().startsNew(row))
                return row;
        }
        return -1;
    }
    void comeBack()
    {
        auto* retry = m_desk->main().connectionBanner().banner().findChild<QPushButton*>(u"retryButton"_s);
        QTRY_VERIFY(retry->isVisible());
        retry->click();
        QTRY_VERIFY(m_desk->session().state() == client::Session::State::Online && lobby().isJoined());
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<DemoServer> m_server;
    std::unique_ptr<Desk> m_desk;
};

void CatchUpTest::scrollingBackReachesTheBeginning()
{
    m_server->history.fill("#lobby", 230, ago(60));
    enter();
    QCOMPARE(lobby().historyState(), HistoryState::More);
    for (int page = 0; page < 12 && lobby().historyState() != HistoryState::Complete; ++page) {
        m_server->holdsAnswers = true;
        QTest::keyClick(&messages(), Qt::Key_Home);
        QTRY_VERIFY(lobby().historyState() != HistoryState::More);
        if (lobby().historyState() == HistoryState::Loading)
            QCOMPARE(messages().history().text(), u"Loading earlier messages\u2026"_s);
        messages().viewport()->grab();
        const QMap<quint64, int> before = seenTexts(messages());
        m_server->answerHeld();
        QTRY_VERIFY(lobby().historyState() != HistoryState::Loading);
        messages().viewport()->grab();
        const QMap<quint64, int> after = seenTexts(messages());
        for (auto it = before.begin(); it != before.end(); ++it)
            QCOMPARE(after.value(it.key(), -1000), it.value());
    }
    QCOMPARE(lobby().historyState(), HistoryState::Complete);
    QTest::keyClick(&messages(), Qt::Key_Home);
    QCOMPARE(messages().history().text(), u"This is the beginning of #lobby"_s);
    QVERIFY(messages().viewport()->rect().contains(messages().historyRect()));
    QVERIFY(m_desk->has(u"#lobby"_s, u"Earlier message 0"_s));
    QVERIFY(!hasDuplicates());
    QTest::keyClick(&messages(), Qt::Key_End);
    QVERIFY(messages().isAtNewest());
}

void CatchUpTest::oneRequestAtATime()
{
    m_server->history.fill("#lobby", 900, ago(60));
    enter();
    const int before = m_server->history.requests;
    // The bar is dragged to the top and trembles there.
    bar().setSliderDown(true);
    for (int i = 0; i < 30; ++i) {
        bar().setSliderPosition(i % 3);
        QTest::qWait(5);
    }
    QVERIFY2(m_server->history.requests - before <= 2, qPrintable(QString::number(m_server->history.requests - before)));
    bar().setSliderDown(false);
    QTest::keyClick(&messages(), Qt::Key_Home);
    QTRY_VERIFY(lobby().historyState() == HistoryState::More);
    QTest::qWait(50);
    QVERIFY2(m_server->history.requests - before <= 3, qPrintable(QString::number(m_server->history.requests - before)));
}

void CatchUpTest::shortPagesFillTheView()
{
    m_server->history.page = 4;
    m_server->history.fill("#lobby", 300, ago(60));
    enter();
    QTRY_VERIFY(bar().maximum() > messages().viewport()->height());
    QTest::qWait(50);
    QVERIFY(lobby().lines().rowCount() < 200); // and no more than that
    QVERIFY(messages().isAtNewest());
    QVERIFY(!hasDuplicates());
}

void CatchUpTest::whatFailedIsTriedAgain()
{
    m_server->history.fill("#lobby", 230, ago(60));
    enter();
    m_server->history.failure = "The disk is on fire";
    QTest::keyClick(&messages(), Qt::Key_Home);
    QTRY_COMPARE(lobby().historyState(), HistoryState::Failed);
    QTest::keyClick(&messages(), Qt::Key_Home);
    QVERIFY2(messages().history().text().contains(lobby().historyError()), qPrintable(messages().history().text()));
    const int asked = m_server->history.requests;
    QTest::qWait(50);
    QCOMPARE(m_server->history.requests, asked); // by itself no more
    m_server->history.failure.clear();
    const int rows = lobby().lines().rowCount();
    QTest::mouseClick(messages().viewport(), Qt::LeftButton, {},
                      messages().historyRect().topLeft() + messages().history().actionBox().center());
    QTRY_VERIFY(lobby().lines().rowCount() > rows);
    QVERIFY(!hasDuplicates());
}

void CatchUpTest::serverWithoutHistorySaysNothing()
{
    m_server->keepsHistory = false;
    enter();
    QCOMPARE(lobby().historyState(), HistoryState::None);
    QVERIFY(messages().historyRect().isNull());
    QCOMPARE(m_server->history.requests, 0);
}

void CatchUpTest::missedOnesComeBelowTheNewLine()
{
    m_server->history.fill("#lobby", 20, ago(60));
    enter();
    m_server->saySomething("Ann", "#lobby", "The last that was seen", ago(5));
    QTRY_VERIFY(m_desk->has(u"#lobby"_s, u"The last that was seen"_s));
    m_server->drop();
    m_server->history.add("#lobby", "Bob", "Missed one", ago(3), "missed1");
    m_server->history.add("#lobby", "Ann", "Missed two", ago(2), "missed2");
    comeBack();
    QTRY_VERIFY(m_desk->has(u"#lobby"_s, u"Missed two"_s));
    QTRY_VERIFY(newRow() >= 0);
    QCOMPARE(lobby().lines().line(newRow()).messageId, u"missed1"_s);
    QVERIFY(!hasDuplicates());
    QVERIFY(messages().isAtNewest());
    QTest::keyClick(&m_desk->main().pane().composer().edit(), Qt::Key_Escape);
    QCOMPARE(newRow(), -1);
}

void CatchUpTest::manyMissedAreReadFromTheFirst()
{
    m_server->history.fill("#lobby", 20, ago(400));
    enter();
    m_server->saySomething("Ann", "#lobby", "The last that was seen", ago(300));
    QTRY_VERIFY(m_desk->has(u"#lobby"_s, u"The last that was seen"_s));
    m_server->drop();
    for (int i = 0; i < 120; ++i)
        m_server->history.add("#lobby", "Bob", "Missed " + QByteArray::number(i), ago(250 - i), "missed" + QByteArray::number(i));
    comeBack();
    QTRY_VERIFY(m_desk->has(u"#lobby"_s, u"Missed 119"_s));
    QTRY_VERIFY(newRow() >= 0);
    QCOMPARE(lobby().lines().line(newRow()).messageId, u"missed0"_s);
    QVERIFY(messages().viewport()->rect().intersects(messages().rowRect(newRow())));
    QVERIFY(!messages().isAtNewest());
    QTRY_COMPARE(messages().arrivedBelow(), 120);
    QVERIFY(!hasDuplicates());
}

void CatchUpTest::whatWaitsGoesOutOnce()
{
    enter();
    m_server->drop();
    QTRY_VERIFY(m_desk->session().state() != client::Session::State::Online);
    m_desk->type(u"typed while away"_s);
    QCOMPARE(m_desk->last(u"#lobby"_s).state, client::DeliveryState::Waiting);
    const int row = lobby().lines().rowCount() - 1;
    QVERIFY(messages().rowDescription(row).contains(u"waits"_s));
    comeBack();
    QTRY_COMPARE(m_desk->last(u"#lobby"_s).state, client::DeliveryState::Sent);
    QCOMPARE(m_server->lines.join('\n').count("typed while away"), 1);
}

void CatchUpTest::whatWaitsSurvivesARestart()
{
    enter();
    const quint16 port = m_server->port();
    m_server->hangUp();
    QTRY_VERIFY(m_desk->session().state() != client::Session::State::Online);
    m_desk->type(u"first of two"_s);
    m_desk->type(u"second of two"_s);
    m_desk->restart();
    m_server = std::make_unique<DemoServer>(port);
    m_server->keepsHistory = true;
    enter();
    QTRY_VERIFY(m_server->got("second of two"));
    QTRY_VERIFY(m_desk->has(u"#lobby"_s, u"second of two"_s));
    QTRY_COMPARE(m_desk->last(u"#lobby"_s).state, client::DeliveryState::Sent);
    const QByteArray said = m_server->lines.join('\n');
    QCOMPARE(said.count("first of two"), 1);
    QCOMPARE(said.count("second of two"), 1);
    QVERIFY(said.indexOf("first of two") < said.indexOf("second of two"));
}

void CatchUpTest::newLineSurvivesARestart()
{
    m_server->history.fill("#lobby", 20, ago(400));
    enter();
    m_server->saySomething("Ann", "#lobby", "The last that was seen", ago(300), "PRIVMSG");
    QTRY_VERIFY(m_desk->has(u"#lobby"_s, u"The last that was seen"_s));
    m_desk->restart();
    for (int i = 0; i < 40; ++i)
        m_server->history.add("#lobby", "Bob", "Missed " + QByteArray::number(i), ago(250 - i), "missed" + QByteArray::number(i));
    enter();
    QTRY_VERIFY(m_desk->has(u"#lobby"_s, u"Missed 39"_s));
    QTRY_VERIFY(newRow() >= 0);
    QCOMPARE(lobby().lines().line(newRow()).messageId, u"missed0"_s);
    QTRY_VERIFY(messages().viewport()->rect().intersects(messages().rowRect(newRow())));
    QCOMPARE(messages().arrivedBelow(), 40);
}

void CatchUpTest::memoryThatCannotBeUsedIsSaid()
{
    m_desk = std::make_unique<Desk>(*m_theme);
    const QString path = QDir(m_desk->settings().dataFolder()).filePath(u"client.sqlite"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.write(QByteArray(4096, 'x')) == 4096);
    file.close();
    enter();
    const widgets::Banner& banner = m_desk->main().connectionBanner().banner();
    QTRY_VERIFY(banner.isVisible());
    QVERIFY2(banner.text().contains(path), qPrintable(banner.text()));
    m_desk->type(u"all the same"_s);
    QTRY_COMPARE(m_desk->last(u"#lobby"_s).state, client::DeliveryState::Sent);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray(4096, 'x')); // what is there is not ours to mend
}

QTEST_MAIN(CatchUpTest)
#include "tst_catchup.moc"
