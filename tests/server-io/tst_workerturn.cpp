// When a worker writes in a turn, with a hub that answers at once, as where both live in one thread: each line goes to everybody, and
// is followed by the next one. Each write of the worker is one packet here, so that they can be counted.
#include "base/clock.h"
#include "server-io/pollers.h"
#include "server/io/worker.h"

#include <QTest>

#include <array>
#include <sys/socket.h>
#include <unistd.h>

using namespace chatroom;
using namespace chatroom::server;

namespace {

constexpr int kReaders = 40;

// A speaker, and readers who hear each line. Says the next line as soon as one is heard, up to `most`.
class Room final
{
public:
    Room(PollerKind poller, HubPlace hub, int most)
        : m_most(most),
          m_worker(std::uint16_t{0}, m_clock, {.hasFloodLimit = false}, poller, hub, [this](const InboundTurn& turn) { hear(turn); })
    {
        for (int i = 0; i <= kReaders; ++i) {
            std::array<int, 2> ends{};
            if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, ends.data()) != 0)
                qFatal("no sockets");
            m_worker.adopt({ends[0], QHostAddress::LocalHost, 4711, {}});
            m_ends.push_back(ends[1]);
        }
    }
    Q_DISABLE_COPY_MOVE(Room)
    ~Room()
    {
        for (const int end : m_ends)
            ::close(end);
    }
    void begin() { say(); }
    [[nodiscard]] int heard() const { return m_heard; }
    // What that one has got since the last time, by write.
    [[nodiscard]] QByteArrayList packets(int reader) const
    {
        QByteArrayList found;
        std::array<char, 65536> buffer; // NOLINT: only what was received is read
        ssize_t count = 0;
        while ((count = ::recv(m_ends[static_cast<std::size_t>(reader) + 1], buffer.data(), buffer.size(), 0)) > 0)
            found.append(QByteArray{buffer.data(), static_cast<qsizetype>(count)});
        return found;
    }

private:
    void say()
    {
        const QByteArray line = QByteArray::number(m_said++) + "\r\n";
        QCOMPARE(::send(m_ends[0], line.constData(), static_cast<std::size_t>(line.size()), 0), ssize_t{line.size()});
    }
    void hear(const InboundTurn& turn)
    {
        for (const InboundEvent& event : turn) {
            if (const auto* opened = std::get_if<ConnectionOpened>(&event))
                enter(opened->connection);
            if (const auto* batch = std::get_if<LineBatch>(&event))
                passOn(*batch);
        }
        m_worker.acknowledge(receivedBytes(turn));
    }
    void enter(ConnectionId who)
    {
        if (std::exchange(m_hasSpeaker, true))
            m_readers.append(who);
    }
    void passOn(const LineBatch& batch)
    {
        m_worker.execute({Delivery{batch.bytes + "\r\n", m_readers, {}, 1}});
        ++m_heard;
        if (m_said < m_most)
            say();
    }

    int m_most;
    int m_said = 0;
    int m_heard = 0;
    bool m_hasSpeaker = false;
    QList<ConnectionId> m_readers;
    std::vector<int> m_ends; // the speaker's first
    ManualClock m_clock;
    Worker m_worker;
};

QByteArray numbers(int from, int upTo)
{
    QByteArray lines;
    for (int i = from; i < upTo; ++i)
        lines += QByteArray::number(i) + "\r\n";
    return lines;
}

} // namespace

class TestWorkerTurn final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatComesDuringWritingGoesOutWithTheRest();
    void aTurnEndsThoughMoreComes_data();
    void aTurnEndsThoughMoreComes();
};

// Four rounds of reading before the writing, and three within.
void TestWorkerTurn::whatComesDuringWritingGoesOutWithTheRest()
{
    if (qgetenv("CHATROOM_POLLER") == "notifiers")
        QSKIP("Qt tells that way of who is ready between turns only");
    constexpr int kLines = 7;
    Room room{PollerKind::BestHere, HubPlace::SameThread, kLines};
    room.begin();
    QTRY_COMPARE(room.heard(), kLines);
    QCOMPARE(room.packets(kReaders - 1), QByteArrayList{numbers(0, kLines)});
    QCOMPARE(room.packets(0), (QByteArrayList{numbers(0, 4), numbers(4, kLines)}));

    Room other{PollerKind::BestHere, HubPlace::OtherThread, kLines};
    other.begin();
    QTRY_COMPARE(other.heard(), kLines);
    QCOMPARE(other.packets(kReaders - 1), (QByteArrayList{numbers(0, 4), numbers(4, kLines)}));
}

void TestWorkerTurn::aTurnEndsThoughMoreComes_data()
{
    test::pollers();
}

void TestWorkerTurn::aTurnEndsThoughMoreComes()
{
    QFETCH(const PollerKind, kind);
    constexpr int kLines = 1000;
    Room room{kind, HubPlace::SameThread, kLines};
    room.begin();
    for (int passes = 0; passes < 100 && room.heard() == 0; ++passes)
        QCoreApplication::processEvents(); // a pass of the event loop, which has at most one turn
    QVERIFY(room.heard() > 0);
    QVERIFY2(room.heard() < kLines, "one turn took all, and nothing else of the thread had its turn");
    QByteArray read;
    QTRY_VERIFY((read += room.packets(0).join(), read.size() >= numbers(0, kLines).size()));
    QCOMPARE(read, numbers(0, kLines));
}

QTEST_GUILESS_MAIN(TestWorkerTurn)
#include "tst_workerturn.moc"
