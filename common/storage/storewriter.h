// The two ends of a StoreThread, each on its thread.
#pragma once

#include "storage/storethread.h"

#include <QTimer>

#include <optional>
#include <vector>

namespace chatroom::storage {

// Answers questions with a store of its own.
class StoreThread::Reader final : public QObject
{
public:
    explicit Reader(const StoreReports& reports) : m_reports(reports) {}
    [[nodiscard]] Result<void, StoreError> open(const Open& open);
    void answer(std::uint64_t number, const Question& question);
    void close() { m_store.reset(); }

private:
    const StoreReports& m_reports;
    std::unique_ptr<Store> m_store;
};

// Gathers what was posted to it until its thread has read all posts, and commits that as one.
class StoreThread::Writer final : public QObject
{
public:
    explicit Writer(StoreReports reports);
    [[nodiscard]] Result<KeptState, StoreError> open(const Open& open);
    void answerBy(Reader* reader) { m_reader = reader; } // null: by the writer's own store
    void setRetention(const RetentionRule& rule);
    void take(StoreTurn turn);
    void take(std::uint64_t number, Question question);
    // Commits and passes on what waits.
    void flush();
    void close();
    [[nodiscard]] const StoreReports& reports() const { return m_reports; }

private:
    struct Asked final
    {
        std::uint64_t number;
        Question question;
    };

    void flushLater();
    void commitWaiting();
    void passQuestionsOn();
    void fail(const StoreError& error);
    void tryAgain();
    void beginUpkeep();
    void upkeep();

    StoreReports m_reports;
    std::unique_ptr<Store> m_store;
    Reader* m_reader = nullptr;
    std::vector<Write> m_waiting;
    std::uint64_t m_lastTurn = 0;
    bool m_hasTurns = false; // a turn may have nothing to write
    bool m_isFlushPosted = false;
    std::vector<Asked> m_asked;
    std::optional<StoreError> m_broken;
    std::optional<Entry> m_doubtful; // of the group whose commit was in doubt: there when that is
    RetentionRule m_rule;
    Retention m_retention; // of this round of upkeep
    std::size_t m_entriesBehind = 0, m_entriesSinceRound = 0;
    QTimer m_again, m_quiet, m_round;
};

} // namespace chatroom::storage
