// Where time comes from. Everything that needs the time takes a Clock by constructor, so that tests turn it by hand.
#pragma once

#include <QtGlobal>

#include <chrono>
#include <cstdint>

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
