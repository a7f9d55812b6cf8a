#include "widgets/banner.h"

#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace chatroom::widgets {

using namespace Qt::Literals::StringLiterals;

namespace {

Role roleOf(Banner::Kind kind)
{
    switch (kind) {
    case Banner::Kind::Information: return Role::Accent;
    case Banner::Kind::Warning: return Role::Text;
    case Banner::Kind::Error: return Role::Danger;
    }
    Q_UNREACHABLE();
}

Icon iconOf(Banner::Kind kind)
{
    switch (kind) {
    case Banner::Kind::Information: return Icon::Information;
    case Banner::Kind::Warning:
    case Banner::Kind::Error: return Icon::Warning;
    }
    Q_UNREACHABLE();
}

QColor groundOf(Banner::Kind kind, const Palette& palette)
{
    switch (kind) {
    case Banner::Kind::Information: return palette.selected();
    case Banner::Kind::Warning: return palette.mention;
    case Banner::Kind::Error: return blended(palette.surface, palette.danger, palette.isDark ? 0.16 : 0.07);
    }
    Q_UNREACHABLE();
}

} // namespace

Banner::Banner(const Theme& theme, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_icon(new QLabel(this)), m_text(new QLabel(this)), m_row(new QHBoxLayout(this)),
      m_close(new QToolButton(this))
{
    setObjectName(u"banner"_s);
    m_text->setObjectName(u"bannerText"_s);
    m_text->setAccessibleName(tr("Message"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_close->setObjectName(u"bannerClose"_s);
    m_close->setToolTip(tr("Hide this"));
    m_close->setAccessibleName(tr("Hide this message"));
    m_close->setIcon(widgets::icon(theme, Icon::Close, Role::Muted));
    m_row->addWidget(m_icon, 0, Qt::AlignVCenter);
    m_row->addWidget(m_text, 1);
    m_row->addWidget(m_close, 0, Qt::AlignVCenter);
    connect(m_close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    connect(&theme, &Theme::changed, this, &Banner::dress);
    dress();
    hide();
}

void Banner::announce(Kind kind, const QString& text)
{
    m_kind = kind;
    m_text->setText(text);
    m_text->setAccessibleName(text);
    setAccessibleName(text);
    dress();
    show();
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void Banner::setText(const QString& text)
{
    m_text->setText(text);
    m_text->setAccessibleName(text);
}

QString Banner::text() const
{
    return m_text->text();
}

QPushButton* Banner::addButton(const QString& text, const QString& objectName)
{
    auto* button = new QPushButton(text, this);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    m_row->insertWidget(m_row->indexOf(m_close), button, 0, Qt::AlignVCenter);
    return button;
}

void Banner::setDismissable(bool isDismissable)
{
    m_close->setVisible(isDismissable);
}

void Banner::dress()
{
    const Metrics& metrics = m_theme.metrics();
    m_row->setContentsMargins(metrics.groupGap(), metrics.gap(), metrics.gap(), metrics.gap());
    m_row->setSpacing(metrics.gap());
    const QSize size(metrics.smallIcon(), metrics.smallIcon());
    m_icon->setPixmap(widgets::icon(m_theme, iconOf(m_kind), roleOf(m_kind)).pixmap(size, devicePixelRatioF()));
    m_close->setIconSize(size);
    update();
}

void Banner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), groundOf(m_kind, m_theme.palette()));
    painter.fillRect(QRect(0, height() - m_theme.metrics().hairline(), width(), m_theme.metrics().hairline()), m_theme.palette().line);
}

} // namespace chatroom::widgets
