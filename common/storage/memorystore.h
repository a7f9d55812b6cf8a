// A store in memory: what it holds is gone with it. For servers that keep no history, and for tests.
// It means by every question what the databases mean by it. No call fails but a renaming that
// is refused. Thread: see store.h.
#pragma once

#include "storage/memoryaccounts.h"

#include <map>

namespace chatroom::storage {

class MemoryStore final : public Store
{
public:
    Result<void, StoreError> commit(std::span<const Write> writes) override;
    Result<bool, StoreError> wasCommitted(const Entry& entry) override;
    Result<void, StoreError> probe() override { return {}; }

    [[nodiscard]] Result<std::vector<RoomRecord>, StoreError> rooms() override;
    [[nodiscard]] Result<std::vector<AccountRecord>, StoreError> accounts() override { return m_accounts.accounts(); }
    [[nodiscard]] Result<std::vector<ReadMarkRecord>, StoreError> readMarks() override { return m_accounts.readMarks(); }
    [[nodiscard]] Result<std::vector<MetadataRecord>, StoreError> metadata() override { return m_accounts.metadata(); }
    [[nodiscard]] Result<Timestamp, StoreError> latest() override;
    [[nodiscard]] Result<Entries, StoreError> history(const HistoryQuery& query) override;
    [[nodiscard]] Result<std::vector<TargetRow>, StoreError> targets(const TargetsQuery& query) override;
    [[nodiscard]] Result<Entries, StoreError> search(const SearchQuery& query) override;
    [[nodiscard]] Result<Entries, StoreError> entry(const EntryQuery& query) override;

    Result<void, StoreError> catchUp() override { return {}; }
    Result<bool, StoreError> maintain(const Retention& retention) override;

private:
    struct Kept final
    {
        std::uint64_t number; // ascends over all places: the order of commits
        Entry entry;
    };
    using History = std::vector<Kept>; // ascending

    void write(const Entry& entry);
    void write(const RoomRecord& room);
    void write(const ForgetRoom& forget);
    void write(const EraseEntry& erase);
    void write(const Tombstone& tombstone);
    void write(const RenameRoom& rename);
    void write(const AccountRecord& account) { m_accounts.write(account); }
    void write(const ForgetAccount& forget);
    void write(const ReadMarkRecord& mark) { m_accounts.write(mark); }
    void write(const MetadataRecord& entry) { m_accounts.write(entry); }
    [[nodiscard]] bool isThere(const Place& room) const;
    [[nodiscard]] Result<void, StoreError> check(std::span<const Write> writes) const;
    [[nodiscard]] static History::const_iterator find(const History& history, const QByteArray& messageId);
    [[nodiscard]] static History::const_iterator firstBehind(const History& history, const Bound& bound);
    [[nodiscard]] static History::const_iterator firstAt(const History& history, const Bound& bound);
    [[nodiscard]] std::map<Place, Readers> readable(const std::vector<ReadablePlace>& places, const protocol::FoldedName& account) const;

    std::map<Place, History> m_histories;
    std::map<Place, RoomRecord> m_rooms;
    MemoryAccounts m_accounts;
    std::uint64_t m_lastNumber = 0;
};

} // namespace chatroom::storage
