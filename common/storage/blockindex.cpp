#include "storage/blockindex.h"

#include "storage/entryline.h"

#include <algorithm>
#include <set>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kBlockBits = 16;           // 65,536 ids
constexpr int kRowsOfStep = 512;         // some milliseconds
constexpr qint64 kLazyRows = 256;        // so many may wait for a search or for more
constexpr int kPagesOfMerge = 64;        // some milliseconds
constexpr int kBusyMilliseconds = 5'000; // as SqliteDialect opens it

// FTS5 moves the lists of all places for each entry that it looks at; more of them than these cost more than a look at its place.
constexpr qsizetype kMostMarks = 24;
constexpr auto kReadable = " AND entry.place * 4 + ((entry.traits >> 8) & 255) IN (SELECT value FROM json_each(?))";

qint64 blockOf(qint64 id)
{
    return id >> kBlockBits;
}

QString tableOf(qint64 block)
{
    return u"words_%1"_s.arg(block);
}

QString marksOf(const StoredEntry& stored)
{
    return placeMark(stored.place, stored.entry.readers) + u' ' + senderMark(senderOf(stored.entry));
}

// FTS5, "Full-text Query Syntax". Words are letters and digits, so that nothing in them ends a string.
QString matchOf(const SearchQuery& query, const QStringList& marks)
{
    QStringList parts;
    if (!marks.isEmpty())
        parts += u"marks : (%1)"_s.arg(marks.join(u" OR "));
    if (!query.from.isEmpty())
        parts += u"marks : %1"_s.arg(senderMark(query.from.bytes()));
    for (const protocol::SearchTerm& each : query.terms)
        parts += u"words : \"%1\"%2"_s.arg(each.words.join(u' '), each.isPrefix ? u" *"_s : QString());
    return parts.join(u" AND ");
}

// A JSON array of what kReadable compares.
QString readableOf(const std::vector<NumberedPlace>& places)
{
    QStringList all;
    for (const NumberedPlace& each : places) {
        for (int readers = 0; readers <= static_cast<int>(each.reader); ++readers)
            all += QString::number(each.id * 4 + readers);
    }
    return u'[' + all.join(u',') + u']';
}

} // namespace

QString BlockIndex::insertion(int rows) const
{
    return u"INSERT INTO entry (place, time, traits, line) VALUES "_s + QStringList(rows, u"(?,?,?,?)"_s).join(u',');
}

QString BlockIndex::silencing() const
{
    return u"UPDATE entry SET traits = ?, line = ? WHERE id = ?"_s;
}

Outcome<BlockIndex::Backlog> BlockIndex::backlog()
{
    Backlog found;
    const auto done = m_database.run(u"SELECT indexed_to, (SELECT max(id) FROM entry) FROM upkeep"_s, {}, [&found](const Row& row) {
        found = {row.number(0), row.number(1)};
    });
    if (!done)
        return Unexpected{done.error()};
    return found;
}

Done BlockIndex::makeBlock(qint64 block)
{
    const auto known = m_database.number(u"SELECT 1 FROM search_block WHERE block = ?"_s, {block});
    if (!known)
        return Unexpected{known.error()};
    if (*known)
        return {};
    // Column sizes serve a rank, and there is none.
    const auto made = m_database.runOnce(
        u"CREATE VIRTUAL TABLE %1 USING fts5(marks, words, content='', columnsize=0, tokenize='ascii')"_s.arg(tableOf(block)));
    if (!made)
        return made;
    return m_database.run(u"INSERT INTO search_block (block) VALUES (?)"_s, {block});
}

Done BlockIndex::index(const StoredEntry& stored)
{
    return m_database.run(u"INSERT INTO %1 (rowid, marks, words) VALUES (?, ?, ?)"_s.arg(tableOf(blockOf(stored.id))),
                          {stored.id, marksOf(stored).toLatin1(), value(wordsOf(stored.entry))});
}

Outcome<bool> BlockIndex::indexSome()
{
    std::vector<StoredEntry> next;
    const auto done = m_database.write([&]() -> Done {
        auto read = m_database.run(u"SELECT id, place, traits, line FROM entry WHERE id > (SELECT indexed_to FROM upkeep)"
                                   " ORDER BY id LIMIT %1"_s.arg(kRowsOfStep),
                                   {}, [&next](const Row& row) {
                                       next.push_back({row.number(0), row.number(1), entryOf({}, {}, row.integer(2), row.bytes(3))});
                                   });
        if (!read || next.empty())
            return read;
        qint64 known = -1;
        for (const StoredEntry& each : next) {
            if (!isSpoken(each.entry.verb))
                continue;
            if (known != blockOf(each.id)) {
                known = blockOf(each.id);
                if (auto made = makeBlock(known); !made)
                    return made;
            }
            if (auto indexed = index(each); !indexed)
                return indexed;
        }
        return m_database.run(u"UPDATE upkeep SET indexed_to = ?"_s, {next.back().id});
    });
    if (!done)
        return Unexpected{done.error()};
    return !next.empty();
}

Done BlockIndex::catchUp()
{
    const auto waiting = backlog();
    if (!waiting)
        return Unexpected{waiting.error()};
    bool isMore = waiting->newest > waiting->mark;
    while (isMore) {
        const auto did = indexSome();
        if (!did)
            return Unexpected{did.error()};
        isMore = *did;
    }
    return {};
}

Done BlockIndex::forget(std::span<const StoredEntry> entries)
{
    const auto waiting = backlog();
    if (!waiting)
        return Unexpected{waiting.error()};
    m_isLogDirty = true;
    std::set<qint64> blocks;
    for (const StoredEntry& each : entries) {
        if (each.id > waiting->mark || !isSpoken(each.entry.verb))
            continue;
        const QString table = tableOf(blockOf(each.id));
        auto done = m_database.run(u"INSERT INTO %1 (%1, rowid, marks, words) VALUES ('delete', ?, ?, ?)"_s.arg(table),
                                   {each.id, marksOf(each).toLatin1(), value(wordsOf(each.entry))});
        if (!done)
            return done;
        blocks.insert(blockOf(each.id));
    }
    for (const qint64 each : blocks) {
        if (auto done = m_database.run(u"UPDATE search_block SET is_dirty = 1 WHERE block = ?"_s, {each}); !done)
            return done;
    }
    return {};
}

Outcome<bool> BlockIndex::upkeep()
{
    const auto waiting = backlog();
    if (!waiting)
        return Unexpected{waiting.error()};
    if (waiting->newest - waiting->mark >= kLazyRows)
        return indexSome();
    const auto cleaned = cleanSome();
    if (!cleaned || *cleaned)
        return cleaned;
    if (m_isLogDirty) {
        if (const auto done = truncateLog(); !done)
            return Unexpected{done.error()};
    }
    return false;
}

Outcome<bool> BlockIndex::cleanSome()
{
    const auto block = m_database.number(u"SELECT block FROM search_block WHERE is_dirty = 1 LIMIT 1"_s);
    if (!block)
        return Unexpected{block.error()};
    if (!*block)
        return false;
    m_isLogDirty = true;
    const auto left = m_database.number(u"SELECT 1 FROM entry WHERE id BETWEEN ? AND ? LIMIT 1"_s,
                                        {**block << kBlockBits, ((**block + 1) << kBlockBits) - 1});
    if (!left)
        return Unexpected{left.error()};
    if (*left)
        return mergeSome(**block);
    m_database.dropPrepared(tableOf(**block));
    const auto dropped = m_database.write([&]() -> Done {
        if (auto done = m_database.runOnce(u"DROP TABLE "_s + tableOf(**block)); !done)
            return done;
        return m_database.run(u"DELETE FROM search_block WHERE block = ?"_s, {**block});
    });
    if (!dropped)
        return Unexpected{dropped.error()};
    return true;
}

// FTS5, "The 'merge' Command": a negative number merges all there is, bit by bit; when little changes there is nothing left to do.
Outcome<bool> BlockIndex::mergeSome(qint64 block)
{
    const auto done = m_database.write([&]() -> Done {
        const auto before = m_database.number(u"SELECT total_changes()"_s);
        if (!before)
            return Unexpected{before.error()};
        auto merged = m_database.run(u"INSERT INTO %1 (%1, rank) VALUES ('merge', ?)"_s.arg(tableOf(block)), {-kPagesOfMerge});
        if (!merged)
            return merged;
        const auto after = m_database.number(u"SELECT total_changes()"_s);
        if (!after)
            return Unexpected{after.error()};
        if (after->value_or(0) - before->value_or(0) >= 2)
            return {};
        return m_database.run(u"UPDATE search_block SET is_dirty = 0 WHERE block = ?"_s, {block});
    });
    if (!done)
        return Unexpected{done.error()};
    return true;
}

// What was overwritten in the file still stands in the log until that is empty. Nobody waits for a reader; there is a next time.
Done BlockIndex::truncateLog()
{
    if (auto done = m_database.run(u"PRAGMA busy_timeout = 0"_s); !done)
        return done;
    bool isBusy = true;
    auto done = m_database.run(u"PRAGMA wal_checkpoint(TRUNCATE)"_s, {}, [&isBusy](const Row& row) { isBusy = row.number(0) != 0; });
    m_isLogDirty = !done || isBusy;
    if (auto restored = m_database.run(u"PRAGMA busy_timeout = %1"_s.arg(kBusyMilliseconds)); !restored)
        return restored;
    return done;
}

Outcome<Entries> BlockIndex::find(const SearchQuery& query, const std::vector<NumberedPlace>& places, IdRange range)
{
    const QString order = query.after ? u"ASC"_s : u"DESC"_s;
    std::vector<qint64> blocks;
    const auto listed =
        m_database.run(u"SELECT block FROM search_block WHERE block BETWEEN ? AND ? ORDER BY block "_s + order,
                       {blockOf(range.first), blockOf(range.last)}, [&blocks](const Row& row) { blocks.push_back(row.number(0)); });
    if (!listed)
        return Unexpected{listed.error()};
    std::map<PlaceId, const Place*> byId;
    for (const NumberedPlace& each : places)
        byId.emplace(each.id, &each.place);
    const QStringList marks = placeMarks(places);
    const bool hasMarks = marks.size() <= kMostMarks || (query.terms.empty() && query.from.isEmpty());
    const QString match = matchOf(query, hasMarks ? marks : QStringList());
    const QString readable = hasMarks ? QString() : readableOf(places);
    Entries found;
    const auto take = [&](const Row& row) { found.push_back(entryOf(*byId.at(row.number(0)), row.time(1), row.integer(2), row.bytes(3))); };
    for (const qint64 block : blocks) {
        const auto left = query.limit - static_cast<int>(found.size());
        if (left <= 0)
            break;
        // CROSS JOIN: the index first, then each entry by its id.
        const QString sql = u"SELECT entry.place, entry.time, entry.traits, entry.line FROM %1 CROSS JOIN entry ON entry.id = %1.rowid"
                            " WHERE %1 MATCH ? AND %1.rowid BETWEEN ? AND ?%2 ORDER BY %1.rowid %3 LIMIT ?"_s.arg(
                                tableOf(block), hasMarks ? QString() : QString::fromLatin1(kReadable), order);
        const auto read = hasMarks ? m_database.run(sql, {match, range.first, range.last, left}, take)
                                   : m_database.run(sql, {match, range.first, range.last, readable, left}, take);
        if (!read)
            return Unexpected{read.error()};
    }
    if (!query.after)
        std::ranges::reverse(found);
    return found;
}

} // namespace chatroom::storage
