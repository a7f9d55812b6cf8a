#include "client-gui/panels/persondelegate.h"

#include "client/models/peoplemodel.h"
#include "widgets/avatar.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QPainter>

namespace chatroom::clientgui {

using Model = client::PeopleModel;

QSize PersonDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {0, m_theme.metrics().personRow()};
}

void PersonDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const widgets::Metrics& metrics = m_theme.metrics();
    const widgets::Palette& palette = m_theme.palette();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect bar = option.rect.adjusted(metrics.unit(), 0, -metrics.unit(), 0);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool isFocused = isSelected && option.state.testFlag(QStyle::State_HasFocus);
    if (isFocused || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(isFocused ? palette.selected() : palette.hovered());
        painter->drawRoundedRect(bar, metrics.radius(), metrics.radius());
    }
    if (isFocused) {
        painter->setPen(QPen(palette.accent, metrics.focusRing()));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(bar).adjusted(1, 1, -1, -1), metrics.radius(), metrics.radius());
    }
    const bool isAway = index.data(Model::IsAwayRole).toBool();
    const int disc = metrics.smallDisc();
    const QRect discBox(bar.left() + metrics.gap(), bar.center().y() - disc / 2, disc, disc);
    const QString name = index.data().toString();
    widgets::paintAvatar(*painter, discBox, name, palette, metrics.body(), isAway);

    int right = bar.right() - metrics.gap();
    const auto rank = static_cast<client::Rank>(index.data(Model::RankRole).toInt());
    if (rank > client::Rank::Voice) {
        const int size = metrics.px(14);
        widgets::icon(m_theme, widgets::Icon::Bookmark, widgets::Role::Accent).paint(painter, QRect(right - size, bar.center().y() - size / 2, size, size));
        right -= size + metrics.unit();
    }
    const int left = discBox.right() + metrics.gap();
    const QFont font = index.data(Model::IsSelfRole).toBool() ? metrics.strong() : metrics.body();
    painter->setFont(font);
    painter->setPen(isAway ? palette.muted : palette.text);
    painter->drawText(QRect(left, bar.top(), right - left, bar.height()), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(name, Qt::ElideRight, right - left));
    painter->restore();
}

} // namespace chatroom::clientgui
