// The list of messages: what is laid out, and where it stays.
#include "client-gui/messagedesk.h"

#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;

class MessageViewTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MessageDesk>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desk->view));
    }
    void cleanup() { m_desk.reset(); }

    void laysOutOnlyWhatIsSeen()
    {
        constexpr int kMany = 100'000;
        m_desk->lines.secondsBetween = 1;
        m_desk->lines.sayMany(kMany);
        m_desk->showLines();
        QVERIFY(m_desk->view.rowsPainted() > 3);
        QVERIFY2(m_desk->view.rowsPainted() < 60, qPrintable(QString::number(m_desk->view.rowsPainted())));
        QVERIFY2(m_desk->view.layoutsMade() < 60, qPrintable(QString::number(m_desk->view.layoutsMade())));
        QVERIFY(m_desk->view.rowRect(kMany - 1).bottom() <= m_desk->view.viewport()->height());

        // Each jump costs a screenful, wherever it goes; what is kept stays bounded.
        QScrollBar& bar = *m_desk->view.verticalScrollBar();
        for (int i = 0; i <= 40; ++i) {
            const auto before = m_desk->view.layoutsMade();
            bar.setValue(static_cast<int>(static_cast<double>(bar.maximum()) * i / 40));
            m_desk->paint();
            QVERIFY(m_desk->view.layoutsMade() - before < 120);
            QVERIFY(m_desk->view.rowsPainted() > 0 && m_desk->view.rowsPainted() < 60);
            QVERIFY(m_desk->view.layoutsHeld() <= 256);
        }
        const auto before = m_desk->view.layoutsMade();
        m_desk->lines.say(u"Ann"_s, u"One more"_s);
        m_desk->paint();
        QVERIFY2(m_desk->view.layoutsMade() - before < 10, "one message that comes lays out itself and its neighbours");
    }

    void paintingAgainLaysOutNothing()
    {
        m_desk->lines.sayMany(500);
        m_desk->showLines();
        const auto before = m_desk->view.layoutsMade();
        for (int i = 0; i < 5; ++i)
            m_desk->paint();
        QCOMPARE(m_desk->view.layoutsMade(), before);
    }

    void rowsStandBelowEachOther()
    {
        m_desk->lines.sayMany(300);
        m_desk->showLines();
        for (const int width : {600, 320, 900}) {
            m_desk->view.resize(width, 400);
            m_desk->paint();
            const int newest = 299;
            for (int row = newest; row > newest - 4; --row) {
                QCOMPARE(m_desk->view.rowRect(row).top(), m_desk->view.rowRect(row - 1).top() + m_desk->view.rowRect(row - 1).height());
                QCOMPARE(m_desk->view.rowRect(row).height(), m_desk->view.layoutOf(row)->height);
            }
        }
    }

    void staysAtTheNewestUntilOneReadsBack()
    {
        m_desk->lines.sayMany(300);
        m_desk->showLines();
        QVERIFY(m_desk->view.isAtNewest());
        m_desk->lines.say(u"Ann"_s, u"Seen with the next frame"_s);
        QVERIFY(m_desk->view.isAtNewest());
        QTRY_VERIFY(m_desk->view.viewport()->rect().contains(m_desk->view.rowRect(300)));

        m_desk->view.verticalScrollBar()->setValue(m_desk->view.verticalScrollBar()->maximum() / 2);
        QVERIFY(!m_desk->view.isAtNewest());
        const int row = m_desk->view.rowAt(QPoint(10, 100));
        const QRect there = m_desk->view.rowRect(row);
        auto* newest = m_desk->view.findChild<QPushButton*>(u"newestButton"_s);
        QVERIFY(newest->isVisible());
        for (int i = 0; i < 20; ++i)
            m_desk->lines.say(u"Bob"_s, u"While one reads back, %1"_s.arg(i));
        QCOMPARE(m_desk->view.rowRect(row), there);
        QCOMPARE(m_desk->view.arrivedBelow(), 20);
        QTRY_COMPARE(newest->text(), u"20 new"_s);
        newest->click();
        QVERIFY(m_desk->view.isAtNewest());
        QVERIFY(!newest->isVisible());
        QCOMPARE(m_desk->view.arrivedBelow(), 0);
    }

    void oneOwnMessageGoesToTheNewest()
    {
        m_desk->lines.sayMany(300);
        m_desk->showLines();
        m_desk->view.verticalScrollBar()->setValue(0);
        QVERIFY(!m_desk->view.isAtNewest());
        ChatLine own = m_desk->lines.make(u"Me"_s, u"I am here"_s);
        own.isOwn = true;
        own.state = client::DeliveryState::Pending;
        m_desk->lines.model.append(own);
        QVERIFY(m_desk->view.isAtNewest());
    }

    void widthChangeKeepsThePlace()
    {
        m_desk->lines.sayMany(2000);
        m_desk->showLines();
        m_desk->view.verticalScrollBar()->setValue(m_desk->view.verticalScrollBar()->maximum() / 2);
        m_desk->paint();
        const int row = m_desk->view.rowAt(QPoint(10, 10));
        for (const int width : {320, 900, 450, 600}) {
            m_desk->view.resize(width, 400);
            m_desk->paint();
            QVERIFY2(std::abs(m_desk->view.rowAt(QPoint(10, 10)) - row) <= 1,
                     qPrintable(QString::number(m_desk->view.rowAt(QPoint(10, 10)))));
        }
        m_desk->view.scrollToNewest();
        m_desk->view.resize(320, 400);
        QVERIFY(m_desk->view.isAtNewest());
        QVERIFY(m_desk->view.rowRect(1999).bottom() <= m_desk->view.viewport()->height());
    }

    void narrowRowsAreHigher()
    {
        m_desk->lines.say(u"Ann"_s,
                          u"A sentence that is long enough to be broken into several lines where the window is narrow, as one sees."_s);
        m_desk->showLines();
        m_desk->view.resize(900, 400);
        const int wide = m_desk->view.rowRect(0).height();
        m_desk->view.resize(260, 400);
        QVERIFY(m_desk->view.rowRect(0).height() > wide + 10);
        for (const clientgui::TextBlock& block : m_desk->view.layoutOf(0)->blocks)
            QVERIFY(block.position.x() + block.layout->boundingRect().width() <= m_desk->view.viewport()->width());
    }

    void oldLinesGoWithoutAJump()
    {
        LineModel model(1000);
        std::vector<ChatLine> many;
        for (int i = 0; i < 1000; ++i)
            many.push_back(m_desk->lines.make(u"Ann"_s, u"Message %1"_s.arg(i)));
        model.append(std::move(many));
        m_desk->view.setLines(&model, {});
        m_desk->view.verticalScrollBar()->setValue(m_desk->view.verticalScrollBar()->maximum() * 3 / 4);
        m_desk->paint();
        const int row = m_desk->view.rowAt(QPoint(10, 200));
        const LineId id = model.line(row).id;
        const int top = m_desk->view.rowRect(row).top();
        model.append(m_desk->lines.make(u"Bob"_s, u"One too many"_s));
        QVERIFY(model.rowCount() < 1000);
        const auto now = model.rowOf(id);
        QVERIFY(now);
        QCOMPARE(m_desk->view.rowRect(*now).top(), top);
        m_desk->view.setLines(nullptr, {});
    }

    void typingBelongsToTheComposer()
    {
        m_desk->lines.sayMany(5);
        m_desk->showLines();
        QSignalSpy typed(&m_desk->view, &MessageView::typedInto);
        QTest::keyClick(&m_desk->view, Qt::Key_H);
        QCOMPARE(typed.count(), 1);
        QTest::keyClick(&m_desk->view, Qt::Key_PageUp);
        QCOMPARE(typed.count(), 1);
    }

    void foundRowIsShown()
    {
        m_desk->lines.sayMany(400);
        m_desk->lines.say(u"Ann"_s, u"The Needle is here"_s);
        m_desk->lines.sayMany(400);
        m_desk->showLines();
        const int row = m_desk->view.findRow(clientgui::FoundText::letters(u"needle"_s), 800, true);
        QCOMPARE(row, 400);
        QCOMPARE(m_desk->view.findRow(clientgui::FoundText::letters(u"needle"_s), 399, true), -1);
        m_desk->view.showRow(row);
        QVERIFY(m_desk->view.viewport()->rect().contains(m_desk->view.rowRect(row)));
    }

    void aFullListStaysAtTheNewest()
    {
        LineModel small(100);
        m_desk->view.setLines(&small, {});
        for (int i = 0; i < 500; ++i)
            small.append(m_desk->lines.make(u"Ann"_s, u"Message %1"_s.arg(i)));
        m_desk->paint();
        QVERIFY(small.rowCount() <= 100);
        QVERIFY(m_desk->view.isAtNewest());
        QTRY_COMPARE(m_desk->view.rowAt({300, m_desk->view.viewport()->height() - 20}), small.rowCount() - 1);
        m_desk->view.setLines(nullptr, {});
        m_desk->paint();
        QCOMPARE(m_desk->view.rowsPainted(), 0);
    }

private:
    std::unique_ptr<MessageDesk> m_desk;
};

QTEST_MAIN(MessageViewTest)
#include "tst_messageview.moc"
