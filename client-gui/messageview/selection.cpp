#include "client-gui/messageview/selection.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

std::optional<RowRange> Selection::range(const client::LineModel& lines) const
{
    if (isEmpty())
        return std::nullopt;
    const auto anchorRow = lines.rowOf(m_anchor.line);
    const auto cursorRow = lines.rowOf(m_cursor.line);
    if (!anchorRow || !cursorRow)
        return std::nullopt;
    RowRange range{*anchorRow, m_anchor.offset, *cursorRow, m_cursor.offset};
    const bool isBackward = range.lastRow < range.firstRow || (range.lastRow == range.firstRow && range.lastOffset < range.firstOffset);
    if (isBackward) {
        std::swap(range.firstRow, range.lastRow);
        std::swap(range.firstOffset, range.lastOffset);
    }
    return range;
}

RowInput rowInput(const client::LineModel& lines, const RowBook& book, int row, QDate today)
{
    RowInput input{lines.line(row), book.plan(row), QDate::fromJulianDay(book.day(row)), today, {}};
    if (input.plan.shape == RowShape::Event)
        input.folded = book.foldedInto(row);
    return input;
}

QString spokenRow(const RowInput& input, const QString& text)
{
    if (input.plan.shape == RowShape::Gap)
        return u'[' + text + u']';
    const QString time = u'[' + clockTime(input.line.time) + u"] "_s;
    const bool hasAuthor = input.plan.shape == RowShape::Lead || input.plan.shape == RowShape::Follow;
    if (hasAuthor)
        return time + input.line.author + u": "_s + text;
    return time + (input.plan.shape == RowShape::Action ? u"* "_s : QString()) + text;
}

QString copiedText(const client::LineModel& lines, const RowBook& book, const RowRange& range)
{
    const QDate today = QDate::currentDate();
    if (range.firstRow == range.lastRow) {
        const QString text = rowText(rowInput(lines, book, range.firstRow, today));
        return text.mid(range.firstOffset, range.lastOffset - range.firstOffset);
    }
    QString copied;
    const int end = std::min(range.lastRow, book.size() - 1);
    for (int row = range.firstRow; row <= end; ++row) {
        if (book.plan(row).shape == RowShape::Hidden)
            continue;
        const RowInput input = rowInput(lines, book, row, today);
        QString text = rowText(input);
        if (row == range.lastRow)
            text.truncate(range.lastOffset);
        if (row == range.firstRow)
            text = text.mid(range.firstOffset);
        if (text.isEmpty() && (row == range.firstRow || row == range.lastRow))
            continue;
        if (!copied.isEmpty())
            copied += u'\n';
        copied += spokenRow(input, text);
    }
    return copied;
}

} // namespace chatroom::clientgui
