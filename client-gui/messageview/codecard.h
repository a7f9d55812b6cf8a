// The card that a ```block``` of code stands on: its language above it, and what copies the block at its right.
//
// Coordinates are those of the row. GUI thread.
#pragma once

#include <QIcon>
#include <QRect>
#include <QString>

class QPainter;

namespace chatroom::clientgui {

struct MessageStyle;

struct CodeCard final
{
    QRect box;
    QString language; // as it fits; empty: no head
    QRect head;
    QRect copy;                // what copies all of the block
    int start = 0, length = 0; // in RowLayout::text, also what is folded away
};

// Its top; the code begins at codeTop(). closeCard() gives it its height when that is known.
[[nodiscard]] CodeCard openCard(const QString& language, const MessageStyle& style, int top);
[[nodiscard]] int codeTop(const CodeCard& card, const MessageStyle& style);
[[nodiscard]] int codeWidth(const MessageStyle& style);
// Returns where the text below the card may begin.
[[nodiscard]] int closeCard(CodeCard& card, const MessageStyle& style, int bottom);
void paintCard(QPainter& painter, const CodeCard& card, const MessageStyle& style);
void paintCardCopy(QPainter& painter, const CodeCard& card, const QIcon& copy, const MessageStyle& style, bool isHovered);

} // namespace chatroom::clientgui
