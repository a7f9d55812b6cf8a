// The index of the search in SQLite: FTS5 tables, one for so many ids (a block).
//
// Entries are indexed in bulk, later: when a search is near (catchUp) or in the quiet (upkeep), which costs a fraction of doing it
// one by one. A block has two columns: the words of the text, and marks for place, readers and sender, so that a search in a quiet
// room never walks what was said in a busy one; for a search in many rooms the place of each entry is looked at instead.
//
// A block holds no text (content=''): what is erased is taken out word by word, and since FTS5 only writes down that it is gone,
// the block is merged until nothing of it is left (upkeep). That the index has blocks bounds this work, and whole blocks go with
// what is too old.
//
// Words are cut by protocol::searchWords; the tokenizer "ascii" cuts at the spaces between them and at nothing else.
#pragma once

#include "storage/searchindex.h"

namespace chatroom::storage {

class BlockIndex final : public SearchIndex
{
public:
    explicit BlockIndex(Database& database) : m_database(database) {}

    [[nodiscard]] QString insertion(int rows) const override;
    [[nodiscard]] QString silencing() const override;
    [[nodiscard]] int valuesOfRow() const override { return 4; }
    void bindMore(QSqlQuery&, int, const Entry&, PlaceId) const override {}

    Done forget(std::span<const StoredEntry> entries) override;
    Done catchUp() override;
    Outcome<bool> upkeep() override;
    [[nodiscard]] Outcome<Entries> find(const SearchQuery& query, const std::vector<NumberedPlace>& places, IdRange range) override;

private:
    struct Backlog final
    {
        qint64 mark = 0, newest = 0;
    };
    [[nodiscard]] Outcome<Backlog> backlog();
    // The next entries; false when there were none.
    Outcome<bool> indexSome();
    Done index(const StoredEntry& stored);
    Done makeBlock(qint64 block);
    // One step of taking out traces; false when there was none.
    Outcome<bool> cleanSome();
    Outcome<bool> mergeSome(qint64 block);
    Done truncateLog();

    Database& m_database;
    bool m_isLogDirty = true; // as far as we know
};

} // namespace chatroom::storage
