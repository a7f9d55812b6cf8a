// What a turn's orders come to for each reader: the same bytes in the same order as line by line, in few pieces.
#include "server/io/coalescer.h"

#include <QTest>

#include <array>
#include <map>
#include <random>

using namespace chatroom;
using namespace chatroom::server;

namespace {

ConnectionId reader(std::uint32_t slot)
{
    return {slot, 1, 0};
}

QList<ConnectionId> readers(std::uint32_t first, std::uint32_t last)
{
    QList<ConnectionId> list;
    for (std::uint32_t slot = first; slot <= last; ++slot)
        list.append(reader(slot));
    return list;
}

struct Received final
{
    std::map<ConnectionId, QByteArray> bytes;
    std::map<ConnectionId, int> pieces;

    void add(ConnectionId to, const Slice& slice)
    {
        bytes[to].append(slice.data(), static_cast<qsizetype>(slice.size));
        ++pieces[to];
    }
};

// As a worker does it; also how many orders were delivered together at most.
Received coalesced(const WorkerTurn& orders, std::size_t* longest = nullptr)
{
    Received received;
    const auto add = [&](ConnectionId to, const Slice& slice) { received.add(to, slice); };
    Coalescer coalescer{add};
    for (std::span<const WorkerOrder> rest{orders}; !rest.empty();) {
        const std::size_t length = Coalescer::lengthOfRun(rest);
        if (longest != nullptr)
            *longest = std::max(*longest, length);
        coalescer.deliver(rest.first(length));
        rest = rest.subspan(length);
    }
    return received;
}

std::map<ConnectionId, QByteArray> lineByLine(const WorkerTurn& orders)
{
    std::map<ConnectionId, QByteArray> bytes;
    for (const WorkerOrder& order : orders) {
        if (const auto* direct = std::get_if<DirectDelivery>(&order)) {
            bytes[direct->to] += direct->bytes;
            continue;
        }
        const auto& delivery = std::get<Delivery>(order);
        for (const ConnectionId id : delivery.receivers) {
            if (id != delivery.except)
                bytes[id] += delivery.bytes;
        }
    }
    return bytes;
}

} // namespace

class TestCoalescer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesARoomOneBlock();
    void givesWhoSpeaksTheRest();
    void keepsWhatIsForOneInItsPlace();
    void endsARunAtWhatIsNoDelivery();
    void endsARunAtAnotherRoom();
    void endsARunWhenItIsLong();
    void changesNothingForAnybody_data();
    void changesNothingForAnybody();
};

void TestCoalescer::givesARoomOneBlock()
{
    const QList<ConnectionId> room = readers(1, 3);
    const Received received = coalesced({Delivery{"a\r\n", room, {}, 7}, Delivery{"b\r\n", room, {}, 7}, Delivery{"c\r\n", room, {}, 7}});
    for (const ConnectionId each : room) {
        QCOMPARE(received.bytes.at(each), QByteArray("a\r\nb\r\nc\r\n"));
        QCOMPARE(received.pieces.at(each), 1);
    }
}

void TestCoalescer::givesWhoSpeaksTheRest()
{
    const QList<ConnectionId> room = readers(1, 3);
    const Received received =
        coalesced({Delivery{"a\r\n", room, {}, 7}, Delivery{"b\r\n", room, reader(2), 7}, Delivery{"c\r\n", room, reader(2), 7},
                   Delivery{"d\r\n", room, reader(3), 7}, Delivery{"e\r\n", room, {}, 7}});
    QCOMPARE(received.bytes.at(reader(1)), QByteArray("a\r\nb\r\nc\r\nd\r\ne\r\n"));
    QCOMPARE(received.pieces.at(reader(1)), 1);
    QCOMPARE(received.bytes.at(reader(2)), QByteArray("a\r\nd\r\ne\r\n"));
    QCOMPARE(received.pieces.at(reader(2)), 2);
    QCOMPARE(received.bytes.at(reader(3)), QByteArray("a\r\nb\r\nc\r\ne\r\n"));
    QCOMPARE(received.pieces.at(reader(3)), 2);
}

void TestCoalescer::keepsWhatIsForOneInItsPlace()
{
    const QList<ConnectionId> room = readers(1, 2);
    const Received received = coalesced({Delivery{"a\r\n", room, reader(1), 7}, DirectDelivery{"echo of a\r\n", reader(1)},
                                         DirectDelivery{"aside\r\n", reader(9)}, Delivery{"b\r\n", room, {}, 7}});
    QCOMPARE(received.bytes.at(reader(1)), QByteArray("echo of a\r\nb\r\n"));
    QCOMPARE(received.bytes.at(reader(2)), QByteArray("a\r\nb\r\n"));
    QCOMPARE(received.bytes.at(reader(9)), QByteArray("aside\r\n"));
}

void TestCoalescer::endsARunAtWhatIsNoDelivery()
{
    const QList<ConnectionId> room = readers(1, 2);
    const WorkerTurn orders{Delivery{"a\r\n", room, {}, 7}, Delivery{"b\r\n", room, {}, 7}, CloseOrder{reader(1)},
                            Delivery{"c\r\n", room, {}, 7}};
    QCOMPARE(Coalescer::lengthOfRun(orders), std::size_t{2});
    QCOMPARE(Coalescer::lengthOfRun(std::span{orders}.subspan(2)), std::size_t{1});
}

void TestCoalescer::endsARunAtAnotherRoom()
{
    const WorkerTurn orders{Delivery{"a\r\n", readers(1, 2), {}, 7}, DirectDelivery{"x\r\n", reader(1)},
                            Delivery{"b\r\n", readers(1, 2), {}, 8}};
    QCOMPARE(Coalescer::lengthOfRun(orders), std::size_t{1}); // nothing to join, and the aside needs no run
    const WorkerTurn ungrouped{Delivery{"a\r\n", readers(1, 2), {}}, Delivery{"b\r\n", readers(1, 2), {}}};
    QCOMPARE(Coalescer::lengthOfRun(ungrouped), std::size_t{1});
}

void TestCoalescer::endsARunWhenItIsLong()
{
    const QList<ConnectionId> room = readers(1, 2);
    const WorkerTurn orders(200, Delivery{QByteArray(1000, 'x'), room, {}, 7});
    QCOMPARE(Coalescer::lengthOfRun(orders), std::size_t{65});
}

void TestCoalescer::changesNothingForAnybody_data()
{
    QTest::addColumn<int>("people");
    QTest::addColumn<int>("speakers");
    QTest::newRow("few, all speak") << 4 << 4;
    QTest::newRow("few speak") << 40 << 3;
    QTest::newRow("many speak") << 40 << 30;
}

// Two rooms with some people in both, each with readers of two forms; everybody is told asides.
void TestCoalescer::changesNothingForAnybody()
{
    QFETCH(const int, people);
    QFETCH(const int, speakers);
    std::mt19937 random{4711}; // NOLINT: the same each time
    const auto below = [&](int end) {
        return std::uniform_int_distribution<std::uint32_t>{0, static_cast<std::uint32_t>(end) - 1}(random);
    };
    const auto half = static_cast<std::uint32_t>(people) / 2;
    const std::array<std::array<QList<ConnectionId>, 2>, 2> rooms{
        {{readers(1, half), readers(half + 1, 2 * half)}, {readers(1, half / 2), readers(half / 2 + 1, half)}}};
    std::size_t longest = 0;
    for (int round = 0; round < 200; ++round) {
        WorkerTurn orders;
        for (int said = 0; said < 30; ++said) {
            const std::size_t room = below(8) == 0 ? 1 : 0;
            const QByteArray line = QByteArray::number(said) + QByteArray(static_cast<qsizetype>(below(100)), '.') + "\r\n";
            const ConnectionId speaker = reader(1 + below(speakers));
            for (std::size_t form = 0; form < 2; ++form) {
                if (below(10) != 0) // not everything is for each form
                    orders.emplace_back(Delivery{line, rooms[room][form], speaker, 100 + room});
            }
            if (below(4) == 0)
                orders.emplace_back(DirectDelivery{"aside " + line, reader(1 + below(people + 3))});
        }
        QCOMPARE(coalesced(orders, &longest).bytes, lineByLine(orders));
    }
    QVERIFY(longest > 5);
}

QTEST_GUILESS_MAIN(TestCoalescer)
#include "tst_coalescer.moc"
