#include "client-gui/messageview/heightindex.h"

#include <QtGlobal>

#include <algorithm>
#include <bit>

namespace chatroom::clientgui {

namespace {

std::size_t lowBit(std::size_t i)
{
    return i & (~i + 1);
}

} // namespace

std::int64_t HeightIndex::top(int row) const
{
    Q_ASSERT(row >= 0 && row <= size());
    std::int64_t sum = 0;
    for (auto i = static_cast<std::size_t>(row); i > 0; i -= lowBit(i))
        sum += m_tree[i];
    return sum;
}

int HeightIndex::rowAt(std::int64_t y) const
{
    if (m_heights.empty())
        return -1;
    if (y < 0)
        return 0;
    std::size_t at = 0;
    std::int64_t left = y;
    for (std::size_t step = std::bit_floor(m_heights.size()); step > 0; step /= 2) {
        if (at + step < m_tree.size() && m_tree[at + step] <= left) {
            at += step;
            left -= m_tree[at];
        }
    }
    return static_cast<int>(std::min(at, m_heights.size() - 1));
}

void HeightIndex::append(int height)
{
    if (m_tree.empty())
        m_tree.push_back(0);
    m_heights.push_back(height);
    m_total += height;
    const std::size_t i = m_heights.size();
    std::int64_t sum = height;
    for (std::size_t child = i - 1; child > i - lowBit(i); child -= lowBit(child))
        sum += m_tree[child];
    m_tree.push_back(sum);
}

void HeightIndex::setHeight(int row, int height)
{
    int& held = m_heights[static_cast<std::size_t>(row)];
    const std::int64_t change = height - held;
    if (change == 0)
        return;
    held = height;
    m_total += change;
    for (auto i = static_cast<std::size_t>(row) + 1; i < m_tree.size(); i += lowBit(i))
        m_tree[i] += change;
}

void HeightIndex::assign(std::vector<int> heights)
{
    m_heights = std::move(heights);
    rebuild();
}

void HeightIndex::insert(int row, const std::vector<int>& heights)
{
    if (row == size()) {
        for (const int height : heights)
            append(height);
        return;
    }
    m_heights.insert(m_heights.begin() + row, heights.begin(), heights.end());
    rebuild();
}

void HeightIndex::remove(int first, int count)
{
    m_heights.erase(m_heights.begin() + first, m_heights.begin() + first + count);
    rebuild();
}

void HeightIndex::rebuild()
{
    m_total = 0;
    m_tree.assign(m_heights.size() + 1, 0);
    for (std::size_t i = 1; i < m_tree.size(); ++i) {
        const std::int64_t height = m_heights[i - 1];
        m_total += height;
        m_tree[i] += height;
        const std::size_t parent = i + lowBit(i);
        if (parent < m_tree.size())
            m_tree[parent] += m_tree[i];
    }
}

} // namespace chatroom::clientgui
