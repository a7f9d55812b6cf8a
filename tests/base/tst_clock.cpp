// Time for one turn of work: it stands still within, and runs on outside.
#include "base/clock.h"

#include <QTest>

using namespace chatroom;
using namespace std::chrono_literals;

namespace {

// Counts how often somebody looked.
class CountingClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override
    {
        ++looks;
        return time.now();
    }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override
    {
        ++looks;
        return time.monotonic();
    }

    ManualClock time;
    mutable int looks = 0;
};

} // namespace

class ClockTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void followsItsBaseOutsideOfTurns();
    void standsStillWithinATurn();
    void startsEachTurnAnew();
    void looksAtMostOnceATurn();
};

void ClockTest::followsItsBaseOutsideOfTurns()
{
    CountingClock base;
    const TurnClock clock{base};
    const Timestamp start = clock.now();
    const std::chrono::milliseconds begin = clock.monotonic();
    base.time.advance(5ms);
    QCOMPARE(clock.now(), start + 5ms);
    QCOMPARE(clock.monotonic(), begin + 5ms);
}

void ClockTest::standsStillWithinATurn()
{
    CountingClock base;
    TurnClock clock{base};
    const TurnClock::Turn turn{clock};
    base.time.advance(5ms); // before the first look
    const Timestamp start = clock.now();
    QCOMPARE(start, base.time.now());
    const std::chrono::milliseconds begin = clock.monotonic();
    base.time.advance(5ms);
    QCOMPARE(clock.now(), start);
    QCOMPARE(clock.monotonic(), begin);
}

void ClockTest::startsEachTurnAnew()
{
    CountingClock base;
    TurnClock clock{base};
    for (int i = 0; i < 2; ++i) {
        base.time.advance(5ms);
        const TurnClock::Turn turn{clock};
        QCOMPARE(clock.now(), base.time.now());
        QCOMPARE(clock.monotonic(), base.time.monotonic());
    }
}

void ClockTest::looksAtMostOnceATurn()
{
    CountingClock base;
    TurnClock clock{base};
    {
        const TurnClock::Turn idle{clock};
    }
    QCOMPARE(base.looks, 0);
    const TurnClock::Turn turn{clock};
    for (int i = 0; i < 100; ++i) {
        static_cast<void>(clock.now());
        static_cast<void>(clock.monotonic());
    }
    QCOMPARE(base.looks, 2);
}

QTEST_GUILESS_MAIN(ClockTest)
#include "tst_clock.moc"
