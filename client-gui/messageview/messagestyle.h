// Fonts, sizes and colours of the message list at one width: all that laying out and painting a row depends on.
//
// A plain value, made anew when the theme, the font, the density or the width changes. GUI thread (fonts).
#pragma once

#include "client-gui/messageview/rowplan.h"
#include "widgets/metrics.h"
#include "widgets/palette.h"

#include <QFont>
#include <QRect>

class QPainter;

namespace chatroom::clientgui {

enum class Density : std::uint8_t { Comfortable, Compact };

struct MessageStyle final
{
    MessageStyle(const widgets::Metrics& metrics, const widgets::Palette& palette, Density density, int width);

    widgets::Metrics metrics;
    widgets::Palette palette;
    QFont body, strong, secondary, code, emoji, chip; // emoji: alone in a message; chip: as a reaction
    int width = 0;                                    // of the list
    int textLeft = 0;                                 // where texts begin
    int textWidth = 0;                                // how wide they may be
    int discLeft = 0, disc = 0;
    int lineHeight = 0, codeLineHeight = 0, secondaryHeight = 0, emojiHeight = 0;
    int leadAbove = 0, followAbove = 0, apart = 0, below = 0; // air above a group, within it, above other lines, below each
    int separator = 0;                                        // the day or "New" line
    int codePadding = 0, cardPadding = 0;                     // left of code and around its card; above and below it on the card
    int quoteHeight = 0;                                      // of what is answered, with the air below it
    int chipHeight = 0, chipsAbove = 0;                       // of a reaction; the air above and below them
    double averageCharacter = 0;

    // How high a row will be, told from its length alone.
    [[nodiscard]] int estimate(const client::ChatLine& line, const RowPlan& plan) const;
};

// One text in `box`, in the direction that it is written in.
void drawWords(QPainter& painter, const QRect& box, int flags, const QString& text);

} // namespace chatroom::clientgui
