#include "server/io/worker.h"

#include <algorithm>
#include <array>

namespace chatroom::server {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr int kRounds = 4;                                // of reading before a turn writes
constexpr std::size_t kStretches = 4;                     // of writing in a turn, with a round of reading after each
constexpr std::size_t kLeastStretch = 4;                  // writes
constexpr std::size_t kMostWrites = 512;                  // of a turn that still reads between them
constexpr std::size_t kReadBytes = 16 * 1024;             // of one connection in one round
constexpr std::size_t kParts = 32;                        // slices in one system call
constexpr std::size_t kHeldBytes = 256 * 1024;            // of one connection that sent too fast, until its time comes
constexpr std::size_t kUnansweredBytes = 8 * 1024 * 1024; // on their way to the hub
constexpr std::size_t kMostUsualEvents = 64;              // that room is made for at once
constexpr milliseconds kTimer = 100ms;
constexpr milliseconds kEndedTime = 10s; // for the held lines of one that has closed
constexpr char kClientHello = 0x16;      // RFC 8446, 5.1: how TLS begins, and no line of IRC

} // namespace

Worker::Worker(std::uint16_t index, const Clock& clock, WorkerSettings settings, PollerKind poller, HubPlace hub, Post post)
    : m_index(index), m_clock(clock), m_settings(settings), m_hub(hub), m_post(std::move(post)),
      m_coalescer([this](ConnectionId to, Slice slice) { enqueue(to, std::move(slice)); }), m_poller(Poller::make(poller)), m_timer(this)
{
    m_poller->setParent(this); // so that it moves to another thread with us
    connect(m_poller.get(), &Poller::becameReady, this, &Worker::turn);
    m_timer.setInterval(kTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_isInTurn = true;
        resumeHeld();
        checkDeadlines();
        endTurn();
    });
}

Worker::~Worker() = default;

Peer* Worker::find(ConnectionId id)
{
    Q_ASSERT(id.worker == m_index);
    if (id.slot >= m_slots.size() || m_slots[id.slot].generation != id.generation)
        return nullptr;
    return m_slots[id.slot].peer.get();
}

Peer* Worker::find(std::uint64_t key)
{
    return find(ConnectionId{static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32U), m_index});
}

void Worker::turn()
{
    m_isInTurn = true;
    for (int round = 0; round < kRounds && readRound(); ++round) {
    }
    endTurn();
}

bool Worker::readRound()
{
    if (isFlooded())
        return false;
    m_poller->take(m_ready);
    if (m_ready.empty())
        return false;
    const TurnClock::Turn standing{m_clock};
    for (const Ready& each : m_ready)
        serve(each);
    postEvents(); // while the hub works on it, more comes, and is written with the rest
    return true;
}

void Worker::serve(const Ready& ready)
{
    if (isListener(ready.key)) {
        const Listening& listening = m_listeners[static_cast<std::size_t>(ready.key)];
        if (listening.descriptor >= 0)
            listening.accept();
        return;
    }
    Peer* peer = find(ready.key);
    if (peer == nullptr)
        return;
    if (peer->phase == Phase::Handshaking)
        return shakeHands(*peer);
    if (ready.canWrite)
        markDirty(*peer);
    if (!ready.canRead)
        return;
    if (peer->phase != Phase::Open)
        return discard(*peer);
    if (peer->hasEnded) // and now the whole connection has
        return drop(*peer, CloseCause::ByPeer);
    readSome(*peer);
}

// OpenSSL holds what no poller will tell of: up to 16 KiB, which may be hundreds of small records.
void Worker::readSome(Peer& peer)
{
    while (readOnce(peer) && peer.phase == Phase::Open && peer.transport->hasPending()) {
    }
}

bool Worker::readOnce(Peer& peer)
{
    std::array<char, kReadBytes> buffer; // NOLINT: only what was received is read
    const IoResult result = peer.transport->read(buffer);
    switch (result.state) {
    case IoState::Done:
        peer.unreported += result.bytes;
        if (!std::exchange(peer.hasSpoken, true) && !peer.transport->isSecure() && buffer[0] == kClientHello) {
            drop(peer, CloseCause::Error, "Asked for encryption on a port without it");
            return false;
        }
        if (peer.isHeld)
            hold(peer, {buffer.data(), result.bytes});
        else
            takeLines(peer, {buffer.data(), result.bytes});
        return true;
    case IoState::WouldBlock:
    case IoState::WouldBlockOnWrite: return false;
    case IoState::Ended: end(peer); return false;
    case IoState::Failed: drop(peer, CloseCause::Error, "Connection lost"); return false;
    }
    Q_UNREACHABLE();
}

void Worker::takeLines(Peer& peer, std::string_view data)
{
    const milliseconds now = m_clock.monotonic();
    QByteArray bytes(static_cast<qsizetype>(peer.framer.buffered() + data.size()), Qt::Uninitialized);
    char* const begin = bytes.data();
    char* to = begin;
    m_ends.clear();
    m_tooLong.clear();
    // The token is taken after the line: the one that empties the bucket still passes, and what is behind it waits.
    peer.framer.feed(data, [&](std::string_view line, bool isTooLong) {
        to = std::copy(line.begin(), line.end(), to);
        m_ends.push_back(static_cast<std::size_t>(to - begin));
        m_tooLong.push_back(isTooLong);
        peer.owed = costOf(line);
        peer.isHeld = !takeTokens(peer, now, peer.owed);
        return !peer.isHeld;
    });
    if (peer.isHeld)
        m_held.push_back(peer.id);
    updateInterest(peer);
    if (m_ends.empty())
        return;
    bytes.truncate(to - begin);
    if (m_events.empty())
        m_events.reserve(m_usualEvents);
    LineBatch batch = makeBatch(peer.id, std::move(bytes), m_ends, m_tooLong, m_settings.isUtf8Only);
    batch.receivedBytes = std::exchange(peer.unreported, 0);
    m_events.emplace_back(std::move(batch));
}

// Sent too fast, and sends on: kept up to a bound, and beyond it the connection ends with a reason that its person can read.
void Worker::hold(Peer& peer, std::string_view data)
{
    peer.framer.keep(data);
    if (peer.framer.buffered() <= kHeldBytes)
        return;
    report(peer, CloseCause::ExcessFlood);
    peer.queue.push(Slice{"ERROR :Sent too much too fast\r\n"}, m_spares);
    startClosing(peer);
}

// The end of what it sends. Lines that wait for their time are still taken, where that does not last too long.
void Worker::end(Peer& peer)
{
    if (!peer.isHeld || peer.framer.buffered() == 0)
        return drop(peer, CloseCause::ByPeer);
    peer.hasEnded = true;
    peer.deadline = m_clock.monotonic() + kEndedTime;
    m_timed.push_back(peer.id);
    updateInterest(peer);
}

// Its close is ordered: what it still says is read so that it sees our last words, and thrown away.
void Worker::discard(Peer& peer)
{
    std::array<char, kReadBytes> buffer; // NOLINT: nothing of it is read
    const IoResult result = peer.transport->read(buffer);
    if (result.state == IoState::Ended || result.state == IoState::Failed)
        drop(peer, CloseCause::ByServer);
}

void Worker::resumeHeld()
{
    for (const ConnectionId id : std::exchange(m_held, {})) {
        Peer* peer = find(id);
        if (peer == nullptr || peer->phase != Phase::Open || !peer->isHeld)
            continue;
        peer->isHeld = !takeTokens(*peer, m_clock.monotonic(), peer->owed);
        if (peer->isHeld) {
            m_held.push_back(id);
            continue;
        }
        takeLines(*peer, {});
        if (!peer->isHeld && peer->hasEnded)
            drop(*peer, CloseCause::ByPeer);
    }
}

void Worker::endTurn()
{
    m_isInTurn = true;
    postEvents();
    flushDirty();
    m_isInTurn = false;
    m_dropped.clear();
    // Writing found broken ones: the hub hears of them in a turn of its own.
    if (!m_events.empty())
        postEndTurn();
    const bool needsTimer = !m_held.empty() || !m_timed.empty();
    if (needsTimer != m_timer.isActive())
        needsTimer ? m_timer.start() : m_timer.stop();
}

// The hub's answer may come back at once, as a plain call of execute(): it is written at the end of the turn with the rest.
void Worker::postEvents()
{
    if (m_events.empty())
        return;
    m_unanswered += receivedBytes(m_events); // first: a plain call acknowledges before it returns
    m_usualEvents = std::min(m_events.size(), kMostUsualEvents);
    m_post(std::exchange(m_events, {}));
    m_poller->setPaused(isFlooded());
}

bool Worker::isFlooded() const
{
    return m_unanswered > kUnansweredBytes;
}

void Worker::postEndTurn()
{
    if (std::exchange(m_isEndPosted, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_isEndPosted = false;
            endTurn();
        },
        Qt::QueuedConnection);
}

void Worker::acknowledge(std::size_t bytes)
{
    Q_ASSERT(bytes <= m_unanswered);
    m_unanswered -= bytes;
    if (m_unanswered <= kUnansweredBytes / 2)
        m_poller->setPaused(false);
}

void Worker::execute(const WorkerTurn& orders)
{
    for (std::span<const WorkerOrder> rest{orders}; !rest.empty();) {
        const std::size_t length = Coalescer::lengthOfRun(rest);
        if (length > 1)
            m_coalescer.deliver(rest.first(length));
        else
            std::visit([this](const auto& what) { order(what); }, rest.front());
        rest = rest.subspan(length);
    }
    if (!m_isInTurn)
        endTurn();
}

void Worker::executeWithOthers(const WorkerTurn& orders)
{
    const bool wasInTurn = std::exchange(m_isInTurn, true);
    execute(orders);
    m_isInTurn = wasInTurn;
    if (!wasInTurn)
        postEndTurn();
}

void Worker::order(const Delivery& delivery)
{
    for (const ConnectionId id : delivery.receivers) {
        if (id != delivery.except)
            enqueue(id, Slice{delivery.bytes});
    }
}

void Worker::order(const DirectDelivery& delivery)
{
    enqueue(delivery.to, Slice{delivery.bytes});
}

void Worker::order(const CloseOrder& close)
{
    Peer* peer = find(close.connection);
    if (peer != nullptr && peer->phase == Phase::Open)
        startClosing(*peer);
}

void Worker::order(const FloodOrder& flood)
{
    Peer* peer = find(flood.connection);
    if (peer == nullptr)
        return;
    peer->standing = flood.isExempt ? Standing::Exempt : Standing::Person;
    peer->bucket.fill();
}

void Worker::enqueue(ConnectionId to, Slice slice)
{
    Peer* const found = find(to);
    if (found == nullptr || found->phase != Phase::Open)
        return;
    Peer& peer = *found;
    peer.queue.push(std::move(slice), m_spares);
    markDirty(peer);
    // As much as one system call takes is written at once. To wait for the end of the turn would save no call, and when a hundred
    // people enter a room of a thousand, each of the thousand would keep a list of a hundred lines until then.
    if (peer.queue.slices() >= kParts && !peer.interest.inWriting)
        flush(peer);
    // A reader that took nothing for so long is let go. One that is only behind within this turn gets its chance to be
    // written to first, so that a busy turn drops nobody healthy.
    if (m_settings.sendQueueBytes > 0 && peer.queue.bytes() > m_settings.sendQueueBytes) {
        flush(peer);
        if (peer.phase == Phase::Open && peer.queue.bytes() > m_settings.sendQueueBytes)
            drop(peer, CloseCause::SendQueueFull);
    }
}

void Worker::markDirty(Peer& peer)
{
    if (!std::exchange(peer.isDirty, true))
        m_dirty.push_back(peer.id);
}

// Who hears what was said says something soon. What comes while a room is written to goes out with what has still to be written, so
// that each write carries all that was said since the one before; else the first answers alone would start the next turn. A hub in
// another thread would only get smaller turns by it, and answer none of them in time.
void Worker::flushDirty()
{
    std::size_t written = 0;
    std::size_t sinceRead = 0;
    while (!m_dirty.empty()) {
        m_flushing.swap(m_dirty);
        const std::size_t stretch = std::max(kLeastStretch, m_flushing.size() / kStretches);
        for (const ConnectionId id : m_flushing) {
            if (Peer* peer = find(id)) {
                peer->isDirty = false;
                flush(*peer);
            }
            ++written;
            if (m_hub == HubPlace::OtherThread || ++sinceRead < stretch || written > kMostWrites)
                continue;
            sinceRead = 0;
            readRound();
        }
        m_flushing.clear();
    }
}

void Worker::flush(Peer& peer)
{
    std::array<iovec, kParts> parts; // NOLINT: only what gather() fills is read
    while (!peer.queue.isEmpty()) {
        const std::size_t count = peer.queue.gather(parts);
        const IoResult result = peer.transport->write(std::span{parts}.first(count), peer.phase == Phase::Flushing);
        if (result.state == IoState::Done) {
            peer.queue.drop(result.bytes, m_spares);
            continue;
        }
        if (result.state == IoState::Ended || result.state == IoState::Failed) {
            drop(peer, peer.phase == Phase::Open ? CloseCause::Error : CloseCause::ByServer, "Connection lost");
            return;
        }
        break;
    }
    settle(peer);
}

void Worker::updateInterest(Peer& peer)
{
    if (!peer.transport)
        return;
    Interest wanted{!peer.hasEnded, !peer.queue.isEmpty() && peer.phase != Phase::Lingering};
    if (peer.phase == Phase::Handshaking)
        wanted = {!peer.isHandshakeWriting, peer.isHandshakeWriting};
    if (wanted == peer.interest)
        return;
    peer.interest = wanted;
    m_poller->change(peer.transport->descriptor(), keyOf(peer.id), wanted);
}

void Worker::setSettings(WorkerSettings settings)
{
    const bool isFloodChanged = settings.hasFloodLimit != m_settings.hasFloodLimit;
    m_settings = settings;
    for (const Slot& slot : m_slots) {
        if (slot.peer && isFloodChanged)
            slot.peer->bucket.fill();
    }
}

} // namespace chatroom::server
