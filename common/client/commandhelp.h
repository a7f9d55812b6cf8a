// The "/" commands that a person may type: one table for completion, help and Session::submit.
#pragma once

#include <QString>

#include <span>
#include <string_view>

namespace chatroom::client {

struct TypedCommand final
{
    std::string_view name;  // without "/"
    std::string_view usage; // "/msg NAME TEXT"; source text for translation
    std::string_view help;  // one sentence; source text for translation
    int leastArguments = 0;
};

// Sorted by name.
[[nodiscard]] std::span<const TypedCommand> typedCommands();
[[nodiscard]] const TypedCommand* findTypedCommand(const QString& name); // null: none; exact, ASCII case ignored

} // namespace chatroom::client
