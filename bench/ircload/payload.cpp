#include "payload.h"

#include <charconv>

namespace ircload {

namespace {

template <typename Number>
bool take(std::string_view& text, Number& number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end == text.data() + text.size() || *end != ' ')
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return true;
}

} // namespace

std::string privmsg(std::string_view target, const Payload& payload, int bytes)
{
    std::string text = std::to_string(payload.source) + ' ' + std::to_string(payload.sequence) + ' ' + std::to_string(payload.sentAt) + ' ';
    text.resize(static_cast<std::size_t>(bytes), 'x');
    return "PRIVMSG " + std::string(target) + " :" + text + "\r\n";
}

std::optional<Payload> readPrivmsg(std::string_view line)
{
    const std::size_t command = line.find(" PRIVMSG ");
    const std::size_t start = command == std::string_view::npos ? command : line.find(" :", command);
    if (start == std::string_view::npos)
        return std::nullopt;
    std::string_view text = line.substr(start + 2);
    Payload payload;
    if (!take(text, payload.source) || !take(text, payload.sequence) || !take(text, payload.sentAt))
        return std::nullopt;
    return payload;
}

} // namespace ircload
