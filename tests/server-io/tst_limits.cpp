// Nobody costs the others anything: slow readers, floods, too many connections, silence.
#include "server-io/support.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;
using server::EventKind;
using std::chrono::seconds;

class TestLimits final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSlowReaderIsLetGo_data();
    void aSlowReaderIsLetGo();
    void pastingTenLinesIsNotDelayed();
    void aMessageOfManyLinesIsNotDelayed();
    void aFloodIsHeldBackThenEnded_data();
    void aFloodIsHeldBackThenEnded();
    void whatWasSentFastArrivesLate();
    void whoClosesWhileHeldBackIsHeardFirst();
    void withoutALimitNothingIsHeldBack();
    void theLimitChangesForWhoIsHere();
    void connectionsOfAnAddress();
    void silenceIsAskedAndThenEnded();
    void whoAnswersStays();

private:
    static constexpr int kBurst = 100;
};

namespace {

void sayTimes(Visitor& who, int times, const QByteArray& text)
{
    for (int i = 0; i < times; ++i)
        who.say(text + QByteArray::number(i));
}

} // namespace

void TestLimits::aSlowReaderIsLetGo_data()
{
    QTest::addColumn<bool>("isTls");
    QTest::newRow("plain") << false;
    QTest::newRow("encrypted") << true;
}

void TestLimits::aSlowReaderIsLetGo()
{
    QFETCH(const bool, isTls);
    Server server(2);
    QCOMPARE(server.start([](auto& config) {
        config.listen = {plainListener(), tlsListener()};
        config.limits.flood = false;
        config.limits.sendQueueBytes = 65536;
    }),
             QString());
    Visitor ann, ben, slow;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QVERIFY(ben.enter(server.port(), "Ben"));
    QVERIFY(isTls ? slow.enterTls(server.port(1), "Slow") : slow.enter(server.port(), "Slow"));
    slow.socket().setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 4096);
    slow.socket().setReadBufferSize(1024);
    slow.socket().disconnect(&slow); // reads nothing any more
    const QByteArray text(400, 'x');
    int said = 0;
    // What the system buffers for it is not ours to bound: some megabytes.
    while (!ben.hasHeard(":Slow!Slow@127.0.0.1 QUIT") && said < 50'000) {
        sayTimes(ann, 500, text);
        said += 500;
        QVERIFY(ann.isAnswered());
        QVERIFY(ben.isAnswered());
    }
    QVERIFY(ben.hears(":Slow!Slow@127.0.0.1 QUIT :Reads too slowly"));
    QTRY_COMPARE_WITH_TIMEOUT(ben.heard().size(), said, kPatience);
    QVERIFY(server.hasRecorded(EventKind::Closed, "Reads too slowly"));
}

void TestLimits::pastingTenLinesIsNotDelayed()
{
    Server server;
    QCOMPARE(server.start(), QString());
    Visitor ann, ben;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QVERIFY(ben.enter(server.port(), "Ben"));
    for (int paste = 0; paste < 5; ++paste)
        sayTimes(ann, 10, "line ");
    QVERIFY(ann.isAnswered());
    QTRY_COMPARE(ben.heard().size(), 50);
}

void TestLimits::aMessageOfManyLinesIsNotDelayed()
{
    Server server;
    QCOMPARE(server.start(), QString());
    Visitor ann, ben;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QVERIFY(ben.enter(server.port(), "Ben"));
    ann.send("CAP REQ :batch standard-replies draft/multiline");
    const QByteArray text(79, 'x'); // with its line feeds as long as a message may be
    ann.send("BATCH +paste draft/multiline #lobby");
    for (int i = 0; i < 500; ++i)
        ann.send("@batch=paste PRIVMSG #lobby :" + text);
    ann.send("BATCH -paste");
    QVERIFY(ann.isAnswered());
    QTRY_COMPARE(ben.heard().size(), 500);
    // The next one waits a little, and is not the end.
    ann.send("BATCH +more draft/multiline #lobby");
    for (int i = 0; i < 500; ++i)
        ann.send("@batch=more PRIVMSG #lobby :" + text);
    ann.send("BATCH -more");
    QTRY_COMPARE_WITH_TIMEOUT(ben.heard().size(), 1000, kPatience);
    QVERIFY(ann.isAnswered());
    QVERIFY(!ann.hasHeard("FAIL"));
}

void TestLimits::aFloodIsHeldBackThenEnded_data()
{
    aSlowReaderIsLetGo_data();
}

void TestLimits::aFloodIsHeldBackThenEnded()
{
    QFETCH(const bool, isTls);
    Server server(2);
    QCOMPARE(server.start([](auto& config) { config.listen = {plainListener(), tlsListener()}; }), QString());
    Visitor flooder, ann, ben;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QVERIFY(ben.enter(server.port(), "Ben"));
    QVERIFY(isTls ? flooder.enterTls(server.port(1), "Flooder") : flooder.enter(server.port(), "Flooder"));
    sayTimes(flooder, 4000, QByteArray(100, 'x'));
    QVERIFY(flooder.hears("ERROR :Sent too much too fast"));
    QVERIFY(flooder.isGone());
    QVERIFY(ben.hears(":Flooder!Flooder@127.0.0.1 QUIT :Sent too much"));
    QVERIFY2(ben.heard().size() >= kBurst - 5 && ben.heard().size() < 500, QByteArray::number(ben.heard().size()).constData());
    ann.say("quiet again");
    QVERIFY(ben.hears("quiet again"));
    QVERIFY(server.hasRecorded(EventKind::Closed, "Sent too much"));
}

void TestLimits::whatWasSentFastArrivesLate()
{
    Server server;
    QCOMPARE(server.start(), QString());
    Visitor ann, ben;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QVERIFY(ben.enter(server.port(), "Ben"));
    sayTimes(ann, kBurst + 40, "line ");
    QTRY_VERIFY(ben.heard().size() >= kBurst - 5);
    QVERIFY(ben.heard().size() < kBurst + 40);
    QTRY_COMPARE_WITH_TIMEOUT(ben.heard().size(), kBurst + 40, kPatience);
    QCOMPARE(ben.heard().constLast(), QByteArray("Ann: line 139"));
    QVERIFY(ann.isAnswered());
}

void TestLimits::whoClosesWhileHeldBackIsHeardFirst()
{
    Server server;
    QCOMPARE(server.start(), QString());
    Visitor ann, ben;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QVERIFY(ben.enter(server.port(), "Ben"));
    sayTimes(ann, kBurst + 20, "line ");
    ann.socket().disconnectFromHost(); // only half: what is sent to it meanwhile is still taken by the system
    QVERIFY(ben.hears(":Ann!Ann@127.0.0.1 QUIT"));
    QVERIFY(ben.heard().size() > 0);
}

void TestLimits::withoutALimitNothingIsHeldBack()
{
    Server server;
    QCOMPARE(server.start([](auto& config) { config.limits.flood = false; }), QString());
    Visitor ann, ben;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QVERIFY(ben.enter(server.port(), "Ben"));
    sayTimes(ann, 3000, "line "); // held back it would take more than two minutes
    QTRY_COMPARE_WITH_TIMEOUT(ben.heard().size(), 3000, kPatience);
}

void TestLimits::theLimitChangesForWhoIsHere()
{
    Server server(2);
    QCOMPARE(server.start(), QString());
    Visitor ann, ben;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QVERIFY(ben.enter(server.port(), "Ben"));
    sayTimes(ann, 800, "line ");
    QTRY_VERIFY(ben.heard().size() >= kBurst - 5);
    QCOMPARE(server.apply([](auto& config) { config.limits.flood = false; }), QString());
    QTRY_COMPARE_WITH_TIMEOUT(ben.heard().size(), 800, 10'000); // it would be half a minute
    QCOMPARE(server.apply([](auto& config) { config.limits.flood = true; }), QString());
    sayTimes(ann, 4000, QByteArray(100, 'x'));
    QVERIFY(ann.hears("ERROR :Sent too much too fast"));
}

void TestLimits::connectionsOfAnAddress()
{
    Server server(2);
    QCOMPARE(server.start([](auto& config) { config.limits.connectionsPerAddress = 2; }), QString());
    Visitor ann, ben, third;
    QVERIFY(ann.enter(server.port(), "Ann"));
    QVERIFY(ben.enter(server.port(), "Ben"));
    third.connectPlain(server.port());
    QVERIFY(third.hears("ERROR :Closing link: (127.0.0.1) [Too many connections from your address]"));
    QVERIFY(third.isGone());
    QVERIFY(server.hasRecorded(EventKind::Refused, "Too many connections"));
    ben.send("QUIT");
    QVERIFY(ben.isGone());
    QVERIFY(ann.hears(":Ben!Ben@127.0.0.1 QUIT"));
    Visitor fourth;
    QVERIFY(fourth.enter(server.port(), "Dora"));
    QCOMPARE(server.apply([](auto& config) { config.limits.connectionsPerAddress = 0; }), QString());
    Visitor fifth;
    QVERIFY(fifth.enter(server.port(), "Emil"));
}

void TestLimits::silenceIsAskedAndThenEnded()
{
    Server server;
    QCOMPARE(server.start([](auto& config) {
        config.times.silence = seconds{1};
        config.times.answer = seconds{1};
    }),
             QString());
    Visitor ann, silent;
    QVERIFY(ann.enter(server.port(), "Ann")); // answers
    QVERIFY(silent.enter(server.port(), "Silent"));
    silent.socket().setReadBufferSize(1); // reads nothing any more, so it never answers
    silent.socket().disconnect(&silent);
    QVERIFY(ann.hears(":Silent!Silent@127.0.0.1 QUIT :Ping timeout: "));
    QVERIFY(ann.hasHeard("PING "));
    QVERIFY(server.hasRecorded(EventKind::Closed, "Ping timeout"));
}

void TestLimits::whoAnswersStays()
{
    Server server;
    QCOMPARE(server.start([](auto& config) {
        config.times.silence = seconds{1};
        config.times.answer = seconds{1};
    }),
             QString());
    Visitor ann;
    QVERIFY(ann.enter(server.port(), "Ann"));
    const auto pings = [&] {
        int count = 0;
        for (const QByteArray& line : ann.lines())
            count += line.startsWith("PING ") ? 1 : 0;
        return count;
    };
    QTRY_VERIFY_WITH_TIMEOUT(pings() >= 2, kPatience);
    QVERIFY(ann.isAnswered());
}

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"
