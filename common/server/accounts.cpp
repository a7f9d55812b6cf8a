#include "server/accounts.h"

#include "protocol/message.h"
#include "protocol/names.h"
#include "server/archive.h"

#include <algorithm>

namespace chatroom::server {

using protocol::FoldedName;
using protocol::view;

namespace {

storage::MetadataRecord metadataOf(const Account& account, const QByteArray& key, const QByteArray& value)
{
    return {storage::MetadataRecord::Kind::Account, account.folded.bytes(), key, value, false};
}

} // namespace

Account* Accounts::find(const FoldedName& name) const
{
    const auto it = m_accounts.find(name);
    return it == m_accounts.end() ? nullptr : it->second.get();
}

Account* Accounts::ownerOf(std::string_view nickname) const
{
    if (m_accounts.empty())
        return nullptr; // a skeleton is dear
    if (Account* same = find(FoldedName{nickname}))
        return same;
    const auto alike = m_shapes.find(protocol::skeleton(nickname));
    return alike == m_shapes.end() ? nullptr : alike->second;
}

Account* Accounts::ownerOfKey(const QByteArray& fingerprint) const
{
    if (fingerprint.isEmpty())
        return nullptr;
    const auto it = std::ranges::find_if(m_accounts, [&](const auto& each) {
        return std::ranges::find(each.second->fingerprints, fingerprint) != each.second->fingerprints.end();
    });
    return it == m_accounts.end() ? nullptr : it->second.get();
}

Account& Accounts::create(const QByteArray& name, Timestamp now)
{
    Q_ASSERT(ownerOf(view(name)) == nullptr);
    auto owned = std::make_unique<Account>();
    Account& account = *owned;
    account.name = name;
    account.folded = FoldedName{view(name)};
    account.created = account.lastSeen = now;
    m_shapes.emplace(protocol::skeleton(view(name)), &account);
    m_accounts.emplace(account.folded, std::move(owned));
    return account;
}

void Accounts::restore(const storage::AccountRecord& record)
{
    if (find(FoldedName{view(record.name)}) != nullptr)
        return;
    Account& account = create(record.name, record.created);
    account.lastSeen = record.lastSeen;
    account.passwordHash = record.passwordHash;
    account.scram = record.scram;
    account.email = record.email;
    account.fingerprints = record.fingerprints;
    account.mustChange = record.mustChange;
}

void Accounts::restore(const storage::ReadMarkRecord& mark)
{
    if (Account* account = find(mark.account))
        account->readMarks.insert_or_assign(FoldedName{view(mark.target)}, mark.at);
}

void Accounts::restore(const storage::MetadataRecord& entry)
{
    if (Account* account = find(FoldedName{view(entry.subject)}))
        account->metadata.insert_or_assign(entry.key, entry.value);
}

void Accounts::remove(Account& account, Archive& archive)
{
    Q_ASSERT(account.user == nullptr);
    archive.write(storage::ForgetAccount{account.folded});
    std::erase_if(m_shapes, [&](const auto& each) { return each.second == &account; });
    m_accounts.erase(FoldedName{account.folded});
}

void Accounts::save(const Account& account, Archive& archive) const
{
    storage::AccountRecord record;
    record.name = account.name;
    record.created = account.created;
    record.lastSeen = account.lastSeen;
    record.passwordHash = account.passwordHash;
    record.scram = account.scram;
    record.email = account.email;
    record.fingerprints = account.fingerprints;
    record.mustChange = account.mustChange;
    archive.write(std::move(record));
}

void Accounts::saveAll(Archive& archive) const
{
    for (const auto& [name, account] : m_accounts) {
        save(*account, archive);
        for (const auto& [target, at] : account->readMarks)
            archive.write(storage::ReadMarkRecord{account->folded, target.bytes(), at});
        for (const auto& [key, value] : account->metadata)
            archive.write(metadataOf(*account, key, value));
    }
}

void Accounts::setReadMark(Account& account, const FoldedName& target, Timestamp at, Archive& archive)
{
    account.readMarks.insert_or_assign(target, at);
    archive.write(storage::ReadMarkRecord{account.folded, target.bytes(), at});
}

void Accounts::left(Account& account, Timestamp now, Archive& archive)
{
    account.user = nullptr;
    account.lastSeen = now;
    save(account, archive);
}

} // namespace chatroom::server
