#include "client-gui/composer/completionpopup.h"

#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

constexpr int kMostRowsSeen = 8;
constexpr int kHelpRole = Qt::UserRole + 1;

class CompletionDelegate final : public QStyledItemDelegate
{
public:
    CompletionDelegate(const widgets::Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        const widgets::Metrics& metrics = m_theme.metrics();
        const int width = QFontMetrics(metrics.strong()).horizontalAdvance(index.data().toString())
                          + QFontMetrics(metrics.secondary()).horizontalAdvance(index.data(kHelpRole).toString());
        return {width + 4 * metrics.gap(), metrics.personRow()};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const widgets::Metrics& metrics = m_theme.metrics();
        const widgets::Palette& palette = m_theme.palette();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(palette.selected());
            painter->drawRoundedRect(option.rect, metrics.radius(), metrics.radius());
        }
        QRect box = option.rect.adjusted(metrics.gap(), 0, -metrics.gap(), 0);
        painter->setPen(palette.text);
        painter->setFont(metrics.strong());
        const QString label = index.data().toString();
        painter->drawText(box, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, label);
        box.setLeft(box.left() + QFontMetrics(metrics.strong()).horizontalAdvance(label) + metrics.groupGap());
        painter->setPen(palette.muted);
        painter->setFont(metrics.secondary());
        const QString help = QFontMetrics(metrics.secondary()).elidedText(index.data(kHelpRole).toString(), Qt::ElideRight, box.width());
        painter->drawText(box, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, help);
        painter->restore();
    }

private:
    const widgets::Theme& m_theme;
};

} // namespace

CompletionPopup::CompletionPopup(const widgets::Theme& theme, QWidget* window)
    : QFrame(window), m_theme(theme), m_list(new QListWidget(this))
{
    setObjectName(u"completionPopup"_s);
    widgets::setGround(*this, widgets::Ground::Card);
    m_list->setObjectName(u"completionList"_s);
    m_list->setAccessibleName(tr("Suggestions"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setUniformItemSizes(true);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setItemDelegate(new CompletionDelegate(theme, m_list));
    auto* column = new QVBoxLayout(this);
    const int edge = theme.metrics().unit();
    column->setContentsMargins(edge, edge, edge, edge);
    column->addWidget(m_list);
    connect(m_list, &QListWidget::itemClicked, this,
            [this](const QListWidgetItem* item) { Q_EMIT chosen(item->data(Qt::UserRole).toString()); });
    hide();
}

void CompletionPopup::showItems(const std::vector<CompletionItem>& items, const QPoint& corner, int mostWidth)
{
    m_list->clear();
    setVisible(!items.empty());
    if (items.empty())
        return;
    int widest = 0;
    const widgets::Metrics& metrics = m_theme.metrics();
    for (const CompletionItem& item : items) {
        auto* row = new QListWidgetItem(item.label, m_list);
        row->setData(Qt::UserRole, item.inserted);
        row->setData(kHelpRole, item.help);
        row->setData(Qt::AccessibleDescriptionRole, item.help);
        const int width =
            QFontMetrics(metrics.strong()).horizontalAdvance(item.label) + QFontMetrics(metrics.secondary()).horizontalAdvance(item.help);
        widest = std::max(widest, width);
    }
    m_list->setCurrentRow(0);
    const int rows = std::min(kMostRowsSeen, static_cast<int>(items.size()));
    const int edges = 2 * metrics.unit() + 2;
    resize(std::min(mostWidth, widest + 8 * metrics.gap() + edges), rows * metrics.personRow() + edges);
    QFrame::move(corner.x(), corner.y() - height());
    raise();
}

void CompletionPopup::move(int by)
{
    const int rows = m_list->count();
    if (rows > 0)
        m_list->setCurrentRow((m_list->currentRow() + by + rows) % rows);
}

QString CompletionPopup::current() const
{
    const QListWidgetItem* item = m_list->currentItem();
    return item ? item->data(Qt::UserRole).toString() : QString();
}

int CompletionPopup::count() const
{
    return m_list->count();
}

} // namespace chatroom::clientgui
