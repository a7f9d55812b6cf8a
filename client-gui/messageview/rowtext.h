// What a row says, told without laying it out: the text that is selected, copied, read aloud and drawn.
//
// Pure functions. GUI thread (translations, the locale).
#pragma once

#include "client-gui/messageview/markup.h"
#include "client-gui/messageview/rowplan.h"

#include <QDate>

#include <functional>
#include <vector>

namespace chatroom::clientgui {

struct RowInput final
{
    const client::ChatLine& line;
    RowPlan plan;
    QDate day, today;
    // The lines that are said in one, of an Event; otherwise empty.
    std::vector<std::reference_wrapper<const client::ChatLine>> folded;
};

[[nodiscard]] Markup markupOf(const RowInput& input);
// The same text that RowLayout::text has.
[[nodiscard]] QString rowText(const RowInput& input);
[[nodiscard]] QString clockTime(const QDateTime& utc);

} // namespace chatroom::clientgui
