// Where the view's rows come from: a line, its plan, and all that is known of it beside them, put together for one row.
//
// GUI thread.
#pragma once

#include "client-gui/messageview/rowbook.h"
#include "client-gui/messageview/rowtext.h"
#include "client-gui/messageview/viewabilities.h"
#include "client/models/linemodel.h"

#include <QDate>

#include <unordered_set>

namespace chatroom::clientgui {

class PendingDeletions;

class RowSource final
{
public:
    // All of them outlive this.
    RowSource(const client::LineModel& lines, const RowBook& book, const NameCards& cards, const PendingDeletions& deletions,
              const std::unordered_set<client::LineId>& unfolded)
        : m_lines(lines), m_book(book), m_cards(cards), m_deletions(deletions), m_unfolded(unfolded)
    {}

    [[nodiscard]] RowInput input(int row) const; // without the quote, which takes a while
    [[nodiscard]] RowInput inputWithQuote(int row) const;
    [[nodiscard]] const client::LineModel& lines() const { return m_lines; }
    [[nodiscard]] const RowBook& book() const { return m_book; }

private:
    [[nodiscard]] Quote quoteOf(const client::ChatLine& line) const;

    const client::LineModel& m_lines;
    const RowBook& m_book;
    const NameCards& m_cards;
    const PendingDeletions& m_deletions;
    const std::unordered_set<client::LineId>& m_unfolded;
};

// What a person is called: their shown name in one line, without what would turn the direction of the text around it.
[[nodiscard]] QString shownName(const NameCards& cards, const QString& nickname, const QString& account);

} // namespace chatroom::clientgui
