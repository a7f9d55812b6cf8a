#include "server/io/hubloop.h"

namespace chatroom::server {

using namespace std::chrono_literals;

namespace {

constexpr auto kEventInterval = 50ms; // at most 20 batches a second
constexpr qsizetype kEventsAtOnce = 5000;

} // namespace

HubLoop::HubLoop(ServerConfig config, const Clock& clock, std::size_t workers, ToWorker toWorker)
    : m_clock(clock), m_toWorker(std::move(toWorker)), m_eventTimer(this), m_snapshotTimer(this), m_tick(this),
      m_engine(std::move(config), clock, *this, workers)
{
    m_eventTimer.setSingleShot(true);
    m_eventTimer.setInterval(kEventInterval);
    connect(&m_eventTimer, &QTimer::timeout, this, &HubLoop::sendEvents);
    connect(&m_snapshotTimer, &QTimer::timeout, this, [this] { Q_EMIT snapshotReady(m_engine.snapshot()); });
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_engine.tick();
        sendOutbox();
    });
    m_tick.start(1s);
}

bool HubLoop::receive(const InboundTurn& turn)
{
    if (m_isOver)
        return false;
    for (const InboundEvent& event : turn)
        m_engine.handle(event);
    sendOutbox();
    if (m_engine.takeRehashRequest())
        Q_EMIT rehashRequested();
    return true;
}

void HubLoop::sendOutbox()
{
    Outbox outbox = m_engine.takeOutbox();
    for (std::size_t worker = 0; worker < outbox.workers(); ++worker) {
        WorkerTurn orders = outbox.take(worker);
        if (!orders.empty())
            m_toWorker(worker, std::move(orders));
    }
}

void HubLoop::apply(ServerConfig config)
{
    m_engine.applyConfig(std::move(config));
    sendOutbox();
}

void HubLoop::shutDown(const QByteArray& reason)
{
    m_engine.shutDown(reason);
    sendOutbox();
    end();
}

void HubLoop::end()
{
    m_isOver = true;
    m_tick.stop();
    m_snapshotTimer.stop();
    sendEvents();
}

void HubLoop::setSnapshotInterval(std::chrono::milliseconds interval)
{
    if (interval <= 0ms) {
        m_snapshotTimer.stop();
        return;
    }
    m_snapshotTimer.start(std::max(interval, kEventInterval));
    Q_EMIT snapshotReady(m_engine.snapshot());
}

void HubLoop::administer(const std::function<Result<void, AdminError>(Engine&)>& act)
{
    if (const auto done = act(m_engine); !done)
        Q_EMIT adminFailed(QString::fromUtf8(done.error().what));
    sendOutbox();
}

void HubLoop::warn(const QByteArray& text)
{
    record({.at = m_clock.now(), .kind = EventKind::Warning, .text = text});
}

void HubLoop::record(ServerEvent event)
{
    if (!wants(event.kind))
        return;
    if (m_events.size() >= kEventsAtOnce)
        ++m_droppedEvents;
    else
        m_events.append(std::move(event));
    if (!m_eventTimer.isActive())
        m_eventTimer.start();
}

void HubLoop::sendEvents()
{
    m_eventTimer.stop();
    if (!m_events.isEmpty())
        Q_EMIT eventsReady(std::exchange(m_events, {}), std::exchange(m_droppedEvents, 0));
}

} // namespace chatroom::server
