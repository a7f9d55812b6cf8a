// Metadata: what people tell of themselves (a display name, a status, the URL of a picture) and what a room tells of itself, as
// keys with values. This file is whose they are, who may read and change them, and how much there may be; metadatasync.h tells
// those who subscribed; commands/metadata.cpp is the command.
//
// IRCv3 draft/metadata-2 (extensions/metadata.md) and draft/metadata-3, its revision (ircv3-specifications pull request 613,
// skizzerz/ircv3-specifications b9edf65), which lists what it changes under "Errata". In -3
// - there is no METADATA from the server: 761 and 766 tell changes and fill batches, too;
// - KEY_INVALID is INVALID_KEY, VALUE_INVALID is INVALID_VALUE and names the key; SUBCOMMAND_INVALID and too few or too many
//   parameters are INVALID_PARAMS; TOO_MANY_SUBS is LIMIT_REACHED with the limit; KEY_NOT_SET is gone: to remove what is not there
//   succeeds; WARN instead of FAIL where the rest of the command goes on;
// - a batch or 774 comes after each JOIN, 730 and SUB of something new, also with nothing to tell; 774 always says for how long;
// - "*ALL" stands for everybody and everything that one hears of;
// - whoever gives the capability or `batch` back has no subscriptions any more (here in -2, too).
// One connection has one of the two. Keys are those of the registry (avatar, bot, color, display-name, homepage, location, pronouns,
// status ...) and any other: what they mean is between clients.
//
// Somebody with an account has the account's metadata, on each device and while they are away; others have theirs until they leave.
// A room's is kept with the room. Hub's thread.
#pragma once

#include "server/hub.h"

#include <optional>

namespace chatroom::server {

enum class MetadataDialect : std::uint8_t { None, Second, Third };
// What a connection speaks; None without `batch`, which both need.
[[nodiscard]] MetadataDialect metadataDialect(const protocol::CapabilitySet& capabilities);
// A request for both is refused.
[[nodiscard]] bool isOneDialect(const protocol::CapabilitySet& capabilities);
// The connection has other capabilities than `before`.
void metadataCapabilitiesChanged(Session& session, const protocol::CapabilitySet& before);

// [a-z0-9_./-], 1 to limits::kMetadataKeyBytes.
[[nodiscard]] bool isMetadataKey(std::string_view key);
// Bytes that a value may have: what the longest 761 has room for.
[[nodiscard]] std::size_t metadataValueBytes(const ServerConfig& config);
[[nodiscard]] std::size_t metadataKeys(const ServerConfig& config);          // of one subject
[[nodiscard]] std::size_t metadataSubscriptions(const ServerConfig& config); // of one connection
// "before-connect,max-subs=50,max-keys=32,...": the capability's value. What is unlimited has no token.
[[nodiscard]] QByteArray metadataOffer(const ServerConfig& config);

// Made at first need.
[[nodiscard]] MetadataState& metadataState(Session& session);
[[nodiscard]] bool isSubscribed(const Session& session, const QByteArray& key);

// Whose metadata: a channel's; somebody's who is here, or an account's, or both; or of a connection that has neither.
struct MetadataSubject final
{
    Channel* channel = nullptr;
    User* user = nullptr;
    Account* account = nullptr; // its metadata, where there is one
    Session* newcomer = nullptr;

    [[nodiscard]] static MetadataSubject of(Channel& channel) { return {.channel = &channel}; }
    [[nodiscard]] static MetadataSubject of(User& user) { return {.user = &user, .account = user.account}; }
    [[nodiscard]] QByteArray name() const; // as it is told; "*" for a newcomer
    [[nodiscard]] const MetadataMap& values() const;
    [[nodiscard]] MetadataMap& valuesToEdit() const;
    [[nodiscard]] bool isKept() const; // over a restart
};

// What `target` ("*": oneself) means to who asks. Nothing when there is none, and when it is a channel that is closed to them:
// they are not to learn that it exists.
[[nodiscard]] std::optional<MetadataSubject> findMetadataSubject(Hub& hub, Session& asker, std::string_view target);
// Open to everybody, one's own, or any for operators of the server. Secret, invited-only and locked ones are for their members.
[[nodiscard]] bool mayReadMetadata(const User& asker, const Channel& channel);
// One's own; of a channel its operators; anybody's operators of the server.
[[nodiscard]] bool mayChangeMetadata(const Session& asker, const MetadataSubject& subject);

// Sets, or removes where `value` is empty; keeps it, and tells all who subscribed but `by` (null: also them). Nothing happens where
// nothing changes. Whether there is room, and whether they may, was asked before.
void changeMetadata(Hub& hub, const MetadataSubject& subject, const QByteArray& key, const QByteArray& value, const Session* by);

// The device has got its User: what was set before the name becomes that person's, where they have no such key.
void bringMetadata(Hub& hub, Session& session);
// `user` has an account since now, after `former` or none. What was set without an account becomes the account's, where that has no
// such key; what another account had stays with it.
void metadataSignedIn(Hub& hub, User& user, const Account* former);
// `user` is about to have no account; what others know of them stays until they leave.
void metadataSigningOut(User& user);

// A channel's, for a channel that is kept since now, and after a time in which nothing could be written.
void keepMetadata(Hub& hub, const Channel& channel);
// At the start, after accounts and rooms.
void restoreMetadata(Hub& hub, const std::vector<storage::MetadataRecord>& records);

} // namespace chatroom::server
