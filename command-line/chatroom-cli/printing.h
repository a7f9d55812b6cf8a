// What the runs for scripts write to standard output: one line a message.
#pragma once

#include "client/chatline.h"
#include "messagewatch.h"

#include <QByteArray>
#include <QString>

namespace chatroom::cli {

// What is said; with events also who comes and goes, what happens to a room, and that a message was deleted.
[[nodiscard]] bool isPrinted(const client::ChatLine& line, bool isWithEvents);
// False: nobody reads it any more.
[[nodiscard]] bool printLine(const client::ChatLine& line, const QString& room, bool isJson);
[[nodiscard]] bool printEvent(const MessageEvent& event, const QString& room, const QDateTime& now, bool isJson);

} // namespace chatroom::cli
