// What can be done with a message: by the toolbar at its corner, by its menu, by the keyboard; and who has said it.
#include "client-gui/messagedesk.h"

#include <QClipboard>
#include <QMenu>
#include <QScrollBar>
#include <QSignalSpy>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;

class MessageChoiceTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MessageDesk>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desk->view));
        for (int i = 0; i < 30; ++i)
            m_desk->lines.model.append(m_desk->lines.identified(i % 2 == 0 ? u"Ann"_s : u"Bob"_s, u"Message %1"_s.arg(i)));
        m_desk->allowAll();
        m_desk->showLines();
    }
    void cleanup() { m_desk.reset(); }

    void toolbarStandsAtTheMessageBelowTheMouse()
    {
        QVERIFY(!toolbar()->isVisible());
        m_desk->hover(m_desk->textPoint(27, 2));
        QVERIFY(toolbar()->isVisible());
        QCOMPARE(m_desk->view.hoveredRow(), 27);
        const QRect row = m_desk->view.rowRect(27);
        QVERIFY(toolbar()->geometry().intersects(row));
        QVERIFY(toolbar()->geometry().right() <= m_desk->view.viewport()->width());
        for (const QToolButton* button : toolbar()->findChildren<QToolButton*>()) {
            QVERIFY(!button->toolTip().isEmpty() && !button->accessibleName().isEmpty());
            QVERIFY(button->isVisible());
        }
        QEvent leave(QEvent::Leave);
        QApplication::sendEvent(m_desk->view.viewport(), &leave);
        QVERIFY(!toolbar()->isVisible());
    }

    void toolbarDoesWhatItSays()
    {
        QSignalSpy replied(&m_desk->view, &MessageView::replyAsked);
        QSignalSpy picked(&m_desk->view, &MessageView::reactionPickerAsked);
        m_desk->hover(m_desk->textPoint(27, 2));
        const LineId line = m_desk->lines.model.line(27).id;
        button(u"replyButton"_s)->click();
        QCOMPARE(replied.count(), 1);
        QCOMPARE(replied.first().first().value<LineId>(), line);
        button(u"reactButton"_s)->click();
        QCOMPARE(picked.count(), 1);
        QCOMPARE(picked.first().first().value<LineId>(), line);
        button(u"copyMessageButton"_s)->click();
        QCOMPARE(QApplication::clipboard()->text(), u"Message 27"_s);
        button(u"moreButton"_s)->click();
        auto* menu = m_desk->view.findChild<QMenu*>(u"messageMenu"_s);
        QVERIFY(menu && menu->isVisible());
        menu->close();
    }

    void toolbarOffersOnlyWhatTheServerCanDo()
    {
        m_desk->view.setAbilities({});
        m_desk->hover(m_desk->textPoint(27, 2));
        QVERIFY(!button(u"replyButton"_s)->isVisible());
        QVERIFY(!button(u"reactButton"_s)->isVisible());
        QVERIFY(button(u"copyMessageButton"_s)->isVisible());
        m_desk->allowAll();
        QVERIFY(button(u"replyButton"_s)->isVisible());
        m_desk->lines.change(27, [](ChatLine& changed) { changed.isDeleted = true; });
        QVERIFY(!toolbar()->isVisible());
    }

    void toolbarLeavesRoomWhereThereIsLittle()
    {
        m_desk->view.resize(240, 400);
        m_desk->paint();
        m_desk->hover(m_desk->textPoint(28, 2));
        QVERIFY(button(u"moreButton"_s)->isVisible());
        QVERIFY(!button(u"replyButton"_s)->isVisible());
        QVERIFY(toolbar()->x() > 0);
    }

    void toolbarOfALongMessageStaysInView()
    {
        m_desk->lines.say(u"Zoe"_s, u"line\n"_s.repeated(24));
        m_desk->view.resize(600, 200);
        m_desk->paint();
        QVERIFY(m_desk->view.rowRect(30).top() < 0);
        m_desk->hover(QPoint(200, 120));
        QVERIFY(toolbar()->isVisible());
        QVERIFY(toolbar()->y() >= 0);
    }

    void toolbarNeverStandsAtAMessageThatWentElsewhere_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("a message comes below it") << u"comes"_s;
        QTest::newRow("the view becomes narrow") << u"narrow"_s;
        QTest::newRow("the list is scrolled") << u"scrolled"_s;
        QTest::newRow("another room is shown") << u"room"_s;
    }

    void toolbarNeverStandsAtAMessageThatWentElsewhere()
    {
        QFETCH(const QString, what);
        m_desk->hover(m_desk->textPoint(27, 2));
        QVERIFY(toolbar()->isVisible());
        if (what == u"comes")
            m_desk->lines.say(u"Zoe"_s, u"Hello"_s);
        else if (what == u"narrow")
            m_desk->view.resize(300, 400);
        else if (what == u"scrolled")
            m_desk->view.verticalScrollBar()->setValue(0);
        else
            m_desk->view.setLines(nullptr, {});
        const int row = m_desk->view.hoveredRow();
        QVERIFY(row < 0 ? !toolbar()->isVisible() : toolbar()->geometry().intersects(m_desk->view.rowRect(row)));
    }

    void arrowsWalkFromMessageToMessage()
    {
        m_desk->focus();
        QCOMPARE(m_desk->view.chosenRow(), -1);
        QTest::keyClick(&m_desk->view, Qt::Key_Up);
        QCOMPARE(m_desk->view.chosenRow(), 29);
        for (int i = 0; i < 20; ++i)
            QTest::keyClick(&m_desk->view, Qt::Key_Up);
        QCOMPARE(m_desk->view.chosenRow(), 9);
        QVERIFY(m_desk->view.viewport()->rect().contains(m_desk->view.rowRect(9)));
        QCOMPARE(m_desk->view.accessibleDescription(), m_desk->view.rowDescription(9));
        QTest::keyClick(&m_desk->view, Qt::Key_Down);
        QCOMPARE(m_desk->view.chosenRow(), 10);
        QTest::keyClick(&m_desk->view, Qt::Key_Escape);
        QCOMPARE(m_desk->view.chosenRow(), -1);
    }

    void arrowsPassWhatIsFoldedAway()
    {
        for (const QString& name : {u"Carl"_s, u"Dora"_s, u"Emil"_s})
            m_desk->lines.say(name, {}, LineKind::Join);
        m_desk->lines.say(u"Ann"_s, u"Welcome"_s);
        m_desk->focus();
        QList<int> walked;
        for (int i = 0; i < 3; ++i) {
            QTest::keyClick(&m_desk->view, Qt::Key_Up);
            walked += m_desk->view.chosenRow();
        }
        QCOMPARE(walked, (QList<int>{33, 30, 29}));
    }

    void longMessageIsScrolledThroughFirst()
    {
        m_desk->lines.say(u"Zoe"_s, u"line\n"_s.repeated(24));
        m_desk->lines.say(u"Ann"_s, u"After it"_s);
        m_desk->view.resize(600, 200);
        m_desk->focus();
        QTest::keyClick(&m_desk->view, Qt::Key_Up);
        QTest::keyClick(&m_desk->view, Qt::Key_Up);
        QCOMPARE(m_desk->view.chosenRow(), 30);
        int steps = 0;
        for (; steps < 50 && m_desk->view.chosenRow() == 30; ++steps)
            QTest::keyClick(&m_desk->view, Qt::Key_Up);
        QVERIFY2(steps > 2, qPrintable(QString::number(steps)));
        QCOMPARE(m_desk->view.chosenRow(), 29);
    }

    void menuOfTheChosenMessageIsForTheKeyboard()
    {
        m_desk->focus();
        QTest::keyClick(&m_desk->view, Qt::Key_Up);
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), m_desk->view.mapToGlobal(QPoint()));
        QApplication::sendEvent(m_desk->view.viewport(), &event);
        auto* menu = m_desk->view.findChild<QMenu*>(u"messageMenu"_s);
        QVERIFY(menu);
        QStringList texts;
        for (const QAction* action : menu->actions())
            texts += action->text();
        for (const QString& expected : {u"Reply"_s, u"React\u2026"_s, u"Copy message"_s, u"Delete"_s})
            QVERIFY2(texts.contains(expected), qPrintable(expected));
        QSignalSpy replied(&m_desk->view, &MessageView::replyAsked);
        menu->actions().first()->trigger();
        QCOMPARE(replied.count(), 1);
        QCOMPARE(replied.first().first().value<LineId>(), m_desk->lines.model.line(29).id);
        menu->close();
    }

    void copyTakesTheChosenMessage()
    {
        m_desk->focus();
        QTest::keyClick(&m_desk->view, Qt::Key_Up);
        QTest::keySequence(&m_desk->view, QKeySequence::Copy);
        QCOMPARE(QApplication::clipboard()->text(), u"Message 29"_s);
    }

    void namesAreThosePeopleChose()
    {
        m_desk->view.setNameCards([](const QString& nickname, const QString& account) {
            const QString shown = nickname == u"Ann" ? u"Ann \u202eSmith\n of Accounts"_s : QString();
            return clientgui::NameCard{.displayName = shown, .account = account.isEmpty() ? u"ann.s"_s : account};
        });
        m_desk->lines.model.append(m_desk->lines.identified(u"Ann"_s, u"Here I am"_s));
        const RowLayout& row = m_desk->layout(30);
        QCOMPARE(row.authorText, u"Ann Smith of Accounts"_s);
        QCOMPARE(m_desk->view.tipAt(m_desk->partPoint(30, row.author)), u"Ann Smith of Accounts · Name here: Ann · Account: ann.s"_s);
        QCOMPARE(m_desk->view.rowDescription(30), u"[12:30] Ann Smith of Accounts: Here I am"_s);
        QCOMPARE(m_desk->layout(29).authorText, u"Bob"_s);
        QSignalSpy person(&m_desk->view, &MessageView::personActivated);
        m_desk->click(m_desk->partPoint(30, row.author));
        QCOMPARE(person.first().first().toString(), u"Ann"_s); // they are reached by their nickname
    }

    void programsAreMarked()
    {
        ChatLine bot = m_desk->lines.identified(u"builder"_s, u"The build is green"_s);
        bot.isBot = true;
        bot.kind = LineKind::Notice;
        m_desk->lines.model.append(bot);
        const RowLayout& row = m_desk->layout(30);
        QCOMPARE(row.tagText, u"bot"_s);
        QVERIFY(row.tag.left() > row.author.right() && row.time.left() > row.tag.right());
    }

private:
    QWidget* toolbar() { return m_desk->view.findChild<QWidget*>(u"messageToolbar"_s); }
    QToolButton* button(const QString& name) { return toolbar()->findChild<QToolButton*>(name); }

    std::unique_ptr<MessageDesk> m_desk;
};

QTEST_MAIN(MessageChoiceTest)
#include "tst_messagechoice.moc"
