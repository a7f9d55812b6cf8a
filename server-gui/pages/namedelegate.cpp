#include "pages/namedelegate.h"

#include "models/peoplemodel.h"
#include "widgets/avatar.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;
using widgets::Icon;
using widgets::Role;

namespace {

QPixmap discOf(const QString& name, bool isDimmed, const widgets::Theme& theme, int side, qreal ratio)
{
    const QString key = u"disc/%1/%2/%3/%4/%5"_s.arg(name).arg(isDimmed).arg(theme.palette().isDark).arg(side).arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(QSize(side, side) * ratio);
    pixmap.setDevicePixelRatio(ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    widgets::paintAvatar(painter, QRectF(0, 0, side, side), name, theme.palette(), theme.metrics().body(), isDimmed);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

qreal ratioOf(const QStyleOptionViewItem& option)
{
    return option.widget ? option.widget->devicePixelRatioF() : 1.0;
}

} // namespace

NameDelegate::NameDelegate(const widgets::Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void NameDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QString name = index.data(PeopleModel::NameRole).toString();
    const bool isAway = index.data(PeopleModel::AwayRole).toBool();
    const int side = m_theme.metrics().smallDisc();
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = {side, side};
    const QPixmap disc = discOf(name, isAway, m_theme, side, ratioOf(*option));
    option->icon = QIcon(disc);
    option->icon.addPixmap(disc, QIcon::Selected); // or a chosen row's disc is tinted
    option->font.setWeight(QFont::DemiBold);
}

LockDelegate::LockDelegate(const widgets::Theme& theme, QObject* parent) : QStyledItemDelegate(parent), m_theme(theme) {}

void LockDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const bool isSecure = index.data(PeopleModel::SecureRole).toBool();
    const int side = m_theme.metrics().smallIcon();
    option->features |= QStyleOptionViewItem::HasDecoration;
    option->decorationSize = {side, side};
    option->icon = icon(m_theme, isSecure ? Icon::Lock : Icon::Unlock, isSecure ? Role::Good : Role::Muted);
}

} // namespace chatroom::servergui
