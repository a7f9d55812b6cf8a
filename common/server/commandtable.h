// THE table of commands, sorted by verb. A command is one file in commands/ and one line here.
#pragma once

#include "server/commandspec.h"

#include <span>
#include <string_view>

namespace chatroom::server {

[[nodiscard]] std::span<const CommandSpec> commandTable();
// ASCII case ignored; null: no such command.
[[nodiscard]] const CommandSpec* findCommand(std::string_view verb);

// Makes the checks of the row and runs the handler, with the label if there is one.
void runCommand(Hub& hub, Session& session, const protocol::MessageView& message);

} // namespace chatroom::server
