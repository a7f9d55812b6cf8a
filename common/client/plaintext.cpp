#include "client/plaintext.h"

#include "protocol/message.h"
#include "protocol/serializer.h"

#include <QStringList>
#include <QTextBoundaryFinder>

#include <algorithm>

namespace chatroom::client {

namespace {

qsizetype skipWhile(const QString& text, qsizetype at, int most, bool (*isOne)(QChar))
{
    const qsizetype end = std::min<qsizetype>(text.size(), at + most);
    while (at < end && isOne(text[at]))
        ++at;
    return at;
}

bool isDecimal(QChar each)
{
    return each >= u'0' && each <= u'9';
}

bool isHexadecimal(QChar each)
{
    return isDecimal(each) || (each.toLower() >= u'a' && each.toLower() <= u'f');
}

// Behind ^C stand at most two digits and, after a comma, two more; behind ^D six hexadecimal ones.
qsizetype skipColour(const QString& text, qsizetype at, int digits, bool (*isOne)(QChar))
{
    const qsizetype end = skipWhile(text, at, digits, isOne);
    if (end > at && end + 1 < text.size() && text[end] == u',' && isOne(text[end + 1]))
        return skipWhile(text, end + 1, digits, isOne);
    return end;
}

bool turnsDirection(QChar each)
{
    const char16_t code = each.unicode();
    return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

QString decode(std::string_view bytes)
{
    const auto size = static_cast<qsizetype>(bytes.size());
    return protocol::isValidUtf8(bytes) ? QString::fromUtf8(bytes.data(), size) : QString::fromLatin1(bytes.data(), size);
}

// By whole characters, since a letter beyond the first plane is two units, and so is an emoji, which is none. 0: none there.
char32_t characterAt(const QString& text, qsizetype at)
{
    if (at >= text.size())
        return 0;
    const bool isPair = text[at].isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate();
    return isPair ? QChar::surrogateToUcs4(text[at], text[at + 1]) : text[at].unicode();
}

char32_t characterBefore(const QString& text, qsizetype at)
{
    if (at == 0)
        return 0;
    const bool isPair = text[at - 1].isLowSurrogate() && at > 1 && text[at - 2].isHighSurrogate();
    return characterAt(text, isPair ? at - 2 : at - 1);
}

bool isWordPart(char32_t each)
{
    return QChar::isLetterOrNumber(each) || QChar::isMark(each) || each == U'_';
}

// Where the first piece of a line ends, in UTF-16 units.
struct Cut final
{
    qsizetype end = 0;
    bool isAtSpace = false; // which goes
};

Cut findCut(const QString& line, qsizetype maximum)
{
    QTextBoundaryFinder graphemes(QTextBoundaryFinder::Grapheme, line);
    qsizetype bytes = 0;
    qsizetype last = 0;
    Cut cut;
    qsizetype space = 0;
    for (qsizetype at = graphemes.toNextBoundary(); at > 0; at = graphemes.toNextBoundary()) {
        bytes += QStringView(line).mid(last, at - last).toUtf8().size();
        if (bytes > maximum)
            break;
        if (line[last] == u' ' && last > 0)
            space = last;
        cut.end = last = at;
    }
    if (cut.end > 0 && cut.end < line.size() && line[cut.end] == u' ')
        space = cut.end;
    if (space > 0)
        return {space, true};
    if (cut.end > 0)
        return cut;
    // One grapheme that is longer than a line: between its characters.
    const QByteArray whole = line.toUtf8();
    const std::string_view head = protocol::cutUtf8(protocol::view(whole), static_cast<std::size_t>(maximum));
    return {std::max<qsizetype>(1, QString::fromUtf8(head.data(), static_cast<qsizetype>(head.size())).size()), false};
}

} // namespace

QString plainText(std::string_view bytes)
{
    const QString text = decode(bytes);
    const QString tab(text.contains(u'\n') ? 4 : 1, u' '); // of several lines it is what code begins with
    QString plain;
    plain.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar each = text[at];
        if (each == QChar(0x03))
            at = skipColour(text, at + 1, 2, isDecimal) - 1;
        else if (each == QChar(0x04))
            at = skipColour(text, at + 1, 6, isHexadecimal) - 1;
        else if (each == u'\t')
            plain += tab;
        else if (each == u'\n')
            plain += each;
        else if (each.category() != QChar::Other_Control && !turnsDirection(each) && each != QChar(0x2028) && each != QChar(0x2029))
            plain += each;
    }
    return plain;
}

QString plainName(std::string_view bytes)
{
    QString name = plainText(bytes);
    name.removeIf([](QChar each) { return each.category() == QChar::Other_Format; });
    return name;
}

bool mentions(const QString& text, const QString& nickname)
{
    if (nickname.isEmpty())
        return false;
    const QString folded = text.toCaseFolded();
    const QString wanted = nickname.toCaseFolded();
    for (qsizetype at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
        if (!isWordPart(characterBefore(folded, at)) && !isWordPart(characterAt(folded, at + wanted.size())))
            return true;
    }
    return false;
}

std::vector<QByteArray> splitText(const QString& text, qsizetype maximum)
{
    std::vector<QByteArray> pieces;
    QString normal = text;
    normal.replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(u'\r', u'\n');
    for (const QString& line : normal.split(u'\n', Qt::SkipEmptyParts)) {
        QString rest = line;
        while (rest.toUtf8().size() > maximum) {
            const Cut cut = findCut(rest, maximum);
            pieces.push_back(rest.left(cut.end).toUtf8());
            rest = rest.mid(cut.end + (cut.isAtSpace ? 1 : 0));
        }
        if (!rest.isEmpty())
            pieces.push_back(rest.toUtf8());
    }
    return pieces;
}

} // namespace chatroom::client
