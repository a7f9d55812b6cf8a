// Rooms that stay when everybody has left: those in which something was said, while there is a history. Their topic, modes, lists
// and ranks are kept with it, so that nobody comes to read an old history by making a room anew that had a key or a door.
//
// Who held a rank is known again by the account, else by the certificate, else by nick!user@host. A room that somebody with an
// account makes is theirs: it stays from the beginning. Hub's thread.
#pragma once

#include "server/hub.h"
#include "storage/store.h"

namespace chatroom::server {

inline constexpr std::size_t kMostKeptRanks = 200;     // a room; the oldest goes first
inline constexpr std::size_t kMostEmptyRooms = 10'000; // with nobody in them; the one that was quiet for longest goes first

[[nodiscard]] storage::RoomRecord recordOf(const Channel& channel);
// At the start, before anybody is here.
void restore(Hub& hub, const storage::RoomRecord& record);

// From now on it stays.
void keepRoom(Hub& hub, Channel& channel);
// Its topic, modes or lists have changed; nothing for a room that is not kept.
void roomChanged(Hub& hub, const Channel& channel);
// `user` holds another rank there now, or has another name.
void rankChanged(Hub& hub, Channel& channel, const User& user);
// Nobody is known by what `user` is called now, there; they are about to have another name.
void forgetRank(Hub& hub, Channel& channel, const User& user);
// What `user` held there; null: nothing.
[[nodiscard]] const storage::RankRecord* keptRank(const Channel& channel, const User& user);
// Who held a rank there has it: the others read that the server gives it. All but `except`, who reads it in the names.
void tellKeptRank(Hub& hub, Channel& channel, const User& user, const Session* except);
// Somebody who is there already is known now: they get what they held.
void giveKeptRank(Hub& hub, Channel& channel, User& user);
// Takes those away that are too many. Once in a while.
void forgetOldRooms(Hub& hub);

} // namespace chatroom::server
