#include "client-gui/messageview/rowbook.h"

namespace chatroom::clientgui {

using client::ChatLine;

namespace {

// A fold names a handful of people and counts the rest; nobody reads on past this many.
constexpr int kMostFolded = 1000;

} // namespace

void RowBook::rebuild()
{
    m_rows.clear();
    m_heights.assign({});
    insert(0, m_model.rowCount());
}

void RowBook::replanAll()
{
    std::vector<int> heights(m_rows.size());
    for (int row = 0; row < size(); ++row) {
        Row& entry = m_rows[static_cast<std::size_t>(row)];
        entry.isMeasured = false;
        entry.plan = planOf(row);
        heights[static_cast<std::size_t>(row)] = estimateOf(row);
    }
    m_heights.assign(std::move(heights));
}

void RowBook::insert(int first, int count)
{
    if (count <= 0)
        return;
    m_rows.insert(m_rows.begin() + first, static_cast<std::size_t>(count), Row{});
    std::vector<int> heights;
    heights.reserve(static_cast<std::size_t>(count));
    for (int row = first; row < first + count; ++row) {
        Row& entry = m_rows[static_cast<std::size_t>(row)];
        entry.day = dayOf(row);
        entry.plan = planOf(row);
        heights.push_back(estimateOf(row));
    }
    m_heights.insert(first, heights);
    replan(first + count);
    const int head = headOf(first);
    if (head < first)
        forget(head);
}

void RowBook::remove(int first, int count)
{
    m_rows.erase(m_rows.begin() + first, m_rows.begin() + first + count);
    m_heights.remove(first, count);
    replan(first);
    if (first > 0)
        forget(headOf(first - 1));
}

int RowBook::replan(int row)
{
    for (; row < size(); ++row) {
        Row& entry = m_rows[static_cast<std::size_t>(row)];
        entry.day = dayOf(row);
        const RowPlan plan = planOf(row);
        if (plan == entry.plan && plan.shape != RowShape::Hidden)
            return row + 1;
        if (plan == entry.plan)
            continue;
        entry.plan = plan;
        entry.isMeasured = false;
        m_heights.setHeight(row, estimateOf(row));
    }
    return row;
}

int RowBook::headOf(int row) const
{
    while (row > 0 && plan(row).shape == RowShape::Hidden)
        --row;
    return row;
}

std::vector<std::reference_wrapper<const ChatLine>> RowBook::foldedInto(int head) const
{
    std::vector<std::reference_wrapper<const ChatLine>> lines{m_model.line(head)};
    if (!isComing(m_model.line(head).kind))
        return lines;
    for (int row = head + 1; row < size() && row < head + kMostFolded; ++row) {
        if (plan(row).shape != RowShape::Hidden)
            break;
        lines.emplace_back(m_model.line(row));
    }
    return lines;
}

bool RowBook::measured(int row, int height)
{
    m_rows[static_cast<std::size_t>(row)].isMeasured = true;
    if (m_heights.height(row) == height)
        return false;
    m_heights.setHeight(row, height);
    return true;
}

// A gap has no time of its own: it belongs to the day above it.
std::int64_t RowBook::dayOf(int row)
{
    const ChatLine& line = m_model.line(row);
    if (line.kind != client::LineKind::Gap)
        return m_days.dayOf(line.time);
    return row > 0 ? day(row - 1) : 0;
}

RowPlan RowBook::planOf(int row) const
{
    int before = row - 1;
    while (before >= 0 && !m_options.showsComings && isComing(m_model.line(before).kind))
        --before;
    const ChatLine* previous = before < 0 ? nullptr : &m_model.line(before);
    const RowPlan* previousPlan = before < 0 ? nullptr : &plan(before);
    const std::int64_t previousDay = before < 0 ? 0 : day(before);
    return planRow(m_model.line(row), day(row), previous, previousPlan, previousDay, m_options);
}

int RowBook::estimateOf(int row) const
{
    const RowPlan& rowPlan = plan(row);
    return rowPlan.shape == RowShape::Hidden || !m_estimate ? 0 : m_estimate(m_model.line(row), rowPlan);
}

} // namespace chatroom::clientgui
