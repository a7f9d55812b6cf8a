// The same font, with emoji in colour: many text fonts have drawings of a few in one colour, which stand out among the others.
#pragma once

#include <QFont>
#include <QStringList>

namespace chatroom::clientgui {

// For texts of emoji alone: letters and digits would come from an emoji font, too, where it has some.
[[nodiscard]] inline QFont withColouredEmoji(QFont font)
{
    const QStringList coloured{QStringLiteral("Noto Color Emoji"), QStringLiteral("Apple Color Emoji"), QStringLiteral("Segoe UI Emoji")};
    font.setFamilies(coloured + font.families());
    return font;
}

} // namespace chatroom::clientgui
