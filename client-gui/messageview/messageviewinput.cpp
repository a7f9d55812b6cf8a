// The mouse in the message list.
#include "client-gui/messageview/messageview.h"
#include "widgets/plaintext.h"

#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QLocale>
#include <QScrollBar>
#include <QTextBoundaryFinder>
#include <QToolTip>

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
    if (const std::optional<Action> action = rowAction(row); action && action->box.contains(at))
        hit.action = action;
    hit.isOnText = std::ranges::any_of(
        layout.blocks, [&](const TextBlock& block) { return block.layout->boundingRect().translated(block.position).contains(inside); });
    return hit;
}

void MessageView::setHovered(int row)
{
    if (row == m_hovered)
        return;
    m_hovered = row;
    viewport()->update();
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
    viewport()->update();
}

void MessageView::mouseMoveEvent(QMouseEvent* event)
{
    m_mouseAt = event->position().toPoint();
    const Hit hit = hitTest(m_mouseAt);
    if (!m_isSelecting) {
        setHovered(hit.row);
        updateCursor(hit);
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

bool MessageView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::Leave)
        setHovered(-1);
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    showTip(help->pos(), help->globalPos());
    return true;
}

void MessageView::showTip(const QPoint& at, const QPoint& globalAt)
{
    const Hit hit = hitTest(at);
    QString tip;
    if (hit.link)
        tip = widgets::toolTipText(hit.link->target); // never markup, whatever it holds
    else if (hit.isOnMark)
        tip = m_lines->line(hit.row).state == client::DeliveryState::Waiting ? tr("Waits until you are connected again") : tr("On its way");
    else if (hit.row >= 0 && layoutFor(hit.row).time.isValid() && layoutFor(hit.row).time.contains(at - rowRect(hit.row).topLeft()))
        tip = QLocale().toString(m_lines->line(hit.row).time.toLocalTime(), QLocale::LongFormat);
    if (tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(globalAt, tip, viewport());
}

} // namespace chatroom::clientgui
