// Entries in a database: how they are added, asked for and taken away.
//
// Entries are added in statements of many rows. Each question walks the index on place and time from a bound, in the order of
// the answer, and reads no more than it answers and what it has to leave out.
#pragma once

#include "storage/searchindex.h"

#include <map>

namespace chatroom::storage {

class SqlHistory final
{
public:
    SqlHistory(Database& database, Places& places, SearchIndex& index);

    // In a transaction.
    Done add(std::span<const Write> entries); // all of them are entries
    Done erase(const EraseEntry& erase);
    Done bury(const Tombstone& tombstone);

    [[nodiscard]] Outcome<Timestamp> latest();
    [[nodiscard]] Outcome<bool> has(const Entry& entry);
    [[nodiscard]] Outcome<Entries> read(const HistoryQuery& query);
    [[nodiscard]] Outcome<std::vector<TargetRow>> targets(const TargetsQuery& query);
    [[nodiscard]] Outcome<Entries> search(const SearchQuery& query);
    [[nodiscard]] Outcome<Entries> entry(const EntryQuery& query);

    // One step of taking away what is too old, too many or forgotten; false when there was nothing.
    Outcome<bool> takeAwaySome(const Retention& retention);

private:
    // In the order of a history: by time and, within a millisecond, by commit.
    struct Position final
    {
        qint64 time = 0, id = 0;
    };
    enum class Side : std::uint8_t { Before, Behind }; // of the entry, or of the moment

    Done addRows(std::span<const Write> entries);
    [[nodiscard]] Outcome<std::optional<qint64>> find(PlaceId place, const QByteArray& messageId);
    [[nodiscard]] Outcome<std::vector<StoredEntry>> stored(const Place& place, const QByteArray& messageId); // one or none
    [[nodiscard]] Outcome<Position> edge(PlaceId place, const Bound& bound, Side side);
    [[nodiscard]] Outcome<Entries> between(PlaceId place, const HistoryQuery& query, Position after, Position before, bool isAscending,
                                           int limit);
    [[nodiscard]] Outcome<Entries> around(PlaceId place, const HistoryQuery& query);
    [[nodiscard]] Outcome<qint64> firstIdAt(qint64 time);
    [[nodiscard]] Outcome<IdRange> idsBetween(std::optional<Timestamp> after, std::optional<Timestamp> before);
    // Without their places.
    [[nodiscard]] Outcome<std::vector<StoredEntry>> entriesOf(const QString& condition, Database::Values values);
    [[nodiscard]] Outcome<std::vector<StoredEntry>> doomed(const Retention& retention);
    Done count();
    Done takeAway(std::span<const StoredEntry> entries);

    Database& m_database;
    Places& m_places;
    SearchIndex& m_index;
    std::map<std::size_t, QString> m_insertions; // by the number of their rows
    bool m_isTrimming = false;                   // a place has more than it may, and goes down to what it may
};

} // namespace chatroom::storage
