// Paints one laid-out row. Knows colours and no events.
#pragma once

#include "client-gui/messageview/rowlayout.h"

#include <QIcon>

class QPainter;

namespace chatroom::clientgui {

struct RowLook final
{
    bool isHovered = false;
    bool isFirstNew = false;              // "New" stands at its separator
    int selectedFrom = 0, selectedTo = 0; // equal: nothing selected
    double flash = 0;                     // 1 to 0: the row that was jumped to, fading
    QString found;                        // marked where it occurs; empty: nothing
};

class MessagePainter final
{
public:
    MessagePainter(QPainter& painter, const MessageStyle& style, const QIcon& failureIcon)
        : m_painter(painter), m_style(style), m_failureIcon(failureIcon)
    {}

    // `top`: where the row begins in the painter's coordinates.
    void paint(const RowLayout& row, const RowInput& input, const RowLook& look, int top);

private:
    void paintGround(const RowLayout& row, const RowInput& input, const RowLook& look);
    void paintSeparator(const RowLayout& row, const RowLook& look);
    void paintHeader(const RowLayout& row, const RowInput& input, const RowLook& look);
    void paintCodeGround(const RowLayout& row);
    void paintText(const RowLayout& row, const RowLook& look);
    void paintMark(const QRect& box);
    void paintFailure(const RowLayout& row);

    QPainter& m_painter;
    const MessageStyle& m_style;
    const QIcon& m_failureIcon;
};

} // namespace chatroom::clientgui
