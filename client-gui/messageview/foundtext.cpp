#include "client-gui/messageview/foundtext.h"

#include "protocol/search.h"

#include <algorithm>

namespace chatroom::clientgui {

namespace {

bool isWordPart(QChar c)
{
    return c.isLetterOrNumber() || c.isMark() || c.isSurrogate();
}

} // namespace

FoundText FoundText::letters(const QString& text)
{
    FoundText found;
    if (!text.isEmpty())
        found.m_parts.push_back({QStringMatcher(text, Qt::CaseInsensitive), false, false});
    return found;
}

FoundText FoundText::words(const QString& query)
{
    FoundText found;
    for (const protocol::SearchTerm& term : protocol::parseSearchText(query)) {
        for (const QString& word : term.words)
            found.m_parts.push_back({QStringMatcher(word, Qt::CaseInsensitive), true, term.isPrefix && &word == &term.words.back()});
    }
    return found;
}

std::optional<FoundRange> FoundText::nextOf(const Part& part, const QString& text, qsizetype from)
{
    const qsizetype length = part.matcher.pattern().size();
    for (qsizetype at = part.matcher.indexIn(text, from); at >= 0; at = part.matcher.indexIn(text, at + length)) {
        const qsizetype end = at + length;
        const bool beginsWord = at == 0 || !isWordPart(text[at - 1]);
        const bool endsWord = end == text.size() || !isWordPart(text[end]);
        if (!part.isWord || (beginsWord && (endsWord || part.isPrefix)))
            return FoundRange{static_cast<int>(at), static_cast<int>(length)};
    }
    return std::nullopt;
}

bool FoundText::isIn(const QString& text) const
{
    return !isEmpty() && std::ranges::all_of(m_parts, [&](const Part& part) { return nextOf(part, text, 0).has_value(); });
}

std::vector<FoundRange> FoundText::rangesIn(const QString& text) const
{
    std::vector<FoundRange> ranges;
    for (const Part& part : m_parts) {
        for (auto next = nextOf(part, text, 0); next; next = nextOf(part, text, next->start + next->length))
            ranges.push_back(*next);
    }
    std::ranges::sort(ranges, {}, &FoundRange::start);
    std::vector<FoundRange> apart;
    for (const FoundRange& range : ranges) {
        const bool overlaps = !apart.empty() && range.start < apart.back().start + apart.back().length;
        if (overlaps)
            apart.back().length = std::max(apart.back().length, range.start + range.length - apart.back().start);
        else
            apart.push_back(range);
    }
    return apart;
}

} // namespace chatroom::clientgui
