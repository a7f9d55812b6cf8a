// Deleting a message: the time to take it back, and the trace it leaves.
#include "client-gui/messagedesk.h"

#include <QMenu>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;
using clientgui::RowNote;

class MessageDeletionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MessageDesk>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desk->view));
        m_desk->view.setNameCards([](const QString& nickname, const QString&) { return clientgui::NameCard{.isSelf = nickname == u"Me"}; });
        m_desk->lines.model.append(m_desk->lines.identified(u"Ann"_s, u"Hello"_s));
        m_desk->lines.model.append(m_desk->lines.own(u"Too much said"_s));
        m_desk->allowAll();
        m_desk->showLines();
    }
    void cleanup() { m_desk.reset(); }

    void deletedOnesLeaveATrace_data()
    {
        QTest::addColumn<QString>("by");
        QTest::addColumn<QString>("reason");
        QTest::addColumn<int>("row");
        QTest::addColumn<QString>("trace");
        QTest::newRow("somebody else is named") << u"Bob"_s << QString() << 0 << u"Deleted by Bob"_s;
        QTest::newRow("the author too") << u"Ann"_s << QString() << 0 << u"Deleted by Ann"_s;
        QTest::newRow("we are not") << u"Me"_s << QString() << 1 << u"You deleted this message"_s;
        QTest::newRow("nor where it was another's") << u"Me"_s << QString() << 0 << u"You deleted this message"_s;
        QTest::newRow("the reason is told") << u"Bob"_s << u"not here\nplease"_s << 0 << u"Deleted by Bob (not here please)"_s;
        QTest::newRow("nobody knows who did it") << QString() << QString() << 0 << u"This message was deleted"_s;
    }

    void deletedOnesLeaveATrace()
    {
        QFETCH(const QString, by);
        QFETCH(const QString, reason);
        QFETCH(const int, row);
        QFETCH(const QString, trace);
        remove(row, by, reason);
        QCOMPARE(m_desk->layout(row).text, trace);
        QVERIFY(!m_desk->layout(row).tombstone.isNull());
        QVERIFY(m_desk->layout(row).tombstone.right() < m_desk->layout(row).blocks.front().position.x());
    }

    void nothingElseIsLeftOfIt()
    {
        m_desk->lines.change(0, [](ChatLine& line) {
            line.reactions = {{u"👍"_s, {u"Bob"_s}, false}};
            line.replyTo = u"m9"_s;
            line.isMention = true;
        });
        QVERIFY(!m_desk->layout(0).chips.empty());
        remove(0, u"Ann"_s, {});
        QVERIFY(m_desk->layout(0).chips.empty());
        QVERIFY(m_desk->layout(0).quote.box.isNull());
        QCOMPARE(m_desk->view.rowDescription(0), u"[12:00] Ann: Deleted by Ann"_s);
    }

    void deletingWaitsForTheTimeToUndoIt()
    {
        m_desk->view.setUndoTime(std::chrono::milliseconds(60));
        QSignalSpy asked(&m_desk->view, &MessageView::deletionAsked);
        choose(1);
        QTest::keyClick(&m_desk->view, Qt::Key_Delete);
        QCOMPARE(note(1).kind, RowNote::Kind::Leaving);
        QCOMPARE(note(1).action, u"Undo"_s);
        QVERIFY(m_desk->view.rowDescription(1).contains(u"is being deleted"_s));
        QCOMPARE(asked.count(), 0);
        QTRY_COMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().value<LineId>(), m_desk->lines.model.line(1).id);
        QCOMPARE(note(1).kind, RowNote::Kind::Leaving); // until the server answers
        QVERIFY(note(1).action.isEmpty());
        remove(1, u"Me"_s, {});
        QCOMPARE(note(1).kind, RowNote::Kind::None);
    }

    void itCanBeTakenBack_data()
    {
        QTest::addColumn<QString>("way");
        QTest::newRow("by a click on Undo") << u"click"_s;
        QTest::newRow("by Enter, at once") << u"enter"_s;
        QTest::newRow("by the keys that undo") << u"undo"_s;
    }

    void itCanBeTakenBack()
    {
        QFETCH(const QString, way);
        m_desk->view.setUndoTime(std::chrono::milliseconds(100));
        QSignalSpy asked(&m_desk->view, &MessageView::deletionAsked);
        choose(1);
        QTest::keyClick(&m_desk->view, Qt::Key_Delete);
        if (way == u"click")
            m_desk->click(m_desk->partPoint(1, note(1).actionBox));
        else if (way == u"enter")
            QTest::keyClick(&m_desk->view, Qt::Key_Return);
        else
            QTest::keySequence(&m_desk->view, QKeySequence::Undo);
        QCOMPARE(note(1).kind, RowNote::Kind::None);
        QVERIFY(!asked.wait(200));
        QTest::keyClick(&m_desk->view, Qt::Key_Up);
    }

    void leavingDeletesAtOnce_data()
    {
        QTest::addColumn<QString>("way");
        QTest::newRow("the window is closed") << u"hide"_s;
        QTest::newRow("another room is shown") << u"lines"_s;
        QTest::newRow("it is said") << u"commit"_s;
    }

    void leavingDeletesAtOnce()
    {
        QFETCH(const QString, way);
        QSignalSpy asked(&m_desk->view, &MessageView::deletionAsked);
        choose(1);
        QTest::keyClick(&m_desk->view, Qt::Key_Delete);
        QCOMPARE(asked.count(), 0);
        if (way == u"hide")
            m_desk->view.hide();
        else if (way == u"lines")
            m_desk->view.setLines(nullptr, {});
        else
            m_desk->view.commitDeletions();
        QCOMPARE(asked.count(), 1);
        m_desk->view.commitDeletions();
        QCOMPARE(asked.count(), 1);
    }

    void onlyWhatMayBeDeletedIs()
    {
        m_desk->view.setAbilities({.canDelete = [this](LineId line) { return line == m_desk->lines.model.line(1).id; }});
        choose(0);
        QTest::keyClick(&m_desk->view, Qt::Key_Delete);
        QCOMPARE(note(0).kind, RowNote::Kind::None);
        QVERIFY(!menuTexts(0).contains(u"Delete"_s));
        QVERIFY(menuTexts(1).contains(u"Delete"_s));
    }

    void menuDeletesToo()
    {
        QVERIFY(menuTexts(1).contains(u"Delete"_s));
        QMenu* menu = openMenu(1);
        for (QAction* action : menu->actions()) {
            if (action->text() == u"Delete")
                action->trigger();
        }
        menu->close();
        QCOMPARE(note(1).kind, RowNote::Kind::Leaving);
    }

    void whoIsNotThereYetIsSaidOnce()
    {
        m_desk->lines.change(1, [](ChatLine& line) { line.isUnseen = true; });
        QCOMPARE(note(1).kind, RowNote::Kind::Unseen);
        QCOMPARE(note(1).text, u"Sent, but nobody there yet"_s);
        QVERIFY(m_desk->view.rowDescription(1).contains(u"sent, but nobody there yet"_s));
        ChatLine next = m_desk->lines.own(u"And this"_s);
        next.isUnseen = true;
        m_desk->lines.model.append(next);
        QCOMPARE(note(1).kind, RowNote::Kind::None);
        QCOMPARE(note(2).kind, RowNote::Kind::Unseen);
        m_desk->lines.change(2, [](ChatLine& line) { line.isUnseen = false; });
        QCOMPARE(note(1).kind, RowNote::Kind::Unseen);
        QCOMPARE(note(2).kind, RowNote::Kind::None);
    }

private:
    RowNote note(int row) { return m_desk->layout(row).note; }
    void remove(int row, const QString& by, const QString& reason)
    {
        m_desk->lines.change(row, [&](ChatLine& line) {
            line.isDeleted = true;
            line.text.clear();
            line.deletedBy = by;
            line.detail = reason;
        });
    }
    void choose(int row)
    {
        m_desk->focus();
        for (int i = 0; i < 5 && m_desk->view.chosenRow() != row; ++i)
            QTest::keyClick(&m_desk->view, Qt::Key_Up);
        QCOMPARE(m_desk->view.chosenRow(), row);
    }
    QMenu* openMenu(int row)
    {
        const QPoint at = m_desk->textPoint(row, 1);
        QContextMenuEvent event(QContextMenuEvent::Mouse, at, m_desk->view.viewport()->mapToGlobal(at));
        QApplication::sendEvent(m_desk->view.viewport(), &event);
        return m_desk->view.findChild<QMenu*>(u"messageMenu"_s);
    }
    QStringList menuTexts(int row)
    {
        QMenu* menu = openMenu(row);
        QStringList texts;
        for (const QAction* action : menu->actions())
            texts += action->text();
        delete menu;
        return texts;
    }

    std::unique_ptr<MessageDesk> m_desk;
};

QTEST_MAIN(MessageDeletionTest)
#include "tst_messagedeletion.moc"
