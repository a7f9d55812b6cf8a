#include "storage/vectorindex.h"

#include "storage/entryline.h"

#include <algorithm>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

// PostgreSQL, "Text Search Limitations": positions are counted up to this, and a lexeme has less than 2 KiB.
constexpr qsizetype kMostPosition = 16'383;
constexpr qsizetype kLexemeCharacters = 500; // 4 bytes each at most
// So many of the latest entries are read one by one, before the index is asked.
constexpr qint64 kWindow = 4'096;
// The lists of more places than these are not merged: the words find the entries, and their places are looked at.
constexpr qsizetype kMostMarks = 24;

// What each may read, where places are not among the words that are looked for.
constexpr auto kPlaces =
    u" AND ((place + 0 = ANY(CAST(? AS bigint[])) AND ((traits >> 8) & 255) = 0)"
    " OR (place + 0 = ANY(CAST(? AS bigint[])) AND ((traits >> 8) & 255) <= 1) OR place + 0 = ANY(CAST(? AS bigint[])))";

// Words are letters, marks and digits, so that nothing in them ends a quoted lexeme. Those of texts have a prefix that no mark has.
QString lexeme(const QString& word)
{
    return u"'w"_s + word.left(kLexemeCharacters) + u'\'';
}

// PostgreSQL, "Text Search Types".
QString vectorOf(const Entry& entry, PlaceId place)
{
    QString vector = u"'%1' '%2'"_s.arg(placeMark(place, entry.readers), senderMark(senderOf(entry)));
    qsizetype position = 0;
    for (const QString& word : protocol::searchWords(QString::fromUtf8(entry.text)))
        vector += u' ' + lexeme(word) + u':' + QString::number(std::min(++position, kMostPosition));
    return vector;
}

QString phraseOf(const protocol::SearchTerm& term)
{
    QStringList phrase;
    for (const QString& word : term.words)
        phrase += lexeme(word);
    return u'(' + phrase.join(u" <-> ") + (term.isPrefix ? u":*)"_s : u")"_s);
}

QString queryOf(const SearchQuery& query, const QStringList& marks)
{
    QStringList parts;
    if (!marks.isEmpty())
        parts += u"('"_s + marks.join(u"' | '") + u"')"_s;
    if (!query.from.isEmpty())
        parts += u'\'' + senderMark(query.from.bytes()) + u'\'';
    for (const protocol::SearchTerm& term : query.terms)
        parts += phraseOf(term);
    return parts.join(u" & ");
}

// An array of those who are read as `reader`.
QString idsFor(const std::vector<NumberedPlace>& places, Readers reader)
{
    QStringList ids;
    for (const NumberedPlace& each : places) {
        if (each.reader == reader)
            ids += QString::number(each.id);
    }
    return u'{' + ids.join(u',') + u'}';
}

} // namespace

QString VectorIndex::insertion(int rows) const
{
    return u"INSERT INTO entry (place, time, traits, line, words) VALUES "_s
           + QStringList(rows, u"(?,?,?,?,CAST(? AS tsvector))"_s).join(u',');
}

QString VectorIndex::silencing() const
{
    return u"UPDATE entry SET traits = ?, line = ?, words = NULL WHERE id = ?"_s;
}

void VectorIndex::bindMore(QSqlQuery& query, int position, const Entry& entry, PlaceId place) const
{
    query.bindValue(position, isSpoken(entry.verb) ? QVariant(vectorOf(entry, place)) : QVariant(QMetaType::fromType<QString>()));
}

Done VectorIndex::findIn(IdRange range, const Asked& asked, Way way, Entries& found)
{
    // One index alone has a part in it, whatever PostgreSQL takes to be rare or common: IS TRUE keeps that of the words out of it,
    // a sum that of the ids and of the places.
    const bool isWalk = way == Way::Walk;
    const QString sql = u"SELECT place, time, traits, line FROM entry WHERE %1%2 AND %3 BETWEEN ? AND ? ORDER BY %3 %4 LIMIT ?"_s.arg(
        isWalk ? u"(words @@ CAST(? AS tsquery)) IS TRUE"_s : u"words @@ CAST(? AS tsquery)"_s,
        asked.hasMarks ? QString() : QString::fromUtf16(kPlaces), isWalk ? u"id"_s : u"id + 0"_s, asked.isAscending ? u"ASC"_s : u"DESC"_s);
    QVariantList values{asked.match};
    if (!asked.hasMarks)
        values += {asked.ids[0], asked.ids[1], asked.ids[2]};
    values += {range.first, range.last, asked.limit - static_cast<int>(found.size())};
    const auto query = m_database.prepared(sql);
    if (!query)
        return Unexpected{query.error()};
    for (int i = 0; i < values.size(); ++i)
        (*query)->bindValue(i, values[i]);
    return m_database.execute(**query, [&](const Row& row) {
        found.push_back(entryOf(*asked.byId.at(row.number(0)), row.time(1), row.integer(2), row.bytes(3)));
    });
}

Outcome<Entries> VectorIndex::find(const SearchQuery& query, const std::vector<NumberedPlace>& places, IdRange range)
{
    Asked asked;
    for (const NumberedPlace& each : places)
        asked.byId.emplace(each.id, &each.place);
    const QStringList marks = placeMarks(places);
    asked.hasMarks = marks.size() <= kMostMarks || (query.terms.empty() && query.from.isEmpty());
    asked.match = queryOf(query, asked.hasMarks ? marks : QStringList());
    asked.ids = {idsFor(places, Readers::Everyone), idsFor(places, Readers::Voiced), idsFor(places, Readers::Operators)};
    asked.isAscending = query.after.has_value();
    asked.limit = query.limit;
    const IdRange window = asked.isAscending ? IdRange{range.first, std::min(range.last, range.first + kWindow - 1)}
                                             : IdRange{std::max(range.first, range.last - kWindow + 1), range.last};
    const IdRange rest = asked.isAscending ? IdRange{window.last + 1, range.last} : IdRange{range.first, window.first - 1};
    Entries found;
    if (const auto done = findIn(window, asked, Way::Walk, found); !done)
        return Unexpected{done.error()};
    if (rest.first <= rest.last && static_cast<int>(found.size()) < query.limit) {
        if (const auto done = findIn(rest, asked, Way::Words, found); !done)
            return Unexpected{done.error()};
    }
    if (!asked.isAscending)
        std::ranges::reverse(found);
    return found;
}

} // namespace chatroom::storage
