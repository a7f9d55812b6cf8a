// What each line of a conversation becomes in the list: who heads a group, what folds into one grey line, where a day begins.
//
// Pure functions of the lines; a row keeps its place in the model, a folded one is just not high. Any thread.
#pragma once

#include "client/chatline.h"

#include <QDate>
#include <QString>
#include <QStringList>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace chatroom::clientgui {

enum class RowShape : std::uint8_t {
    Hidden, // folded into the row above it, or not wanted
    Lead,   // disc, name, time and text
    Follow, // the same author goes on
    Action, // "Ann waves"
    Event,  // one grey line: what happened, and all that folds into it
    Gap,    // messages that are not loaded
    Info,   // from the server or from us
    Error,
};

struct RowPlan final
{
    RowShape shape = RowShape::Hidden;
    bool startsDay = false; // a line with the day's name above
    bool startsNew = false; // the "New" line above
    bool isNew = false;     // below it
    friend bool operator==(const RowPlan&, const RowPlan&) = default;
};

struct PlanOptions final
{
    std::optional<std::int64_t> lastRead; // the place of a line: the "New" line goes below it
    bool showsComings = true;             // joins, leaves and changes of name
};

inline constexpr std::chrono::minutes kGroupSpan{5};

[[nodiscard]] bool isMessage(client::LineKind kind); // Message or Notice: has a disc and a name
[[nodiscard]] bool isComing(client::LineKind kind);  // Join, Part, Quit, Rename: folds

// Local days of UTC times; fast for times near each other.
class DayFinder final
{
public:
    [[nodiscard]] std::int64_t dayOf(const QDateTime& utc); // Julian day

private:
    std::int64_t m_begin = 0, m_end = 0; // milliseconds since 1970 in which m_day holds
    std::int64_t m_day = 0;
};

// The plan of `line`, which comes after `previous` (null: none), the last line before it that is not hidden by choice;
// `previousPlan` is its plan. Days are given because finding them is dear.
[[nodiscard]] RowPlan planRow(const client::ChatLine& line, std::int64_t day, const client::ChatLine* previous, const RowPlan* previousPlan,
                              std::int64_t previousDay, const PlanOptions& options);

// "Ann", "Ann and Bob", "Ann, Bob and 3 others"
[[nodiscard]] QString namesText(const QStringList& names);
// "Ann, Bob and 3 others joined. Carl left." for the lines that fold together.
[[nodiscard]] QString eventText(const std::vector<std::reference_wrapper<const client::ChatLine>>& lines);
// "Today", "Yesterday", "Monday, 2 March 2026".
[[nodiscard]] QString dayName(QDate day, QDate today);

} // namespace chatroom::clientgui
