// The list of messages over a model of its own: what is laid out, where it stays, what is selected, and that texts are data.
#include "client-gui/messageview/messageview.h"
#include "client-gui/messageview/rowlayout.h"
#include "client/models/linemodel.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using client::ChatLine;
using client::LineId;
using client::LineKind;
using client::LineModel;
using clientgui::MessageView;
using clientgui::RowLayout;

namespace {

const QDateTime kNoon(QDate(2026, 3, 2), QTime(12, 0), Qt::LocalTime);

class Lines final
{
public:
    ChatLine make(const QString& author, const QString& text, LineKind kind = LineKind::Message)
    {
        ChatLine line;
        line.id = LineId{++m_last};
        line.author = author;
        line.text = text;
        line.kind = kind;
        line.time = time.toUTC();
        time = time.addSecs(secondsBetween);
        return line;
    }
    void say(const QString& author, const QString& text, LineKind kind = LineKind::Message) { model.append(make(author, text, kind)); }
    void sayMany(int count)
    {
        std::vector<ChatLine> lines;
        for (int i = 0; i < count; ++i)
            lines.push_back(make(i % 3 == 0 ? u"Ann"_s : u"Bob"_s, u"Message %1. %2"_s.arg(i).arg(QString(i % 200, u'x'))));
        model.append(std::move(lines));
    }

    LineModel model;
    QDateTime time = kNoon;
    int secondsBetween = 60;

private:
    std::uint64_t m_last = 0;
};

QPoint middle(const QRect& rect, const QPoint& rowTop) { return rowTop + rect.center(); }

} // namespace

class MessageViewTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init()
    {
        m_lines = std::make_unique<Lines>();
        m_view = std::make_unique<MessageView>(*m_theme);
        m_view->resize(600, 400);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
    void cleanup()
    {
        m_view.reset();
        m_lines.reset();
    }

    void laysOutOnlyWhatIsSeen()
    {
        constexpr int kMany = 100'000;
        m_lines->secondsBetween = 1;
        m_lines->sayMany(kMany);
        m_view->setLines(&m_lines->model, {});
        paint();
        QVERIFY(m_view->rowsPainted() > 3);
        QVERIFY2(m_view->rowsPainted() < 60, qPrintable(QString::number(m_view->rowsPainted())));
        QVERIFY2(m_view->layoutsMade() < 60, qPrintable(QString::number(m_view->layoutsMade())));
        QVERIFY(m_view->rowRect(kMany - 1).bottom() <= m_view->viewport()->height());

        // Each jump costs a screenful, wherever it goes; what is kept stays bounded.
        QScrollBar& bar = *m_view->verticalScrollBar();
        for (int i = 0; i <= 40; ++i) {
            const auto before = m_view->layoutsMade();
            bar.setValue(static_cast<int>(static_cast<double>(bar.maximum()) * i / 40));
            paint();
            QVERIFY(m_view->layoutsMade() - before < 120);
            QVERIFY(m_view->rowsPainted() > 0 && m_view->rowsPainted() < 60);
            QVERIFY(m_view->layoutsHeld() <= 256);
        }
        const auto before = m_view->layoutsMade();
        m_lines->say(u"Ann"_s, u"One more"_s);
        paint();
        QVERIFY2(m_view->layoutsMade() - before < 10, "one message that comes lays out itself and its neighbours");
    }

    void paintingAgainLaysOutNothing()
    {
        m_lines->sayMany(500);
        m_view->setLines(&m_lines->model, {});
        paint();
        const auto before = m_view->layoutsMade();
        for (int i = 0; i < 5; ++i)
            paint();
        QCOMPARE(m_view->layoutsMade(), before);
    }

    void rowsStandBelowEachOther()
    {
        m_lines->sayMany(300);
        m_view->setLines(&m_lines->model, {});
        for (const int width : {600, 320, 900}) {
            m_view->resize(width, 400);
            paint();
            const int newest = 299;
            for (int row = newest; row > newest - 4; --row) {
                QCOMPARE(m_view->rowRect(row).top(), m_view->rowRect(row - 1).top() + m_view->rowRect(row - 1).height());
                QCOMPARE(m_view->rowRect(row).height(), m_view->layoutOf(row)->height);
            }
        }
    }

    void staysAtTheNewestUntilOneReadsBack()
    {
        m_lines->sayMany(300);
        m_view->setLines(&m_lines->model, {});
        QVERIFY(m_view->isAtNewest());
        m_lines->say(u"Ann"_s, u"Seen at once"_s);
        QVERIFY(m_view->isAtNewest());
        QVERIFY(m_view->viewport()->rect().contains(m_view->rowRect(300)));

        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2);
        QVERIFY(!m_view->isAtNewest());
        const int row = m_view->rowAt(QPoint(10, 100));
        const QRect there = m_view->rowRect(row);
        auto* newest = m_view->findChild<QPushButton*>(u"newestButton"_s);
        QVERIFY(newest->isVisible());
        for (int i = 0; i < 20; ++i)
            m_lines->say(u"Bob"_s, u"While one reads back, %1"_s.arg(i));
        QCOMPARE(m_view->rowRect(row), there);
        QCOMPARE(m_view->arrivedBelow(), 20);
        QCOMPARE(newest->text(), u"20 new"_s);
        newest->click();
        QVERIFY(m_view->isAtNewest());
        QVERIFY(!newest->isVisible());
        QCOMPARE(m_view->arrivedBelow(), 0);
    }

    void oneOwnMessageGoesToTheNewest()
    {
        m_lines->sayMany(300);
        m_view->setLines(&m_lines->model, {});
        m_view->verticalScrollBar()->setValue(0);
        QVERIFY(!m_view->isAtNewest());
        ChatLine own = m_lines->make(u"Me"_s, u"I am here"_s);
        own.isOwn = true;
        m_lines->model.append(own);
        QVERIFY(m_view->isAtNewest());
    }

    void widthChangeKeepsThePlace()
    {
        m_lines->sayMany(2000);
        m_view->setLines(&m_lines->model, {});
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() / 2);
        paint();
        const int row = m_view->rowAt(QPoint(10, 10));
        for (const int width : {320, 900, 450, 600}) {
            m_view->resize(width, 400);
            paint();
            QVERIFY2(std::abs(m_view->rowAt(QPoint(10, 10)) - row) <= 1, qPrintable(QString::number(m_view->rowAt(QPoint(10, 10)))));
        }
        m_view->scrollToNewest();
        m_view->resize(320, 400);
        QVERIFY(m_view->isAtNewest());
        QVERIFY(m_view->rowRect(1999).bottom() <= m_view->viewport()->height());
    }

    void narrowRowsAreHigher()
    {
        m_lines->say(u"Ann"_s, u"A sentence that is long enough to be broken into several lines where the window is narrow, as one sees."_s);
        m_view->setLines(&m_lines->model, {});
        m_view->resize(900, 400);
        const int wide = m_view->rowRect(0).height();
        m_view->resize(260, 400);
        QVERIFY(m_view->rowRect(0).height() > wide + 10);
        for (const clientgui::TextBlock& block : m_view->layoutOf(0)->blocks)
            QVERIFY(block.position.x() + block.layout->boundingRect().width() <= m_view->viewport()->width());
    }

    void oldLinesGoWithoutAJump()
    {
        LineModel model(1000);
        std::vector<ChatLine> many;
        for (int i = 0; i < 1000; ++i)
            many.push_back(m_lines->make(u"Ann"_s, u"Message %1"_s.arg(i)));
        model.append(std::move(many));
        m_view->setLines(&model, {});
        m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum() * 3 / 4);
        paint();
        const int row = m_view->rowAt(QPoint(10, 200));
        const LineId id = model.line(row).id;
        const int top = m_view->rowRect(row).top();
        model.append(m_lines->make(u"Bob"_s, u"One too many"_s));
        QVERIFY(model.rowCount() < 1000);
        const auto now = model.rowOf(id);
        QVERIFY(now);
        QCOMPARE(m_view->rowRect(*now).top(), top);
        m_view->setLines(nullptr, {});
    }

    void selectsAcrossMessagesAndCopies()
    {
        m_lines->say(u"Ann"_s, u"First message"_s);
        m_lines->say(u"Bob"_s, u"Second message"_s);
        m_lines->say(u"Ann"_s, u"Third message"_s);
        m_view->setLines(&m_lines->model, {});
        paint();
        const QPoint from = textPoint(0, 6);
        const QPoint to = textPoint(2, 5);
        drag(from, to);
        QCOMPARE(m_view->selectedText(), u"[12:00] Ann: message\n[12:01] Bob: Second message\n[12:02] Ann: Third"_s);
        drag(to, from); // backwards is the same
        QCOMPARE(m_view->selectedText(), u"[12:00] Ann: message\n[12:01] Bob: Second message\n[12:02] Ann: Third"_s);
        QTest::keyClick(m_view.get(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), m_view->selectedText());
        drag(textPoint(1, 0), textPoint(1, 6));
        QCOMPARE(m_view->selectedText(), u"Second"_s);
        QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, textPoint(0, 8));
        QCOMPARE(m_view->selectedText(), u"message"_s);
        QTest::keyClick(m_view.get(), Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_view->selectedText().count(u'\n'), 2);
    }

    void selectionIsPaintedAndStaysWithItsMessage()
    {
        m_lines->say(u"Ann"_s, u"First message"_s);
        m_lines->say(u"Bob"_s, u"Second message"_s);
        m_view->setLines(&m_lines->model, {});
        const QImage plain = m_view->viewport()->grab().toImage();
        drag(textPoint(0, 0), textPoint(0, 5));
        QVERIFY(m_view->viewport()->grab().toImage() != plain);
        m_lines->say(u"Carl"_s, u"Third message"_s);
        QCOMPARE(m_view->selectedText(), u"First"_s);
    }

    void textIsNeverMarkup_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("targets");
        const auto row = [](const char* name, const QString& text, const QStringList& targets = {}) { QTest::newRow(name) << text << targets; };
        row("bold", u"<b>loud</b>"_s);
        row("a picture", u"<img src=\"http://192.0.2.1/x.png\">"_s, {u"http://192.0.2.1/x.png"_s});
        row("a script", u"<script>alert(1)</script>"_s);
        row("an entity", u"&lt;b&gt; &amp; &#65;"_s);
        row("a link in markup", u"<a href='javascript:alert(1)'>click</a>"_s);
        row("a javascript link", u"javascript:alert(1)"_s);
        row("a data link", u"data:text/html,<b>x</b>"_s);
        row("a file", u"file:///etc/passwd"_s);
        row("a name hides the host", u"https://bank.example@192.0.2.1/"_s);
        row("a style", u"<style>*{color:red}</style>"_s);
        row("a format", u"%1 %n %s %L1 {0}"_s);
        row("a plain link", u"see https://example.org/a?b=c#d."_s, {u"https://example.org/a?b=c#d"_s});
        row("a link in brackets", u"(http://example.org/a_(b))"_s, {u"http://example.org/a_(b)"_s});
        row("two links", u"http://a.example http://b.example"_s, {u"http://a.example"_s, u"http://b.example"_s});
        row("a letter to somebody", u"mailto:ann@example.org"_s, {u"mailto:ann@example.org"_s});
        row("letters before the scheme", u"xhttp://a.example"_s);
    }
    void textIsNeverMarkup()
    {
        QFETCH(const QString, text);
        QFETCH(const QStringList, targets);
        m_lines->say(u"Ann"_s, text);
        m_view->setLines(&m_lines->model, {});
        paint();
        const RowLayout* row = m_view->layoutOf(0);
        QCOMPARE(row->text, text); // as it was written
        QStringList found;
        for (const clientgui::Span& link : row->links)
            found += link.target;
        QCOMPARE(found, targets);
        QCOMPARE(m_view->rowDescription(0), u"[12:00] Ann: "_s + text);
        QVERIFY(m_view->findChildren<QLabel*>().isEmpty() || !m_view->findChild<QLabel*>()->text().contains(text));
    }

    void linkIsOpenedByAClickOnIt()
    {
        m_lines->say(u"Ann"_s, u"see https://example.org/plan today"_s);
        m_view->setLines(&m_lines->model, {});
        paint();
        QSignalSpy opened(m_view.get(), &MessageView::linkActivated);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, textPoint(0, 1));
        QCOMPARE(opened.count(), 0);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, textPoint(0, 10));
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().first().toString(), u"https://example.org/plan"_s);
        drag(textPoint(0, 6), textPoint(0, 12)); // selecting over it opens nothing
        QCOMPARE(opened.count(), 1);
    }

    void nameIsActivatedByAClickOnIt()
    {
        m_lines->say(u"Ann"_s, u"Hello"_s);
        m_view->setLines(&m_lines->model, {});
        paint();
        QSignalSpy person(m_view.get(), &MessageView::personActivated);
        const RowLayout* row = m_view->layoutOf(0);
        const QPoint top = m_view->rowRect(0).topLeft();
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middle(row->author, top));
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middle(row->disc, top));
        QCOMPARE(person.count(), 2);
        QCOMPARE(person.last().first().toString(), u"Ann"_s);
    }

    void dayLinesStandWhereADayBegins()
    {
        m_lines->say(u"Ann"_s, u"Monday"_s);
        m_lines->time = kNoon.addDays(1);
        m_lines->say(u"Ann"_s, u"Tuesday"_s);
        m_lines->say(u"Ann"_s, u"Tuesday still"_s);
        m_lines->time = QDateTime::currentDateTime().addDays(-1);
        m_lines->say(u"Ann"_s, u"Yesterday"_s);
        m_lines->time = QDateTime::currentDateTime();
        m_lines->say(u"Ann"_s, u"Today"_s);
        m_view->setLines(&m_lines->model, {});
        paint();
        QVERIFY(m_view->layoutOf(0)->separatorText.contains(u"2026"_s));
        QVERIFY(m_view->layoutOf(1)->separatorText != m_view->layoutOf(0)->separatorText);
        QVERIFY(m_view->layoutOf(2)->separatorText.isEmpty());
        QCOMPARE(m_view->layoutOf(3)->separatorText, u"Yesterday"_s);
        QCOMPARE(m_view->layoutOf(4)->separatorText, u"Today"_s);
    }

    void groupsOfAnAuthorEndAfterFiveMinutes()
    {
        m_lines->say(u"Ann"_s, u"One"_s);
        m_lines->say(u"Ann"_s, u"Two"_s);
        m_lines->say(u"Bob"_s, u"Three"_s);
        m_lines->time = m_lines->time.addSecs(6 * 60);
        m_lines->say(u"Bob"_s, u"Four"_s);
        m_view->setLines(&m_lines->model, {});
        const QList<bool> heads{true, false, true, true};
        for (int row = 0; row < heads.size(); ++row)
            QCOMPARE(!m_view->layoutOf(row)->authorText.isEmpty(), heads[row]);
    }

    void comingsFoldIntoOneLine()
    {
        m_lines->say(u"Ann"_s, u"Hello"_s);
        for (const QString& name : {u"Bob"_s, u"Carl"_s, u"Dora"_s})
            m_lines->say(name, {}, LineKind::Join);
        m_view->setLines(&m_lines->model, {});
        paint();
        QVERIFY(m_view->layoutOf(1)->text.contains(u"joined"_s));
        QCOMPARE(m_view->rowRect(2).height(), 0);
        QCOMPARE(m_view->rowRect(3).height(), 0);
        m_lines->say(u"Emil"_s, {}, LineKind::Join);
        QVERIFY2(m_view->layoutOf(1)->text.contains(u"Bob"_s), qPrintable(m_view->layoutOf(1)->text));
        m_view->setShowsComings(false);
        QCOMPARE(m_view->rowRect(1).height(), 0);
        QVERIFY(m_view->rowRect(0).height() > 0);
    }

    void newLineStandsBelowWhatWasRead()
    {
        m_lines->say(u"Ann"_s, u"Read"_s);
        m_lines->say(u"Ann"_s, u"Not yet"_s);
        m_view->setLines(&m_lines->model, m_lines->model.line(0).id);
        QVERIFY(m_view->layoutOf(0)->separatorText != m_view->layoutOf(1)->separatorText);
        QVERIFY(!m_view->layoutOf(1)->separator.isNull());
        m_view->setLastRead({});
        QVERIFY(m_view->layoutOf(1)->separator.isNull());
    }

    void deliveryIsSeen()
    {
        ChatLine own = m_lines->make(u"Me"_s, u"On its way"_s);
        own.isOwn = true;
        own.state = client::DeliveryState::Pending;
        m_lines->model.append(own);
        m_view->setLines(&m_lines->model, {});
        QVERIFY(!m_view->layoutOf(0)->mark.isNull());
        QVERIFY(m_view->layoutOf(0)->retry.isNull());
        own.state = client::DeliveryState::Failed;
        own.detail = u"You may not speak in this room."_s;
        m_lines->model.update(own.id, own);
        paint();
        const RowLayout* row = m_view->layoutOf(0);
        QVERIFY(row->mark.isNull());
        QVERIFY(row->failureText.contains(own.detail));
        QSignalSpy retried(m_view.get(), &MessageView::retryRequested);
        QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, middle(row->retry, m_view->rowRect(0).topLeft()));
        QCOMPARE(retried.count(), 1);
        QCOMPARE(retried.first().first().value<LineId>(), own.id);
        own.state = client::DeliveryState::Sent;
        m_lines->model.update(own.id, own);
        QVERIFY(m_view->layoutOf(0)->mark.isNull());
        QVERIFY(m_view->layoutOf(0)->failure.isNull());
    }

    void rightToLeftStandsNearTheName()
    {
        m_lines->say(u"\u05d3\u05e0\u05d4"_s, u"\u05e9\u05dc\u05d5\u05dd \u05dc\u05db\u05d5\u05dc\u05dd"_s);
        m_view->setLines(&m_lines->model, {});
        const RowLayout* row = m_view->layoutOf(0);
        const QTextLine line = row->blocks.at(0).layout->lineAt(0);
        QVERIFY(line.x() < 1);
        QVERIFY(line.naturalTextRect().width() > 10);
    }

    void typingBelongsToTheComposer()
    {
        m_lines->sayMany(5);
        m_view->setLines(&m_lines->model, {});
        QSignalSpy typed(m_view.get(), &MessageView::typedInto);
        QTest::keyClick(m_view.get(), Qt::Key_H);
        QCOMPARE(typed.count(), 1);
        QTest::keyClick(m_view.get(), Qt::Key_PageUp);
        QCOMPARE(typed.count(), 1);
    }

    void foundRowIsShown()
    {
        m_lines->sayMany(400);
        m_lines->say(u"Ann"_s, u"The Needle is here"_s);
        m_lines->sayMany(400);
        m_view->setLines(&m_lines->model, {});
        const int row = m_view->findRow(u"needle"_s, 800, true);
        QCOMPARE(row, 400);
        QCOMPARE(m_view->findRow(u"needle"_s, 399, true), -1);
        m_view->showRow(row);
        QVERIFY(m_view->viewport()->rect().contains(m_view->rowRect(row)));
    }

private:
    void paint() { m_view->viewport()->grab(); }
    // Just before the character at `offset` of the row's text, half a line down.
    QPoint textPoint(int row, int offset)
    {
        const clientgui::TextBlock& block = m_view->layoutOf(row)->blocks.at(0);
        const QTextLine line = block.layout->lineForTextPosition(offset);
        const QPointF inRow = block.position + QPointF(line.cursorToX(offset) + 1, line.y() + line.height() / 2);
        return m_view->rowRect(row).topLeft() + inRow.toPoint();
    }
    void drag(const QPoint& from, const QPoint& to)
    {
        QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, from);
        QTest::mouseMove(m_view->viewport(), (from + to) / 2);
        QTest::mouseMove(m_view->viewport(), to);
        QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, to);
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<Lines> m_lines;
    std::unique_ptr<MessageView> m_view;
};

QTEST_MAIN(MessageViewTest)
#include "tst_messageview.moc"
