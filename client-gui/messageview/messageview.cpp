#include "client-gui/messageview/messageview.h"

#include "client-gui/messageview/hovertoolbar.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollBar>
#include <QStyle>
#include <QVariantAnimation>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::DeliveryState;
using client::LineId;
using client::LineModel;

namespace {

constexpr int kFlashMilliseconds = 1200; // long enough to find the row with the eyes

} // namespace

MessageView::MessageView(const widgets::Theme& theme, QWidget* parent)
    : QAbstractScrollArea(parent), m_theme(theme), m_style(theme.metrics(), theme.palette(), Density::Comfortable, 0),
      m_toolbar(new HoverToolbar(theme, viewport())), m_flashing(new QVariantAnimation(this)), m_newest(new QPushButton(this)),
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

    connect(&m_deletions, &PendingDeletions::changed, this, &MessageView::onDeletionChanged);
    connect(&m_deletions, &PendingDeletions::committed, this, &MessageView::deletionAsked);
    connectToolbar();

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
    connect(verticalScrollBar(), &QAbstractSlider::sliderReleased, this, &MessageView::settle);
    m_look.setSingleShot(true);
    m_look.setInterval(0);
    connect(&m_look, &QTimer::timeout, this, &MessageView::lookAroundNow);
    m_frame.setSingleShot(true);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &MessageView::settle);
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

void MessageView::connectToolbar()
{
    const auto hoveredLine = [this] { return m_hovered >= 0 ? m_lines->line(m_hovered).id : LineId{}; };
    connect(m_toolbar, &HoverToolbar::reactAsked, this,
            [this, hoveredLine](const QPoint& globalAt) { Q_EMIT reactionPickerAsked(hoveredLine(), globalAt); });
    connect(m_toolbar, &HoverToolbar::replyAsked, this, [this, hoveredLine] { Q_EMIT replyAsked(hoveredLine()); });
    connect(m_toolbar, &HoverToolbar::copyAsked, this, [this] { copyMessage(m_hovered); });
    connect(m_toolbar, &HoverToolbar::moreAsked, this, [this](const QPoint& globalAt) {
        Hit hit;
        hit.row = m_hovered;
        showMenu(hit, globalAt);
    });
}

MessageView::~MessageView() = default;

void MessageView::setLines(LineModel* lines, LineId lastRead)
{
    if (m_lines)
        disconnect(m_lines, nullptr, this, nullptr);
    m_deletions.commitAll();
    m_deletions.clear();
    m_unfolded.clear();
    m_source.reset();
    m_book.reset();
    m_cache.clear();
    m_selection.clear();
    m_lines = lines;
    setHovered(-1);
    m_chosen = {};
    m_arrived = 0;
    m_sticks = true;
    m_anchorRow = 0;
    m_aboveBar = 0;
    m_held.reset();
    m_reading = {};
    m_askedGap = {};
    m_focused.reset();
    m_flash = 0;
    m_lastRead = lastRead;
    m_options.lastRead.reset();
    findLastRead();
    if (lines) {
        m_book = std::make_unique<RowBook>(*lines);
        m_source = std::make_unique<RowSource>(*lines, *m_book, m_cards, m_deletions, m_unfolded);
        m_book->setEstimate([this](const client::ChatLine& line, const RowPlan& plan) { return m_style.estimate(line, plan); });
        m_book->setOptions(m_options);
        m_book->rebuild();
        listen();
    }
    settle();
    showNew();
    viewport()->update();
}

// Where the last line that was read stands now. One that is gone leaves its place behind.
void MessageView::findLastRead()
{
    if (!m_lastRead.isValid() || !m_lines) {
        m_options.lastRead.reset();
        return;
    }
    if (const std::optional<int> row = m_lines->rowOf(m_lastRead))
        m_options.lastRead = m_lines->line(*row).place;
}

void MessageView::setHistory(HistoryHead::State state, const QString& text)
{
    if (!m_head.set(state, text))
        return;
    m_head.layOut(m_style);
    settle();
    viewport()->update();
}

void MessageView::listen()
{
    connect(m_lines, &QAbstractItemModel::rowsAboutToBeInserted, this, [this] { hold(-1, -1); });
    connect(m_lines, &QAbstractItemModel::rowsAboutToBeRemoved, this,
            [this](const QModelIndex&, int first, int last) { hold(first, last); });
    connect(m_lines, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) { onInserted(first, last); });
    connect(m_lines, &QAbstractItemModel::rowsRemoved, this, [this](const QModelIndex&, int first, int last) {
        m_book->remove(first, last - first + 1);
        if (first < m_book->size())
            forgetLayout(first);
        if (first > 0)
            forgetLayout(m_book->headOf(first - 1));
        onRemoved();
    });
    connect(m_lines, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) { onChanged(first.row(), last.row()); });
    connect(m_lines, &QAbstractItemModel::modelReset, this, [this] { setLines(m_lines, m_lastRead); });
    connect(m_lines, &QObject::destroyed, this, [this] {
        m_lines = nullptr;
        m_deletions.clear(); // with all else of that room
        setLines(nullptr, {});
    });
}

void MessageView::setLastRead(LineId lastRead)
{
    if (m_lastRead == lastRead)
        return;
    m_lastRead = lastRead;
    m_options.lastRead.reset();
    findLastRead();
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

void MessageView::setAbilities(const Abilities& abilities)
{
    m_abilities = abilities;
    placeToolbar();
    viewport()->update();
}

void MessageView::setNameCards(const NameCards& cards)
{
    m_cards = cards;
    refreshNames();
}

void MessageView::refreshNames()
{
    m_cache.clear();
    viewport()->update();
}

void MessageView::setFoundText(const FoundText& found)
{
    m_found = found;
    viewport()->update();
}

int MessageView::findRow(const FoundText& found, int from, bool isUpward) const
{
    if (!m_book || found.isEmpty())
        return -1;
    const int step = isUpward ? -1 : 1;
    for (int row = from; row >= 0 && row < m_book->size(); row += step) {
        const client::ChatLine& line = m_lines->line(row);
        const RowShape shape = m_book->plan(row).shape;
        const bool isSaid = shape != RowShape::Hidden && shape != RowShape::Event && shape != RowShape::Gap;
        if (isSaid && found.isIn(line.text))
            return row;
    }
    return -1;
}

void MessageView::restyle()
{
    setHovered(-1);
    m_style = MessageStyle(m_theme.metrics(), m_theme.palette(), m_density, viewport()->width());
    m_head.layOut(m_style);
    const auto icon = [this](widgets::Icon which, widgets::Role role) { return widgets::icon(m_theme, which, role); };
    m_icons = {.failure = icon(widgets::Icon::Warning, widgets::Role::Danger),
               .waiting = icon(widgets::Icon::Away, widgets::Role::Muted),
               .unseen = icon(widgets::Icon::Hide, widgets::Role::Muted),
               .deleted = icon(widgets::Icon::Delete, widgets::Role::Muted),
               .copy = icon(widgets::Icon::Copy, widgets::Role::Muted),
               .react = icon(widgets::Icon::Emoji, widgets::Role::Muted)};
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
    findLastRead();
    m_book->setOptions(m_options);
    m_book->insert(first, count);
    if (headBefore >= 0)
        forgetLayout(headBefore);
    if (last + 1 < m_book->size())
        forgetLayout(last + 1);
    const auto isGapAsked = [this](int row) { return row >= 0 && row < m_book->size() && m_lines->line(row).id == m_askedGap; };
    if (isGapAsked(first - 1) || isGapAsked(last + 1))
        m_askedGap = {}; // what came is its answer
    if (m_hovered >= first)
        setHovered(-1);
    forgetQuotesOf(first, last);
    const client::ChatLine& newest = m_lines->line(last);
    const bool isJustSaid = newest.isOwn && newest.state != DeliveryState::Received && newest.state != DeliveryState::Sent;
    if (isAtEnd && isJustSaid)
        m_sticks = true; // who says something wants to see it
    const bool mayMissOut = m_sticks && !isJustSaid && count > 1 && m_book->plan(first).isNew;
    const std::optional<int> held = m_held ? m_lines->rowOf(m_held->line) : std::nullopt;
    if (!m_sticks && held && *held < first)
        countArrived(first, last);
    if (isAtEnd && count == 1 && !isJustSaid) {
        m_held.reset(); // what is in view stays where it is by itself
        settleLater();
    } else {
        m_keepsBar = !isAtEnd;
        keepHeld();
        m_keepsBar = false;
    }
    if (mayMissOut && rowRect(first).top() < 0)
        showNew(); // more at once than a page holds: one reads on from the first
    if (QAccessible::isActive()) {
        QAccessibleEvent event(this, QAccessible::ObjectCreated);
        event.setChild(last);
        QAccessible::updateAccessibility(&event);
    }
}

// What is below the "New" line, or without one what came at the end.
void MessageView::countArrived(int first, int last)
{
    const bool isAtEnd = last + 1 == m_book->size();
    for (int row = first; row <= last; ++row) {
        if (!isAtEnd && !m_book->plan(row).isNew)
            continue;
        const client::ChatLine& line = m_lines->line(row);
        m_arrived += !line.isOwn && (isMessage(line.kind) || line.kind == client::LineKind::Action) ? 1 : 0;
    }
}

void MessageView::onRemoved()
{
    setHovered(-1);
    m_cache.eraseIf([this](const RowLayout& row) {
        return row.quote.quote.state != Quote::State::None && !m_lines->rowOfMessage(row.quote.quote.messageId);
    });
    findLastRead();
    m_book->setOptions(m_options);
    m_keepsBar = true;
    keepHeld();
    m_keepsBar = false;
    viewport()->update();
}

void MessageView::onChanged(int first, int last)
{
    hold(-1, -1);
    findLastRead();
    m_book->setOptions(m_options);
    const int end = std::max(m_book->replan(first), std::min(last + 2, m_book->size()));
    if (last + 1 < m_book->size())
        m_book->replan(last + 1);
    for (int row = std::max(0, first - 1); row < end; ++row) // the one above may have said what is said here now
        forgetLayout(row);
    forgetLayout(m_book->headOf(first));
    forgetQuotesOf(first, last);
    keepHeld();
    for (int row = first; row <= last; ++row) {
        if (m_lines->line(row).isDeleted)
            m_deletions.forget(m_lines->line(row).id);
    }
    placeToolbar();
    viewport()->update();
}

// Quotes are one line high whatever they say: only what is drawn changes.
void MessageView::forgetQuotesOf(int first, int last)
{
    m_cache.eraseIf([&](const RowLayout& row) {
        const Quote& quote = row.quote.quote;
        if (quote.state == Quote::State::None)
            return false;
        const std::optional<int> quoted = m_lines->rowOfMessage(quote.messageId);
        return quoted && *quoted >= first && *quoted <= last;
    });
}

void MessageView::relay(int row)
{
    hold(-1, -1);
    forgetLayout(row);
    keepHeld();
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
    return m_cache.insert(id, layOutRow(m_source->inputWithQuote(row), m_style));
}

const RowLayout* MessageView::layoutOf(int row)
{
    return m_book && row >= 0 && row < m_book->size() ? &layoutFor(row) : nullptr;
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

} // namespace chatroom::clientgui
