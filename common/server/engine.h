// The chat server without its sockets: what happened on connections in, an Outbox of bytes out. Owns every user, channel
// and capability set; the only writer of them, so the order of all that happens is total.
//
// One thread: the one that made it (the hub). Does no I/O, blocks on nothing, knows no time but its Clock's.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "server/archive.h"
#include "server/chores.h"
#include "server/inbound.h"
#include "server/outbox.h"
#include "server/serverconfig.h"
#include "server/serverevents.h"

#include <chrono>
#include <functional>
#include <memory>

namespace chatroom::server {

// What the person at the server window, or an operator's tool, can do. Names are of users; each fails when nobody has it.
struct AdminError final
{
    QByteArray what; // a sentence for people
};

class Engine final
{
public:
    // Without a store the server keeps no history, whatever the configuration says.
    Engine(ServerConfig config, const Clock& clock, EventSink& events, std::size_t workers = 1, bool hasStore = false);
    Q_DISABLE_COPY_MOVE(Engine)
    ~Engine();

    void handle(const InboundEvent& event);
    // At least once a second: pings, time-outs, bans that end.
    void tick();
    // What the events since the last call want written. Empty when they wanted nothing.
    [[nodiscard]] Outbox takeOutbox();

    // With a store, in this order: what is kept is restored before anybody comes; each turn gives what it wants kept, then what it
    // asks; its outbox goes out when all of that turn and the ones before is kept.
    void restore(const storage::KeptState& kept);
    [[nodiscard]] std::vector<storage::Write> takeWrites();
    [[nodiscard]] std::vector<Asked> takeQuestions();
    // How many entries the rooms have, after some were forgotten; for who watches.
    void setHistorySizes(const std::vector<storage::RoomRecord>& rooms);
    void answer(std::uint64_t question, const storage::Answer& answer);
    // What takes too long for the hub, with or without a store: it is carried out elsewhere, and its outcome brought back, in any order.
    [[nodiscard]] std::vector<Chore> takeChores();
    void finished(std::uint64_t chore, const Outcome& outcome);
    // Nothing can be kept: what would have to be is refused, until it works again. Says so to who watches.
    void setStoreTrouble(const storage::StoreError& error);
    void endStoreTrouble();
    // What was to go out and cannot be kept after all: who said it is told.
    void refuseKept(const Outbox& kept);

    // Between turns. Keeps everybody connected; what cannot change while people are here (casemapping) stays as it was.
    void applyConfig(ServerConfig config);
    [[nodiscard]] const ServerConfig& config() const;
    [[nodiscard]] ServerSnapshot snapshot() const;
    // True once after somebody with the right said REHASH; the host then reads the file and calls applyConfig.
    [[nodiscard]] bool takeRehashRequest();

    // The operator at the machine itself. Each has the effect of the command it is named after, from the server.
    void announce(const QByteArray& text);
    Result<void, AdminError> message(const QByteArray& nickname, const QByteArray& text);
    Result<void, AdminError> kick(const QByteArray& nickname, const QByteArray& channel, const QByteArray& reason);
    Result<void, AdminError> disconnect(ConnectionId connection, const QByteArray& reason);
    // Refuses the address (or a mask user@address with * and ?) and disconnects who matches. Zero: for ever.
    Result<void, AdminError> ban(const QByteArray& mask, std::chrono::seconds duration, const QByteArray& reason);
    Result<void, AdminError> unban(const QByteArray& mask);
    // Everybody is put out, and the room goes with all its history. One that is always there stays, empty of its history.
    Result<void, AdminError> deleteRoom(const QByteArray& channel, const QByteArray& reason);
    Result<void, AdminError> setTopic(const QByteArray& channel, const QByteArray& topic);
    // Gives it a new password, which its owner is told to change. It holds from a moment later on.
    Result<QByteArray, AdminError> resetPassword(const QByteArray& account);
    // Its devices are signed out; what is kept of it and of its direct conversations goes.
    Result<void, AdminError> deleteAccount(const QByteArray& account);
    // Says goodbye to everyone ("ERROR :...") and orders every connection closed.
    void shutDown(const QByteArray& reason);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace chatroom::server
