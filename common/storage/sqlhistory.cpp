#include "storage/sqlhistory.h"

#include "protocol/message.h"
#include "protocol/messageid.h"
#include "storage/entryline.h"

#include <algorithm>
#include <array>
#include <limits>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;
using protocol::view;

namespace {

// A statement of many rows costs little more than one of one row; these numbers of rows are prepared.
constexpr std::array<std::size_t, 3> kRowsAtOnce{32, 8, 1};
constexpr qint64 kFirst = std::numeric_limits<qint64>::min();
constexpr qint64 kLast = std::numeric_limits<qint64>::max();

qint64 millisecondsOf(Timestamp time)
{
    return time.time_since_epoch().count();
}

} // namespace

SqlHistory::SqlHistory(Database& database, Places& places, SearchIndex& index) : m_database(database), m_places(places), m_index(index)
{
    for (const std::size_t rows : kRowsAtOnce)
        m_insertions.emplace(rows, index.insertion(static_cast<int>(rows)));
}

Done SqlHistory::add(std::span<const Write> entries)
{
    while (!entries.empty()) {
        const std::size_t rows = *std::ranges::find_if(kRowsAtOnce, [&](std::size_t each) { return each <= entries.size(); });
        if (auto done = addRows(entries.first(rows)); !done)
            return done;
        entries = entries.subspan(rows);
    }
    return {};
}

Done SqlHistory::addRows(std::span<const Write> entries)
{
    const auto query = m_database.prepared(m_insertions.at(entries.size()));
    if (!query)
        return Unexpected{query.error()};
    int position = 0;
    for (const Write& each : entries) {
        const auto& entry = std::get<Entry>(each);
        const auto place = m_places.idFor(entry.place);
        if (!place)
            return Unexpected{place.error()};
        (*query)->bindValue(position, *place);
        (*query)->bindValue(position + 1, value(entry.time));
        (*query)->bindValue(position + 2, traitsOf(entry));
        (*query)->bindValue(position + 3, lineOf(entry));
        m_index.bindMore(**query, position + 4, entry, *place);
        position += m_index.valuesOfRow();
    }
    return m_database.execute(**query);
}

Outcome<Timestamp> SqlHistory::latest()
{
    const auto time = m_database.number(u"SELECT time FROM entry ORDER BY id DESC LIMIT 1"_s);
    if (!time)
        return Unexpected{time.error()};
    return Timestamp{std::chrono::milliseconds{time->value_or(0)}};
}

// Among the few entries of the moment that is in the id.
Outcome<std::optional<qint64>> SqlHistory::find(PlaceId place, const QByteArray& messageId)
{
    std::optional<qint64> id;
    const auto time = protocol::timeOfMessageId(view(messageId));
    if (!time)
        return id;
    const auto done =
        m_database.run(u"SELECT id, line FROM entry WHERE place = ? AND time = ?"_s, {place, value(*time)}, [&](const Row& row) {
            if (hasMessageId(row.bytes(1), messageId))
                id = row.number(0);
        });
    if (!done)
        return Unexpected{done.error()};
    return id;
}

Outcome<std::vector<StoredEntry>> SqlHistory::stored(const Place& place, const QByteArray& messageId)
{
    std::vector<StoredEntry> found;
    const auto id = m_places.find(place);
    if (!id)
        return Unexpected{id.error()};
    if (!*id)
        return found;
    const auto row = find(**id, messageId);
    if (!row)
        return Unexpected{row.error()};
    if (!*row)
        return found;
    const auto done = m_database.run(u"SELECT time, traits, line FROM entry WHERE id = ?"_s, {**row}, [&](const Row& values) {
        found.push_back({**row, **id, entryOf(place, values.time(0), values.integer(1), values.bytes(2))});
    });
    if (!done)
        return Unexpected{done.error()};
    return found;
}

Outcome<Entries> SqlHistory::entry(const EntryQuery& query)
{
    auto found = stored(query.place, query.messageId);
    if (!found)
        return Unexpected{found.error()};
    return found->empty() ? Entries{} : Entries{std::move(found->front().entry)};
}

Outcome<bool> SqlHistory::has(const Entry& entry)
{
    const auto place = m_places.find(entry.place);
    if (!place)
        return Unexpected{place.error()};
    if (!*place)
        return false;
    const auto id = find(**place, entry.messageId);
    if (!id)
        return Unexpected{id.error()};
    return id->has_value();
}

Outcome<SqlHistory::Position> SqlHistory::edge(PlaceId place, const Bound& bound, Side side)
{
    Timestamp time = bound.time;
    if (!bound.messageId.isEmpty()) {
        const auto id = find(place, bound.messageId);
        if (!id)
            return Unexpected{id.error()};
        time = protocol::timeOfMessageId(view(bound.messageId)).value_or(bound.time);
        if (*id)
            return Position{millisecondsOf(time), **id};
    }
    return Position{millisecondsOf(time), side == Side::Before ? kFirst : kLast};
}

Outcome<Entries> SqlHistory::between(PlaceId place, const HistoryQuery& query, Position after, Position before, bool isAscending, int limit)
{
    static const QString sql = u"SELECT time, traits, line FROM entry WHERE place = ? AND (time, id) > (?, ?) AND (time, id) < (?, ?)"
                               " AND %1 <= ? AND %2 <= ? ORDER BY time %3, id %3 LIMIT ?"_s.arg(QLatin1StringView(kVerbOfTraits),
                                                                                                QLatin1StringView(kReadersOfTraits));
    Entries found;
    const auto done = m_database.run(
        sql.arg(isAscending ? u"ASC"_s : u"DESC"_s),
        {place, after.time, after.id, before.time, before.id, mostVerb(query.withEvents), static_cast<int>(query.reader), limit},
        [&](const Row& row) { found.push_back(entryOf(query.place, row.time(0), row.integer(1), row.bytes(2))); });
    if (!done)
        return Unexpected{done.error()};
    if (!isAscending)
        std::ranges::reverse(found);
    return found;
}

Outcome<Entries> SqlHistory::around(PlaceId place, const HistoryQuery& query)
{
    auto center = edge(place, query.center, Side::Before);
    if (!center)
        return Unexpected{center.error()};
    auto found = between(place, query, {kFirst, kFirst}, *center, false, query.limit / 2);
    if (!found)
        return found;
    if (center->id != kFirst)
        --center->id; // the entry itself is among those behind
    auto behind = between(place, query, *center, {kLast, kLast}, true, query.limit - query.limit / 2);
    if (!behind)
        return behind;
    std::ranges::move(*behind, std::back_inserter(*found));
    return found;
}

Outcome<Entries> SqlHistory::read(const HistoryQuery& query)
{
    const auto place = m_places.find(query.place);
    if (!place)
        return Unexpected{place.error()};
    if (!*place || query.limit <= 0)
        return Entries{};
    if (query.shape == HistoryQuery::Shape::Around)
        return around(**place, query);
    Position after{kFirst, kFirst}, before{kLast, kLast};
    if (query.after) {
        const auto found = edge(**place, *query.after, Side::Behind);
        if (!found)
            return Unexpected{found.error()};
        after = *found;
    }
    if (query.before) {
        const auto found = edge(**place, *query.before, Side::Before);
        if (!found)
            return Unexpected{found.error()};
        before = *found;
    }
    bool isAscending = query.shape == HistoryQuery::Shape::Oldest;
    const bool areEntries = after.id != kLast && before.id != kFirst;
    if (areEntries && after.time == before.time && before.id < after.id) {
        std::swap(after, before);
        isAscending = !isAscending;
    }
    return between(**place, query, after, before, isAscending, query.limit);
}

Outcome<std::vector<TargetRow>> SqlHistory::targets(const TargetsQuery& query)
{
    static const QString sql =
        u"SELECT time FROM entry WHERE place = ? AND time > ? AND %1 <= ? AND %2 <= ?"
        " ORDER BY time DESC, id DESC LIMIT 1"_s.arg(QLatin1StringView(kVerbOfTraits), QLatin1StringView(kReadersOfTraits));
    const auto places = m_places.readable(query.places, query.account);
    if (!places)
        return Unexpected{places.error()};
    std::vector<TargetRow> rows;
    for (const NumberedPlace& each : *places) {
        const auto time = m_database.number(sql, {each.id, value(query.after), mostVerb(query.withEvents), static_cast<int>(each.reader)});
        if (!time)
            return Unexpected{time.error()};
        if (*time && **time < millisecondsOf(query.before))
            rows.push_back({each.place, Timestamp{std::chrono::milliseconds{**time}}});
    }
    std::ranges::stable_sort(rows, {}, &TargetRow::latest);
    const auto excess = static_cast<std::ptrdiff_t>(rows.size()) - query.limit;
    if (excess > 0 && query.isNewestFirst)
        rows.erase(rows.begin(), rows.begin() + excess);
    else if (excess > 0)
        rows.erase(rows.end() - excess, rows.end());
    return rows;
}

// Times ascend with the ids, so that halving finds it: the lowest id whose entry is not before that time.
Outcome<qint64> SqlHistory::firstIdAt(qint64 time)
{
    qint64 low = 0, high = 0;
    const auto ends = m_database.run(u"SELECT (SELECT min(id) FROM entry), (SELECT max(id) FROM entry)"_s, {}, [&](const Row& row) {
        low = row.number(0);
        high = row.number(1) + 1;
    });
    if (!ends)
        return Unexpected{ends.error()};
    while (low < high) {
        const qint64 middle = low + (high - low) / 2;
        qint64 id = high, found = kLast;
        const auto done = m_database.run(u"SELECT id, time FROM entry WHERE id >= ? ORDER BY id LIMIT 1"_s, {middle}, [&](const Row& row) {
            id = row.number(0);
            found = row.number(1);
        });
        if (!done)
            return Unexpected{done.error()};
        if (found < time)
            low = id + 1;
        else
            high = middle;
    }
    return low;
}

Outcome<IdRange> SqlHistory::idsBetween(std::optional<Timestamp> after, std::optional<Timestamp> before)
{
    IdRange range{0, kLast};
    if (after) {
        const auto first = firstIdAt(millisecondsOf(*after));
        if (!first)
            return Unexpected{first.error()};
        range.first = *first;
    }
    if (before) {
        const auto behind = firstIdAt(millisecondsOf(*before) + 1);
        if (!behind)
            return Unexpected{behind.error()};
        range.last = *behind - 1;
        return range;
    }
    const auto newest = m_database.number(u"SELECT max(id) FROM entry"_s);
    if (!newest)
        return Unexpected{newest.error()};
    range.last = newest->value_or(0);
    return range;
}

Outcome<Entries> SqlHistory::search(const SearchQuery& query)
{
    Entries found;
    const auto done = m_database.read([&]() -> Done {
        const auto places = m_places.readable(query.places, query.account);
        if (!places)
            return Unexpected{places.error()};
        const auto range = idsBetween(query.after, query.before);
        if (!range)
            return Unexpected{range.error()};
        if (places->empty() || range->first > range->last || query.limit <= 0)
            return {};
        auto entries = m_index.find(query, *places, *range);
        if (!entries)
            return Unexpected{entries.error()};
        found = std::move(*entries);
        return {};
    });
    if (!done)
        return Unexpected{done.error()};
    return found;
}

} // namespace chatroom::storage
