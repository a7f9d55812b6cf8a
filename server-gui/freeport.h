// What to do when the port of the chatroom is taken.
#pragma once

#include "server/io/serverhost.h"

#include <optional>

namespace chatroom::servergui {

// The configuration with the listener that failed moved to the port that is free; nothing when that is not what is wrong.
[[nodiscard]] std::optional<server::ServerConfig> onFreePort(server::ServerConfig config, const server::StartError& error);

} // namespace chatroom::servergui
