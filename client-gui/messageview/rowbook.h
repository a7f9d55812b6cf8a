// The plan, day and height of every row of a LineModel, kept in step with it: what the message view knows without looking at
// a text. 100,000 rows cost one pass when they come and O(log n) each afterwards.
//
// GUI thread. The view tells it what the model did; it never listens by itself, so that the order of updates is one.
#pragma once

#include "client-gui/messageview/heightindex.h"
#include "client-gui/messageview/rowplan.h"
#include "client/models/linemodel.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace chatroom::clientgui {

class RowBook final
{
public:
    using Estimate = std::function<int(const client::ChatLine&, const RowPlan&)>; // pixels

    // `model` outlives this.
    explicit RowBook(const client::LineModel& model) : m_model(model) {}

    void setEstimate(Estimate estimate) { m_estimate = std::move(estimate); }
    void setOptions(const PlanOptions& options) { m_options = options; }
    [[nodiscard]] const PlanOptions& options() const { return m_options; }

    void rebuild();   // every row anew
    void replanAll(); // every plan and height anew: options, the width or the font changed
    void insert(int first, int count);
    void remove(int first, int count);
    // Plans from `row` on as far as they change; returns the row after the last that was looked at.
    int replan(int row);
    // What folded rows say stands in the row that they fold into.
    [[nodiscard]] int headOf(int row) const;
    [[nodiscard]] std::vector<std::reference_wrapper<const client::ChatLine>> foldedInto(int head) const;

    [[nodiscard]] int size() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] const RowPlan& plan(int row) const { return m_rows[static_cast<std::size_t>(row)].plan; }
    [[nodiscard]] std::int64_t day(int row) const { return m_rows[static_cast<std::size_t>(row)].day; }
    [[nodiscard]] bool isMeasured(int row) const { return m_rows[static_cast<std::size_t>(row)].isMeasured; }
    // True when the height became another.
    bool measured(int row, int height);
    void forget(int row) { m_rows[static_cast<std::size_t>(row)].isMeasured = false; }
    [[nodiscard]] const HeightIndex& heights() const { return m_heights; }

private:
    struct Row final
    {
        std::int64_t day = 0;
        RowPlan plan;
        bool isMeasured = false;
    };
    [[nodiscard]] std::int64_t dayOf(int row);
    [[nodiscard]] RowPlan planOf(int row) const;
    [[nodiscard]] int estimateOf(int row) const;

    const client::LineModel& m_model;
    Estimate m_estimate;
    PlanOptions m_options;
    DayFinder m_days;
    std::vector<Row> m_rows;
    HeightIndex m_heights;
};

} // namespace chatroom::clientgui
