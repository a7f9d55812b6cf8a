#include "printing.h"

#include "terminaltext.h"

#include <cstdio>

namespace chatroom::cli {

using client::LineKind;

namespace {

bool printText(const QByteArray& text)
{
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout);
    std::fputc('\n', stdout);
    return std::fflush(stdout) == 0;
}

} // namespace

bool isPrinted(const client::ChatLine& line, bool isWithEvents)
{
    switch (line.kind) {
    case LineKind::Message:
    case LineKind::Action:
    case LineKind::Notice: return isWithEvents || !line.isDeleted;
    case LineKind::Join:
    case LineKind::Part:
    case LineKind::Quit:
    case LineKind::Kick:
    case LineKind::Rename:
    case LineKind::Topic:
    case LineKind::Mode:
    case LineKind::Away: return isWithEvents;
    case LineKind::Info:
    case LineKind::Error:
    case LineKind::Gap: break;
    }
    return false;
}

bool printLine(const client::ChatLine& line, const QString& room, bool isJson)
{
    return printText(isJson ? jsonLine(line, room) : plainLine(line, room).toUtf8());
}

bool printEvent(const MessageEvent& event, const QString& room, const QDateTime& now, bool isJson)
{
    return printText(isJson ? jsonEvent(event, room, now) : plainEvent(event, room, now).toUtf8());
}

} // namespace chatroom::cli
