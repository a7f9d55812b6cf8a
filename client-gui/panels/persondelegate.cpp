#include "client-gui/panels/persondelegate.h"

#include "client/models/peoplemodel.h"
#include "widgets/avatar.h"
#include "widgets/theme.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>
#include <numbers>

namespace chatroom::clientgui {

using Model = client::PeopleModel;

namespace {

// The mark of those in charge.
void paintStar(QPainter& painter, const QRectF& box, const QColor& color)
{
    constexpr int kPoints = 5;
    constexpr double kInner = 0.42; // of the outer radius: plump enough to be seen at 14 px
    QPolygonF star;
    for (int i = 0; i < 2 * kPoints; ++i) {
        const double radius = box.width() / 2 * (i % 2 == 0 ? 1 : kInner);
        const double angle = std::numbers::pi * (i / static_cast<double>(kPoints) - 0.5);
        star << box.center() + QPointF(std::cos(angle), std::sin(angle)) * radius;
    }
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(star);
}

} // namespace

QSize PersonDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {0, m_theme.metrics().personRow()};
}

bool PersonDelegate::helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem&, const QModelIndex& index)
{
    QToolTip::showText(event->globalPos(), index.isValid() ? m_card(index) : QString(), view, view->visualRect(index));
    return true;
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
    const int disc = metrics.smallDisc();
    const QRect discBox(bar.left() + metrics.gap(), bar.top() + (bar.height() - disc) / 2, disc, disc);
    const QString displayName = index.data(Model::DisplayNameRole).toString();
    const QString nickname = index.data().toString();
    widgets::paintAvatar(*painter, discBox, displayName.isEmpty() ? nickname : displayName, palette, metrics.body(),
                         index.data(Model::IsAwayRole).toBool(), nickname);
    const int left = discBox.right() + metrics.gap();
    const int right = paintMarks(*painter, bar, index);
    paintNames(*painter, QRect(left, bar.top(), right - left, bar.height()), index);
    painter->restore();
}

int PersonDelegate::paintMarks(QPainter& painter, const QRect& bar, const QModelIndex& index) const
{
    const widgets::Metrics& metrics = m_theme.metrics();
    const widgets::Palette& palette = m_theme.palette();
    int right = bar.right() - metrics.gap();
    const auto rank = static_cast<client::Rank>(index.data(Model::RankRole).toInt());
    if (rank > client::Rank::Voice) {
        const int size = metrics.px(14);
        paintStar(painter, QRectF(right - size, bar.top() + (bar.height() - size) / 2.0, size, size), palette.accent);
        right -= size + metrics.unit();
    }
    if (index.data(Model::IsBotRole).toBool()) {
        const QString text = tr("bot");
        const QFontMetrics letters(metrics.secondary());
        const QSize size(letters.horizontalAdvance(text) + 2 * metrics.px(5), letters.height());
        const QRectF box(right - size.width(), bar.center().y() - size.height() / 2, size.width(), size.height());
        painter.setPen(palette.line);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), metrics.radius(), metrics.radius());
        painter.setFont(metrics.secondary());
        painter.setPen(palette.muted);
        painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, text);
        right -= size.width() + metrics.unit();
    }
    return right;
}

// The name first; what they say of themselves has what is left, if that is enough for a word.
void PersonDelegate::paintNames(QPainter& painter, const QRect& box, const QModelIndex& index) const
{
    const widgets::Metrics& metrics = m_theme.metrics();
    const widgets::Palette& palette = m_theme.palette();
    const QString displayName = index.data(Model::DisplayNameRole).toString();
    const QString name = displayName.isEmpty() ? index.data().toString() : displayName;
    const QString status = index.data(Model::StatusRole).toString().simplified();
    const QFont font = index.data(Model::IsSelfRole).toBool() ? metrics.strong() : metrics.body();
    const QFontMetrics letters(font);
    painter.setFont(font);
    painter.setPen(index.data(Model::IsAwayRole).toBool() ? palette.muted : palette.text);
    painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, letters.elidedText(name, Qt::ElideRight, box.width()));
    QRect rest = box;
    rest.setLeft(box.left() + letters.horizontalAdvance(name) + metrics.px(6));
    if (status.isEmpty() || rest.width() < metrics.px(36))
        return;
    painter.setFont(metrics.secondary());
    painter.setPen(palette.muted);
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     QFontMetrics(metrics.secondary()).elidedText(status, Qt::ElideRight, rest.width()));
}

} // namespace chatroom::clientgui
