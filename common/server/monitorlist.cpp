#include "server/monitorlist.h"

#include "server/metadatasync.h"

#include <algorithm>

namespace chatroom::server {

using protocol::FoldedName;
using protocol::Message;
using protocol::Numeric;
using protocol::view;

namespace {

void announce(Hub& hub, const User& user, Numeric numeric, const QByteArray& shown)
{
    const auto it = hub.watchers.find(user.folded);
    if (it == hub.watchers.end())
        return;
    for (const ConnectionId id : it->second) {
        const Session* watcher = hub.find(id);
        if (watcher == nullptr || watcher->user == nullptr)
            continue;
        Outgoing message = hub.makeOutgoing(nullptr, Message{protocol::code(numeric), {watcher->user->nickname, shown}});
        hub.deliver(*watcher, message);
    }
}

} // namespace

void announceHere(Hub& hub, User& user)
{
    announce(hub, user, Numeric::RplMonOnline, user.mask());
    const auto it = hub.watchers.find(user.folded);
    if (it == hub.watchers.end())
        return;
    for (const ConnectionId id : it->second) {
        Session* watcher = hub.find(id);
        if (watcher != nullptr && watcher->user != nullptr)
            syncHere(hub, *watcher, user);
    }
}

void announceGone(Hub& hub, const User& user)
{
    announce(hub, user, Numeric::RplMonOffline, user.nickname);
}

void forgetMonitors(Hub& hub, Session& session)
{
    for (const QByteArray& name : session.extras->monitored) {
        const auto it = hub.watchers.find(FoldedName{view(name)});
        if (it == hub.watchers.end())
            continue;
        std::erase(it->second, session.id);
        if (it->second.empty())
            hub.watchers.erase(it);
    }
    if (SessionExtras* extras = session.extras.made())
        extras->monitored.clear();
}

std::vector<const Session*> extendedWatchers(Hub& hub, const User& user, protocol::Capability capability)
{
    std::vector<const Session*> found;
    const auto it = hub.watchers.find(user.folded);
    if (it == hub.watchers.end())
        return found;
    for (const ConnectionId id : it->second) {
        const Session* watcher = hub.find(id);
        const bool isAsking =
            watcher != nullptr && watcher->user != nullptr && watcher->has(protocol::Capability::ExtendedMonitor) && watcher->has(capability);
        if (isAsking && watcher->user != &user && !watcher->user->sharesChannelWith(user))
            found.push_back(watcher);
    }
    return found;
}

} // namespace chatroom::server
