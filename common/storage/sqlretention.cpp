// What is taken away: erased or deleted by somebody, too old, too many, or of a place that is forgotten.
#include "storage/entryline.h"
#include "storage/sqlhistory.h"

#include <algorithm>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 kRowsOfStep = 256; // taken away at once: some milliseconds
// A place may exceed its number by one part in so many: what is too many goes in batches, that are near each other in the index
// of the search.
constexpr std::uint64_t kSlack = 32;

} // namespace

Outcome<std::vector<StoredEntry>> SqlHistory::entriesOf(const QString& condition, Database::Values values)
{
    std::vector<StoredEntry> found;
    const auto done = m_database.run(u"SELECT id, place, time, traits, line FROM entry "_s + condition, values, [&found](const Row& row) {
        found.push_back({row.number(0), row.number(1), entryOf({}, row.time(2), row.integer(3), row.bytes(4))});
    });
    if (!done)
        return Unexpected{done.error()};
    return found;
}

Done SqlHistory::takeAway(std::span<const StoredEntry> entries)
{
    if (auto done = m_index.forget(entries); !done)
        return done;
    const auto counted = m_database.number(u"SELECT counted_to FROM upkeep"_s);
    if (!counted)
        return Unexpected{counted.error()};
    std::map<PlaceId, qint64> counts;
    QStringList ids;
    for (const StoredEntry& each : entries) {
        if (each.id <= counted->value_or(0))
            ++counts[each.place];
        ids += QString::number(each.id);
    }
    if (auto done = m_database.runOnce(u"DELETE FROM entry WHERE id IN (%1)"_s.arg(ids.join(u','))); !done)
        return done;
    for (const auto& [place, count] : counts) {
        if (auto done = m_database.run(u"UPDATE place SET entries = entries - ? WHERE id = ?"_s, {count, place}); !done)
            return done;
    }
    // An id that was the last may be given again: it has to be above the marks then.
    const auto newest = m_database.number(u"SELECT max(id) FROM entry"_s);
    if (!newest)
        return Unexpected{newest.error()};
    for (const QString& sql :
         {u"UPDATE upkeep SET counted_to = ? WHERE counted_to > ?"_s, u"UPDATE upkeep SET indexed_to = ? WHERE indexed_to > ?"_s}) {
        if (auto done = m_database.run(sql, {newest->value_or(0), newest->value_or(0)}); !done)
            return done;
    }
    return {};
}

// The tail is read once, instead of a row written for each group of entries. The plus keeps SQLite from reading all of the index
// on places for the order of the groups.
Done SqlHistory::count()
{
    std::map<PlaceId, qint64> counts;
    qint64 newest = 0;
    const auto read = m_database.run(
        u"SELECT +place AS grouped, count(*), max(id) FROM entry WHERE id > (SELECT counted_to FROM upkeep) GROUP BY grouped"_s, {},
        [&](const Row& row) {
            counts[row.number(0)] = row.number(1);
            newest = std::max(newest, row.number(2));
        });
    if (!read || counts.empty())
        return read;
    for (const auto& [place, number] : counts) {
        if (auto done = m_database.run(u"UPDATE place SET entries = entries + ? WHERE id = ?"_s, {number, place}); !done)
            return done;
    }
    return m_database.run(u"UPDATE upkeep SET counted_to = ?"_s, {newest});
}

Done SqlHistory::erase(const EraseEntry& erase)
{
    const auto entries = stored(erase.place, erase.messageId);
    if (!entries)
        return Unexpected{entries.error()};
    return entries->empty() ? Done{} : takeAway(*entries);
}

// The index counts what is no longer spoken as never indexed.
Done SqlHistory::bury(const Tombstone& tombstone)
{
    auto entries = stored(tombstone.place, tombstone.messageId);
    if (!entries)
        return Unexpected{entries.error()};
    if (entries->empty())
        return {};
    if (auto done = m_index.forget(*entries); !done)
        return done;
    auto& [id, place, entry] = entries->front();
    makeTombstone(entry, tombstone);
    return m_database.run(m_index.silencing(), {traitsOf(entry), lineOf(entry), id});
}

Outcome<std::vector<StoredEntry>> SqlHistory::doomed(const Retention& retention)
{
    const auto forgotten = m_database.number(u"SELECT id FROM place WHERE kind < 0 LIMIT 1"_s);
    if (!forgotten)
        return Unexpected{forgotten.error()};
    if (*forgotten) {
        auto entries = entriesOf(u"WHERE place = ? ORDER BY time, id LIMIT ?"_s, {**forgotten, kRowsOfStep});
        if (!entries || !entries->empty())
            return entries;
        if (const auto done = m_database.run(u"DELETE FROM place WHERE id = ?"_s, {**forgotten}); !done)
            return Unexpected{done.error()};
        return doomed(retention);
    }
    if (retention.oldest) {
        auto entries = entriesOf(u"ORDER BY id LIMIT ?"_s, {kRowsOfStep});
        if (!entries)
            return entries;
        std::erase_if(*entries, [&](const StoredEntry& each) { return each.entry.time >= *retention.oldest; });
        if (!entries->empty())
            return entries;
    }
    if (retention.maxMessages == 0)
        return std::vector<StoredEntry>{};
    if (const auto done = count(); !done)
        return Unexpected{done.error()};
    std::optional<std::pair<PlaceId, qint64>> full;
    const auto most = static_cast<qint64>(std::min<std::uint64_t>(retention.maxMessages, 1ULL << 62U));
    const qint64 slack = most / static_cast<qint64>(kSlack);
    const auto done = m_database.run(u"SELECT id, entries FROM place WHERE entries > ? LIMIT 1"_s, {m_isTrimming ? most : most + slack},
                                     [&](const Row& row) {
                                         full = {row.number(0), row.number(1) - most};
                                     });
    if (!done)
        return Unexpected{done.error()};
    m_isTrimming = full.has_value();
    if (!full)
        return std::vector<StoredEntry>{};
    return entriesOf(u"WHERE place = ? ORDER BY time, id LIMIT ?"_s, {full->first, std::min(full->second, kRowsOfStep)});
}

Outcome<bool> SqlHistory::takeAwaySome(const Retention& retention)
{
    bool didSome = false;
    const auto done = m_database.write([&]() -> Done {
        const auto entries = doomed(retention);
        if (!entries)
            return Unexpected{entries.error()};
        didSome = !entries->empty();
        return didSome ? takeAway(*entries) : Done{};
    });
    if (!done)
        return Unexpected{done.error()};
    return didSome;
}

} // namespace chatroom::storage
