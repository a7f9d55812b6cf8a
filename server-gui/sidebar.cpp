#include "sidebar.h"

#include "widgets/pill.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kCountRole = Qt::UserRole;
constexpr int kTitleRole = Qt::UserRole + 1;

class PageDelegate final : public QStyledItemDelegate
{
public:
    PageDelegate(const widgets::Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const int count = index.data(kCountRole).toInt();
        if (count <= 0)
            return;
        const auto& metrics = m_theme.metrics();
        const QString text = count > 9999 ? u"9999+"_s : QString::number(count);
        QRect box(QPoint(), widgets::pillSize(text, metrics));
        box.moveCenter(option.rect.center());
        if (option.direction == Qt::RightToLeft)
            box.moveLeft(option.rect.left() + metrics.gap());
        else
            box.moveRight(option.rect.right() - metrics.gap());
        widgets::paintPill(*painter, box, text, m_theme.palette(), metrics, false);
    }

private:
    const widgets::Theme& m_theme;
};

} // namespace

Sidebar::Sidebar(const widgets::Theme& theme, QWidget* parent) : QListWidget(parent), m_theme(theme)
{
    setObjectName(u"sidebar"_s);
    setAccessibleName(tr("Pages"));
    setProperty("look", u"navigation"_s);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setItemDelegate(new PageDelegate(theme, this));
    setUniformItemSizes(true);
    connect(&theme, &widgets::Theme::changed, this, &Sidebar::dress);
    dress();
}

void Sidebar::addPage(widgets::Icon which, const QString& title)
{
    auto* item = new QListWidgetItem(icon(m_theme, which), title, this);
    item->setData(kTitleRole, title);
    item->setData(Qt::AccessibleTextRole, title);
    item->setToolTip(tr("%1 (Ctrl+%2)").arg(title).arg(count()));
    dress();
}

void Sidebar::setCount(int page, int count)
{
    QListWidgetItem* entry = item(page);
    if (!entry || entry->data(kCountRole).toInt() == count)
        return;
    const QString title = entry->data(kTitleRole).toString();
    entry->setData(kCountRole, count);
    entry->setData(Qt::AccessibleTextRole, count > 0 ? tr("%1, %2").arg(title).arg(count) : title);
}

void Sidebar::dress()
{
    const auto& metrics = m_theme.metrics();
    setFixedWidth(metrics.px(164));
    setIconSize({metrics.icon(), metrics.icon()});
    setSpacing(0);
    for (int row = 0; row < count(); ++row)
        item(row)->setSizeHint({metrics.px(100), metrics.px(36)});
}

} // namespace chatroom::servergui
