// What commands share that bring back what was said before. Hub's thread.
#pragma once

#include "server/commandspec.h"

namespace chatroom::server {

inline constexpr int kReplayedMessages = 50;

// What `user` may read there of what is not for everyone.
[[nodiscard]] storage::Readers readerOf(const Channel& channel, const User& user);
// The history of the two, where both have accounts; nothing else.
[[nodiscard]] std::optional<storage::Place> directPlace(const Hub& hub, const User& user, std::string_view name);
// The lines of all entries for a reader of that form, each with tags in front.
[[nodiscard]] QByteArray linesOf(const storage::Entries& entries, FormMask form, std::string_view firstTags);

// After a JOIN: the latest messages of the channel before `join`, with their times. Only for who reads times (server-time) and
// does not ask by itself (draft/chathistory), and only where there is a history.
void replayLatest(Hub& hub, Session& session, const Channel& channel, const Tagging& join);

} // namespace chatroom::server
