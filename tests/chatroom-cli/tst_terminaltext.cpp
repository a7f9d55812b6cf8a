// How a line looks in a terminal and for a script, and that nothing others write reaches the terminal as a command.
#include "terminaltext.h"

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
