#include "client-gui/panels/conversationdelegate.h"

#include "client/conversation.h"
#include "client/models/conversationlistmodel.h"
#include "widgets/avatar.h"
#include "widgets/icons.h"
#include "widgets/pill.h"
#include "widgets/theme.h"

#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

using client::Conversation;
using Model = client::ConversationListModel;

namespace {

Conversation::Kind kindOf(const QModelIndex& index)
{
    return static_cast<Conversation::Kind>(index.data(Model::KindRole).toInt());
}

} // namespace

QString shownRoomName(const QString& name)
{
    return name.size() > 1 && name.startsWith(u'#') ? name.sliced(1) : name;
}

ConversationDelegate::ConversationDelegate(const widgets::Theme& theme, ShownName shownName, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme), m_shownName(std::move(shownName))
{}

QString ConversationDelegate::shownName(const QModelIndex& index) const
{
    const QString name = index.data().toString();
    return kindOf(index) == Conversation::Kind::Direct ? m_shownName(name) : shownRoomName(name);
}

bool ConversationDelegate::hasHeading(const QModelIndex& index) const
{
    const Conversation::Kind kind = kindOf(index);
    if (kind == Conversation::Kind::Server)
        return false;
    return index.row() == 0 || kindOf(index.siblingAtRow(index.row() - 1)) != kind;
}

int ConversationDelegate::headingHeight() const
{
    return m_theme.metrics().px(34);
}

QSize ConversationDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    return {0, m_theme.metrics().roomRow() + (hasHeading(index) ? headingHeight() : 0)};
}

void ConversationDelegate::paintHeading(QPainter& painter, const QRect& box, const QModelIndex& index) const
{
    const widgets::Metrics& metrics = m_theme.metrics();
    QFont font = metrics.secondary();
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(m_theme.palette().muted);
    const QString text = kindOf(index) == Conversation::Kind::Room ? tr("Rooms") : tr("Direct messages");
    painter.drawText(box.adjusted(metrics.px(12), 0, -metrics.gap(), -metrics.px(6)), Qt::AlignBottom | Qt::AlignLeft | Qt::TextSingleLine,
                     text);
}

void ConversationDelegate::paintSign(QPainter& painter, const QRect& box, const QModelIndex& index) const
{
    const widgets::Palette& palette = m_theme.palette();
    switch (kindOf(index)) {
    case Conversation::Kind::Server:
        widgets::icon(m_theme, widgets::Icon::Server, widgets::Role::Muted).paint(&painter, box.adjusted(2, 2, -2, -2));
        return;
    case Conversation::Kind::Room: {
        QFont font = m_theme.metrics().title();
        font.setWeight(QFont::Normal);
        painter.setFont(font);
        painter.setPen(palette.muted);
        painter.drawText(box, Qt::AlignCenter, u"#"_s);
        return;
    }
    case Conversation::Kind::Direct:
        widgets::paintAvatar(painter, box, shownName(index), palette, m_theme.metrics().body(), index.data(Model::IsAwayRole).toBool(),
                             index.data().toString());
        return;
    }
}

void ConversationDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const widgets::Metrics& metrics = m_theme.metrics();
    const widgets::Palette& palette = m_theme.palette();
    QRect box = option.rect;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (hasHeading(index)) {
        paintHeading(*painter, QRect(box.left(), box.top(), box.width(), headingHeight()), index);
        box.setTop(box.top() + headingHeight());
    }
    const QRect bar = box.adjusted(metrics.unit(), 1, -metrics.unit(), -1);
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    const bool isHovered = option.state.testFlag(QStyle::State_MouseOver);
    if (isSelected || isHovered) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(isSelected ? palette.selected() : palette.hovered());
        painter->drawRoundedRect(bar, metrics.radius(), metrics.radius());
    }
    const bool isFocused = option.state.testFlag(QStyle::State_HasFocus) && isSelected;
    if (isFocused) {
        painter->setPen(QPen(palette.accent, metrics.focusRing()));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(bar).adjusted(1, 1, -1, -1), metrics.radius(), metrics.radius());
    }
    const int sign = metrics.smallDisc();
    paintSign(*painter, QRect(bar.left() + metrics.gap(), bar.top() + (bar.height() - sign) / 2, sign, sign), index);

    const int unread = index.data(Model::UnreadRole).toInt();
    const int mentions = index.data(Model::MentionsRole).toInt();
    const bool isThere = kindOf(index) != Conversation::Kind::Room || index.data(Model::IsJoinedRole).toBool();
    int right = bar.right() - metrics.gap();
    const QString count = widgets::pillText(mentions > 0 ? mentions : unread);
    if (!count.isEmpty()) {
        const QSize size = widgets::pillSize(count, metrics);
        widgets::paintPill(*painter, QRect(QPoint(right - size.width() + 1, bar.center().y() - size.height() / 2), size), count, palette,
                           metrics, mentions > 0);
        right -= size.width() + metrics.gap();
    }
    const int left = bar.left() + metrics.gap() + sign + metrics.gap();
    const QFont font = unread > 0 ? metrics.strong() : metrics.body();
    painter->setFont(font);
    painter->setPen(isThere && (unread > 0 || isSelected || kindOf(index) != Conversation::Kind::Server) ? palette.text : palette.muted);
    const QString name = QFontMetrics(font).elidedText(shownName(index), Qt::ElideRight, right - left);
    painter->drawText(QRect(left, bar.top(), right - left, bar.height()), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, name);
    painter->restore();
}

} // namespace chatroom::clientgui
