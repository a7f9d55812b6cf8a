#include "protocol/names.h"

#include "protocol/casefold.h"
#include "protocol/message.h"
#include "protocol/serializer.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

namespace chatroom::protocol {

namespace {

constexpr std::string_view kSpecial = "-_[]\\`^{}|";
constexpr std::string_view kNicknamePrefixes = "#&+~$%-@:";

icu::UnicodeString decode(std::string_view text)
{
    return icu::UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<int32_t>(text.size())});
}

QByteArray encode(const icu::UnicodeString& text)
{
    std::string utf8;
    text.toUTF8String(utf8);
    return QByteArray::fromStdString(utf8);
}

const icu::Normalizer2* normalizer()
{
    UErrorCode status = U_ZERO_ERROR;
    return icu::Normalizer2::getNFCInstance(status); // ICU's own, never freed; null only when its data is missing
}

icu::UnicodeString normalized(const icu::UnicodeString& text)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form = normalizer();
    if (form == nullptr)
        return text;
    icu::UnicodeString result = form->normalize(text, status);
    return U_SUCCESS(status) ? result : text;
}

bool isMark(UChar32 c)
{
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

// Letters, marks and digits of any script. Default ignorables (zero-width joiners, variation selectors, fillers) are letters or
// marks to Unicode and nothing to the eye, so they are out.
bool isNicknameCharacter(UChar32 c)
{
    if (c < 0x80 && kSpecial.find(static_cast<char>(c)) != std::string_view::npos)
        return true;
    if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
        return false;
    return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_ND_MASK)) != 0;
}

bool isDirectional(UChar32 c)
{
    return u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) != 0;
}

bool isChannelCharacter(UChar32 c)
{
    if (c == ' ' || c == ',' || isDirectional(c))
        return false;
    const uint32_t bad = U_GC_CC_MASK | U_GC_Z_MASK | U_GC_CN_MASK | U_GC_CS_MASK;
    return (U_GET_GC_MASK(c) & bad) == 0;
}

bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Nearly all names are ASCII, and are found to be right here without asking ICU; what is not, and what is wrong with it, is told by
// the long way.
bool isPlainNickname(std::string_view name)
{
    const auto isGood = [](char c) { return isAlphanumeric(c) || kSpecial.find(c) != std::string_view::npos; };
    return !name.empty() && name.front() != '-' && !(name.front() >= '0' && name.front() <= '9') && std::ranges::all_of(name, isGood);
}

bool isPlainChannelName(std::string_view name)
{
    const auto isGood = [](char c) { return c > ' ' && c <= '~' && c != ','; };
    return name.size() > 1 && name.front() == '#' && std::ranges::all_of(name, isGood);
}

NameError forbidden(UChar32 c)
{
    return {NameFault::ForbiddenCharacter, encode(icu::UnicodeString{c})};
}

using SpoofChecker = std::unique_ptr<USpoofChecker, decltype(&uspoof_close)>;

SpoofChecker openSpoofChecker()
{
    UErrorCode status = U_ZERO_ERROR;
    return {uspoof_open(&status), &uspoof_close};
}

QByteArray shapeOf(icu::UnicodeString text)
{
    // A checker is immutable after opening, so that all threads may ask one; opening it reads ICU's tables.
    static const SpoofChecker checker = openSpoofChecker();
    text.foldCase();
    if (!checker)
        return encode(text);
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString shape;
    uspoof_getSkeletonUnicodeString(checker.get(), 0, text, shape, &status);
    return U_SUCCESS(status) ? encode(shape.foldCase()) : encode(text);
}

// UTS #39 replaces character by character, and no shape of these begins with a mark that would join what is before it: the shape of
// ASCII is that of its characters, one after the other.
std::array<QByteArray, 128> asciiShapes()
{
    std::array<QByteArray, 128> shapes;
    for (std::size_t c = 0; c < shapes.size(); ++c)
        shapes[c] = shapeOf(icu::UnicodeString{static_cast<UChar32>(c)}); // NOLINT: bounded by the loop
    return shapes;
}

QByteArray asciiShape(std::string_view name)
{
    static const std::array<QByteArray, 128> shapes = asciiShapes();
    const auto shapeOfOne = [](char c) { return view(shapes[static_cast<std::size_t>(c)]); }; // NOLINT: ASCII
    std::size_t size = 0;
    for (const char c : name)
        size += shapeOfOne(c).size();
    QByteArray shape(static_cast<qsizetype>(size), Qt::Uninitialized);
    char* to = shape.data();
    for (const char c : name)
        to = std::ranges::copy(shapeOfOne(c), to).out;
    return shape;
}

} // namespace

Result<void, NameError> checkNickname(std::string_view name, std::size_t maximum)
{
    if (isPlainNickname(name) && name.size() <= maximum)
        return {};
    if (name.empty())
        return Unexpected{NameError{NameFault::Empty, {}}};
    if (!isValidUtf8(name))
        return Unexpected{NameError{NameFault::NotUtf8, {}}};
    const icu::UnicodeString text = decode(name);
    const UChar32 first = text.char32At(0);
    if (u_charType(first) == U_DECIMAL_DIGIT_NUMBER)
        return Unexpected{NameError{NameFault::StartsWithDigit, encode(icu::UnicodeString{first})}};
    const bool isPrefix = first < 0x80 && kNicknamePrefixes.find(static_cast<char>(first)) != std::string_view::npos;
    if (isPrefix || isMark(first))
        return Unexpected{NameError{NameFault::StartsWithPrefix, encode(icu::UnicodeString{first})}};
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        if (!isNicknameCharacter(text.char32At(i)))
            return Unexpected{forbidden(text.char32At(i))};
    }
    if (name.size() > maximum)
        return Unexpected{NameError{NameFault::TooLong, {}}};
    if (normalized(text) != text)
        return Unexpected{NameError{NameFault::NotNormalized, {}}};
    return {};
}

Result<void, NameError> checkChannelName(std::string_view name, std::size_t maximum)
{
    if (isPlainChannelName(name) && name.size() <= maximum)
        return {};
    if (name.empty() || name == "#")
        return Unexpected{NameError{NameFault::Empty, {}}};
    if (!name.starts_with('#'))
        return Unexpected{NameError{NameFault::StartsWithPrefix, bytes(cutUtf8(name, 1))}};
    if (!isValidUtf8(name))
        return Unexpected{NameError{NameFault::NotUtf8, {}}};
    if (name.size() > maximum)
        return Unexpected{NameError{NameFault::TooLong, {}}};
    const icu::UnicodeString text = decode(name);
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        if (!isChannelCharacter(text.char32At(i)))
            return Unexpected{forbidden(text.char32At(i))};
    }
    return {};
}

QByteArray sanitizeUsername(std::string_view name, std::size_t maximum)
{
    QByteArray clean;
    for (const char c : name) {
        const bool isGood = isAlphanumeric(c) || c == '-' || c == '_' || c == '.';
        if (isGood && static_cast<std::size_t>(clean.size()) < maximum)
            clean += c;
    }
    return clean.isEmpty() ? QByteArray("user") : clean;
}

QByteArray skeleton(std::string_view name)
{
    if (!isValidUtf8(name))
        return {};
    if (std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return asciiShape(name);
    return shapeOf(decode(name));
}

QByteArray suggestNickname(std::string_view wanted, std::size_t maximum, int attempt)
{
    const QByteArray number = attempt > 0 ? QByteArray::number(attempt + 1) : QByteArray{};
    const icu::UnicodeString text = normalized(decode(wanted));
    icu::UnicodeString kept;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        const bool isFirst = kept.isEmpty();
        const bool isBadStart = c == '-' || isMark(c) || u_charType(c) == U_DECIMAL_DIGIT_NUMBER;
        if (u_isspace(c) != 0 && !isFirst)
            kept.append(static_cast<UChar32>('_'));
        else if (isNicknameCharacter(c) && !(isFirst && isBadStart))
            kept.append(c);
    }
    QByteArray name = encode(kept);
    while (name.endsWith('_') && !wanted.ends_with('_'))
        name.chop(1);
    if (name.isEmpty())
        name = "guest";
    const std::size_t room = maximum > static_cast<std::size_t>(number.size()) ? maximum - static_cast<std::size_t>(number.size()) : 1;
    return bytes(cutUtf8(view(name), room)) + number;
}

bool isChannelName(std::string_view target, std::string_view channelTypes)
{
    return !target.empty() && channelTypes.find(target.front()) != std::string_view::npos;
}

} // namespace chatroom::protocol
