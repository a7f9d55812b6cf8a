// The message list: only what is seen is laid out, reading back is not disturbed, selection crosses messages, text is data.
#include "client-gui/messageview/messageview.h"
#include "client-gui/messageview/rowlayout.h"
#include "client/models/linemodel.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace chatroom;
using namespace chatroom::clientgui;
using namespace Qt::Literals::StringLiterals;
using client::ChatLine;
using client::LineId;
using client::LineModel;

namespace {

ChatLine message(std::uint32_t id, const QString& author, const QString& text, int minute = 0)
{
    ChatLine line;
    line.id = LineId{id};
    line.author = author;
    line.text = text;
    line.time = QDateTime(QDate(2026, 3, 2), QTime(9, 0), Qt::UTC).addSecs(60 * minute);
    return line;
}

std::vector<ChatLine> many(std::uint32_t count)
{
    std::vector<ChatLine> lines;
    for (std::uint32_t i = 1; i <= count; ++i)
        lines.push_back(message(i, i % 2 == 0 ? u"Ann"_s : u"Bob"_s, u"message %1"_s.arg(i), static_cast<int>(i)));
    return lines;
}

} // namespace

class MessageViewTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light);
        m_lines = std::make_unique<LineModel>();
        m_view = std::make_unique<MessageView>(*m_theme);
        m_view->resize(600, 400);
        m_view->setLines(m_lines.get(), {});
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        m_lines.reset();
        m_theme.reset();
    }

    void aHundredThousandRowsLayOutOnlyTheVisible()
    {
        m_lines->append(many(100'000));
        paint();
        QVERIFY(m_view->isAtNewest());
        QVERIFY(m_view->rowsPainted() > 3 && m_view->rowsPainted() < 40);
        QVERIFY(m_view->layoutsHeld() < 60);
        QVERIFY(m_view->rowRect(99'999).bottom() <= m_view->viewport()->height());
        for (const double part : {0.5, 0.0, 0.25, 0.99, 1.0}) {
            m_view->verticalScrollBar()->setValue(static_cast<int>(part * m_view->verticalScrollBar()->maximum()));
            paint();
            QVERIFY(m_view->rowsPainted() < 40);
            QVERIFY(m_view->layoutsHeld() <= 256);
        }
        QCOMPARE(m_view->rowAt({300, m_view->viewport()->height() - 20}), 99'999);
    }

    void newOnesArriveInViewAtTheNewest()
    {
        m_lines->append(many(200));
        paint();
        m_lines->append(message(201, u"Ann"_s, u"one more"_s, 300));
        paint();
        QVERIFY(m_view->isAtNewest());
        QVERIFY(m_view->rowRect(200).bottom() <= m_view->viewport()->height());
        QCOMPARE(m_view->arrivedBelow(), 0);
    }

    void whoReadsBackIsNotMoved()
    {
        m_lines->append(many(500));
        paint();
        m_view->showRow(200);
        paint();
        const int row = m_view->rowAt({300, 200});
        const QRect before = m_view->rowRect(row);
        for (std::uint32_t i = 501; i < 540; ++i)
            m_lines->append(message(i, u"Ann"_s, u"later"_s, 600));
        paint();
        QVERIFY(!m_view->isAtNewest());
        QCOMPARE(m_view->rowRect(row), before);
        QCOMPARE(m_view->arrivedBelow(), 39);
        QSignalSpy reached(m_view.get(), &MessageView::newestReached);
        m_view->scrollToNewest();
        paint();
        QVERIFY(m_view->isAtNewest());
        QCOMPARE(m_view->arrivedBelow(), 0);
        QCOMPARE(reached.count(), 1);
    }

    void aNarrowerWindowKeepsThePlace()
    {
        for (std::uint32_t i = 1; i <= 300; ++i)
            m_lines->append(message(i, u"Ann"_s, u"a message with several words that wraps when the window gets narrow "_s.repeated(2), static_cast<int>(10 * i)));
        paint();
        m_view->showRow(150);
        paint();
        const int row = m_view->rowAt({300, 10});
        m_view->resize(320, 400);
        paint();
        QVERIFY(std::abs(m_view->rowAt({150, 10}) - row) <= 1);
        m_view->scrollToNewest();
        m_view->resize(700, 300);
        paint();
        QVERIFY(m_view->rowRect(299).bottom() <= m_view->viewport()->height());
    }

    void aSelectionCrossesMessagesAndIsCopied()
    {
        m_lines->append({message(1, u"Ann"_s, u"first words"_s, 0), message(2, u"Bob"_s, u"second words"_s, 1), message(3, u"Ann"_s, u"third words"_s, 2)});
        paint();
        const RowLayout* first = m_view->layoutOf(0);
        const QPoint from = m_view->rowRect(0).topLeft() + first->blocks.front().position.toPoint() + QPoint(1, 5);
        const RowLayout* last = m_view->layoutOf(2);
        const QPoint to = m_view->rowRect(2).topLeft() + last->blocks.front().position.toPoint() + QPoint(400, 5);
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(m_view->viewport(), to);
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, to);
        const QStringList copied = m_view->selectedText().split(u'\n');
        QCOMPARE(copied.size(), 3);
        QVERIFY(copied[0].contains(u"first words"_s));
        QVERIFY(copied[1].contains(u"Bob: second words"_s));
        QVERIFY(copied[2].contains(u"third words"_s));
        QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), m_view->selectedText());
    }

    void aSelectionOfEverythingSurvivesWhatComesAfter()
    {
        m_lines->append(many(1000));
        m_view->selectAll();
        m_lines->append(message(1001, u"Ann"_s, u"after the selection"_s, 2000));
        const QString selected = m_view->selectedText();
        QVERIFY(selected.contains(u"message 1\n"_s) && selected.contains(u"message 1000"_s));
        QVERIFY(!selected.contains(u"after the selection"_s));
    }

    void markupOfOthersIsText()
    {
        const QString nasty = u"<b>bold</b> <img src='x'> <a href=\"javascript:x\">y</a> %1 %s"_s;
        m_lines->append(message(1, u"<i>Eve</i>"_s, nasty));
        paint();
        QCOMPARE(m_view->layoutOf(0)->text, nasty);
        QVERIFY(m_view->layoutOf(0)->links.empty());
        QVERIFY(m_view->rowDescription(0).contains(u"<i>Eve</i>: "_s + nasty));
    }

    void aLinkIsFollowedOnlyByAClick()
    {
        m_lines->append(message(1, u"Ann"_s, u"https://a.example/x"_s));
        paint();
        QSignalSpy followed(m_view.get(), &MessageView::linkActivated);
        const RowLayout* row = m_view->layoutOf(0);
        QCOMPARE(row->links.size(), std::size_t{1});
        const QPoint on = m_view->rowRect(0).topLeft() + row->blocks.front().position.toPoint() + QPoint(10, 8);
        QTest::mouseMove(m_view->viewport(), on);
        QCOMPARE(followed.count(), 0);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, on);
        QCOMPARE(followed.count(), 1);
        QCOMPARE(followed.first().first().toString(), u"https://a.example/x"_s);
    }

    void aDayStartsWithItsName()
    {
        m_lines->append({message(1, u"Ann"_s, u"one"_s), message(2, u"Ann"_s, u"two"_s, 1), message(3, u"Ann"_s, u"next day"_s, 60 * 24)});
        paint();
        QVERIFY(!m_view->layoutOf(0)->separator.isNull());
        QVERIFY(m_view->layoutOf(1)->separator.isNull());
        QVERIFY(!m_view->layoutOf(2)->separator.isNull());
        QVERIFY(m_view->layoutOf(2)->separatorText.contains(u"3"_s));
    }

    void theNewLineIsWhereOneLeftOff()
    {
        m_lines->append(many(20));
        m_view->setLines(m_lines.get(), LineId{10});
        paint();
        QVERIFY(m_view->layoutOf(9)->separator.isNull());
        QVERIFY(!m_view->layoutOf(10)->separator.isNull());
        QVERIFY(m_view->layoutOf(11)->separator.isNull());
        m_view->setLastRead({});
        QVERIFY(m_view->layoutOf(10)->separator.isNull());
    }

    void aFailedOneOffersToTryAgain()
    {
        ChatLine failed = message(1, u"Ann"_s, u"hello"_s);
        failed.isOwn = true;
        failed.state = client::DeliveryState::Pending;
        m_lines->append(failed);
        paint();
        QVERIFY(!m_view->layoutOf(0)->mark.isNull());
        QVERIFY(m_view->layoutOf(0)->retry.isNull());
        failed.state = client::DeliveryState::Failed;
        failed.detail = u"You may not speak"_s;
        m_lines->update(LineId{1}, failed);
        paint();
        const RowLayout* row = m_view->layoutOf(0);
        QVERIFY(row->mark.isNull());
        QVERIFY(row->failureText.contains(u"You may not speak"_s));
        QSignalSpy retried(m_view.get(), &MessageView::retryRequested);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->rowRect(0).topLeft() + row->retry.center());
        QCOMPARE(retried.count(), 1);
    }

    void whatIsSoughtIsFound()
    {
        m_lines->append(many(300));
        QCOMPARE(m_view->findRow(u"message 17"_s, 299, true), 178);
        QCOMPARE(m_view->findRow(u"MESSAGE 17"_s, 0, false), 16);
        QCOMPARE(m_view->findRow(u"nobody said this"_s, 299, true), -1);
    }

    void theOldestMayGo()
    {
        LineModel small(100);
        m_view->setLines(&small, {});
        for (const ChatLine& line : many(500))
            small.append(line);
        paint();
        QVERIFY(small.rowCount() <= 100);
        QVERIFY(m_view->isAtNewest());
        QCOMPARE(m_view->rowAt({300, m_view->viewport()->height() - 20}), small.rowCount() - 1);
        m_view->setLines(nullptr, {});
        paint();
        QCOMPARE(m_view->rowsPainted(), 0);
    }

private:
    void paint()
    {
        QCoreApplication::processEvents();
        m_view->viewport()->repaint();
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<LineModel> m_lines;
    std::unique_ptr<MessageView> m_view;
};

QTEST_MAIN(MessageViewTest)
#include "tst_messageview.moc"
