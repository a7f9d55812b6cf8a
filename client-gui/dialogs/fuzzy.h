// How well a few typed letters fit a name: for jumping to a room or person. Pure.
#pragma once

#include <QString>

namespace chatroom::clientgui {

// 0: not at all. A beginning beats a word's beginning beats letters anywhere in order; shorter names win ties.
[[nodiscard]] int fuzzyScore(const QString& typed, const QString& name);

} // namespace chatroom::clientgui
