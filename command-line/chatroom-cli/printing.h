// What the runs for scripts write to standard output: one line a message.
#pragma once

#include "client/chatline.h"

#include <QByteArray>
#include <QString>

namespace chatroom::cli {

// What is said; with events also who comes and goes, and what happens to a room.
[[nodiscard]] bool isPrinted(client::LineKind kind, bool isWithEvents);
// False: nobody reads it any more.
[[nodiscard]] bool printLine(const client::ChatLine& line, const QString& room, bool isJson);

} // namespace chatroom::cli
