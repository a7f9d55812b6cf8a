// What is no good line gets its answer or a clean end, and nobody else notices.
#include "server-io/support.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;
using server::EventKind;

class TestBadLines final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void bytes_data();
    void bytes();
    void noEndThenClosed();
    void halfALineThenSilence();
    void fiveHundredTwelveBytesWithoutAnEnd();
    void muchWithoutAnEnd();
    void halfALineThenReset();
    void aHandshakeOfTlsOnAPlainPort();
    void plainTextOnATlsPort();

private:
    void expectBystanderUndisturbed();

    std::unique_ptr<Server> m_server;
    std::unique_ptr<Visitor> m_bystander, m_other;
};

void TestBadLines::init()
{
    m_server = std::make_unique<Server>(2);
    QCOMPARE(m_server->start([](auto& config) { config.listen = {plainListener(), tlsListener()}; }), QString());
    m_bystander = std::make_unique<Visitor>();
    m_other = std::make_unique<Visitor>();
    QVERIFY(m_bystander->enter(m_server->port(), "Bystander"));
    QVERIFY(m_other->enter(m_server->port(), "Other"));
}

void TestBadLines::cleanup()
{
    m_bystander.reset();
    m_other.reset();
    m_server.reset();
}

void TestBadLines::expectBystanderUndisturbed()
{
    m_other->say("still here");
    QVERIFY(m_bystander->hears("still here"));
    QVERIFY(m_bystander->isAnswered());
    QCOMPARE(m_bystander->heard(), QByteArrayList{"Other: still here"});
}

void TestBadLines::bytes_data()
{
    const QByteArray tooLongTags = '@' + QByteArray(4100, 'a') + " PING x\r\n";
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("answer"); // empty: none at all
    QTest::newRow("a line of 513 bytes") << "PRIVMSG #lobby :" + QByteArray(495, 'x') + "\r\n" << QByteArray(" 417 Ann :");
    QTest::newRow("a line of 10,000 bytes") << "PRIVMSG #lobby :" + QByteArray(10'000, 'x') + "\r\n" << QByteArray(" 417 Ann :");
    QTest::newRow("a line of a million bytes") << "PRIVMSG #lobby :" + QByteArray(1'000'000, 'x') + "\r\n" << QByteArray(" 417 Ann :");
    QTest::newRow("tags of more than 4096 bytes") << tooLongTags << QByteArray(" 417 Ann :");
    QTest::newRow("not UTF-8") << QByteArray("PRIVMSG #lobby :\xff\xfe\r\n") << QByteArray("FAIL PRIVMSG INVALID_UTF8 :");
    QTest::newRow("half a character of UTF-8") << QByteArray("PRIVMSG #lobby :\xe2\x82\r\n") << QByteArray("FAIL PRIVMSG INVALID_UTF8 :");
    QTest::newRow("not UTF-8, of no command") << QByteArray("\xff\xff\r\n") << QByteArray("FAIL * INVALID_UTF8 :");
    QTest::newRow("a zero byte within a text") << QByteArray("PRIVMSG #lobby :a\0b\r\n", 21) << QByteArray();
    QTest::newRow("nothing but a zero byte") << QByteArray("\0\r\n", 3) << QByteArray();
    QTest::newRow("only tags") << QByteArray("@a=b\r\n") << QByteArray();
    QTest::newRow("only a source") << QByteArray(":somebody\r\n") << QByteArray();
    QTest::newRow("blank lines") << QByteArray("\r\n\r\n\n\n  \r\n") << QByteArray();
    QTest::newRow("a command that does not exist") << QByteArray("HELLO you\r\n") << QByteArray(" 421 Ann HELLO :");
    QTest::newRow("too few parameters") << QByteArray("KICK\r\n") << QByteArray(" 461 Ann KICK :");
    QTest::newRow("bytes of all kinds") << QByteArray("\x01\x02\x7f\x1b[2J\r\n") << QByteArray();
}

void TestBadLines::bytes()
{
    QFETCH(const QByteArray, sent);
    QFETCH(const QByteArray, answer);
    Visitor ann;
    QVERIFY(ann.enter(m_server->port(), "Ann"));
    ann.send("CAP REQ :standard-replies");
    QVERIFY(ann.hears(" ACK "));
    const qsizetype before = ann.lines().size();
    ann.sendRaw(sent);
    QVERIFY(ann.isAnswered());
    const QByteArrayList answers = ann.lines().mid(before, ann.lines().size() - before - 1);
    if (answer.isEmpty())
        QCOMPARE(answers, QByteArrayList{});
    else
        QVERIFY2(answers.size() == 1 && answers.constFirst().contains(answer), answers.join('|').constData());
    expectBystanderUndisturbed();
}

void TestBadLines::noEndThenClosed()
{
    Visitor ann;
    QVERIFY(ann.enter(m_server->port(), "Ann"));
    ann.sendRaw("PRIVMSG #lobby :never said");
    ann.socket().disconnectFromHost();
    QVERIFY(m_bystander->hears(":Ann!Ann@127.0.0.1 QUIT :Connection closed"));
    expectBystanderUndisturbed();
}

void TestBadLines::halfALineThenSilence()
{
    QCOMPARE(m_server->apply([](auto& config) { config.times.registration = std::chrono::seconds{1}; }), QString());
    Visitor ann;
    ann.connectPlain(m_server->port());
    ann.sendRaw("NICK An");
    QVERIFY(ann.hears("ERROR :Closing link: (127.0.0.1) [Took too long to give a name]"));
    QVERIFY(ann.isGone());
    QVERIFY(m_server->hasRecorded(EventKind::Closed, "Took too long"));
    expectBystanderUndisturbed();
}

void TestBadLines::fiveHundredTwelveBytesWithoutAnEnd()
{
    Visitor ann;
    QVERIFY(ann.enter(m_server->port(), "Ann"));
    ann.sendRaw("PRIVMSG #lobby :" + QByteArray(496, 'x'));
    expectBystanderUndisturbed();
    const qsizetype before = ann.lines().size();
    ann.sendRaw("\r\n");
    QVERIFY(ann.hears(" 417 Ann :"));
    QVERIFY(ann.isAnswered());
    QCOMPARE(ann.lines().size(), before + 2);
}

void TestBadLines::muchWithoutAnEnd()
{
    Visitor ann;
    QVERIFY(ann.enter(m_server->port(), "Ann"));
    ann.sendRaw(QByteArray(5'000'000, 'x'));
    QVERIFY(ann.hears(" 417 Ann :"));
    ann.sendRaw("\r\n");
    QVERIFY(ann.isAnswered());
    int answers = 0;
    for (const QByteArray& line : ann.lines())
        answers += line.contains(" 417 ") ? 1 : 0;
    QCOMPARE(answers, 1);
    expectBystanderUndisturbed();
}

void TestBadLines::halfALineThenReset()
{
    Visitor ann;
    QVERIFY(ann.enter(m_server->port(), "Ann"));
    ann.sendRaw("PRIVMSG #lobby :ne");
    QVERIFY(ann.socket().flush());
    ann.socket().abort();
    QVERIFY(m_bystander->hears(":Ann!Ann@127.0.0.1 QUIT :Connection"));
    expectBystanderUndisturbed();
}

void TestBadLines::aHandshakeOfTlsOnAPlainPort()
{
    Visitor ann;
    ann.connectTls(m_server->port(0));
    QVERIFY(ann.isGone());
    QVERIFY(!ann.socket().isEncrypted());
    QVERIFY(m_server->hasRecorded(EventKind::Closed, "Asked for encryption on a port without it"));
    expectBystanderUndisturbed();
}

void TestBadLines::plainTextOnATlsPort()
{
    Visitor ann;
    ann.connectPlain(m_server->port(1));
    ann.giveName("Ann");
    QVERIFY(ann.isGone());
    QVERIFY(!ann.hasHeard(" 001 "));
    expectBystanderUndisturbed();
}

QTEST_GUILESS_MAIN(TestBadLines)
#include "tst_badlines.moc"
