// How fast a connection may speak: a burst at once, and then a line each so often. What is too fast waits; nothing is lost.
#pragma once

#include <algorithm>
#include <chrono>
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

// In lines. A line of a batch (IRCv3 draft/multiline) costs by its length: a message of 500 lines, or of 40,000 bytes, is said at
// once, and only PRIVMSG is cheaper so, which says nothing unless such a batch is open.
[[nodiscard]] double costOf(std::string_view line);

class TokenBucket final
{
public:
    TokenBucket(FloodAllowance allowance, std::chrono::milliseconds now) : m_allowance(allowance), m_tokens(allowance.burst), m_at(now) {}

    void setAllowance(FloodAllowance allowance, std::chrono::milliseconds now) { *this = TokenBucket{allowance, now}; }
    // Whether what costs so much (in lines) may pass now; takes it when it may.
    [[nodiscard]] bool take(std::chrono::milliseconds now, double cost = 1)
    {
        if (m_allowance.perSecond <= 0)
            return true;
        const double seconds = std::chrono::duration<double>(now - m_at).count();
        m_tokens = std::min(m_allowance.burst, m_tokens + seconds * m_allowance.perSecond);
        m_at = now;
        if (m_tokens < cost)
            return false;
        m_tokens -= cost;
        return true;
    }

private:
    FloodAllowance m_allowance;
    double m_tokens;
    std::chrono::milliseconds m_at;
};

} // namespace chatroom::server
