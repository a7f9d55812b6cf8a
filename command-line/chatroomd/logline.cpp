#include "chatroomd/logline.h"

#include <QString>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>

namespace chatroom::service {

using server::EventKind;
using server::ServerEvent;

namespace {

QByteArray word(EventKind kind)
{
    switch (kind) {
    case EventKind::Listening: return "listen";
    case EventKind::Stopped: return "stopped";
    case EventKind::Opened: return "opened";
    case EventKind::Registered: return "name";
    case EventKind::Renamed: return "renamed";
    case EventKind::Closed: return "closed";
    case EventKind::Joined: return "joined";
    case EventKind::Parted: return "left";
    case EventKind::Kicked: return "kicked";
    case EventKind::TopicSet: return "topic";
    case EventKind::ModeSet: return "mode";
    case EventKind::Message: return "message";
    case EventKind::Notice: return "notice";
    case EventKind::DirectMessage: return "direct";
    case EventKind::RoomDeleted: return "deleted";
    case EventKind::RoomRenamed: return "room-name";
    case EventKind::Redacted: return "redacted";
    case EventKind::SignedIn: return "sign-in";
    case EventKind::SignedOut: return "sign-out";
    case EventKind::SignInFailed: return "no-entry";
    case EventKind::AccountRegistered: return "account";
    case EventKind::AccountDeleted: return "forgotten";
    case EventKind::PasswordReset: return "password";
    case EventKind::Operator: return "operator";
    case EventKind::Killed: return "killed";
    case EventKind::Announced: return "announced";
    case EventKind::Refused: return "refused";
    case EventKind::Warning: return "warning";
    }
    Q_UNREACHABLE();
}

// Control characters, those that begin a new line, and those that turn the direction of one become visible.
QByteArray clean(const QByteArray& text)
{
    if (std::ranges::all_of(text, [](char c) { return c >= ' ' && c < '\x7f'; }))
        return text; // nearly all of them
    QString safe;
    for (const QChar c : QString::fromUtf8(text)) {
        const bool isDirectional = (c >= QChar(0x202A) && c <= QChar(0x202E)) || (c >= QChar(0x2066) && c <= QChar(0x2069));
        const bool isLineEnd = c == QChar::LineSeparator || c == QChar::ParagraphSeparator;
        if (c.category() == QChar::Other_Control || isDirectional || isLineEnd)
            safe += QStringLiteral("\\x%1").arg(c.unicode(), 2, 16, QLatin1Char('0'));
        else
            safe += c;
    }
    return safe.toUtf8();
}

bool isMessage(EventKind kind)
{
    return kind == EventKind::Message || kind == EventKind::Notice;
}

// "2026-03-01 20:15:30", local. By the C library: QDateTime's own way costs as much as relaying the message does.
QByteArray timeText(Timestamp at)
{
    const auto seconds = static_cast<std::time_t>(std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count());
    std::tm local{};
    localtime_r(&seconds, &local);
    std::array<char, 32> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &local);
    return {text.data(), static_cast<qsizetype>(length)};
}

} // namespace

QByteArray logLine(const ServerEvent& event, bool withMessageText)
{
    QByteArray line = timeText(event.at) + ' ' + word(event.kind).leftJustified(9);
    const auto add = [&line](const QByteArray& part) {
        if (!part.isEmpty())
            line += "  " + clean(part);
    };
    const bool showsAddress = event.kind == EventKind::Opened || event.kind == EventKind::Registered || event.kind == EventKind::Closed
                              || event.kind == EventKind::Refused || event.kind == EventKind::SignInFailed
                              || event.kind == EventKind::Warning;
    add(event.who);
    if (showsAddress)
        add(event.address);
    const bool isRoomRenamed = event.kind == EventKind::RoomRenamed; // the name it had comes first
    add(isRoomRenamed ? event.room : event.subject);
    add(isRoomRenamed ? event.subject : event.room);
    if (withMessageText || !isMessage(event.kind))
        add(event.text);
    return line.endsWith(' ') ? line.trimmed() : line;
}

} // namespace chatroom::service
