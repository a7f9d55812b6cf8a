#include "client-gui/panels/selfbutton.h"

#include "widgets/avatar.h"
#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QMenu>
#include <QPainter>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

SelfButton::SelfButton(const widgets::Theme& theme, QMenu& menu, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme), m_keep(new QToolButton(this))
{
    setObjectName(u"selfButton"_s);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_keep->setObjectName(u"keepNameButton"_s);
    m_keep->setAccessibleName(tr("Keep this name"));
    m_keep->setToolTip(tr("Keep this name: with a password nobody else can take it"));
    m_keep->hide();
    connect(this, &QAbstractButton::clicked, this, [this, &menu] { menu.popup(mapToGlobal(QPoint(0, -menu.sizeHint().height()))); });
    connect(m_keep, &QToolButton::clicked, this, &SelfButton::keepNameAsked);
    connect(&theme, &widgets::Theme::changed, this, &SelfButton::dress);
    dress();
}

void SelfButton::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    m_keep->setIcon(widgets::icon(m_theme, widgets::Icon::Unlock, widgets::Role::Muted));
    m_keep->setIconSize(QSize(metrics.smallIcon(), metrics.smallIcon()));
    m_keep->setFixedSize(metrics.px(28), metrics.px(28));
}

void SelfButton::setCanKeepName(bool canKeep)
{
    m_keep->setVisible(canKeep);
    update();
}

void SelfButton::resizeEvent(QResizeEvent* event)
{
    QAbstractButton::resizeEvent(event);
    const int edge = m_theme.metrics().gap() + m_theme.metrics().unit();
    const bool isRight = layoutDirection() == Qt::RightToLeft;
    m_keep->move(isRight ? edge : width() - edge - m_keep->width(), (height() - m_keep->height()) / 2);
}

void SelfButton::show(const Self& self)
{
    m_self = self;
    setText(self.shownName);
    setAccessibleName(tr("You are %1").arg(self.shownName));
    setAccessibleDescription(self.status.isEmpty() ? self.state : self.state + u", "_s + self.status);
    QStringList lines{self.account.isEmpty() ? self.nickname : tr("Signed in as %1").arg(self.account), self.state};
    if (!self.status.isEmpty())
        lines += self.status;
    lines += tr("Press for away, name, preferences (Alt+M)");
    for (QString& line : lines)
        line = line.toHtmlEscaped();
    setToolTip(u"<qt>"_s + lines.join(u"<br>"_s) + u"</qt>"_s);
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
    widgets::paintAvatar(painter, discBox, text(), palette, metrics.body(), m_self.isAway, m_self.nickname);
    const int dot = metrics.px(10);
    painter.setPen(QPen(palette.window, metrics.focusRing()));
    painter.setBrush(palette.color(m_self.dot));
    painter.drawEllipse(QRect(discBox.right() - dot + 3, discBox.bottom() - dot + 3, dot, dot));

    const int left = discBox.right() + metrics.px(10);
    const int width = bar.right() - metrics.gap() - left - (m_keep->isVisible() ? m_keep->width() : 0);
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
                     secondary.elidedText(m_self.status.isEmpty() ? m_self.state : m_self.status, Qt::ElideRight, width));
}

} // namespace chatroom::clientgui
