// One I/O thread's work, without a hub: descriptors in, events out; orders in, bytes out. With a clock turned by hand and with
// each way of waiting for descriptors that this machine has.
#include "base/clock.h"
#include "network/tlsidentity.h"
#include "server-io/pollers.h"
#include "server/io/worker.h"

#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace chatroom;
using namespace chatroom::server;
using chatroom::test::pollers;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

// The other end of a connection.
class End final
{
public:
    explicit End(int descriptor) : m_descriptor(descriptor) {}
    Q_DISABLE_COPY_MOVE(End)
    ~End() { close(); }
    // As much as goes; how much that was.
    qsizetype write(const QByteArray& bytes) const
    {
        const ssize_t count = ::send(m_descriptor, bytes.constData(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL | MSG_DONTWAIT);
        return static_cast<qsizetype>(count);
    }
    const QByteArray& read()
    {
        std::array<char, 65536> buffer; // NOLINT: only what was received is read
        ssize_t count = 0;
        while ((count = ::recv(m_descriptor, buffer.data(), buffer.size(), MSG_DONTWAIT)) > 0)
            m_read.append(buffer.data(), static_cast<qsizetype>(count));
        hasEnded = hasEnded || count == 0;
        return m_read;
    }
    void close()
    {
        if (m_descriptor >= 0)
            ::close(std::exchange(m_descriptor, -1));
    }
    void endWriting() const { ::shutdown(m_descriptor, SHUT_WR); }

    bool hasEnded = false;

private:
    int m_descriptor;
    QByteArray m_read;
};

QByteArray lines(int count, const QByteArray& line = "PING x")
{
    return (line + "\r\n").repeated(count);
}

} // namespace

class TestWorker final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void linesComeAsOneBatch_data() { pollers(); }
    void linesComeAsOneBatch();
    void deliveriesGoToTheirReceivers_data() { pollers(); }
    void deliveriesGoToTheirReceivers();
    void aSlotThatWasGivenAwayGetsNothing_data() { pollers(); }
    void aSlotThatWasGivenAwayGetsNothing();
    void anOrderedCloseWritesFirst_data() { pollers(); }
    void anOrderedCloseWritesFirst();
    void whoNeverClosesIsClosed_data() { pollers(); }
    void whoNeverClosesIsClosed();
    void aPersonsTenLinesPassAtOnce_data() { pollers(); }
    void aPersonsTenLinesPassAtOnce();
    void tooFastIsHeldBack_data() { pollers(); }
    void tooFastIsHeldBack();
    void linesOfABatchCostByTheirLength_data();
    void linesOfABatchCostByTheirLength();
    void whoEndsWhileHeldBackIsHeardToTheEnd_data() { pollers(); }
    void whoEndsWhileHeldBackIsHeardToTheEnd();
    void muchTooFastIsTheEnd_data() { pollers(); }
    void muchTooFastIsTheEnd();
    void whatTheHubCannotTakeWaitsOutside_data() { pollers(); }
    void whatTheHubCannotTakeWaitsOutside();
    void whoReadsNothingIsLetGo_data() { pollers(); }
    void whoReadsNothingIsLetGo();
    void halfAHandshakeIsNobody_data() { pollers(); }
    void halfAHandshakeIsNobody();
    void finishingClosesEverybody_data() { pollers(); }
    void finishingClosesEverybody();

private:
    void makeWorker(WorkerSettings settings = {});
    std::unique_ptr<End> adopt(const std::shared_ptr<const TlsContext>& tls = {});
    [[nodiscard]] qsizetype linesOf(ConnectionId id) const;
    [[nodiscard]] const ConnectionClosed* closed(ConnectionId id) const;
    [[nodiscard]] ConnectionId lastOpened() const;

    ManualClock m_clock;
    InboundTurn m_events;
    std::unique_ptr<Worker> m_worker;
};

void TestWorker::init()
{
    m_events.clear();
    makeWorker();
}

void TestWorker::cleanup()
{
    m_worker.reset();
}

void TestWorker::makeWorker(WorkerSettings settings)
{
    QFETCH(const PollerKind, kind);
    m_worker = std::make_unique<Worker>(std::uint16_t{0}, m_clock, settings, kind, HubPlace::OtherThread,
                                        [this](InboundTurn turn) { m_events.insert(m_events.end(), turn.begin(), turn.end()); });
}

std::unique_ptr<End> TestWorker::adopt(const std::shared_ptr<const TlsContext>& tls)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) != 0)
        return {};
    m_worker->adopt({ends[0], QHostAddress(u"192.0.2.7"_s), 4711, tls});
    return std::make_unique<End>(ends[1]);
}

qsizetype TestWorker::linesOf(ConnectionId id) const
{
    std::size_t count = 0;
    for (const InboundEvent& event : m_events) {
        if (const auto* batch = std::get_if<LineBatch>(&event); batch != nullptr && batch->connection == id)
            count += static_cast<std::size_t>(batch->lines.size());
    }
    return static_cast<qsizetype>(count);
}

const ConnectionClosed* TestWorker::closed(ConnectionId id) const
{
    for (const InboundEvent& event : m_events) {
        if (const auto* end = std::get_if<ConnectionClosed>(&event); end != nullptr && end->connection == id)
            return end;
    }
    return nullptr;
}

ConnectionId TestWorker::lastOpened() const
{
    ConnectionId id;
    for (const InboundEvent& event : m_events) {
        if (const auto* opened = std::get_if<ConnectionOpened>(&event))
            id = opened->connection;
    }
    return id;
}

void TestWorker::linesComeAsOneBatch()
{
    const auto end = adopt();
    QCOMPARE(m_events.size(), std::size_t{1});
    const auto opened = std::get<ConnectionOpened>(m_events.front());
    QCOMPARE(opened.peer, QHostAddress(u"192.0.2.7"_s));
    QCOMPARE(opened.peerPort, std::uint16_t{4711});
    QVERIFY(!opened.isSecure);
    end->write("PING a\r\nPING b\nPING ");
    QTRY_COMPARE(linesOf(opened.connection), 2);
    end->write("c\r\n");
    QTRY_COMPARE(linesOf(opened.connection), 3);
    QCOMPARE(m_events.size(), std::size_t{3});
    QCOMPARE(receivedBytes(m_events), std::size_t{23}); // half a line counts with the rest of it
    end->close();
    QTRY_VERIFY(closed(opened.connection));
    QCOMPARE(closed(opened.connection)->cause, CloseCause::ByPeer);
    QCOMPARE(m_worker->connections(), std::size_t{0});
}

void TestWorker::deliveriesGoToTheirReceivers()
{
    const auto first = adopt();
    const ConnectionId firstId = lastOpened();
    const auto second = adopt();
    const ConnectionId secondId = lastOpened();
    m_worker->execute({Delivery{"to both\r\n", {firstId, secondId}, {}}, Delivery{"to one\r\n", {firstId, secondId}, firstId},
                       Delivery{"to the other\r\n", {firstId}, {}}});
    QTRY_COMPARE(first->read(), QByteArray("to both\r\nto the other\r\n"));
    QTRY_COMPARE(second->read(), QByteArray("to both\r\nto one\r\n"));
}

void TestWorker::aSlotThatWasGivenAwayGetsNothing()
{
    const auto first = adopt();
    const ConnectionId old = lastOpened();
    first->close();
    QTRY_VERIFY(closed(old));
    const auto second = adopt();
    const ConnectionId young = lastOpened();
    QCOMPARE(young.slot, old.slot);
    QVERIFY(young.generation != old.generation);
    m_worker->execute(
        {Delivery{"for the one who left\r\n", {old}, {}}, CloseOrder{old}, FloodOrder{old, true}, Delivery{"for you\r\n", {young}, {}}});
    QTRY_COMPARE(second->read(), QByteArray("for you\r\n"));
    QVERIFY(!closed(young));
}

void TestWorker::anOrderedCloseWritesFirst()
{
    const auto end = adopt();
    const ConnectionId id = lastOpened();
    m_worker->execute({Delivery{"last words\r\n", {id}, {}}, CloseOrder{id}, Delivery{"too late\r\n", {id}, {}}});
    QTRY_VERIFY((end->read(), end->hasEnded));
    QCOMPARE(end->read(), QByteArray("last words\r\n"));
    end->write(lines(50)); // read, so that nothing resets the connection, and thrown away
    end->close();
    QTRY_VERIFY(closed(id));
    QCOMPARE(closed(id)->cause, CloseCause::ByServer);
    QCOMPARE(linesOf(id), 0);
}

void TestWorker::whoNeverClosesIsClosed()
{
    const auto end = adopt();
    const ConnectionId id = lastOpened();
    m_worker->execute({CloseOrder{id}});
    QTRY_VERIFY((end->read(), end->hasEnded));
    QVERIFY(!closed(id));
    m_clock.advance(3s);
    QTRY_VERIFY(closed(id));
    QCOMPARE(closed(id)->cause, CloseCause::ByServer);
}

void TestWorker::aPersonsTenLinesPassAtOnce()
{
    const auto end = adopt();
    const ConnectionId id = lastOpened();
    m_worker->execute({FloodOrder{id, false}});
    end->write(lines(10));
    QTRY_COMPARE(linesOf(id), 10);
    QCOMPARE(m_events.size(), std::size_t{2}); // at once, and no time passes on this clock
    end->write(lines(50));
    QTRY_COMPARE(linesOf(id), 60);
}

void TestWorker::tooFastIsHeldBack()
{
    const auto end = adopt();
    const ConnectionId id = lastOpened();
    end->write(lines(200));
    const qsizetype burst = 31; // the one that empties the bucket still passes
    QTRY_COMPARE(linesOf(id), burst);
    m_clock.advance(1s);
    QTRY_COMPARE(linesOf(id), burst + 10);
    m_clock.advance(1s);
    QTRY_COMPARE(linesOf(id), burst + 20);
    m_worker->execute({FloodOrder{id, true}}); // an operator
    QTRY_COMPARE(linesOf(id), 200);
    QVERIFY(!closed(id));
}

void TestWorker::linesOfABatchCostByTheirLength_data()
{
    QTest::addColumn<PollerKind>("kind");
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<qsizetype>("passed"); // of 30 allowed lines at once, and the one that empties the bucket
    const auto row = [](const char* name, const QByteArray& line, qsizetype passed) {
        QTest::newRow(name) << PollerKind::BestHere << line << passed;
    };
    row("a short one costs little", "@batch=1 PRIVMSG #lobby :x", 241);
    row("with other tags, too", "@draft/multiline-concat;batch=1 privmsg #lobby :x", 241);
    row("half a kilobyte costs half as much as a line", "@batch=1 PRIVMSG #lobby :" + QByteArray(487, 'x'), 61);
    row("another command costs what it does", "@batch=1 JOIN #lobby", 31);
    row("another tag is of no account", "@+batch=1 PRIVMSG #lobby :x", 31);
    row("a text that looks like it is of no account", "PRIVMSG #lobby :@batch=1 PRIVMSG", 31);
}

void TestWorker::linesOfABatchCostByTheirLength()
{
    QFETCH(const QByteArray, line);
    QFETCH(const qsizetype, passed);
    const auto end = adopt();
    const ConnectionId id = lastOpened();
    end->write(lines(300, line));
    QTRY_COMPARE(linesOf(id), passed);
    m_clock.advance(1s);
    QTRY_COMPARE(linesOf(id), std::min<qsizetype>(300, passed + (passed - 1) / 3));
}

void TestWorker::whoEndsWhileHeldBackIsHeardToTheEnd()
{
    const auto patient = adopt();
    const ConnectionId patientId = lastOpened();
    const auto hasty = adopt();
    const ConnectionId hastyId = lastOpened();
    patient->write(lines(40));
    patient->endWriting();
    hasty->write(lines(40));
    QTRY_COMPARE(linesOf(patientId), 31);
    QTRY_COMPARE(linesOf(hastyId), 31);
    hasty->close(); // both ways: nobody is there any more
    QVERIFY(!closed(patientId));
    m_clock.advance(1s);
    QTRY_VERIFY(closed(patientId) && closed(hastyId));
    QCOMPARE(linesOf(patientId), 40);
    QCOMPARE(closed(patientId)->cause, CloseCause::ByPeer);
}

void TestWorker::muchTooFastIsTheEnd()
{
    const auto end = adopt();
    const ConnectionId id = lastOpened();
    const QByteArray line = "PRIVMSG #lobby :" + QByteArray(400, 'x');
    QTRY_VERIFY((end->write(lines(20, line)), closed(id)));
    QCOMPARE(closed(id)->cause, CloseCause::ExcessFlood);
    QVERIFY2(linesOf(id) <= 31, QByteArray::number(linesOf(id)).constData());
    QTRY_VERIFY(end->read().endsWith("ERROR :Sent too much too fast\r\n"));
    QTRY_VERIFY((end->read(), end->hasEnded));
    end->close();
    QTRY_COMPARE(m_worker->connections(), std::size_t{0});
    int ends = 0;
    for (const InboundEvent& event : m_events)
        ends += std::holds_alternative<ConnectionClosed>(event) ? 1 : 0;
    QCOMPARE(ends, 1);
}

void TestWorker::whatTheHubCannotTakeWaitsOutside()
{
    makeWorker({false, true, 0}); // without a flood limit nothing else would hold anybody back
    const auto end = adopt();
    const ConnectionId id = lastOpened();
    const QByteArray some = lines(100, "PRIVMSG #lobby :" + QByteArray(400, 'x'));
    qsizetype sent = 0;
    const auto writeAll = [&] { // until nothing goes any more, even after the worker had its turn
        for (int idle = 0; idle < 5;) {
            const qsizetype written = end->write(some.mid(sent % some.size()));
            sent += std::max(written, qsizetype{0});
            idle = written > 0 ? 0 : idle + 1;
            QTest::qWait(1);
        }
    };
    writeAll();
    const qsizetype before = linesOf(id);
    const auto bytes = receivedBytes(m_events);
    QVERIFY2(bytes > 8'000'000 && bytes < 10'000'000, QByteArray::number(qulonglong{bytes}).constData());
    m_worker->acknowledge(bytes / 4);
    QTest::qWait(20);
    QCOMPARE(linesOf(id), before);
    m_worker->acknowledge(bytes - bytes / 4);
    QTRY_COMPARE(qsizetype(receivedBytes(m_events)), sent);
    QVERIFY(linesOf(id) > before);
}

void TestWorker::whoReadsNothingIsLetGo()
{
    makeWorker({true, true, 32768});
    const auto slow = adopt();
    const ConnectionId slowId = lastOpened();
    const auto quick = adopt();
    const ConnectionId quickId = lastOpened();
    const QByteArray line = QByteArray(998, 'x') + "\r\n";
    int sent = 0;
    while (!closed(slowId) && sent < 100'000) {
        m_worker->execute({Delivery{line, {slowId, quickId}, {}}});
        ++sent;
        quick->read();
        QTest::qWait(0); // a post to the hub may wait for the loop
    }
    QVERIFY(closed(slowId));
    QCOMPARE(closed(slowId)->cause, CloseCause::SendQueueFull);
    QTRY_COMPARE(quick->read().size(), sent * line.size());
    QVERIFY(!closed(quickId));
}

void TestWorker::halfAHandshakeIsNobody()
{
    QTemporaryDir folder;
    const auto identity = network::ownIdentity(folder.path(), u"a.example"_s);
    QVERIFY(identity);
    const auto context = TlsContext::make(identity->certificateFile, identity->keyFile);
    QVERIFY(context);
    const auto silent = adopt(*context);
    const auto half = adopt(*context);
    half->write("\x16\x03\x01\x02"); // the first bytes of a handshake
    const auto nonsense = adopt(*context);
    nonsense->write("GET / HTTP/1.1\r\n\r\n");
    QTRY_COMPARE(m_worker->connections(), std::size_t{2});
    m_clock.advance(11s);
    QTRY_COMPARE(m_worker->connections(), std::size_t{0});
    QTRY_VERIFY((silent->read(), silent->hasEnded));
    QCOMPARE(m_events.size(), std::size_t{0}); // the hub never heard of them
}

void TestWorker::finishingClosesEverybody()
{
    const auto first = adopt();
    const ConnectionId firstId = lastOpened();
    const auto second = adopt();
    m_worker->execute({Delivery{"goodbye\r\n", {firstId}, {}}, CloseOrder{firstId}});
    m_worker->finish(m_clock.monotonic());
    QCOMPARE(m_worker->connections(), std::size_t{0});
    QCOMPARE(first->read(), QByteArray("goodbye\r\n"));
    QVERIFY(first->hasEnded);
    second->read();
    QVERIFY(second->hasEnded);
}

QTEST_GUILESS_MAIN(TestWorker)
#include "tst_worker.moc"
