// The text of a message: who sent it, the how manyth of theirs it is, and when; padded to its size.
#pragma once

#include "crowd.h"

#include <optional>
#include <string>
#include <string_view>

namespace ircload {

struct Payload final
{
    int source = 0;
    std::uint64_t sequence = 0; // from 1
    Nanoseconds sentAt = 0;
};

[[nodiscard]] std::string privmsg(std::string_view target, const Payload& payload, int bytes);
// Nothing when the line is not one of ours.
[[nodiscard]] std::optional<Payload> readPrivmsg(std::string_view line);

} // namespace ircload
