// The mouse in the message list.
#include "client-gui/messageview/hovertoolbar.h"
#include "client-gui/messageview/messageview.h"

#include <QApplication>
#include <QClipboard>
#include <QScrollBar>
#include <QTextBoundaryFinder>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr int kAutoScrollMilliseconds = 30;

} // namespace

MessageView::Hit MessageView::hitTest(const QPoint& at)
{
    Hit hit;
    if (const std::optional<Action> head = headAction(); head && head->box.contains(at))
        hit.action = head;
    if (!m_book || m_book->size() == 0)
        return hit;
    const std::int64_t y = at.y() - contentTop();
    const bool isOutside = y < 0 || y >= m_book->heights().total();
    int row = m_book->heights().rowAt(y);
    row = m_book->headOf(row);
    if (m_book->plan(row).shape == RowShape::Hidden)
        return hit;
    const RowLayout& layout = layoutFor(row);
    const QPoint inside(at.x(), static_cast<int>(y - m_book->heights().top(row)));
    hit.place = TextPlace{m_lines->line(row).id, layout.offsetAt(inside)};
    if (isOutside)
        return hit;
    hit.row = row;
    hit.link = layout.linkAt(inside);
    hit.isPerson = layout.disc.contains(inside) || layout.author.contains(inside);
    hit.isOnMark = layout.mark.contains(inside);
    for (Action& action : rowActions(row)) {
        if (action.box.contains(at))
            hit.action = std::move(action);
    }
    hit.isOnText = std::ranges::any_of(
        layout.blocks, [&](const TextBlock& block) { return block.layout->boundingRect().translated(block.position).contains(inside); });
    return hit;
}

void MessageView::setHovered(int row)
{
    if (row == m_hovered)
        return;
    m_hovered = row;
    m_hoveredTop = rowRect(row).top();
    m_hoveredAction = {};
    placeToolbar();
    viewport()->update();
}

// Another row may have come below the mouse, which has not moved.
void MessageView::hoverAgain()
{
    const bool isMoved = m_hovered >= 0 && rowRect(m_hovered).top() != m_hoveredTop;
    if (!isMoved)
        return;
    setHovered(-1);
    if (viewport()->underMouse())
        setHovered(hitTest(m_mouseAt).row);
}

// At the row's top right corner, a little above it; of a long row at the top of the view.
void MessageView::placeToolbar()
{
    const bool isWanted = m_hovered >= 0 && m_book && m_hovered < m_book->size() && isActedOn(m_hovered) && !m_isSelecting;
    if (!isWanted) {
        m_toolbar->hide();
        return;
    }
    const widgets::Metrics& metrics = m_style.metrics;
    m_toolbar->setOffers(canReact(m_hovered), canReply(m_hovered), m_style.textWidth >= metrics.px(240));
    const RowLayout& layout = layoutFor(m_hovered);
    const QRect row = layout.content.translated(rowRect(m_hovered).topLeft());
    const int right = std::min(viewport()->width() - metrics.groupGap(), m_style.textLeft + m_style.textWidth + metrics.groupGap());
    const int above = m_toolbar->height() - metrics.px(12);
    const int bottom = std::min(row.bottom(), viewport()->height()) - metrics.px(12);
    const int top = std::clamp(row.top() - above, 0, std::max(0, bottom));
    m_toolbar->move(right - m_toolbar->width(), top);
    m_toolbar->show();
    m_toolbar->raise();
}

void MessageView::updateCursor(const Hit& hit)
{
    const bool isClickable = hit.link || hit.isPerson || hit.action;
    viewport()->setCursor(isClickable ? Qt::PointingHandCursor : hit.isOnText ? Qt::IBeamCursor : Qt::ArrowCursor);
}

void MessageView::mousePressEvent(QMouseEvent* event)
{
    m_pressedAt = event->position().toPoint();
    if (event->button() != Qt::LeftButton)
        return;
    const Hit hit = hitTest(m_pressedAt);
    if (!hit.place)
        return;
    const bool extends = event->modifiers().testFlag(Qt::ShiftModifier) && m_selection.cursor().line.isValid();
    if (extends)
        m_selection.extendTo(*hit.place);
    else
        m_selection.begin(*hit.place);
    m_isSelecting = true;
    m_toolbar->hide();
    choose(-1);
    viewport()->update();
}

void MessageView::mouseMoveEvent(QMouseEvent* event)
{
    m_mouseAt = event->position().toPoint();
    const Hit hit = hitTest(m_mouseAt);
    if (!m_isSelecting) {
        setHovered(hit.row);
        updateCursor(hit);
        const QRect action = hit.action ? hit.action->box : QRect();
        if (std::exchange(m_hoveredAction, action) != action)
            viewport()->update();
        return;
    }
    const bool isFar = (m_mouseAt - m_pressedAt).manhattanLength() >= QApplication::startDragDistance();
    if (hit.place && (isFar || !m_selection.isEmpty()))
        m_selection.extendTo(*hit.place);
    const bool isOutside = !viewport()->rect().contains(m_mouseAt);
    if (isOutside && m_autoScrollTimer == 0)
        m_autoScrollTimer = startTimer(kAutoScrollMilliseconds);
    viewport()->update();
}

void MessageView::mouseReleaseEvent(QMouseEvent* event)
{
    m_isSelecting = false;
    if (m_autoScrollTimer != 0)
        killTimer(std::exchange(m_autoScrollTimer, 0));
    if (event->button() != Qt::LeftButton)
        return;
    if (!m_selection.isEmpty()) {
        if (QApplication::clipboard()->supportsSelection())
            QApplication::clipboard()->setText(selectedText(), QClipboard::Selection);
        return;
    }
    const Hit hit = hitTest(event->position().toPoint());
    placeToolbar();
    if (hit.link)
        Q_EMIT linkActivated(hit.link->target);
    else if (hit.action)
        press(*hit.action);
    else if (hit.isPerson)
        Q_EMIT personActivated(m_lines->line(hit.row).author);
}

void MessageView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const Hit hit = hitTest(event->position().toPoint());
    if (!hit.place || !hit.isOnText || event->button() != Qt::LeftButton)
        return;
    const QString text = layoutFor(hit.row).text;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    finder.setPosition(hit.place->offset);
    const qsizetype from = finder.isAtBoundary() && hit.place->offset < text.size() ? hit.place->offset : finder.toPreviousBoundary();
    finder.setPosition(std::max<qsizetype>(0, from));
    const qsizetype to = finder.toNextBoundary();
    m_selection.set({hit.place->line, static_cast<int>(std::max<qsizetype>(0, from))},
                    {hit.place->line, static_cast<int>(to < 0 ? text.size() : to)});
    viewport()->update();
}

void MessageView::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_autoScrollTimer)
        autoScroll();
    else
        QAbstractScrollArea::timerEvent(event);
}

void MessageView::autoScroll()
{
    const int beyond = m_mouseAt.y() < 0 ? m_mouseAt.y() : std::max(0, m_mouseAt.y() - viewport()->height());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + beyond / 2);
    const int y = std::clamp(m_mouseAt.y(), 0, viewport()->height() - 1);
    const Hit hit = hitTest(QPoint(m_mouseAt.x(), y));
    if (m_isSelecting && hit.place)
        m_selection.extendTo(*hit.place);
    viewport()->update();
}

} // namespace chatroom::clientgui
