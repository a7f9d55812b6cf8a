// What comes in above and in the middle of a list of messages: nothing that is seen moves, and nothing is asked for twice.
#include "client-gui/messagedesk.h"

#include <QAction>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;
using clientgui::FoundText;
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
    void gapIsFilledFromTheEdgeThatOneReads_data();
    void gapIsFilledFromTheEdgeThatOneReads();
    void gapIsPressed();
    void gapIsAskedForOnceUntilAnAnswer();
    void gapIsNoDayAndNoMessage();
    void newLineStaysWhereOneLeftOff();
    void ownWordsAreNotNew();
    void opensWhereOneLeftOff();
    void opensAtTheEndWhenThatIsNear();
    void waitingIsSeenAndSaid();
    void shownRowIsInTheMiddleAndLitUp();
    void foundWordsAreWhole_data();
    void foundWordsAreWhole();

private:
    [[nodiscard]] MessageView& view() { return m_desk->view; }
    [[nodiscard]] LineModel& model() { return m_desk->lines.model; }
    [[nodiscard]] QScrollBar& bar() { return *view().verticalScrollBar(); }
    void prepend(int count) { model().prepend(m_desk->lines.earlier(count)); }
    // A list with a gap behind its first `above` lines.
    LineId showWithGap(int above, int below)
    {
        m_desk->lines.sayMany(above);
        const ChatLine gap = m_desk->lines.gap();
        model().append(gap);
        m_desk->lines.sayMany(below);
        m_desk->showLines();
        return gap.id;
    }
    [[nodiscard]] static QPoint middle(const QRect& rect) { return rect.center(); }
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

void HistoryTest::gapIsFilledFromTheEdgeThatOneReads_data()
{
    QTest::addColumn<bool>("fromBelow");
    QTest::newRow("scrolling up: its newer edge") << true;
    QTest::newRow("scrolling down: its older edge") << false;
}

void HistoryTest::gapIsFilledFromTheEdgeThatOneReads()
{
    QFETCH(const bool, fromBelow);
    const LineId gap = showWithGap(60, 60);
    QSignalSpy needed(&view(), &MessageView::gapNeeded);
    turn();
    QCOMPARE(needed.count(), 0);
    const int page = view().viewport()->height();
    view().showRow(*model().rowOf(gap) + (fromBelow ? 20 : -20));
    // Step by step, as one scrolls, until it comes into view.
    for (int i = 0; i < 400 && needed.isEmpty(); ++i) {
        bar().setValue(bar().value() + (fromBelow ? -16 : 16));
        turn();
    }
    QCOMPARE(needed.count(), 1);
    QCOMPARE(needed.first().at(0).value<LineId>(), gap);
    QCOMPARE(needed.first().at(1).toBool(), fromBelow);
    const QRect seenGap = view().rowRect(*model().rowOf(gap));
    QVERIFY(fromBelow ? seenGap.center().y() < page / 2 : seenGap.center().y() > page / 2);

    m_desk->paint();
    const QMap<quint64, int> before = m_desk->seen();
    std::vector<ChatLine> lines;
    for (int i = 0; i < 30; ++i)
        lines.push_back(m_desk->lines.make(u"Carl"_s, u"In between %1"_s.arg(i)));
    const int at = *model().rowOf(gap);
    model().insertBefore(fromBelow ? model().line(at + 1).id : gap, lines);
    m_desk->paint();
    const auto check = [&] {
        const QMap<quint64, int> after = m_desk->seen();
        int compared = 0;
        for (auto it = before.begin(); it != before.end(); ++it) {
            const int row = model().rowOf(LineId{it.key()}).value_or(-1);
            const bool isOnTheSide = fromBelow ? row > *model().rowOf(lines.back().id) : row < *model().rowOf(lines.front().id);
            if (!isOnTheSide)
                continue;
            QCOMPARE(after.value(it.key(), -1000), it.value());
            ++compared;
        }
        QVERIFY(compared > 2);
    };
    check();
    model().remove(gap); // all of it is there
    m_desk->paint();
    check();
}

void HistoryTest::gapIsPressed()
{
    const LineId gap = showWithGap(3, 3);
    QSignalSpy needed(&view(), &MessageView::gapNeeded);
    turn();
    QCOMPARE(needed.count(), 1); // by itself, as it is in view
    const int row = *model().rowOf(gap);
    const RowLayout* layout = view().layoutOf(row);
    QCOMPARE(layout->text, u"Messages in between are not loaded"_s);
    QCOMPARE(layout->gap.action, u"Load"_s);
    m_desk->click(m_desk->partPoint(row, layout->gap.actionBox));
    QCOMPARE(needed.count(), 2);
    view().setFocus();
    QTest::keyClick(&view(), Qt::Key_Tab);
    QCOMPARE(view().focusedAction(), u"Load"_s);
    QTest::keyClick(&view(), Qt::Key_Space);
    QCOMPARE(needed.count(), 3);
    QCOMPARE(needed.last().at(0).value<LineId>(), gap);
}

void HistoryTest::gapIsAskedForOnceUntilAnAnswer()
{
    const LineId gap = showWithGap(3, 3);
    QSignalSpy needed(&view(), &MessageView::gapNeeded);
    for (int i = 0; i < 10; ++i) {
        view().lookAround();
        turn();
    }
    QCOMPARE(needed.count(), 1);
    model().insertBefore(gap, {m_desk->lines.make(u"Carl"_s, u"One of many"_s)});
    turn();
    QCOMPARE(needed.count(), 2); // still in view, and there is more of it
}

void HistoryTest::gapIsNoDayAndNoMessage()
{
    const LineId gap = showWithGap(2, 2);
    const int row = *model().rowOf(gap);
    QVERIFY(view().layoutOf(row)->separator.isNull());
    QVERIFY(view().layoutOf(row + 1)->separator.isNull()); // the same day goes on
    QVERIFY(!view().layoutOf(row + 1)->authorText.isEmpty());
    QCOMPARE(view().findRow(FoundText::letters(u"in between"_s), model().rowCount() - 1, true), -1);
    QCOMPARE(view().rowDescription(row), u"[Messages in between are not loaded]"_s);
    view().selectAll();
    QVERIFY(view().selectedText().contains(u"\n[Messages in between are not loaded]\n"_s));
}

void HistoryTest::newLineStaysWhereOneLeftOff()
{
    m_desk->lines.say(u"Ann"_s, u"Read"_s);
    const LineId read = model().line(0).id;
    m_desk->lines.say(u"Ann"_s, u"Not yet"_s);
    view().setLines(&model(), read);
    const auto newRow = [&] {
        for (int row = 0; row < model().rowCount(); ++row) {
            const RowLayout* layout = view().layoutOf(row);
            if (!layout->separator.isNull() && layout->separatorText.isEmpty())
                return row;
        }
        return -1;
    };
    QCOMPARE(newRow(), 1);
    // Ids that are higher than all, places in between: the new line comes before them, for they are below what was read.
    model().insertBefore(model().line(1).id, {m_desk->lines.make(u"Bob"_s, u"Missed"_s), m_desk->lines.make(u"Bob"_s, u"Missed too"_s)});
    QCOMPARE(newRow(), 1);
    QVERIFY(view().layoutOf(3)->separator.isNull());
    model().insertBefore(read, {m_desk->lines.make(u"Bob"_s, u"From long before"_s)});
    QCOMPARE(newRow(), 2);
    prepend(5);
    QCOMPARE(newRow(), 7);
    view().setLastRead({});
    QCOMPARE(newRow(), -1);
}

void HistoryTest::ownWordsAreNotNew()
{
    m_desk->lines.say(u"Ann"_s, u"Read"_s);
    ChatLine own = m_desk->lines.make(u"Me"_s, u"Said meanwhile from elsewhere"_s);
    own.isOwn = true;
    model().append(own);
    m_desk->lines.say(u"Ann"_s, u"New"_s);
    m_desk->lines.say(u"Bob"_s, u"New too"_s);
    view().setLines(&model(), model().line(0).id);
    QVERIFY(view().layoutOf(1)->separator.isNull());
    QVERIFY(!view().layoutOf(2)->separator.isNull());
    QVERIFY(view().layoutOf(3)->separator.isNull());
}

void HistoryTest::opensWhereOneLeftOff()
{
    m_desk->lines.sayMany(100);
    view().setLines(&model(), model().line(59).id);
    m_desk->paint();
    const QRect first = view().rowRect(60);
    QVERIFY2(view().viewport()->rect().contains(first), qPrintable(QString::number(first.top())));
    QVERIFY(!view().isAtNewest());
    auto* newest = view().findChild<QPushButton*>(u"newestButton"_s);
    QVERIFY(newest->isVisible());
    QCOMPARE(newest->text(), u"40 new"_s);
    newest->click();
    QVERIFY(view().isAtNewest());
}

void HistoryTest::opensAtTheEndWhenThatIsNear()
{
    m_desk->lines.sayMany(100);
    view().setLines(&model(), model().line(98).id);
    QVERIFY(view().isAtNewest());
    QVERIFY(!view().layoutOf(99)->separator.isNull());
}

void HistoryTest::waitingIsSeenAndSaid()
{
    ChatLine own = m_desk->lines.make(u"Me"_s, u"Said while offline"_s);
    own.isOwn = true;
    own.state = client::DeliveryState::Waiting;
    model().append(own);
    m_desk->showLines();
    const RowLayout* row = view().layoutOf(0);
    QVERIFY(!row->mark.isNull());
    QVERIFY(row->mark.right() < view().viewport()->width());
    QVERIFY(view().rowDescription(0).contains(u"waits until you are connected again"_s));
    const QImage waiting = view().viewport()->grab().toImage();
    own.state = client::DeliveryState::Pending;
    model().update(own.id, own);
    QVERIFY(view().rowDescription(0).contains(u"on its way"_s));
    QVERIFY(view().viewport()->grab().toImage() != waiting);
    own.state = client::DeliveryState::Sent;
    model().update(own.id, own);
    QCOMPARE(view().rowDescription(0), u"[12:00] Me: Said while offline"_s);
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

void HistoryTest::foundWordsAreWhole_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("marked");
    QTest::newRow("a word, whatever the case") << u"cat"_s << u"The Cat and the CAT."_s << QStringList{u"Cat"_s, u"CAT"_s};
    QTest::newRow("not a part of one") << u"cat"_s << u"concatenate"_s << QStringList{};
    QTest::newRow("a beginning") << u"conc*"_s << u"to concatenate"_s << QStringList{u"conc"_s};
    QTest::newRow("a phrase, word for word") << u"\"red tea\""_s << u"red, tea"_s << QStringList{u"red"_s, u"tea"_s};
    QTest::newRow("nothing") << u""_s << u"anything"_s << QStringList{};
    QTest::newRow("other letters") << u"\u05e9\u05dc\u05d5\u05dd"_s << u"\u05e9\u05dc\u05d5\u05dd!"_s
                                   << QStringList{u"\u05e9\u05dc\u05d5\u05dd"_s};
}

void HistoryTest::foundWordsAreWhole()
{
    QFETCH(const QString, query);
    QFETCH(const QString, text);
    QStringList marked;
    for (const clientgui::FoundRange& range : FoundText::words(query).rangesIn(text))
        marked += text.mid(range.start, range.length);
    QTEST(marked, "marked");
    QCOMPARE(FoundText::words(query).isIn(text), !marked.isEmpty());
}

QTEST_MAIN(HistoryTest)
#include "tst_history.moc"
