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

QString spokenRow(const RowInput& input, const QString& text)
{
    if (input.plan.shape == RowShape::Gap)
        return u'[' + text + u']';
    const QString time = u'[' + clockTime(input.line.time) + u"] "_s;
    const bool hasAuthor = input.plan.shape == RowShape::Lead || input.plan.shape == RowShape::Follow;
    if (hasAuthor)
        return time + input.name + u": "_s + text;
    return time + (input.plan.shape == RowShape::Action ? u"* "_s : QString()) + text;
}

QString copiedText(const RowSource& rows, const RowRange& range)
{
    if (range.firstRow == range.lastRow) {
        const QString text = rowText(rows.input(range.firstRow));
        return text.mid(range.firstOffset, range.lastOffset - range.firstOffset);
    }
    QString copied;
    const int end = std::min(range.lastRow, rows.book().size() - 1);
    for (int row = range.firstRow; row <= end; ++row) {
        if (rows.book().plan(row).shape == RowShape::Hidden)
            continue;
        const RowInput input = rows.input(row);
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
