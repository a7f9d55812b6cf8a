// Records of rooms in a database. In a transaction where something is written.
#pragma once

#include "storage/places.h"

namespace chatroom::storage {

class SqlRooms final
{
public:
    SqlRooms(Database& database, Places& places) : m_database(database), m_places(places) {}

    Done write(const RoomRecord& room);
    Done rename(const RenameRoom& rename);
    Done forgetRanksOf(const protocol::FoldedName& account);
    [[nodiscard]] Outcome<std::vector<RoomRecord>> read(); // by their folded names

private:
    [[nodiscard]] Outcome<bool> isThere(PlaceId place);
    Done writeLists(PlaceId place, const RoomRecord& room);
    Done readLists(std::map<PlaceId, RoomRecord>& rooms);

    Database& m_database;
    Places& m_places;
};

} // namespace chatroom::storage
