// When a turn's words go out: not before what they tell of is kept, in order, and without what could not be kept. With a store
// that reports when the test says so.
#include "protocol/parser.h"
#include "server/io/hubloop.h"

#include <QTest>

#include <map>
#include <memory>

using namespace chatroom;
using namespace chatroom::server;
using namespace std::chrono_literals;

namespace {

constexpr ConnectionId kAnn{0, 1, 0};
constexpr ConnectionId kBob{1, 1, 0};
const storage::StoreError kFull{storage::StoreError::Kind::Full, QStringLiteral("No room on the disk"), false};
const storage::StoreError kDoubt{storage::StoreError::Kind::Unavailable, QStringLiteral("The database went"), true};

// Goes on with each look at it.
class TickingClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override { return Timestamp{1'700'000'000'000ms + monotonic()}; }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return ++m_time; }

private:
    mutable std::chrono::milliseconds m_time{0};
};

// ann and bob are in #room, where something was said; what they read is gathered, by connection.
class Room final
{
public:
    explicit Room(std::unique_ptr<Clock> time = std::make_unique<ManualClock>())
        : clock(std::move(time)), loop({}, *clock, 1, [this](std::size_t, const WorkerTurn& turn) { write(turn); },
                                       {[this](storage::StoreTurn turn) { submitted.push_back(std::move(turn)); },
                                        [this](std::uint64_t number, const storage::Question&) { asked.push_back(number); }})
    {
        for (const auto& [id, name] : {std::pair{kAnn, QByteArray("ann")}, {kBob, QByteArray("bob")}}) {
            loop.receive({ConnectionOpened{id, QHostAddress::LocalHost, 4000, false, {}}}, {});
            say(id, "CAP REQ :echo-message draft/chathistory");
            say(id, "CAP END");
            say(id, "NICK " + name);
            say(id, "USER x 0 * :X");
            say(id, "JOIN #room");
        }
        say(kAnn, "PRIVMSG #room :first");
        keepAll();
        read.clear();
    }
    void say(ConnectionId who, const QByteArray& line, HubLoop::Done done = {}) { loop.receive({said(who, line)}, std::move(done)); }
    static LineBatch said(ConnectionId who, const QByteArray& line)
    {
        LineBatch batch;
        batch.connection = who;
        batch.bytes = line;
        batch.lines.push_back({*protocol::parse(protocol::view(batch.bytes)), LineFault::None});
        return batch;
    }
    void keepAll() { loop.committed(submitted.back().number); }
    // What one has read since the last time, without sources and CR LF.
    QByteArrayList takeRead(ConnectionId who)
    {
        QByteArrayList lines;
        for (const QByteArray& line : std::exchange(read[who], {}).split('\n')) {
            if (!line.isEmpty())
                lines.append(line.mid(line.indexOf(' ') + 1).trimmed());
        }
        return lines;
    }

    std::unique_ptr<Clock> clock;
    std::vector<storage::StoreTurn> submitted;
    std::vector<std::uint64_t> asked;
    std::map<ConnectionId, QByteArray> read;
    HubLoop loop;

private:
    void write(const WorkerTurn& turn)
    {
        for (const WorkerOrder& order : turn) {
            if (const auto* direct = std::get_if<DirectDelivery>(&order))
                read[direct->to] += direct->bytes;
            const auto* delivery = std::get_if<Delivery>(&order);
            for (const ConnectionId id : delivery == nullptr ? QList<ConnectionId>{} : delivery->receivers) {
                if (id != delivery->except)
                    read[id] += delivery->bytes;
            }
        }
    }
};

const QByteArrayList kNothing;

} // namespace

class TestHubLoop final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsReadBeforeItIsKept()
    {
        Room room;
        room.say(kAnn, "PRIVMSG #room :hello");
        QCOMPARE(room.takeRead(kBob), kNothing);
        QCOMPARE(room.takeRead(kAnn), kNothing); // an echo is a receipt
        room.keepAll();
        QCOMPARE(room.takeRead(kBob), QByteArrayList{"PRIVMSG #room hello"});
        QCOMPARE(room.takeRead(kAnn), QByteArrayList{"PRIVMSG #room hello"});
    }

    void allOfATurnHasOneTime()
    {
        Room room{std::make_unique<TickingClock>()};
        room.say(kBob, "CAP REQ :server-time");
        room.keepAll();
        room.read.clear();
        const auto times = [&room] {
            QByteArrayList tags;
            for (const QByteArray& line : std::exchange(room.read[kBob], {}).split('\n')) {
                if (!line.isEmpty())
                    tags.append(line.left(line.indexOf(' ')));
            }
            return tags;
        };
        room.loop.receive({Room::said(kAnn, "PRIVMSG bob :one"), Room::said(kAnn, "PRIVMSG bob :two")}, {});
        const QByteArrayList first = times();
        QCOMPARE(first.size(), 2);
        QVERIFY(first[0].startsWith("@time="));
        QCOMPARE(first[0], first[1]);
        room.say(kAnn, "PRIVMSG bob :three");
        const QByteArrayList second = times();
        QCOMPARE(second.size(), 1);
        QVERIFY(second[0] > first[0]);
    }

    void whatIsSaidLaterWaitsBehind()
    {
        Room room;
        room.say(kAnn, "PRIVMSG #room :one");
        room.say(kAnn, "PRIVMSG bob :two"); // needs no store
        room.say(kAnn, "PRIVMSG #room :three");
        QCOMPARE(room.takeRead(kBob), kNothing);
        room.loop.committed(room.submitted.back().number - 1);
        QCOMPARE(room.takeRead(kBob), (QByteArrayList{"PRIVMSG #room one", "PRIVMSG bob two"}));
        room.keepAll();
        QCOMPARE(room.takeRead(kBob), QByteArrayList{"PRIVMSG #room three"});
    }

    void whatNeedsNoStoreGoesAtOnceWhenNothingWaits()
    {
        Room room;
        room.say(kAnn, "PRIVMSG bob :now");
        QCOMPARE(room.takeRead(kBob), QByteArrayList{"PRIVMSG bob now"});
    }

    void aTurnIsDoneWhenItHasGoneOut()
    {
        Room room;
        int done = 0;
        room.say(kAnn, "PRIVMSG #room :one", [&] { ++done; });
        room.say(kAnn, "PING x", [&] { ++done; });
        QCOMPARE(done, 0); // so who says more than the disk takes is not read on
        room.keepAll();
        QCOMPARE(done, 2);
    }

    void questionsAreAskedBehindWhatIsKept()
    {
        Room room;
        room.say(kAnn, "CHATHISTORY LATEST #room * 5");
        QCOMPARE(room.asked.size(), std::size_t{1});
        room.loop.answered(room.asked.front(), storage::Entries{});
        QCOMPARE(room.takeRead(kAnn), kNothing);                    // an empty history, without batches: no line
        room.loop.answered(room.asked.front(), storage::Entries{}); // a second answer is nobody's
    }

    void whatCouldNotBeKeptIsTakenBack()
    {
        Room room;
        room.say(kAnn, "PRIVMSG #room :lost");
        room.say(kBob, "TOPIC #room :mine"); // not his to set; ann's to read nothing of
        room.say(kAnn, "TOPIC #room :still");
        room.loop.failed(room.submitted.back().number, kFull);
        QCOMPARE(room.takeRead(kBob), (QByteArrayList{"482 bob #room :You're not channel operator", "TOPIC #room still"}));
        const QByteArrayList own = room.takeRead(kAnn);
        QCOMPARE(own.size(), 2);
        QCOMPARE(own[0], "TOPIC #room still");
        QVERIFY(own[1].contains("disk is full"));
        // While it is so, nothing is submitted.
        const std::size_t before = room.submitted.size();
        room.say(kAnn, "PRIVMSG #room :again");
        QVERIFY(room.takeRead(kAnn).first().contains("disk is full"));
        QCOMPARE(room.submitted.size(), before);
        room.loop.recovered();
        QCOMPARE(room.submitted.size(), before + 1); // the topic that was set meanwhile
        room.keepAll();
        room.say(kAnn, "PRIVMSG #room :back");
        room.keepAll();
        QCOMPARE(room.takeRead(kBob), QByteArrayList{"PRIVMSG #room back"});
    }

    void whatMayBeKeptWaitsUntilThatIsKnown_data()
    {
        QTest::addColumn<bool>("wasKept");
        QTest::newRow("it was") << true;
        QTest::newRow("it was not") << false;
    }
    void whatMayBeKeptWaitsUntilThatIsKnown()
    {
        QFETCH(bool, wasKept);
        Room room;
        room.say(kAnn, "PRIVMSG #room :perhaps");
        room.say(kAnn, "PRIVMSG bob :surely");
        room.loop.failed(room.submitted.back().number, kDoubt);
        QCOMPARE(room.takeRead(kBob), QByteArrayList{"PRIVMSG bob surely"}); // nobody else waits for it
        QCOMPARE(room.takeRead(kAnn), QByteArrayList{"PRIVMSG bob surely"});
        room.loop.resolved(wasKept);
        QCOMPARE(room.takeRead(kBob), wasKept ? QByteArrayList{"PRIVMSG #room perhaps"} : kNothing);
        const QByteArrayList own = room.takeRead(kAnn);
        QCOMPARE(own.size(), 1);
        QVERIFY(wasKept ? own.first() == "PRIVMSG #room perhaps" : own.first().contains("Not sent"));
    }

    void passwordsAreHashedElsewhere()
    {
        Room room;
        room.say(kAnn, "REGISTER * * :open sesame");
        room.say(kBob, "PING x"); // answered meanwhile
        QCOMPARE(room.takeRead(kBob), QByteArrayList{"PONG chat.local x"});
        QCOMPARE(room.takeRead(kAnn), kNothing);
        const std::uint64_t before = room.submitted.back().number;
        QTRY_VERIFY(room.submitted.back().number > before);
        QCOMPARE(room.takeRead(kAnn), kNothing); // nor is anybody told before the account is kept
        room.keepAll();
        const QByteArrayList read = room.takeRead(kAnn);
        QVERIFY2(read.value(0).startsWith("REGISTER SUCCESS ann "), read.join('|').constData());
    }

    void anEndWaitsForNoPassword()
    {
        Room room;
        room.say(kAnn, "REGISTER * * :open sesame");
        room.say(kBob, "REGISTER * * :open sesame");
        room.loop.shutDown("The server is closing");
        room.loop.end();
    }

    void theGoodbyeComesBehindWhatWasSaid()
    {
        Room room;
        room.say(kAnn, "PRIVMSG #room :last words");
        room.loop.shutDown("The server is closing");
        QCOMPARE(room.takeRead(kBob), kNothing);
        room.keepAll();
        const QByteArrayList read = room.takeRead(kBob);
        QCOMPARE(read.size(), 2);
        QCOMPARE(read[0], "PRIVMSG #room :last words");
        QVERIFY(read[1].contains("The server is closing"));
        room.loop.end();
    }

    void anEndWithoutTheStoreSaysGoodbyeAndNothingThatIsNotKept()
    {
        Room room;
        room.say(kAnn, "PRIVMSG #room :last words");
        room.loop.shutDown("The server is closing");
        room.loop.end();
        const QByteArrayList read = room.takeRead(kBob);
        QCOMPARE(read.size(), 1);
        QVERIFY(read[0].contains("The server is closing"));
        room.loop.committed(room.submitted.back().number); // a report that comes too late is nobody's
        QCOMPARE(room.takeRead(kBob), kNothing);
    }
};

QTEST_GUILESS_MAIN(TestHubLoop)
#include "tst_hubloop.moc"
