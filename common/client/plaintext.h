// What other people's bytes become before anybody sees them: text without formatting codes, control characters and
// characters that turn the direction of what stands around them. Also: whether a text names a person.
#pragma once

#include <QString>

#include <string_view>
#include <vector>

namespace chatroom::client {

// UTF-8, or Latin-1 where it is not (older servers). Formatting codes (bold, colours ...) are dropped; line feeds stay.
[[nodiscard]] QString plainText(std::string_view bytes);
// As plainText, and without anything invisible: a name is what it looks like.
[[nodiscard]] QString plainName(std::string_view bytes);
// The name as a whole word, whatever its case.
[[nodiscard]] bool mentions(const QString& text, const QString& nickname);
// Lines of at most `maximum` bytes of UTF-8 each, cut at line ends, else at spaces, else between graphemes.
[[nodiscard]] std::vector<QByteArray> splitText(const QString& text, qsizetype maximum);

} // namespace chatroom::client
