// Message tags: escaping, odd forms, and which may be relayed. IRCv3 message-tags.
#include "protocol/message.h"
#include "protocol/tags.h"

#include <QTest>

using namespace chatroom::protocol;

class TagsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void escapes_data();
    void escapes();
    void unescapesOddForms_data();
    void unescapesOddForms();
    void reads_data();
    void reads();
    void keys_data();
    void keys();
    void ownedTagsKeepTheirOrder();
};

void TagsTest::escapes_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("escaped");
    QTest::newRow("nothing") << QByteArray() << QByteArray();
    QTest::newRow("plain") << QByteArray("abc") << QByteArray("abc");
    QTest::newRow("a semicolon") << QByteArray("a;b") << QByteArray("a\\:b");
    QTest::newRow("a space") << QByteArray("a b") << QByteArray("a\\sb");
    QTest::newRow("a backslash") << QByteArray("a\\b") << QByteArray("a\\\\b");
    QTest::newRow("CR and LF") << QByteArray("a\r\nb") << QByteArray("a\\r\\nb");
    QTest::newRow("what looks escaped") << QByteArray("\\s\\:") << QByteArray("\\\\s\\\\:");
}

void TagsTest::escapes()
{
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, escaped);
    QCOMPARE(escapeTagValue(view(value)), escaped);
    QCOMPARE(unescapeTagValue(view(escaped)), value);
}

void TagsTest::unescapesOddForms_data()
{
    QTest::addColumn<QByteArray>("escaped");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("a backslash at the end goes") << QByteArray("test\\") << QByteArray("test");
    QTest::newRow("an escape that is none loses its backslash") << QByteArray("te\\st\\b") << QByteArray("te tb");
    QTest::newRow("two at the end are one") << QByteArray("test\\\\") << QByteArray("test\\");
}

void TagsTest::unescapesOddForms()
{
    QFETCH(QByteArray, escaped);
    QFETCH(QByteArray, value);
    QCOMPARE(unescapeTagValue(view(escaped)), value);
}

void TagsTest::reads_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<QByteArray>("value"); // of "a"
    QTest::newRow("no tags") << QByteArray() << false << QByteArray();
    QTest::newRow("with a value") << QByteArray("a=1") << true << QByteArray("1");
    QTest::newRow("without one") << QByteArray("a") << true << QByteArray();
    QTest::newRow("with an empty one") << QByteArray("a=") << true << QByteArray();
    QTest::newRow("the last counts") << QByteArray("a=1;b=2;a=3") << true << QByteArray("3");
    QTest::newRow("an equals sign in the value") << QByteArray("a=b=c") << true << QByteArray("b=c");
    QTest::newRow("another vendor's is another key") << QByteArray("example.com/a=1") << false << QByteArray();
    QTest::newRow("a client's is another key") << QByteArray("+a=1") << false << QByteArray();
    QTest::newRow("a longer key") << QByteArray("ab=1") << false << QByteArray();
    QTest::newRow("empty tags between") << QByteArray(";;a=1;;") << true << QByteArray("1");
    QTest::newRow("a tag without a key") << QByteArray("=x;a=1") << true << QByteArray("1");
}

void TagsTest::reads()
{
    QFETCH(QByteArray, raw);
    QFETCH(bool, isThere);
    QFETCH(QByteArray, value);
    const TagsView tags(view(raw));
    QCOMPARE(tags.contains("a"), isThere);
    QCOMPARE(tags.value("a").has_value(), isThere);
    QCOMPARE(tags.value("a").value_or(QByteArray()), value);
    QCOMPARE(Tags::fromView(tags).value("a"), tags.value("a"));
}

void TagsTest::keys_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<bool>("isValid");
    QTest::addColumn<bool>("isClients");
    QTest::newRow("a word") << QByteArray("msgid") << true << false;
    QTest::newRow("a draft") << QByteArray("draft/reply") << true << false;
    QTest::newRow("a vendor") << QByteArray("example.com/a-b") << true << false;
    QTest::newRow("a client's") << QByteArray("+typing") << true << true;
    QTest::newRow("a client's draft") << QByteArray("+draft/react") << true << true;
    QTest::newRow("nothing") << QByteArray() << false << false;
    QTest::newRow("only a plus") << QByteArray("+") << false << true;
    QTest::newRow("a space") << QByteArray("a b") << false << false;
    QTest::newRow("an underscore") << QByteArray("a_b") << false << false;
    QTest::newRow("a vendor without a key") << QByteArray("example.com/") << false << false;
}

void TagsTest::keys()
{
    QFETCH(QByteArray, key);
    QFETCH(bool, isValid);
    QFETCH(bool, isClients);
    QCOMPARE(isValidTagKey(view(key)), isValid);
    QCOMPARE(isClientOnlyTag(view(key)), isClients);
}

void TagsTest::ownedTagsKeepTheirOrder()
{
    Tags tags;
    tags.set("b", "1");
    tags.set("a");
    tags.set("b", "2");
    QCOMPARE(tags.all().size(), std::size_t{2});
    QCOMPARE(tags.all().front().first, QByteArray("b"));
    QCOMPARE(tags.value("b"), QByteArray("2"));
    tags.remove("b");
    QVERIFY(!tags.contains("b") && tags.contains("a"));
    tags.remove("a");
    QVERIFY(tags.isEmpty());
}

QTEST_GUILESS_MAIN(TagsTest)
#include "tst_tags.moc"
