// Which nicknames and channel names our server takes, and when two names look alike.
//
// A nickname is any letters of any script with marks, digits and - _ [ ] \ ` ^ { } |; it has no spaces, no control, bidi or
// other invisible characters, none of !@,*?:. and does not start with a digit, '-' or one of # & + ~ $ % . It is in Unicode
// normalization form C. Look-alikes are told by the skeleton of UTS #39 ("Confusable Detection"), by ICU.
#pragma once

#include "base/result.h"

#include <QByteArray>

#include <cstdint>
#include <string_view>

namespace chatroom::protocol {

enum class NameFault : std::uint8_t {
    Empty,
    TooLong,
    NotUtf8,
    NotNormalized,
    StartsWithDigit,
    StartsWithPrefix,  // one of # & + ~ $ % - @ : or a mark without its letter
    ForbiddenCharacter // the character stands in NameError::character
};

struct NameError final
{
    NameFault fault{};
    QByteArray character; // the offending character, when there is one
    friend bool operator==(const NameError&, const NameError&) = default;
};

// `maximum` counts bytes of UTF-8 (NICKLEN).
[[nodiscard]] Result<void, NameError> checkNickname(std::string_view name, std::size_t maximum);
// '#' and then any UTF-8 but space, comma, BEL, control and bidi characters. `maximum` counts bytes with the '#'.
[[nodiscard]] Result<void, NameError> checkChannelName(std::string_view name, std::size_t maximum);
// "user" of USER and ident: cut and cleaned to letters, digits, '-', '_' and '.', never empty ("user" if nothing is left).
[[nodiscard]] QByteArray sanitizeUsername(std::string_view name, std::size_t maximum);

// Two names with equal skeletons look alike ("paypal" with a Cyrillic a). Case is folded first. Empty for ill-formed UTF-8.
[[nodiscard]] QByteArray skeleton(std::string_view name);

// A valid nickname that is close to `wanted`, for a person to accept: normalised, forbidden characters dropped, cut to
// `maximum` bytes; "guest" when nothing is left. With `attempt` > 0 a number is added: "Ann2", "Ann3".
[[nodiscard]] QByteArray suggestNickname(std::string_view wanted, std::size_t maximum, int attempt = 0);

[[nodiscard]] bool isChannelName(std::string_view target, std::string_view channelTypes = "#");

} // namespace chatroom::protocol
