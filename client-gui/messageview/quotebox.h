// The quiet line above a reply that shows what it answers: a bar in the author's colour, their name, the first words.
//
// Coordinates are those of the row. GUI thread.
#pragma once

#include "client-gui/messageview/rowtext.h"

#include <QRect>

class QPainter;

namespace chatroom::clientgui {

struct MessageStyle;

struct QuoteBox final
{
    Quote quote;
    QString nameText, words; // as they fit
    QRect box;               // all of it: what can be pressed; null: the message answers nothing
    QRect bar, nameBox, wordsBox;
};

[[nodiscard]] QuoteBox layOutQuote(const Quote& quote, const MessageStyle& style, int top);
void paintQuote(QPainter& painter, const QuoteBox& quote, const MessageStyle& style, bool isHovered);

} // namespace chatroom::clientgui
