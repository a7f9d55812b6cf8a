#include "payload.h"

#include "talk.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace ircload {

namespace {

constexpr std::string_view kDigits = "#$%&()*+,-"; // of numbers in front of talk
constexpr std::size_t kNumbers = 48;               // bytes that three numbers have at most

template <typename Number>
bool take(std::string_view& text, Number& number)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end == text.data() + text.size() || *end != ' ')
        return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return true;
}

char hidden(char digit)
{
    return digit == ' ' ? digit : kDigits[static_cast<std::size_t>(digit - '0')];
}

char shown(char c)
{
    const std::size_t digit = kDigits.find(c);
    return digit == std::string_view::npos ? c : static_cast<char>('0' + digit);
}

} // namespace

std::string privmsg(std::string_view target, const Payload& payload, const Options& options)
{
    std::string text = std::to_string(payload.source) + ' ' + std::to_string(payload.sequence) + ' ' + std::to_string(payload.sentAt) + ' ';
    if (options.isTalk) {
        std::ranges::transform(text, text.begin(), hidden);
        fillWithTalk(text, static_cast<std::size_t>(options.bytes), static_cast<std::uint64_t>(payload.source) << 40U | payload.sequence);
    }
    text.resize(static_cast<std::size_t>(options.bytes), 'x');
    return "PRIVMSG " + std::string(target) + " :" + text + "\r\n";
}

std::optional<Payload> readPrivmsg(std::string_view line)
{
    const std::size_t command = line.find(" PRIVMSG ");
    const std::size_t start = command == std::string_view::npos ? command : line.find(" :", command);
    if (start == std::string_view::npos)
        return std::nullopt;
    std::string_view text = line.substr(start + 2);
    std::array<char, kNumbers> plain{};
    if (!text.empty() && kDigits.find(text.front()) != std::string_view::npos) {
        text = text.substr(0, kNumbers);
        std::ranges::transform(text, plain.begin(), shown);
        text = {plain.data(), text.size()};
    }
    Payload payload;
    if (!take(text, payload.source) || !take(text, payload.sequence) || !take(text, payload.sentAt))
        return std::nullopt;
    return payload;
}

} // namespace ircload
