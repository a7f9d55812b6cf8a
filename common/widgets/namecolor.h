// What a name looks like: its colour and the initials on its disc. The same name has the same colour in every window and
// in every run; names that differ only in case share it. Pure functions, any thread.
#pragma once

#include "widgets/palette.h"

#include <QColor>
#include <QString>
#include <QStringView>

namespace chatroom::widgets {

inline constexpr int kNameHues = 12;

// 0 to 11, from a hash of the folded name.
[[nodiscard]] int nameHue(QStringView name);
// Readable (4.5 to 1) on the window, the surface, a card and a mention's ground.
[[nodiscard]] QColor nameColor(int hue, const Palette& palette);
[[nodiscard]] QColor nameColor(QStringView name, const Palette& palette);

// One or two letters: the first of the first and the last word; one for a single word, for emoji, and for scripts whose
// letters join (Arabic), where two letters would make a syllable. Empty for a name without anything to show.
[[nodiscard]] QString initials(QStringView name);

} // namespace chatroom::widgets
