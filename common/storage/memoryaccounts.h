// Accounts, read marks and metadata in memory.
#pragma once

#include "storage/store.h"

#include <map>

namespace chatroom::storage {

class MemoryAccounts final
{
public:
    void write(const AccountRecord& account);
    void write(const ReadMarkRecord& mark);
    void write(const MetadataRecord& entry);
    void forget(const protocol::FoldedName& account);
    void forgetRoom(const QByteArray& room);
    void renameRoom(const QByteArray& from, const QByteArray& to);

    [[nodiscard]] std::vector<AccountRecord> accounts() const;
    [[nodiscard]] std::vector<ReadMarkRecord> readMarks() const;
    [[nodiscard]] std::vector<MetadataRecord> metadata() const;

private:
    using Mark = std::pair<protocol::FoldedName, QByteArray>; // account and target
    using Key = std::tuple<MetadataRecord::Kind, QByteArray, QByteArray>;

    std::map<protocol::FoldedName, AccountRecord> m_accounts;
    std::map<Mark, Timestamp> m_marks;
    std::map<Key, QByteArray> m_metadata;
};

} // namespace chatroom::storage
