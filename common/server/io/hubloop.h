// The hub's thread: the engine, its clockwork, and what goes to the workers, to the store and to the owner. One turn in, one outbox
// out: at once, or, where there is a store, when what the turn and those before it want kept is kept (docs/threads.md).
//
// Thread: the hub's. The owner's signals are emitted here and delivered there, queued.
#pragma once

#include "base/clock.h"
#include "server/engine.h"
#include "server/io/chorerunner.h"
#include "server/io/worker.h"
#include "server/serverevents.h"
#include "storage/storethread.h"

#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace chatroom::server {

class HubLoop final : public QObject, private EventSink
{
    Q_OBJECT

public:
    using ToWorker = std::function<void(std::size_t worker, WorkerTurn)>;
    struct ToStore final // without functions: there is none
    {
        std::function<void(storage::StoreTurn)> submit;
        std::function<void(std::uint64_t number, storage::Question)> ask;
    };
    // Called when all that a turn wanted written has gone out; never after end().
    using Done = std::function<void()>;

    HubLoop(ServerConfig config, const Clock& clock, std::size_t workers, ToWorker toWorker, ToStore toStore);
    // Before the first turn.
    void restore(const storage::KeptState& kept);

    void receive(const InboundTurn& turn, Done done);
    // The same where turns of several workers may have been posted: what they bring goes out together, so that a worker wakes once.
    void receiveWithOthers(const InboundTurn& turn, Done done);
    void apply(ServerConfig config);
    // Says goodbye to everybody; nothing more is taken in. It goes out when what was said before it is kept.
    void shutDown(const QByteArray& reason);
    // From here on nothing goes to the workers, which may be gone. What still waits to be kept is given up.
    void end();

    // What the store reports: see storage::StoreReports.
    void committed(std::uint64_t upTo);
    void failed(std::uint64_t upTo, const storage::StoreError& error);
    void resolved(bool wasCommitted);
    void recovered();
    void answered(std::uint64_t question, const storage::Answer& answer);
    void counted(const std::vector<storage::RoomRecord>& rooms) { m_engine.setHistorySizes(rooms); }

    void setSnapshotInterval(std::chrono::milliseconds interval);
    void setEventsWanted(bool wanted) { m_areEventsWanted = wanted; }
    // Runs `act` on the engine, sends what it wants written, and tells the owner when it failed.
    void administer(const std::function<Result<void, AdminError>(Engine&)>& act);
    void warn(const QByteArray& text);

Q_SIGNALS:
    void eventsReady(const QList<chatroom::server::ServerEvent>& events, quint64 dropped);
    void snapshotReady(const chatroom::server::ServerSnapshot& snapshot);
    void adminFailed(const QString& what);
    void rehashRequested();

private:
    void record(ServerEvent event) override;
    bool wants(EventKind kind) const override { return m_areEventsWanted || kind == EventKind::Warning; }
    struct Waiting final
    {
        std::uint64_t turn = 0; // the last one whose writes it waits for
        Outbox outbox;
        Done done;
    };
    void handle(const InboundTurn& turn);
    void endTurn(Done done = {});
    void finished(std::uint64_t chore, const Outcome& outcome);
    void release(Outbox outbox);
    // With `takeKept`, what was to go out only when it is kept is taken out of each first, and given to it.
    void releaseUpTo(std::uint64_t upTo, const std::function<void(Outbox)>& takeKept);
    void sendEvents();

    TurnClock m_clock;
    ToWorker m_toWorker;
    ToStore m_toStore;
    std::uint64_t m_lastTurn = 0; // that the store was given
    std::deque<Waiting> m_waiting;
    std::vector<Done> m_received;   // of turns that are taken, and whose end is posted
    std::vector<Outbox> m_doubtful; // what of turns that may or may not be kept goes out only if they are
    QList<ServerEvent> m_events;
    quint64 m_droppedEvents = 0;
    bool m_areEventsWanted = true;
    bool m_isClosing = false; // the goodbye is said
    bool m_isOver = false;
    QTimer m_eventTimer; // runs only while events wait
    QTimer m_snapshotTimer;
    QTimer m_tick;
    Engine m_engine;      // it records into what stands above
    ChoreRunner m_chores; // last: it posts to this
};

} // namespace chatroom::server
