// Several devices of one person: how one joins those that are here, and how one leaves. Hub's thread.
#pragma once

#include "server/hub.h"
#include "server/responder.h"

namespace chatroom::server {

// The device becomes one of that person, whose name it gets; it is not welcomed yet.
void addDevice(Hub& hub, Session& session, User& user);
// After its welcome: the rooms that the person is in, as if it had just entered them.
void introduceRooms(Hub& hub, Session& session);
// What a device reads that has just entered a room: topic, names, and the latest messages where it has no history of its own.
void introduce(Hub& hub, Responder& reply, Session& session, Channel& channel, const Tagging& join);
// Not the last one: the person stays.
void removeDevice(Hub& hub, Session& session);
// What others see of it when a device has gone away or come back: a person is away when all devices are. IRCv3 away-notify.
// `except` knows already.
void updateAway(Hub& hub, User& user, const Session* except = nullptr);

} // namespace chatroom::server
