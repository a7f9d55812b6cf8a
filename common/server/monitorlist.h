// Who watches whose coming and going. IRCv3 monitor, extended-monitor. Hub's thread.
#pragma once

#include "server/hub.h"

namespace chatroom::server {

void announceHere(Hub& hub, User& user);       // 730 to who watches that name, with what they tell of themselves
void announceGone(Hub& hub, const User& user); // 731
// Takes back all that `user` watches.
void forgetMonitors(Hub& hub, Session& session);
// Those with extended-monitor who watch `user`, share no channel with it and have `capability` (away-notify, setname ...).
[[nodiscard]] std::vector<const Session*> extendedWatchers(Hub& hub, const User& user, protocol::Capability capability);

} // namespace chatroom::server
