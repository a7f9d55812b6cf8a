// What comes in above the oldest line of a list of messages: nothing that is seen moves, and nothing is asked for twice.
#include "client-gui/messagedesk.h"

#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;
using Head = clientgui::HistoryHead::State;

class HistoryTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MessageDesk>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desk->view));
    }
    void cleanup() { m_desk.reset(); }

    void nothingMovesWhenOlderOnesCome_data();
    void nothingMovesWhenOlderOnesCome();
    void shortListGrowsUpwards();
    void wheelGoesOnFromWhereItWas();
    void heldBarStaysUnderTheHand();
    void manyPagesCostTheSameEach();
    void olderOnesAreAskedForOnce();
    void homeAsksForOnePage();
    void headSaysHowItStands_data();
    void headSaysHowItStands();
    void triedAgainByMouseAndByKeyboard();
    void shownRowIsInTheMiddleAndLitUp();

private:
    [[nodiscard]] MessageView& view() { return m_desk->view; }
    [[nodiscard]] LineModel& model() { return m_desk->lines.model; }
    [[nodiscard]] QScrollBar& bar() { return *view().verticalScrollBar(); }
    void prepend(int count) { model().prepend(m_desk->lines.earlier(count)); }
    void turn() { QCoreApplication::processEvents(); }

    std::unique_ptr<MessageDesk> m_desk;
};

void HistoryTest::nothingMovesWhenOlderOnesCome_data()
{
    QTest::addColumn<double>("where"); // 0: at the top, 1: at the end
    QTest::addColumn<bool>("hasHead");
    for (const bool hasHead : {false, true}) {
        const char* with = hasHead ? "with a line above" : "without one";
        QTest::addRow("at the top, %s", with) << 0.0 << hasHead;
        QTest::addRow("near the top, %s", with) << 0.05 << hasHead;
        QTest::addRow("in the middle, %s", with) << 0.5 << hasHead;
        QTest::addRow("at the end, %s", with) << 1.0 << hasHead;
    }
}

void HistoryTest::nothingMovesWhenOlderOnesCome()
{
    QFETCH(const double, where);
    QFETCH(const bool, hasHead);
    m_desk->lines.sayMany(200);
    view().setHistory(hasHead ? Head::Loading : Head::None, {});
    m_desk->showLines();
    bar().setValue(static_cast<int>(bar().maximum() * where));
    m_desk->paint();
    for (int page = 0; page < 3; ++page) {
        const QMap<quint64, int> before = m_desk->seen();
        QVERIFY(before.size() > 2);
        prepend(50);
        m_desk->paint();
        const QMap<quint64, int> after = m_desk->seen();
        for (auto it = before.begin(); it != before.end(); ++it) {
            QVERIFY(after.contains(it.key()));
            QCOMPARE(after[it.key()], it.value());
        }
    }
    QCOMPARE(view().isAtNewest(), where == 1.0);
}

void HistoryTest::shortListGrowsUpwards()
{
    m_desk->lines.sayMany(3);
    m_desk->showLines();
    QCOMPARE(bar().maximum(), 0);
    for (int page = 0; page < 6; ++page) {
        const QMap<quint64, int> before = m_desk->seen();
        prepend(2);
        m_desk->paint();
        const QMap<quint64, int> after = m_desk->seen();
        for (auto it = before.begin(); it != before.end(); ++it)
            QVERIFY(!after.contains(it.key()) || after[it.key()] == it.value());
        QVERIFY(after.contains(before.lastKey()));
    }
    QVERIFY(bar().maximum() > 0);
    QVERIFY(view().isAtNewest());
}

void HistoryTest::wheelGoesOnFromWhereItWas()
{
    m_desk->lines.sayMany(200);
    m_desk->showLines();
    bar().setValue(600);
    m_desk->paint();
    const auto wheel = [&](int pixels) {
        QWheelEvent event(QPointF(100, 100), view().viewport()->mapToGlobal(QPointF(100, 100)), QPoint(0, pixels), QPoint(0, pixels),
                          Qt::NoButton, Qt::NoModifier, Qt::ScrollUpdate, false, Qt::MouseEventSynthesizedBySystem);
        QCoreApplication::sendEvent(view().viewport(), &event);
        m_desk->paint();
    };
    wheel(24);
    const QMap<quint64, int> first = m_desk->seen();
    wheel(24);
    const auto step = [](const QMap<quint64, int>& from, const QMap<quint64, int>& to) {
        for (auto it = from.begin(); it != from.end(); ++it) {
            if (to.contains(it.key()))
                return to[it.key()] - it.value();
        }
        return -1;
    };
    const QMap<quint64, int> second = m_desk->seen();
    const int usual = step(first, second);
    QVERIFY(usual > 0);
    prepend(50); // between two turns of the wheel
    QCOMPARE(step(second, m_desk->seen()), 0);
    wheel(24);
    QVERIFY(std::abs(step(second, m_desk->seen()) - usual) <= 1); // a turn is no whole number of pixels
}

void HistoryTest::heldBarStaysUnderTheHand()
{
    m_desk->lines.sayMany(200);
    m_desk->showLines();
    bar().setSliderDown(true);
    bar().setSliderPosition(0);
    m_desk->paint();
    for (int page = 0; page < 3; ++page) {
        const QMap<quint64, int> before = m_desk->seen();
        prepend(50);
        m_desk->paint();
        QCOMPARE(bar().value(), 0);
        const QMap<quint64, int> after = m_desk->seen();
        for (auto it = before.begin(); it != before.end(); ++it)
            QCOMPARE(after.value(it.key(), -1000), it.value());
    }
    const QMap<quint64, int> before = m_desk->seen();
    bar().setSliderPosition(10); // the hand trembles
    m_desk->paint();
    QCOMPARE(m_desk->seen().value(before.lastKey()), before.last() - 10);
    bar().setSliderDown(false);
    m_desk->paint();
    QCOMPARE(m_desk->seen().value(before.lastKey()), before.last() - 10);
    QVERIFY(bar().value() > 150 * 10);
}

void HistoryTest::manyPagesCostTheSameEach()
{
    m_desk->lines.secondsBetween = 1;
    m_desk->lines.sayMany(100'000);
    m_desk->showLines();
    bar().setValue(bar().maximum() / 2);
    m_desk->paint();
    const QMap<quint64, int> before = m_desk->seen();
    for (int page = 0; page < 100; ++page) {
        const auto made = view().layoutsMade();
        prepend(50);
        m_desk->paint();
        QVERIFY2(view().layoutsMade() - made < 5, qPrintable(QString::number(view().layoutsMade() - made)));
        QVERIFY(view().layoutsHeld() <= 256);
    }
    QCOMPARE(model().rowCount(), 105'000);
    for (auto it = before.begin(); it != before.end(); ++it) {
        const int row = *model().rowOf(LineId{it.key()});
        QCOMPARE(view().rowRect(row).top() + static_cast<int>(view().layoutOf(row)->blocks.front().position.y()), it.value());
    }
    // At the top, where each page is a new first row.
    bar().setValue(0);
    m_desk->paint();
    const auto made = view().layoutsMade();
    for (int page = 0; page < 100; ++page) {
        prepend(50);
        m_desk->paint();
    }
    QVERIFY2(view().layoutsMade() - made < 1000, qPrintable(QString::number(view().layoutsMade() - made)));
}

void HistoryTest::olderOnesAreAskedForOnce()
{
    m_desk->lines.sayMany(200);
    QSignalSpy needed(&view(), &MessageView::olderNeeded);
    view().setHistory(Head::More, {});
    m_desk->showLines();
    turn();
    QCOMPARE(needed.count(), 0);                 // far from the top
    bar().setValue(view().viewport()->height()); // less than a page and a half from it
    turn();
    QCOMPARE(needed.count(), 1);
    view().setHistory(Head::Loading, {});
    for (int i = 0; i < 20; ++i) {
        bar().setValue(i);
        turn();
    }
    QCOMPARE(needed.count(), 1); // one at a time
    prepend(50);
    view().setHistory(Head::More, {});
    turn();
    QCOMPARE(needed.count(), 1); // there is enough above now
    view().setHistory(Head::Failed, u"The server did not answer."_s);
    bar().setValue(0);
    turn();
    QCOMPARE(needed.count(), 1); // what failed waits for the person
}

void HistoryTest::homeAsksForOnePage()
{
    m_desk->lines.sayMany(200);
    QSignalSpy needed(&view(), &MessageView::olderNeeded);
    connect(&view(), &MessageView::olderNeeded, this, [this] {
        view().setHistory(Head::Loading, {});
        prepend(50);
        view().setHistory(Head::More, {});
    });
    view().setHistory(Head::More, {});
    m_desk->showLines();
    QTest::keyClick(&view(), Qt::Key_Home);
    for (int i = 0; i < 20; ++i)
        turn();
    QCOMPARE(needed.count(), 1);
    QCOMPARE(model().rowCount(), 250);
}

void HistoryTest::headSaysHowItStands_data()
{
    QTest::addColumn<Head>("state");
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("action");
    QTest::newRow("loading") << Head::Loading << QString() << u"Loading earlier messages\u2026"_s << QString();
    QTest::newRow("the beginning") << Head::Beginning << u"This is the beginning of #lobby"_s << u"This is the beginning of #lobby"_s
                                   << QString();
    QTest::newRow("it failed") << Head::Failed << u"The server does not answer."_s
                               << u"Earlier messages could not be loaded: The server does not answer."_s << u"Try again"_s;
    QTest::newRow("there is more") << Head::More << QString() << QString() << u"Load earlier messages"_s;
}

void HistoryTest::headSaysHowItStands()
{
    QFETCH(const Head, state);
    QFETCH(const QString, given);
    m_desk->lines.sayMany(4);
    view().setHistory(state, given);
    m_desk->showLines();
    QTEST(view().history().text(), "said");
    QTEST(view().history().actionText(), "action");
    for (const int width : {600, 240}) {
        view().resize(width, 400);
        m_desk->paint();
        const QRect head = view().historyRect();
        QVERIFY(head.height() > 0);
        QCOMPARE(head.bottom() + 1, view().rowRect(0).top());
        const QRect action = view().history().actionBox();
        QVERIFY(action.isNull() || (action.left() >= 0 && action.right() < width && action.bottom() < head.height()));
    }
    view().setHistory(Head::None, {});
    QVERIFY(view().historyRect().isNull());
}

void HistoryTest::triedAgainByMouseAndByKeyboard()
{
    m_desk->lines.sayMany(4);
    view().setHistory(Head::Failed, u"The server does not answer."_s);
    m_desk->showLines();
    QSignalSpy requested(&view(), &MessageView::olderRequested);
    const QPoint at = view().historyRect().topLeft() + view().history().actionBox().center();
    m_desk->click(at);
    QCOMPARE(requested.count(), 1);
    view().setFocus();
    QTest::keyClick(&view(), Qt::Key_Tab);
    QCOMPARE(view().focusedAction(), u"Try again"_s);
    QVERIFY(view().hasFocus());
    QTest::keyClick(&view(), Qt::Key_Return);
    QCOMPARE(requested.count(), 2);
    QVERIFY(view().focusedAction().isEmpty());
}

void HistoryTest::shownRowIsInTheMiddleAndLitUp()
{
    m_desk->lines.sayMany(300);
    m_desk->showLines();
    view().showRow(100);
    const int middle = view().viewport()->height() / 2;
    QVERIFY2(std::abs(view().rowRect(100).center().y() - middle) <= 40, qPrintable(QString::number(view().rowRect(100).top())));
    QCOMPARE(view().flashedRow(), 100);
    const QRect there = view().rowRect(100);
    m_desk->lines.sayMany(20);
    prepend(50);
    QCOMPARE(view().flashedRow(), 150);
    QCOMPARE(view().rowRect(150).bottom(), there.bottom());
    view().findChild<QPushButton*>(u"newestButton"_s)->click();
    QVERIFY(view().isAtNewest());
}

QTEST_MAIN(HistoryTest)
#include "tst_history.moc"
