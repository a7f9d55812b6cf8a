// A history that goes with the program beside accounts that stay: the setting `history.persistent = false`. Who had an account
// before a restart has it after it; what was said is gone, and so is how far it was read.
//
// Thread: as store.h says.
#pragma once

#include "storage/memorystore.h"

#include <memory>

namespace chatroom::storage {

class ApartStore final : public Store
{
public:
    explicit ApartStore(std::unique_ptr<Store> lasting) : m_lasting(std::move(lasting)) {}

    // What stays is committed first: a failure leaves both as they were.
    Result<void, StoreError> commit(std::span<const Write> writes) override;
    Result<bool, StoreError> wasCommitted(const Entry& entry) override { return m_passing.wasCommitted(entry); }
    Result<void, StoreError> probe() override { return m_lasting->probe(); }

    [[nodiscard]] Result<std::vector<RoomRecord>, StoreError> rooms() override { return m_passing.rooms(); }
    [[nodiscard]] Result<std::vector<AccountRecord>, StoreError> accounts() override { return m_lasting->accounts(); }
    [[nodiscard]] Result<std::vector<ReadMarkRecord>, StoreError> readMarks() override { return m_passing.readMarks(); }
    // Of accounts alone: rooms begin anew.
    [[nodiscard]] Result<std::vector<MetadataRecord>, StoreError> metadata() override { return m_lasting->metadata(); }
    [[nodiscard]] Result<Timestamp, StoreError> latest() override { return m_passing.latest(); }
    [[nodiscard]] Result<Entries, StoreError> history(const HistoryQuery& query) override { return m_passing.history(query); }
    [[nodiscard]] Result<std::vector<TargetRow>, StoreError> targets(const TargetsQuery& query) override { return m_passing.targets(query); }
    [[nodiscard]] Result<Entries, StoreError> search(const SearchQuery& query) override { return m_passing.search(query); }
    [[nodiscard]] Result<Entries, StoreError> entry(const EntryQuery& query) override { return m_passing.entry(query); }

    Result<void, StoreError> catchUp() override { return m_passing.catchUp(); }
    Result<bool, StoreError> maintain(const Retention& retention) override { return m_passing.maintain(retention); }

private:
    std::unique_ptr<Store> m_lasting;
    MemoryStore m_passing;
};

} // namespace chatroom::storage
