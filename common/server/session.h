// A connection as the engine knows it, and the person behind it. A Session begins when the connection is accepted; it has a
// User from the moment its name is taken and everything that was asked of it is answered. Somebody with an account may be here
// on several devices: several Sessions, one User.
//
// Sessions are owned by Hub, Users by Directory; both live on the hub's thread only. There are many thousands of each, and most of
// them are silent: what is gone once somebody has come in, and what few people have, stands apart and takes no memory elsewhere.
// docs/performance.md, "What an idle person costs".
#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/lazy.h"
#include "protocol/capability.h"
#include "protocol/casefold.h"
#include "protocol/message.h"
#include "server/clientbatch.h"
#include "server/metadatastate.h"
#include "server/outgoing.h"
#include "server/recentmessages.h"
#include "server/saslexchange.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QVarLengthArray>

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <vector>

namespace chatroom::server {

class Channel;
class Responder;
struct Account;
struct User;

enum class Stage : std::uint8_t {
    Registering, // has no User yet
    Registered,
    Closing, // its close is ordered; nothing it says counts any more
};

// What a connection says of itself before it has a User.
struct Introduction final
{
    QByteArray password;       // of PASS
    QByteArray wantedNickname; // of NICK, checked
    QByteArray realname;       // of USER
};

// What few connections have.
struct SessionExtras final
{
    QByteArray certificateFingerprint;
    int wrongPasswords = 0;            // of all kinds but the server's, since one that was right
    std::vector<QByteArray> monitored; // of MONITOR, as typed
    QByteArray awayMessage;
    std::chrono::milliseconds awaySince{}; // monotonic
};

struct Session final
{
    ConnectionId id;
    std::uint16_t port = 0; // of the other side
    Stage stage = Stage::Registering;
    bool isSecure = false;
    bool isCounted = false;      // in Hub's count of connections per address
    bool isNegotiating = false;  // CAP LS or REQ was sent and CAP END was not
    bool hasVersion302 = false;  // CAP LS 302: cap-notify is on and cannot be taken off
    bool hasUserCommand = false; // USER was right
    bool isPinged = false;       // a PING of ours waits for its answer
    bool isAway = false;         // this device; what others see is User::isAway
    protocol::CapabilitySet capabilities;
    QByteArray address;  // numeric: "192.0.2.7", "2001:db8::1"
    QByteArray username; // of USER

    Lazy<Introduction> introduction; // empty from the moment there is a User
    Lazy<SessionExtras> extras;
    std::unique_ptr<SaslExchange> exchange;  // that it is in; null: none
    std::unique_ptr<ClientBatch> batch;      // that it has opened; null: none
    std::unique_ptr<MetadataState> metadata; // null: it has asked for none yet

    std::chrono::milliseconds openedAt{}, heardAt{}; // monotonic
    std::uint64_t batches = 0;                       // references given to batches
    Responder* replying = nullptr;                   // to the command that runs now
    Account* account = nullptr;                      // signed in before there is a User; User::account from then on
    User* user = nullptr;

    // What others see of the address; never begins with ':'.
    [[nodiscard]] QByteArray host() const { return address.startsWith(':') ? '0' + address : address; }
    // The address with the port, for the log: "192.0.2.7:51514", "[2001:db8::1]:51514".
    [[nodiscard]] QByteArray endpoint() const
    {
        return (address.contains(':') ? '[' + address + ']' : address) + ':' + QByteArray::number(port);
    }
    [[nodiscard]] bool has(protocol::Capability capability) const { return capabilities.has(capability); }
    [[nodiscard]] bool isRegistered() const { return stage == Stage::Registered; }
    // How this one is called in what it is told; "*" as long as it has no name.
    [[nodiscard]] QByteArray calledName() const;
    // Which form of a message this one reads.
    [[nodiscard]] FormMask form() const { return formOf(capabilities); }
};

// What few people have.
struct UserExtras final
{
    QByteArray operatorName; // of the configuration
    QByteArray awayMessage;
    MetadataMap metadata;                                // of who has no account
    std::vector<protocol::FoldedName> invitations;       // channels that this one may enter; the oldest goes first
    std::map<protocol::FoldedName, Timestamp> readMarks; // without an account: as Account::readMarks
    RecentMessages recent{20};                           // direct ones of theirs that no history keeps
};

struct User final
{
    QVarLengthArray<Session*, 1> sessions; // one for each device, the oldest first; never empty
    Account* account = nullptr;
    QByteArray nickname;
    protocol::FoldedName folded;
    QByteArray username, host, realname;
    bool isInvisible = false, isOperator = false, isBot = false, hearsWallops = false;
    bool isAway = false; // on all devices
    Timestamp signedOnAt;
    Timestamp namedAt;                   // has had this nickname since then; by Hub::now()
    std::chrono::milliseconds spokeAt{}; // monotonic
    std::uint64_t messages = 0;
    std::uint64_t mark = 0; // Hub's, to visit each person once
    std::vector<Channel*> channels;
    Lazy<UserExtras> extras;

    User() = default;
    Q_DISABLE_COPY_MOVE(User)

    // The device that was here first: for what a person has only one of.
    [[nodiscard]] Session& session() const
    {
        Q_ASSERT(!sessions.empty());
        return *sessions.first();
    }
    [[nodiscard]] bool isSecure() const
    {
        return std::all_of(sessions.begin(), sessions.end(), [](const Session* each) { return each->isSecure; });
    }
    [[nodiscard]] bool hasCertificate(const QByteArray& fingerprint) const
    {
        return std::any_of(sessions.begin(), sessions.end(),
                           [&](const Session* s) { return s->extras->certificateFingerprint == fingerprint; });
    }
    // "nickname!username@host", and the pieces of it.
    [[nodiscard]] QByteArray mask() const { return protocol::joined(maskParts()); }
    [[nodiscard]] std::array<std::string_view, 5> maskParts() const
    {
        return {protocol::view(nickname), "!", protocol::view(username), "@", protocol::view(host)};
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

inline QByteArray Session::calledName() const
{
    if (user != nullptr)
        return user->nickname;
    return introduction->wantedNickname.isEmpty() ? QByteArray("*") : introduction->wantedNickname;
}

} // namespace chatroom::server
