// The accounts: which name belongs to whom, on how many devices they are here, and what is kept of them. All of them are in
// memory, since a look-up must not wait for a disk; what changes is written through the Archive.
// IRCv3 account-registration, sasl-3.2. Owned by Hub; hub's thread.
#pragma once

#include "base/clock.h"
#include "protocol/casefold.h"
#include "storage/store.h"

#include <QByteArray>

#include <map>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace chatroom::server {

class Archive;
struct User;

struct Account final
{
    QByteArray name; // as it was registered; fits a nickname
    protocol::FoldedName folded;
    Timestamp created, lastSeen;
    QByteArray passwordHash;              // passwordhash.h; empty: signs in by a key only
    QByteArray scram;                     // protocol/sasl.h; empty: no SCRAM
    QByteArray email;                     // empty: none
    std::vector<QByteArray> fingerprints; // of certificates that sign in: SHA-256, lower-case hexadecimal
    bool mustChange = false;              // the password was made by an operator
    std::map<QByteArray, QByteArray> metadata;
    std::map<protocol::FoldedName, Timestamp> readMarks; // by channel, or the account of a direct conversation
    User* user = nullptr;                                // null: not here

    Account() = default;
    Q_DISABLE_COPY_MOVE(Account)
};

class Accounts final
{
public:
    using Map = std::map<protocol::FoldedName, std::unique_ptr<Account>>;

    [[nodiscard]] Account* find(const protocol::FoldedName& name) const;
    // Whose name this is, or looks like (protocol::skeleton).
    [[nodiscard]] Account* ownerOf(std::string_view nickname) const;
    [[nodiscard]] Account* ownerOfKey(const QByteArray& fingerprint) const;
    [[nodiscard]] const Map& all() const { return m_accounts; }

    // The name must have no owner. Nothing is written: save() does, when all is set.
    Account& create(const QByteArray& name, Timestamp now);
    // At the start.
    void restore(const storage::AccountRecord& record);
    void restore(const storage::ReadMarkRecord& mark);
    void restore(const storage::MetadataRecord& entry); // of an account
    // Nobody may be signed in to it. What is kept goes: marks, metadata, direct conversations, ranks.
    void remove(Account& account, Archive& archive);

    // Writes what save() is named after: the record alone, without marks and metadata.
    void save(const Account& account, Archive& archive) const;
    // Each account with its marks and its metadata: after a time in which nothing could be written.
    void saveAll(Archive& archive) const;
    void setReadMark(Account& account, const protocol::FoldedName& target, Timestamp at, Archive& archive);
    // The last device has gone.
    void left(Account& account, Timestamp now, Archive& archive);

private:
    Map m_accounts;
    std::unordered_map<QByteArray, Account*> m_shapes; // by protocol::skeleton
};

} // namespace chatroom::server
