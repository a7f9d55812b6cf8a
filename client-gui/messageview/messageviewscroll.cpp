// Where everything stands in the message list: the bar, the row that stays, and what is needed of what is in view.
#include "client-gui/messageview/messageview.h"
#include "widgets/emptystate.h"

#include <QPushButton>
#include <QScrollBar>
#include <QStyle>
#include <QVariantAnimation>

#include <algorithm>
#include <limits>

namespace chatroom::clientgui {

using client::LineId;

namespace {

constexpr int kMostCorrections = 8; // estimates settle in two or three rounds
constexpr double kPagesAhead = 1.5; // so much is kept loaded above what is seen
constexpr int kFrame = 33;          // milliseconds: nobody reads more pictures a second of a list that runs

int inBar(std::int64_t value)
{
    return static_cast<int>(std::clamp<std::int64_t>(value, 0, std::numeric_limits<int>::max()));
}

} // namespace

std::int64_t MessageView::scrolled() const
{
    return verticalScrollBar()->value() + m_aboveBar;
}

std::int64_t MessageView::contentHeight() const
{
    return m_head.height() + (m_book ? m_book->heights().total() : 0) + m_style.metrics.gap();
}

std::int64_t MessageView::contentTop() const
{
    if (!m_book)
        return 0;
    const std::int64_t room = viewport()->height() - contentHeight();
    return m_head.height() + (room > 0 ? room : -scrolled());
}

bool MessageView::measureVisible(std::int64_t top)
{
    bool isChanged = false;
    const HeightIndex& heights = m_book->heights();
    int row = heights.rowAt(std::max<std::int64_t>(0, top));
    std::int64_t y = heights.top(row);
    const std::int64_t bottom = std::max<std::int64_t>(0, top) + viewport()->height();
    for (; row < m_book->size() && y < bottom; ++row) {
        if (!m_book->isMeasured(row)) {
            const bool isHidden = m_book->plan(row).shape == RowShape::Hidden;
            isChanged = m_book->measured(row, isHidden ? 0 : layoutFor(row).height) || isChanged;
        }
        y += heights.height(row);
    }
    return isChanged;
}

// A list that runs is laid out and painted so often as one can follow it, and not for each line: at thousands a second most of them
// are never seen.
void MessageView::settleLater()
{
    const bool isFilling = m_book->heights().total() <= viewport()->height();
    if (isFilling || !m_settledAt.isValid())
        return settle();
    if (!m_frame.isActive())
        m_frame.start(static_cast<int>(std::clamp<qint64>(kFrame - m_settledAt.elapsed(), 0, kFrame)));
}

void MessageView::settle()
{
    m_frame.stop();
    m_settledAt.start();
    ++m_timesSettled;
    viewport()->update();
    const bool isEmpty = !m_book || m_book->heights().total() == 0;
    const bool isQuiet = m_head.state() == HistoryHead::State::None || m_head.state() == HistoryHead::State::Beginning;
    m_empty->setVisible(isEmpty && m_lines && isQuiet);
    m_empty->setGeometry(viewport()->rect().adjusted(0, 0, 0, -m_head.height()));
    if (m_isSettling)
        return;
    m_isSettling = true;
    if (isEmpty) {
        moveBar(0, 0);
        m_sticks = true;
        m_isSettling = false;
        placeNewestButton();
        m_look.start();
        return;
    }
    const HeightIndex& heights = m_book->heights();
    m_anchorRow = std::clamp(m_anchorRow, 0, m_book->size() - 1);
    const int view = viewport()->height();
    std::int64_t value = 0;
    for (int round = 0; round < kMostCorrections; ++round) {
        const std::int64_t most = std::max<std::int64_t>(0, contentHeight() - view);
        value = m_sticks ? most : std::clamp<std::int64_t>(m_head.height() + heights.top(m_anchorRow) - m_anchorY, 0, most);
        if (!measureVisible(value - m_head.height()))
            break;
    }
    const std::int64_t most = std::max<std::int64_t>(0, contentHeight() - view);
    if (most == 0)
        m_sticks = true; // all of it is in view
    moveBar(std::min(value, most), most);
    takeAnchor();
    m_isSettling = false;
    hoverAgain();
    placeNewestButton();
    m_look.start();
}

// While the bar is held it stays under the hand: what came above it meanwhile is added when it is let go.
void MessageView::moveBar(std::int64_t value, std::int64_t most)
{
    QScrollBar* bar = verticalScrollBar();
    if (!bar->isSliderDown())
        m_aboveBar = 0;
    else if (m_keepsBar)
        m_aboveBar = value - bar->value();
    bar->setPageStep(std::max(1, viewport()->height()));
    bar->setRange(0, inBar(most - m_aboveBar));
    bar->setValue(inBar(value - m_aboveBar));
}

// The first row whose top is in view, else the row that fills it: both have been measured.
void MessageView::takeAnchor()
{
    const HeightIndex& heights = m_book->heights();
    const std::int64_t value = scrolled() - m_head.height();
    int row = heights.rowAt(value);
    const bool hasNext = row + 1 < m_book->size();
    if (hasNext && heights.top(row) < value && heights.top(row + 1) < value + viewport()->height())
        ++row;
    m_anchorRow = row;
    m_anchorY = static_cast<int>(heights.top(row) - value);
}

int MessageView::textTop(int row)
{
    const RowLayout& layout = layoutFor(row);
    return layout.blocks.empty() ? layout.content.top() : static_cast<int>(layout.blocks.front().position.y());
}

// A gap is never what stays: it is filled from the side that one reads.
void MessageView::hold(int firstLeaving, int lastLeaving)
{
    m_held.reset();
    if (!m_book || m_book->size() == 0 || m_sticks)
        return;
    const int view = viewport()->height();
    const int middle = std::max(0, rowAt(QPoint(0, view / 2)));
    const auto mayStay = [&](int row) {
        const bool isLeaving = row >= firstLeaving && row <= lastLeaving;
        const RowShape shape = m_book->plan(row).shape;
        return !isLeaving && shape != RowShape::Hidden && shape != RowShape::Gap;
    };
    for (int away = 0, isOut = 0; isOut < 2; ++away) {
        isOut = 0;
        for (const int row : {middle + away, middle - away}) {
            const bool isInView = row >= 0 && row < m_book->size() && rowRect(row).top() < view && rowRect(row).bottom() >= 0;
            if (isInView && mayStay(row)) {
                m_held = Held{m_lines->line(row).id, rowRect(row).top() + textTop(row)};
                return;
            }
            isOut += isInView ? 0 : 1;
        }
    }
}

void MessageView::keepHeld()
{
    const std::optional<Held> held = std::exchange(m_held, std::nullopt);
    if (const std::optional<int> row = held && !m_sticks ? m_lines->rowOf(held->line) : std::nullopt) {
        m_anchorRow = m_book->headOf(*row);
        m_anchorY = held->y - textTop(m_anchorRow);
    }
    settle();
}

void MessageView::scrollContentsBy(int, int)
{
    if (m_isSettling || !m_book || m_book->size() == 0)
        return;
    const QScrollBar* bar = verticalScrollBar();
    const HeightIndex& heights = m_book->heights();
    const std::int64_t value = scrolled() - m_head.height();
    m_sticks = bar->value() >= bar->maximum();
    const std::int64_t anchorTop = heights.top(m_anchorRow) - value;
    const bool isInView = anchorTop > -viewport()->height() && anchorTop < viewport()->height() * 2;
    if (!isInView)
        m_anchorRow = heights.rowAt(value);
    m_anchorY = static_cast<int>(heights.top(m_anchorRow) - value);
    settle();
    if (m_sticks && m_arrived > 0) {
        m_arrived = 0;
        Q_EMIT newestReached();
    }
    placeNewestButton();
    setHovered(-1);
    viewport()->update();
}

void MessageView::scrollToNewest()
{
    m_sticks = true;
    m_arrived = 0;
    settle();
    viewport()->update();
    Q_EMIT newestReached();
}

void MessageView::showRow(int row)
{
    if (!m_book || row < 0 || row >= m_book->size())
        return;
    row = m_book->headOf(row);
    m_sticks = false;
    m_anchorRow = row;
    unfoldFound(row);
    const RowLayout& layout = layoutFor(row);
    (void)m_book->measured(row, layout.height);
    m_anchorY = std::max(0, (viewport()->height() - layout.content.height()) / 2) - layout.content.top();
    if (layout.content.height() > viewport()->height())
        m_anchorY = std::min(m_anchorY, viewport()->height() / 2 - foundTop(layout));
    settle();
    m_sticks = verticalScrollBar()->value() >= verticalScrollBar()->maximum();
    placeNewestButton();
    m_flashed = m_lines->line(row).id;
    const bool isCalm = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
    m_flashing->stop();
    m_flash = 1;
    if (isCalm) {
        QTimer::singleShot(m_flashing->duration(), this, [this] {
            m_flash = 0;
            viewport()->update();
        });
    } else {
        m_flashing->start();
    }
    viewport()->update();
}

// What is looked for is not shown folded away.
void MessageView::unfoldFound(int row)
{
    const client::ChatLine& line = m_lines->line(row);
    const bool isHidden = isLong(line) && !m_unfolded.contains(line.id) && m_found.isIn(line.text);
    if (!isHidden)
        return;
    m_unfolded.insert(line.id);
    forgetLayout(row);
}

// Where the first place that is looked for stands, from the row's top; 0: nowhere.
int MessageView::foundTop(const RowLayout& layout) const
{
    const std::vector<FoundRange> ranges = m_found.isEmpty() ? std::vector<FoundRange>() : m_found.rangesIn(layout.text);
    if (ranges.empty())
        return 0;
    const int at = ranges.front().start;
    for (const TextBlock& block : layout.blocks) {
        if (at <= block.start + block.length)
            return static_cast<int>(block.position.y() + block.layout->lineForTextPosition(std::max(0, at - block.start)).y());
    }
    return 0;
}

void MessageView::showNew()
{
    if (!m_options.lastRead || !m_book)
        return;
    int row = m_lines->rowOf(m_lastRead).value_or(-1) + 1;
    while (row < m_book->size() && !m_book->plan(row).startsNew)
        ++row;
    if (row >= m_book->size() || rowRect(row).top() >= 0)
        return;
    m_sticks = false;
    m_anchorRow = row;
    m_anchorY = m_style.separator; // what was read last is seen above it
    countArrived(row, m_book->size() - 1);
    settle();
}

void MessageView::lookAround()
{
    m_askedGap = {};
    m_look.start();
}

void MessageView::lookAroundNow()
{
    if (!m_lines)
        return;
    const bool isNearTop = scrolled() < static_cast<std::int64_t>(viewport()->height() * kPagesAhead);
    if (isNearTop && m_head.state() == HistoryHead::State::More)
        Q_EMIT olderNeeded();
    if (m_book)
        lookForGap();
    const bool isReading = m_book && m_book->size() > 0 && !m_sticks;
    const LineId reading = isReading ? m_lines->line(m_anchorRow).id : LineId{};
    if (std::exchange(m_reading, reading) != reading)
        Q_EMIT readingChanged(reading);
}

// Told once for each time that it comes into view or what stands at its edge has changed.
void MessageView::lookForGap()
{
    const int view = viewport()->height();
    LineId seen;
    bool isLower = false;
    for (int row = std::max(0, rowAt({0, 0})); row < m_book->size() && rowRect(row).top() < view; ++row) {
        if (m_book->plan(row).shape != RowShape::Gap || rowRect(row).bottom() < 0)
            continue;
        seen = m_lines->line(row).id;
        isLower = rowRect(row).center().y() > view / 2;
        if (seen == m_askedGap)
            return;
    }
    const bool isNew = seen.isValid() && seen != m_askedGap;
    m_askedGap = seen;
    if (isNew)
        Q_EMIT gapNeeded(seen, !isLower);
}

void MessageView::placeNewestButton()
{
    const bool isWanted = m_book && !m_sticks && m_book->size() > 0;
    m_newest->setVisible(isWanted);
    if (!isWanted)
        return;
    m_newest->setText(m_arrived > 0 ? tr("%n new", nullptr, m_arrived) : tr("Newest"));
    m_newest->setAccessibleName(m_arrived > 0 ? tr("Go to the newest message, %n new", nullptr, m_arrived)
                                              : tr("Go to the newest message"));
    m_newest->adjustSize();
    const int gap = m_style.metrics.groupGap();
    const QRect area = viewport()->geometry();
    m_newest->move(area.right() - m_newest->width() - gap, area.bottom() - m_newest->height() - gap);
    m_newest->raise();
}

} // namespace chatroom::clientgui
