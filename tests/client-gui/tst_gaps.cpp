// What stands between the messages: gaps, the "New" line, what waits to be sent, and what is marked because it was found.
#include "client-gui/messagedesk.h"

#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;
using clientgui::FoundText;

class GapsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MessageDesk>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desk->view));
    }
    void cleanup() { m_desk.reset(); }

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
    void foundWordsAreWhole_data();
    void foundWordsAreWhole();
    void missedOnesAreReadFromTheFirst();

private:
    [[nodiscard]] MessageView& view() { return m_desk->view; }
    [[nodiscard]] LineModel& model() { return m_desk->lines.model; }
    [[nodiscard]] QScrollBar& bar() { return *view().verticalScrollBar(); }
    void prepend(int count) { model().prepend(m_desk->lines.earlier(count)); }
    void turn() { QCoreApplication::processEvents(); }
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

    std::unique_ptr<MessageDesk> m_desk;
};

void GapsTest::gapIsFilledFromTheEdgeThatOneReads_data()
{
    QTest::addColumn<bool>("fromBelow");
    QTest::newRow("scrolling up: its newer edge") << true;
    QTest::newRow("scrolling down: its older edge") << false;
}

void GapsTest::gapIsFilledFromTheEdgeThatOneReads()
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

void GapsTest::gapIsPressed()
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

void GapsTest::gapIsAskedForOnceUntilAnAnswer()
{
    const LineId gap = showWithGap(3, 3);
    QSignalSpy needed(&view(), &MessageView::gapNeeded);
    for (int i = 0; i < 10; ++i) {
        view().resize(600, 400 + i);
        turn();
    }
    QCOMPARE(needed.count(), 1);
    model().insertBefore(gap, {m_desk->lines.make(u"Carl"_s, u"One of many"_s)});
    turn();
    QCOMPARE(needed.count(), 2); // still in view, and there is more of it
    view().lookAround();         // the connection is back
    turn();
    QCOMPARE(needed.count(), 3);
}

void GapsTest::gapIsNoDayAndNoMessage()
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

void GapsTest::newLineStaysWhereOneLeftOff()
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

void GapsTest::ownWordsAreNotNew()
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

void GapsTest::opensWhereOneLeftOff()
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

void GapsTest::opensAtTheEndWhenThatIsNear()
{
    m_desk->lines.sayMany(100);
    view().setLines(&model(), model().line(98).id);
    QVERIFY(view().isAtNewest());
    QVERIFY(!view().layoutOf(99)->separator.isNull());
}

void GapsTest::waitingIsSeenAndSaid()
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

void GapsTest::foundWordsAreWhole_data()
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

void GapsTest::foundWordsAreWhole()
{
    QFETCH(const QString, query);
    QFETCH(const QString, text);
    QStringList marked;
    for (const clientgui::FoundRange& range : FoundText::words(query).rangesIn(text))
        marked += text.mid(range.start, range.length);
    QTEST(marked, "marked");
    QCOMPARE(FoundText::words(query).isIn(text), !marked.isEmpty());
}

// The connection is back, and more came meanwhile than a page holds.
void GapsTest::missedOnesAreReadFromTheFirst()
{
    m_desk->lines.sayMany(50);
    m_desk->showLines();
    view().setLastRead(model().line(49).id);
    QVERIFY(view().isAtNewest());
    m_desk->lines.say(u"Ann"_s, u"Just one"_s);
    QVERIFY(view().isAtNewest());
    view().setLastRead(model().line(50).id);
    m_desk->lines.sayMany(200);
    QVERIFY(!view().isAtNewest());
    QVERIFY(view().viewport()->rect().contains(view().rowRect(51)));
    QCOMPARE(view().arrivedBelow(), 200);
    view().scrollToNewest();
    for (int i = 0; i < 60; ++i)
        m_desk->lines.say(u"Bob"_s, u"One by one %1"_s.arg(i));
    QVERIFY(view().isAtNewest());
    view().showNew();
    QVERIFY(view().viewport()->rect().contains(view().rowRect(51)));
}

QTEST_MAIN(GapsTest)
#include "tst_gaps.moc"
