// SASLprep: RFC 4013, by the tables of RFC 3454 ("stringprep").
#include "protocol/message.h"
#include "protocol/sasl.h"
#include "protocol/serializer.h"

#include <QString>

#include <algorithm>
#include <array>

namespace chatroom::protocol {

namespace {

struct Range final
{
    char32_t first, last;
};

// RFC 3454, C.1.2: spaces that become U+0020.
constexpr std::array kSpaces{Range{0xA0, 0xA0},     Range{0x1680, 0x1680}, Range{0x2000, 0x200B},
                             Range{0x202F, 0x202F}, Range{0x205F, 0x205F}, Range{0x3000, 0x3000}};

// RFC 3454, B.1: characters that become nothing.
constexpr std::array kNothing{Range{0xAD, 0xAD},     Range{0x34F, 0x34F},   Range{0x1806, 0x1806}, Range{0x180B, 0x180D},
                              Range{0x200C, 0x200D}, Range{0x2060, 0x2060}, Range{0xFE00, 0xFE0F}, Range{0xFEFF, 0xFEFF}};

// RFC 3454, C.2.1, C.2.2, C.3 and C.5 to C.9. C.4, what is no character, ends each plane: see isForbidden().
constexpr std::array kForbidden{
    Range{0x0, 0x1F},        Range{0x7F, 0x9F},       Range{0x340, 0x341},      Range{0x6DD, 0x6DD},   Range{0x70F, 0x70F},
    Range{0x180E, 0x180E},   Range{0x200E, 0x200F},   Range{0x2028, 0x202E},    Range{0x2061, 0x2063}, Range{0x206A, 0x206F},
    Range{0x2FF0, 0x2FFB},   Range{0xD800, 0xF8FF},   Range{0xFDD0, 0xFDEF},    Range{0xFFF9, 0xFFFD}, Range{0x1D173, 0x1D17A},
    Range{0xE0001, 0xE0001}, Range{0xE0020, 0xE007F}, Range{0xF0000, 0x10FFFF},
};

template <std::size_t Size>
bool isIn(const std::array<Range, Size>& ranges, char32_t c)
{
    return std::ranges::any_of(ranges, [c](const Range& range) { return c >= range.first && c <= range.last; });
}

bool isForbidden(char32_t c)
{
    return (c & 0xFFFE) == 0xFFFE || isIn(kForbidden, c);
}

bool isRightToLeft(char32_t c)
{
    const QChar::Direction direction = QChar::direction(c);
    return direction == QChar::DirR || direction == QChar::DirAL;
}

// RFC 3454, 6: with a letter that is written from right to left there is none from left to right, and both ends are such.
bool isOfOneDirection(const QList<uint>& text)
{
    if (std::ranges::none_of(text, isRightToLeft))
        return true;
    const bool isMixed = std::ranges::any_of(text, [](uint c) { return QChar::direction(c) == QChar::DirL; });
    return !isMixed && isRightToLeft(text.first()) && isRightToLeft(text.last());
}

} // namespace

// Characters that Unicode 3.2 did not have stay as they are: somebody's emoji is a good password.
std::optional<QByteArray> saslPrepare(const QByteArray& text)
{
    const auto isPlain = [](char c) { return c >= ' ' && c <= '~'; };
    if (!text.isEmpty() && std::ranges::all_of(text, isPlain))
        return text;
    if (!isValidUtf8(view(text)))
        return std::nullopt;
    QString mapped;
    for (const uint c : QString::fromUtf8(text).toUcs4()) {
        if (isIn(kSpaces, c))
            mapped += u' ';
        else if (!isIn(kNothing, c))
            mapped += QChar::fromUcs4(c);
    }
    const QString normal = mapped.normalized(QString::NormalizationForm_KC, QChar::Unicode_3_2);
    const QList<uint> characters = normal.toUcs4();
    if (characters.isEmpty() || std::ranges::any_of(characters, isForbidden) || !isOfOneDirection(characters))
        return std::nullopt;
    return normal.toUtf8();
}

} // namespace chatroom::protocol
