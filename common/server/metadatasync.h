// Who hears of metadata, and how they read it: changes as they happen, and what there is already when somebody comes to see it (a
// room that is entered, a monitored name that comes, a new subscription, METADATA SYNC).
// draft/metadata-3, "Notifications", "Automatic synchronization", "Postponed synchronization". Hub's thread.
#pragma once

#include "server/metadata.h"
#include "server/responder.h"

namespace chatroom::server {

inline constexpr std::size_t kMetadataLines = 400; // of one turn; a longer batch goes on at the next tick
inline constexpr int kMetadataSyncs = 30;          // at once, and one more a second
inline constexpr int kMetadataChanges = 60;        // at once, or twice the keys that one may have

// What happened to one key, as `to` reads it: METADATA, or 761 and 766. `value` empty: it is not set.
[[nodiscard]] protocol::Message metadataNews(const Session& to, const QByteArray& name, const QByteArray& key, const QByteArray& value);
// 761 or 766: the answer to a question, in both dialects. `name`: of whom.
[[nodiscard]] protocol::Message metadataAnswer(const Session& to, const QByteArray& name, const QByteArray& key, const QByteArray& value);

// To all who subscribed and share a channel with that person or watch them; to all members for a channel; but not to `except`. Each
// device once.
void announceMetadata(Hub& hub, const MetadataSubject& subject, const QByteArray& key, const QByteArray& value, const Session* except);

// All that is set of oneself: part of the welcome.
void replyOwnMetadata(Responder& reply, Session& session);
// `session` has entered `channel`: its metadata and that of the people inside, or 774.
void syncEntered(Hub& hub, Responder& reply, Session& session, const Channel& channel);
// `session` has been told that a name that it watches is here: in answer to it, or when that name came.
void syncHere(Responder& reply, Session& session, User& user);
void syncHere(Hub& hub, Session& session, User& user);
// It wants to hear of these keys since now.
void syncSubscribed(Hub& hub, Responder& reply, Session& session, std::vector<QByteArray> keys);
// METADATA SYNC, of a subject or (none) of all that one hears of.
void syncAsked(Hub& hub, Responder& reply, Session& session, const std::optional<MetadataSubject>& subject);
// Once a second: batches that did not fit one turn.
void continueMetadataSyncs(Hub& hub);

// 760: what people read of somebody.
void replyWhoisMetadata(Responder& reply, const Session& session, const User& user);

} // namespace chatroom::server
