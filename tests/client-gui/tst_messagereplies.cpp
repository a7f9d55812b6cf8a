// Replies: what they show of what they answer, and where that leads.
#include "client-gui/messagedesk.h"
#include "widgets/namecolor.h"

#include <QScrollBar>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;
using clientgui::Quote;

class MessageRepliesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MessageDesk>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desk->view));
    }
    void cleanup() { m_desk.reset(); }

    void quoteHoldsTheFirstWords_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("one line is quoted as it is") << u"Who has the key?"_s << u"Who has the key?"_s;
        QTest::newRow("of several lines only the first is quoted") << u"One\nTwo\nThree"_s << u"One"_s;
        QTest::newRow("empty lines are passed over") << u"\n\n  Two"_s << u"Two"_s;
        QTest::newRow("marks of code are not quoted") << u"run `make` now"_s << u"run make now"_s;
        QTest::newRow("a block gives its first line of code") << u"```cpp\nint x;\n```"_s << u"int x;"_s;
        QTest::newRow("markup stays text") << u"<b>bold</b>"_s << u"<b>bold</b>"_s;
    }

    void quoteHoldsTheFirstWords()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, quoted);
        m_desk->lines.model.append(m_desk->lines.identified(u"Ann"_s, text));
        m_desk->lines.model.append(m_desk->lines.answer(u"Bob"_s, u"I have"_s, u"m1"_s));
        m_desk->showLines();
        const RowLayout& row = m_desk->layout(1);
        QCOMPARE(row.quote.quote.state, Quote::State::Shown);
        QCOMPARE(row.quote.nameText, u"Ann"_s);
        QCOMPARE(row.quote.quote.text, quoted);
        QVERIFY(row.quote.box.bottom() < row.blocks.front().position.y());
    }

    void quoteIsOneLineHoweverLong()
    {
        m_desk->lines.model.append(m_desk->lines.identified(QString(60, u'N'), u"word "_s.repeated(300)));
        m_desk->lines.model.append(m_desk->lines.answer(u"Bob"_s, u"Yes"_s, u"m1"_s));
        m_desk->showLines();
        for (const int width : {900, 420, 240}) {
            m_desk->view.resize(width, 400);
            m_desk->paint();
            const RowLayout& row = m_desk->layout(1);
            QVERIFY2(row.quote.box.right() < m_desk->view.viewport()->width(), qPrintable(QString::number(width)));
            QVERIFY(row.quote.words.endsWith(u'\u2026') && row.quote.nameText.endsWith(u'\u2026'));
            QVERIFY(row.quote.nameBox.right() < row.quote.wordsBox.left());
        }
    }

    void pressingTheQuoteShowsWhatItAnswers()
    {
        m_desk->lines.model.append(m_desk->lines.identified(u"Ann"_s, u"The first of all"_s));
        m_desk->lines.sayMany(300);
        m_desk->lines.model.append(m_desk->lines.answer(u"Bob"_s, u"Yes"_s, u"m1"_s));
        m_desk->showLines();
        QSignalSpy asked(&m_desk->view, &MessageView::messageAsked);
        m_desk->click(m_desk->partPoint(301, m_desk->layout(301).quote.box));
        QCOMPARE(m_desk->view.flashedRow(), 0);
        QVERIFY(m_desk->view.viewport()->rect().contains(m_desk->view.rowRect(0)));
        QCOMPARE(asked.count(), 0);
    }

    void whatIsNotLoadedIsAskedFor()
    {
        m_desk->lines.model.append(m_desk->lines.answer(u"Bob"_s, u"Yes"_s, u"long-ago"_s));
        m_desk->showLines();
        QCOMPARE(m_desk->layout(0).quote.words, u"A message that is not loaded"_s);
        QSignalSpy asked(&m_desk->view, &MessageView::messageAsked);
        m_desk->click(m_desk->partPoint(0, m_desk->layout(0).quote.box));
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().toString(), u"long-ago"_s);
        QCOMPARE(m_desk->view.flashedRow(), -1);
    }

    void quoteFollowsWhatItQuotes()
    {
        m_desk->lines.sayMany(3);
        m_desk->lines.model.append(m_desk->lines.answer(u"Bob"_s, u"Yes"_s, u"older"_s));
        m_desk->showLines();
        const int height = m_desk->layout(3).height;
        QCOMPARE(m_desk->layout(3).quote.quote.state, Quote::State::NotLoaded);
        std::vector<ChatLine> page = m_desk->lines.earlier(2);
        page.front().messageId = u"older"_s;
        page.front().text = u"What was asked"_s;
        m_desk->lines.model.prepend(page);
        QCOMPARE(m_desk->layout(5).quote.words, u"What was asked"_s);
        QCOMPARE(m_desk->layout(5).height, height);
        m_desk->lines.change(0, [](ChatLine& line) {
            line.isDeleted = true;
            line.text.clear();
        });
        QCOMPARE(m_desk->layout(5).quote.words, u"Deleted message"_s);
        QVERIFY(m_desk->layout(5).quote.nameText.isEmpty());
        m_desk->lines.model.remove(m_desk->lines.model.line(0).id);
        QCOMPARE(m_desk->layout(4).quote.words, u"A message that is not loaded"_s);
    }

    void quoteIsNoPartOfWhatIsCopied()
    {
        m_desk->lines.model.append(m_desk->lines.identified(u"Ann"_s, u"Who has the key?"_s));
        ChatLine answer = m_desk->lines.answer(u"Bob"_s, u"I have"_s, u"m1"_s);
        answer.reactions = {{u"👍"_s, {u"Ann"_s}, false}};
        m_desk->lines.model.append(answer);
        m_desk->showLines();
        m_desk->view.selectAll();
        QCOMPARE(m_desk->view.selectedText(), u"[12:00] Ann: Who has the key?\n[12:01] Bob: I have"_s);
        QCOMPARE(m_desk->layout(1).text, u"I have"_s);
    }

    void whoReadsAloudHearsWhatIsAnswered()
    {
        m_desk->lines.model.append(m_desk->lines.identified(u"Ann"_s, u"Who has the key?"_s));
        m_desk->lines.model.append(m_desk->lines.answer(u"Bob"_s, u"I have"_s, u"m1"_s));
        m_desk->showLines();
        QCOMPARE(m_desk->view.rowDescription(1), u"[12:01] Bob: I have (answers Ann: Who has the key?)"_s);
    }

private:
    std::unique_ptr<MessageDesk> m_desk;
};

QTEST_MAIN(MessageRepliesTest)
#include "tst_messagereplies.moc"
