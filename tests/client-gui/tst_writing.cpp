// Writing: what is answered, code, how much fits, and what others see of it while it is written.
#include "client-gui/composer/codeblocks.h"
#include "client-gui/composer/composer.h"
#include "client-gui/composer/messageedit.h"
#include "client-gui/composer/messagesize.h"
#include "client-gui/desk.h"
#include "client-gui/messageview/messageview.h"
#include "client-gui/panels/conversationpane.h"
#include "client-gui/panels/typingline.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::clientgui;
using tests::DemoServer;
using tests::Desk;

class WritingTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme = std::make_unique<widgets::Theme>(*qApp, widgets::ThemeChoice::Light); }
    void cleanupTestCase() { m_theme.reset(); }
    void init()
    {
        m_server = std::make_unique<DemoServer>();
        m_server->people = {"@Bob", "Carl"};
        m_server->more = " draft/multiline=max-bytes=40000,max-lines=500";
        m_desk = std::make_unique<Desk>(*m_theme);
        QVERIFY(m_desk->join(u"Ann"_s, m_server->address()));
        QVERIFY(m_desk->look());
        m_desk->main().showConversation(m_desk->find(u"#lobby"_s));
        composer().setFocus();
    }
    void cleanup()
    {
        m_desk.reset();
        m_server.reset();
    }

    void answerStandsAboveTheFieldAndGoesWithTheMessage()
    {
        hear("Which of the two?");
        Q_EMIT m_desk->main().pane().messages().replyAsked(m_desk->last(u"#lobby"_s).id);
        QVERIFY(bar().isVisible());
        QCOMPARE(m_desk->part<QLabel>(u"replyAuthor"_s).text(), u"Replying to Bob"_s);
        QCOMPARE(m_desk->part<QLabel>(u"replyExcerpt"_s).text(), u"Which of the two?"_s);
        QVERIFY(edit().hasFocus());
        m_desk->type(u"The first"_s);
        QVERIFY(bar().isHidden());
        QTRY_VERIFY(m_server->got("PRIVMSG #lobby :The first"));
        QVERIFY(said("The first").contains("reply=demo1"));
        m_desk->type(u"Another"_s);
        QTRY_VERIFY(m_server->got("PRIVMSG #lobby Another") || m_server->got("PRIVMSG #lobby :Another"));
        QVERIFY(!said("Another").contains("reply="));
    }

    void answerIsGivenUp_data()
    {
        QTest::addColumn<bool>("isByKey");
        QTest::newRow("with Esc, and what is written stays") << true;
        QTest::newRow("with the cross") << false;
    }
    void answerIsGivenUp()
    {
        QFETCH(const bool, isByKey);
        hear("Which of the two?");
        Q_EMIT m_desk->main().pane().messages().replyAsked(m_desk->last(u"#lobby"_s).id);
        QTest::keyClicks(&edit(), u"half"_s);
        QSignalSpy escaped(&composer(), &Composer::escapePressed);
        if (isByKey)
            QTest::keyClick(&edit(), Qt::Key_Escape);
        else
            QTest::mouseClick(&m_desk->part<QToolButton>(u"replyCancel"_s), Qt::LeftButton);
        QVERIFY(bar().isHidden());
        QCOMPARE(composer().text(), u"half"_s);
        QCOMPARE(escaped.count(), 0);
        QTest::keyClick(&edit(), Qt::Key_Escape);
        QCOMPARE(escaped.count(), 1);
    }

    void answerWaitsWithTheDraftOfItsRoom()
    {
        hear("Which of the two?");
        Q_EMIT m_desk->main().pane().messages().replyAsked(m_desk->last(u"#lobby"_s).id);
        m_desk->main().showConversation(&m_desk->session().openDirect(u"Carl"_s));
        QVERIFY(bar().isHidden());
        m_desk->main().showConversation(m_desk->find(u"#lobby"_s));
        QVERIFY(bar().isVisible());
        composer().setText(u"/away"_s); // is no answer
        composer().submit();
        QVERIFY(bar().isVisible());
    }

    void codeIsFencedAndEnterStaysWithinIt()
    {
        QTest::keyClicks(&edit(), u"see "_s);
        QTest::keyClick(&edit(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(composer().text(), u"see \n```\n\n```"_s);
        QTest::keyClicks(&edit(), u"one"_s);
        QTest::keyClick(&edit(), Qt::Key_Return);
        QTest::keyClicks(&edit(), u"two"_s);
        QCOMPARE(composer().text(), u"see \n```\none\ntwo\n```"_s);
        QSignalSpy sent(&composer(), &Composer::submitted);
        QTest::keyClick(&edit(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(sent.count(), 1);
        QCOMPARE(sent[0][0].toString(), u"see \n```\none\ntwo\n```"_s);
    }

    void selectionBecomesCode()
    {
        composer().setText(u"run make all now"_s);
        QTextCursor cursor = edit().textCursor();
        cursor.setPosition(4);
        cursor.setPosition(12, QTextCursor::KeepAnchor);
        edit().setTextCursor(cursor);
        QTest::mouseClick(&m_desk->part<QToolButton>(u"codeButton"_s), Qt::LeftButton);
        QCOMPARE(composer().text(), u"run \n```\nmake all\n```\n now"_s);
        edit().undo();
        QCOMPARE(composer().text(), u"run make all now"_s);
    }

    void caretIsInCode_data()
    {
        QTest::addColumn<QString>("text"); // the caret at "|"
        QTest::addColumn<bool>("isCode");
        QTest::newRow("nothing") << u"|"_s << false;
        QTest::newRow("prose") << u"one\ntwo|"_s << false;
        QTest::newRow("behind the fence that begins") << u"```|"_s << true;
        QTest::newRow("behind one with a language") << u"so:\n```cpp|"_s << true;
        QTest::newRow("between the fences") << u"```\none|\n```"_s << true;
        QTest::newRow("no fence that closes") << u"```\none|"_s << true;
        QTest::newRow("behind the last fence") << u"```\none\n```|"_s << false;
        QTest::newRow("below it") << u"```\none\n```\nso|"_s << false;
        QTest::newRow("code within a line") << u"```one```|"_s << false;
    }
    void caretIsInCode()
    {
        QFETCH(QString, text);
        const qsizetype caret = text.indexOf(u'|');
        QTEST(isInCode(text.remove(u'|'), caret), "isCode");
    }

    void pastedLinesAreOneMessage()
    {
        QApplication::clipboard()->setText(u"one\n\n    two\nthree"_s);
        edit().paste();
        QTest::keyClick(&edit(), Qt::Key_Return);
        QTRY_VERIFY(m_server->got("draft/multiline #lobby"));
        QTRY_VERIFY(m_server->got("three"));
        const auto isBatch = [](const QByteArray& line) { return line.contains("BATCH +"); };
        QCOMPARE(std::ranges::count_if(m_server->lines, isBatch), 1);
        QVERIFY(m_server->got("    two"));
    }

    void sizeIsSaidNearTheLimits_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isMultiline");
        QTest::addColumn<QString>("said"); // a part; empty: nothing
        QTest::newRow("far from it") << QString(5'000, u'x') << true << QString();
        QTest::newRow("near in bytes") << QString(37'000, u'x') << true << u"37,000 of 40,000"_s;
        QTest::newRow("two bytes a letter count twice") << QString(18'500, u'\u00e9') << true << u"37,000 of 40,000"_s;
        QTest::newRow("near in lines") << u"x\n"_s.repeated(479) << true << u"480 of 500 lines"_s;
        QTest::newRow("over in bytes") << QString(40'001, u'x') << true << u"in parts"_s;
        QTest::newRow("over in lines") << u"x\n"_s.repeated(501) << true << u"in parts"_s;
        QTest::newRow("a server without long messages, few lines") << u"x\n\nx\nx"_s << false << QString();
        QTest::newRow("a server without long messages, many lines") << u"x\n"_s.repeated(9) << false << u"about 9 messages"_s;
    }
    void sizeIsSaidNearTheLimits()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, isMultiline);
        QFETCH(const QString, said);
        QLocale::setDefault(QLocale::c());
        QLocale english(QLocale::English, QLocale::UnitedStates);
        QLocale::setDefault(english);
        MessageLimits limits;
        limits.isMultiline = isMultiline;
        const QString hint = messageSize(text, limits).text;
        QCOMPARE(hint.isEmpty(), said.isEmpty());
        QVERIFY2(hint.contains(said), qPrintable(hint));
    }

    void sizeIsSeenBelowTheField()
    {
        auto& size = m_desk->part<QLabel>(u"composerSize"_s);
        QVERIFY(!size.isVisible());
        composer().setText(QString(39'000, u'x'));
        QVERIFY(size.isVisible());
        composer().setText({});
        QVERIFY(!size.isVisible());
    }

    void typingNamesPeople_data()
    {
        QTest::addColumn<QStringList>("names");
        QTest::addColumn<QString>("text");
        QTest::newRow("nobody") << QStringList() << QString();
        QTest::newRow("one") << QStringList{u"Ann"_s} << u"Ann is typing\u2026"_s;
        QTest::newRow("two") << QStringList{u"Ann"_s, u"Bob"_s} << u"Ann and Bob are typing\u2026"_s;
        QTest::newRow("three") << QStringList{u"Ann"_s, u"Bob"_s, u"Carl"_s} << u"Several people are typing\u2026"_s;
    }
    void typingNamesPeople()
    {
        QFETCH(const QStringList, names);
        QTEST(typingText(names), "text");
    }

    void typingIsShownWithoutAJump()
    {
        auto& text = m_desk->part<QLabel>(u"typingText"_s);
        const int height = m_desk->main().pane().messages().height();
        m_server->say("@+typing=active :Bob!user@192.0.2.7 TAGMSG #lobby");
        QTRY_COMPARE(text.text(), u"Bob is typing\u2026"_s);
        QCOMPARE(m_desk->main().pane().messages().height(), height);
        m_server->say("@+typing=done :Bob!user@192.0.2.7 TAGMSG #lobby");
        QTRY_COMPARE(text.text(), QString());
    }

    void othersSeeThatOneTypes()
    {
        QTest::keyClicks(&edit(), u"/to"_s); // not a command
        QTest::keyClick(&edit(), Qt::Key_Escape);
        composer().setText({});
        QVERIFY(!m_server->got("+typing"));
        QTest::keyClicks(&edit(), u"hel"_s);
        QTRY_VERIFY(m_server->got("+typing=active"));
        QVERIFY2(m_server->lines.last().contains("TAGMSG #lobby"), m_server->lines.last().constData());
    }

private:
    Composer& composer() { return m_desk->main().pane().composer(); }
    MessageEdit& edit() { return composer().edit(); }
    QWidget& bar() { return m_desk->part<QWidget>(u"replyBar"_s); }
    void hear(const QByteArray& text)
    {
        m_server->saySomething("Bob", "#lobby", text, QDateTime::currentDateTimeUtc());
        QTRY_COMPARE(m_desk->last(u"#lobby"_s).text, QString::fromUtf8(text));
    }
    QByteArray said(const QByteArray& part)
    {
        for (const QByteArray& line : m_server->lines) {
            if (line.contains("PRIVMSG") && line.contains(part))
                return line;
        }
        return {};
    }

    std::unique_ptr<widgets::Theme> m_theme;
    std::unique_ptr<DemoServer> m_server;
    std::unique_ptr<Desk> m_desk;
};

QTEST_MAIN(WritingTest)
#include "tst_writing.moc"
