// The thread of a store: commits what waits as one transaction (group commit), answers questions, and does in the quiet what has
// time. Questions are answered by a second connection to the database on a thread of its own, so that a search stalls nobody;
// each is asked after all that was submitted before it is committed, so that who has said something finds it.
//
// Made, used and ended on its owner's thread; what it reports is called on its own threads, for the owner to post on.
#pragma once

#include "storage/store.h"

#include <QThread>

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

namespace chatroom::storage {

using Question = std::variant<HistoryQuery, TargetsQuery, SearchQuery>;
using Answer = std::variant<Entries, std::vector<TargetRow>, StoreError>;

// What one turn of the server wants kept.
struct StoreTurn final
{
    std::uint64_t number = 0; // ascends
    std::vector<Write> writes;
};

struct StoreReports final
{
    // All turns up to this one are committed.
    std::function<void(std::uint64_t upTo)> committed;
    // None of the turns after the last report and up to this one is committed. While the store is broken every turn fails at once.
    std::function<void(std::uint64_t upTo, const StoreError& error)> failed;
    // The turns of the last failed(), whose error was in doubt, are there after all, or are not.
    std::function<void(bool wasCommitted)> resolved;
    // After failed(): writing works again.
    std::function<void()> recovered;
    std::function<void(std::uint64_t question, Answer answer)> answered;
};

class StoreThread final
{
public:
    // Opens a store; called on the thread that will use it, once for writing and, unless `isShared`, once more for reading.
    using Open = std::function<Result<std::unique_ptr<Store>, StoreError>()>;

    StoreThread();
    Q_DISABLE_COPY_MOVE(StoreThread)
    ~StoreThread(); // commits what was submitted

    // Waits for the store to be open. `hasReader`: a second one is opened for reading, else questions wait for commits.
    [[nodiscard]] Result<std::vector<RoomRecord>, StoreError> start(const Open& open, bool hasReader, StoreReports reports);
    void setRetention(std::chrono::days maxAge, std::uint64_t maxMessages, const Clock& clock); // zero: no limit

    // Any thread.
    void submit(StoreTurn turn);
    void ask(std::uint64_t number, Question question);

private:
    class Writer;
    class Reader;
    std::unique_ptr<Writer> m_writer; // each lives on its thread
    std::unique_ptr<Reader> m_reader;
    QThread m_writerThread, m_readerThread;
};

} // namespace chatroom::storage
