// What the message list shows and says of its rows.
#include "client-gui/messageview/messageview.h"

#include <QPaintEvent>
#include <QPainter>

#include <limits>

namespace chatroom::clientgui {

using client::DeliveryState;

QString MessageView::rowDescription(int row) const
{
    if (!m_book || row < 0 || row >= m_book->size() || m_book->plan(row).shape == RowShape::Hidden)
        return {};
    const RowInput input = m_source->inputWithQuote(row);
    QString spoken = spokenRow(input, rowText(input));
    const auto add = [&spoken](const QString& more) { spoken = tr("%1 (%2)").arg(spoken, more); };
    if (input.quote.state == Quote::State::Shown && !input.line.isDeleted)
        add(tr("answers %1: %2").arg(input.quote.name, input.quote.text));
    else if (input.quote.state != Quote::State::None && !input.line.isDeleted)
        add(tr("answers: %1").arg(input.quote.text));
    switch (input.line.state) {
    case DeliveryState::Waiting: add(tr("waits until you are connected again")); break;
    case DeliveryState::Pending: add(tr("on its way")); break;
    case DeliveryState::Failed: add(tr("not sent: %1").arg(input.line.detail)); break;
    case DeliveryState::Received:
    case DeliveryState::Sent: break;
    }
    if (input.line.isUnseen && !input.line.isDeleted)
        add(tr("sent, but nobody there yet"));
    if (input.leaving != Leaving::No)
        add(tr("is being deleted"));
    for (const client::Reaction& reaction : input.line.isDeleted ? QList<client::Reaction>() : input.line.reactions)
        add(tr("%1: %2").arg(reaction.emoji, peopleText(reaction)));
    return spoken;
}

int MessageView::chosenRow() const
{
    return m_chosen.isValid() && m_lines ? m_lines->rowOf(m_chosen).value_or(-1) : -1;
}

QRect MessageView::historyRect() const
{
    if (m_head.height() == 0 || !m_lines)
        return {};
    return QRect(0, static_cast<int>(contentTop()) - m_head.height(), viewport()->width(), m_head.height());
}

bool MessageView::startsNew(int row) const
{
    return m_book && row >= 0 && row < m_book->size() && m_book->plan(row).startsNew;
}

int MessageView::flashedRow() const
{
    return m_flash > 0 && m_lines ? m_lines->rowOf(m_flashed).value_or(-1) : -1;
}

RowLook MessageView::lookOf(int row, const std::optional<RowRange>& selected) const
{
    RowLook look;
    look.isHovered = row == m_hovered;
    look.isChosen = hasFocus() && m_lines->line(row).id == m_chosen;
    look.showsAdd = (look.isHovered || look.isChosen) && canReact(row);
    if (look.isHovered)
        look.mouse = m_mouseAt - rowRect(row).topLeft();
    look.isFirstNew = m_book->plan(row).startsNew;
    look.found = m_found;
    if (m_flash > 0 && m_lines->line(row).id == m_flashed)
        look.flash = m_flash;
    if (!selected || row < selected->firstRow || row > selected->lastRow)
        return look;
    look.selectedFrom = row == selected->firstRow ? selected->firstOffset : 0;
    look.selectedTo = row == selected->lastRow ? selected->lastOffset : std::numeric_limits<int>::max();
    return look;
}

void MessageView::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), m_style.palette.surface);
    m_rowsPainted = 0;
    const QRect head = historyRect();
    if (head.intersects(event->rect()))
        m_head.paint(painter, m_style, head.top());
    if (m_book && m_book->size() > 0)
        paintRows(painter, event->rect());
    paintFocused(painter);
}

void MessageView::paintRows(QPainter& painter, const QRect& area)
{
    const std::optional<RowRange> selected = m_selection.range(*m_lines);
    MessagePainter rows(painter, m_style, m_icons, area);
    const std::int64_t top = contentTop();
    int row = m_book->heights().rowAt(std::max<std::int64_t>(0, area.top() - top));
    std::int64_t y = top + m_book->heights().top(row);
    for (; row < m_book->size() && y <= area.bottom(); ++row) {
        const int height = m_book->heights().height(row);
        if (height > 0) {
            const RowInput input = m_source->input(row);
            rows.paint(layoutFor(row), input, lookOf(row, selected), static_cast<int>(y));
            ++m_rowsPainted;
        }
        y += height;
    }
}

} // namespace chatroom::clientgui
