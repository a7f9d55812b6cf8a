#include "storage/memoryaccounts.h"

#include <algorithm>

namespace chatroom::storage {

void MemoryAccounts::write(const AccountRecord& account)
{
    const protocol::FoldedName name = account.folded();
    for (auto& [other, record] : m_accounts) {
        if (other != name)
            std::erase_if(record.fingerprints, [&](const QByteArray& each) { return std::ranges::count(account.fingerprints, each) > 0; });
    }
    m_accounts.insert_or_assign(name, account);
}

void MemoryAccounts::write(const ReadMarkRecord& mark)
{
    m_marks.insert_or_assign({mark.account, mark.target}, mark.at);
}

void MemoryAccounts::write(const MetadataRecord& entry)
{
    const Key key{entry.kind, entry.subject, entry.key};
    if (entry.isRemoved)
        m_metadata.erase(key);
    else
        m_metadata.insert_or_assign(key, entry.value);
}

void MemoryAccounts::forget(const protocol::FoldedName& account)
{
    m_accounts.erase(account);
    std::erase_if(m_marks, [&](const auto& each) { return each.first.first == account || each.first.second == account.bytes(); });
    std::erase_if(m_metadata, [&](const auto& each) {
        return std::get<0>(each.first) == MetadataRecord::Kind::Account && std::get<1>(each.first) == account.bytes();
    });
}

void MemoryAccounts::forgetRoom(const QByteArray& room)
{
    std::erase_if(m_marks, [&](const auto& each) { return each.first.second == room; });
    std::erase_if(m_metadata, [&](const auto& each) {
        return std::get<0>(each.first) == MetadataRecord::Kind::Channel && std::get<1>(each.first) == room;
    });
}

void MemoryAccounts::renameRoom(const QByteArray& from, const QByteArray& to)
{
    std::map<Mark, Timestamp> marks;
    for (const auto& [mark, at] : m_marks) {
        if (mark.second == from)
            marks.emplace(Mark{mark.first, to}, at);
    }
    std::map<Key, QByteArray> metadata;
    for (const auto& [key, value] : m_metadata) {
        if (std::get<0>(key) == MetadataRecord::Kind::Channel && std::get<1>(key) == from)
            metadata.emplace(Key{MetadataRecord::Kind::Channel, to, std::get<2>(key)}, value);
    }
    forgetRoom(from);
    marks.merge(m_marks);
    metadata.merge(m_metadata);
    m_marks = std::move(marks);
    m_metadata = std::move(metadata);
}

std::vector<AccountRecord> MemoryAccounts::accounts() const
{
    std::vector<AccountRecord> all;
    for (const auto& [name, account] : m_accounts)
        all.push_back(account);
    return all;
}

std::vector<ReadMarkRecord> MemoryAccounts::readMarks() const
{
    std::vector<ReadMarkRecord> all;
    for (const auto& [mark, at] : m_marks)
        all.push_back({mark.first, mark.second, at});
    return all;
}

std::vector<MetadataRecord> MemoryAccounts::metadata() const
{
    std::vector<MetadataRecord> all;
    for (const auto& [key, value] : m_metadata)
        all.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), value, false});
    return all;
}

} // namespace chatroom::storage
