#include "storage/sqlclientstore.h"

#include "base/threads.h"
#include "storage/clientdialect.h"
#include "storage/database.h"
#include "storage/migrations.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QLockFile>
#include <QPointer>

#include <map>
#include <optional>

namespace chatroom::storage {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kMostRecords = 1'000;
constexpr int kMostMarks = 10'000;

const std::vector<Migration>& tables()
{
    static const std::vector<Migration> all{
        {1,
         {u"CREATE TABLE outbox (server BLOB NOT NULL, nickname BLOB NOT NULL, number INTEGER NOT NULL, verb BLOB NOT "
         "NULL, target BLOB NOT NULL, text BLOB NOT NULL, is_written INTEGER NOT NULL, written_as BLOB NOT NULL, "
         "after_id BLOB NOT NULL, after_time INTEGER NOT NULL, PRIMARY KEY (server, nickname, number)) WITHOUT ROWID"_s,
         u"CREATE TABLE read_marks (server BLOB NOT NULL, nickname BLOB NOT NULL, conversation BLOB NOT NULL, "
         "message_id BLOB NOT NULL, time INTEGER NOT NULL, PRIMARY KEY (server, nickname, conversation)) WITHOUT "
         "ROWID"_s}},
        {2, {u"ALTER TABLE outbox ADD COLUMN reply_to BLOB NOT NULL DEFAULT X''"_s}}};
    return all;
}

} // namespace

class SqlClientStore::Worker final : public QObject
{
public:
    Worker(const QString& folder, QObject& home) : m_folder(folder), m_home(home) {}

    struct Step final
    {
        std::function<Outcome<void>(Database&)> run;
        std::function<void(const Outcome<void>&)> done; // posted home; may be empty
    };

    // Those that come while one is at work are done together.
    void take(Step step)
    {
        m_steps.push_back(std::move(step));
        if (!std::exchange(m_isPosted, true))
            postTo(*this, [this] { work(); });
    }

    void work()
    {
        m_isPosted = false;
        const std::vector<Step> steps = std::exchange(m_steps, {});
        if (steps.empty())
            return;
        const Outcome<void> done = commit(steps);
        for (const Step& each : steps) {
            if (each.done)
                postTo(m_home, [report = each.done, done] { report(done); });
        }
    }

    void load(const ClientScope& scope, const std::function<void(Outcome<ClientMemory>)>& loaded)
    {
        work();
        postTo(m_home, [loaded, memory = read(scope)] { loaded(memory); });
    }

    void release(const ClientScope& scope)
    {
        work();
        m_locks.erase(scope);
    }

    void close()
    {
        work();
        m_locks.clear();
        m_database.reset();
    }

private:
    Outcome<void> open()
    {
        if (m_database)
            return {};
        auto dialect = std::make_unique<ClientDialect>(m_folder, Access::Reading);
        if (QFileInfo(dialect->file()).size() > 0) {
            const ClientDialect checking(m_folder, Access::Reading);
            const auto looked = Database::open(std::move(dialect));
            if (!looked)
                return Unexpected{looked.error()};
            if (auto whole = checking.check(**looked); !whole)
                return whole;
        }
        auto opened = Database::open(std::make_unique<ClientDialect>(m_folder, Access::Writing));
        if (!opened)
            return Unexpected{opened.error()};
        if (auto done = migrate(**opened, tables()); !done)
            return done;
        m_database = std::move(*opened);
        return {};
    }

    Outcome<void> commit(const std::vector<Step>& steps)
    {
        if (auto done = open(); !done)
            return done;
        return m_database->write([&]() -> Outcome<void> {
            for (const Step& each : steps) {
                if (auto done = each.run(*m_database); !done)
                    return done;
            }
            return {};
        });
    }

    // A process that has died holds nothing.
    Outcome<void> lock(const ClientScope& scope)
    {
        if (m_locks.contains(scope))
            return {};
        const QByteArray name = QCryptographicHash::hash(scope.server + ' ' + scope.nickname, QCryptographicHash::Sha256).toHex().left(16);
        const QString file = QDir(m_folder).filePath(QLatin1StringView(kClientFile) + u'.' + QString::fromLatin1(name) + u".lock"_s);
        auto held = std::make_unique<QLockFile>(file);
        held->setStaleLockTime(0);
        if (!held->tryLock(0))
            return Unexpected{StoreError{
                StoreError::Kind::Unavailable,
                QCoreApplication::translate("chatroom::storage::SqlClientStore",
                                            "Another Chatroom is running under this name: what waits to be sent is forgotten when this one "
                                            "ends.")}};
        m_locks.emplace(scope, std::move(held));
        return {};
    }

    Outcome<ClientMemory> read(const ClientScope& scope)
    {
        if (auto done = open(); !done)
            return Unexpected{done.error()};
        if (auto done = lock(scope); !done)
            return Unexpected{done.error()};
        ClientMemory memory;
        const auto done = m_database->read([&]() -> Outcome<void> {
            const auto records =
                m_database->run(u"SELECT number, verb, target, text, is_written, written_as, after_id, after_time, reply_to FROM outbox WHERE server "
                                u"= ? AND nickname = ? "
                                "ORDER BY number LIMIT ?"_s,
                                {scope.server, scope.nickname, kMostRecords}, [&memory](const Row& row) {
                                    memory.outbox.push_back({static_cast<std::uint64_t>(row.number(0)), row.bytes(1), row.bytes(2),
                                                             row.bytes(3), row.integer(4) != 0, row.bytes(5), row.bytes(6), row.time(7), row.bytes(8)});
                                });
            if (!records)
                return records;
            return m_database->run(u"SELECT conversation, message_id, time FROM read_marks WHERE server = ? AND nickname = ? LIMIT ?"_s,
                                   {scope.server, scope.nickname, kMostMarks}, [&memory](const Row& row) {
                                       memory.marks.push_back({row.bytes(0), row.bytes(1), row.time(2)});
                                   });
        });
        if (!done)
            return Unexpected{done.error()};
        return memory;
    }

    QString m_folder;
    QObject& m_home;
    std::unique_ptr<Database> m_database;
    std::map<ClientScope, std::unique_ptr<QLockFile>> m_locks;
    std::vector<Step> m_steps;
    bool m_isPosted = false;
};

SqlClientStore::SqlClientStore(const QString& folder) : m_worker(std::make_unique<Worker>(folder, m_home))
{
    m_thread.setObjectName(u"client-store"_s);
    m_worker->moveToThread(&m_thread);
    m_thread.start();
}

SqlClientStore::~SqlClientStore()
{
    runOn(*m_worker, [this] { m_worker->close(); });
    m_thread.quit();
    m_thread.wait();
}

void SqlClientStore::load(const ClientScope& scope, QObject* context, Loaded loaded)
{
    const auto report = [context = QPointer<QObject>(context), loaded = std::move(loaded)](const Outcome<ClientMemory>& memory) {
        if (context)
            loaded(memory);
    };
    postTo(*m_worker, [worker = m_worker.get(), scope, report] { worker->load(scope, report); });
}

void SqlClientStore::release(const ClientScope& scope)
{
    postTo(*m_worker, [worker = m_worker.get(), scope] { worker->release(scope); });
}

void SqlClientStore::put(const ClientScope& scope, std::vector<OutboxRecord> records, QObject* context, Done done)
{
    Worker::Step step;
    step.run = [scope, records = std::move(records)](Database& database) -> Outcome<void> {
        for (const OutboxRecord& each : records) {
            auto put =
                database.run(u"INSERT OR REPLACE INTO outbox (server, nickname, number, verb, target, text, is_written, written_as, "
                             "after_id, after_time, reply_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                             {value(scope.server), value(scope.nickname), qlonglong(each.number), value(each.verb), value(each.target),
                              value(each.text), int{each.isWritten}, value(each.writtenAs), value(each.afterId), value(each.after),
                              value(each.replyTo)});
            if (!put)
                return put;
        }
        return {};
    };
    step.done = [context = QPointer<QObject>(context), done = std::move(done)](const Outcome<void>& result) {
        if (context && done)
            done(result);
    };
    postTo(*m_worker, [worker = m_worker.get(), step = std::move(step)] { worker->take(step); });
}

void SqlClientStore::remove(const ClientScope& scope, std::uint64_t number)
{
    Worker::Step step;
    step.run = [scope, number](Database& database) -> Outcome<void> {
        return database.run(u"DELETE FROM outbox WHERE server = ? AND nickname = ? AND number = ?"_s,
                            {value(scope.server), value(scope.nickname), qlonglong(number)});
    };
    postTo(*m_worker, [worker = m_worker.get(), step = std::move(step)] { worker->take(step); });
}

void SqlClientStore::setMark(const ClientScope& scope, const ReadMark& mark)
{
    Worker::Step step;
    step.run = [scope, mark](Database& database) -> Outcome<void> {
        return database.run(
            u"INSERT OR REPLACE INTO read_marks (server, nickname, conversation, message_id, time) VALUES (?, ?, ?, ?, ?)"_s,
            {value(scope.server), value(scope.nickname), value(mark.conversation), value(mark.messageId), value(mark.time)});
    };
    postTo(*m_worker, [worker = m_worker.get(), step = std::move(step)] { worker->take(step); });
}

} // namespace chatroom::storage
