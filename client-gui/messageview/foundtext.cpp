#include "client-gui/messageview/foundtext.h"

#include "protocol/search.h"

#include <algorithm>
#include <iterator>

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
        found.m_parts.push_back({text, false, false});
    return found;
}

FoundText FoundText::words(const QString& query)
{
    FoundText found;
    for (const protocol::SearchTerm& term : protocol::parseSearchText(query)) {
        for (const QString& word : term.words)
            found.m_parts.push_back({word, true, term.isPrefix && &word == &term.words.back()});
    }
    return found;
}

std::vector<FoundRange> FoundText::rangesOf(const Part& part, const QString& text)
{
    std::vector<FoundRange> ranges;
    for (qsizetype at = text.indexOf(part.text, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(part.text, at + part.text.size(), Qt::CaseInsensitive)) {
        const qsizetype end = at + part.text.size();
        const bool beginsWord = at == 0 || !isWordPart(text[at - 1]);
        const bool endsWord = end == text.size() || !isWordPart(text[end]);
        if (!part.isWord || (beginsWord && (endsWord || part.isPrefix)))
            ranges.push_back({static_cast<int>(at), static_cast<int>(part.text.size())});
    }
    return ranges;
}

bool FoundText::isIn(const QString& text) const
{
    return !isEmpty() && std::ranges::all_of(m_parts, [&](const Part& part) { return !rangesOf(part, text).empty(); });
}

std::vector<FoundRange> FoundText::rangesIn(const QString& text) const
{
    std::vector<FoundRange> ranges;
    for (const Part& part : m_parts)
        std::ranges::copy(rangesOf(part, text), std::back_inserter(ranges));
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
