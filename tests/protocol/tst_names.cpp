// Names and masks: what is a name, when two are the same or look the same, and what a mask takes.
#include "protocol/casefold.h"
#include "protocol/mask.h"
#include "protocol/message.h"
#include "protocol/names.h"
#include "protocol/serializer.h"

#include <QTest>

#include <random>

using namespace chatroom::protocol;

Q_DECLARE_METATYPE(chatroom::protocol::NameFault)
Q_DECLARE_METATYPE(chatroom::protocol::CaseMapping)

class NamesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nicknames_data();
    void nicknames();
    void badNicknames_data();
    void badNicknames();
    void channels_data();
    void channels();
    void usernames_data();
    void usernames();
    void suggestionsAreNames();
    void folding_data();
    void folding();
    void lookAlikes_data();
    void lookAlikes();
    void masks_data();
    void masks();
    void masksThatExplodeElsewhere();
    void wholeMasks_data();
    void wholeMasks();
};

void NamesTest::nicknames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("a name") << QByteArray("Ann");
    QTest::newRow("one letter") << QByteArray("A");
    QTest::newRow("a digit behind") << QByteArray("Ann2");
    QTest::newRow("all the signs of RFC 2812") << QByteArray("a-_[]\\`^{}|");
    QTest::newRow("a sign first") << QByteArray("[ann]");
    QTest::newRow("Greek") << QByteArray("\xce\x91\xce\xbd\xce\xbd\xce\xb1");
    QTest::newRow("Hebrew") << QByteArray("\xd7\x93\xd7\xa0\xd7\x94");
    QTest::newRow("Devanagari with its marks") << QByteArray("\xe0\xa4\xa8\xe0\xa4\xbf");
    QTest::newRow("Chinese") << QByteArray("\xe6\x9d\x8e");
    QTest::newRow("as long as may be") << QByteArray(32, 'a');
}

void NamesTest::nicknames()
{
    QFETCH(QByteArray, name);
    QVERIFY(checkNickname(view(name), 32));
}

void NamesTest::badNicknames_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<NameFault>("fault");
    QTest::newRow("nothing") << QByteArray() << NameFault::Empty;
    QTest::newRow("too long") << QByteArray(33, 'a') << NameFault::TooLong;
    QTest::newRow("too long in bytes") << QByteArray("\xd0\xaf").repeated(17) << NameFault::TooLong;
    QTest::newRow("not UTF-8") << QByteArray("a\xff") << NameFault::NotUtf8;
    QTest::newRow("an accent by itself") << QByteArray("Zoe\xcc\x88") << NameFault::NotNormalized;
    QTest::newRow("a digit first") << QByteArray("7up") << NameFault::StartsWithDigit;
    QTest::newRow("a hyphen first") << QByteArray("-ann") << NameFault::StartsWithPrefix;
    QTest::newRow("a room's prefix") << QByteArray("#ann") << NameFault::StartsWithPrefix;
    QTest::newRow("an operator's sign") << QByteArray("@ann") << NameFault::StartsWithPrefix;
    QTest::newRow("a space") << QByteArray("a b") << NameFault::ForbiddenCharacter;
    for (const char sign : {'!', '@', ',', '*', '?', ':', '.'})
        QTest::addRow("%c within", sign) << QByteArray("a") + sign << NameFault::ForbiddenCharacter;
    QTest::newRow("a control character") << QByteArray("a\x07") << NameFault::ForbiddenCharacter;
    QTest::newRow("DEL") << QByteArray("a\x7f") << NameFault::ForbiddenCharacter;
    QTest::newRow("a direction override") << QByteArray("a\xe2\x80\xae"
                                                        "b")
                                          << NameFault::ForbiddenCharacter;
    QTest::newRow("a space of no width") << QByteArray("a\xe2\x80\x8b") << NameFault::ForbiddenCharacter;
    QTest::newRow("a space that does not break") << QByteArray("a\xc2\xa0"
                                                               "b")
                                                 << NameFault::ForbiddenCharacter;
    QTest::newRow("an emoji") << QByteArray("a\xf0\x9f\x8e\x89") << NameFault::ForbiddenCharacter;
    QTest::newRow("a private character") << QByteArray("a\xee\x80\x80") << NameFault::ForbiddenCharacter;
}

void NamesTest::badNicknames()
{
    QFETCH(QByteArray, name);
    QFETCH(NameFault, fault);
    const auto checked = checkNickname(view(name), 32);
    QVERIFY(!checked);
    QCOMPARE(checked.error().fault, fault);
    const bool isOfOneCharacter =
        fault == NameFault::ForbiddenCharacter || fault == NameFault::StartsWithPrefix || fault == NameFault::StartsWithDigit;
    QCOMPARE(!checked.error().character.isEmpty(), isOfOneCharacter);
}

void NamesTest::channels_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("a name") << QByteArray("#lobby") << true;
    QTest::newRow("letters of any script, and emoji") << QByteArray("#\xd7\x93\xf0\x9f\x8e\x89") << true;
    QTest::newRow("signs") << QByteArray("#c++") << true;
    QTest::newRow("the prefix alone") << QByteArray("#") << false;
    QTest::newRow("no prefix") << QByteArray("lobby") << false;
    QTest::newRow("nothing") << QByteArray() << false;
    QTest::newRow("a space") << QByteArray("#a b") << false;
    QTest::newRow("a comma") << QByteArray("#a,b") << false;
    QTest::newRow("a bell") << QByteArray("#a\x07") << false;
    QTest::newRow("a direction override") << QByteArray("#a\xe2\x80\xae") << false;
    QTest::newRow("not UTF-8") << QByteArray("#\xff") << false;
    QTest::newRow("too long") << '#' + QByteArray(64, 'a') << false;
    QTest::newRow("as long as may be") << '#' + QByteArray(63, 'a') << true;
}

void NamesTest::channels()
{
    QFETCH(QByteArray, name);
    QFETCH(bool, isGood);
    QCOMPARE(checkChannelName(view(name), 64).has_value(), isGood);
}

void NamesTest::usernames_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<QByteArray>("kept");
    QTest::newRow("plain") << QByteArray("ann") << QByteArray("ann");
    QTest::newRow("signs go") << QByteArray("a!n@n *") << QByteArray("ann");
    QTest::newRow("nothing left") << QByteArray("@@") << QByteArray("user");
    QTest::newRow("too long") << QByteArray(50, 'a') << QByteArray(10, 'a');
}

void NamesTest::usernames()
{
    QFETCH(QByteArray, given);
    QFETCH(QByteArray, kept);
    QCOMPARE(sanitizeUsername(view(given), 10), kept);
}

void NamesTest::suggestionsAreNames()
{
    std::mt19937 random(11);
    for (int round = 0; round < 3000; ++round) {
        QByteArray wanted;
        for (auto length = random() % 40; length > 0; --length)
            wanted += random() % 3 == 0 ? QByteArray("\xd0\xaf") : QByteArray(1, static_cast<char>(random() % 256));
        const int attempt = static_cast<int>(random() % 4);
        const QByteArray name = suggestNickname(view(wanted), 16, attempt);
        QVERIFY2(checkNickname(view(name), 16), wanted.toHex().constData());
    }
    QCOMPARE(suggestNickname("Ann", 32, 0), QByteArray("Ann"));
    QCOMPARE(suggestNickname("Ann", 32, 1), QByteArray("Ann2"));
    QVERIFY(suggestNickname("Ann", 32, 1) != suggestNickname("Ann", 32, 2));
    QCOMPARE(suggestNickname("", 32), QByteArray("guest"));
}

void NamesTest::folding_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<CaseMapping>("mapping");
    QTest::addColumn<bool>("isSame");
    QTest::newRow("letter case") << QByteArray("Ann") << QByteArray("aNN") << CaseMapping::Ascii << true;
    QTest::newRow("brackets in ascii") << QByteArray("a[]\\~") << QByteArray("a{}|^") << CaseMapping::Ascii << false;
    QTest::newRow("brackets in rfc1459") << QByteArray("a[]\\~") << QByteArray("a{}|^") << CaseMapping::Rfc1459 << true;
    QTest::newRow("the tilde in strict rfc1459") << QByteArray("a~") << QByteArray("a^") << CaseMapping::Rfc1459Strict << false;
    QTest::newRow("brackets in strict rfc1459") << QByteArray("[") << QByteArray("{") << CaseMapping::Rfc1459Strict << true;
    QTest::newRow("other letters stay in ascii") << QByteArray("\xc3\x84") << QByteArray("\xc3\xa4") << CaseMapping::Ascii << false;
}

void NamesTest::folding()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QFETCH(CaseMapping, mapping);
    QFETCH(bool, isSame);
    QCOMPARE(equalsFolded(view(one), view(other), mapping), isSame);
    QCOMPARE(FoldedName(view(one), mapping) == FoldedName(view(other), mapping), isSame);
    QCOMPARE(fold(view(one), mapping) == fold(view(other), mapping), isSame);
}

void NamesTest::lookAlikes_data()
{
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<bool>("isAlike");
    QTest::newRow("a Cyrillic a") << QByteArray("paypal") << QByteArray("p\xd0\xb0ypal") << true;
    QTest::newRow("letter case") << QByteArray("Ann") << QByteArray("ann") << true;
    QTest::newRow("another name") << QByteArray("Ann") << QByteArray("Anna") << false;
    QTest::newRow("another script that looks different") << QByteArray("Ann") << QByteArray("\xd0\x90\xd0\xbd\xd1\x8f") << false;
}

void NamesTest::lookAlikes()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QFETCH(bool, isAlike);
    QCOMPARE(skeleton(view(one)) == skeleton(view(other)), isAlike);
    QVERIFY(!skeleton(view(one)).isEmpty());
    QVERIFY(skeleton("\xff").isEmpty());
}

void NamesTest::masks_data()
{
    QTest::addColumn<QByteArray>("mask");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("matches");
    QTest::newRow("the same") << QByteArray("ann!u@h") << QByteArray("ann!u@h") << true;
    QTest::newRow("letter case") << QByteArray("ANN!*@*") << QByteArray("ann!u@h") << true;
    QTest::newRow("a star for nothing") << QByteArray("ann*") << QByteArray("ann") << true;
    QTest::newRow("a star in the middle") << QByteArray("*!*@*.example.org") << QByteArray("a!b@c.example.org") << true;
    QTest::newRow("a star does not hide the end") << QByteArray("*.example.org") << QByteArray("c.example.org.evil") << false;
    QTest::newRow("a question mark is one") << QByteArray("a?n") << QByteArray("ann") << true;
    QTest::newRow("and not none") << QByteArray("a?n") << QByteArray("an") << false;
    QTest::newRow("a question mark is one character of UTF-8") << QByteArray("a?n") << QByteArray("a\xf0\x9f\x8e\x89n") << true;
    QTest::newRow("an escaped star") << QByteArray("a\\*n") << QByteArray("a*n") << true;
    QTest::newRow("an escaped star is no wildcard") << QByteArray("a\\*n") << QByteArray("axn") << false;
    QTest::newRow("nothing and nothing") << QByteArray() << QByteArray() << true;
    QTest::newRow("nothing and something") << QByteArray() << QByteArray("a") << false;
    QTest::newRow("a star and nothing") << QByteArray("*") << QByteArray() << true;
    QTest::newRow("it has to go back") << QByteArray("*ab*abc") << QByteArray("abababc") << true;
}

void NamesTest::masks()
{
    QFETCH(QByteArray, mask);
    QFETCH(QByteArray, text);
    QFETCH(bool, matches);
    QCOMPARE(matchesMask(view(mask), view(text)), matches);
}

void NamesTest::masksThatExplodeElsewhere()
{
    // Exponential for a matcher that tries every star again: this would not end before the test's time is over.
    const QByteArray mask = QByteArray("*a").repeated(200) + 'b';
    const QByteArray text(400, 'a');
    QVERIFY(!matchesMask(view(mask), view(text)));
    QVERIFY(matchesMask(view(mask), view(text + 'b')));
}

void NamesTest::wholeMasks_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::addColumn<QByteArray>("whole");
    QTest::newRow("a name") << QByteArray("ann") << QByteArray("ann!*@*");
    QTest::newRow("user and host") << QByteArray("u@h") << QByteArray("*!u@h");
    QTest::newRow("an address") << QByteArray("192.0.2.1") << QByteArray("*!*@192.0.2.1");
    QTest::newRow("whole already") << QByteArray("a!b@c") << QByteArray("a!b@c");
    QTest::newRow("a name and a user") << QByteArray("a!b") << QByteArray("a!b@*");
}

void NamesTest::wholeMasks()
{
    QFETCH(QByteArray, typed);
    QFETCH(QByteArray, whole);
    QCOMPARE(normalizeMask(view(typed)), whole);
    QCOMPARE(normalizeMask(view(whole)), whole);
}

QTEST_GUILESS_MAIN(NamesTest)
#include "tst_names.moc"
