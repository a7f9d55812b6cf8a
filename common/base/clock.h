// Where time comes from. Everything that needs the time takes a Clock by constructor, so that tests turn it by hand.
#pragma once

#include <QtGlobal>

#include <chrono>
#include <cstdint>
#include <optional>

namespace chatroom {

// Milliseconds since 1970-01-01T00:00:00Z: what goes on the wire (IRCv3 server-time).
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock
{
public:
    Clock() = default;
    Q_DISABLE_COPY_MOVE(Clock)
    virtual ~Clock() = default;

    // The time of day in UTC; may jump when somebody sets the machine's clock.
    [[nodiscard]] virtual Timestamp now() const = 0;
    // Never goes back; for time-outs and rates. Its zero means nothing.
    [[nodiscard]] virtual std::chrono::milliseconds monotonic() const = 0;
};

// The machine's clocks. Any thread.
class SystemClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override;
    [[nodiscard]] std::chrono::milliseconds monotonic() const override;
};

// The time of `base`, which stands still while a Turn lives: all that one turn of work does has the time of its first look. For loops
// that would else look at the clock for each of very many messages. `base` outlives it. Thread: that of its owner.
class TurnClock final : public Clock
{
public:
    // One at a time.
    class Turn final
    {
    public:
        explicit Turn(TurnClock& clock) : m_clock(clock) { m_clock.m_isStanding = true; }
        Q_DISABLE_COPY_MOVE(Turn)
        ~Turn() { m_clock.runOn(); }

    private:
        TurnClock& m_clock;
    };

    explicit TurnClock(const Clock& base) : m_base(base) {}
    [[nodiscard]] Timestamp now() const override { return m_isStanding ? *firstOf(m_now, &Clock::now) : m_base.now(); }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override
    {
        return m_isStanding ? *firstOf(m_monotonic, &Clock::monotonic) : m_base.monotonic();
    }

private:
    template <typename Time>
    const std::optional<Time>& firstOf(std::optional<Time>& kept, Time (Clock::*look)() const) const
    {
        if (!kept)
            kept = (m_base.*look)();
        return kept;
    }
    void runOn()
    {
        m_isStanding = false;
        m_now.reset();
        m_monotonic.reset();
    }

    const Clock& m_base;
    bool m_isStanding = false;
    mutable std::optional<Timestamp> m_now;
    mutable std::optional<std::chrono::milliseconds> m_monotonic;
};

// A clock for tests: it stands still until advanced. The thread that made it.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(Timestamp start = Timestamp{std::chrono::milliseconds{1'700'000'000'000}}) : m_now(start) {}
    [[nodiscard]] Timestamp now() const override { return m_now; }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return m_monotonic; }
    void advance(std::chrono::milliseconds by)
    {
        m_now += by;
        m_monotonic += by;
    }

private:
    Timestamp m_now;
    std::chrono::milliseconds m_monotonic{1};
};

} // namespace chatroom
