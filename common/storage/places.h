// The numbers of places in a database. Those who write keep them; those who read ask each time, since a writer elsewhere may have
// forgotten a place.
#pragma once

#include "storage/database.h"

#include <map>
#include <vector>

namespace chatroom::storage {

using PlaceId = qint64;

struct NumberedPlace final
{
    PlaceId id = 0;
    Place place;
    Readers reader = Readers::Everyone;
};

class Places final
{
public:
    explicit Places(Database& database) : m_database(database) {}

    // In a transaction; made when it is not there.
    [[nodiscard]] Outcome<PlaceId> idFor(const Place& place);
    [[nodiscard]] Outcome<std::optional<PlaceId>> find(const Place& place);
    [[nodiscard]] Outcome<std::vector<NumberedPlace>> readable(const std::vector<ReadablePlace>& places,
                                                               const protocol::FoldedName& account);
    // Nobody finds it any more; what was in it goes bit by bit.
    Done forget(const Place& place);
    Done forgetConversationsOf(const protocol::FoldedName& account);
    // `to` is the place of no room.
    Done rename(const Place& from, const Place& to);
    // What was numbered in a transaction that failed is not.
    void dropCache() { m_known.clear(); }

private:
    Database& m_database;
    std::map<Place, PlaceId> m_known;
};

} // namespace chatroom::storage
