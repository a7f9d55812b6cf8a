#include "protocol/search.h"

#include "protocol/limits.h"
#include "protocol/message.h"
#include "protocol/tags.h"
#include "protocol/timestamp.h"

namespace chatroom::protocol {

namespace {

bool isWordPart(char32_t c)
{
    return QChar::isLetterOrNumber(c) || QChar::isMark(c);
}

// Of scripts that put no spaces between words. Where one begins only a dictionary knows, so each sign counts as a word, and what
// stands together is found as a phrase.
bool isWordAlone(char32_t c)
{
    switch (QChar::script(c)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar: return true;
    default: return false;
    }
}

// Calls visit(codePoint, text) for each code point.
template <typename Visit>
void forEachCharacter(const QString& text, Visit&& visit)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isPair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        const char32_t c = isPair ? QChar::surrogateToUcs4(text[i], text[i + 1]) : text[i].unicode();
        visit(c, QStringView(text).mid(i, isPair ? 2 : 1));
        i += isPair ? 1 : 0;
    }
}

// Gathers words into terms.
class TermReader final
{
public:
    void take(char32_t c, QStringView text)
    {
        if (isWordPart(c)) {
            const bool isAlone = isWordAlone(c);
            if (isAlone)
                endWord();
            m_word += text;
            if (isAlone)
                endWord();
            return;
        }
        endWord();
        if (c == U'"')
            toggleQuote();
        else if (c == U'*')
            markPrefix();
        else
            m_isBehindWord = false;
        if (!m_isQuoted && c != U'*')
            endTerm();
    }

    std::vector<SearchTerm> finish()
    {
        endWord();
        endTerm();
        return std::move(m_terms);
    }

private:
    void endWord()
    {
        if (m_word.isEmpty())
            return;
        m_term.words += std::exchange(m_word, {}).toLower(); // not a name
        m_isBehindWord = true;
    }
    void endTerm()
    {
        if (!m_term.words.isEmpty() && m_terms.size() < limits::kSearchTerms)
            m_terms.push_back(m_term);
        m_term = {};
        m_isBehindWord = false;
    }
    void toggleQuote()
    {
        if (!m_isQuoted)
            endTerm();
        m_isQuoted = !m_isQuoted;
    }
    // "hel*" and "hello wor*": the star stands right behind a word.
    void markPrefix() { m_term.isPrefix = m_term.isPrefix || m_isBehindWord; }

    std::vector<SearchTerm> m_terms;
    SearchTerm m_term;
    QString m_word;
    bool m_isQuoted = false;
    bool m_isBehindWord = false;
};

} // namespace

std::vector<SearchTerm> parseSearchText(const QString& text)
{
    TermReader reader;
    forEachCharacter(text, [&reader](char32_t c, QStringView each) { reader.take(c, each); });
    return reader.finish();
}

QStringList searchWords(const QString& text)
{
    QStringList words;
    QString word;
    const auto end = [&] {
        if (!word.isEmpty())
            words += std::exchange(word, {}).toLower(); // not a name
    };
    forEachCharacter(text, [&](char32_t c, QStringView each) {
        const bool isPart = isWordPart(c);
        const bool isAlone = isPart && isWordAlone(c);
        if (!isPart || isAlone)
            end();
        if (isPart)
            word += each;
        if (isAlone)
            end();
    });
    end();
    return words;
}

QByteArray SearchAttributes::toBytes() const
{
    QByteArray all;
    const auto add = [&all](const char* key, const QByteArray& value) {
        if (!value.isEmpty())
            all += (all.isEmpty() ? QByteArray() : QByteArray(";")) + key + '=' + escapeTagValue(view(value));
    };
    add("in", in);
    add("from", from);
    if (after)
        add("after", formatTimestamp(*after));
    if (before)
        add("before", formatTimestamp(*before));
    if (limit)
        add("limit", QByteArray::number(*limit));
    add("text", text);
    return all;
}

Result<SearchAttributes, SearchAttributeError> parseSearchAttributes(std::string_view attributes)
{
    SearchAttributes found;
    const TagsView tags{attributes};
    for (const auto& [key, into] : {std::pair{"in", &found.in}, {"from", &found.from}, {"text", &found.text}})
        *into = tags.value(key).value_or(QByteArray());
    for (const auto& [key, into] : {std::pair{"after", &found.after}, {"before", &found.before}}) {
        const auto value = tags.value(key);
        *into = value ? parseTimestamp(view(*value)) : std::nullopt;
        if (value && !*into)
            return Unexpected{SearchAttributeError{key}};
    }
    if (const auto limit = tags.value("limit")) {
        bool isNumber = false;
        const int number = limit->toInt(&isNumber);
        if (!isNumber || number <= 0)
            return Unexpected{SearchAttributeError{"limit"}};
        found.limit = number;
    }
    return found;
}

} // namespace chatroom::protocol
