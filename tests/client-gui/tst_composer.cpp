// The composer by its keys: what was sent before, completion, the help of commands, and drafts.
#include "client-gui/composer/completion.h"
#include "client-gui/composer/completionpopup.h"
#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::clientgui;

class ComposerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_window->resize(600, 400);
        m_composer = new Composer(*m_theme, m_window.get());
        m_other = new QLineEdit(m_window.get());
        auto* column = new QVBoxLayout(m_window.get());
        column->addStretch();
        column->addWidget(m_composer);
        column->addWidget(m_other);
        m_composer->setCandidates(
            [] {
                return QStringList{u"Ann"_s, u"Anna"_s, u"Bob"_s, u"Zo\u00eb"_s};
            },
            [] {
                return QStringList{u"#lobby"_s, u"#lunch"_s};
            });
        m_composer->setConversation(u"#lobby"_s, u"Message #lobby"_s);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_composer->setFocus();
        QVERIFY(edit().hasFocus());
        m_sent = std::make_unique<QSignalSpy>(m_composer, &Composer::submitted);
    }
    void cleanup()
    {
        m_sent.reset();
        m_window.reset();
    }

    void enterSendsAndShiftEnterBreaksTheLine()
    {
        type(u"one"_s);
        key(Qt::Key_Return, Qt::ShiftModifier);
        type(u"two"_s);
        QCOMPARE(m_sent->count(), 0);
        key(Qt::Key_Return);
        QCOMPARE(sent(), u"one\ntwo"_s);
        QCOMPARE(m_composer->text(), QString());
    }

    void nothingAndSpacesAreNotSent()
    {
        auto* button = m_composer->findChild<QToolButton*>(u"sendButton"_s);
        QVERIFY(!button->isEnabled());
        key(Qt::Key_Return);
        type(u"   "_s);
        QVERIFY(!button->isEnabled());
        key(Qt::Key_Return);
        QCOMPARE(m_sent->count(), 0);
        type(u"x"_s);
        QVERIFY(button->isEnabled());
        button->click();
        QCOMPARE(m_sent->count(), 1);
    }

    void growsWithItsLinesUpToEight()
    {
        int height = edit().height();
        const int one = height;
        for (int line = 2; line <= MessageEdit::kMostLinesSeen; ++line) {
            key(Qt::Key_Return, Qt::ShiftModifier);
            QVERIFY(edit().height() > height);
            height = edit().height();
        }
        key(Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(edit().height(), height);
        m_composer->setText({});
        QCOMPARE(edit().height(), one);
    }

    void upAndDownWalkThroughWhatWasSent()
    {
        for (const QString& text : {u"first"_s, u"second"_s, u"second"_s, u"third\nof two lines"_s})
            send(text);
        type(u"being written"_s);
        key(Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"third\nof two lines"_s);
        key(Qt::Key_Up); // within the text first
        QCOMPARE(m_composer->text(), u"third\nof two lines"_s);
        key(Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"second"_s);
        key(Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"first"_s); // the same twice counts once
        key(Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"first"_s);
        for (int i = 0; i < 3; ++i)
            key(Qt::Key_Down);
        QCOMPARE(m_composer->text(), u"being written"_s);
        key(Qt::Key_Down);
        QCOMPARE(m_composer->text(), u"being written"_s);
    }

    void eachConversationHasItsDraftAndItsHistory()
    {
        send(u"said in the lobby"_s);
        type(u"half a sen"_s);
        m_composer->setConversation(u"Ann"_s, u"Message Ann"_s);
        QCOMPARE(m_composer->text(), QString());
        QCOMPARE(edit().placeholderText(), u"Message Ann"_s);
        key(Qt::Key_Up);
        QCOMPARE(m_composer->text(), QString());
        m_composer->setConversation(u"#lobby"_s, {});
        QCOMPARE(m_composer->text(), u"half a sen"_s);
        key(Qt::Key_Up);
        QCOMPARE(m_composer->text(), u"said in the lobby"_s);
    }

    void tabCompletes_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<int>("tabs");
        QTest::addColumn<QString>("text");
        const auto row = [](const char* name, const QString& typed, int tabs, const QString& text) {
            QTest::newRow(name) << typed << tabs << text;
        };
        row("a name first", u"bo"_s, 1, u"Bob: "_s);
        row("a name within", u"ask bo"_s, 1, u"ask Bob "_s);
        row("the first of two", u"an"_s, 1, u"Ann: "_s);
        row("the second of two", u"an"_s, 2, u"Anna: "_s);
        row("round again", u"an"_s, 3, u"Ann: "_s);
        row("with an at sign", u"thank you @bo"_s, 1, u"thank you Bob "_s);
        row("letters with accents", u"zo"_s, 1, u"Zo\u00eb: "_s);
        row("a room", u"see #lu"_s, 1, u"see #lunch "_s);
        row("a command", u"/top"_s, 1, u"/topic "_s);
        row("a command's argument", u"/msg bo"_s, 1, u"/msg Bob "_s);
        row("nothing fits", u"xyz"_s, 1, u"xyz"_s);
    }
    void tabCompletes()
    {
        QFETCH(const QString, typed);
        QFETCH(const int, tabs);
        type(typed);
        for (int i = 0; i < tabs; ++i)
            key(Qt::Key_Tab);
        QTEST(m_composer->text(), "text");
        QVERIFY(edit().hasFocus());
    }

    void backtabGoesBack()
    {
        type(u"an"_s);
        key(Qt::Key_Tab);
        key(Qt::Key_Tab);
        QCOMPARE(m_composer->text(), u"Anna: "_s);
        key(Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(m_composer->text(), u"Ann: "_s);
    }

    void emptyTabMovesTheFocus()
    {
        key(Qt::Key_Tab);
        QVERIFY(!edit().hasFocus());
        QCOMPARE(m_composer->text(), QString());
    }

    void slashListsTheCommandsWithTheirHelp()
    {
        QVERIFY(!popup());
        type(u"/"_s);
        QVERIFY(popup() && popup()->isVisible());
        const int all = popup()->count();
        QVERIFY(all > 20);
        type(u"to"_s);
        QCOMPARE(popup()->count(), 1);
        QVERIFY(m_window->rect().contains(popup()->geometry()));
        auto* list = popup()->findChild<QListWidget*>(u"completionList"_s);
        const QString shown = list->item(0)->data(Qt::AccessibleTextRole).toString() + list->item(0)->text();
        QVERIFY2(shown.contains(u"/topic [TEXT]"_s), qPrintable(shown));
        key(Qt::Key_Return);
        QCOMPARE(m_composer->text(), u"/topic "_s);
        QCOMPARE(m_sent->count(), 0);
        QVERIFY(!popup()->isVisible());
    }

    void popupIsWalkedWithTheArrowsAndLeftByEscape()
    {
        type(u"@an"_s);
        QVERIFY(popup() && popup()->isVisible());
        QCOMPARE(popup()->count(), 2);
        QCOMPARE(popup()->current(), u"Ann: "_s);
        key(Qt::Key_Down);
        QCOMPARE(popup()->current(), u"Anna: "_s);
        key(Qt::Key_Down);
        QCOMPARE(popup()->current(), u"Ann: "_s);
        key(Qt::Key_Up);
        key(Qt::Key_Return);
        QCOMPARE(m_composer->text(), u"Anna: "_s);
        m_composer->setText({});
        type(u"@an"_s);
        QSignalSpy escaped(m_composer, &Composer::escapePressed);
        key(Qt::Key_Escape);
        QVERIFY(!popup()->isVisible());
        QCOMPARE(escaped.count(), 0);
        QCOMPARE(m_composer->text(), u"@an"_s);
        key(Qt::Key_Escape);
        QCOMPARE(escaped.count(), 1);
    }

    void wholeCommandIsSentAtOnce()
    {
        type(u"/away"_s);
        QVERIFY(popup() && popup()->isVisible());
        key(Qt::Key_Return);
        QCOMPARE(sent(), u"/away"_s);
    }

    void emojiIsPutIn()
    {
        type(u"good :tad"_s);
        QVERIFY(popup() && popup()->isVisible());
        key(Qt::Key_Return);
        QCOMPARE(m_composer->text(), u"good \U0001F389 "_s);
    }

    void wrongCommandStaysWithTheReason_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("problem"); // a part; empty: it is sent
        QTest::newRow("no such command") << u"/frobnicate now"_s << u"no command /frobnicate"_s;
        QTest::newRow("too few words") << u"/msg Ann"_s << u"/msg NAME TEXT"_s;
        QTest::newRow("a slash alone") << u"/"_s << u"two slashes"_s;
        QTest::newRow("a slash and a space") << u"/ topic"_s << u"two slashes"_s;
        QTest::newRow("two slashes say one") << u"//etc/passwd"_s << QString();
        QTest::newRow("enough words") << u"/msg Ann hello"_s << QString();
    }
    void wrongCommandStaysWithTheReason()
    {
        QFETCH(const QString, typed);
        QFETCH(const QString, problem);
        m_composer->setText(typed);
        m_composer->submit();
        QCOMPARE(m_sent->count(), problem.isEmpty() ? 1 : 0);
        QCOMPARE(m_composer->text(), problem.isEmpty() ? QString() : typed);
        QVERIFY2(m_composer->problem().contains(problem), qPrintable(m_composer->problem()));
        auto* label = m_composer->findChild<QLabel*>(u"composerProblem"_s);
        QCOMPARE(label->isVisible(), !problem.isEmpty());
        QCOMPARE(label->textFormat(), Qt::PlainText);
        type(u"x"_s); // goes with the next letter
        QVERIFY(!label->isVisible());
    }

    void pastedMarkupIsPlainText()
    {
        auto* data = new QMimeData;
        data->setHtml(u"<b>bold</b>"_s);
        data->setText(u"<b>bold</b>\nand more"_s);
        QApplication::clipboard()->setMimeData(data);
        edit().paste();
        QCOMPARE(m_composer->text(), u"<b>bold</b>\nand more"_s);
        key(Qt::Key_Return);
        QCOMPARE(m_sent->count(), 1);
    }

    void nameIsPutWhereTheCaretIs()
    {
        m_composer->mention(u"Ann"_s);
        QCOMPARE(m_composer->text(), u"Ann: "_s);
        m_composer->setText(u"thanks, "_s);
        m_composer->mention(u"Bob"_s);
        QCOMPARE(m_composer->text(), u"thanks, Bob "_s);
    }

private:
    MessageEdit& edit() { return m_composer->edit(); }
    CompletionPopup* popup() { return m_window->findChild<CompletionPopup*>(); }
    void type(const QString& text) { QTest::keyClicks(&edit(), text); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(&edit(), key, modifiers); }
    void send(const QString& text)
    {
        m_composer->setText(text);
        m_composer->submit();
    }
    QString sent() { return m_sent->isEmpty() ? QString() : m_sent->last().first().toString(); }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<QWidget> m_window;
    Composer* m_composer = nullptr;
    QLineEdit* m_other = nullptr;
    std::unique_ptr<QSignalSpy> m_sent;
};

QTEST_MAIN(ComposerTest)
#include "tst_composer.moc"
