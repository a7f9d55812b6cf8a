#include "protocol/mask.h"
#include "server/commands/accountactions.h"
#include "server/commands/actions.h"
#include "server/engine_p.h"

#include <algorithm>

namespace chatroom::server {

using protocol::FoldedName;
using protocol::Message;
using protocol::view;

namespace {

AdminError notHere(const QByteArray& nickname)
{
    return {nickname + " is not here any more."};
}

PersonRow personRow(const User& user, std::chrono::milliseconds now)
{
    PersonRow row;
    row.connection = user.session().id;
    row.nickname = user.nickname;
    row.user = user.username;
    row.host = user.host;
    row.realname = user.realname;
    row.address = user.session().endpoint();
    for (const Channel* channel : user.channels)
        row.rooms.append(channel->member(user)->prefixes(false) + channel->name());
    row.since = user.signedOnAt;
    row.idleSeconds = std::chrono::duration_cast<std::chrono::seconds>(now - user.spokeAt).count();
    row.messages = user.messages;
    row.isSecure = user.isSecure();
    row.account = user.account == nullptr ? QByteArray() : user.account->name;
    row.devices = static_cast<int>(user.sessions.size());
    row.isAway = user.isAway;
    row.isOperator = user.isOperator;
    row.isBot = user.isBot;
    return row;
}

} // namespace

ServerSnapshot Engine::snapshot() const
{
    const Hub& hub = m_state->hub;
    ServerSnapshot snapshot;
    snapshot.at = hub.clock.now();
    snapshot.startedAt = hub.startedAt;
    for (const auto& user : hub.directory.users())
        snapshot.people.append(personRow(*user, hub.clock.monotonic()));
    for (const auto& [name, channel] : hub.directory.channels()) {
        snapshot.rooms.append({channel->name(), channel->topic, channel->modeLine(false).modes, static_cast<int>(channel->members().size()),
                               channel->created(), channel->messages, channel->entries});
    }
    for (const auto& [name, account] : hub.accounts.all())
        snapshot.accounts.append(rowOf(*account));
    snapshot.bans = {hub.bans.begin(), hub.bans.end()};
    snapshot.connections = static_cast<int>(hub.sessions.size());
    snapshot.messages = hub.counters.messages;
    snapshot.deliveries = hub.counters.deliveries;
    snapshot.receivedBytes = hub.counters.receivedBytes;
    snapshot.sentBytes = hub.counters.sentBytes;
    snapshot.hasHistory = hub.archive.isOn();
    if (hub.archive.trouble())
        snapshot.storeTrouble = hub.archive.trouble()->what.toUtf8();
    return snapshot;
}

void Engine::announce(const QByteArray& text)
{
    Hub& hub = m_state->hub;
    for (const Session* session : hub.registeredSessions()) {
        Outgoing message = hub.makeOutgoing(nullptr, Message{"NOTICE", {session->user->nickname, text}});
        hub.deliver(*session, message);
    }
    hub.record(EventKind::Announced, nullptr, {.text = text});
}

Result<void, AdminError> Engine::message(const QByteArray& nickname, const QByteArray& text)
{
    Hub& hub = m_state->hub;
    const User* user = hub.directory.findUser(FoldedName{view(nickname)});
    if (user == nullptr)
        return Unexpected{notHere(nickname)};
    Outgoing message = hub.makeOutgoing(nullptr, Message{"NOTICE", {user->nickname, text}});
    hub.deliver(*user, message);
    return {};
}

Result<void, AdminError> Engine::kick(const QByteArray& nickname, const QByteArray& channelName, const QByteArray& reason)
{
    Hub& hub = m_state->hub;
    User* user = hub.directory.findUser(FoldedName{view(nickname)});
    Channel* channel = hub.directory.findChannel(FoldedName{view(channelName)});
    if (user == nullptr || channel == nullptr || !user->isIn(*channel))
        return Unexpected{AdminError{nickname + " is not in " + channelName + '.'}};
    kickOut(hub, nullptr, *channel, *user, reason);
    return {};
}

Result<void, AdminError> Engine::disconnect(ConnectionId connection, const QByteArray& reason)
{
    Hub& hub = m_state->hub;
    Session* session = hub.find(connection);
    if (session == nullptr || session->stage == Stage::Closing)
        return Unexpected{AdminError{"That connection is closed already."}};
    hub.record(EventKind::Killed, nullptr, {.subject = session->user ? session->user->nickname : session->endpoint(), .text = reason});
    if (session->user == nullptr) {
        hub.close(*session, reason);
        return {};
    }
    Outgoing message = hub.makeOutgoing(nullptr, Message{"KILL", {session->user->nickname, reason}}); // so that they read that it was done
    hub.deliver(*session->user, message);
    hub.close(*session->user, reason);
    return {};
}

Result<void, AdminError> Engine::ban(const QByteArray& mask, std::chrono::seconds duration, const QByteArray& reason)
{
    Hub& hub = m_state->hub;
    // Wildcards and separators alone fit everybody.
    const bool isAny = std::ranges::all_of(mask, [](char c) { return QByteArrayView("*?@.:!").contains(c); });
    if (isAny || mask.contains(' '))
        return Unexpected{AdminError{"A ban needs an address, or a mask like 192.0.2.* that does not fit everybody."}};
    const Timestamp now = hub.clock.now();
    std::erase_if(hub.bans, [&](const BanRow& ban) { return ban.mask == mask; });
    hub.bans.push_back({mask, hub.serverName(), reason, now, now + duration});
    std::vector<Session*> banned;
    for (Session* session : hub.sessions.all()) {
        if (session->stage != Stage::Closing && hub.banFor(*session) != nullptr)
            banned.push_back(session);
    }
    for (Session* session : banned)
        hub.close(*session, Hub::banText(hub.bans.back()));
    return {};
}

Result<void, AdminError> Engine::unban(const QByteArray& mask)
{
    if (std::erase_if(m_state->hub.bans, [&](const BanRow& ban) { return ban.mask == mask; }) == 0)
        return Unexpected{AdminError{"There is no ban on " + mask + '.'}};
    return {};
}

Result<void, AdminError> Engine::deleteRoom(const QByteArray& channelName, const QByteArray& reason)
{
    Hub& hub = m_state->hub;
    Channel* channel = hub.directory.findChannel(FoldedName{view(channelName)});
    if (channel == nullptr)
        return Unexpected{AdminError{"There is no room " + channelName + '.'}};
    hub.record(EventKind::RoomDeleted, nullptr, {.room = channel->name(), .text = reason});
    if (channel->isPermanent()) {
        hub.archive.forget(*channel);
        channel->entries = 0;
        hub.archive.save(*channel);
        return {};
    }
    channel->isKept = true; // so that it does not go with the last one of them already
    while (!channel->members().empty())
        kickOut(hub, nullptr, *channel, *channel->members().back().user, reason);
    hub.forget(*channel);
    return {};
}

Result<void, AdminError> Engine::setTopic(const QByteArray& channelName, const QByteArray& topic)
{
    Hub& hub = m_state->hub;
    Channel* channel = hub.directory.findChannel(FoldedName{view(channelName)});
    if (channel == nullptr)
        return Unexpected{AdminError{"There is no room " + channelName + '.'}};
    Outgoing message = changeTopic(hub, nullptr, *channel, topic);
    hub.broadcast(*channel, message, nullptr);
    return {};
}

void Engine::shutDown(const QByteArray& reason)
{
    Hub& hub = m_state->hub;
    // Nobody needs to be told that everyone else leaves: each gets one line, not one for each other person.
    for (Session* session : hub.sessions.all()) {
        if (session->user) {
            while (!session->user->channels.empty())
                hub.leave(*session->user, *session->user->channels.back());
        }
        hub.close(*session, reason);
    }
}

} // namespace chatroom::server
