// The text of a message: who sent it, the how manyth of theirs it is, and when; filled up to its size. In front of talk these numbers
// are written without digits, so that a server that makes an index of words finds none in them.
#pragma once

#include "crowd.h"
#include "options.h"

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

[[nodiscard]] std::string privmsg(std::string_view target, const Payload& payload, const Options& options);
// Nothing when the line is not one of ours.
[[nodiscard]] std::optional<Payload> readPrivmsg(std::string_view line);

} // namespace ircload
