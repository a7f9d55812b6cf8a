#include "client-gui/messageview/actionline.h"

#include "client-gui/messageview/messagestyle.h"

#include <QFontMetrics>
#include <QPainter>

#include <algorithm>

namespace chatroom::clientgui {

namespace {

constexpr int kTextFlags = Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap;

} // namespace

ActionLine layOutActionLine(const QString& text, const QString& action, const MessageStyle& style, int top)
{
    const QFontMetrics metrics(style.secondary);
    const int gap = style.metrics.gap();
    const int left = style.metrics.groupGap();
    const int room = std::max(style.metrics.px(80), style.width - 2 * left);
    const int above = (style.separator - style.secondaryHeight) / 2;
    const int textWidth = metrics.horizontalAdvance(text) + 1;
    const int actionWidth = action.isEmpty() ? 0 : metrics.horizontalAdvance(action) + 1;
    ActionLine line;
    line.text = text;
    line.action = action;
    int y = top + above;
    const bool fitsInOne = textWidth + (actionWidth > 0 && !text.isEmpty() ? gap : 0) + actionWidth <= room;
    if (fitsInOne) {
        const int between = actionWidth > 0 && textWidth > 1 ? gap : 0;
        const int x = left + (room - textWidth - between - actionWidth) / 2;
        line.textBox = QRect(x, y, textWidth, style.secondaryHeight);
        if (actionWidth > 0)
            line.actionBox = QRect(x + textWidth + between, y, actionWidth, style.secondaryHeight);
        line.height = 2 * above + style.secondaryHeight;
        return line;
    }
    const int wrapped = metrics.boundingRect(QRect(left, y, room, 0), kTextFlags, text).height();
    line.textBox = QRect(left, y, room, wrapped);
    y += wrapped;
    if (actionWidth > 0) {
        y += style.metrics.unit();
        line.actionBox = QRect(left + (room - actionWidth) / 2, y, actionWidth, style.secondaryHeight);
        y += style.secondaryHeight;
    }
    line.height = y + above - top;
    return line;
}

void paintActionLine(QPainter& painter, const ActionLine& line, const MessageStyle& style)
{
    painter.setFont(style.secondary);
    painter.setPen(style.palette.muted);
    painter.drawText(line.textBox, kTextFlags, line.text);
    if (line.actionBox.isNull())
        return;
    QFont underlined = style.secondary;
    underlined.setUnderline(true);
    painter.setFont(underlined);
    painter.setPen(style.palette.accent);
    painter.drawText(line.actionBox, Qt::AlignHCenter | Qt::AlignTop | Qt::TextSingleLine, line.action);
}

void paintActionFocus(QPainter& painter, const QRect& action, const MessageStyle& style, int radius)
{
    const int ring = style.metrics.focusRing();
    const int unit = style.metrics.unit();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(style.palette.accent, ring));
    painter.setBrush(Qt::NoBrush);
    const int air = radius > 0 ? ring : unit;
    painter.drawRoundedRect(QRectF(action).adjusted(-air, -ring, air, ring), std::max(unit, radius + ring), std::max(unit, radius + ring));
    painter.restore();
}

} // namespace chatroom::clientgui
