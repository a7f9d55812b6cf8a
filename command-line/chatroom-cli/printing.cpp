#include "printing.h"

#include "terminaltext.h"

#include <cstdio>

namespace chatroom::cli {

using client::LineKind;

bool isPrinted(LineKind kind, bool isWithEvents)
{
    switch (kind) {
    case LineKind::Message:
    case LineKind::Action:
    case LineKind::Notice: return true;
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
    const QByteArray text = isJson ? jsonLine(line, room) : plainLine(line, room).toUtf8();
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), stdout);
    std::fputc('\n', stdout);
    return std::fflush(stdout) == 0;
}

} // namespace chatroom::cli
