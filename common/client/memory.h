// What a session keeps beyond its program: the outbox and how far one has read, in a ClientStore. Without a store, or when it
// cannot be used, nothing is kept and all else works; that is said once.
#pragma once

#include "client/conversation_p.h"
#include "storage/clientstore.h"

#include <QPointer>
#include <QTimer>

#include <functional>
#include <set>

namespace chatroom::client {

struct SessionCore;

class Memory final
{
public:
    Memory(SessionCore& core, storage::ClientStore* store);
    Q_DISABLE_COPY_MOVE(Memory)
    ~Memory();

    void open(); // for the address and the name that the session has now; nothing when it is open for them
    [[nodiscard]] bool isLoading() const { return m_stage == Stage::Loading; }
    [[nodiscard]] bool isKept() const { return m_stage == Stage::Open; }

    // `done`, where there is one: they are on the disk, or never will be.
    void put(const std::vector<storage::OutboxRecord>& records, std::function<void()> done);
    void remove(std::uint64_t number);
    void removeBefore(std::uint64_t number); // of the name one had before this one

    [[nodiscard]] Reference readIn(const QByteArray& target) const; // invalid: not known
    [[nodiscard]] Reference lastOnline() const;
    void noteRead(Conversation& conversation); // all of it was read; kept a moment later
    void flush();

private:
    enum class Stage : std::uint8_t { Closed, Loading, Open };
    void loaded(const Result<storage::ClientMemory, storage::StoreError>& memory);
    void warn(const storage::StoreError& error);
    void keep(const QByteArray& target, const Reference& reference);

    SessionCore& m_core;
    storage::ClientStore* m_store;
    storage::ClientScope m_scope, m_before;
    Stage m_stage = Stage::Closed;
    bool m_isWarned = false;
    std::vector<storage::ReadMark> m_marks;
    std::set<QPointer<Conversation>> m_read;
    QTimer m_timer;
    QObject m_context; // what comes back from the store later than this is of no account
};

} // namespace chatroom::client
