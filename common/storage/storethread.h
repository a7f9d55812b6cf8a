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
    // What is too old or too much has been looked for: so many entries each room has now. May be empty.
    std::function<void(const std::vector<RoomRecord>& rooms)> counted;
};

enum class Access : std::uint8_t { Writing, Reading };

class StoreThread final
{
public:
    // Opens a store; called on the thread that will use it, once for writing and, with `hasReader`, once more for reading.
    using Opened = Result<std::unique_ptr<Store>, StoreError>;
    using Open = std::function<Opened(Access access)>;

    StoreThread();
    Q_DISABLE_COPY_MOVE(StoreThread)
    ~StoreThread(); // as finish()

    // Waits for the store to be open. Without a reader of their own, questions wait for commits.
    [[nodiscard]] Result<KeptState, StoreError> start(const Open& open, bool hasReader, StoreReports reports);
    void setRetention(const RetentionRule& rule);
    // Commits what was submitted, answers what was asked, and ends the threads: nothing is reported after it. Waits, a few seconds
    // at most for a database that does not answer.
    void finish();

    // Any thread; nothing after finish().
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
