#include "chatroomd/accounts.h"

#include "protocol/message.h"
#include "protocol/timestamp.h"
#include "server/database.h"
#include "server/passwordhash.h"
#include "storage/folderlock.h"

#include <QDir>

#include <algorithm>
#include <memory>

namespace chatroom::service {

using protocol::FoldedName;
using protocol::view;
using storage::Access;
using storage::AccountRecord;
using storage::FolderLock;
using storage::Store;
using storage::StoreError;

namespace {

// What an operator says to a server that runs.
enum class Order : std::uint8_t { Reset, Drop };

QString runningError(Order order, const AccountRecord& account)
{
    const QString word = order == Order::Reset ? QStringLiteral("RESET") : QStringLiteral("DROP");
    return QStringLiteral("the chatroom is running: end it first, or say \"/quote ACCOUNT %1 %2\" as an operator, or use Kept names in "
                          "the server window")
        .arg(word, QString::fromUtf8(account.name));
}

Result<std::unique_ptr<Store>, QString> open(const AccountsPlace& place, Access access)
{
    auto store = storage::openSqlStore(server::storageOf(place.config, place.dataFolder), access);
    if (!store)
        return Unexpected{store.error().what};
    return std::move(*store);
}

Result<std::vector<AccountRecord>, QString> readAccounts(const AccountsPlace& place)
{
    const auto store = open(place, Access::Reading); // makes no database where there is none
    if (!store)
        return Unexpected{store.error()};
    auto accounts = (*store)->accounts();
    if (!accounts)
        return Unexpected{accounts.error().what};
    return std::move(*accounts);
}

Result<AccountRecord, QString> findAccount(const AccountsPlace& place, const QString& name)
{
    const auto accounts = readAccounts(place);
    if (!accounts)
        return Unexpected{accounts.error()};
    const QByteArray wanted = name.toUtf8();
    const FoldedName folded{view(wanted)};
    const auto found = std::ranges::find_if(*accounts, [&](const AccountRecord& each) { return each.folded() == folded; });
    if (found == accounts->end())
        return Unexpected{QStringLiteral("there is no account \"%1\"; --list-accounts shows all of them").arg(name)};
    return *found;
}

bool isRunning(const AccountsPlace& place)
{
    const bool isFile = place.config.storage.url.isEmpty();
    return isFile && FolderLock(place.dataFolder).state() == FolderLock::State::Taken;
}

Result<void, QString> commit(const AccountsPlace& place, Order order, const AccountRecord& account, const storage::Write& write)
{
    if (isRunning(place))
        return Unexpected{runningError(order, account)};
    const auto store = storage::openSqlStore(server::storageOf(place.config, place.dataFolder), Access::Writing);
    if (!store) {
        // PostgreSQL, whose lock another program has.
        const bool isTaken = store.error().kind == StoreError::Kind::Unavailable && !place.config.storage.url.isEmpty();
        return Unexpected{isTaken ? store.error().what + QStringLiteral(" Or ") + runningError(order, account) : store.error().what};
    }
    const auto done = (*store)->commit({&write, 1});
    if (!done)
        return Unexpected{done.error().what};
    return {};
}

QByteArray signInText(const AccountRecord& account)
{
    const auto count = account.fingerprints.size();
    const QByteArray keys = QByteArray::number(static_cast<qulonglong>(count)) + (count == 1 ? " key" : " keys");
    if (account.passwordHash.isEmpty())
        return count > 0 ? keys : QByteArray("nothing");
    return count > 0 ? "password, " + keys : QByteArray("password");
}

} // namespace

Result<QByteArray, QString> listAccounts(const AccountsPlace& place)
{
    const auto accounts = readAccounts(place);
    if (!accounts)
        return Unexpected{accounts.error()};
    QByteArray lines;
    for (const AccountRecord& account : *accounts) {
        lines += account.name + '\t' + protocol::formatTimestamp(account.created) + '\t' + protocol::formatTimestamp(account.lastSeen)
                 + '\t' + signInText(account) + '\n';
    }
    return lines;
}

Result<QByteArray, QString> resetPassword(const AccountsPlace& place, const QString& account)
{
    auto found = findAccount(place, account);
    if (!found)
        return Unexpected{found.error()};
    const QByteArray password = server::makeOneTimePassword();
    const auto& accounts = place.config.accounts;
    const auto made = server::makeCredentials(password, accounts.hashIterations, accounts.sasl.contains("SCRAM-SHA-256"));
    if (password.isEmpty() || made.passwordHash.isEmpty())
        return Unexpected{QStringLiteral("this machine cannot make passwords")};
    AccountRecord next = *found;
    next.passwordHash = made.passwordHash;
    next.scram = made.scram;
    next.mustChange = true;
    if (const auto done = commit(place, Order::Reset, *found, next); !done)
        return Unexpected{done.error()};
    return password;
}

Result<void, QString> deleteAccount(const AccountsPlace& place, const QString& account)
{
    const auto found = findAccount(place, account);
    if (!found)
        return Unexpected{found.error()};
    return commit(place, Order::Drop, *found, storage::ForgetAccount{found->folded()});
}

} // namespace chatroom::service
