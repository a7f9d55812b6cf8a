// What a command is: its verb, the checks that are made once for all before its handler runs, and the handler.
#pragma once

#include "server/responder.h"

#include <string_view>

namespace chatroom::server {

enum class Access : std::uint8_t {
    Anyone,    // before and after the name is taken
    Newcomers, // only before: 462 after
    People,    // only after: 451 before
    Operators, // operators of the server: 481 for others
};

// What a handler gets. References live until it returns.
struct CommandContext final
{
    Hub& hub;
    Session& session;
    const protocol::MessageView& message;
    Responder& reply;

    // Only for commands that ask for People or Operators.
    [[nodiscard]] User& user() const
    {
        Q_ASSERT(session.user);
        return *session.user;
    }
    [[nodiscard]] QByteArray parameter(std::size_t index) const { return protocol::bytes(message.parameter(index)); }
    [[nodiscard]] QByteArray verb() const { return protocol::bytes(message.command).toUpper(); }
};

struct CommandSpec final
{
    std::string_view verb; // upper case
    std::size_t leastParameters = 0;
    Access access = Access::People;
    std::string_view help; // one line for HELP
    void (*handle)(CommandContext&) = nullptr;
};

} // namespace chatroom::server
