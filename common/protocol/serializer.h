// From a Message to the bytes of a line, CR LF included.
#pragma once

#include "protocol/message.h"

#include <QByteArray>

#include <span>

namespace chatroom::protocol {

// The whole line. A message that is too long is cut at the end of its last parameter, at a boundary of a UTF-8 sequence,
// so that it fits limits::kMessageBytes. CR, LF and NUL within a parameter are replaced by a space: what one person says
// never becomes another person's line. The last parameter gets a ':' where the grammar asks for one.
[[nodiscard]] QByteArray serialize(const Message& message);
// Only ":source COMMAND parameters\r\n", for a caller that puts tags of its own in front.
[[nodiscard]] QByteArray serializeUntagged(const Message& message);
// The same from parts that somebody else owns, behind `tags`: "@a=b " or nothing. A source may come in pieces: "ann", "!", "ann", ...
[[nodiscard]] QByteArray serializeParts(std::string_view tags, std::span<const std::string_view> source, std::string_view command,
                                        std::span<const std::string_view> parameters);
// "@a=b;c " with its trailing space, or nothing when there are no tags.
[[nodiscard]] QByteArray serializeTags(const Tags& tags);

// The longest prefix of `text` that has at most `maximum` bytes and ends between two UTF-8 sequences.
[[nodiscard]] std::string_view cutUtf8(std::string_view text, std::size_t maximum);
[[nodiscard]] bool isValidUtf8(std::string_view text);

} // namespace chatroom::protocol
