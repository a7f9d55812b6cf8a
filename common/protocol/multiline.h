// Messages of several lines, and of lines that are longer than the wire's: IRCv3 draft/multiline.
//
//   BATCH +ref draft/multiline target
//   @batch=ref PRIVMSG target :a line
//   @batch=ref;draft/multiline-concat PRIVMSG target :that goes on the line before, with nothing between
//   BATCH -ref
//
// Here is what both ends need: the text as lines that fit, and lines as a text again. Plain values, no I/O.
#pragma once

#include "base/result.h"
#include "protocol/limits.h"

#include <QByteArray>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace chatroom::protocol {

inline constexpr std::string_view kMultilineBatch = "draft/multiline";
inline constexpr std::string_view kMultilineConcat = "draft/multiline-concat"; // a tag without a value

struct MultilineLine final
{
    QByteArray line;       // holds no line feed
    bool isConcat = false; // goes on the line before; never true for an empty one
    friend bool operator==(const MultilineLine&, const MultilineLine&) = default;
};

// The lines of `text` in pieces of at most `budgetBytes` (4 or more). A line that is longer is broken behind a space, which
// stays at its end, where there is one, and never inside a UTF-8 sequence. An empty text is one empty line.
[[nodiscard]] std::vector<MultilineLine> splitLines(std::string_view text, std::size_t budgetBytes);
[[nodiscard]] QByteArray joinLines(const std::vector<MultilineLine>& lines);
// Bytes of a text in one PRIVMSG or NOTICE of `source` ("nick!user@host") to `target`, for splitLines(). "Splitting long lines".
[[nodiscard]] std::size_t lineBudget(std::string_view source, std::string_view target);

// The capability's value: "max-bytes=40000,max-lines=500".
struct MultilineLimits final
{
    std::size_t bytes = limits::kMultilineBytes; // of the text, its line feeds too
    std::size_t lines = limits::kMultilineLines;

    // Limits that are not there, or are no numbers above zero, are our own ones; no limit is higher than those.
    [[nodiscard]] static MultilineLimits fromValue(std::string_view value);
    [[nodiscard]] QByteArray toValue() const;
    friend bool operator==(const MultilineLimits&, const MultilineLimits&) = default;
};

enum class MultilineError : std::uint8_t {
    TooManyBytes, // MULTILINE_MAX_BYTES
    TooManyLines, // MULTILINE_MAX_LINES
    BlankConcat,  // MULTILINE_INVALID: an empty line that goes on the one before
};

// The lines of one batch as they come, within limits. After an error it holds nothing and takes nothing any more.
class MultilineCollector final
{
public:
    explicit MultilineCollector(MultilineLimits limits = {}) : m_limits(limits) {}

    // A line that says it goes on the one before and is the first is a line like any other.
    Result<void, MultilineError> add(std::string_view line, bool isConcat);

    [[nodiscard]] const std::vector<MultilineLine>& lines() const { return m_lines; }
    [[nodiscard]] std::vector<MultilineLine> takeLines();
    [[nodiscard]] std::size_t bytes() const { return m_bytes; } // of text()
    [[nodiscard]] QByteArray text() const { return joinLines(m_lines); }
    // No line says anything: such a message must not be sent.
    [[nodiscard]] bool isBlank() const { return !m_saysSomething; }

private:
    MultilineLimits m_limits;
    std::vector<MultilineLine> m_lines;
    std::size_t m_bytes = 0;
    bool m_saysSomething = false;
    bool m_isBroken = false;
};

} // namespace chatroom::protocol
