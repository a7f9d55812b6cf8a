#include "storage/sqlaccounts.h"

#include "protocol/message.h"

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kChannel = static_cast<int>(MetadataRecord::Kind::Channel);

} // namespace

Done SqlAccounts::write(const AccountRecord& account)
{
    const QByteArray folded = account.folded().bytes();
    auto written = m_database.run(
        u"INSERT INTO account (folded, name, created, last_seen, password_hash, scram, email, must_change) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (folded) DO UPDATE SET name = excluded.name, created = excluded.created, last_seen = excluded.last_seen,"
        " password_hash = excluded.password_hash, scram = excluded.scram, email = excluded.email, must_change = excluded.must_change"_s,
        {value(folded), value(account.name), value(account.created), value(account.lastSeen), value(account.passwordHash),
         value(account.scram), value(account.email), int{account.mustChange}});
    return written ? writeKeys(folded, account.fingerprints) : written;
}

Done SqlAccounts::writeKeys(const QByteArray& folded, const std::vector<QByteArray>& fingerprints)
{
    if (auto done = m_database.run(u"DELETE FROM account_key WHERE account = ?"_s, {value(folded)}); !done)
        return done;
    int position = 0;
    for (const QByteArray& each : fingerprints) {
        auto done = m_database.run(u"INSERT INTO account_key (fingerprint, account, position) VALUES (?, ?, ?)"
                                   " ON CONFLICT (fingerprint) DO UPDATE SET account = excluded.account, position = excluded.position"_s,
                                   {value(each), value(folded), position++});
        if (!done)
            return done;
    }
    return {};
}

Done SqlAccounts::write(const ReadMarkRecord& mark)
{
    return m_database.run(u"INSERT INTO read_mark (account, target, at) VALUES (?, ?, ?)"
                          " ON CONFLICT (account, target) DO UPDATE SET at = excluded.at"_s,
                          {value(mark.account.bytes()), value(mark.target), value(mark.at)});
}

Done SqlAccounts::write(const MetadataRecord& entry)
{
    const int kind = static_cast<int>(entry.kind);
    if (entry.isRemoved)
        return m_database.run(u"DELETE FROM metadata WHERE kind = ? AND subject = ? AND name = ?"_s,
                              {kind, value(entry.subject), value(entry.key)});
    return m_database.run(u"INSERT INTO metadata (kind, subject, name, content) VALUES (?, ?, ?, ?)"
                          " ON CONFLICT (kind, subject, name) DO UPDATE SET content = excluded.content"_s,
                          {kind, value(entry.subject), value(entry.key), value(entry.value)});
}

Done SqlAccounts::forget(const protocol::FoldedName& account)
{
    const QVariant name = value(account.bytes());
    for (const QString& sql : {u"DELETE FROM account WHERE folded = ?"_s, u"DELETE FROM account_key WHERE account = ?"_s,
                               u"DELETE FROM read_mark WHERE account = ?"_s, u"DELETE FROM read_mark WHERE target = ?"_s}) {
        if (auto done = m_database.run(sql, {name}); !done)
            return done;
    }
    return m_database.run(u"DELETE FROM metadata WHERE kind = ? AND subject = ?"_s,
                          {static_cast<int>(MetadataRecord::Kind::Account), name});
}

Done SqlAccounts::forgetRoom(const QByteArray& room)
{
    if (auto done = m_database.run(u"DELETE FROM read_mark WHERE target = ?"_s, {value(room)}); !done)
        return done;
    return m_database.run(u"DELETE FROM metadata WHERE kind = ? AND subject = ?"_s, {kChannel, value(room)});
}

// What an earlier room of the new name has left behind gives way.
Done SqlAccounts::renameRoom(const QByteArray& from, const QByteArray& to)
{
    const QVariant old = value(from), now = value(to);
    auto done = m_database.run(u"DELETE FROM read_mark WHERE target = ? AND account IN (SELECT account FROM read_mark WHERE target = ?)"_s,
                               {now, old});
    if (done)
        done = m_database.run(u"UPDATE read_mark SET target = ? WHERE target = ?"_s, {now, old});
    if (done)
        done = m_database.run(u"DELETE FROM metadata WHERE kind = ? AND subject = ?"
                              " AND name IN (SELECT name FROM metadata WHERE kind = ? AND subject = ?)"_s,
                              {kChannel, now, kChannel, old});
    if (done)
        done = m_database.run(u"UPDATE metadata SET subject = ? WHERE kind = ? AND subject = ?"_s, {now, kChannel, old});
    return done;
}

Outcome<std::vector<AccountRecord>> SqlAccounts::accounts()
{
    std::vector<AccountRecord> all;
    std::map<QByteArray, std::size_t> byName;
    const auto done = m_database.read([&]() -> Done {
        auto read = m_database.run(
            u"SELECT folded, name, created, last_seen, password_hash, scram, email, must_change FROM account ORDER BY folded"_s, {},
            [&](const Row& row) {
                byName.emplace(row.bytes(0), all.size());
                all.push_back({row.bytes(1), row.time(2), row.time(3), row.bytes(4), row.bytes(5), {}, row.bytes(6), row.integer(7) != 0});
            });
        if (!read)
            return read;
        return m_database.run(u"SELECT account, fingerprint FROM account_key ORDER BY account, position"_s, {}, [&](const Row& row) {
            if (const auto account = byName.find(row.bytes(0)); account != byName.end())
                all[account->second].fingerprints.push_back(row.bytes(1));
        });
    });
    if (!done)
        return Unexpected{done.error()};
    return all;
}

Outcome<std::vector<ReadMarkRecord>> SqlAccounts::readMarks()
{
    std::vector<ReadMarkRecord> all;
    const auto done = m_database.run(u"SELECT account, target, at FROM read_mark ORDER BY account, target"_s, {}, [&all](const Row& row) {
        all.push_back({protocol::FoldedName{protocol::view(row.bytes(0))}, row.bytes(1), row.time(2)});
    });
    if (!done)
        return Unexpected{done.error()};
    return all;
}

Outcome<std::vector<MetadataRecord>> SqlAccounts::metadata()
{
    std::vector<MetadataRecord> all;
    const auto done =
        m_database.run(u"SELECT kind, subject, name, content FROM metadata ORDER BY kind, subject, name"_s, {}, [&all](const Row& row) {
            all.push_back({static_cast<MetadataRecord::Kind>(row.integer(0)), row.bytes(1), row.bytes(2), row.bytes(3), false});
        });
    if (!done)
        return Unexpected{done.error()};
    return all;
}

} // namespace chatroom::storage
