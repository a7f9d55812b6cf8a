#include "storage/sqlrooms.h"

#include "protocol/message.h"
#include "storage/entryline.h"

#include <algorithm>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

Done SqlRooms::write(const RoomRecord& room)
{
    const auto place = m_places.idFor(room.place());
    if (!place)
        return Unexpected{place.error()};
    for (const QString& sql :
         {u"DELETE FROM room WHERE place = ?"_s, u"DELETE FROM room_mask WHERE place = ?"_s, u"DELETE FROM room_rank WHERE place = ?"_s}) {
        if (auto done = m_database.run(sql, {*place}); !done)
            return done;
    }
    auto written = m_database.run(u"INSERT INTO room (place, name, created, topic, topic_by, topic_at, join_key, member_limit, flags)"
                                  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                                  {*place, value(room.name), value(room.created), value(room.topic), value(room.topicBy),
                                   value(room.topicAt), value(room.key), room.limit, value(room.flags)});
    if (!written)
        return written;
    return writeLists(*place, room);
}

Done SqlRooms::writeLists(PlaceId place, const RoomRecord& room)
{
    int position = 0;
    for (const MaskRecord& each : room.masks) {
        auto done = m_database.run(u"INSERT INTO room_mask (place, position, letter, mask, set_by, set_at) VALUES (?, ?, ?, ?, ?, ?)"_s,
                                   {place, position++, int{each.letter}, value(each.mask), value(each.by), value(each.at)});
        if (!done)
            return done;
    }
    position = 0;
    for (const RankRecord& each : room.ranks) {
        auto done = m_database.run(
            u"INSERT INTO room_rank (place, position, account, fingerprint, mask, is_operator, has_voice)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"_s,
            {place, position++, value(each.account), value(each.fingerprint), value(each.mask), int{each.isOperator}, int{each.hasVoice}});
        if (!done)
            return done;
    }
    return {};
}

Outcome<bool> SqlRooms::isThere(PlaceId place)
{
    const auto found =
        m_database.number(u"SELECT 1 FROM room WHERE place = ? UNION ALL SELECT 1 FROM entry WHERE place = ? LIMIT 1"_s, {place, place});
    if (!found)
        return Unexpected{found.error()};
    return found->has_value();
}

Done SqlRooms::rename(const RenameRoom& rename)
{
    const auto from = m_places.find(rename.from);
    const auto to = m_places.find(rename.to);
    if (!from || !to)
        return Unexpected{from ? to.error() : from.error()};
    if (!*from)
        return {};
    for (const auto& [id, mustBeThere] : {std::pair{*from, true}, std::pair{*to, false}}) {
        const auto isRoom = id ? isThere(*id) : Outcome<bool>(false);
        if (!isRoom)
            return Unexpected{isRoom.error()};
        if (mustBeThere && !*isRoom)
            return {};
        if (!mustBeThere && *isRoom)
            return Unexpected{roomIsThere(rename.to)};
    }
    if (auto done = m_places.rename(rename.from, rename.to); !done)
        return done;
    return m_database.run(u"UPDATE room SET name = ? WHERE place = ?"_s, {value(rename.to.key), **from});
}

// Accounts stand there as they are shown.
Done SqlRooms::forgetRanksOf(const protocol::FoldedName& account)
{
    std::vector<std::pair<PlaceId, int>> ranks;
    const auto read = m_database.run(u"SELECT place, position, account FROM room_rank"_s, {}, [&](const Row& row) {
        if (protocol::FoldedName{protocol::view(row.bytes(2))} == account)
            ranks.emplace_back(row.number(0), row.integer(1));
    });
    if (!read)
        return read;
    for (const auto& [place, position] : ranks) {
        if (auto done = m_database.run(u"DELETE FROM room_rank WHERE place = ? AND position = ?"_s, {place, position}); !done)
            return done;
    }
    return {};
}

Done SqlRooms::readLists(std::map<PlaceId, RoomRecord>& rooms)
{
    auto masks = m_database.run(
        u"SELECT place, letter, mask, set_by, set_at FROM room_mask ORDER BY place, position"_s, {}, [&rooms](const Row& row) {
            rooms[row.number(0)].masks.push_back({static_cast<char>(row.integer(1)), row.bytes(2), row.bytes(3), row.time(4)});
        });
    if (!masks)
        return masks;
    return m_database.run(
        u"SELECT place, account, fingerprint, mask, is_operator, has_voice FROM room_rank ORDER BY place, position"_s, {},
        [&rooms](const Row& row) {
            rooms[row.number(0)].ranks.push_back({row.bytes(1), row.bytes(2), row.bytes(3), row.integer(4) != 0, row.integer(5) != 0});
        });
}

Outcome<std::vector<RoomRecord>> SqlRooms::read()
{
    std::map<PlaceId, RoomRecord> rooms;
    const auto done = m_database.read([&]() -> Done {
        auto read = m_database.run(u"SELECT place, name, created, topic, topic_by, topic_at, join_key, member_limit, flags, entries"
                                   " FROM room JOIN place ON place.id = room.place"_s,
                                   {}, [&rooms](const Row& row) {
                                       RoomRecord& room = rooms[row.number(0)];
                                       room.name = row.bytes(1);
                                       room.created = row.time(2);
                                       room.topic = row.bytes(3);
                                       room.topicBy = row.bytes(4);
                                       room.topicAt = row.time(5);
                                       room.key = row.bytes(6);
                                       room.limit = row.integer(7);
                                       room.flags = row.bytes(8);
                                       room.entries = static_cast<std::uint64_t>(row.number(9));
                                   });
        if (!read)
            return read;
        auto counted =
            m_database.run(u"SELECT +place AS grouped, count(*) FROM entry WHERE id > (SELECT counted_to FROM upkeep) GROUP BY grouped"_s,
                           {}, [&rooms](const Row& row) {
                               if (const auto room = rooms.find(row.number(0)); room != rooms.end())
                                   room->second.entries += static_cast<std::uint64_t>(row.number(1));
                           });
        return counted ? readLists(rooms) : counted;
    });
    if (!done)
        return Unexpected{done.error()};
    std::vector<RoomRecord> all;
    for (auto& [place, room] : rooms)
        all.push_back(std::move(room));
    std::ranges::sort(all, {}, &RoomRecord::place);
    return all;
}

} // namespace chatroom::storage
