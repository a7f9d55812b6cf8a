// The index of the search in PostgreSQL: a tsvector beside each entry, with a GIN index.
//
// The vector is made here, of the words that protocol::searchWords cuts and of marks for place, readers and sender: no
// configuration of a language has a part in it. PostgreSQL adds to a GIN index in bulk by itself, so that nothing is put off.
// GIN knows no order: the newest are looked for in ranges that grow, so that a word which everybody uses is found in the latest
// entries, and a rare one through the index.
#pragma once

#include "storage/searchindex.h"

namespace chatroom::storage {

class VectorIndex final : public SearchIndex
{
public:
    explicit VectorIndex(Database& database) : m_database(database) {}

    [[nodiscard]] QString insertion(int rows) const override;
    [[nodiscard]] int valuesOfRow() const override { return 5; }
    void bindMore(QSqlQuery& query, int position, const Entry& entry, PlaceId place) const override;

    Done forget(std::span<const StoredEntry>) override { return {}; }
    Done catchUp() override { return {}; }
    Outcome<bool> upkeep() override { return false; }
    [[nodiscard]] Outcome<Entries> find(const SearchQuery& query, const std::vector<NumberedPlace>& places, IdRange range) override;

private:
    Database& m_database;
};

} // namespace chatroom::storage
