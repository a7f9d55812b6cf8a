// From a line to a MessageView. The grammar stands above the parser in parser.cpp.
#pragma once

#include "base/result.h"
#include "protocol/message.h"

#include <cstdint>
#include <string_view>

namespace chatroom::protocol {

enum class ParseError : std::uint8_t {
    Empty,          // nothing, or spaces only: to be ignored (Modern IRC, "Message Format")
    TagsTooLong,    // 417 ERR_INPUTTOOLONG (message-tags, "Size limit")
    MessageTooLong, // 417: more than 512 bytes with CR LF, without tags
    NoCommand,      // tags or a source with nothing behind them
    BadCommand,     // not letters only, nor three digits
    BadByte,        // NUL within the line
};

struct ParseLimits final
{
    std::size_t tagBytes = limits::kClientTagBytes;       // with '@' and the space
    std::size_t messageBytes = limits::kMessageBytes - 2; // without CR LF
};
inline constexpr ParseLimits kFromClient{};
inline constexpr ParseLimits kFromServer{limits::kServerTagBytes, limits::kMessageBytes - 2};
// For other servers, whose lines may be longer than they should be.
inline constexpr ParseLimits kLenient{limits::kServerTagBytes, 4 * limits::kMessageBytes};

// `line` has no CR or LF at its end; the view points into it.
[[nodiscard]] Result<MessageView, ParseError> parse(std::string_view line, const ParseLimits& within = kFromClient);

} // namespace chatroom::protocol
