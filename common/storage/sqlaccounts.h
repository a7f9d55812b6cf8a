// Accounts in a database, what people have read, and what they and rooms tell of themselves. In a transaction where something is
// written.
#pragma once

#include "storage/database.h"

namespace chatroom::storage {

class SqlAccounts final
{
public:
    explicit SqlAccounts(Database& database) : m_database(database) {}

    Done write(const AccountRecord& account);
    Done write(const ReadMarkRecord& mark);
    Done write(const MetadataRecord& entry);
    Done forget(const protocol::FoldedName& account);
    Done forgetRoom(const QByteArray& room);
    Done renameRoom(const QByteArray& from, const QByteArray& to);

    [[nodiscard]] Outcome<std::vector<AccountRecord>> accounts();
    [[nodiscard]] Outcome<std::vector<ReadMarkRecord>> readMarks();
    [[nodiscard]] Outcome<std::vector<MetadataRecord>> metadata();

private:
    Done writeKeys(const QByteArray& folded, const std::vector<QByteArray>& fingerprints);

    Database& m_database;
};

} // namespace chatroom::storage
