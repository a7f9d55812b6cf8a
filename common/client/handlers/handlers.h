// What the server's messages do: one file a family, each with its table of verbs.
#pragma once

#include "client/session_p.h"

#include <span>
#include <string_view>

namespace chatroom::client {

struct HandlerRow final
{
    std::string_view verb; // a command or three digits
    std::size_t leastParameters;
    void (*handle)(SessionCore& core, const Incoming& in);
};

[[nodiscard]] std::span<const HandlerRow> registrationHandlers();
[[nodiscard]] std::span<const HandlerRow> messageHandlers();
[[nodiscard]] std::span<const HandlerRow> modernHandlers();
[[nodiscard]] std::span<const HandlerRow> membershipHandlers();
[[nodiscard]] std::span<const HandlerRow> roomHandlers();
[[nodiscard]] std::span<const HandlerRow> queryHandlers();
[[nodiscard]] std::span<const HandlerRow> aboutHandlers();
[[nodiscard]] std::span<const HandlerRow> accountHandlers();
// A FAIL of what modern.cpp asks for, said where it was asked; false: of something else.
[[nodiscard]] bool takeModernFailure(SessionCore& core, const protocol::StandardReply& reply);
// Every other numeric: said where it was asked for, or with the server.
void handleOtherNumeric(SessionCore& core, const Incoming& in);

} // namespace chatroom::client
