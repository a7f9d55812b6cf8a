// How fast a connection may speak: a burst at once, and then a line each so often. What is too fast waits; nothing is lost.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace chatroom::server {

struct FloodAllowance final
{
    double burst = 0;     // lines at once
    double perSecond = 0; // lines; 0: no limit
};
inline constexpr FloodAllowance kNewcomer{30, 10};
inline constexpr FloodAllowance kPerson{100, 20}; // a person who pastes ten lines, or fifty, never meets it
inline constexpr FloodAllowance kUnlimited{};

// Whose allowance a connection has, where there is a flood limit.
enum class Standing : std::uint8_t { Newcomer, Person, Exempt };
[[nodiscard]] constexpr FloodAllowance allowanceOf(Standing standing)
{
    switch (standing) {
    case Standing::Newcomer: return kNewcomer;
    case Standing::Person: return kPerson;
    case Standing::Exempt: break;
    }
    return kUnlimited;
}

// In lines. A line of a batch (IRCv3 draft/multiline) costs by its length: a message of 500 lines, or of 40,000 bytes, is said at
// once, and only PRIVMSG is cheaper so, which says nothing unless such a batch is open.
[[nodiscard]] double costOf(std::string_view line);

class TokenBucket final
{
public:
    void fill() { m_fullAt = {}; }
    // Whether what costs so much (in lines) may pass now; takes it when it may.
    [[nodiscard]] bool take(FloodAllowance allowance, std::chrono::milliseconds now, double cost = 1)
    {
        if (allowance.perSecond <= 0)
            return true;
        const auto timeOf = [&](double lines) {
            return std::chrono::round<std::chrono::nanoseconds>(std::chrono::duration<double>{lines / allowance.perSecond});
        };
        const std::chrono::nanoseconds fullAt = std::max<std::chrono::nanoseconds>(m_fullAt, now) + timeOf(cost);
        if (fullAt - now > timeOf(allowance.burst))
            return false;
        m_fullAt = fullAt;
        return true;
    }

private:
    // When it is full again, monotonic: a time that each line moves on by as long as a line takes. Generic cell rate algorithm.
    std::chrono::nanoseconds m_fullAt{};
};

} // namespace chatroom::server
