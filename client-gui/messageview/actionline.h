// A quiet line in the middle of the list with something to press in it: "Messages in between are not loaded  Load".
//
// Coordinates are those of whoever lays it out. GUI thread.
#pragma once

#include <QRect>
#include <QString>

class QPainter;

namespace chatroom::clientgui {

struct MessageStyle;

struct ActionLine final
{
    QString text, action; // plain; no action: nothing to press
    QRect textBox;        // the text in it may take several lines
    QRect actionBox;      // null: nothing to press
    int height = 0;
};

// From `top` on; the action stands behind the text, or below it where both do not fit.
[[nodiscard]] ActionLine layOutActionLine(const QString& text, const QString& action, const MessageStyle& style, int top);
void paintActionLine(QPainter& painter, const ActionLine& line, const MessageStyle& style);
// Around what the keyboard would press; `radius`: of its own corners.
void paintActionFocus(QPainter& painter, const QRect& action, const MessageStyle& style, int radius = 0);

} // namespace chatroom::clientgui
