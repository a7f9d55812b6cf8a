// An entry as its row in a database has it: few values, since each that is bound costs more than the database needs to write it.
#pragma once

#include "storage/store.h"

namespace chatroom::storage {

// The verb, 256 times its readers, 65536 for a bot.
[[nodiscard]] int traitsOf(const Entry& entry);
// What a WHERE asks of it; both bound as `most`.
inline constexpr auto kVerbOfTraits = "(traits & 255)";
inline constexpr auto kReadersOfTraits = "((traits >> 8) & 255)";
// What is spoken has the smallest numbers.
[[nodiscard]] int mostVerb(bool withEvents);

// Message id, source, account, target ("=": the key of the place), tags and text, a newline between them. No line of IRC holds
// a newline; the text, which is the last, may.
[[nodiscard]] QByteArray lineOf(const Entry& entry);
[[nodiscard]] Entry entryOf(Place place, Timestamp time, int traits, const QByteArray& line);
[[nodiscard]] bool hasMessageId(const QByteArray& line, const QByteArray& messageId);

// As it is shown in a room that was renamed since it was sent: by the key of the place, "@" and the like before it.
[[nodiscard]] QByteArray targetIn(const Place& place, const QByteArray& target);
void makeTombstone(Entry& entry, const Tombstone& tombstone);
[[nodiscard]] StoreError roomIsThere(const Place& room);

// The folded nickname; a server's source counts as one.
[[nodiscard]] QByteArray senderOf(const Entry& entry);
// The words of the text in lower case with spaces between, UTF-8.
[[nodiscard]] QByteArray wordsOf(const Entry& entry);

} // namespace chatroom::storage
