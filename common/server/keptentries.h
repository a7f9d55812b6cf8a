// What of all that happens becomes an entry of a channel's history. Hub's thread.
//
// Only channels that are kept have one (server/keptrooms.h), and the first thing said makes a channel one of them. Messages
// between people have one where both have accounts: a name alone proves nothing to whoever bears it tomorrow.
#pragma once

#include "server/hub.h"
#include "storage/store.h"

#include <vector>

namespace chatroom::server {

// PRIVMSG, NOTICE and TAGMSG, as `message` goes out. A TAGMSG that only says who is typing is of the moment and is not kept.
void keepSpoken(Hub& hub, Channel& channel, storage::Verb verb, const User& from, const Outgoing& message, const QByteArray& target,
                const QByteArray& text, storage::Readers readers);
// The same between two accounts. There must be a history.
void keepDirect(Hub& hub, const Account& one, const Account& other, storage::Verb verb, const User& from, const Outgoing& message,
                const QByteArray& target, const QByteArray& text);
// JOIN, PART, QUIT, KICK, NICK, MODE, TOPIC. `parameters` are those behind the target, which is empty where there is none (QUIT,
// NICK). `from` null: the server. Nothing for a channel that is not kept.
void keepEvent(Hub& hub, Channel& channel, storage::Verb verb, const User* from, const Outgoing& message, const QByteArray& target,
               std::vector<QByteArray> parameters);

// What stands where a message stood that was deleted: what had a text leaves a trace, a reaction leaves none.
enum class Trace : std::uint8_t { Tombstone, Nothing };
// The message of that id is deleted: nothing is left of what it said, and a REDACT is kept as `message` goes out. `shownTarget` as
// in it.
void keepRedaction(Hub& hub, const storage::Place& place, const User& from, const Outgoing& message, const QByteArray& shownTarget,
                   const QByteArray& deletedId, const QByteArray& reason, storage::Readers readers, Trace trace);

// What the batch of a message of several lines is called.
[[nodiscard]] QByteArray batchReference(const QByteArray& messageId);
// The line of an entry, or its lines, for a reader of that form, with tags in front: "batch=abc". What an entry that the reader does not
// understand becomes is null.
[[nodiscard]] QByteArray lineOf(const storage::Entry& entry, FormMask form, std::string_view firstTags);

} // namespace chatroom::server
