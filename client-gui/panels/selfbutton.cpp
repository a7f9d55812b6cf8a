#include "client-gui/panels/selfbutton.h"

#include "widgets/avatar.h"
#include "widgets/theme.h"

#include <QMenu>
#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

SelfButton::SelfButton(const widgets::Theme& theme, QMenu& menu, QWidget* parent) : QAbstractButton(parent), m_theme(theme)
{
    setObjectName(u"selfButton"_s);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, this, [this, &menu] { menu.popup(mapToGlobal(QPoint(0, -menu.sizeHint().height()))); });
}

void SelfButton::show(const QString& name, const QString& state, widgets::Role dot, bool isAway)
{
    setText(name);
    m_state = state;
    m_dot = dot;
    m_isAway = isAway;
    setAccessibleName(tr("You are %1").arg(name));
    setAccessibleDescription(state);
    setToolTip(tr("You: away, name, preferences (Alt+M)"));
    update();
}

QSize SelfButton::sizeHint() const
{
    return {m_theme.metrics().leftPanelLeast(), m_theme.metrics().px(52)};
}

void SelfButton::paintEvent(QPaintEvent*)
{
    const widgets::Metrics& metrics = m_theme.metrics();
    const widgets::Palette& palette = m_theme.palette();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect bar = rect().adjusted(metrics.unit(), metrics.unit(), -metrics.unit(), -metrics.unit());
    if (underMouse() || isDown()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(palette.hovered());
        painter.drawRoundedRect(bar, metrics.radius(), metrics.radius());
    }
    if (hasFocus()) {
        painter.setPen(QPen(palette.accent, metrics.focusRing()));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(bar).adjusted(1, 1, -1, -1), metrics.radius(), metrics.radius());
    }
    const int disc = metrics.disc();
    const QRect discBox(bar.left() + metrics.gap(), bar.center().y() - disc / 2 + 1, disc, disc);
    widgets::paintAvatar(painter, discBox, text(), palette, metrics.body(), m_isAway);
    const int dot = metrics.px(10);
    painter.setPen(QPen(palette.window, metrics.focusRing()));
    painter.setBrush(palette.color(m_dot));
    painter.drawEllipse(QRect(discBox.right() - dot + 3, discBox.bottom() - dot + 3, dot, dot));

    const int left = discBox.right() + metrics.px(10);
    const int width = bar.right() - metrics.gap() - left;
    const QFontMetrics strong(metrics.strong());
    const QFontMetrics secondary(metrics.secondary());
    const int top = bar.center().y() - (strong.height() + secondary.height()) / 2 + 1;
    painter.setFont(metrics.strong());
    painter.setPen(palette.text);
    painter.drawText(QRect(left, top, width, strong.height()), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     strong.elidedText(text(), Qt::ElideRight, width));
    painter.setFont(metrics.secondary());
    painter.setPen(palette.muted);
    painter.drawText(QRect(left, top + strong.height(), width, secondary.height()), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     secondary.elidedText(m_state, Qt::ElideRight, width));
}

} // namespace chatroom::clientgui
