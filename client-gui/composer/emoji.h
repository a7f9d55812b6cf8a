// The emoji that ":" completes: the well-known ones by their usual names, sorted by name.
#pragma once

#include <QString>

#include <span>
#include <string_view>
#include <vector>

namespace chatroom::clientgui {

struct Emoji final
{
    std::string_view name; // ASCII
    std::u16string_view text;
};

[[nodiscard]] std::span<const Emoji> allEmoji();
// Names that begin with `prefix` first, then those that contain it; at most `most`.
[[nodiscard]] std::vector<const Emoji*> findEmoji(const QString& prefix, int most = 8);

} // namespace chatroom::clientgui
