#include "client-gui/profile/personpreview.h"

#include "widgets/avatar.h"
#include "widgets/theme.h"

#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

PersonPreview::PersonPreview(const widgets::Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(u"personPreview"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &widgets::Theme::changed, this, qOverload<>(&QWidget::update));
}

void PersonPreview::showPerson(const QString& nickname, const client::Profile& profile)
{
    m_nickname = nickname;
    m_profile = profile;
    setAccessibleName(tr("This is how others see you: %1").arg(profile.displayName.isEmpty() ? nickname : profile.displayName));
    update();
}

QSize PersonPreview::sizeHint() const
{
    return {m_theme.metrics().px(360), m_theme.metrics().px(72)};
}

void PersonPreview::paintEvent(QPaintEvent*)
{
    const widgets::Metrics& metrics = m_theme.metrics();
    const widgets::Palette& palette = m_theme.palette();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(palette.line);
    painter.setBrush(palette.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics.cardRadius(), metrics.cardRadius());
    const bool isRight = layoutDirection() == Qt::RightToLeft;
    const QString shown = m_profile.displayName.isEmpty() ? m_nickname : m_profile.displayName;
    const int disc = metrics.px(40);
    const int edge = metrics.groupGap();
    const QRect discBox(isRight ? width() - edge - disc : edge, (height() - disc) / 2, disc, disc);
    widgets::paintAvatar(painter, discBox, shown, palette, metrics.body(), false, m_nickname);

    QStringList parts;
    if (shown != m_nickname)
        parts += m_nickname;
    if (!m_profile.pronouns.isEmpty())
        parts += m_profile.pronouns;
    const QString beside = parts.join(u" \u00b7 "_s);
    const int gap = metrics.px(12);
    const QRect text(isRight ? edge : discBox.right() + gap, 0, width() - 2 * edge - disc - gap, height());
    const QFontMetrics strong(metrics.strong());
    const QFontMetrics secondary(metrics.secondary());
    const bool hasStatus = !m_profile.status.isEmpty();
    const int top = (height() - strong.height() - (hasStatus ? secondary.height() : 0)) / 2;
    const int flags = Qt::AlignVCenter | Qt::TextSingleLine | (isRight ? Qt::AlignRight : Qt::AlignLeft);
    const int besideWidth = beside.isEmpty() ? 0 : std::min(secondary.horizontalAdvance(beside), text.width() / 2);
    const QString name = strong.elidedText(shown, Qt::ElideRight, text.width() - besideWidth - metrics.gap());
    painter.setFont(metrics.strong());
    painter.setPen(palette.text);
    painter.drawText(QRect(text.left(), top, text.width(), strong.height()), flags, name);
    painter.setFont(metrics.secondary());
    painter.setPen(palette.muted);
    const int used = strong.horizontalAdvance(name) + metrics.gap();
    const QRect besideBox(isRight ? text.left() : text.left() + used, top, text.width() - used, strong.height());
    painter.drawText(besideBox, flags, secondary.elidedText(beside, Qt::ElideRight, besideBox.width()));
    painter.drawText(QRect(text.left(), top + strong.height(), text.width(), secondary.height()), flags,
                     secondary.elidedText(m_profile.status, Qt::ElideRight, text.width()));
}

} // namespace chatroom::clientgui
