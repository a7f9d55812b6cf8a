#include "server/io/hubloop.h"

#include "base/threads.h"

namespace chatroom::server {

using namespace std::chrono_literals;

namespace {

constexpr auto kEventInterval = 50ms; // at most 20 batches a second
constexpr qsizetype kEventsAtOnce = 5000;

} // namespace

HubLoop::HubLoop(ServerConfig config, const Clock& clock, std::size_t workers, ToWorker toWorker, ToStore toStore)
    : m_clock(clock), m_toWorker(std::move(toWorker)), m_toStore(std::move(toStore)), m_eventTimer(this), m_snapshotTimer(this),
      m_tick(this), m_engine(std::move(config), m_clock, *this, workers, static_cast<bool>(m_toStore.submit)),
      m_chores([this](std::uint64_t number, const Outcome& outcome) { postTo(*this, [=, this] { finished(number, outcome); }); })
{
    m_eventTimer.setSingleShot(true);
    m_eventTimer.setInterval(kEventInterval);
    connect(&m_eventTimer, &QTimer::timeout, this, &HubLoop::sendEvents);
    connect(&m_snapshotTimer, &QTimer::timeout, this, [this] { Q_EMIT snapshotReady(m_engine.snapshot()); });
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_engine.tick();
        endTurn();
    });
    m_tick.start(1s);
}

void HubLoop::restore(const storage::KeptState& kept)
{
    m_engine.restore(kept);
}

void HubLoop::receive(const InboundTurn& turn, Done done)
{
    if (m_isClosing)
        return;
    handle(turn);
    endTurn(std::move(done));
}

void HubLoop::receiveWithOthers(const InboundTurn& turn, Done done)
{
    if (m_isClosing)
        return;
    handle(turn);
    m_received.push_back(std::move(done));
    if (m_received.size() > 1)
        return;
    postTo(*this, [this] {
        const auto callAll = [received = std::exchange(m_received, {})] {
            for (const Done& each : received)
                each();
        };
        if (!m_isOver)
            endTurn(callAll);
    });
}

void HubLoop::handle(const InboundTurn& turn)
{
    const TurnClock::Turn standing{m_clock};
    for (const InboundEvent& event : turn)
        m_engine.handle(event);
}

void HubLoop::endTurn(Done done)
{
    Outbox outbox = m_engine.takeOutbox();
    bool waits = !m_waiting.empty();
    if (m_toStore.submit) {
        if (std::vector<storage::Write> writes = m_engine.takeWrites(); !writes.empty()) {
            m_toStore.submit({++m_lastTurn, std::move(writes)});
            waits = true;
        }
        for (Asked& asked : m_engine.takeQuestions())
            m_toStore.ask(asked.number, std::move(asked.question));
    }
    for (Chore& chore : m_engine.takeChores())
        m_chores.start(std::move(chore));
    if (m_engine.takeRehashRequest()) // also of one that waited behind a password
        Q_EMIT rehashRequested();
    if (waits) { // also for who wants nothing kept: what one reads stays in order
        m_waiting.push_back({m_lastTurn, std::move(outbox), std::move(done)});
        return;
    }
    release(std::move(outbox));
    if (done)
        done();
}

void HubLoop::release(Outbox outbox)
{
    for (std::size_t worker = 0; worker < outbox.workers(); ++worker) {
        WorkerTurn orders = outbox.take(worker);
        if (!orders.empty())
            m_toWorker(worker, std::move(orders));
    }
}

void HubLoop::committed(std::uint64_t upTo)
{
    releaseUpTo(upTo, {});
}

void HubLoop::releaseUpTo(std::uint64_t upTo, const std::function<void(Outbox)>& takeKept)
{
    while (!m_waiting.empty() && m_waiting.front().turn <= upTo) {
        Waiting first = std::move(m_waiting.front());
        m_waiting.pop_front();
        if (takeKept)
            takeKept(first.outbox.takeKept());
        release(std::move(first.outbox));
        if (first.done)
            first.done();
    }
}

void HubLoop::failed(std::uint64_t upTo, const storage::StoreError& error)
{
    if (m_isOver)
        return;
    m_engine.setStoreTrouble(error);
    if (error.isInDoubt)
        releaseUpTo(upTo, [this](Outbox kept) { m_doubtful.push_back(std::move(kept)); });
    else
        releaseUpTo(upTo, [this](const Outbox& kept) { m_engine.refuseKept(kept); });
    endTurn();
}

void HubLoop::resolved(bool wasCommitted)
{
    for (Outbox& kept : std::exchange(m_doubtful, {})) {
        if (wasCommitted && !m_isOver)
            release(std::move(kept));
        else
            m_engine.refuseKept(kept);
    }
    if (!m_isOver)
        endTurn();
}

void HubLoop::recovered()
{
    if (m_isOver)
        return;
    m_engine.endStoreTrouble();
    endTurn();
}

void HubLoop::answered(std::uint64_t question, const storage::Answer& answer)
{
    if (m_isOver)
        return;
    m_engine.answer(question, answer);
    endTurn();
}

void HubLoop::finished(std::uint64_t chore, const Outcome& outcome)
{
    if (m_isOver)
        return;
    m_engine.finished(chore, outcome);
    endTurn();
}

void HubLoop::apply(ServerConfig config)
{
    m_engine.applyConfig(std::move(config));
    endTurn();
}

void HubLoop::shutDown(const QByteArray& reason)
{
    m_engine.shutDown(reason);
    endTurn();
    m_isClosing = true;
    m_tick.stop();
    m_snapshotTimer.stop();
}

void HubLoop::end()
{
    if (std::exchange(m_isOver, true))
        return;
    m_isClosing = true;
    releaseUpTo(m_lastTurn, [](const Outbox&) {}); // who said it has got no receipt, and looks for it when they are back
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
    endTurn();
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
