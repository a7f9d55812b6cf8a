// Reactions below a message: what a chip says, and what pressing it does.
#include "client-gui/messagedesk.h"

#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::tests;
using client::Reaction;
using clientgui::Chip;

class MessageReactionsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_desk = std::make_unique<MessageDesk>();
        QVERIFY(QTest::qWaitForWindowExposed(&m_desk->view));
        m_desk->view.setNameCards([](const QString& nickname, const QString&) {
            return clientgui::NameCard{.displayName = nickname == u"bob42" ? u"Bob"_s : QString(), .isSelf = nickname == u"Me"};
        });
    }
    void cleanup() { m_desk.reset(); }

    void tipNamesThePeople_data()
    {
        QTest::addColumn<QStringList>("people");
        QTest::addColumn<QString>("tip");
        QTest::newRow("one person is named") << QStringList{u"Ann"_s} << u"Ann"_s;
        QTest::newRow("two are joined by and") << QStringList{u"Ann"_s, u"Carl"_s} << u"Ann and Carl"_s;
        QTest::newRow("of many the rest is counted")
            << QStringList{u"Ann"_s, u"Carl"_s, u"Dora"_s, u"Emil"_s, u"Fay"_s} << u"Ann, Carl and 3 others"_s;
        QTest::newRow("we come first") << QStringList{u"Ann"_s, u"Me"_s} << u"You and Ann"_s;
        QTest::newRow("people are called as they wish") << QStringList{u"bob42"_s} << u"Bob"_s;
    }

    void tipNamesThePeople()
    {
        QFETCH(const QStringList, people);
        QFETCH(const QString, tip);
        react({{u"👍"_s, people, people.contains(u"Me"_s)}});
        const Chip chip = m_desk->layout(0).chips.at(0);
        QCOMPARE(chip.count, QString::number(people.size()));
        QCOMPARE(m_desk->view.tipAt(m_desk->partPoint(0, chip.box)), tip);
        QCOMPARE(m_desk->view.rowDescription(0), u"[12:00] Ann: Hello (👍: %1)"_s.arg(tip));
    }

    void pressingAChipTogglesIt()
    {
        react({{u"👍"_s, {u"Ann"_s}, false}, {u"🎉"_s, {u"Me"_s}, true}});
        QSignalSpy toggled(&m_desk->view, &MessageView::reactionToggled);
        const QPoint second = m_desk->partPoint(0, m_desk->layout(0).chips.at(1).box);
        m_desk->click(second);
        QCOMPARE(toggled.count(), 0); // the server cannot do it
        m_desk->allowAll();
        m_desk->click(second);
        QCOMPARE(toggled.count(), 1);
        QCOMPARE(toggled.first().at(0).value<LineId>(), m_desk->lines.model.line(0).id);
        QCOMPARE(toggled.first().at(1).toString(), u"🎉"_s);
    }

    void ownOnesLookDifferent()
    {
        react({{u"👍"_s, {u"Ann"_s}, false}});
        m_desk->paint();
        const QImage others = m_desk->view.viewport()->grab().toImage();
        m_desk->lines.change(0, [](ChatLine& line) { line.reactions.first().isOwn = true; });
        QVERIFY(m_desk->view.viewport()->grab().toImage() != others);
    }

    void chipsWrapWhereTheViewIsNarrow()
    {
        QList<Reaction> many;
        for (int i = 0; i < 20; ++i)
            many.append({QString(QChar(u'a' + i)).repeated(4), {u"Ann"_s}, false});
        react(many);
        const int wide = m_desk->layout(0).height;
        m_desk->view.resize(300, 400);
        m_desk->paint();
        const RowLayout& row = m_desk->layout(0);
        QVERIFY(row.height > wide);
        for (std::size_t i = 0; i < row.chips.size(); ++i) {
            QVERIFY(row.chips[i].box.right() < m_desk->view.viewport()->width());
            QVERIFY(row.chips[i].box.bottom() < row.height);
            QVERIFY(i == 0 || !row.chips[i].box.intersects(row.chips[i - 1].box));
        }
    }

    void whatOthersReactWithIsBounded()
    {
        QList<Reaction> many{{u"lots of\nwords "_s.repeated(50), {u"Mallory"_s}, false}};
        for (int i = 0; i < 200; ++i)
            many.append({QString::number(i), {u"Mallory"_s}, false});
        react(many);
        const RowLayout& row = m_desk->layout(0);
        QVERIFY(row.chips.size() <= clientgui::kMostChips + 2);
        QVERIFY(row.chips.front().box.width() < 200);
        QVERIFY(!row.chips.front().shown.contains(u'\n'));
        const auto rest = std::ranges::find(row.chips, Chip::Kind::Rest, &Chip::kind);
        QVERIFY(rest != row.chips.end());
        QCOMPARE(rest->count, u"+%1"_s.arg(201 - clientgui::kMostChips));
    }

    void plusAsksForThePicker()
    {
        react({{u"👍"_s, {u"Ann"_s}, false}});
        m_desk->allowAll();
        const Chip add = m_desk->layout(0).chips.back();
        QCOMPARE(add.kind, Chip::Kind::Add);
        QSignalSpy asked(&m_desk->view, &MessageView::reactionPickerAsked);
        m_desk->paint();
        const QImage before = m_desk->view.viewport()->grab().toImage();
        m_desk->hover(m_desk->partPoint(0, m_desk->layout(0).author));
        QVERIFY(m_desk->view.viewport()->grab().toImage() != before);
        m_desk->click(m_desk->partPoint(0, add.box));
        QCOMPARE(asked.count(), 1);
        const QPoint corner = m_desk->view.viewport()->mapToGlobal(m_desk->view.rowRect(0).topLeft() + add.box.bottomLeft());
        QCOMPARE(asked.first().at(1).toPoint(), corner);
    }

    void keyboardReachesTheChipsOfTheChosenMessage()
    {
        react({{u"👍"_s, {u"Ann"_s}, false}, {u"🎉"_s, {u"Me"_s}, true}});
        m_desk->allowAll();
        m_desk->focus();
        QTest::keyClick(&m_desk->view, Qt::Key_Up);
        QCOMPARE(m_desk->view.chosenRow(), 0);
        QTest::keyClick(&m_desk->view, Qt::Key_Tab);
        QCOMPARE(m_desk->view.focusedAction(), u"👍: Ann"_s);
        QTest::keyClick(&m_desk->view, Qt::Key_Tab);
        QCOMPARE(m_desk->view.focusedAction(), u"🎉: You"_s);
        QSignalSpy toggled(&m_desk->view, &MessageView::reactionToggled);
        QTest::keyClick(&m_desk->view, Qt::Key_Return);
        QTest::keyClick(&m_desk->view, Qt::Key_Space);
        QCOMPARE(toggled.count(), 2);
        QCOMPARE(toggled.last().at(1).toString(), u"🎉"_s);
    }

    void whatIsReadStaysWhereItIsWhenReactionsCome()
    {
        m_desk->lines.sayMany(300);
        m_desk->showLines();
        m_desk->view.showRow(150);
        const auto before = m_desk->seen();
        m_desk->lines.change(149, [](ChatLine& line) { line.reactions = {{u"👍"_s, {u"Ann"_s}, false}}; });
        const auto after = m_desk->seen();
        const auto middle = static_cast<quint64>(m_desk->lines.model.line(150).id.value);
        QVERIFY(!m_desk->layout(149).chips.empty());
        QCOMPARE(after.value(middle), before.value(middle));
    }

private:
    void react(const QList<Reaction>& reactions)
    {
        ChatLine line = m_desk->lines.identified(u"Ann"_s, u"Hello"_s);
        line.reactions = reactions;
        m_desk->lines.model.append(line);
        m_desk->showLines();
    }

    std::unique_ptr<MessageDesk> m_desk;
};

QTEST_MAIN(MessageReactionsTest)
#include "tst_messagereactions.moc"
