// One accepted connection as its worker keeps it: transport, lines in, queue out. Not a QObject; buffers exist only while they
// hold something. Worker's thread.
#pragma once

#include "protocol/lineframer.h"
#include "server/inbound.h"
#include "server/io/poller.h"
#include "server/io/sendqueue.h"
#include "server/io/tokenbucket.h"
#include "server/io/transport.h"

#include <QHostAddress>

#include <memory>
#include <vector>

namespace chatroom::server {

enum class Phase : std::uint8_t {
    Handshaking, // TLS; not told to the hub yet
    Open,
    Flushing,  // its close is ordered: writes what waits
    Lingering, // wrote it all, told the other side, and waits for its end
};

struct Peer final
{
    Peer(ConnectionId peerId, std::unique_ptr<Transport> peerTransport);

    ConnectionId id;
    std::uint16_t port = 0;
    Phase phase = Phase::Handshaking;
    Standing standing = Standing::Newcomer;
    Interest interest;
    bool isHeld = false;             // sent too fast: none of its lines is taken until its bucket has filled again
    bool hasSpoken = false;          // sent something
    bool hasEnded = false;           // closed its side while lines of it were held back
    bool isReported = false;         // the hub has been told of its end
    bool isDirty = false;            // in the worker's list of those to write to
    bool isHandshakeWriting = false; // its handshake waits until the descriptor can be written
    std::unique_ptr<Transport> transport;
    std::unique_ptr<QHostAddress> address; // null: the hub has been told. Even an empty one holds 64 bytes
    double owed = 1;                       // by who is held: what its last line cost
    std::uint64_t unreported = 0;          // bytes that came since its last batch
    std::chrono::milliseconds deadline{};  // monotonic; of the phase, where it has one
    TokenBucket bucket;
    protocol::LineFramer framer;
    SendQueue queue;
};

// The whole lines of one read as one batch: parsed, and checked for UTF-8 where `isUtf8Only`. `lines` are their ends in `bytes`.
[[nodiscard]] LineBatch makeBatch(ConnectionId id, QByteArray bytes, const std::vector<std::size_t>& ends, const std::vector<bool>& tooLong,
                                  bool isUtf8Only);

} // namespace chatroom::server
