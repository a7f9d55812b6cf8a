// Messages of many lines: what folds, and code on its cards.
#include "client-gui/messagedesk.h"

#include <QClipboard>
#include <QScrollBar>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;

namespace {

QString numbered(int lines)
{
    QStringList all;
    for (int i = 1; i <= lines; ++i)
        all += u"Line %1"_s.arg(i);
    return all.join(u'\n');
}

} // namespace

class LongMessagesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MessageDesk>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desk->view));
    }
    void cleanup() { m_desk.reset(); }

    void longOnesFold_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("action");
        QTest::newRow("a few lines do not") << numbered(10) << QString();
        QTest::newRow("the most that do not") << numbered(clientgui::kMostLines) << QString();
        QTest::newRow("one more does") << numbered(clientgui::kMostLines + 1) << u"Show all 26 lines"_s;
        QTest::newRow("five hundred do") << numbered(500) << u"Show all 500 lines"_s;
        QTest::newRow("one endless line does") << u"word "_s.repeated(2000) << u"Show the whole message"_s;
        QTest::newRow("a block of code does") << u"```\n"_s + numbered(100) + u"\n```"_s << u"Show all 100 lines"_s;
    }

    void longOnesFold()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, action);
        m_desk->lines.say(u"Ann"_s, text);
        m_desk->showLines();
        const RowLayout& row = m_desk->layout(0);
        QCOMPARE(row.foldText, action);
        if (action.isEmpty())
            return;
        int lines = 0;
        for (const clientgui::TextBlock& block : row.blocks)
            lines += block.layout->lineCount();
        QCOMPARE(lines, clientgui::kFoldedLines);
        QVERIFY(row.fold.top() >= row.blocks.back().position.y());
    }

    void unfoldingStaysWhereOneIs()
    {
        m_desk->lines.sayMany(50);
        m_desk->lines.say(u"Zoe"_s, numbered(500));
        m_desk->showLines();
        const int row = 50;
        const int top = m_desk->view.rowRect(row).top();
        const int folded = m_desk->layout(row).height;
        m_desk->click(m_desk->partPoint(row, m_desk->layout(row).fold));
        QVERIFY(m_desk->layout(row).height > 10 * folded);
        QCOMPARE(m_desk->view.rowRect(row).top(), top);
        QCOMPARE(m_desk->layout(row).foldText, u"Show less"_s);
        QCOMPARE(m_desk->layout(row).blocks.size(), std::size_t{500});
        QScrollBar* bar = m_desk->view.verticalScrollBar();
        bar->setValue(bar->maximum());
        m_desk->click(m_desk->partPoint(row, m_desk->layout(row).fold));
        QCOMPARE(m_desk->layout(row).height, folded);
        QVERIFY(m_desk->view.viewport()->rect().contains(m_desk->view.rowRect(row)));
    }

    void whatIsLookedForIsNotFoldedAway()
    {
        m_desk->lines.say(u"Ann"_s, numbered(300));
        m_desk->lines.sayMany(50);
        m_desk->showLines();
        const auto found = clientgui::FoundText::letters(u"Line 250"_s);
        m_desk->view.setFoundText(found);
        QCOMPARE(m_desk->view.findRow(found, 50, true), 0);
        m_desk->view.showRow(0);
        QCOMPARE(m_desk->layout(0).blocks.size(), std::size_t{300});
        const double y = m_desk->view.rowRect(0).top() + m_desk->layout(0).blocks.at(249).position.y();
        QVERIFY2(y > 0 && y < m_desk->view.viewport()->height(), qPrintable(QString::number(y)));
    }

    void whatIsFoldedAwayIsCopiedWithTheRest()
    {
        m_desk->lines.say(u"Ann"_s, u"Before"_s);
        m_desk->lines.say(u"Bob"_s, numbered(100));
        m_desk->lines.say(u"Ann"_s, u"After"_s);
        m_desk->showLines();
        m_desk->view.selectAll();
        QVERIFY(m_desk->view.selectedText().contains(u"Line 99\nLine 100\n[12:02] Ann: After"_s));
        m_desk->drag(m_desk->textPoint(1, 0), m_desk->view.rowRect(1).topLeft() + m_desk->layout(1).fold.center());
        const QString shown = m_desk->view.selectedText();
        QVERIFY2(shown.startsWith(u"Line 1\n"_s) && shown.endsWith(u"Line 12"_s), qPrintable(shown));
    }

    void codeStandsOnItsCard()
    {
        m_desk->lines.say(u"Ann"_s, u"Look:\n```cpp\nint main()\n{\n    return 0;\n}\n```\nand\n```\nmake\n```"_s);
        m_desk->showLines();
        const RowLayout& row = m_desk->layout(0);
        QCOMPARE(row.cards.size(), std::size_t{2});
        QCOMPARE(row.cards[0].language, u"cpp"_s);
        QVERIFY(row.cards[1].head.isNull());
        QVERIFY(row.cards[0].box.bottom() < row.cards[1].box.top());
        for (const clientgui::TextBlock& block : row.blocks) {
            const QRectF bounds = block.layout->boundingRect().translated(block.position);
            const bool isOnCard = std::ranges::any_of(row.cards, [&](const auto& card) { return QRectF(card.box).contains(bounds); });
            QCOMPARE(isOnCard, block.isCode);
            QVERIFY(!block.isCode || block.layout->font().family() != m_desk->view.font().family());
        }
        QCOMPARE(row.text, u"Look:\nint main()\n{\n    return 0;\n}\nand\nmake"_s);
    }

    void blocksBesideEachOtherStayTwo()
    {
        m_desk->lines.say(u"Ann"_s, u"```one```\n```two```"_s);
        m_desk->showLines();
        QCOMPARE(m_desk->layout(0).cards.size(), std::size_t{2});
    }

    void longCodeIsBrokenWithinItsCard()
    {
        m_desk->lines.say(u"Ann"_s, u"```\n"_s + QString(400, u'x') + u"\n```"_s);
        m_desk->showLines();
        for (const int width : {900, 420, 260}) {
            m_desk->view.resize(width, 400);
            m_desk->paint();
            const RowLayout& row = m_desk->layout(0);
            const clientgui::TextBlock& block = row.blocks.at(0);
            QVERIFY(block.layout->lineCount() > 1);
            for (int i = 0; i < block.layout->lineCount(); ++i)
                QVERIFY(block.position.x() + block.layout->lineAt(i).naturalTextWidth() <= row.cards[0].copy.left());
            QVERIFY(row.cards[0].box.right() < m_desk->view.viewport()->width());
        }
    }

    void copyTakesTheWholeBlock()
    {
        m_desk->lines.say(u"Ann"_s, u"See\n```\n"_s + numbered(60) + u"\n```\nso far"_s);
        m_desk->showLines();
        QCOMPARE(m_desk->view.tipAt(m_desk->partPoint(0, m_desk->layout(0).cards.at(0).copy)), u"Copy the code"_s);
        m_desk->click(m_desk->partPoint(0, m_desk->layout(0).cards.at(0).copy));
        QCOMPARE(QApplication::clipboard()->text(), numbered(60));
    }

    void hundredsOfLongOnesScrollLikeOthers()
    {
        m_desk->lines.secondsBetween = 1;
        std::vector<ChatLine> many;
        for (int i = 0; i < 20'000; ++i) {
            ChatLine line = m_desk->lines.answer(i % 2 == 0 ? u"Ann"_s : u"Bob"_s, i % 50 == 0 ? numbered(500) : u"Short"_s,
                                                 i > 3 ? u"m%1"_s.arg(i - 2) : QString());
            line.reactions = {{u"👍"_s, {u"Ann"_s, u"Bob"_s}, false}, {u"🎉"_s, {u"Me"_s}, true}};
            many.push_back(std::move(line));
        }
        m_desk->lines.model.append(std::move(many));
        m_desk->showLines();
        QVERIFY2(m_desk->view.layoutsMade() < 60, qPrintable(QString::number(m_desk->view.layoutsMade())));
        QScrollBar& bar = *m_desk->view.verticalScrollBar();
        for (int i = 0; i <= 20; ++i) {
            const auto before = m_desk->view.layoutsMade();
            bar.setValue(static_cast<int>(static_cast<double>(bar.maximum()) * i / 20));
            m_desk->paint();
            QVERIFY(m_desk->view.layoutsMade() - before < 120);
            QVERIFY(m_desk->view.layoutsHeld() <= 256);
        }
        const auto before = m_desk->view.layoutsMade();
        for (int i = 0; i < 5; ++i)
            m_desk->paint();
        QCOMPARE(m_desk->view.layoutsMade(), before);
    }

private:
    std::unique_ptr<MessageDesk> m_desk;
};

QTEST_MAIN(LongMessagesTest)
#include "tst_longmessages.moc"
