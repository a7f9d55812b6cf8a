#include "protocol/parser.h"

#include <algorithm>

// Modern IRC, "Message Format", and IRCv3 message-tags, "Format":
//
//   message    = [ "@" tags 1*SPACE ] [ ":" source 1*SPACE ] command [ parameters ]
//   command    = 1*letter / 3digit
//   parameters = *( 1*SPACE middle ) [ 1*SPACE ":" trailing ]
//   middle     = bytes but NUL, CR, LF and SPACE, not beginning with ":"
//   trailing   = bytes but NUL, CR and LF
//
// After the fifteenth parameter the rest belongs to it (RFC 1459, 2.3.1).

namespace chatroom::protocol {

namespace {

std::string_view takeWord(std::string_view& rest)
{
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view word = rest.substr(0, end);
    rest.remove_prefix(end);
    return word;
}

void skipSpaces(std::string_view& rest)
{
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
}

bool isLetter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isCommand(std::string_view word)
{
    if (std::ranges::all_of(word, isLetter))
        return true;
    return word.size() == 3 && std::ranges::all_of(word, isDigit);
}

void takeParameters(std::string_view rest, MessageView& message)
{
    for (skipSpaces(rest); !rest.empty(); skipSpaces(rest)) {
        if (rest.front() == ':') {
            message.append(rest.substr(1));
            return;
        }
        if (message.parameterCount() == limits::kParameters - 1) {
            message.append(rest);
            return;
        }
        message.append(takeWord(rest));
    }
}

} // namespace

Result<MessageView, ParseError> parse(std::string_view line, const ParseLimits& within)
{
    MessageView message;
    std::string_view rest = line;
    if (rest.starts_with('@')) {
        message.tags = takeWord(rest).substr(1);
        const std::size_t sectionBytes = message.tags.size() + 2; // with '@' and the space
        if (sectionBytes > within.tagBytes)
            return Unexpected{ParseError::TagsTooLong};
        if (!rest.empty())
            rest.remove_prefix(1);
    }
    if (rest.size() > within.messageBytes)
        return Unexpected{ParseError::MessageTooLong};
    if (line.find('\0') != std::string_view::npos)
        return Unexpected{ParseError::BadByte};

    skipSpaces(rest);
    if (rest.starts_with(':')) {
        message.source = takeWord(rest).substr(1);
        skipSpaces(rest);
    }
    if (rest.empty()) {
        const bool hasNothing = message.tags.empty() && message.source.empty();
        return Unexpected{hasNothing ? ParseError::Empty : ParseError::NoCommand};
    }
    message.command = takeWord(rest);
    if (!isCommand(message.command))
        return Unexpected{ParseError::BadCommand};
    takeParameters(rest, message);
    return message;
}

} // namespace chatroom::protocol
