// Paints one laid-out row. Knows colours and no events.
#pragma once

#include "client-gui/messageview/foundtext.h"
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
    FoundText found;                      // marked where it occurs
};

struct RowIcons final
{
    QIcon failure, waiting;
};

class MessagePainter final
{
public:
    MessagePainter(QPainter& painter, const MessageStyle& style, const RowIcons& icons) : m_painter(painter), m_style(style), m_icons(icons)
    {}

    // `top`: where the row begins in the painter's coordinates.
    void paint(const RowLayout& row, const RowInput& input, const RowLook& look, int top);

private:
    void paintGround(const RowLayout& row, const RowInput& input, const RowLook& look);
    void paintSeparator(const RowLayout& row, const RowLook& look);
    void paintHeader(const RowLayout& row, const RowInput& input, const RowLook& look);
    void paintCodeGround(const RowLayout& row);
    void paintText(const RowLayout& row, const RowLook& look);
    void paintGap(const RowLayout& row);
    void paintMark(const QRect& box);
    void paintFailure(const RowLayout& row);

    QPainter& m_painter;
    const MessageStyle& m_style;
    const RowIcons& m_icons;
};

} // namespace chatroom::clientgui
