// Choosing an emoji: the table, finding by words, the picker by keys and mouse, and where the choice goes.
#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/desk.h"
#include "client-gui/emoji/emojipicker.h"
#include "client-gui/emoji/emojitable.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/conversationpane.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <set>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::clientgui;
using tests::DemoServer;
using tests::Desk;

class EmojiTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<Settings>(m_folder->path());
        m_window = std::make_unique<QWidget>();
        m_window->show();
        m_picker = new EmojiPicker(*m_theme, *m_settings, m_window.get());
        m_chosen = std::make_unique<QSignalSpy>(m_picker, &EmojiPicker::chosen);
        m_picker->openAt(QRect(200, 500, 30, 30));
        QVERIFY(m_picker->isVisible());
    }
    void cleanup()
    {
        m_chosen.reset();
        m_window.reset();
    }

    void tableIsWhole()
    {
        QVERIFY(allEmoji().size() > 1'500);
        QCOMPARE(emojiGroups().size(), 9);
        std::set<QString> texts;
        for (const Emoji& emoji : allEmoji()) {
            QVERIFY2(!emoji.text.isEmpty() && !emoji.name.isEmpty(), qPrintable(emoji.name));
            QVERIFY2(texts.insert(emoji.text).second, qPrintable(emoji.name));
        }
    }

    void words_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("first"); // empty: nothing is found
        QTest::newRow("a short name") << u"tada"_s << u"\U0001F389"_s;
        QTest::newRow("the beginning of one") << u"thumbsu"_s << u"\U0001F44D"_s;
        QTest::newRow("a name of several words") << u"face with tears"_s << u"\U0001F602"_s;
        QTest::newRow("with underscores") << u"face_with_tears"_s << u"\U0001F602"_s;
        QTest::newRow("capitals") << u"ROCKET"_s << u"\U0001F680"_s;
        QTest::newRow("a keyword alone") << u"dynamite"_s << u"\U0001F9E8"_s;
        QTest::newRow("nothing") << u"xyzzy"_s << QString();
    }
    void words()
    {
        QFETCH(const QString, typed);
        QFETCH(const QString, first);
        const std::vector<const Emoji*> found = findEmoji(typed, 8);
        QCOMPARE(found.empty() ? QString() : found.front()->text, first);
        QVERIFY(found.size() <= 8);
    }

    void isFoundWithAndWithoutTheColourSign()
    {
        QVERIFY(emojiByText(u"\u2764\uFE0F"_s));
        QCOMPARE(emojiByText(u"\u2764"_s), emojiByText(u"\u2764\uFE0F"_s));
        QVERIFY(!emojiByText(u"a"_s));
    }

    void isChosenByKeys()
    {
        QVERIFY(m_picker->edit().hasFocus());
        QCOMPARE(m_picker->current(), u"\U0001F44D"_s);
        key(Qt::Key_Right);
        QCOMPARE(m_picker->current(), u"\u2764\uFE0F"_s);
        key(Qt::Key_Left);
        key(Qt::Key_Left); // no further
        QCOMPARE(m_picker->current(), u"\U0001F44D"_s);
        key(Qt::Key_Down);
        const QString below = m_picker->current();
        QVERIFY(below != u"\U0001F44D"_s);
        key(Qt::Key_Return);
        QCOMPARE(m_chosen->count(), 1);
        QCOMPARE(m_chosen->first().first().toString(), below);
        QVERIFY(!m_picker->isVisible());
    }

    void isSearched()
    {
        QTest::keyClicks(&m_picker->edit(), u"rocket"_s);
        QCOMPARE(m_picker->current(), u"\U0001F680"_s);
        QVERIFY(m_picker->findChild<QLabel*>(u"emojiName"_s)->text().contains(u"rocket"_s));
        key(Qt::Key_Return);
        QCOMPARE(m_chosen->first().first().toString(), u"\U0001F680"_s);
    }

    void nothingFoundIsSaidAndNotChosen()
    {
        QTest::keyClicks(&m_picker->edit(), u"xyzzy"_s);
        QVERIFY(!m_picker->list().isVisible());
        QVERIFY(m_picker->findChild<QWidget*>(u"emptyState"_s)->isVisible());
        key(Qt::Key_Return);
        QCOMPARE(m_chosen->count(), 0);
        QVERIFY(m_picker->isVisible());
    }

    void groupsAreLookedThrough()
    {
        auto* animals = m_picker->findChild<QToolButton*>(u"emojiGroup3"_s);
        QTest::mouseClick(animals, Qt::LeftButton);
        QVERIFY(animals->isChecked());
        QCOMPARE(emojiByText(m_picker->current())->group, 2);
        QVERIFY(m_picker->edit().hasFocus());
        key(Qt::Key_Tab, Qt::ControlModifier);
        QCOMPARE(emojiByText(m_picker->current())->group, 3);
        QTest::keyClicks(&m_picker->edit(), u"cat"_s);
        QVERIFY(!m_picker->findChild<QToolButton*>(u"emojiGroup4"_s)->isChecked());
        m_picker->edit().clear();
        QVERIFY(m_picker->findChild<QToolButton*>(u"emojiGroup4"_s)->isChecked());
    }

    void mouseChoosesAndEscapeCloses()
    {
        const QModelIndex third = m_picker->list().model()->index(2, 0);
        QTest::mouseClick(m_picker->list().viewport(), Qt::LeftButton, {}, m_picker->list().visualRect(third).center());
        QCOMPARE(m_chosen->count(), 1);
        QVERIFY(!m_picker->isVisible());
        m_picker->openAt(QRect(200, 500, 30, 30));
        key(Qt::Key_Escape);
        QVERIFY(!m_picker->isVisible());
        QCOMPARE(m_chosen->count(), 1);
    }

    void usedLatelyComesFirstAndIsRemembered()
    {
        QTest::keyClicks(&m_picker->edit(), u"rocket"_s);
        key(Qt::Key_Return);
        m_picker->openAt(QRect(200, 500, 30, 30));
        QCOMPARE(m_picker->current(), u"\U0001F680"_s);
        for (int i = 0; i < 2 * Settings::kMostEmoji; ++i)
            m_settings->noteEmoji(allEmoji()[static_cast<std::size_t>(i)].text);
        QCOMPARE(Settings(m_folder->path()).recentEmoji().size(), Settings::kMostEmoji);
    }

    void goesIntoTheMessageOrUnderIt()
    {
        DemoServer server;
        server.people = {"@Bob"};
        Desk desk(*m_theme);
        QVERIFY(desk.join(u"Ann"_s, server.address()));
        QVERIFY(desk.look());
        Composer& composer = desk.main().pane().composer();
        composer.setFocus();
        QTest::keyClicks(&composer.edit(), u"well done "_s);
        QTest::keyClick(&composer.edit(), Qt::Key_Period, Qt::ControlModifier);
        auto* picker = desk.main().findChild<EmojiPicker*>();
        QVERIFY(picker && picker->isVisible());
        QTest::keyClicks(&picker->edit(), u"tada"_s);
        QTest::keyClick(&picker->edit(), Qt::Key_Return);
        QCOMPARE(composer.text(), u"well done \U0001F389"_s);

        server.saySomething("Bob", "#lobby", "It works", QDateTime::currentDateTimeUtc());
        QTRY_COMPARE(desk.last(u"#lobby"_s).text, u"It works"_s);
        Q_EMIT desk.main().pane().messages().reactionPickerAsked(desk.last(u"#lobby"_s).id, QPoint(100, 100));
        QVERIFY(picker->isVisible());
        QTest::keyClick(&picker->edit(), Qt::Key_Return); // used last
        QTRY_VERIFY(server.got("+draft/react=\U0001F389"));
        QCOMPARE(composer.text(), u"well done \U0001F389"_s);
    }

private:
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(&m_picker->edit(), key, modifiers); }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<QWidget> m_window;
    EmojiPicker* m_picker = nullptr;
    std::unique_ptr<QSignalSpy> m_chosen;
};

QTEST_MAIN(EmojiTest)
#include "tst_emoji.moc"
