#include "protocol/serializer.h"

#include <algorithm>
#include <cstring>
#include <span>

namespace chatroom::protocol {

namespace {

constexpr std::size_t kContentBytes = limits::kMessageBytes - 2; // without CR LF

bool hasLineBreak(std::string_view text)
{
    return text.find('\n') != std::string_view::npos || text.find('\r') != std::string_view::npos
           || text.find('\0') != std::string_view::npos;
}

// What one person says never becomes another person's line.
void clean(std::span<char> content)
{
    if (hasLineBreak({content.data(), content.size()}))
        std::ranges::replace_if(
            content, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
}

bool needsColon(std::string_view last)
{
    return last.empty() || last.front() == ':' || last.find(' ') != std::string_view::npos || hasLineBreak(last);
}

// Length of the well-formed UTF-8 sequence at the front, 0 where there is none. Unicode 15, table 3-7.
std::size_t sequenceLength(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (text.size() < length)
        return 0;
    const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (byte(1) < low || byte(1) > high)
        return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80)
            return 0;
    }
    return length;
}

// Bytes at the front that are ASCII, eight at a time: nearly all of what is said.
std::size_t asciiPrefix(std::string_view text)
{
    std::size_t i = 0;
    for (; i + 8 <= text.size(); i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, 8);
        if ((word & 0x8080808080808080ULL) != 0)
            break;
    }
    while (i < text.size() && static_cast<unsigned char>(text[i]) < 0x80)
        ++i;
    return i;
}

std::string_view viewOf(const QByteArray& bytes)
{
    return view(bytes);
}

std::string_view viewOf(std::string_view text)
{
    return text;
}

// Parameters are QByteArray or views. One allocation of the final size: this is made for each message that is relayed.
template <typename Parameters>
QByteArray serializeLine(std::string_view tags, std::span<const std::string_view> source, std::string_view command,
                         const Parameters& parameters)
{
    const bool hasColon = !parameters.empty() && needsColon(viewOf(parameters.back()));
    std::size_t size = tags.size() + command.size() + (hasColon ? 1 : 0) + 2;
    std::size_t sourceSize = 0;
    for (const std::string_view piece : source)
        sourceSize += piece.size();
    if (sourceSize > 0)
        size += sourceSize + 2;
    for (const auto& parameter : parameters)
        size += viewOf(parameter).size() + 1;

    QByteArray line(static_cast<qsizetype>(size), Qt::Uninitialized);
    const auto put = [](char* to, std::string_view part) { return std::copy(part.begin(), part.end(), to); };
    char* const begin = put(line.data(), tags); // tags have a limit of their own
    char* to = begin;
    if (sourceSize > 0) {
        *to++ = ':';
        for (const std::string_view piece : source)
            to = put(to, piece);
        *to++ = ' ';
    }
    to = put(to, command);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        *to++ = ' ';
        if (hasColon && i + 1 == parameters.size())
            *to++ = ':';
        to = put(to, viewOf(parameters[i]));
    }
    clean({begin, to});
    const std::string_view fitting = cutUtf8({begin, static_cast<std::size_t>(to - begin)}, kContentBytes);
    to = begin + fitting.size();
    *to++ = '\r';
    *to++ = '\n';
    line.truncate(to - line.constData());
    return line;
}

} // namespace

std::string_view cutUtf8(std::string_view text, std::size_t maximum)
{
    if (text.size() <= maximum)
        return text;
    std::size_t end = maximum;
    // A sequence has at most four bytes; in bytes that are no UTF-8 at all the cut stays where it is.
    for (int i = 0; i < 3 && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80; ++i)
        --end;
    if ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80)
        end = maximum;
    return text.substr(0, end);
}

bool isValidUtf8(std::string_view text)
{
    while (true) {
        text.remove_prefix(asciiPrefix(text));
        if (text.empty())
            return true;
        const std::size_t length = sequenceLength(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
}

QByteArray serializeTags(const Tags& tags)
{
    if (tags.isEmpty())
        return {};
    QByteArray section = "@";
    for (const auto& [key, value] : tags.all()) {
        if (section.size() > 1)
            section += ';';
        section += key;
        if (!value.isEmpty()) {
            section += '=';
            section += escapeTagValue(view(value));
        }
    }
    section += ' ';
    return section;
}

QByteArray serializeUntagged(const Message& message)
{
    const std::string_view source = view(message.source);
    return serializeLine({}, {&source, 1}, view(message.command), message.parameters);
}

QByteArray serializeParts(std::string_view tags, std::span<const std::string_view> source, std::string_view command,
                          std::span<const std::string_view> parameters)
{
    return serializeLine(tags, source, command, parameters);
}

QByteArray serialize(const Message& message)
{
    if (message.tags.isEmpty())
        return serializeUntagged(message);
    return serializeTags(message.tags) + serializeUntagged(message);
}

} // namespace chatroom::protocol
