#include "storage/places.h"

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

Outcome<std::optional<PlaceId>> Places::find(const Place& place)
{
    return m_database.number(u"SELECT id FROM place WHERE kind = ? AND key = ?"_s, {static_cast<int>(place.kind), value(place.key)});
}

Outcome<PlaceId> Places::idFor(const Place& place)
{
    if (const auto known = m_known.find(place); known != m_known.end())
        return known->second;
    auto id = find(place);
    if (id && !*id) {
        const auto made =
            m_database.run(u"INSERT INTO place (kind, key) VALUES (?, ?)"_s, {static_cast<int>(place.kind), value(place.key)});
        if (!made)
            return Unexpected{made.error()};
        id = find(place);
        const qsizetype space = place.key.indexOf(' ');
        if (id && place.kind == Place::Kind::Direct && space > 0) {
            for (const QByteArray& account : {place.key.left(space), place.key.mid(space + 1)}) {
                // Somebody may talk to themselves.
                const auto added =
                    m_database.run(u"INSERT INTO partner (account, place) VALUES (?, ?) ON CONFLICT DO NOTHING"_s, {value(account), **id});
                if (!added)
                    return Unexpected{added.error()};
            }
        }
    }
    if (!id)
        return Unexpected{id.error()};
    return m_known.emplace(place, id->value_or(0)).first->second;
}

Outcome<std::vector<NumberedPlace>> Places::readable(const std::vector<ReadablePlace>& places, const protocol::FoldedName& account)
{
    std::map<Place, NumberedPlace> found;
    for (const ReadablePlace& each : places) {
        const auto id = find(each.place);
        if (!id)
            return Unexpected{id.error()};
        if (*id)
            found.insert_or_assign(each.place, NumberedPlace{**id, each.place, each.reader});
    }
    if (!account.isEmpty()) {
        const auto done = m_database.run(u"SELECT place.id, place.key FROM partner JOIN place ON place.id = partner.place"
                                         " WHERE partner.account = ? AND place.kind = 1"_s,
                                         {value(account.bytes())}, [&found](const Row& row) {
                                             const Place place{Place::Kind::Direct, row.bytes(1)};
                                             found.insert_or_assign(place, NumberedPlace{row.number(0), place, Readers::Operators});
                                         });
        if (!done)
            return Unexpected{done.error()};
    }
    std::vector<NumberedPlace> all;
    for (auto& [place, numbered] : found)
        all.push_back(std::move(numbered));
    return all;
}

Done Places::forget(const Place& place)
{
    m_known.erase(place);
    const auto id = find(place);
    if (!id)
        return Unexpected{id.error()};
    if (!*id)
        return {};
    for (const QString& sql : {u"DELETE FROM room WHERE place = ?"_s, u"DELETE FROM room_mask WHERE place = ?"_s,
                               u"DELETE FROM room_rank WHERE place = ?"_s, u"DELETE FROM partner WHERE place = ?"_s}) {
        if (auto done = m_database.run(sql, {**id}); !done)
            return done;
    }
    return m_database.run(u"UPDATE place SET kind = -1, key = ? WHERE id = ?"_s, {QByteArray::number(**id), **id});
}

Done Places::forgetConversationsOf(const protocol::FoldedName& account)
{
    const auto conversations = readable({}, account);
    if (!conversations)
        return Unexpected{conversations.error()};
    for (const NumberedPlace& each : *conversations) {
        if (auto done = forget(each.place); !done)
            return done;
    }
    return {};
}

Done Places::rename(const Place& from, const Place& to)
{
    if (auto done = forget(to); !done)
        return done;
    m_known.erase(from);
    return m_database.run(u"UPDATE place SET key = ? WHERE kind = ? AND key = ?"_s,
                          {value(to.key), static_cast<int>(from.kind), value(from.key)});
}

} // namespace chatroom::storage
