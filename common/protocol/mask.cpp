#include "protocol/mask.h"

#include "protocol/message.h"

namespace chatroom::protocol {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80;
}

// One step of the pattern: a literal byte, '?' for one UTF-8 sequence. Advances both, or says no.
bool takeOne(std::string_view pattern, std::size_t& p, std::string_view text, std::size_t& t)
{
    if (pattern[p] == '?') {
        ++p;
        ++t;
        while (t < text.size() && isContinuation(text[t]))
            ++t;
        return true;
    }
    const bool isEscape = pattern[p] == '\\' && p + 1 < pattern.size();
    const char wanted = isEscape ? pattern[p + 1] : pattern[p];
    if (lower(wanted) != lower(text[t]))
        return false;
    p += isEscape ? 2 : 1;
    ++t;
    return true;
}

} // namespace

// Greedy with one point to come back to, the last '*': an earlier one never needs another try, since what it would take the
// later one can take too. So no recursion, and at most pattern times text steps.
bool matchesMask(std::string_view pattern, std::string_view text)
{
    constexpr std::size_t kNone = std::string_view::npos;
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t afterStar = kNone;
    std::size_t starText = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            afterStar = ++p;
            starText = t;
            continue;
        }
        if (p < pattern.size() && takeOne(pattern, p, text, t))
            continue;
        if (afterStar == kNone)
            return false;
        p = afterStar;
        t = ++starText;
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

QByteArray normalizeMask(std::string_view typed)
{
    const SourceView parts = SourceView::parse(typed);
    const auto orAny = [](std::string_view part) { return part.empty() ? QByteArray("*") : bytes(part); };
    const bool hasBang = typed.find('!') != std::string_view::npos;
    const bool hasAt = typed.find('@') != std::string_view::npos;
    if (!hasBang && !hasAt) {
        const bool isAddress = typed.find_first_of(".:") != std::string_view::npos;
        return isAddress ? "*!*@" + bytes(typed) : orAny(typed) + "!*@*";
    }
    if (!hasBang)
        return "*!" + orAny(parts.nickname) + '@' + orAny(parts.host);
    return orAny(parts.nickname) + '!' + orAny(parts.user) + '@' + orAny(parts.host);
}

} // namespace chatroom::protocol
