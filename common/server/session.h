// A connection as the engine knows it, and the person behind it. A Session begins when the connection is accepted; it has a
// User from the moment its name is taken and everything that was asked of it is answered.
//
// Both are owned by Hub and live on the hub's thread only.
#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "protocol/capability.h"
#include "protocol/casefold.h"
#include "protocol/message.h"
#include "server/outgoing.h"

#include <QByteArray>
#include <QByteArrayList>

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

namespace chatroom::server {

class Channel;
class Responder;
struct User;

enum class Stage : std::uint8_t {
    Registering, // has no User yet
    Registered,
    Closing, // its close is ordered; nothing it says counts any more
};

struct Session final
{
    ConnectionId id;
    QByteArray address;  // numeric: "192.0.2.7", "2001:db8::1"
    QByteArray endpoint; // with the port, for the log: "192.0.2.7:51514", "[2001:db8::1]:51514"
    QByteArray host;     // what others see; never begins with ':'
    QByteArray certificateFingerprint;
    bool isSecure = false;
    bool isCounted = false; // in Hub's count of connections per address

    Stage stage = Stage::Registering;
    protocol::CapabilitySet capabilities;
    bool isNegotiating = false; // CAP LS or REQ was sent and CAP END was not
    bool hasVersion302 = false; // CAP LS 302: cap-notify is on and cannot be taken off
    QByteArray password;        // of PASS
    int wrongPasswords = 0;
    QByteArray wantedNickname;     // of NICK, checked
    QByteArray username, realname; // of USER
    bool hasUserCommand = false;

    std::chrono::milliseconds openedAt{}, heardAt{}; // monotonic
    bool isPinged = false;                           // a PING of ours waits for its answer
    std::uint64_t batches = 0;                       // references given to batches
    std::uint64_t mark = 0;                          // Hub's, to visit each session once
    Responder* replying = nullptr;                   // to the command that runs now
    std::unique_ptr<User> user;

    [[nodiscard]] bool has(protocol::Capability capability) const { return capabilities.has(capability); }
    [[nodiscard]] bool isRegistered() const { return stage == Stage::Registered; }
    // Which form of a message this one reads.
    [[nodiscard]] FormMask form() const { return formOf(capabilities); }
};

struct User final
{
    Session& session;
    QByteArray nickname;
    protocol::FoldedName folded;
    QByteArray username, host, realname;
    bool isInvisible = false, isOperator = false, isBot = false, hearsWallops = false;
    QByteArray operatorName; // of the configuration
    bool isAway = false;
    QByteArray awayMessage;
    Timestamp signedOnAt;
    std::chrono::milliseconds spokeAt{}; // monotonic
    std::uint64_t messages = 0;
    std::vector<Channel*> channels;
    std::vector<protocol::FoldedName> invitations; // channels that this one may enter; the oldest goes first
    std::vector<QByteArray> monitored;             // as typed

    explicit User(Session& owner) : session(owner) {}

    [[nodiscard]] QByteArray mask() const
    {
        return protocol::joined({protocol::view(nickname), "!", protocol::view(username), "@", protocol::view(host)});
    }
    [[nodiscard]] bool isIn(const Channel& channel) const
    {
        return std::find(channels.begin(), channels.end(), &channel) != channels.end();
    }
    [[nodiscard]] bool sharesChannelWith(const User& other) const
    {
        return std::any_of(channels.begin(), channels.end(), [&](const Channel* c) { return other.isIn(*c); });
    }
};

} // namespace chatroom::server
