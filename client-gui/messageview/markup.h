// What a message's plain text shows: links, `code`, ```blocks```, emoji alone. Never HTML: a span is a range with a look.
//
// Pure functions, any thread.
#pragma once

#include <QString>

#include <cstdint>
#include <vector>

namespace chatroom::clientgui {

enum class SpanKind : std::uint8_t { Link, Code };

struct Span final
{
    SpanKind kind{};
    int start = 0; // UTF-16 units within its paragraph
    int length = 0;
    QString target; // of a link: the whole address
    friend bool operator==(const Span&, const Span&) = default;
};

struct Paragraph final
{
    QString text; // one line as it was written, without its marks
    std::vector<Span> spans;
    bool isCode = false;      // a line of a ```block```
    bool startsBlock = false; // its first line
    QString language;         // what the block is written in, at its first line; empty: not told
    friend bool operator==(const Paragraph&, const Paragraph&) = default;
};

struct Markup final
{
    std::vector<Paragraph> paragraphs; // at least one
    bool isEmojiOnly = false;          // at most kLargeEmoji of them, and nothing else but spaces
};

inline constexpr int kLargeEmoji = 8;
inline constexpr int kLinkLength = 2048; // UTF-16 units; what is longer stays text

[[nodiscard]] Markup parseMarkup(const QString& text);
// The text as it is selected and copied: paragraphs with '\n' between them.
[[nodiscard]] QString plainText(const Markup& markup);
// http, https and mailto only, with a host or an address; no other scheme is ever a link.
[[nodiscard]] std::vector<Span> findLinks(const QString& text);
[[nodiscard]] bool isEmojiOnly(const QString& text);

} // namespace chatroom::clientgui
