#include "client-gui/composer/replybar.h"

#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

ReplyBar::ReplyBar(const widgets::Theme& theme, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_icon(new QLabel(this)), m_author(new QLabel(this)), m_excerpt(new widgets::ElidedLabel(this)),
      m_cancel(new QToolButton(this))
{
    setObjectName(u"replyBar"_s);
    m_author->setObjectName(u"replyAuthor"_s);
    m_author->setTextFormat(Qt::PlainText);
    widgets::setTextLook(*m_author, widgets::TextLook::Secondary, widgets::Tone::Accent);
    m_excerpt->setObjectName(u"replyExcerpt"_s);
    m_excerpt->setTextFormat(Qt::PlainText);
    widgets::setTextLook(*m_excerpt, widgets::TextLook::Secondary, widgets::Tone::Muted);
    m_cancel->setObjectName(u"replyCancel"_s);
    m_cancel->setAccessibleName(tr("Do not answer it"));
    m_cancel->setToolTip(tr("Do not answer it (Esc)"));
    auto* row = new QHBoxLayout(this);
    row->addWidget(m_icon);
    row->addWidget(m_author);
    row->addWidget(m_excerpt, 1);
    row->addWidget(m_cancel);
    connect(m_cancel, &QToolButton::clicked, this, &ReplyBar::cancelled);
    connect(&theme, &widgets::Theme::changed, this, &ReplyBar::dress);
    dress();
    hide();
}

void ReplyBar::dress()
{
    const widgets::Metrics& metrics = m_theme.metrics();
    layout()->setContentsMargins(0, 0, 0, 0);
    layout()->setSpacing(metrics.gap());
    const QSize size(metrics.smallIcon(), metrics.smallIcon());
    m_icon->setPixmap(widgets::icon(m_theme, widgets::Icon::Reply, widgets::Role::Accent).pixmap(size, devicePixelRatioF()));
    m_cancel->setIcon(widgets::icon(m_theme, widgets::Icon::Close, widgets::Role::Muted));
    m_cancel->setIconSize(size);
    showAuthor();
}

// Of a long name at most half the width: what is answered is seen too.
void ReplyBar::showAuthor()
{
    const int most = std::max(width() / 2, m_theme.metrics().px(120));
    m_author->setText(QFontMetrics(m_theme.metrics().secondary()).elidedText(m_whom, Qt::ElideRight, most));
}

void ReplyBar::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    showAuthor();
}

void ReplyBar::showTarget(const ReplyTarget& target)
{
    setVisible(!target.messageId.isEmpty());
    m_whom = tr("Replying to %1").arg(target.author);
    showAuthor();
    m_excerpt->setText(target.excerpt.simplified());
    setAccessibleName(m_whom);
    setAccessibleDescription(target.excerpt.simplified());
}

} // namespace chatroom::clientgui
