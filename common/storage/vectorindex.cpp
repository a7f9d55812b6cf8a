#include "storage/vectorindex.h"

#include "storage/entryline.h"

#include <algorithm>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

// PostgreSQL, "Text Search Limitations": positions are counted up to this, and a lexeme has less than 2 KiB.
constexpr qsizetype kMostPosition = 16'383;
constexpr qsizetype kLexemeCharacters = 500; // 4 bytes each at most
// The first range of ids that is looked at, and how it grows.
constexpr qint64 kFirstRange = 4'096;
constexpr qint64 kGrowth = 16;

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

QString queryOf(const SearchQuery& query, const std::vector<NumberedPlace>& places)
{
    QStringList marks;
    for (const QString& each : placeMarks(places))
        marks += u'\'' + each + u'\'';
    QString all = u'(' + marks.join(u" | ") + u')';
    if (!query.from.isEmpty())
        all += u" & '%1'"_s.arg(senderMark(query.from.bytes()));
    for (const protocol::SearchTerm& term : query.terms) {
        QStringList phrase;
        for (const QString& word : term.words)
            phrase += lexeme(word);
        all += u" & ("_s + phrase.join(u" <-> ") + (term.isPrefix ? u":*)"_s : u")"_s);
    }
    return all;
}

} // namespace

QString VectorIndex::insertion(int rows) const
{
    return u"INSERT INTO entry (place, time, traits, line, words) VALUES "_s
           + QStringList(rows, u"(?,?,?,?,CAST(? AS tsvector))"_s).join(u',');
}

void VectorIndex::bindMore(QSqlQuery& query, int position, const Entry& entry, PlaceId place) const
{
    query.bindValue(position, isSpoken(entry.verb) ? QVariant(vectorOf(entry, place)) : QVariant(QMetaType::fromType<QString>()));
}

Outcome<Entries> VectorIndex::find(const SearchQuery& query, const std::vector<NumberedPlace>& places, IdRange range)
{
    std::map<PlaceId, const Place*> byId;
    for (const NumberedPlace& each : places)
        byId.emplace(each.id, &each.place);
    const bool isAscending = query.after.has_value();
    const QString sql = u"SELECT place, time, traits, line FROM entry WHERE words @@ CAST(? AS tsquery) AND id BETWEEN ? AND ?"
                        " ORDER BY id %1 LIMIT ?"_s.arg(isAscending ? u"ASC"_s : u"DESC"_s);
    const QString match = queryOf(query, places);
    Entries found;
    qint64 size = kFirstRange;
    while (range.first <= range.last && static_cast<int>(found.size()) < query.limit) {
        const IdRange part = isAscending ? IdRange{range.first, std::min(range.last, range.first + size - 1)}
                                         : IdRange{std::max(range.first, range.last - size + 1), range.last};
        const auto read =
            m_database.run(sql, {match, part.first, part.last, query.limit - static_cast<int>(found.size())}, [&](const Row& row) {
                found.push_back(entryOf(*byId.at(row.number(0)), row.time(1), row.integer(2), row.bytes(3)));
            });
        if (!read)
            return Unexpected{read.error()};
        (isAscending ? range.first : range.last) = isAscending ? part.last + 1 : part.first - 1;
        size *= kGrowth;
    }
    if (!isAscending)
        std::ranges::reverse(found);
    return found;
}

} // namespace chatroom::storage
