// One readable line for each thing that happens: "2026-11-23 10:00:01 joined   Ann  #lobby". Any thread.
#pragma once

#include "server/serverevents.h"

#include <QByteArray>

namespace chatroom::service {

// UTF-8, without the end of the line; local time. Control characters of what others said become escapes like \x1b, so that nobody
// forges a line of the log or drives the terminal that shows it. The text of direct messages is not in the event at all.
[[nodiscard]] QByteArray logLine(const server::ServerEvent& event, bool withMessageText);

} // namespace chatroom::service
