// What stands in the list of messages: texts are data, groups and days, delivery, and what is selected.
#include "client-gui/messagedesk.h"

#include <QClipboard>
#include <QLabel>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;

class MessageRowsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MessageDesk>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desk->view));
    }
    void cleanup() { m_desk.reset(); }

    void selectsAcrossMessagesAndCopies()
    {
        m_desk->lines.say(u"Ann"_s, u"First message"_s);
        m_desk->lines.say(u"Bob"_s, u"Second message"_s);
        m_desk->lines.say(u"Ann"_s, u"Third message"_s);
        m_desk->showLines();
        const QPoint from = m_desk->textPoint(0, 6);
        const QPoint to = m_desk->textPoint(2, 5);
        m_desk->drag(from, to);
        QCOMPARE(m_desk->view.selectedText(), u"[12:00] Ann: message\n[12:01] Bob: Second message\n[12:02] Ann: Third"_s);
        m_desk->drag(to, from); // backwards is the same
        QCOMPARE(m_desk->view.selectedText(), u"[12:00] Ann: message\n[12:01] Bob: Second message\n[12:02] Ann: Third"_s);
        QTest::keyClick(&m_desk->view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), m_desk->view.selectedText());
        m_desk->drag(m_desk->textPoint(1, 0), m_desk->textPoint(1, 6));
        QCOMPARE(m_desk->view.selectedText(), u"Second"_s);
        QTest::mouseDClick(m_desk->view.viewport(), Qt::LeftButton, {}, m_desk->textPoint(0, 8));
        QCOMPARE(m_desk->view.selectedText(), u"message"_s);
        QTest::keyClick(&m_desk->view, Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_desk->view.selectedText().count(u'\n'), 2);
    }

    void selectionIsPaintedAndStaysWithItsMessage()
    {
        m_desk->lines.say(u"Ann"_s, u"First message"_s);
        m_desk->lines.say(u"Bob"_s, u"Second message"_s);
        m_desk->showLines();
        const QImage plain = m_desk->view.viewport()->grab().toImage();
        m_desk->drag(m_desk->textPoint(0, 0), m_desk->textPoint(0, 5));
        QVERIFY(m_desk->view.viewport()->grab().toImage() != plain);
        m_desk->lines.say(u"Carl"_s, u"Third message"_s);
        QCOMPARE(m_desk->view.selectedText(), u"First"_s);
    }

    void textIsNeverMarkup_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("targets");
        const auto row = [](const char* name, const QString& text, const QStringList& targets = {}) {
            QTest::newRow(name) << text << targets;
        };
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
        m_desk->lines.say(u"Ann"_s, text);
        m_desk->showLines();
        const RowLayout* row = m_desk->view.layoutOf(0);
        QCOMPARE(row->text, text); // as it was written
        QStringList found;
        for (const clientgui::Span& link : row->links)
            found += link.target;
        QCOMPARE(found, targets);
        QCOMPARE(m_desk->view.rowDescription(0), u"[12:00] Ann: "_s + text);
        QVERIFY(m_desk->view.findChildren<QLabel*>().isEmpty() || !m_desk->view.findChild<QLabel*>()->text().contains(text));
    }

    void linkIsOpenedByAClickOnIt()
    {
        m_desk->lines.say(u"Ann"_s, u"see https://example.org/plan today"_s);
        m_desk->showLines();
        QSignalSpy opened(&m_desk->view, &MessageView::linkActivated);
        m_desk->click(m_desk->textPoint(0, 1));
        QCOMPARE(opened.count(), 0);
        m_desk->click(m_desk->textPoint(0, 10));
        QCOMPARE(opened.count(), 1);
        QCOMPARE(opened.first().first().toString(), u"https://example.org/plan"_s);
        m_desk->drag(m_desk->textPoint(0, 6), m_desk->textPoint(0, 12)); // selecting over it opens nothing
        QCOMPARE(opened.count(), 1);
    }

    void nameIsActivatedByAClickOnIt()
    {
        m_desk->lines.say(u"Ann"_s, u"Hello"_s);
        m_desk->showLines();
        QSignalSpy person(&m_desk->view, &MessageView::personActivated);
        const RowLayout* row = m_desk->view.layoutOf(0);
        m_desk->click(m_desk->partPoint(0, row->author));
        m_desk->click(m_desk->partPoint(0, row->disc));
        QCOMPARE(person.count(), 2);
        QCOMPARE(person.last().first().toString(), u"Ann"_s);
    }

    void dayLinesStandWhereADayBegins()
    {
        m_desk->lines.say(u"Ann"_s, u"Monday"_s);
        m_desk->lines.time = kNoon.addDays(1);
        m_desk->lines.say(u"Ann"_s, u"Tuesday"_s);
        m_desk->lines.say(u"Ann"_s, u"Tuesday still"_s);
        m_desk->lines.time = QDateTime::currentDateTime().addDays(-1);
        m_desk->lines.say(u"Ann"_s, u"Yesterday"_s);
        m_desk->lines.time = QDateTime::currentDateTime();
        m_desk->lines.say(u"Ann"_s, u"Today"_s);
        m_desk->showLines();
        QVERIFY(m_desk->view.layoutOf(0)->separatorText.contains(u"2026"_s));
        QVERIFY(m_desk->view.layoutOf(1)->separatorText != m_desk->view.layoutOf(0)->separatorText);
        QVERIFY(m_desk->view.layoutOf(2)->separatorText.isEmpty());
        QCOMPARE(m_desk->view.layoutOf(3)->separatorText, u"Yesterday"_s);
        QCOMPARE(m_desk->view.layoutOf(4)->separatorText, u"Today"_s);
    }

    void groupsOfAnAuthorEndAfterFiveMinutes()
    {
        m_desk->lines.say(u"Ann"_s, u"One"_s);
        m_desk->lines.say(u"Ann"_s, u"Two"_s);
        m_desk->lines.say(u"Bob"_s, u"Three"_s);
        m_desk->lines.time = m_desk->lines.time.addSecs(6 * 60);
        m_desk->lines.say(u"Bob"_s, u"Four"_s);
        m_desk->showLines();
        const QList<bool> heads{true, false, true, true};
        for (int row = 0; row < heads.size(); ++row)
            QCOMPARE(!m_desk->view.layoutOf(row)->authorText.isEmpty(), heads[row]);
    }

    void comingsFoldIntoOneLine()
    {
        m_desk->lines.say(u"Ann"_s, u"Hello"_s);
        for (const QString& name : {u"Bob"_s, u"Carl"_s, u"Dora"_s})
            m_desk->lines.say(name, {}, LineKind::Join);
        m_desk->showLines();
        QVERIFY(m_desk->view.layoutOf(1)->text.contains(u"joined"_s));
        QCOMPARE(m_desk->view.rowRect(2).height(), 0);
        QCOMPARE(m_desk->view.rowRect(3).height(), 0);
        m_desk->lines.say(u"Emil"_s, {}, LineKind::Join);
        QVERIFY2(m_desk->view.layoutOf(1)->text.contains(u"Bob"_s), qPrintable(m_desk->view.layoutOf(1)->text));
        m_desk->view.setShowsComings(false);
        QCOMPARE(m_desk->view.rowRect(1).height(), 0);
        QVERIFY(m_desk->view.rowRect(0).height() > 0);
    }

    void newLineStandsBelowWhatWasRead()
    {
        m_desk->lines.say(u"Ann"_s, u"Read"_s);
        m_desk->lines.say(u"Ann"_s, u"Not yet"_s);
        m_desk->view.setLines(&m_desk->lines.model, m_desk->lines.model.line(0).id);
        QVERIFY(m_desk->view.layoutOf(0)->separatorText != m_desk->view.layoutOf(1)->separatorText);
        QVERIFY(!m_desk->view.layoutOf(1)->separator.isNull());
        m_desk->view.setLastRead({});
        QVERIFY(m_desk->view.layoutOf(1)->separator.isNull());
    }

    void deliveryIsSeen()
    {
        ChatLine own = m_desk->lines.make(u"Me"_s, u"On its way"_s);
        own.isOwn = true;
        own.state = client::DeliveryState::Pending;
        m_desk->lines.model.append(own);
        m_desk->showLines();
        QVERIFY(!m_desk->view.layoutOf(0)->mark.isNull());
        QVERIFY(m_desk->view.layoutOf(0)->note.actionBox.isNull());
        own.state = client::DeliveryState::Failed;
        own.detail = u"You may not speak in this room."_s;
        m_desk->lines.model.update(own.id, own);
        m_desk->paint();
        const RowLayout* row = m_desk->view.layoutOf(0);
        QVERIFY(row->mark.isNull());
        QVERIFY(row->note.text.contains(own.detail));
        QSignalSpy retried(&m_desk->view, &MessageView::retryRequested);
        m_desk->click(m_desk->partPoint(0, row->note.actionBox));
        QCOMPARE(retried.count(), 1);
        QCOMPARE(retried.first().first().value<LineId>(), own.id);
        own.state = client::DeliveryState::Sent;
        m_desk->lines.model.update(own.id, own);
        QVERIFY(m_desk->view.layoutOf(0)->mark.isNull());
        QVERIFY(m_desk->view.layoutOf(0)->note.box.isNull());
    }

    void reasonOfAFailureIsToldWhole()
    {
        ChatLine own = m_desk->lines.make(u"Me"_s, u"Hello"_s);
        own.isOwn = true;
        own.state = client::DeliveryState::Failed;
        own.detail = u"The connection was lost before the server confirmed it."_s;
        m_desk->lines.model.append(own);
        m_desk->showLines();
        const RowLayout* wide = m_desk->view.layoutOf(0);
        QCOMPARE(wide->note.actionBox.top(), wide->note.box.top());
        const int height = wide->height;
        const int oneLine = wide->note.box.height();
        m_desk->view.resize(260, 400);
        m_desk->paint();
        const RowLayout* narrow = m_desk->view.layoutOf(0);
        QVERIFY(narrow->note.text.endsWith(own.detail));
        QVERIFY(narrow->note.box.height() > oneLine && narrow->height > height);
        QVERIFY(narrow->note.actionBox.top() > narrow->note.box.bottom());
        QVERIFY(narrow->note.actionBox.bottom() < narrow->height);
        QVERIFY(narrow->note.box.right() <= m_desk->view.viewport()->width());
    }

    void rightToLeftStandsNearTheName()
    {
        m_desk->lines.say(u"\u05d3\u05e0\u05d4"_s, u"\u05e9\u05dc\u05d5\u05dd \u05dc\u05db\u05d5\u05dc\u05dd"_s);
        m_desk->showLines();
        const RowLayout* row = m_desk->view.layoutOf(0);
        const QTextLine line = row->blocks.at(0).layout->lineAt(0);
        QVERIFY(line.x() < 1);
        QVERIFY(line.naturalTextRect().width() > 10);
    }

    void allThatIsSelectedIsAllThatWasThere()
    {
        m_desk->lines.sayMany(1000);
        m_desk->showLines();
        m_desk->view.selectAll();
        m_desk->lines.say(u"Ann"_s, u"After the selection"_s);
        const QString selected = m_desk->view.selectedText();
        QCOMPARE(selected.count(u'\n'), 999);
        QVERIFY(selected.contains(u"Message 999"_s) && !selected.contains(u"After the selection"_s));
    }

private:
    std::unique_ptr<MessageDesk> m_desk;
};

QTEST_MAIN(MessageRowsTest)
#include "tst_messagerows.moc"
