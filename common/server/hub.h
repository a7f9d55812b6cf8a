// What every command works on: the sessions, the directory, the configuration, the clock, and the ways to say something to
// one person, to a channel, or to everyone who shares a channel. Owned by Engine; hub's thread.
#pragma once

#include "base/clock.h"
#include "protocol/numeric.h"
#include "server/accounts.h"
#include "server/archive.h"
#include "server/chores.h"
#include "server/directory.h"
#include "server/inbound.h"
#include "server/loginlimit.h"
#include "server/messageids.h"
#include "server/outbox.h"
#include "server/outgoing.h"
#include "server/preparedlines.h"
#include "server/serverconfig.h"
#include "server/serverevents.h"
#include "server/session.h"
#include "server/sessiontable.h"
#include "server/timerwheel.h"

#include <array>
#include <memory>
#include <span>
#include <unordered_map>

namespace chatroom::server {

// The account's name, or "*": what JOIN, ACCOUNT and 354 say.
[[nodiscard]] inline QByteArray accountOf(const User& user)
{
    return user.account == nullptr ? QByteArray("*") : user.account->name;
}

struct Counters final
{
    std::uint64_t messages = 0, deliveries = 0, receivedBytes = 0, sentBytes = 0;
    int mostUsers = 0; // at one time, for LUSERS
    int devices = 0;   // sessions that have a user
};

class Hub final
{
public:
    Hub(ServerConfig config, const Clock& clock, EventSink& events, std::size_t workers);
    Q_DISABLE_COPY_MOVE(Hub)

    // What is said, and by whom. `from` null: the server itself.
    [[nodiscard]] Outgoing makeOutgoing(const User* from, protocol::Message body);
    // The same with an id of its own and the client-only tags of `request` (PRIVMSG, NOTICE, TAGMSG).
    [[nodiscard]] Outgoing makeMessage(const User& from, std::string_view command, std::span<const std::string_view> parameters,
                                       const protocol::MessageView& request);
    // The same with an id and no tags of anybody: what is kept of a channel (JOIN, TOPIC). Without a history it has no id.
    [[nodiscard]] Outgoing makeEvent(const User* from, protocol::Message body);
    [[nodiscard]] Tagging tagging(const User* from);
    // The time that what is said now has on the wire and in the history: it never goes back, whatever happens to the clock.
    [[nodiscard]] Timestamp now();
    // No message of ours was later than this. At the start.
    void setLatest(Timestamp latest) { m_latest = latest; }

    void deliver(const Session& to, Outgoing& message);
    void deliver(const User& to, Outgoing& message); // all devices
    // The other devices of the same person.
    void deliverToOthers(const Session& self, Outgoing& message);
    void deliver(std::span<const Session* const> to, Outgoing& message);
    void deliverRaw(const Session& to, QByteArray lines);
    void broadcast(Channel& channel, Outgoing& message, const Session* except);
    // Everyone who shares a channel with `user`, and their own devices, each once and all but `except`.
    [[nodiscard]] std::vector<const Session*> neighbours(User& user, const Session* except);
    [[nodiscard]] std::vector<const Session*> registeredSessions() const;

    // Ends a connection: its person leaves every channel, the others are told, an ERROR line says why.
    void close(Session& session, const QByteArray& reason);
    // The same for all devices of a person.
    void close(User& user, const QByteArray& reason);
    // It is no connection of its address any more: whoever was told that somebody has gone can take their place at once.
    void uncount(Session& session);
    // That device leaves, and with the last one the person; the session stays until its connection is gone.
    void quit(Session& session, const QByteArray& reason);
    // Out of one channel, which goes too when it is empty and nothing keeps it.
    void leave(User& user, Channel& channel);
    // An empty channel, with its history.
    void forget(Channel& channel);
    Channel& channelFor(const QByteArray& name);

    void record(EventKind kind, const Session* who, ServerEvent details = {});
    // Whether somebody watches for such events: asked before one is made that comes often.
    [[nodiscard]] bool isWanted(EventKind kind) const { return m_events.wants(kind); }
    [[nodiscard]] const QByteArray& serverName() const { return config.name; }
    [[nodiscard]] const Session* find(ConnectionId id) const;
    [[nodiscard]] Session* find(ConnectionId id);
    // Somebody whose mask or address matches is not let in.
    [[nodiscard]] const BanRow* banFor(const Session& session) const;
    // Who is meant by a name: who has it now, or the account it belongs to, whose person may be here by another name or not at all.
    struct Party final
    {
        User* user = nullptr;
        Account* account = nullptr;
    };
    [[nodiscard]] Party findPerson(std::string_view name) const;
    // Whether that name cannot be taken: somebody other than `user` has it or one that looks the same, or it belongs to another
    // account than `account`.
    enum class NameUse : std::uint8_t { Free, InUse, Reserved };
    [[nodiscard]] NameUse useOf(std::string_view nickname, const User* user, const Account* account) const;
    // What those who are banned are told.
    [[nodiscard]] static QByteArray banText(const BanRow& ban);

    ServerConfig config;
    const Clock& clock;
    Outbox outbox;
    Archive archive;
    Accounts accounts;
    Chores chores;
    LoginLimit loginLimit;
    // What is made up for names that nobody has comes of it, so that it is the same each time.
    const QByteArray secret = randomBytes(32);
    Directory directory;
    TimerWheel wheel;
    Counters counters;
    std::vector<BanRow> bans;
    SessionTable sessions;
    std::unordered_map<QByteArray, int> connectionsByAddress;
    // Who watches a name: MONITOR. By folded name; ids of sessions.
    std::unordered_map<protocol::FoldedName, std::vector<ConnectionId>> watchers;
    std::vector<ConnectionId> metadataSyncs; // whose batch is not whole yet
    Timestamp startedAt;
    bool isRehashRequested = false;
    // What welcome.cpp has made of the configuration; to be emptied when that changes.
    struct Isupport final
    {
        std::size_t prefixBytes = 0; // that the rows leave room for
        std::vector<std::vector<QByteArray>> rows;
        PreparedLines greeting, lusers, motd; // the first is 001 to 005
    } isupport;

private:
    void deliver(const std::vector<Audience>& to, Outgoing& message, ConnectionId except = {}, std::uint64_t group = 0);
    [[nodiscard]] const QByteArray& timeText(Timestamp time);

    EventSink& m_events;
    Timestamp m_latest{};
    Timestamp m_timeOfText{};
    QByteArray m_timeText;
    std::uint64_t m_mark = 0;
    std::uint64_t m_lastGroup = 0; // of audiences
    MessageIds m_ids;
};

} // namespace chatroom::server
