#include "histogram.h"

#include <bit>

namespace ircload {

void Histogram::add(std::uint64_t nanoseconds)
{
    const auto bits = static_cast<unsigned>(std::bit_width(nanoseconds));
    const unsigned shift = bits > kSubBits + 1 ? bits - kSubBits - 1 : 0;
    const std::uint64_t index = (std::uint64_t{shift} << kSubBits) + (nanoseconds >> shift);
    ++m_counts[index];
    ++m_count;
}

std::uint64_t Histogram::percentile(double share) const
{
    const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(m_count));
    std::uint64_t seen = 0;
    for (std::size_t index = 0; index < m_counts.size(); ++index) {
        seen += m_counts[index];
        if (m_counts[index] == 0 || seen < wanted)
            continue;
        const std::uint64_t shift = index < (2U << kSubBits) ? 0 : (index >> kSubBits) - 1;
        return (index - (shift << kSubBits)) << shift;
    }
    return 0;
}

} // namespace ircload
