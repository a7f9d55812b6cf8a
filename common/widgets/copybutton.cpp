#include "widgets/copybutton.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QClipboard>

#include <chrono>

namespace chatroom::widgets {

namespace {

constexpr std::chrono::milliseconds kShown{1500}; // how long the tick stays

} // namespace

CopyButton::CopyButton(const Theme& theme, const QString& what, QWidget* parent) : QToolButton(parent), m_theme(theme), m_what(what)
{
    m_done.setSingleShot(true);
    m_done.setInterval(kShown);
    connect(&m_done, &QTimer::timeout, this, &CopyButton::showIdle);
    connect(this, &QToolButton::clicked, this, &CopyButton::copy);
    setAccessibleName(what);
    setFocusPolicy(Qt::StrongFocus);
    showIdle();
}

void CopyButton::setCopiedText(const QString& text)
{
    m_text = text;
    setEnabled(!text.isEmpty());
}

void CopyButton::copy()
{
    QApplication::clipboard()->setText(m_text);
    setIcon(widgets::icon(m_theme, Icon::Check, Role::Good));
    setToolTip(tr("Copied"));
    m_done.start();
    Q_EMIT copied(m_text);
}

void CopyButton::showIdle()
{
    setIcon(widgets::icon(m_theme, Icon::Copy, Role::Muted));
    setToolTip(m_what);
}

} // namespace chatroom::widgets
