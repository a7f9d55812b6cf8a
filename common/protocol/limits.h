// Every size and count of the protocol, with its unit and the section of the specification that sets it.
#pragma once

#include <cstddef>

namespace chatroom::protocol::limits {

// Modern IRC, "Compatibility with incorrect software" and RFC 1459 2.3: bytes of a message with its CR LF, without tags.
inline constexpr std::size_t kMessageBytes = 512;
// IRCv3 message-tags, "Size limit": bytes of the tag section with the leading '@' and the trailing space.
inline constexpr std::size_t kServerTagBytes = 8191; // from a server: 4094 of its own data, 4094 of a client's, '@', ' ', ';'
inline constexpr std::size_t kClientTagBytes = 4096; // from a client: 4094 bytes of tag data, '@' and the space
// RFC 1459 2.3: parameters of a message.
inline constexpr std::size_t kParameters = 15;
// The longest line that a framer keeps while it waits for the end of the line, in bytes.
inline constexpr std::size_t kLineFromClientBytes = kClientTagBytes + kMessageBytes;
inline constexpr std::size_t kLineFromServerBytes = kServerTagBytes + kMessageBytes;
// IRCv3 labeled-response, "Tag": bytes of a label.
inline constexpr std::size_t kLabelBytes = 64;
// IRCv3 message-ids sets none: ours have 22 bytes, those of other servers up to this.
inline constexpr std::size_t kMessageIdBytes = 256;
// draft/chathistory, CHATHISTORY token: messages of one answer.
inline constexpr int kHistoryMessages = 1000;
// soju.im/search sets none: messages of one answer, and terms of a text that count.
inline constexpr int kSearchMessages = 100;
inline constexpr std::size_t kSearchTerms = 16;
// draft/metadata-3, "Capability", tokens max-key-bytes and max-value-bytes: bytes of a key, and of a value at most and at least;
// in between it is what a 761 has room for. Keys of one subject, and subscriptions, where the configuration sets no limit.
inline constexpr std::size_t kMetadataKeyBytes = 64;
inline constexpr std::size_t kMetadataValueBytes = 300;
inline constexpr std::size_t kMetadataLeastValueBytes = 100;
inline constexpr std::size_t kMetadataKeys = 1000;
// draft/multiline, "Capabilities": what one message has at most where a server sets no limit of its own, in bytes and lines.
inline constexpr std::size_t kMultilineBytes = std::size_t{1} << 20U;
inline constexpr std::size_t kMultilineLines = 10'000;
// IRCv3 sasl-3.1, "The AUTHENTICATE command": bytes of a chunk; of a whole response, in base64, it lets the server set a limit.
inline constexpr std::size_t kSaslChunkBytes = 400;
inline constexpr std::size_t kSaslResponseBytes = 4000;
// IRCv3 account-registration, "Server considerations": bytes of a password.
inline constexpr std::size_t kPasswordBytes = 300;
// RFC 7677, 4: iterations of SCRAM-SHA-256 at least; and what a client takes on for a server at most.
inline constexpr int kScramLeastIterations = 4096;
inline constexpr int kScramMostIterations = 1'000'000;

} // namespace chatroom::protocol::limits
