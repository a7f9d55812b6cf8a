// An I/O thread's work: descriptors, TLS, framing, parsing, the token bucket, the cap of the send queue.
//
// A turn reads what is ready in a few bounded rounds, fair between connections, hands each round to the hub as one event, and then
// writes once to each connection that something is for. Where the hub answers at once and those are many, it reads again between its
// writes. Knows nothing of channels.
//
// Thread: its own; adopt() and execute() are called there, by queued posts or, where the hub lives in the same thread, plainly.
#pragma once

#include "base/clock.h"
#include "server/inbound.h"
#include "server/io/coalescer.h"
#include "server/io/peer.h"
#include "server/io/poller.h"
#include "server/outbox.h"

#include <QHostAddress>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace chatroom::server {

struct WorkerSettings final
{
    bool hasFloodLimit = true;
    bool isUtf8Only = true;
    std::size_t sendQueueBytes = 4194304; // 0: no limit
};

// What an accepted descriptor came with.
struct Accepted final
{
    int descriptor = -1;
    QHostAddress peer;
    std::uint16_t peerPort = 0;
    std::shared_ptr<const TlsContext> tls; // null: plain. Shared with the listener and the other connections
};

// Where the hub lives. In the worker's own thread it answers within the call that posts to it.
enum class HubPlace : std::uint8_t { SameThread, OtherThread };

class Worker final : public QObject
{
    Q_OBJECT

public:
    using Post = std::function<void(InboundTurn)>; // called on the worker's thread

    Worker(std::uint16_t index, const Clock& clock, WorkerSettings settings, PollerKind poller, HubPlace hub, Post post);
    ~Worker() override;

    // Calls `accept`, which calls adopt(), within its turns while `listener` has connections that wait. Until unwatch(), which is
    // called right before the descriptor is closed, and not by `accept`. False when the system has no room for one more.
    [[nodiscard]] bool watch(int listener, std::function<void()> accept);
    void setWatched(int listener, bool isWatched);
    void unwatch(int listener);
    void adopt(const Accepted& accepted);
    void execute(const WorkerTurn& orders);
    // The same where several may have been posted: they are written together when all of them are taken.
    void executeWithOthers(const WorkerTurn& orders);
    // That the hub has dealt with a turn of so many bytes. While very many are not, nothing is read: what people send then waits
    // with them, not in our memory.
    void acknowledge(std::size_t bytes);
    void setSettings(WorkerSettings settings); // also for those who are here
    // Writes what waits, until `deadline` (monotonic) at most, then closes every connection. The last call.
    void finish(std::chrono::milliseconds deadline);
    [[nodiscard]] std::size_t connections() const { return m_count; }

private:
    void turn();
    // One round of reading. False when nobody is ready, or the hub has enough to do.
    bool readRound();
    [[nodiscard]] bool isFlooded() const;
    void postEvents();
    void endTurn();
    void postEndTurn(); // when what is posted already has been dealt with
    void serve(const Ready& ready);
    void shakeHands(Peer& peer);
    void readSome(Peer& peer);
    // False when nothing more is to be had from it in this turn.
    bool readOnce(Peer& peer);
    void takeLines(Peer& peer, std::string_view data);
    void hold(Peer& peer, std::string_view data);
    void end(Peer& peer);
    void discard(Peer& peer);
    void resumeHeld();
    void order(const Delivery& delivery);
    void order(const DirectDelivery& delivery);
    void order(const CloseOrder& close);
    void order(const FloodOrder& flood);
    void enqueue(ConnectionId to, Slice slice);
    void markDirty(Peer& peer);
    void flush(Peer& peer);
    void flushDirty();
    void settle(Peer& peer); // after its queue is empty
    void report(Peer& peer, CloseCause cause, const QByteArray& detail = {});
    void startClosing(Peer& peer);
    void drop(Peer& peer, CloseCause cause, const QByteArray& detail = {});
    void updateInterest(Peer& peer);
    void checkDeadlines();
    [[nodiscard]] static std::uint64_t keyOf(ConnectionId id) { return (std::uint64_t{id.generation} << 32U) | id.slot; }
    [[nodiscard]] static bool isListener(std::uint64_t key) { return key >> 32U == 0; } // no connection has the generation 0
    [[nodiscard]] Peer* find(ConnectionId id);
    [[nodiscard]] Peer* find(std::uint64_t key);
    // Whether what costs so much may pass now.
    [[nodiscard]] bool takeTokens(Peer& peer, std::chrono::milliseconds now, double cost) const
    {
        return !m_settings.hasFloodLimit || peer.bucket.take(allowanceOf(peer.standing), now, cost);
    }

    struct Slot final
    {
        std::unique_ptr<Peer> peer;
        std::uint32_t generation = 0;
    };

    struct Listening final
    {
        int descriptor = -1; // not watched any more
        std::function<void()> accept;
    };

    const std::uint16_t m_index;
    TurnClock m_clock;
    WorkerSettings m_settings;
    const HubPlace m_hub;
    Post m_post;
    std::vector<Slot> m_slots;
    std::vector<std::uint32_t> m_free;
    std::vector<Listening> m_listeners; // by key
    std::size_t m_count = 0;
    InboundTurn m_events;            // of this turn, for the hub
    std::size_t m_usualEvents = 1;   // as many as the last turn had
    std::vector<std::size_t> m_ends; // takeLines' own, kept for their memory
    std::vector<bool> m_tooLong;
    std::vector<ConnectionId> m_dirty;    // to be written to at the end of the turn
    std::vector<ConnectionId> m_flushing; // flushDirty's own, kept for its memory, as is readRound()'s m_ready
    std::vector<Ready> m_ready;
    std::vector<ConnectionId> m_held;  // sent too fast
    std::vector<ConnectionId> m_timed; // have a deadline
    SendQueue::Spares m_spares;
    Coalescer m_coalescer;
    std::vector<std::unique_ptr<Peer>> m_dropped; // until the end of the turn, since somebody may still hold them
    std::size_t m_unanswered = 0;                 // bytes that the hub was told and has not acknowledged
    bool m_isInTurn = false;
    bool m_isEndPosted = false;
    std::unique_ptr<Poller> m_poller;
    QTimer m_timer; // runs only while somebody is held or has a deadline
};

} // namespace chatroom::server
