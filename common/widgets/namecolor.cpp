#include "widgets/namecolor.h"

#include <QStringList>
#include <QTextBoundaryFinder>

#include <array>

namespace chatroom::widgets {

namespace {

// Twelve hues of one lightness each (OKLCH: 0.50 for the light theme, 0.79 for the dark one), so that no name shouts.
constexpr std::array<QRgb, kNameHues> kOnLight{0xA73447, 0xA63D02, 0x8B5505, 0x766202, 0x536E06, 0x087736,
                                               0x097463, 0x0B707E, 0x026A9D, 0x385DB8, 0x724AAB, 0x98397E};
constexpr std::array<QRgb, kNameHues> kOnDark{0xFE9AA2, 0xFCA07C, 0xEDAB61, 0xD3BA59, 0xA9C870, 0x7FD091,
                                              0x51D4BA, 0x43CFE5, 0x6FC4FE, 0x9ABAFF, 0xC6A9FC, 0xEE9CD3};

char32_t firstCodePoint(const QString& text)
{
    const auto points = text.toUcs4();
    return points.isEmpty() ? U'\0' : static_cast<char32_t>(points.first());
}

bool isSeparator(const QString& grapheme)
{
    const char32_t point = firstCodePoint(grapheme);
    return QChar::isSpace(point) || QChar::isPunct(point);
}

bool isShown(const QString& grapheme)
{
    const char32_t point = firstCodePoint(grapheme);
    // toUcs4() makes the replacement character of half a surrogate pair.
    return point != QChar::ReplacementCharacter && !isSeparator(grapheme) && QChar::isPrint(point);
}

bool standsAlone(const QString& grapheme)
{
    const char32_t point = firstCodePoint(grapheme);
    return !QChar::isLetterOrNumber(point) || QChar::joiningType(point) != QChar::Joining_None;
}

// The first grapheme of each word that has one to show.
QStringList wordStarts(const QString& name)
{
    QStringList starts;
    bool isInWord = false;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, name);
    qsizetype from = 0;
    for (qsizetype to = finder.toNextBoundary(); to > from; to = finder.toNextBoundary()) {
        const QString grapheme = name.mid(from, to - from);
        from = to;
        if (isSeparator(grapheme)) {
            isInWord = false;
            continue;
        }
        if (isInWord || !isShown(grapheme))
            continue;
        starts.append(grapheme);
        isInWord = true;
    }
    return starts;
}

} // namespace

int nameHue(QStringView name)
{
    // FNV-1a, 32 bits: qHash differs from run to run.
    quint32 hash = 2166136261U;
    for (const char byte : name.toString().toCaseFolded().toUtf8()) {
        hash ^= static_cast<unsigned char>(byte);
        hash *= 16777619U;
    }
    hash ^= hash >> 15U; // its low bits alone are poor in short names
    return static_cast<int>(hash % kNameHues);
}

QColor nameColor(int hue, const Palette& palette)
{
    Q_ASSERT(hue >= 0 && hue < kNameHues);
    const auto index = static_cast<std::size_t>(hue);
    return QColor(palette.isDark ? kOnDark[index] : kOnLight[index]);
}

QColor nameColor(QStringView name, const Palette& palette)
{
    return nameColor(nameHue(name), palette);
}

QString initials(QStringView name)
{
    const QStringList starts = wordStarts(name.toString());
    if (starts.isEmpty())
        return {};
    const QString& first = starts.first();
    const QString& last = starts.last();
    if (starts.size() == 1 || standsAlone(first) || standsAlone(last))
        return first.toUpper();
    return first.toUpper() + last.toUpper();
}

} // namespace chatroom::widgets
