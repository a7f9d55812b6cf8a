// A count in a rounded pill, and a dot that says how something is.
#pragma once

#include "widgets/metrics.h"
#include "widgets/palette.h"

#include <QRect>
#include <QSize>
#include <QString>
#include <QWidget>

class QPainter;

namespace chatroom::widgets {

class Theme;

// "7", "99+"; empty for 0 or less.
[[nodiscard]] QString pillText(int count);
[[nodiscard]] QSize pillSize(const QString& text, const Metrics& metrics);
// Loud (the accent) when a message names its reader or is for them alone, quiet else.
void paintPill(QPainter& painter, const QRect& box, const QString& text, const Palette& palette, const Metrics& metrics, bool isLoud);

class StatusDot final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusDot(const Theme& theme, QWidget* parent = nullptr);
    void setRole(Role role);
    [[nodiscard]] Role role() const { return m_role; }
    [[nodiscard]] QSize sizeHint() const override;

private:
    void paintEvent(QPaintEvent* event) override;

    const Theme& m_theme;
    Role m_role = Role::Muted;
};

} // namespace chatroom::widgets
