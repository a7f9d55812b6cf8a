// Emojis by the names that people type them by: ":thumbsup:".
#pragma once

#include <QString>

namespace chatroom::cli {

// What is typed as ":name:", or `typed` itself; empty: no emoji has that name.
[[nodiscard]] QString emojiOf(const QString& typed);

} // namespace chatroom::cli
