// What a window or a log may watch. Facts as plain values: made by the engine on the hub's thread, carried to others in
// batches by ServerHost.
#pragma once

#include "base/clock.h"
#include "base/ids.h"

#include <QByteArray>
#include <QList>
#include <QMetaType>

#include <cstdint>

namespace chatroom::server {

enum class EventKind : std::uint8_t {
    Listening, // text: the address, subject: "tls" or "plain"
    Stopped,
    Opened,            // a connection: address
    Registered,        // who took a name and came in
    Renamed,           // subject: the new name
    Closed,            // who (may be empty), address, text: why
    Joined,            // who, room
    Parted,            // who, room, text
    Kicked,            // who: by whom, subject: whom, room, text
    TopicSet,          // who, room, text
    ModeSet,           // who, room (or a name), text: the modes
    Message,           // who, room, text
    Notice,            // who, room, text
    DirectMessage,     // who, subject: to whom; never a text
    RoomDeleted,       // room, text: why; with all its history
    RoomRenamed,       // who, room: the name it had, subject: the one it has
    Redacted,          // who deleted a message, subject: of whom, room (empty: a direct one), text: why; never what it said
    SignedIn,          // who, subject: the account
    SignedOut,         // who, subject: the account
    SignInFailed,      // address, who (where there is a name), subject: the account, text: why
    AccountRegistered, // who, subject: the account
    AccountDeleted,    // who (empty: at the machine), subject: the account
    PasswordReset,     // who (empty: at the machine), subject: the account
    Operator,          // who became one
    Killed,            // who: by whom, subject: whom, text
    Announced,         // text
    Refused,           // address, text: why somebody was not let in
    Warning,           // text: something that needs a person's attention
};

struct ServerEvent final
{
    Timestamp at{};
    EventKind kind{};
    ConnectionId connection{}; // of `who`; invalid when there is none
    QByteArray who{};          // nickname
    QByteArray subject{};
    QByteArray room{};
    QByteArray address{}; // "192.0.2.7:51514"
    QByteArray text{};
};

// Called on the hub's thread, in order, within the turn. Must not block and must not call back into the engine.
class EventSink
{
public:
    EventSink() = default;
    Q_DISABLE_COPY_MOVE(EventSink)
    virtual ~EventSink() = default;
    virtual void record(ServerEvent event) = 0;
    // False: it would be thrown away, so it need not be made.
    [[nodiscard]] virtual bool wants(EventKind) const { return true; }
};

struct PersonRow final
{
    ConnectionId connection;
    QByteArray nickname, user, host, realname, address;
    QByteArray account;      // empty: none
    QList<QByteArray> rooms; // with prefixes: "@#lobby"
    Timestamp since;
    std::int64_t idleSeconds = 0; // since the last message
    std::uint64_t messages = 0;
    int devices = 1; // that this person is here on; `connection` and `address` are those of the first
    bool isSecure = false, isAway = false, isOperator = false, isBot = false;
};

struct RoomRow final
{
    QByteArray name, topic, modes; // modes: "+nt"
    int people = 0;
    Timestamp created;
    std::uint64_t messages = 0; // since the start
    std::uint64_t entries = 0;  // in the history
};

struct AccountRow final
{
    QByteArray name;
    Timestamp created, lastSeen;
    int devices = 0; // that are signed in now
    int keys = 0;    // certificates that sign in
    bool hasPassword = false;
};

struct BanRow final
{
    QByteArray mask, by, reason;
    Timestamp since, until; // until == since: for ever
};

// All that the tables show, taken at one moment.
struct ServerSnapshot final
{
    Timestamp at, startedAt;
    QList<PersonRow> people;
    QList<RoomRow> rooms;
    QList<BanRow> bans;
    QList<AccountRow> accounts;
    int connections = 0;          // registered or not
    std::uint64_t messages = 0;   // relayed since the start, each once
    std::uint64_t deliveries = 0; // copies of them
    std::uint64_t receivedBytes = 0, sentBytes = 0;
    bool hasHistory = false;
    QByteArray storeTrouble; // why nothing can be kept; empty: it can
};

} // namespace chatroom::server

Q_DECLARE_METATYPE(chatroom::server::ServerEvent)
Q_DECLARE_METATYPE(chatroom::server::ServerSnapshot)
