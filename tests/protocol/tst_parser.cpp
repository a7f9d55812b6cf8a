// Lines into messages and back: the grammar's cases, its errors, and that both directions agree.
#include "protocol/message.h"
#include "protocol/parser.h"
#include "protocol/serializer.h"

#include <QTest>

#include <random>

using namespace chatroom::protocol;

Q_DECLARE_METATYPE(chatroom::protocol::ParseError)

class ParserTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splits_data();
    void splits();
    void refuses_data();
    void refuses();
    void sources_data();
    void sources();
    void serializes_data();
    void serializes();
    void cutsAtACharacter_data();
    void cutsAtACharacter();
    void utf8_data();
    void utf8();
    void roundTrips();
};

void ParserTest::splits_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("tags");
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QByteArrayList>("parameters");
    const auto row = [](const char* name, const char* line, const char* tags, const char* source, const char* command,
                        const QByteArrayList& parameters) {
        QTest::newRow(name) << QByteArray(line) << QByteArray(tags) << QByteArray(source) << QByteArray(command) << parameters;
    };
    row("a command alone", "foo", "", "", "foo", {});
    row("parameters", "foo bar baz asdf", "", "", "foo", {"bar", "baz", "asdf"});
    row("a source", ":coolguy foo bar", "", "coolguy", "foo", {"bar"});
    row("a trailing parameter", "foo bar baz :asdf quux", "", "", "foo", {"bar", "baz", "asdf quux"});
    row("an empty trailing parameter", "foo bar baz :", "", "", "foo", {"bar", "baz", ""});
    row("a colon within", "foo bar baz ::asdf", "", "", "foo", {"bar", "baz", ":asdf"});
    row("a colon within a middle one", ":src JOIN #chan:a", "", "src", "JOIN", {"#chan:a"});
    row("spaces in the trailing one are kept", ":coolguy foo bar baz :  asdf quux ", "", "coolguy", "foo", {"bar", "baz", "  asdf quux "});
    row("several spaces between", ":coolguy  foo   bar    baz", "", "coolguy", "foo", {"bar", "baz"});
    row("a space at the end is no parameter", ":coolguy JOIN #chan ", "", "coolguy", "JOIN", {"#chan"});
    row("spaces before", "   foo bar", "", "", "foo", {"bar"});
    row("tags", "@a=b;c=32;k;rt=ql7 foo", "a=b;c=32;k;rt=ql7", "", "foo", {});
    row("tags and a source", "@tag1=value1;tag2 :irc.example.com COMMAND p1", "tag1=value1;tag2", "irc.example.com", "COMMAND", {"p1"});
    row("several spaces behind the tags", "@a=b   foo", "a=b", "", "foo", {});
    row("a tab is no space", ":cool\tguy foo bar\tbaz", "", "cool\tguy", "foo", {"bar\tbaz"});
    row("formatting codes",
        ":coolguy!ag@net\x02"
        "5w\x03.com PRIVMSG foo :bar",
        "",
        "coolguy!ag@net\x02"
        "5w\x03.com",
        "PRIVMSG", {"foo", "bar"});
    row("a numeric", ":s 001 Ann :Welcome", "", "s", "001", {"Ann", "Welcome"});
    row("fifteen parameters, the last takes the rest", "x 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16", "", "", "x",
        {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15 16"});
}

void ParserTest::splits()
{
    QFETCH(QByteArray, line);
    QFETCH(QByteArray, tags);
    QFETCH(QByteArray, source);
    QFETCH(QByteArray, command);
    QFETCH(QByteArrayList, parameters);
    const auto parsed = parse(view(line));
    QVERIFY(parsed);
    QCOMPARE(bytes(parsed->tags), tags);
    QCOMPARE(bytes(parsed->source), source);
    QCOMPARE(bytes(parsed->command), command);
    QByteArrayList found;
    for (std::size_t i = 0; i < parsed->parameterCount(); ++i)
        found.append(bytes(parsed->parameter(i)));
    QCOMPARE(found, parameters);
    QCOMPARE(bytes(parsed->last()), parameters.isEmpty() ? QByteArray() : parameters.last());
    QVERIFY(parsed->parameter(99).empty());
}

void ParserTest::refuses_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<ParseError>("error");
    QTest::newRow("nothing") << QByteArray() << ParseError::Empty;
    QTest::newRow("only spaces") << QByteArray("   ") << ParseError::Empty;
    QTest::newRow("only tags") << QByteArray("@a=b") << ParseError::NoCommand;
    QTest::newRow("only tags and a space") << QByteArray("@a=b ") << ParseError::NoCommand;
    QTest::newRow("only a source") << QByteArray(":ann") << ParseError::NoCommand;
    QTest::newRow("a source and a space") << QByteArray(":ann ") << ParseError::NoCommand;
    QTest::newRow("a command of two digits") << QByteArray("12") << ParseError::BadCommand;
    QTest::newRow("a command of four digits") << QByteArray("1234") << ParseError::BadCommand;
    QTest::newRow("letters and digits") << QByteArray("AB1") << ParseError::BadCommand;
    QTest::newRow("a control character") << QByteArray("\x01 x") << ParseError::BadCommand;
    QTest::newRow("a zero byte") << QByteArray("PING a\0b", 8) << ParseError::BadByte;
    QTest::newRow("511 bytes") << "PING " + QByteArray(506, 'x') << ParseError::MessageTooLong;
    QTest::newRow("tags of 4097 bytes") << "@a=" + QByteArray(4093, 'x') + " PING x" << ParseError::TagsTooLong;
}

void ParserTest::refuses()
{
    QFETCH(QByteArray, line);
    QFETCH(ParseError, error);
    const auto parsed = parse(view(line));
    QVERIFY(!parsed);
    QCOMPARE(parsed.error(), error);
    // One byte less is right, where the length was all that was wrong.
    if (error == ParseError::MessageTooLong || error == ParseError::TagsTooLong) {
        const qsizetype x = line.indexOf('x');
        QVERIFY(parse(view(QByteArray(line).remove(x, 1))));
        QVERIFY(parse(view(line), kLenient));
    }
}

void ParserTest::sources_data()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArrayList>("parts");
    QTest::newRow("all three") << QByteArray("ann!user@host") << QByteArrayList{"ann", "user", "host"};
    QTest::newRow("no user") << QByteArray("ann@host") << QByteArrayList{"ann", "", "host"};
    QTest::newRow("no host") << QByteArray("ann!user") << QByteArrayList{"ann", "user", ""};
    QTest::newRow("a server") << QByteArray("chat.example") << QByteArrayList{"chat.example", "", ""};
    QTest::newRow("nothing") << QByteArray() << QByteArrayList{"", "", ""};
}

void ParserTest::sources()
{
    QFETCH(QByteArray, source);
    QFETCH(QByteArrayList, parts);
    const SourceView parsed = SourceView::parse(view(source));
    QCOMPARE((QByteArrayList{bytes(parsed.nickname), bytes(parsed.user), bytes(parsed.host)}), parts);
}

void ParserTest::serializes_data()
{
    QTest::addColumn<QByteArrayList>("parameters");
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("none") << QByteArrayList{} << QByteArray("X\r\n");
    QTest::newRow("a plain one needs no colon") << QByteArrayList{"a", "b"} << QByteArray("X a b\r\n");
    QTest::newRow("an empty last one") << QByteArrayList{"a", ""} << QByteArray("X a :\r\n");
    QTest::newRow("a space in the last one") << QByteArrayList{"a", "b c"} << QByteArray("X a :b c\r\n");
    QTest::newRow("a colon first in the last one") << QByteArrayList{"a", ":)"} << QByteArray("X a ::)\r\n");
    QTest::newRow("an end of line becomes a space") << QByteArrayList{"a", "b\r\nQUIT"} << QByteArray("X a :b  QUIT\r\n");
    QTest::newRow("a zero byte becomes a space") << QByteArrayList{"a", QByteArray("b\0c", 3)} << QByteArray("X a :b c\r\n");
}

void ParserTest::serializes()
{
    QFETCH(QByteArrayList, parameters);
    QFETCH(QByteArray, line);
    Message message;
    message.command = "X";
    message.parameters.assign(parameters.begin(), parameters.end());
    QCOMPARE(serialize(message), line);
}

void ParserTest::cutsAtACharacter_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("one byte a character") << QByteArray(1000, 'x');
    QTest::newRow("two bytes") << QByteArray("\xd0\xaf").repeated(500);
    QTest::newRow("three bytes") << QByteArray("\xe2\x82\xac").repeated(400);
    QTest::newRow("four bytes") << QByteArray("\xf0\x9f\x8e\x89").repeated(300);
}

void ParserTest::cutsAtACharacter()
{
    QFETCH(QByteArray, text);
    for (int shift = 0; shift < 5; ++shift) {
        const QByteArray line = serialize(Message{"PRIVMSG", {"#room", QByteArray(shift, '-') + ' ' + text}});
        QVERIFY(line.size() <= 512 && line.size() > 508);
        QVERIFY(line.endsWith("\r\n"));
        QVERIFY(isValidUtf8(view(line)));
        QVERIFY(parse(view(line.chopped(2))));
    }
}

void ParserTest::utf8_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isValid");
    QTest::newRow("ASCII") << QByteArray("abc") << true;
    QTest::newRow("nothing") << QByteArray() << true;
    QTest::newRow("all lengths") << QByteArray("a\xc3\xa9\xe2\x82\xac\xf0\x9f\x8e\x89") << true;
    QTest::newRow("the last code point") << QByteArray("\xf4\x8f\xbf\xbf") << true;
    QTest::newRow("beyond it") << QByteArray("\xf4\x90\x80\x80") << false;
    QTest::newRow("a lone continuation") << QByteArray("\x80") << false;
    QTest::newRow("cut short") << QByteArray("\xe2\x82") << false;
    QTest::newRow("an overlong slash") << QByteArray("\xc0\xaf") << false;
    QTest::newRow("an overlong of three bytes") << QByteArray("\xe0\x80\xaf") << false;
    QTest::newRow("a surrogate") << QByteArray("\xed\xa0\x80") << false;
    QTest::newRow("no UTF-8 at all") << QByteArray("\xff\xfe") << false;
    QTest::newRow("wrong after much that is right") << QByteArray(100, 'x') + "\xc3(" << false;
}

void ParserTest::utf8()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, isValid);
    QCOMPARE(isValidUtf8(view(text)), isValid);
    for (std::size_t most = 0; isValid && most <= view(text).size(); ++most) {
        const std::string_view cut = cutUtf8(view(text), most);
        QVERIFY(cut.size() <= most && isValidUtf8(cut) && view(text).starts_with(cut));
        QVERIFY(most - cut.size() < 4);
    }
}

void ParserTest::roundTrips()
{
    std::mt19937 random(7);
    const auto upTo = [&random](unsigned most) { return static_cast<int>(random() % (most + 1)); };
    const QByteArray alphabet = "ab:;@ #!=\\,\xc3\xa9";
    for (int round = 0; round < 5000; ++round) {
        Message message;
        message.command = upTo(1) == 0 ? "PRIVMSG" : "372";
        if (upTo(1) == 1)
            message.source = "ann!u@h";
        for (int i = upTo(3); i > 0; --i) {
            QByteArray value;
            for (int length = upTo(12); length > 0; --length)
                value += "ab ;\\\r\n=:"[upTo(8)];
            message.tags.set("k" + QByteArray::number(i), value);
        }
        for (int i = upTo(6); i > 0; --i)
            message.parameters.push_back("p" + QByteArray::number(i));
        QByteArray text;
        for (int length = upTo(40); length > 0; --length)
            text += alphabet[upTo(10)];
        message.parameters.push_back(text);
        const QByteArray line = serialize(message);
        const QByteArray withoutEnd = line.chopped(2); // the view points into it
        const auto parsed = parse(view(withoutEnd), kFromServer);
        QVERIFY2(parsed, line.constData());
        QCOMPARE(Message::fromView(*parsed), message);
    }
}

QTEST_GUILESS_MAIN(ParserTest)
#include "tst_parser.moc"
