// Bytes of others into text, names in it, and long texts into pieces.
#include "client/plaintext.h"
#include "protocol/message.h"
#include "protocol/serializer.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;

class PlainTextTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleans_data();
    void cleans();
    void mentionsAName_data();
    void mentionsAName();
    void splits_data();
    void splits();
    void splitsAnything();
};

void PlainTextTest::cleans_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QByteArray("hello") << u"hello"_s;
    QTest::newRow("bold, italic, underlined, reset") << QByteArray("\x02"
                                                                   "a\x02 \x1d"
                                                                   "b\x1d \x1f"
                                                                   "c\x0f")
                                                     << u"a b c"_s;
    QTest::newRow("a colour") << QByteArray("\x03"
                                            "4red\x03")
                              << u"red"_s;
    QTest::newRow("two colours") << QByteArray("\x03"
                                               "04,12text")
                                 << u"text"_s;
    QTest::newRow("a comma that is text") << QByteArray("\x03"
                                                        "4,text")
                                          << u",text"_s;
    QTest::newRow("a third digit is text") << QByteArray("\x03"
                                                         "123")
                                           << u"3"_s;
    QTest::newRow("a hexadecimal colour") << QByteArray("\x04"
                                                        "ff0000red")
                                          << u"red"_s;
    QTest::newRow("line feeds stay") << QByteArray("a\nb") << u"a\nb"_s;
    QTest::newRow("a tab is a blank") << QByteArray("a\tb") << u"a b"_s;
    QTest::newRow("in several lines four") << QByteArray("a\n\tb") << u"a\n    b"_s;
    QTest::newRow("control characters") << QByteArray("a\x07\x1b[2J\x7f") << u"a[2J"_s;
    QTest::newRow("a direction override") << QByteArray("a\xe2\x80\xae"
                                                        "b")
                                          << u"ab"_s;
    QTest::newRow("UTF-8") << QByteArray("\xd7\xa9 \xf0\x9f\x8e\x89") << u"ש 🎉"_s;
    QTest::newRow("Latin-1 of older servers") << QByteArray("caf\xe9") << u"café"_s;
}

void PlainTextTest::cleans()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, text);
    QCOMPARE(plainText(protocol::view(bytes)), text);
}

void PlainTextTest::mentionsAName_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("expected");
    QTest::newRow("alone") << u"ann"_s << u"Ann"_s << true;
    QTest::newRow("with a colon") << u"Ann: look"_s << u"Ann"_s << true;
    QTest::newRow("with an at sign") << u"hi @ann, look"_s << u"Ann"_s << true;
    QTest::newRow("at the end") << u"thanks ANN"_s << u"Ann"_s << true;
    QTest::newRow("within a word") << u"annual planning"_s << u"Ann"_s << false;
    QTest::newRow("the end of a word") << u"Joann came"_s << u"Ann"_s << false;
    QTest::newRow("a later one counts") << u"annual, Ann"_s << u"Ann"_s << true;
    QTest::newRow("between emoji") << u"🎉ann🎉"_s << u"Ann"_s << true;
    QTest::newRow("beside a letter of two units") << u"ann𝐱"_s << u"Ann"_s << false;
    QTest::newRow("another script") << u"שלום דנה"_s << u"דנה"_s << true;
    QTest::newRow("a name with signs") << u"[ann] is here"_s << u"[ann]"_s << true;
    QTest::newRow("with an underscore it is another name") << u"ann_ said"_s << u"Ann"_s << false;
    QTest::newRow("no name") << u"ann"_s << QString() << false;
    QTest::newRow("no text") << QString() << u"Ann"_s << false;
}

void PlainTextTest::mentionsAName()
{
    QFETCH(QString, text);
    QFETCH(QString, name);
    QFETCH(bool, expected);
    QCOMPARE(mentions(text, name), expected);
}

void PlainTextTest::splits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArrayList>("pieces"); // of at most ten bytes
    QTest::newRow("short") << u"hello"_s << QByteArrayList{"hello"};
    QTest::newRow("nothing") << QString() << QByteArrayList{};
    QTest::newRow("lines") << u"one\ntwo\r\nthree\rfour"_s << QByteArrayList{"one", "two", "three", "four"};
    QTest::newRow("empty lines go") << u"\n\none\n\n"_s << QByteArrayList{"one"};
    QTest::newRow("at a space") << u"hello there you"_s << QByteArrayList{"hello", "there you"};
    QTest::newRow("a long word") << u"abcdefghijklmno"_s << QByteArrayList{"abcdefghij", "klmno"};
    QTest::newRow("a word that just fits") << u"abcdefghij klm"_s << QByteArrayList{"abcdefghij", "klm"};
    QTest::newRow("no half character") << u"аааааа"_s << QByteArrayList{QByteArray("\xd0\xb0").repeated(5), "\xd0\xb0"};
    QTest::newRow("no accent without its letter") << u"abcdefghe\u0301x"_s << QByteArrayList{"abcdefgh", "e\xcc\x81x"};
}

void PlainTextTest::splits()
{
    QFETCH(QString, text);
    QFETCH(QByteArrayList, pieces);
    QByteArrayList found;
    for (const QByteArray& piece : splitText(text, 10))
        found.append(piece);
    QCOMPARE(found, pieces);
}

void PlainTextTest::splitsAnything()
{
    // A family of joined emoji is one grapheme of 25 bytes: longer than a piece may be.
    const QString text = u"👨‍👩‍👧‍👦 and "_s.repeated(20) + QString(100, QChar(0x0301));
    for (qsizetype most = 4; most < 60; ++most) {
        for (const QByteArray& piece : splitText(text, most)) {
            QVERIFY(!piece.isEmpty() && piece.size() <= most);
            QVERIFY(protocol::isValidUtf8(protocol::view(piece)));
        }
    }
}

QTEST_GUILESS_MAIN(PlainTextTest)
#include "tst_plaintext.moc"
