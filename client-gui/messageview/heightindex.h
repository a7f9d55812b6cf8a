// Heights of rows and their running sum: where a row begins and which row is at a place, both in O(log n) (a Fenwick tree).
//
// Heights are logical pixels; estimated ones are put right when a row is first seen. One thread.
#pragma once

#include <cstdint>
#include <vector>

namespace chatroom::clientgui {

class HeightIndex final
{
public:
    [[nodiscard]] int size() const { return static_cast<int>(m_heights.size()); }
    [[nodiscard]] std::int64_t total() const { return m_total; }
    [[nodiscard]] int height(int row) const { return m_heights[static_cast<std::size_t>(row)]; }
    [[nodiscard]] std::int64_t top(int row) const; // row == size(): the total
    // The row that covers `y`; the first or last one beyond the ends; -1 when there is none.
    [[nodiscard]] int rowAt(std::int64_t y) const;

    void append(int height);
    void setHeight(int row, int height);
    void assign(std::vector<int> heights);                 // O(n)
    void insert(int row, const std::vector<int>& heights); // O(n) but at the end
    void remove(int first, int count);                     // O(n)

private:
    void rebuild();

    std::vector<int> m_heights;
    std::vector<std::int64_t> m_tree; // m_tree[i] sums the heights of (i - lowbit(i), i], from 1
    std::int64_t m_total = 0;
};

} // namespace chatroom::clientgui
