#include "client-gui/messageview/hovertoolbar.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

QToolButton* button(const widgets::Theme& theme, widgets::Icon icon, const QString& name, const QString& tip, QWidget* parent)
{
    auto* made = new QToolButton(parent);
    made->setObjectName(name);
    made->setIcon(widgets::icon(theme, icon));
    made->setToolTip(tip);
    made->setAccessibleName(tip.section(u" ("_s, 0, 0));
    made->setAutoRaise(true);
    made->setFocusPolicy(Qt::NoFocus);
    return made;
}

QPoint below(const QWidget& widget)
{
    return widget.mapToGlobal(QPoint(0, widget.height()));
}

} // namespace

HoverToolbar::HoverToolbar(const widgets::Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_react(button(theme, widgets::Icon::Emoji, u"reactButton"_s, tr("React"), this)),
      m_reply(button(theme, widgets::Icon::Reply, u"replyButton"_s, tr("Reply"), this)),
      m_copy(button(theme, widgets::Icon::Copy, u"copyMessageButton"_s, tr("Copy the message"), this)),
      m_more(button(theme, widgets::Icon::More, u"moreButton"_s, tr("More (Shift+F10)"), this))
{
    setObjectName(u"messageToolbar"_s);
    setAccessibleName(tr("What can be done with the message"));
    setCursor(Qt::ArrowCursor);
    auto* line = new QHBoxLayout(this);
    line->setSpacing(0);
    for (QToolButton* each : {m_react, m_reply, m_copy, m_more})
        line->addWidget(each);
    connect(m_react, &QToolButton::clicked, this, [this] { Q_EMIT reactAsked(below(*m_react)); });
    connect(m_reply, &QToolButton::clicked, this, &HoverToolbar::replyAsked);
    connect(m_copy, &QToolButton::clicked, this, &HoverToolbar::copyAsked);
    connect(m_more, &QToolButton::clicked, this, [this] { Q_EMIT moreAsked(below(*m_more)); });
    connect(&theme, &widgets::Theme::changed, this, &HoverToolbar::restyle);
    restyle();
    hide();
}

void HoverToolbar::restyle()
{
    const widgets::Metrics metrics = m_theme.metrics();
    const int margin = metrics.hairline() + 1;
    layout()->setContentsMargins(margin, margin, margin, margin);
    for (QToolButton* each : {m_react, m_reply, m_copy, m_more})
        each->setIconSize(QSize(metrics.smallIcon(), metrics.smallIcon()));
    adjustSize();
    update();
}

void HoverToolbar::setOffers(bool canReact, bool canReply, bool hasRoom)
{
    m_react->setVisible(canReact && hasRoom);
    m_reply->setVisible(canReply && hasRoom);
    m_copy->setVisible(hasRoom);
    adjustSize();
}

void HoverToolbar::paintEvent(QPaintEvent*)
{
    const widgets::Palette& palette = m_theme.palette();
    const widgets::Metrics metrics = m_theme.metrics();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(palette.line, metrics.hairline()));
    painter.setBrush(palette.raised);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics.radius(), metrics.radius());
}

} // namespace chatroom::clientgui
