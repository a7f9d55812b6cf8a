// What is told of how far somebody has read. Hub's thread.
#pragma once

#include "server/commandspec.h"

namespace chatroom::server {

// MARKREAD for a room that this device has just entered, when it wants to know. IRCv3 draft/read-marker: before the end of NAMES.
void replyReadMark(Responder& reply, const Session& session, const Channel& channel);

} // namespace chatroom::server
