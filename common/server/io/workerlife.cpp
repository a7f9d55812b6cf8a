// How connections come to a worker and how they go.
#include "server/io/worker.h"

#include <algorithm>
#include <poll.h>

namespace chatroom::server {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kHandshakeTime = 10s;
constexpr milliseconds kFlushTime = 5s;
constexpr milliseconds kLingerTime = 2s;

} // namespace

bool Worker::watch(int listener, std::function<void()> accept)
{
    auto place = std::ranges::find(m_listeners, -1, &Listening::descriptor);
    if (place == m_listeners.end())
        place = m_listeners.insert(place, Listening{});
    if (!m_poller->add(listener, static_cast<std::uint64_t>(place - m_listeners.begin()), {true, false}))
        return false;
    *place = {listener, std::move(accept)};
    return true;
}

void Worker::setWatched(int listener, bool isWatched)
{
    for (std::size_t key = 0; key < m_listeners.size(); ++key) {
        if (m_listeners[key].descriptor == listener)
            m_poller->change(listener, key, {isWatched, false});
    }
}

void Worker::unwatch(int listener)
{
    for (Listening& each : m_listeners) {
        if (each.descriptor != listener)
            continue;
        m_poller->remove(listener);
        each = {};
    }
}

void Worker::adopt(const Accepted& accepted)
{
    auto transport = accepted.tls ? makeTlsTransport(accepted.descriptor, accepted.tls) : makePlainTransport(accepted.descriptor);
    if (!transport)
        return;
    if (m_free.empty()) {
        m_free.push_back(static_cast<std::uint32_t>(m_slots.size()));
        m_slots.emplace_back();
    }
    const std::uint32_t index = m_free.back();
    Slot& slot = m_slots[index];
    slot.generation = slot.generation == UINT32_MAX ? 1 : slot.generation + 1;
    const ConnectionId id{index, slot.generation, m_index};
    auto peer = std::make_unique<Peer>(id, std::move(transport));
    peer->address = std::make_unique<QHostAddress>(accepted.peer);
    peer->port = accepted.peerPort;
    peer->interest = {true, false};
    if (!m_poller->add(peer->transport->descriptor(), keyOf(id), peer->interest))
        return; // its destructor closes the descriptor
    m_free.pop_back();
    slot.peer = std::move(peer);
    ++m_count;
    const bool wasInTurn = std::exchange(m_isInTurn, true);
    shakeHands(*slot.peer);
    if (!wasInTurn) // else it is told of with the rest of the turn
        endTurn();
}

void Worker::shakeHands(Peer& peer)
{
    const IoResult result = peer.transport->handshake();
    switch (result.state) {
    case IoState::Done:
        peer.phase = Phase::Open;
        peer.deadline = {};
        peer.isHandshakeWriting = false;
        m_events.emplace_back(ConnectionOpened{peer.id, *std::exchange(peer.address, nullptr), peer.port, peer.transport->isSecure(),
                                               peer.transport->peerFingerprint()});
        updateInterest(peer);
        if (peer.transport->hasPending())
            readSome(peer);
        return;
    case IoState::WouldBlock:
    case IoState::WouldBlockOnWrite:
        if (peer.deadline == milliseconds{}) {
            peer.deadline = m_clock.monotonic() + kHandshakeTime;
            m_timed.push_back(peer.id);
        }
        peer.isHandshakeWriting = result.state == IoState::WouldBlockOnWrite;
        updateInterest(peer);
        return;
    case IoState::Ended:
    case IoState::Failed: drop(peer, CloseCause::Error); return;
    }
}

void Worker::startClosing(Peer& peer)
{
    peer.phase = Phase::Flushing;
    peer.deadline = m_clock.monotonic() + kFlushTime;
    m_timed.push_back(peer.id);
    peer.isHeld = false;
    markDirty(peer);
}

void Worker::settle(Peer& peer)
{
    if (peer.phase == Phase::Flushing && peer.queue.isEmpty()) {
        peer.phase = Phase::Lingering;
        peer.deadline = m_clock.monotonic() + kLingerTime;
        peer.transport->endWriting();
    }
    updateInterest(peer);
}

// The hub never heard of those whose handshake did not come to its end.
void Worker::report(Peer& peer, CloseCause cause, const QByteArray& detail)
{
    if (peer.phase != Phase::Handshaking && !std::exchange(peer.isReported, true))
        m_events.emplace_back(ConnectionClosed{peer.id, cause, detail});
}

void Worker::drop(Peer& peer, CloseCause cause, const QByteArray& detail)
{
    if (!peer.transport)
        return;
    report(peer, cause, detail);
    m_poller->remove(peer.transport->descriptor());
    peer.transport.reset();
    peer.queue.clear();
    Slot& slot = m_slots[peer.id.slot];
    m_free.push_back(peer.id.slot);
    --m_count;
    m_dropped.push_back(std::move(slot.peer));
    slot.peer.reset();
}

void Worker::checkDeadlines()
{
    const milliseconds now = m_clock.monotonic();
    for (const ConnectionId id : std::exchange(m_timed, {})) {
        Peer* peer = find(id);
        if (peer == nullptr || peer->deadline == milliseconds{})
            continue;
        if (now < peer->deadline)
            m_timed.push_back(id);
        else
            drop(*peer, peer->hasEnded ? CloseCause::ByPeer : CloseCause::ByServer);
    }
}

void Worker::finish(milliseconds deadline)
{
    m_isInTurn = true;
    while (true) {
        std::vector<pollfd> waiting;
        for (const Slot& slot : m_slots) {
            if (!slot.peer)
                continue;
            Peer& peer = *slot.peer;
            flush(peer);
            if (peer.transport && !peer.queue.isEmpty())
                waiting.push_back({peer.transport->descriptor(), POLLOUT, 0});
        }
        const auto left = deadline - m_clock.monotonic();
        if (waiting.empty() || left <= 0ms)
            break;
        ::poll(waiting.data(), waiting.size(), static_cast<int>(left.count()));
    }
    m_timer.stop();
    for (const Slot& slot : m_slots) {
        // A descriptor that is closed with something unread resets the connection, and our last words with it.
        if (slot.peer && slot.peer->phase != Phase::Handshaking)
            discard(*slot.peer);
        if (slot.peer)
            drop(*slot.peer, CloseCause::ByServer);
    }
    m_dropped.clear();
    m_events.clear();
}

} // namespace chatroom::server
