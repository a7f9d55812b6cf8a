#include "widgets/emptystate.h"

#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace chatroom::widgets {

using namespace Qt::Literals::StringLiterals;

EmptyState::EmptyState(const Theme& theme, Icon icon, const QString& line, const QString& hint, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_which(icon), m_icon(new QLabel(this)), m_line(new QLabel(this)), m_hint(new QLabel(this)),
      m_column(new QVBoxLayout(this)), m_hintRow(new QHBoxLayout)
{
    setObjectName(u"emptyState"_s);
    for (auto* label : {m_icon, m_line, m_hint}) {
        label->setAlignment(Qt::AlignCenter);
        label->setTextFormat(Qt::PlainText);
    }
    m_line->setWordWrap(true);
    m_hint->setWordWrap(true);
    m_column->addStretch(2);
    m_column->addWidget(m_icon);
    m_column->addWidget(m_line);
    m_column->addLayout(m_hintRow);
    m_hintRow->addStretch(1);
    m_hintRow->addWidget(m_hint, 100);
    m_hintRow->addStretch(1);
    m_column->addStretch(3);
    setTextLook(*m_line, TextLook::Strong);
    setTextLook(*m_hint, TextLook::Body, Tone::Muted);
    setTexts(line, hint);
    connect(&theme, &Theme::changed, this, &EmptyState::dress);
    dress();
}

void EmptyState::setTexts(const QString& line, const QString& hint)
{
    m_line->setText(line);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    setAccessibleName(line);
    setAccessibleDescription(hint);
}

void EmptyState::dress()
{
    const Metrics& metrics = m_theme.metrics();
    m_column->setContentsMargins(metrics.margin(), metrics.margin(), metrics.margin(), metrics.margin());
    m_column->setSpacing(metrics.gap());
    m_hint->setMaximumWidth(metrics.px(380)); // a short line is read at a glance
    const QSize size(metrics.hugeIcon(), metrics.hugeIcon());
    m_icon->setPixmap(widgets::icon(m_theme, m_which, Role::Muted).pixmap(size, devicePixelRatioF()));
}

} // namespace chatroom::widgets
