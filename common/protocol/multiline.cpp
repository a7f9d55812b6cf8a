#include "protocol/multiline.h"

#include "protocol/message.h"
#include "protocol/serializer.h"

#include <algorithm>
#include <charconv>

namespace chatroom::protocol {

namespace {

// What of `rest` stands in one piece; all of it when it fits.
std::string_view pieceOf(std::string_view rest, std::size_t budget)
{
    if (rest.size() <= budget)
        return rest;
    const std::size_t space = rest.substr(0, budget).rfind(' ');
    return space == std::string_view::npos ? cutUtf8(rest, budget) : rest.substr(0, space + 1);
}

void splitLine(std::string_view line, std::size_t budget, std::vector<MultilineLine>& pieces)
{
    bool isConcat = false;
    do {
        const std::string_view piece = pieceOf(line, budget);
        pieces.push_back({protocol::bytes(piece), isConcat});
        line.remove_prefix(piece.size());
        isConcat = true;
    } while (!line.empty());
}

// A number above zero, at most `most`; else `most`.
std::size_t limitOf(std::string_view digits, std::size_t most)
{
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool isNumber = error == std::errc{} && end == digits.data() + digits.size() && number > 0;
    return isNumber ? std::min(number, most) : most;
}

} // namespace

std::vector<MultilineLine> splitLines(std::string_view text, std::size_t budgetBytes)
{
    const std::size_t budget = std::max<std::size_t>(budgetBytes, 4); // the longest UTF-8 sequence
    std::vector<MultilineLine> pieces;
    while (true) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        splitLine(text.substr(0, end), budget, pieces);
        if (end == text.size())
            return pieces;
        text.remove_prefix(end + 1);
    }
}

QByteArray joinLines(const std::vector<MultilineLine>& lines)
{
    QByteArray text;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (i > 0 && !lines[i].isConcat)
            text += '\n';
        text += lines[i].line;
    }
    return text;
}

std::size_t lineBudget(std::string_view source, std::string_view target)
{
    constexpr std::size_t kAround = 14; // ":", " PRIVMSG ", " :" and CR LF
    constexpr std::size_t kLeast = 64;  // however long the names are
    const std::size_t used = kAround + source.size() + target.size();
    return used + kLeast < limits::kMessageBytes ? limits::kMessageBytes - used : kLeast;
}

MultilineLimits MultilineLimits::fromValue(std::string_view value)
{
    MultilineLimits found;
    while (!value.empty()) {
        const std::size_t end = std::min(value.find(','), value.size());
        const std::string_view token = value.substr(0, end);
        value.remove_prefix(std::min(end + 1, value.size()));
        const std::size_t equals = std::min(token.find('='), token.size());
        const std::string_view key = token.substr(0, equals);
        const std::string_view number = token.substr(std::min(equals + 1, token.size()));
        if (key == "max-bytes")
            found.bytes = limitOf(number, limits::kMultilineBytes);
        else if (key == "max-lines")
            found.lines = limitOf(number, limits::kMultilineLines);
    }
    return found;
}

QByteArray MultilineLimits::toValue() const
{
    return "max-bytes=" + QByteArray::number(static_cast<qulonglong>(bytes))
           + ",max-lines=" + QByteArray::number(static_cast<qulonglong>(lines));
}

Result<void, MultilineError> MultilineCollector::add(std::string_view line, bool isConcat)
{
    const auto fail = [this](MultilineError error) -> Result<void, MultilineError> {
        m_isBroken = true;
        m_lines.clear();
        m_lines.shrink_to_fit();
        return Unexpected{error};
    };
    const bool isFirst = m_lines.empty();
    if (isConcat && line.empty())
        return fail(MultilineError::BlankConcat);
    if (m_isBroken || m_lines.size() == m_limits.lines)
        return fail(MultilineError::TooManyLines);
    const std::size_t cost = line.size() + (isFirst || isConcat ? 0 : 1);
    if (m_bytes + cost > m_limits.bytes)
        return fail(MultilineError::TooManyBytes);
    m_bytes += cost;
    m_saysSomething = m_saysSomething || !line.empty();
    m_lines.push_back({protocol::bytes(line), isConcat && !isFirst});
    return {};
}

std::vector<MultilineLine> MultilineCollector::takeLines()
{
    return std::exchange(m_lines, {});
}

} // namespace chatroom::protocol
