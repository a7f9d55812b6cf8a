// The accounts of a server that does not run, for who lost the way in: listed, given another password, deleted. The errors are one
// line for people. Blocks on the disk.
#pragma once

#include "base/result.h"
#include "server/serverconfig.h"

#include <QByteArray>
#include <QString>

namespace chatroom::service {

// Where the accounts are.
struct AccountsPlace final
{
    server::ServerConfig config;
    QString dataFolder;
};

// One line an account, parted by tabs: name, since when, when it was last here (ISO 8601, UTC), and what signs in: "password",
// "2 keys", "password, 1 key" or "nothing". Also of a server that runs.
[[nodiscard]] Result<QByteArray, QString> listAccounts(const AccountsPlace& place);
// The new password, which its owner is asked to replace. Refused while the server runs, since it would not learn of it.
[[nodiscard]] Result<QByteArray, QString> resetPassword(const AccountsPlace& place, const QString& account);
// With its direct conversations, its profile and its rights in rooms. Refused while the server runs.
[[nodiscard]] Result<void, QString> deleteAccount(const AccountsPlace& place, const QString& account);

} // namespace chatroom::service
