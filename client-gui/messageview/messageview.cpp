#include "client-gui/messageview/messageview.h"

#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QPainter>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollBar>
#include <QStyle>
#include <QVariantAnimation>

#include <algorithm>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::LineId;
using client::LineModel;

namespace {

constexpr int kFlashMilliseconds = 1200; // long enough to find the row with the eyes
constexpr int kMostCorrections = 8;      // estimates settle in two or three rounds

} // namespace

MessageView::MessageView(const widgets::Theme& theme, QWidget* parent)
    : QAbstractScrollArea(parent), m_theme(theme), m_style(theme.metrics(), theme.palette(), Density::Comfortable, 0),
      m_flashing(new QVariantAnimation(this)), m_newest(new QPushButton(this)),
      m_empty(new widgets::EmptyState(theme, widgets::Icon::Chat, tr("Nothing said here yet."), tr("Say hello."), viewport()))
{
    setObjectName(u"messageView"_s);
    setAccessibleName(tr("Messages"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    m_empty->setAttribute(Qt::WA_TransparentForMouseEvents);

    m_newest->setObjectName(u"newestButton"_s);
    m_newest->setIcon(widgets::icon(theme, widgets::Icon::Newest, widgets::Role::Accent));
    m_newest->setToolTip(tr("Go to the newest message (End)"));
    m_newest->setCursor(Qt::ArrowCursor);
    m_newest->hide();
    connect(m_newest, &QPushButton::clicked, this, &MessageView::scrollToNewest);

    m_flashing->setStartValue(1.0);
    m_flashing->setEndValue(0.0);
    m_flashing->setDuration(kFlashMilliseconds);
    connect(m_flashing, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        m_flash = value.toDouble();
        viewport()->update();
    });
    connect(&m_theme, &widgets::Theme::changed, this, &MessageView::restyle);
    // "Today" becomes "Yesterday" while the window is open.
    m_midnight.setInterval(std::chrono::minutes(1));
    connect(&m_midnight, &QTimer::timeout, this, [this, day = QDate::currentDate()]() mutable {
        if (day == QDate::currentDate())
            return;
        day = QDate::currentDate();
        m_cache.clear();
        viewport()->update();
    });
    m_midnight.start();
    restyle();
}

MessageView::~MessageView() = default;

void MessageView::setLines(LineModel* lines, LineId lastRead)
{
    if (m_lines)
        disconnect(m_lines, nullptr, this, nullptr);
    m_book.reset();
    m_cache.clear();
    m_selection.clear();
    m_lines = lines;
    m_hovered = -1;
    m_arrived = 0;
    m_sticks = true;
    m_anchorRow = 0;
    m_options.lastRead = lastRead;
    if (lines) {
        m_book = std::make_unique<RowBook>(*lines);
        m_book->setEstimate([this](const client::ChatLine& line, const RowPlan& plan) { return m_style.estimate(line, plan); });
        m_book->setOptions(m_options);
        m_book->rebuild();
        listen();
    }
    settle();
    viewport()->update();
}

void MessageView::listen()
{
    connect(m_lines, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) { onInserted(first, last); });
    connect(m_lines, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex&, int first, int last) { onRemoved(first, last); });
    connect(m_lines, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) { onChanged(first.row(), last.row()); });
    connect(m_lines, &QAbstractItemModel::modelReset, this, [this] { setLines(m_lines, m_options.lastRead); });
    connect(m_lines, &QObject::destroyed, this, [this] {
        m_lines = nullptr;
        setLines(nullptr, {});
    });
}

void MessageView::setLastRead(LineId lastRead)
{
    if (m_options.lastRead == lastRead)
        return;
    m_options.lastRead = lastRead;
    restyle();
}

void MessageView::setDensity(Density density)
{
    m_density = density;
    restyle();
}

void MessageView::setShowsComings(bool shows)
{
    if (m_options.showsComings == shows)
        return;
    m_options.showsComings = shows;
    restyle();
}

void MessageView::setFoundText(const QString& text)
{
    m_found = text;
    viewport()->update();
}

int MessageView::findRow(const QString& text, int from, bool isUpward) const
{
    if (!m_book || text.isEmpty())
        return -1;
    const int step = isUpward ? -1 : 1;
    for (int row = from; row >= 0 && row < m_book->size(); row += step) {
        const client::ChatLine& line = m_lines->line(row);
        const RowShape shape = m_book->plan(row).shape;
        if (shape != RowShape::Hidden && shape != RowShape::Event && line.text.contains(text, Qt::CaseInsensitive))
            return row;
    }
    return -1;
}

void MessageView::restyle()
{
    m_style = MessageStyle(m_theme.metrics(), m_theme.palette(), m_density, viewport()->width());
    m_failureIcon = widgets::icon(m_theme, widgets::Icon::Warning, widgets::Role::Danger);
    m_newest->setIconSize(QSize(m_style.metrics.smallIcon(), m_style.metrics.smallIcon()));
    verticalScrollBar()->setSingleStep(3 * m_style.lineHeight);
    m_cache.clear();
    if (m_book) {
        m_book->setOptions(m_options);
        m_book->replanAll();
    }
    settle();
    viewport()->update();
}

void MessageView::onInserted(int first, int last)
{
    const int count = last - first + 1;
    const bool isAtEnd = first == m_book->size();
    const int headBefore = first > 0 ? m_book->headOf(first - 1) : -1;
    m_book->insert(first, count);
    if (headBefore >= 0)
        forgetLayout(headBefore);
    if (last + 1 < m_book->size())
        forgetLayout(last + 1);
    if (!isAtEnd && m_anchorRow >= first)
        m_anchorRow += count;
    if (m_hovered >= first)
        m_hovered = -1;
    const bool hasOwn = isAtEnd && m_lines->line(last).isOwn;
    if (hasOwn)
        m_sticks = true; // who says something wants to see it
    if (isAtEnd && !m_sticks) {
        for (int row = first; row <= last; ++row)
            m_arrived += isMessage(m_lines->line(row).kind) || m_lines->line(row).kind == client::LineKind::Action ? 1 : 0;
    }
    settle();
    viewport()->update();
    if (QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::ObjectCreated);
        event.setChild(last);
        QAccessible::updateAccessibility(&event);
    }
}

void MessageView::onRemoved(int first, int last)
{
    const int count = last - first + 1;
    m_book->remove(first, count);
    if (first < m_book->size())
        forgetLayout(first);
    if (first > 0)
        forgetLayout(m_book->headOf(first - 1));
    if (m_anchorRow > last)
        m_anchorRow -= count;
    else if (m_anchorRow >= first)
        m_anchorRow = std::max(0, first - 1);
    m_hovered = -1;
    settle();
    viewport()->update();
}

void MessageView::onChanged(int first, int last)
{
    const int end = std::max(m_book->replan(first), std::min(last + 2, m_book->size()));
    if (last + 1 < m_book->size())
        m_book->replan(last + 1);
    for (int row = first; row < end; ++row)
        forgetLayout(row);
    forgetLayout(m_book->headOf(first));
    settle();
    viewport()->update();
}

void MessageView::forgetLayout(int row)
{
    m_cache.erase(m_lines->line(row).id);
    m_book->forget(row);
}

RowLayout& MessageView::layoutFor(int row)
{
    const LineId id = m_lines->line(row).id;
    if (RowLayout* held = m_cache.find(id))
        return *held;
    return m_cache.insert(id, layOutRow(rowInput(*m_lines, *m_book, row, QDate::currentDate()), m_style));
}

const RowLayout* MessageView::layoutOf(int row)
{
    return m_book && row >= 0 && row < m_book->size() ? &layoutFor(row) : nullptr;
}

std::int64_t MessageView::contentTop() const
{
    if (!m_book)
        return 0;
    const std::int64_t room = viewport()->height() - m_style.metrics.gap() - m_book->heights().total();
    return room > 0 ? room : -static_cast<std::int64_t>(verticalScrollBar()->value());
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

void MessageView::settle()
{
    const bool isEmpty = !m_book || m_book->heights().total() == 0;
    m_empty->setVisible(isEmpty && m_lines);
    m_empty->setGeometry(viewport()->rect());
    if (m_isSettling)
        return;
    m_isSettling = true;
    QScrollBar* bar = verticalScrollBar();
    if (isEmpty) {
        bar->setRange(0, 0);
        m_sticks = true;
        m_isSettling = false;
        placeNewestButton();
        return;
    }
    const HeightIndex& heights = m_book->heights();
    m_anchorRow = std::clamp(m_anchorRow, 0, m_book->size() - 1);
    const int view = viewport()->height();
    std::int64_t value = 0;
    for (int round = 0; round < kMostCorrections; ++round) {
        const std::int64_t most = std::max<std::int64_t>(0, heights.total() + m_style.metrics.gap() - view);
        value = m_sticks ? most : std::clamp<std::int64_t>(heights.top(m_anchorRow) - m_anchorY, 0, most);
        if (!measureVisible(value))
            break;
    }
    const std::int64_t most = std::max<std::int64_t>(0, heights.total() + m_style.metrics.gap() - view);
    bar->setPageStep(std::max(1, view));
    bar->setRange(0, static_cast<int>(std::min<std::int64_t>(most, std::numeric_limits<int>::max())));
    bar->setValue(static_cast<int>(std::min(value, most)));
    takeAnchor();
    m_isSettling = false;
    placeNewestButton();
}

// The first row whose top is in view, else the row that fills it: both have been measured.
void MessageView::takeAnchor()
{
    const HeightIndex& heights = m_book->heights();
    const std::int64_t value = verticalScrollBar()->value();
    int row = heights.rowAt(value);
    const bool hasNext = row + 1 < m_book->size();
    if (hasNext && heights.top(row) < value && heights.top(row + 1) < value + viewport()->height())
        ++row;
    m_anchorRow = row;
    m_anchorY = static_cast<int>(heights.top(row) - value);
}

void MessageView::scrollContentsBy(int, int)
{
    if (m_isSettling || !m_book || m_book->size() == 0)
        return;
    const QScrollBar* bar = verticalScrollBar();
    const HeightIndex& heights = m_book->heights();
    m_sticks = bar->value() >= bar->maximum();
    const std::int64_t anchorTop = heights.top(m_anchorRow) - bar->value();
    const bool isInView = anchorTop > -viewport()->height() && anchorTop < viewport()->height() * 2;
    if (!isInView)
        m_anchorRow = heights.rowAt(bar->value());
    m_anchorY = static_cast<int>(heights.top(m_anchorRow) - bar->value());
    settle();
    if (m_sticks && m_arrived > 0) {
        m_arrived = 0;
        Q_EMIT newestReached();
    }
    placeNewestButton();
    m_hovered = -1;
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
    m_anchorY = viewport()->height() / 3;
    settle();
    m_flashed = m_lines->line(row).id;
    m_flash = 1;
    const bool isCalm = style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0;
    if (isCalm) {
        QTimer::singleShot(kFlashMilliseconds, this, [this] {
            m_flash = 0;
            viewport()->update();
        });
    } else {
        m_flashing->stop();
        m_flashing->start();
    }
    viewport()->update();
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

void MessageView::resizeEvent(QResizeEvent* event)
{
    if (m_style.width != viewport()->width())
        restyle();
    else
        settle();
    QAbstractScrollArea::resizeEvent(event);
}

QRect MessageView::rowRect(int row) const
{
    if (!m_book || row < 0 || row >= m_book->size())
        return {};
    const std::int64_t top = contentTop() + m_book->heights().top(row);
    return QRect(0, static_cast<int>(top), viewport()->width(), m_book->heights().height(row));
}

int MessageView::rowAt(const QPoint& at) const
{
    if (!m_book || m_book->size() == 0)
        return -1;
    const std::int64_t y = at.y() - contentTop();
    return y < 0 || y >= m_book->heights().total() ? -1 : m_book->heights().rowAt(y);
}

QString MessageView::rowDescription(int row) const
{
    if (!m_book || row < 0 || row >= m_book->size())
        return {};
    const RowInput input = rowInput(*m_lines, *m_book, row, QDate::currentDate());
    return input.plan.shape == RowShape::Hidden ? QString() : spokenRow(input, rowText(input));
}

RowLook MessageView::lookOf(int row, const std::optional<RowRange>& selected) const
{
    RowLook look;
    look.isHovered = row == m_hovered;
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
    if (!m_book || m_book->size() == 0)
        return;
    const std::optional<RowRange> selected = m_selection.range(*m_lines);
    MessagePainter rows(painter, m_style, m_failureIcon);
    const std::int64_t top = contentTop();
    int row = m_book->heights().rowAt(std::max<std::int64_t>(0, event->rect().top() - top));
    std::int64_t y = top + m_book->heights().top(row);
    for (; row < m_book->size() && y <= event->rect().bottom(); ++row) {
        const int height = m_book->heights().height(row);
        if (height > 0) {
            const RowInput input = rowInput(*m_lines, *m_book, row, QDate::currentDate());
            rows.paint(layoutFor(row), input, lookOf(row, selected), static_cast<int>(y));
            ++m_rowsPainted;
        }
        y += height;
    }
}

} // namespace chatroom::clientgui
