// Latencies counted in buckets of less than 1 % of their value: percentiles of millions without keeping each.
#pragma once

#include <cstdint>
#include <vector>

namespace ircload {

class Histogram final
{
public:
    Histogram() : m_counts(kBuckets) {}

    void add(std::uint64_t nanoseconds);
    [[nodiscard]] std::uint64_t count() const { return m_count; }
    // The value, in nanoseconds, below or at which the share (0 to 1) lies; 0 when nothing was counted.
    [[nodiscard]] std::uint64_t percentile(double share) const;

private:
    static constexpr unsigned kSubBits = 7; // 128 buckets for each power of two
    static constexpr std::size_t kBuckets = (64U - kSubBits + 1U) << kSubBits;

    std::vector<std::uint64_t> m_counts;
    std::uint64_t m_count = 0;
};

} // namespace ircload
