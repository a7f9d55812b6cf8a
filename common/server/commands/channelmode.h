// The modes of a channel. Modern IRC, "Channel Modes".
#pragma once

#include "server/commandspec.h"

namespace chatroom::server::commands {

// MODE whose target is a channel's name.
void channelMode(CommandContext& context);

} // namespace chatroom::server::commands
