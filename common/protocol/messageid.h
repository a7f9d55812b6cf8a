// The value of the `msgid` tag: IRCv3 message-ids.
//
// 22 characters of base64url (RFC 4648, 5) for 16 bytes: the moment in milliseconds (48 bits) and 80 random bits. So an id is
// unique, nobody guesses the id of a message that was not for them, and a store finds a message by its id through the index on
// time: ids made one after the other are neighbours there, however many messages there are.
#pragma once

#include "base/clock.h"

#include <QByteArray>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace chatroom::protocol {

using MessageIdNonce = std::array<std::uint8_t, 10>; // of the system's randomness

[[nodiscard]] QByteArray makeMessageId(Timestamp time, const MessageIdNonce& nonce);
// The moment in an id of ours; nothing for one that cannot be ours.
[[nodiscard]] std::optional<Timestamp> timeOfMessageId(std::string_view id);

} // namespace chatroom::protocol
