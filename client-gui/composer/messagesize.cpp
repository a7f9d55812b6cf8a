#include "client-gui/composer/messagesize.h"

#include <QCoreApplication>
#include <QLocale>

namespace chatroom::clientgui {

namespace {

constexpr std::size_t kManyMessages = 4;
constexpr std::size_t kNear = 10;       // a tenth of the limit is left
constexpr std::size_t kLineBytes = 400; // of one message where several lines are several; about

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::Composer", text);
}

QString number(std::size_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

std::size_t messagesOf(const QString& text)
{
    std::size_t count = 0;
    for (const QString& line : text.split(u'\n')) {
        if (!line.trimmed().isEmpty())
            count += (static_cast<std::size_t>(line.toUtf8().size()) + kLineBytes - 1) / kLineBytes;
    }
    return count;
}

} // namespace

MessageSize messageSize(const QString& text, const MessageLimits& limits)
{
    if (!limits.isMultiline) {
        const std::size_t messages = messagesOf(text);
        return messages < kManyMessages ? MessageSize{} : MessageSize{tr("Goes out as about %1 messages").arg(number(messages))};
    }
    const auto lines = static_cast<std::size_t>(text.count(u'\n')) + 1;
    if (static_cast<std::size_t>(text.size()) < limits.bytes / 4 && lines < limits.lines - limits.lines / kNear)
        return {}; // far from it; a letter has four bytes at most
    const auto bytes = static_cast<std::size_t>(text.toUtf8().size());
    if (bytes > limits.bytes || lines > limits.lines)
        return {tr("Too long for one message: it goes out in parts"), true};
    if (lines >= limits.lines - limits.lines / kNear)
        return {tr("%1 of %2 lines").arg(number(lines), number(limits.lines))};
    if (bytes < limits.bytes - limits.bytes / kNear)
        return {};
    return {tr("%1 of %2 bytes").arg(number(bytes), number(limits.bytes))};
}

} // namespace chatroom::clientgui
