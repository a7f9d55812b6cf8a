#include "client-gui/composer/messagesize.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace chatroom::clientgui {

namespace {

constexpr std::size_t kManyMessages = 4;
constexpr std::size_t kNear = 10; // a tenth of the limit is left

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom::clientgui::Composer", text);
}

QString number(std::size_t value)
{
    return QLocale().toString(static_cast<qulonglong>(value));
}

std::size_t linesWithText(const QString& text)
{
    const QStringList lines = text.split(u'\n');
    return static_cast<std::size_t>(std::ranges::count_if(lines, [](const QString& line) { return !line.trimmed().isEmpty(); }));
}

} // namespace

MessageSize messageSize(const QString& text, const MessageLimits& limits)
{
    if (!limits.isMultiline) {
        const std::size_t messages = linesWithText(text);
        return messages < kManyMessages ? MessageSize{} : MessageSize{tr("Goes out as %1 messages").arg(number(messages))};
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
