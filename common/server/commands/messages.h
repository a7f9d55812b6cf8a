// How what is said in several lines goes the way of PRIVMSG. Hub's thread.
#pragma once

#include "protocol/multiline.h"
#include "server/commandspec.h"

#include <vector>

namespace chatroom::server {

// To the first parameter of the context's message, with the client-only tags of that message.
void sayLines(CommandContext& context, const std::vector<protocol::MultilineLine>& lines);

} // namespace chatroom::server
