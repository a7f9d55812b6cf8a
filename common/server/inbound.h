// What an I/O thread tells the hub. Immutable once posted; one post holds all that one turn of a worker brought.
#pragma once

#include "base/ids.h"
#include "protocol/message.h"

#include <QByteArray>
#include <QHostAddress>
#include <QVarLengthArray>

#include <cstdint>
#include <variant>
#include <vector>

namespace chatroom::server {

// Why a line is no message. The engine knows the nickname that the reply needs, so it answers, not the worker.
enum class LineFault : std::uint8_t {
    None,
    TooLong,   // 417
    NotUtf8,   // FAIL * INVALID_UTF8 (IRCv3 utf8-only)
    Malformed, // NUL, or no command: dropped
};

struct IncomingLine final
{
    protocol::MessageView message; // views into LineBatch::bytes; command alone may be set when there is a fault
    LineFault fault = LineFault::None;
};

struct ConnectionOpened final
{
    ConnectionId connection;
    QHostAddress peer;
    std::uint16_t peerPort = 0;
    bool isSecure = false;             // TLS, its handshake done
    QByteArray certificateFingerprint; // SHA-256 of the client's certificate, lower-case hexadecimal; empty: none
};

// All whole lines of one turn of one connection. Copies share `bytes`, whose data never moves.
struct LineBatch final
{
    ConnectionId connection;
    QByteArray bytes;
    QVarLengthArray<IncomingLine, 1> lines; // nearly always one
    std::uint64_t receivedBytes = 0;        // raw, for the statistics
};

enum class CloseCause : std::uint8_t {
    ByPeer,        // end of stream
    Error,         // reset, TLS failure
    SendQueueFull, // a slow reader
    ExcessFlood,   // its input buffer overflowed while it was being held back
    ByServer,      // a close that the engine ordered has been carried out
};

struct ConnectionClosed final
{
    ConnectionId connection;
    CloseCause cause = CloseCause::ByPeer;
    QByteArray detail; // UTF-8, for the log and the QUIT message, without jargon; may be empty
};

using InboundEvent = std::variant<ConnectionOpened, LineBatch, ConnectionClosed>;
// In the order in which they happened. A connection's first event is ConnectionOpened, its last ConnectionClosed.
using InboundTurn = std::vector<InboundEvent>;

// Of all connections, raw.
[[nodiscard]] inline std::size_t receivedBytes(const InboundTurn& turn)
{
    std::size_t bytes = 0;
    for (const InboundEvent& event : turn) {
        if (const auto* batch = std::get_if<LineBatch>(&event))
            bytes += static_cast<std::size_t>(batch->receivedBytes);
    }
    return bytes;
}

} // namespace chatroom::server
