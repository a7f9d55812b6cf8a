#include "server/devices.h"

#include "server/commands/actions.h"
#include "server/commands/chathistory.h"
#include "server/commands/markread.h"
#include "server/metadatasync.h"
#include "server/monitorlist.h"

#include <algorithm>

namespace chatroom::server {

using protocol::Capability;
using protocol::Message;

namespace {

constexpr auto kUnattended = "*";

void forgetAudiences(const User& user)
{
    for (Channel* channel : user.channels)
        channel->forgetAudiences();
}

// The latest that says something: "*" is that of a device that nobody sits at. IRCv3 draft/pre-away, "Implementation considerations".
QByteArray awayMessageOf(const User& user)
{
    const Session* latest = nullptr;
    for (const Session* each : user.sessions) {
        const bool isBetter = latest == nullptr || each->extras->awaySince >= latest->extras->awaySince;
        if (each->extras->awayMessage != kUnattended && isBetter)
            latest = each;
    }
    return latest == nullptr ? QByteArray(kUnattended) : latest->extras->awayMessage;
}

} // namespace

void addDevice(Hub& hub, Session& session, User& user)
{
    session.user = &user;
    session.account = nullptr;
    user.sessions.push_back(&session);
    forgetAudiences(user);
    updateAway(hub, user);
}

void introduceRooms(Hub& hub, Session& session)
{
    User& user = *session.user;
    Responder reply{hub, session, {}};
    for (Channel* channel : user.channels) {
        Outgoing message = joinOf(hub, user, *channel, false);
        const Tagging tagging = message.tagging();
        reply.send(std::move(message));
        introduce(hub, reply, session, *channel, tagging);
    }
    if (user.isOperator) {
        hub.outbox.setFlood(session.id, true);
        reply.send(hub.makeOutgoing(&user, Message{"MODE", {user.nickname, "+o"}}));
    }
}

void introduce(Hub& hub, Responder& reply, Session& session, Channel& channel, const Tagging& join)
{
    replyTopic(reply, channel);
    replyReadMark(reply, session, channel);
    if (!session.has(Capability::NoImplicitNames))
        replyNames(hub, reply, session, channel);
    syncEntered(hub, reply, session, channel);
    replayLatest(hub, session, channel, join);
}

void removeDevice(Hub& hub, Session& session)
{
    User& user = *session.user;
    Q_ASSERT(user.sessions.size() > 1);
    session.user = nullptr;
    user.sessions.removeOne(&session);
    forgetAudiences(user);
    updateAway(hub, user);
}

void updateAway(Hub& hub, User& user, const Session* except)
{
    const bool isAway = std::ranges::all_of(user.sessions, &Session::isAway);
    const QByteArray text = isAway ? awayMessageOf(user) : QByteArray();
    if (std::exchange(user.isAway, isAway) == isAway && user.extras->awayMessage == text)
        return;
    user.extras.edit().awayMessage = text;
    Message body{"AWAY", {}};
    if (isAway)
        body.parameters.push_back(text);
    Outgoing message = hub.makeOutgoing(&user, std::move(body));
    message.require(Capability::AwayNotify);
    hub.deliver(hub.neighbours(user, except), message);
    hub.deliver(extendedWatchers(hub, user, Capability::AwayNotify), message);
}

} // namespace chatroom::server
