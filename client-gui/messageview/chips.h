// Reactions below a message: an emoji and how many put it there, each on a chip of its own, as many in a line as fit.
//
// Coordinates are those of the row. GUI thread.
#pragma once

#include "client/chatline.h"

#include <QIcon>
#include <QRect>

#include <cstdint>
#include <vector>

class QPainter;

namespace chatroom::clientgui {

struct MessageStyle;

struct Chip final
{
    enum class Kind : std::uint8_t {
        Emoji, // pressing adds or takes away one's own
        Rest,  // how many kinds more there are
        Add,   // asks for another emoji; seen only while one is there
    };
    Kind kind = Kind::Emoji;
    QRect box;
    QString emoji;        // as it was sent
    QString shown, count; // as they fit
    int emojiWidth = 0;
    bool isOwn = false;
};

inline constexpr int kMostChips = 24; // kinds of emoji that are shown below one message

// Below `top`, with the air above them; none: empty. The "+" has its place behind the last one only where that line has room.
[[nodiscard]] std::vector<Chip> layOutChips(const QList<client::Reaction>& reactions, const MessageStyle& style, int top);
[[nodiscard]] int chipsHeight(const std::vector<Chip>& chips, const MessageStyle& style, int top); // with the air around them
void paintChip(QPainter& painter, const Chip& chip, const QIcon& add, const MessageStyle& style, bool isHovered);

} // namespace chatroom::clientgui
