#include "client/plaintext.h"

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

bool isWordPart(QChar each)
{
    return each.isLetterOrNumber() || each.isMark() || each == u'_' || each.isSurrogate();
}

} // namespace

QString plainText(std::string_view bytes)
{
    const QString text = decode(bytes);
    QString plain;
    plain.reserve(text.size());
    for (qsizetype at = 0; at < text.size(); ++at) {
        const QChar each = text[at];
        if (each == QChar(0x03))
            at = skipColour(text, at + 1, 2, isDecimal) - 1;
        else if (each == QChar(0x04))
            at = skipColour(text, at + 1, 6, isHexadecimal) - 1;
        else if (each == u'\t')
            plain += u' ';
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
        const qsizetype end = at + wanted.size();
        const bool startsWord = at == 0 || !isWordPart(folded[at - 1]);
        const bool endsWord = end == folded.size() || !isWordPart(folded[end]);
        if (startsWord && endsWord)
            return true;
    }
    return false;
}

std::vector<QByteArray> splitText(const QString& text, qsizetype maximum)
{
    std::vector<QByteArray> pieces;
    QString normal = text;
    normal.replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(u'\r', u'\n');
    const QStringList lines = normal.split(u'\n', Qt::SkipEmptyParts);
    for (const QString& line : lines) {
        QString rest = line;
        while (rest.toUtf8().size() > maximum) {
            QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, rest);
            qsizetype bytes = 0;
            qsizetype cut = 0;
            qsizetype space = 0;
            qsizetype last = 0;
            for (qsizetype at = finder.toNextBoundary(); at > 0; at = finder.toNextBoundary()) {
                bytes += QStringView(rest).mid(last, at - last).toUtf8().size();
                if (bytes > maximum)
                    break;
                cut = at;
                if (rest[last] == u' ' && last > 0)
                    space = last;
                last = at;
            }
            if (cut == 0) { // one grapheme that is longer than a line: cut between characters
                const QByteArray whole = rest.toUtf8();
                const std::string_view head = protocol::cutUtf8({whole.constData(), static_cast<std::size_t>(whole.size())},
                                                                static_cast<std::size_t>(maximum));
                cut = std::max<qsizetype>(1, QString::fromUtf8(head.data(), static_cast<qsizetype>(head.size())).size());
            }
            const bool isAtSpace = space > 0;
            pieces.push_back(rest.left(isAtSpace ? space : cut).toUtf8());
            rest = rest.mid(isAtSpace ? space + 1 : cut);
        }
        if (!rest.isEmpty())
            pieces.push_back(rest.toUtf8());
    }
    return pieces;
}

} // namespace chatroom::client
