// A store that does as it is told: a memory store which can be made to wait, to fail, and to tell what was asked of it.
// Told from the test's thread, used on a store's thread.
#pragma once

#include "storage/memorystore.h"

#include <QMutex>
#include <QSemaphore>
#include <QStringList>

#include <optional>

namespace chatroom::test {

class Script final
{
public:
    // What the store was asked, in order: "commit 3", "probe", "catch up", "maintain", "history", "search", "entry", "was committed".
    [[nodiscard]] QStringList calls() const;
    void note(const QString& call);

    // The next commits wait until they are let go.
    void hold();
    void letOneGo();
    void letGo();
    void waitForTurn(); // of the store

    // All writing fails so, or works again.
    void breakWith(std::optional<storage::StoreError> error);
    // The next commit is done all the same, though its end is unknown.
    void breakBehindCommit(const storage::StoreError& error);
    [[nodiscard]] std::optional<storage::StoreError> error() const;
    [[nodiscard]] bool takeIsDone();

    // So many steps of upkeep are due.
    void giveUpkeep(int steps);
    [[nodiscard]] bool takeStep();

private:
    mutable QMutex m_mutex;
    QStringList m_calls;
    std::optional<storage::StoreError> m_error;
    bool m_isDone = false, m_isHeld = false;
    int m_steps = 0;
    QSemaphore m_gate;
};

class ScriptedStore final : public storage::Store
{
public:
    explicit ScriptedStore(Script& script) : m_script(script) {}

    Result<void, storage::StoreError> commit(std::span<const storage::Write> writes) override;
    Result<bool, storage::StoreError> wasCommitted(const storage::Entry& entry) override;
    Result<void, storage::StoreError> probe() override;
    Result<std::vector<storage::RoomRecord>, storage::StoreError> rooms() override { return m_memory.rooms(); }
    Result<std::vector<storage::AccountRecord>, storage::StoreError> accounts() override { return m_memory.accounts(); }
    Result<std::vector<storage::ReadMarkRecord>, storage::StoreError> readMarks() override { return m_memory.readMarks(); }
    Result<std::vector<storage::MetadataRecord>, storage::StoreError> metadata() override { return m_memory.metadata(); }
    Result<Timestamp, storage::StoreError> latest() override { return m_memory.latest(); }
    Result<storage::Entries, storage::StoreError> history(const storage::HistoryQuery& query) override;
    Result<std::vector<storage::TargetRow>, storage::StoreError> targets(const storage::TargetsQuery& query) override;
    Result<storage::Entries, storage::StoreError> search(const storage::SearchQuery& query) override;
    Result<storage::Entries, storage::StoreError> entry(const storage::EntryQuery& query) override;
    Result<void, storage::StoreError> catchUp() override;
    Result<bool, storage::StoreError> maintain(const storage::Retention& retention) override;

private:
    Script& m_script;
    storage::MemoryStore m_memory;
};

} // namespace chatroom::test
