#include "client-gui/messageview/markup.h"

#include <QTextBoundaryFinder>
#include <QUrl>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace chatroom::clientgui {

namespace {

bool isLinkCharacter(QChar c)
{
    // Format characters turn the direction of what follows: an address would read as another one.
    return !c.isSpace() && c.category() != QChar::Other_Format && c != u'<' && c != u'>' && c != u'"' && c != u'`' && c.unicode() > 0x20;
}

// Sentences end, quotes and brackets close: what follows a link is rarely part of it.
int trimmedEnd(QStringView candidate)
{
    qsizetype end = candidate.size();
    while (end > 0) {
        const QChar last = candidate[end - 1];
        if (QStringView(u".,;:!?'\u2019\u201d\u00bb*").contains(last)) {
            --end;
            continue;
        }
        const QChar opening = last == u')' ? u'(' : last == u']' ? u'[' : last == u'}' ? u'{' : QChar();
        if (opening.isNull())
            break;
        const QStringView inside = candidate.first(end);
        if (inside.count(opening) >= inside.count(last))
            break;
        --end;
    }
    return static_cast<int>(end);
}

bool isTarget(const QString& text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid())
        return false;
    const QString scheme = url.scheme();
    if (scheme == u"mailto") {
        const QString path = url.path();
        const qsizetype at = path.indexOf(u'@');
        return at > 0 && at < path.size() - 1 && !url.hasFragment();
    }
    // A name before the host is how a link hides where it goes: such a thing stays text.
    return (scheme == u"http" || scheme == u"https") && !url.host().isEmpty() && url.userInfo().isEmpty();
}

bool isEmojiPart(char32_t c)
{
    return c == 0x200D || c == 0xFE0F || c == 0x20E3 || (c >= 0x1F3FB && c <= 0x1F3FF) || (c >= 0xE0020 && c <= 0xE007F);
}

bool isEmojiBase(char32_t c)
{
    return (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x1F1E6 && c <= 0x1F1FF) || (c >= 0x2600 && c <= 0x27BF) || (c >= 0x2B05 && c <= 0x2B55)
           || c == 0x231A || c == 0x231B || (c >= 0x23E9 && c <= 0x23FA) || c == 0x1F004 || c == 0x1F0CF || (c >= 0x1F170 && c <= 0x1F251);
}

bool overlaps(const std::vector<Span>& spans, int start, int length)
{
    return std::ranges::any_of(spans, [=](const Span& s) { return start < s.start + s.length && s.start < start + length; });
}

// Takes the ` marks away and remembers what stood between them.
Paragraph parseLine(const QString& line)
{
    Paragraph paragraph;
    qsizetype from = 0;
    while (from < line.size()) {
        const qsizetype open = line.indexOf(u'`', from);
        const qsizetype close = open < 0 ? -1 : line.indexOf(u'`', open + 1);
        if (open < 0 || close < 0)
            break;
        paragraph.text += line.sliced(from, open - from);
        const QString code = line.sliced(open + 1, close - open - 1);
        if (code.trimmed().isEmpty()) {
            paragraph.text += line.sliced(open, close - open + 1);
        } else {
            const int start = static_cast<int>(paragraph.text.size());
            paragraph.spans.push_back({SpanKind::Code, start, static_cast<int>(code.size()), {}});
            paragraph.text += code;
        }
        from = close + 1;
    }
    paragraph.text += line.sliced(std::min(from, line.size()));
    for (Span& link : findLinks(paragraph.text)) {
        if (!overlaps(paragraph.spans, link.start, link.length))
            paragraph.spans.push_back(std::move(link));
    }
    std::ranges::sort(paragraph.spans, {}, &Span::start);
    return paragraph;
}

void addCode(std::vector<Paragraph>& to, const QString& block, const QString& language)
{
    if (block.isEmpty())
        return;
    bool isFirst = true;
    for (const QString& line : block.split(u'\n')) {
        to.push_back({line, {}, true, isFirst, isFirst ? language : QString()});
        isFirst = false;
    }
}

void addText(std::vector<Paragraph>& to, const QString& text)
{
    if (text.isEmpty())
        return;
    for (const QString& line : text.split(u'\n'))
        to.push_back(parseLine(line));
}

QString withoutEdgeBreaks(QString text, bool first, bool last)
{
    if (first && text.startsWith(u'\n'))
        text.remove(0, 1);
    if (last && text.endsWith(u'\n'))
        text.chop(1);
    return text;
}

// "```cpp\n" names a language; it is not part of the code.
QString languageOf(const QString& block)
{
    const qsizetype end = block.indexOf(u'\n');
    if (end < 0)
        return {};
    const QStringView first = QStringView(block).first(end).trimmed();
    const auto isPart = [](QChar c) { return c.isLetterOrNumber() || QStringView(u"+#-._").contains(c); };
    return first.size() <= 16 && std::ranges::all_of(first, isPart) ? first.toString() : QString();
}

} // namespace

std::vector<Span> findLinks(const QString& text)
{
    std::vector<Span> links;
    static constexpr QStringView kSchemes[] = {u"http://", u"https://", u"mailto:"};
    qsizetype from = 0;
    while (from < text.size()) {
        qsizetype start = -1;
        for (const QStringView scheme : kSchemes) {
            const qsizetype found = text.indexOf(scheme, from, Qt::CaseInsensitive);
            if (found >= 0 && (start < 0 || found < start))
                start = found;
        }
        if (start < 0)
            return links;
        qsizetype end = start;
        while (end < text.size() && isLinkCharacter(text[end]))
            ++end;
        const bool isInsideWord = start > 0 && text[start - 1].isLetterOrNumber();
        const int length = trimmedEnd(QStringView(text).sliced(start, end - start));
        const QString target = text.sliced(start, length);
        if (!isInsideWord && length <= kLinkLength && isTarget(target))
            links.push_back({SpanKind::Link, static_cast<int>(start), length, target});
        from = std::max(end, start + 1);
    }
    return links;
}

bool isEmojiOnly(const QString& text)
{
    if (text.isEmpty() || text.size() > kLargeEmoji * 16)
        return false;
    bool hasBase = false;
    for (const char32_t c : text.toUcs4()) {
        if (c == U' ')
            continue;
        const bool isBase = isEmojiBase(c);
        if (!isBase && !isEmojiPart(c))
            return false;
        hasBase = hasBase || isBase;
    }
    if (!hasBase)
        return false;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    int count = 0;
    for (qsizetype at = 0, next = finder.toNextBoundary(); next >= 0; at = next, next = finder.toNextBoundary())
        count += text[at] == u' ' ? 0 : 1;
    return count <= kLargeEmoji;
}

Markup parseMarkup(const QString& text)
{
    Markup markup;
    markup.isEmojiOnly = isEmojiOnly(text);
    static constexpr QStringView kFence = u"```";
    qsizetype from = 0;
    while (from <= text.size()) {
        const qsizetype open = text.indexOf(kFence, from);
        const qsizetype close = open < 0 ? -1 : text.indexOf(kFence, open + kFence.size());
        if (close < 0)
            break;
        addText(markup.paragraphs, withoutEdgeBreaks(text.sliced(from, open - from), from > 0, true));
        QString block = text.sliced(open + kFence.size(), close - open - kFence.size());
        const QString language = languageOf(block);
        const qsizetype firstBreak = block.indexOf(u'\n');
        if (firstBreak >= 0 && (!language.isEmpty() || QStringView(block).first(firstBreak).trimmed().isEmpty()))
            block.remove(0, firstBreak + 1);
        addCode(markup.paragraphs, withoutEdgeBreaks(block, false, true), language);
        from = close + kFence.size();
    }
    addText(markup.paragraphs, withoutEdgeBreaks(text.sliced(std::min(from, text.size())), from > 0, false));
    if (markup.paragraphs.empty())
        markup.paragraphs.emplace_back();
    return markup;
}

QString plainText(const Markup& markup)
{
    QString text;
    for (const Paragraph& paragraph : markup.paragraphs) {
        if (&paragraph != &markup.paragraphs.front())
            text += u'\n';
        text += paragraph.text;
    }
    return text;
}

} // namespace chatroom::clientgui
