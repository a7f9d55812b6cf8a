// The time on the wire: "2011-10-19T16:40:51.620Z". IRCv3 server-time, "Format".
#pragma once

#include "base/clock.h"

#include <QByteArray>

#include <optional>
#include <string_view>

namespace chatroom::protocol {

// Always 24 bytes for the years 0 to 9999.
[[nodiscard]] QByteArray formatTimestamp(Timestamp time);
// Takes the form above, with or without a fraction; anything else is nothing.
[[nodiscard]] std::optional<Timestamp> parseTimestamp(std::string_view text);

} // namespace chatroom::protocol
