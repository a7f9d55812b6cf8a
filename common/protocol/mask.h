// Masks: nick!user@host with '*' and '?'. Modern IRC, "Wildcard Expressions".
#pragma once

#include "protocol/casefold.h"

#include <QByteArray>

#include <string_view>

namespace chatroom::protocol {

// Matches `text` against `pattern` in time linear in their product, without recursion; '\' escapes a wildcard. Bytes are
// compared after ASCII folding; '?' takes one UTF-8 sequence.
[[nodiscard]] bool matchesMask(std::string_view pattern, std::string_view text);

// Makes a whole mask of what somebody typed: "ann" -> "ann!*@*", "u@h" -> "*!u@h", "1.2.3.4" -> "*!*@1.2.3.4".
[[nodiscard]] QByteArray normalizeMask(std::string_view typed);

} // namespace chatroom::protocol
