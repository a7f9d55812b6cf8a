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
    bool isChosen = false;                // by the keyboard
    QPoint mouse{-1, -1};                 // in the row
    bool showsAdd = false;                // the "+" behind its reactions
    bool isFirstNew = false;              // "New" stands at its separator
    int selectedFrom = 0, selectedTo = 0; // equal: nothing selected
    double flash = 0;                     // 1 to 0: the row that was jumped to, fading
    FoundText found;                      // marked where it occurs
};

struct RowIcons final
{
    QIcon failure, waiting, unseen, deleted, copy, react;
};

class MessagePainter final
{
public:
    // Of long rows only what is in `area` is drawn, in the painter's coordinates.
    MessagePainter(QPainter& painter, const MessageStyle& style, const RowIcons& icons, const QRect& area)
        : m_painter(painter), m_style(style), m_icons(icons), m_area(area)
    {}

    // `top`: where the row begins in the painter's coordinates.
    void paint(const RowLayout& row, const RowInput& input, const RowLook& look, int top);

private:
    void paintGround(const RowLayout& row, const RowInput& input, const RowLook& look);
    void paintSeparator(const RowLayout& row, const RowLook& look);
    void paintHeader(const RowLayout& row, const RowInput& input, const RowLook& look);
    void paintCards(const RowLayout& row, const RowLook& look);
    void paintText(const RowLayout& row, const RowLook& look, const QRect& area);
    void paintGap(const RowLayout& row);
    void paintMark(const QRect& box);
    void paintBelow(const RowLayout& row, const RowLook& look);

    QPainter& m_painter;
    const MessageStyle& m_style;
    const RowIcons& m_icons;
    QRect m_area;
};

} // namespace chatroom::clientgui
