#include "client-gui/emoji/emojipicker.h"

#include "client-gui/emoji/emojifont.h"
#include "client-gui/emoji/emojimodel.h"
#include "client-gui/settings.h"
#include "widgets/elidedlabel.h"
#include "widgets/emptystate.h"
#include "widgets/icons.h"
#include "widgets/plaintext.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QScreen>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr int kColumns = 10;
constexpr int kRowsSeen = 6;
constexpr int kRowsOfPage = 5;
constexpr int kMostTyped = 60; // UTF-16 units
// What each group is known by, in the order of the table.
constexpr std::u16string_view kSigns[] = {u"\U0001F600", u"\U0001F44B", u"\U0001F43B",   u"\U0001F34E", u"\U0001F697",
                                          u"\U0001F389", u"\U0001F4A1", u"\u2764\uFE0F", u"\U0001F3C1"};
// Behind those that were used lately, until there are enough of them.
constexpr std::u16string_view kUsual[] = {u"\U0001F44D", u"\u2764\uFE0F", u"\U0001F602", u"\U0001F389", u"\U0001F62E", u"\U0001F622",
                                          u"\U0001F64F", u"\U0001F440",   u"\u2705",     u"\U0001F44B", u"\U0001F60A", u"\U0001F914",
                                          u"\U0001F525", u"\U0001F680",   u"\U0001F44F", u"\U0001F4AF", u"\u2615",     u"\U0001F605"};

QString toQString(std::u16string_view text)
{
    return QString::fromUtf16(text.data(), static_cast<qsizetype>(text.size()));
}

QFont emojiFont(const widgets::Theme& theme, double at96)
{
    QFont font = withColouredEmoji(theme.metrics().body());
    font.setPixelSize(theme.metrics().px(at96));
    return font;
}

class EmojiDelegate final : public QStyledItemDelegate
{
public:
    EmojiDelegate(const widgets::Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        const int side = m_theme.metrics().px(36);
        return {side, side};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const widgets::Metrics& metrics = m_theme.metrics();
        const widgets::Palette& palette = m_theme.palette();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect box = option.rect.adjusted(1, 1, -1, -1);
        const bool isCurrent = option.state.testFlag(QStyle::State_Selected);
        if (isCurrent || option.state.testFlag(QStyle::State_MouseOver)) {
            painter->setPen(isCurrent ? QPen(palette.accent, metrics.focusRing()) : QPen(Qt::NoPen));
            painter->setBrush(isCurrent ? palette.selected() : palette.hovered());
            painter->drawRoundedRect(box, metrics.radius(), metrics.radius());
        }
        painter->setFont(emojiFont(m_theme, 21));
        painter->setPen(palette.text);
        painter->drawText(option.rect, Qt::AlignCenter | Qt::TextSingleLine, index.data().toString());
        painter->restore();
    }

private:
    const widgets::Theme& m_theme;
};

} // namespace

EmojiPicker::EmojiPicker(const widgets::Theme& theme, Settings& settings, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_theme(theme), m_settings(settings), m_model(new EmojiModel(this)), m_edit(new QLineEdit(this)),
      m_groupRow(new QFrame(this)), m_groups(new QButtonGroup(this)), m_list(new QListView(this)),
      m_empty(
          new widgets::EmptyState(theme, widgets::Icon::Search, tr("No emoji of that name"), tr("Try another word, in English."), this)),
      m_sign(new QLabel(this)), m_name(new widgets::ElidedLabel(this))
{
    setObjectName(u"emojiPicker"_s);
    setAccessibleName(tr("Choose an emoji"));
    setProperty("ground", u"popup"_s);
    m_edit->setObjectName(u"emojiSearch"_s);
    m_edit->setAccessibleName(tr("Search for an emoji"));
    m_edit->setPlaceholderText(tr("Search"));
    m_edit->setMaxLength(kMostTyped);
    m_edit->setClearButtonEnabled(true);
    m_edit->installEventFilter(this);
    m_name->setObjectName(u"emojiName"_s);
    m_name->setTextFormat(Qt::PlainText);
    widgets::setTextLook(*m_name, widgets::TextLook::Secondary, widgets::Tone::Muted);
    m_sign->setTextFormat(Qt::PlainText);
    m_sign->setAlignment(Qt::AlignCenter);
    makeGroups();
    prepareList();

    auto* foot = new QHBoxLayout;
    foot->addWidget(m_sign);
    foot->addWidget(m_name, 1);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_edit);
    column->addWidget(m_groupRow);
    column->addWidget(m_list);
    column->addWidget(m_empty);
    column->addLayout(foot);
    setTabOrder(m_edit, m_groups->button(0));

    connect(m_edit, &QLineEdit::textChanged, this, &EmojiPicker::fill);
    connect(m_groups, &QButtonGroup::idClicked, this, &EmojiPicker::chooseGroup);
    connect(m_list, &QListView::clicked, this, &EmojiPicker::take);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &EmojiPicker::showCurrent);
    connect(&theme, &widgets::Theme::changed, this, &EmojiPicker::dress);
    dress();
}

void EmojiPicker::makeGroups()
{
    auto* row = new QHBoxLayout(m_groupRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_groups->setExclusive(true);
    const QStringList& names = emojiGroups();
    for (int id = 0; id <= static_cast<int>(names.size()); ++id) {
        auto* button = new QToolButton(m_groupRow);
        const QString name = id == 0 ? tr("Used lately") : names[id - 1];
        button->setObjectName(u"emojiGroup%1"_s.arg(id));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        button->setAccessibleName(name);
        button->setToolTip(widgets::toolTipText(name));
        if (id > 0 && id <= static_cast<int>(std::size(kSigns)))
            button->setText(toQString(kSigns[id - 1]));
        m_groups->addButton(button, id);
        row->addWidget(button, 1);
    }
}

void EmojiPicker::prepareList()
{
    m_list->setObjectName(u"emojiList"_s);
    m_list->setAccessibleName(tr("Emoji"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setViewMode(QListView::IconMode);
    m_list->setMovement(QListView::Static);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setItemDelegate(new EmojiDelegate(m_theme, m_list));
    m_list->setModel(m_model);
}

void EmojiPicker::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    const int cell = metrics.px(36);
    layout()->setContentsMargins(metrics.gap(), metrics.gap(), metrics.gap(), metrics.gap());
    layout()->setSpacing(metrics.unit());
    m_list->setGridSize(QSize(cell, cell));
    const QSize size(kColumns * cell + metrics.px(14), kRowsSeen * cell);
    m_list->setFixedSize(size);
    m_empty->setFixedSize(size);
    for (QAbstractButton* button : m_groups->buttons()) {
        button->setFont(emojiFont(m_theme, 16));
        button->setFixedHeight(metrics.control());
        button->setMinimumWidth(1); // they share the row
        button->setIconSize(QSize(metrics.smallIcon(), metrics.smallIcon()));
    }
    m_groups->button(0)->setIcon(widgets::icon(m_theme, widgets::Icon::Away, widgets::Role::Muted));
    m_sign->setFont(emojiFont(m_theme, 18));
    m_sign->setFixedSize(cell, metrics.px(28));
}

void EmojiPicker::openAt(const QRect& anchor)
{
    m_edit->clear();
    m_group = 0;
    fill();
    ensurePolished();
    const QSize wanted = sizeHint();
    const QScreen* where = parentWidget() ? parentWidget()->screen() : screen();
    const QRect room = where->availableGeometry();
    const int gap = m_theme.metrics().unit();
    const bool fitsAbove = anchor.top() - gap - wanted.height() >= room.top();
    const int top = fitsAbove ? anchor.top() - gap - wanted.height() : anchor.bottom() + gap;
    const int left = anchor.right() - wanted.width() + 1;
    move(std::clamp(left, room.left(), std::max(room.left(), room.right() - wanted.width() + 1)),
         std::clamp(top, room.top(), std::max(room.top(), room.bottom() - wanted.height() + 1)));
    show();
    m_edit->setFocus();
}

void EmojiPicker::chooseGroup(int id)
{
    m_group = id;
    m_edit->clear();
    fill();
    m_edit->setFocus();
}

// What is searched for is in all groups: none of them is marked then.
void EmojiPicker::markGroup(bool isSearching)
{
    m_groups->setExclusive(false);
    for (QAbstractButton* button : m_groups->buttons())
        button->setChecked(!isSearching && m_groups->id(button) == m_group);
    m_groups->setExclusive(true);
}

void EmojiPicker::fill()
{
    const QString typed = m_edit->text().trimmed();
    markGroup(!typed.isEmpty());
    if (!typed.isEmpty()) {
        m_model->search(typed);
    } else if (m_group > 0) {
        m_model->showGroup(m_group - 1);
    } else {
        QStringList texts = m_settings.recentEmoji();
        for (const std::u16string_view usual : kUsual) {
            if (!texts.contains(toQString(usual)))
                texts += toQString(usual);
        }
        m_model->showThese(texts);
    }
    const bool isEmpty = m_model->rowCount() == 0;
    m_list->setVisible(!isEmpty);
    m_empty->setVisible(isEmpty);
    select(0);
}

void EmojiPicker::select(int row)
{
    m_list->setCurrentIndex(m_model->index(row, 0));
    showCurrent();
}

void EmojiPicker::showCurrent()
{
    const Emoji* emoji = m_model->emoji(m_list->currentIndex().row());
    m_sign->setText(emoji ? emoji->text : QString());
    m_name->setText(!emoji                        ? QString()
                    : emoji->shortNames.isEmpty() ? emoji->name
                                                  : tr("%1  :%2:").arg(emoji->name, emoji->shortNames.front()));
    m_edit->setAccessibleDescription(emoji ? emoji->name : QString());
}

QString EmojiPicker::current() const
{
    const Emoji* emoji = m_model->emoji(m_list->currentIndex().row());
    return emoji ? emoji->text : QString();
}

void EmojiPicker::walk(int by)
{
    const int count = m_model->rowCount();
    if (count > 0)
        select(std::clamp(m_list->currentIndex().row() + by, 0, count - 1));
}

void EmojiPicker::stepGroup(int by)
{
    const auto count = static_cast<int>(m_groups->buttons().size());
    chooseGroup((m_group + by + count) % count);
}

void EmojiPicker::take(const QModelIndex& index)
{
    const Emoji* emoji = m_model->emoji(index.row());
    if (!emoji)
        return;
    const QString text = emoji->text;
    m_settings.noteEmoji(text);
    close();
    Q_EMIT chosen(text);
}

bool EmojiPicker::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit && event->type() == QEvent::KeyPress)
        return handleKey(static_cast<QKeyEvent*>(event));
    return QFrame::eventFilter(watched, event);
}

bool EmojiPicker::handleKey(QKeyEvent* event)
{
    const bool isControl = event->modifiers().testFlag(Qt::ControlModifier);
    const int forward = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    switch (event->key()) {
    case Qt::Key_Left: walk(-forward); return true;
    case Qt::Key_Right: walk(forward); return true;
    case Qt::Key_Up: walk(-kColumns); return true;
    case Qt::Key_Down: walk(kColumns); return true;
    case Qt::Key_PageUp: walk(-kColumns * kRowsOfPage); return true;
    case Qt::Key_PageDown: walk(kColumns * kRowsOfPage); return true;
    case Qt::Key_Return:
    case Qt::Key_Enter: take(m_list->currentIndex()); return true;
    case Qt::Key_Escape: close(); return true;
    case Qt::Key_Tab:
        if (isControl)
            stepGroup(1);
        return isControl;
    case Qt::Key_Backtab:
        if (isControl)
            stepGroup(-1);
        return isControl;
    default: return false;
    }
}

void EmojiPicker::hideEvent(QHideEvent* event)
{
    QFrame::hideEvent(event);
    Q_EMIT closed();
}

} // namespace chatroom::clientgui
