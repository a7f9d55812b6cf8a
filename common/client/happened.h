// What a message of the server looks like as a line: the same for one that comes now and for one of the history. It changes nothing.
#pragma once

#include "client/chatline.h"
#include "client/session_p.h"

#include <optional>
#include <string_view>

namespace chatroom::client {

// CTCP: "^A" VERB [" " text] ["^A"]. True when it is one; `text` is then what stands behind the verb.
[[nodiscard]] bool takeCtcp(std::string_view& text, std::string_view& verb);
// Nothing for what nobody reads: requests between programs, tags without a text.
[[nodiscard]] std::optional<ChatLine> lineOf(const SessionCore& core, const Incoming& in);
// Somebody says it, in contrast to what happens.
[[nodiscard]] constexpr bool isSpoken(LineKind kind)
{
    return kind == LineKind::Message || kind == LineKind::Action || kind == LineKind::Notice;
}
[[nodiscard]] inline bool countsAsUnread(const ChatLine& line)
{
    return isSpoken(line.kind) && !line.isOwn && !line.isDeleted && line.state == DeliveryState::Received;
}
// The msgid that a message answers: +reply or +draft/reply. Empty: none.
[[nodiscard]] QString replyOf(const Incoming& in);
// Ours, and not confirmed: where it belongs is not known yet.
[[nodiscard]] constexpr bool isUnsettled(const ChatLine& line)
{
    return line.state == DeliveryState::Waiting || line.state == DeliveryState::Pending;
}

} // namespace chatroom::client
