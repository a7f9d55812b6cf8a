// The index of the search in PostgreSQL: a tsvector beside each entry, with a GIN index.
//
// The vector is made here, of the words that protocol::searchWords cuts and of marks for place, readers and sender: no
// configuration of a language has a part in it. PostgreSQL adds to a GIN index in bulk by itself, so that nothing is put off.
// GIN knows no order: the latest entries are read one by one first, where a word that everybody uses is found at once, and the
// index is asked for what is rarer.
#pragma once

#include "storage/searchindex.h"

#include <array>
#include <map>

namespace chatroom::storage {

class VectorIndex final : public SearchIndex
{
public:
    explicit VectorIndex(Database& database) : m_database(database) {}

    [[nodiscard]] QString insertion(int rows) const override;
    [[nodiscard]] QString silencing() const override;
    [[nodiscard]] int valuesOfRow() const override { return 5; }
    void bindMore(QSqlQuery& query, int position, const Entry& entry, PlaceId place) const override;

    Done forget(std::span<const StoredEntry>) override { return {}; }
    Done catchUp() override { return {}; }
    Outcome<bool> upkeep() override { return false; }
    [[nodiscard]] Outcome<Entries> find(const SearchQuery& query, const std::vector<NumberedPlace>& places, IdRange range) override;

private:
    struct Asked final
    {
        std::map<PlaceId, const Place*> byId;
        bool hasMarks = false; // those of the places are in `match`
        QString match;
        std::array<QString, 3> ids; // of places, by their readers
        bool isAscending = false;
        int limit = 0;
    };
    enum class Way : std::uint8_t { Walk, Words }; // along the ids, or by the index of the words
    Done findIn(IdRange range, const Asked& asked, Way way, Entries& found);

    Database& m_database;
};

} // namespace chatroom::storage
