// The pure parts of the client window: what a text shows, what is completed, which names will do.
#include "client-gui/composer/completion.h"
#include "client-gui/composer/inputhistory.h"
#include "client-gui/dialogs/fuzzy.h"
#include "client-gui/join/namecheck.h"
#include "client-gui/messageview/heightindex.h"
#include "client-gui/messageview/markup.h"
#include "client-gui/messageview/rowplan.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::clientgui;
using namespace Qt::Literals::StringLiterals;

class TextTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void links_data();
    void links();
    void markup_data();
    void markup();
    void emojiAlone_data();
    void emojiAlone();
    void completionWhileTyping_data();
    void completionWhileTyping();
    void commandProblems_data();
    void commandProblems();
    void names_data();
    void names();
    void historyKeepsWhatIsWritten();
    void fuzzyOrder();
    void eventsInOneLine();
    void days();
};

void TextTest::links_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("targets");
    QTest::newRow("none") << u"just words"_s << QStringList();
    QTest::newRow("an address with a path and a question")
        << u"see https://a.example/x?y=1&z=2#f now"_s << QStringList{u"https://a.example/x?y=1&z=2#f"_s};
    QTest::newRow("the full stop after it is not its own") << u"It is at http://a.example/x."_s << QStringList{u"http://a.example/x"_s};
    QTest::newRow("brackets around it are not its own") << u"(http://a.example/x)"_s << QStringList{u"http://a.example/x"_s};
    QTest::newRow("brackets inside it are") << u"http://a.example/x_(y)"_s << QStringList{u"http://a.example/x_(y)"_s};
    QTest::newRow("mail") << u"mailto:ann@example.org"_s << QStringList{u"mailto:ann@example.org"_s};
    QTest::newRow("two") << u"http://a.example https://b.example"_s << QStringList{u"http://a.example"_s, u"https://b.example"_s};
    QTest::newRow("a scheme that runs code") << u"javascript:alert(1)"_s << QStringList();
    QTest::newRow("a file") << u"file:///etc/passwd"_s << QStringList();
    QTest::newRow("data") << u"data:text/html,<script>1</script>"_s << QStringList();
    QTest::newRow("no host") << u"http://"_s << QStringList();
    QTest::newRow("inside a word") << u"xhttp://a.example"_s << QStringList();
    QTest::newRow("longer than a link may be") << QString(u"http://a.example/"_s + QString(kLinkLength, u'x')) << QStringList();
    QTest::newRow("a direction override ends it") << u"http://a.example/\u202Egpj.exe"_s << QStringList{u"http://a.example/"_s};
}

void TextTest::links()
{
    QFETCH(QString, text);
    QFETCH(QStringList, targets);
    QStringList found;
    for (const Span& link : findLinks(text)) {
        QCOMPARE(link.kind, SpanKind::Link);
        QCOMPARE(text.sliced(link.start, link.length), link.target);
        found.append(link.target);
    }
    QCOMPARE(found, targets);
}

void TextTest::markup_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QStringList>("codes"); // the spans and the lines of blocks
    QTest::newRow("plain") << u"hello"_s << u"hello"_s << QStringList();
    QTest::newRow("tags are text") << u"<b>x</b> <img src=x onerror=y> &amp;"_s << u"<b>x</b> <img src=x onerror=y> &amp;"_s
                                   << QStringList();
    QTest::newRow("code in a line") << u"run `make all` now"_s << u"run make all now"_s << QStringList{u"make all"_s};
    QTest::newRow("a mark that never closes") << u"it`s"_s << u"it`s"_s << QStringList();
    QTest::newRow("nothing between marks") << u"a `` b"_s << u"a `` b"_s << QStringList();
    QTest::newRow("a block") << u"```\nfor\n  x\n```"_s << u"for\n  x"_s << QStringList{u"for"_s, u"  x"_s};
    QTest::newRow("a block with its language") << u"```cpp\nint x;\n```"_s << u"int x;"_s << QStringList{u"int x;"_s};
    QTest::newRow("text around a block") << u"see ```x``` there"_s << u"see \nx\n there"_s << QStringList{u"x"_s};
    QTest::newRow("no link in code") << u"`http://a.example`"_s << u"http://a.example"_s << QStringList{u"http://a.example"_s};
}

void TextTest::markup()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QFETCH(QStringList, codes);
    const Markup parsed = parseMarkup(text);
    QCOMPARE(plainText(parsed), shown);
    QStringList found;
    for (const Paragraph& paragraph : parsed.paragraphs) {
        if (paragraph.isCode)
            found.append(paragraph.text);
        for (const Span& span : paragraph.spans) {
            QVERIFY(span.start >= 0 && span.start + span.length <= paragraph.text.size());
            QCOMPARE(span.kind, SpanKind::Code);
            found.append(paragraph.text.sliced(span.start, span.length));
        }
    }
    QCOMPARE(found, codes);
}

void TextTest::emojiAlone_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("expected");
    QTest::newRow("one") << u"🎉"_s << true;
    QTest::newRow("a family of joined ones") << u"👨‍👩‍👧"_s << true;
    QTest::newRow("a skin tone") << u"👍🏽"_s << true;
    QTest::newRow("a flag") << u"🇩🇪"_s << true;
    QTest::newRow("with spaces between") << u"🎉 👍"_s << true;
    QTest::newRow("with a word") << u"🎉 yes"_s << false;
    QTest::newRow("digits are none") << u"123"_s << false;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("only spaces") << u"   "_s << false;
    QTest::newRow("too many") << u"🎉"_s.repeated(kLargeEmoji + 1) << false;
}

void TextTest::emojiAlone()
{
    QFETCH(QString, text);
    QFETCH(bool, expected);
    QCOMPARE(isEmojiOnly(text), expected);
}

void TextTest::completionWhileTyping_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("prefix");
    const auto kind = [](CompletionKind each) { return static_cast<int>(each); };
    QTest::newRow("nothing") << QString() << kind(CompletionKind::None) << QString();
    QTest::newRow("a word") << u"hello"_s << kind(CompletionKind::None) << QString();
    QTest::newRow("a name") << u"hi @an"_s << kind(CompletionKind::Name) << u"an"_s;
    QTest::newRow("a command") << u"/to"_s << kind(CompletionKind::Command) << u"to"_s;
    QTest::newRow("a slash later is none") << u"and /to"_s << kind(CompletionKind::None) << QString();
    QTest::newRow("two slashes are none") << u"//to"_s << kind(CompletionKind::None) << QString();
    QTest::newRow("a room") << u"in #lo"_s << kind(CompletionKind::Room) << u"#lo"_s;
    QTest::newRow("an emoji") << u":smi"_s << kind(CompletionKind::Emoji) << u"smi"_s;
    QTest::newRow("one letter is too few for an emoji") << u":s"_s << kind(CompletionKind::None) << QString();
    QTest::newRow("a time is no emoji") << u"10:30"_s << kind(CompletionKind::None) << QString();
}

void TextTest::completionWhileTyping()
{
    QFETCH(QString, text);
    QFETCH(int, kind);
    QFETCH(QString, prefix);
    const CompletionRequest request = clientgui::completionWhileTyping(text, static_cast<int>(text.size()));
    QCOMPARE(static_cast<int>(request.kind), kind);
    QCOMPARE(request.prefix, prefix);
    QVERIFY(request.start + request.length <= text.size());
}

void TextTest::commandProblems_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("part"); // of the sentence; empty: no problem
    QTest::newRow("a message") << u"hello"_s << QString();
    QTest::newRow("a text that starts with a slash") << u"//etc"_s << QString();
    QTest::newRow("a right command") << u"/join #tea"_s << QString();
    QTest::newRow("an unknown one") << u"/frobnicate"_s << u"no command /frobnicate"_s;
    QTest::newRow("nothing after the slash") << u"/"_s << u"after the slash"_s;
    QTest::newRow("too little for it") << u"/msg ann"_s << u"/msg"_s;
}

void TextTest::commandProblems()
{
    QFETCH(QString, typed);
    QFETCH(QString, part);
    const auto problem = commandProblem(typed);
    QCOMPARE(problem.has_value(), !part.isEmpty());
    if (problem)
        QVERIFY2(problem->contains(part), qPrintable(*problem));
}

void TextTest::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("a name") << u"Ann"_s << true;
    QTest::newRow("letters of another script") << u"Αννα"_s << true;
    QTest::newRow("accents") << u"Zoë"_s << true;
    QTest::newRow("with a space") << u"Ann Lee"_s << false;
    QTest::newRow("begins with a digit") << u"7up"_s << false;
    QTest::newRow("begins like a room") << u"#ann"_s << false;
    QTest::newRow("has a mask in it") << u"an*"_s << false;
    QTest::newRow("has a comma") << u"a,b"_s << false;
    QTest::newRow("a control character") << u"a\u0007b"_s << false;
    QTest::newRow("a direction override") << u"a\u202Eb"_s << false;
    QTest::newRow("an invisible space") << u"a\u200Bb"_s << false;
    QTest::newRow("too long") << QString(kMostNameBytes + 1, u'a') << false;
    QTest::newRow("too long in bytes") << QString(20, u'Я') << false;
}

void TextTest::names()
{
    QFETCH(QString, name);
    QFETCH(bool, isGood);
    const auto problem = nameProblem(name);
    QCOMPARE(!problem, isGood);
    if (!problem)
        return;
    QVERIFY(problem->reason.endsWith(u'.'));
    QVERIFY(!problem->suggestion.isEmpty());
    QVERIFY2(!nameProblem(problem->suggestion), qPrintable(problem->suggestion));
}

void TextTest::historyKeepsWhatIsWritten()
{
    InputHistory history;
    QVERIFY(!history.older(u"draft"_s));
    history.add(u"first"_s);
    history.add(u"second"_s);
    history.add(u"second"_s);
    QCOMPARE(history.older(u"draft"_s), u"second"_s);
    QCOMPARE(history.older(u"second"_s), u"first"_s);
    QVERIFY(!history.older(u"first"_s));
    QCOMPARE(history.newer(), u"second"_s);
    QCOMPARE(history.newer(), u"draft"_s);
    QVERIFY(!history.newer());
    for (int i = 0; i < 2 * InputHistory::kMost; ++i)
        history.add(QString::number(i));
    int held = 0;
    while (history.older(u"x"_s))
        ++held;
    QCOMPARE(held, InputHistory::kMost);
}

void TextTest::fuzzyOrder()
{
    QCOMPARE(fuzzyScore(u"xyz"_s, u"lobby"_s), 0);
    QVERIFY(fuzzyScore(u"lob"_s, u"lobby"_s) > fuzzyScore(u"lob"_s, u"the-lobby"_s));
    QVERIFY(fuzzyScore(u"lob"_s, u"the-lobby"_s) > fuzzyScore(u"lob"_s, u"calloxb"_s));
    QVERIFY(fuzzyScore(u"lob"_s, u"lobby"_s) > fuzzyScore(u"lob"_s, u"lobby-of-the-house"_s));
    QVERIFY(fuzzyScore(u"LOB"_s, u"lobby"_s) > 0);
}

void TextTest::eventsInOneLine()
{
    const auto event = [](client::LineKind kind, const QString& who) {
        client::ChatLine line;
        line.kind = kind;
        line.author = who;
        return line;
    };
    const std::vector<client::ChatLine> lines{event(client::LineKind::Join, u"Ann"_s), event(client::LineKind::Join, u"Bob"_s),
                                              event(client::LineKind::Part, u"Carl"_s)};
    const QString text = eventText({lines.begin(), lines.end()});
    QVERIFY2(text.contains(u"Ann and Bob joined"_s), qPrintable(text));
    QVERIFY2(text.contains(u"Carl left"_s), qPrintable(text));
}

void TextTest::days()
{
    const QDate today(2026, 11, 23);
    QCOMPARE(dayName(today, today), u"Today"_s);
    QCOMPARE(dayName(today.addDays(-1), today), u"Yesterday"_s);
    QVERIFY(dayName(today.addDays(-2), today).contains(u"21"_s));
    QVERIFY(dayName(QDate(2024, 2, 29), today).contains(u"2024"_s));
}

QTEST_MAIN(TextTest)
#include "tst_text.moc"
