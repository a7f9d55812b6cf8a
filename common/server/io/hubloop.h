// The hub's thread: the engine, its clockwork, and what goes to the workers and to the owner. One turn in, one outbox out.
//
// Thread: the hub's. The owner's signals are emitted here and delivered there, queued.
#pragma once

#include "base/clock.h"
#include "server/engine.h"
#include "server/io/worker.h"
#include "server/serverevents.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace chatroom::server {

class HubLoop final : public QObject, private EventSink
{
    Q_OBJECT

public:
    using ToWorker = std::function<void(std::size_t worker, WorkerTurn)>;

    HubLoop(ServerConfig config, const Clock& clock, std::size_t workers, ToWorker toWorker);

    // False after end(): nobody is to be answered.
    bool receive(const InboundTurn& turn);
    void apply(ServerConfig config);
    void shutDown(const QByteArray& reason);
    // From here on nothing goes to the workers, which may be gone.
    void end();
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
    void sendOutbox();
    void sendEvents();

    const Clock& m_clock;
    ToWorker m_toWorker;
    QList<ServerEvent> m_events;
    quint64 m_droppedEvents = 0;
    bool m_areEventsWanted = true;
    bool m_isOver = false;
    QTimer m_eventTimer; // runs only while events wait
    QTimer m_snapshotTimer;
    QTimer m_tick;
    Engine m_engine; // last: it records into what stands above
};

} // namespace chatroom::server
