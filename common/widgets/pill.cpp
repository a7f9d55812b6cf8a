#include "widgets/pill.h"

#include "widgets/theme.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace chatroom::widgets {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kCountedUpTo = 99;

} // namespace

QString pillText(int count)
{
    if (count <= 0)
        return {};
    if (count > kCountedUpTo)
        return QString::number(kCountedUpTo) + u'+';
    return QString::number(count);
}

QSize pillSize(const QString& text, const Metrics& metrics)
{
    const int height = metrics.px(18);
    const int width = QFontMetrics(metrics.secondary()).horizontalAdvance(text) + 2 * metrics.px(6);
    return {std::max(width, height), height};
}

void paintPill(QPainter& painter, const QRect& box, const QString& text, const Palette& palette, const Metrics& metrics, bool isLoud)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(isLoud ? palette.accent : palette.line);
    const double radius = box.height() / 2.0;
    painter.drawRoundedRect(box, radius, radius);
    QFont font = metrics.secondary();
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(isLoud ? palette.onAccent : palette.text);
    painter.drawText(box, Qt::AlignCenter, text);
    painter.restore();
}

StatusDot::StatusDot(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &QWidget::updateGeometry);
}

void StatusDot::setRole(Role role)
{
    m_role = role;
    update();
}

QSize StatusDot::sizeHint() const
{
    const int side = m_theme.metrics().px(12);
    return {side, side};
}

void StatusDot::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.palette().color(m_role));
    const int side = m_theme.metrics().px(10);
    QRect dot(0, 0, side, side);
    dot.moveCenter(rect().center());
    painter.drawEllipse(dot);
}

} // namespace chatroom::widgets
