// The "/" commands that only this client has, beside those of client/commandhelp.h, or instead of them.
#pragma once

#include "client/commandhelp.h"

#include <span>

namespace chatroom::cli {

// Sorted by name.
[[nodiscard]] std::span<const client::TypedCommand> ownCommands();

} // namespace chatroom::cli
