// A list of messages in which much is said: what comes within a moment is laid out once, as far as it is seen, and who reads stays where
// they are.
#include "client-gui/messagedesk.h"

#include <QScrollBar>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;

namespace {

constexpr int kMany = 1000;

} // namespace

class MessageLoadTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MessageDesk>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desk->view));
        m_desk->lines.sayMany(50);
        m_desk->showLines();
        QCoreApplication::processEvents(); // the bar comes, and takes its width
    }
    void cleanup() { m_desk.reset(); }

    void whatComesInOneTurnIsLaidOutOnce()
    {
        MessageView& view = m_desk->view;
        const int settled = view.timesSettled();
        const std::uint64_t made = view.layoutsMade();
        sayOneByOne(kMany);
        QCOMPARE(view.timesSettled(), settled);
        QTRY_COMPARE(view.rowsPainted() > 0 && isAtEnd(), true);
        QCOMPARE(view.timesSettled(), settled + 1);
        // A page, and what was measured while the estimates became heights.
        const auto page = static_cast<std::uint64_t>(m_desk->seen().size());
        QVERIFY2(view.layoutsMade() - made <= 3 * page, qPrintable(QString::number(view.layoutsMade() - made)));
        QVERIFY(view.isAtNewest());
    }

    void whoReadsAboveStaysWhereTheyAre()
    {
        MessageView& view = m_desk->view;
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() / 2);
        m_desk->paint();
        const QMap<quint64, int> before = m_desk->seen();
        const std::uint64_t made = view.layoutsMade();
        sayOneByOne(kMany);
        QTRY_VERIFY(view.verticalScrollBar()->maximum() > 10 * view.height());
        m_desk->paint();
        QCOMPARE(m_desk->seen(), before);
        QCOMPARE(view.arrivedBelow(), kMany);
        QVERIFY2(view.layoutsMade() - made < 5, qPrintable(QString::number(view.layoutsMade() - made)));
    }

    void whatOneSaysIsThereAtOnce()
    {
        m_desk->view.verticalScrollBar()->setValue(0);
        sayOneByOne(3);
        ChatLine own = m_desk->lines.own(u"Here I am"_s);
        own.state = client::DeliveryState::Pending;
        m_desk->lines.model.append(own);
        QVERIFY(m_desk->view.isAtNewest());
        QVERIFY(isAtEnd());
    }

    void oldLinesThatGoMoveNothing()
    {
        MessageView& view = m_desk->view;
        sayOneByOne(kMany);
        QTRY_VERIFY(isAtEnd());
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum() * 3 / 4);
        m_desk->paint();
        const QMap<quint64, int> before = m_desk->seen();
        sayOneByOne(10);
        m_desk->lines.model.remove(0, kMany / 2);
        m_desk->paint();
        QCOMPARE(m_desk->seen(), before);
    }

private:
    void sayOneByOne(int count)
    {
        for (int i = 0; i < count; ++i)
            m_desk->lines.say(u"Ann"_s, u"%1: one of many"_s.arg(i));
    }
    [[nodiscard]] bool isAtEnd() const
    {
        const QRect last = m_desk->view.rowRect(m_desk->lines.model.rowCount() - 1);
        return last.bottom() < m_desk->view.viewport()->height();
    }

    std::unique_ptr<MessageDesk> m_desk;
};

QTEST_MAIN(MessageLoadTest)
#include "tst_messageload.moc"
