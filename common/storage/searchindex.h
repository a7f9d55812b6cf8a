// How the words of a history are found; each database has its own way.
#pragma once

#include "storage/places.h"

#include <memory>
#include <span>
#include <vector>

namespace chatroom::storage {

struct StoredEntry final
{
    qint64 id = 0;
    PlaceId place = 0;
    Entry entry;
};

// Of ids, both inclusive.
struct IdRange final
{
    qint64 first = 0, last = 0;
};

class SearchIndex
{
public:
    SearchIndex() = default;
    Q_DISABLE_COPY_MOVE(SearchIndex)
    virtual ~SearchIndex() = default;

    // The statement that adds so many entries: place, time, traits and line of each, and what bindMore() adds.
    [[nodiscard]] virtual QString insertion(int rows) const = 0;
    [[nodiscard]] virtual int valuesOfRow() const = 0;
    virtual void bindMore(QSqlQuery& query, int position, const Entry& entry, PlaceId place) const = 0;

    // The statement that makes an entry one that is not spoken: its traits, its line and its id.
    [[nodiscard]] virtual QString silencing() const = 0;

    // In the transaction which deletes or silences them, before that.
    virtual Done forget(std::span<const StoredEntry> entries) = 0;

    virtual Done catchUp() = 0;
    // One step; true while there is more to do.
    virtual Outcome<bool> upkeep() = 0;

    // In a transaction. At most `limit`, ascending; the newest or the oldest of the range.
    [[nodiscard]] virtual Outcome<Entries> find(const SearchQuery& query, const std::vector<NumberedPlace>& places, IdRange range) = 0;
};

// A mark in the index for a place and the readers of an entry, and those that somebody may read.
[[nodiscard]] QString placeMark(PlaceId place, Readers readers);
[[nodiscard]] QStringList placeMarks(const std::vector<NumberedPlace>& places);
[[nodiscard]] QString senderMark(const QByteArray& folded);

[[nodiscard]] std::unique_ptr<SearchIndex> makeSearchIndex(Database& database);

} // namespace chatroom::storage
