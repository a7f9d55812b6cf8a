#include "storage/sqlstore.h"

#include "storage/database.h"
#include "storage/migrations.h"
#include "storage/places.h"
#include "storage/searchindex.h"
#include "storage/sqlaccounts.h"
#include "storage/sqlhistory.h"
#include "storage/sqlrooms.h"

#include <algorithm>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

// More than a small remainder of a full disk has room for.
constexpr qsizetype kBallastBytes = 64 * 1024;

class SqlStore final : public Store
{
public:
    SqlStore(std::unique_ptr<Database> database, Access access)
        : m_database(std::move(database)), m_access(access), m_places(*m_database), m_index(makeSearchIndex(*m_database)),
          m_rooms(*m_database, m_places), m_accounts(*m_database), m_history(*m_database, m_places, *m_index)
    {}

    Done commit(std::span<const Write> writes) override;
    Outcome<bool> wasCommitted(const Entry& entry) override { return m_history.has(entry); }
    Done probe() override;

    [[nodiscard]] Outcome<std::vector<RoomRecord>> rooms() override { return m_rooms.read(); }
    [[nodiscard]] Outcome<std::vector<AccountRecord>> accounts() override { return m_accounts.accounts(); }
    [[nodiscard]] Outcome<std::vector<ReadMarkRecord>> readMarks() override { return m_accounts.readMarks(); }
    [[nodiscard]] Outcome<std::vector<MetadataRecord>> metadata() override { return m_accounts.metadata(); }
    [[nodiscard]] Outcome<Timestamp> latest() override { return m_history.latest(); }
    [[nodiscard]] Outcome<Entries> history(const HistoryQuery& query) override { return m_history.read(query); }
    [[nodiscard]] Outcome<std::vector<TargetRow>> targets(const TargetsQuery& query) override { return m_history.targets(query); }
    [[nodiscard]] Outcome<Entries> search(const SearchQuery& query) override { return m_history.search(query); }
    [[nodiscard]] Outcome<Entries> entry(const EntryQuery& query) override { return m_history.entry(query); }

    Done catchUp() override { return m_index->catchUp(); }
    Outcome<bool> maintain(const Retention& retention) override;

private:
    Done write(std::span<const Write> writes);
    Done write(const RoomRecord& room) { return m_rooms.write(room); }
    Done write(const ForgetRoom& forget);
    Done write(const EraseEntry& erase) { return m_history.erase(erase); }
    Done write(const Tombstone& tombstone) { return m_history.bury(tombstone); }
    Done write(const RenameRoom& rename);
    Done write(const AccountRecord& account) { return m_accounts.write(account); }
    Done write(const ForgetAccount& forget);
    Done write(const ReadMarkRecord& mark) { return m_accounts.write(mark); }
    Done write(const MetadataRecord& entry) { return m_accounts.write(entry); }
    Done write(const Entry&) { return {}; } // added with its neighbours

    std::unique_ptr<Database> m_database;
    Access m_access;
    Places m_places;
    std::unique_ptr<SearchIndex> m_index;
    SqlRooms m_rooms;
    SqlAccounts m_accounts;
    SqlHistory m_history;
};

Done SqlStore::commit(std::span<const Write> writes)
{
    auto done = m_database->write([&] { return write(writes); });
    if (!done)
        m_places.dropCache();
    return done;
}

Done SqlStore::write(std::span<const Write> writes)
{
    const auto isEntry = [](const Write& each) { return std::holds_alternative<Entry>(each); };
    while (!writes.empty()) {
        const auto run = static_cast<std::size_t>(std::ranges::find_if_not(writes, isEntry) - writes.begin());
        auto done =
            run > 0 ? m_history.add(writes.first(run)) : std::visit([this](const auto& what) { return write(what); }, writes.front());
        if (!done)
            return done;
        writes = writes.subspan(std::max<std::size_t>(run, 1));
    }
    return {};
}

Done SqlStore::write(const ForgetRoom& forget)
{
    auto done = m_accounts.forgetRoom(forget.place.key);
    return done ? m_places.forget(forget.place) : done;
}

Done SqlStore::write(const RenameRoom& rename)
{
    if (rename.from == rename.to)
        return {};
    auto done = m_rooms.rename(rename);
    return done ? m_accounts.renameRoom(rename.from.key, rename.to.key) : done;
}

Done SqlStore::write(const ForgetAccount& forget)
{
    if (auto done = m_accounts.forget(forget.account); !done)
        return done;
    auto done = m_rooms.forgetRanksOf(forget.account);
    return done ? m_places.forgetConversationsOf(forget.account) : done;
}

Done SqlStore::probe()
{
    const auto attempt = [this]() -> Done {
        if (m_access == Access::Reading)
            return m_database->runOnce(u"SELECT 1"_s);
        auto written = m_database->write([this]() -> Done {
            if (auto done = m_database->run(u"DELETE FROM probe"_s); !done)
                return done;
            return m_database->run(u"INSERT INTO probe (id, ballast) VALUES (1, ?)"_s, {QByteArray(kBallastBytes, '.')});
        });
        if (!written)
            return written;
        return m_database->write([this] { return m_database->run(u"DELETE FROM probe"_s); });
    };
    auto done = attempt();
    if (done || !m_database->dialect().losesConnections())
        return done;
    m_places.dropCache();
    if (auto connected = m_database->reconnect(); !connected)
        return connected;
    return attempt();
}

Outcome<bool> SqlStore::maintain(const Retention& retention)
{
    const auto took = m_history.takeAwaySome(retention);
    if (!took || *took)
        return took;
    return m_index->upkeep();
}

} // namespace

Result<std::unique_ptr<Store>, StoreError> openSqlStore(const StorageSettings& settings, Access access)
{
    auto dialect = dialectOf(settings, access);
    if (!dialect)
        return Unexpected{dialect.error()};
    auto database = Database::open(std::move(*dialect));
    if (!database)
        return Unexpected{database.error()};
    const auto migrations = migrationsFor((*database)->dialect().name());
    if (access == Access::Writing) {
        if (const auto done = migrate(**database, migrations); !done)
            return Unexpected{done.error()};
    }
    return std::unique_ptr<Store>(std::make_unique<SqlStore>(std::move(*database), access));
}

} // namespace chatroom::storage
