// How a line looks in a terminal and for a script, and that nothing others write reaches the terminal as a command.
#include "messagewatch.h"
#include "terminaltext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace chatroom::cli;
using namespace chatroom::client;
using namespace Qt::Literals::StringLiterals;

namespace {

ChatLine lineOf(LineKind kind, const QString& text, const QString& detail = {})
{
    ChatLine line;
    line.kind = kind;
    line.time = QDateTime(QDate(2026, 1, 31), QTime(12, 34, 56, 789), Qt::UTC);
    line.author = u"Ann"_s;
    line.text = text;
    line.detail = detail;
    return line;
}

} // namespace

class TerminalTextTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sanitizes_data();
    void sanitizes();
    void plainLines_data();
    void plainLines();
    void severalLinesAreIndented();
    void aLineSaysWhatItsMessageIs_data();
    void aLineSaysWhatItsMessageIs();
    void repliesQuoteInOneLine_data();
    void repliesQuoteInOneLine();
    void reactionsStandBelow();
    void eventsAreSentences_data();
    void eventsAreSentences();
    void eventsForScripts();
    void jsonCarriesWhatMessagesHave();
    void otherRoomsAreNamed();
    void failedLinesSayWhy();
    void colours();
    void sameNameSameColour();
    void json();
    void jsonKeepsTheTerminalSafe();
};

void TerminalTextTest::sanitizes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("clean");
    QTest::newRow("plain text stays") << u"hello"_s << u"hello"_s;
    QTest::newRow("other scripts and emoji stay") << u"שלום 日本 😀👩‍💻"_s << u"שלום 日本 😀👩‍💻"_s;
    QTest::newRow("escape goes") << u"a\033[31mb"_s << u"a[31mb"_s;
    QTest::newRow("bell and backspace go") << u"a\a\bb"_s << u"ab"_s;
    QTest::newRow("delete goes") << u"a\u007Fb"_s << u"ab"_s;
    QTest::newRow("the eight-bit escape goes") << u"a\u009B31mb"_s << u"a31mb"_s;
    QTest::newRow("a tab becomes a space") << u"a\tb"_s << u"a b"_s;
    QTest::newRow("a line feed becomes a space") << u"a\nb"_s << u"a b"_s;
    QTest::newRow("a return goes") << u"a\rb"_s << u"ab"_s;
    QTest::newRow("what turns the text goes") << u"a\u202Eb\u2066c"_s << u"abc"_s;
    QTest::newRow("half a pair is replaced") << u"a"_s + QChar(0xD800) + u"b"_s << u"a\uFFFDb"_s;
}

void TerminalTextTest::sanitizes()
{
    QFETCH(QString, text);
    QTEST(sanitized(text), "clean");
}

void TerminalTextTest::plainLines_data()
{
    QTest::addColumn<ChatLine>("line");
    QTest::addColumn<QString>("end");
    QTest::newRow("a message") << lineOf(LineKind::Message, u"hello"_s) << u"<Ann> hello"_s;
    QTest::newRow("an action") << lineOf(LineKind::Action, u"waves"_s) << u"* Ann waves"_s;
    QTest::newRow("a notice") << lineOf(LineKind::Notice, u"soon"_s) << u"-Ann- soon"_s;
    QTest::newRow("somebody comes in") << lineOf(LineKind::Join, {}) << u"-- Ann came in"_s;
    QTest::newRow("somebody leaves and says why") << lineOf(LineKind::Quit, {}, u"lunch"_s) << u"-- Ann left the chatroom (lunch)"_s;
    QTest::newRow("a sentence is not said twice") << lineOf(LineKind::Topic, u"Ann set the topic: Tea"_s) << u"-- Ann set the topic: Tea"_s;
    QTest::newRow("a message that wants to be two lines") << lineOf(LineKind::Message, u"a\nb"_s) << u"<Ann> a b"_s;
}

void TerminalTextTest::plainLines()
{
    QFETCH(ChatLine, line);
    QFETCH(QString, end);
    QCOMPARE(plainLine(line, u"#lobby"_s), u"2026-01-31T12:34:56.789Z #lobby "_s + end);
}

void TerminalTextTest::severalLinesAreIndented()
{
    const QStringList rows = formatted(lineOf(LineKind::Message, u"one\ntwo"_s), Palette(false)).split(u'\n');
    QCOMPARE(rows.size(), 2);
    QVERIFY(rows.at(0).endsWith(u"<Ann> one"_s));
    QCOMPARE(rows.at(1), u"      two"_s);
}

void TerminalTextTest::aLineSaysWhatItsMessageIs_data()
{
    QTest::addColumn<ChatLine>("line");
    QTest::addColumn<QString>("end");
    ChatLine line = lineOf(LineKind::Message, u"hello"_s);
    line.isBot = true;
    QTest::newRow("a bot") << line << u"<Ann> (bot) hello"_s;
    line.isBot = false;
    line.isUnseen = true;
    QTest::newRow("to somebody who is not there") << line << u"<Ann> hello (not there yet)"_s;
    line = lineOf(LineKind::Message, {});
    line.isDeleted = true;
    line.deletedBy = u"Ann"_s;
    QTest::newRow("deleted by who said it") << line << u"-- Ann deleted a message"_s;
    line.deletedBy = u"Kim"_s;
    line.detail = u"spam"_s;
    QTest::newRow("deleted by somebody else") << line << u"-- Kim deleted a message of Ann (spam)"_s;
}

void TerminalTextTest::aLineSaysWhatItsMessageIs()
{
    QFETCH(ChatLine, line);
    QFETCH(QString, end);
    QCOMPARE(formatted(line, Palette(false)).mid(6), end);
}

void TerminalTextTest::repliesQuoteInOneLine_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("quote");
    QTest::newRow("a line is quoted") << u"hello"_s << u"      > Ann: hello"_s;
    QTest::newRow("of several lines the first") << u"one\ntwo"_s << u"      > Ann: one …"_s;
    QTest::newRow("a long one is cut") << QString(80, u'a') << u"      > Ann: "_s + QString(60, u'a') + u'…';
    QTest::newRow("never within a character") << QString(59, u'a') + u"😀😀"_s << u"      > Ann: "_s + QString(59, u'a') + u'…';
    QTest::newRow("nothing reaches the terminal") << u"a\033[2Jb"_s << u"      > Ann: a[2Jb"_s;
}

void TerminalTextTest::repliesQuoteInOneLine()
{
    QFETCH(QString, text);
    const ChatLine line = lineOf(LineKind::Message, text);
    QTEST(quoteOf(&line, Palette(false)), "quote");
    QCOMPARE(quoteOf(nullptr, Palette(false)), u"      > a message that is not loaded"_s);
}

void TerminalTextTest::reactionsStandBelow()
{
    ChatLine line = lineOf(LineKind::Message, u"hello"_s);
    QCOMPARE(reactionsOf(line, Palette(false)), QString());
    line.reactions = {{u"👍"_s, {u"Bob"_s, u"Kim"_s}, false}, {u"❤"_s, {u"Ann\033"_s}, true}};
    QCOMPARE(reactionsOf(line, Palette(false)), u"      👍 Bob, Kim   ❤ Ann"_s);
}

void TerminalTextTest::eventsAreSentences_data()
{
    QTest::addColumn<MessageEvent>("event");
    QTest::addColumn<QString>("sentence");
    using Kind = MessageEvent::Kind;
    const ChatLine theirs = lineOf(LineKind::Message, u"hello"_s);
    ChatLine ours = theirs;
    ours.isOwn = true;
    const QString time = theirs.time.toLocalTime().toString(u"HH:mm"_s);
    QTest::newRow("a reaction to ours") << MessageEvent{Kind::Reacted, u"Bob"_s, false, u"👍"_s, {}, ours}
                                        << u"Bob reacted with 👍 to your message: hello"_s;
    QTest::newRow("a reaction of ours") << MessageEvent{Kind::Reacted, u"Me"_s, true, u"👍"_s, {}, theirs}
                                        << u"You reacted with 👍 to the message of Ann: hello"_s;
    QTest::newRow("of a person to their own") << MessageEvent{Kind::Reacted, u"Ann"_s, false, u"👍"_s, {}, theirs}
                                              << u"Ann reacted with 👍 to their own message: hello"_s;
    QTest::newRow("taken back") << MessageEvent{Kind::TookBack, u"Bob"_s, false, u"👍"_s, {}, theirs}
                                << u"Bob took back 👍 from the message of Ann: hello"_s;
    QTest::newRow("deleted, and not said again")
        << MessageEvent{Kind::Deleted, u"Ann"_s, false, {}, {}, theirs} << u"Ann deleted a message (%1)"_s.arg(time);
    QTest::newRow("deleted by another, who says why")
        << MessageEvent{Kind::Deleted, u"Kim"_s, false, {}, u"spam"_s, theirs} << u"Kim deleted a message of Ann (%1): spam"_s.arg(time);
    QTest::newRow("not there yet") << MessageEvent{Kind::Unseen, u"Bob"_s, false, {}, {}, ours}
                                   << u"sent, but Bob is not there yet: hello"_s;
}

void TerminalTextTest::eventsAreSentences()
{
    QFETCH(MessageEvent, event);
    QTEST(eventSentence(event), "sentence");
}

void TerminalTextTest::eventsForScripts()
{
    using Kind = MessageEvent::Kind;
    ChatLine line = lineOf(LineKind::Message, u"hello"_s);
    line.messageId = u"abc"_s;
    line.isOwn = true;
    const QDateTime now(QDate(2026, 2, 1), QTime(1, 2, 3), Qt::UTC);
    const MessageEvent reaction{Kind::Reacted, u"Bob"_s, true, u"👍"_s, {}, line};
    QCOMPARE(plainEvent(reaction, u"#ops"_s, now), u"2026-02-01T01:02:03.000Z #ops -- Bob reacted with 👍 to the message of Ann: hello"_s);
    const QJsonObject asJson{{u"time"_s, u"2026-02-01T01:02:03.000Z"_s},
                             {u"room"_s, u"#ops"_s},
                             {u"who"_s, u"Bob"_s},
                             {u"kind"_s, u"reaction"_s},
                             {u"to"_s, u"abc"_s},
                             {u"emoji"_s, u"👍"_s},
                             {u"removed"_s, false}};
    QCOMPARE(QJsonDocument::fromJson(jsonEvent(reaction, u"#ops"_s, now)).object(), asJson);
    const MessageEvent deletion{Kind::Deleted, u"Ann"_s, false, {}, u"typo"_s, line};
    QCOMPARE(plainEvent(deletion, u"#ops"_s, now), u"2026-02-01T01:02:03.000Z #ops -- Ann deleted a message (abc): typo"_s);
    const QJsonObject object = QJsonDocument::fromJson(jsonEvent(deletion, u"#ops"_s, now)).object();
    QCOMPARE(object.value(u"kind"_s), u"deletion"_s);
    QCOMPARE(object.value(u"to"_s), u"abc"_s);
    QCOMPARE(object.value(u"detail"_s), u"typo"_s);
    QVERIFY(!object.contains(u"emoji"_s));
}

void TerminalTextTest::jsonCarriesWhatMessagesHave()
{
    ChatLine line = lineOf(LineKind::Message, u"hello"_s);
    line.account = u"ann"_s;
    line.replyTo = u"abc"_s;
    line.isBot = true;
    line.reactions = {{u"👍"_s, {u"Bob"_s, u"Kim"_s}, false}};
    const QJsonObject object = QJsonDocument::fromJson(jsonLine(line, u"#lobby"_s)).object();
    QCOMPARE(object.value(u"account"_s), u"ann"_s);
    QCOMPARE(object.value(u"reply_to"_s), u"abc"_s);
    QCOMPARE(object.value(u"bot"_s), true);
    const QJsonObject reaction = object.value(u"reactions"_s).toArray().first().toObject();
    QCOMPARE(reaction, (QJsonObject{{u"emoji"_s, u"👍"_s}, {u"people"_s, QJsonArray{u"Bob"_s, u"Kim"_s}}}));
    QVERIFY(!object.contains(u"deleted"_s));
    line.isDeleted = true;
    line.deletedBy = u"Kim"_s;
    const QJsonObject deleted = QJsonDocument::fromJson(jsonLine(line, u"#lobby"_s)).object();
    QCOMPARE(deleted.value(u"deleted"_s), true);
    QCOMPARE(deleted.value(u"deleted_by"_s), u"Kim"_s);
}

void TerminalTextTest::otherRoomsAreNamed()
{
    const QString line = formatted(lineOf(LineKind::Message, u"hello"_s), Palette(false), u"#ops"_s);
    QVERIFY(line.endsWith(u"[#ops] <Ann> hello"_s));
}

void TerminalTextTest::failedLinesSayWhy()
{
    ChatLine line = lineOf(LineKind::Message, u"hello"_s, u"You may not speak here."_s);
    line.state = DeliveryState::Failed;
    const QString text = formatted(line, Palette(false));
    QVERIFY(text.contains(u"Not sent: hello"_s));
    QVERIFY(text.contains(u"You may not speak here."_s));
}

void TerminalTextTest::colours()
{
    const ChatLine line = lineOf(LineKind::Message, u"hello"_s);
    QVERIFY(!formatted(line, Palette(false)).contains(u'\033'));
    const QString coloured = formatted(line, Palette(true));
    QVERIFY(coloured.contains(u"\033[38;5;"_s));
    QCOMPARE(coloured.count(u'\033') % 2, 0); // whatever is switched on is switched off
    QVERIFY(coloured.endsWith(u"hello"_s));
}

void TerminalTextTest::sameNameSameColour()
{
    const Palette palette(true);
    QCOMPARE(palette.name(u"ann"_s).replace(u"ann"_s, u"Ann"_s), palette.name(u"Ann"_s));
    QSet<QString> colours;
    for (int i = 0; i < 100; ++i) {
        const QString name = u"Person%1"_s.arg(i);
        colours.insert(palette.name(name).remove(name));
    }
    QCOMPARE(colours.size(), 12); // all of them are used
}

void TerminalTextTest::json()
{
    ChatLine line = lineOf(LineKind::Message, u"say \"hi\""_s);
    line.messageId = u"abc"_s;
    const QByteArray bytes = jsonLine(line, u"#lobby"_s);
    QVERIFY(!bytes.contains('\n'));
    const QJsonObject object = QJsonDocument::fromJson(bytes).object();
    const QJsonObject expected{{u"time"_s, u"2026-01-31T12:34:56.789Z"_s},
                               {u"room"_s, u"#lobby"_s},
                               {u"who"_s, u"Ann"_s},
                               {u"kind"_s, u"message"_s},
                               {u"text"_s, u"say \"hi\""_s},
                               {u"id"_s, u"abc"_s}};
    QCOMPARE(object, expected);
}

void TerminalTextTest::jsonKeepsTheTerminalSafe()
{
    const QString nasty = u"\033[2J\u009B2J\u007F\u202Eend"_s;
    const QByteArray bytes = jsonLine(lineOf(LineKind::Message, nasty), u"#lobby"_s);
    for (const char c : bytes)
        QVERIFY(static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F);
    QCOMPARE(QJsonDocument::fromJson(bytes).object().value(u"text"_s).toString(), nasty);
}

QTEST_GUILESS_MAIN(TerminalTextTest)
#include "tst_terminaltext.moc"
