#include "server/hub.h"

#include "protocol/mask.h"
#include "protocol/serializer.h"
#include "protocol/timestamp.h"
#include "server/devices.h"
#include "server/keptentries.h"
#include "server/monitorlist.h"
#include "server/responder.h"

#include <algorithm>

namespace chatroom::server {

using protocol::Message;
using protocol::view;

namespace {

// The client-only tags of a request, still escaped, without those that are ill-formed. IRCv3 message-tags, "Client-only tags".
QByteArray clientTags(const protocol::MessageView& request)
{
    QByteArray tags;
    request.tagsView().forEach([&tags](std::string_view key, std::string_view escaped) {
        if (!protocol::isClientOnlyTag(key))
            return;
        if (!tags.isEmpty())
            tags += ';';
        tags.append(key.data(), static_cast<qsizetype>(key.size()));
        if (!escaped.empty()) {
            tags += '=';
            tags.append(escaped.data(), static_cast<qsizetype>(escaped.size()));
        }
    });
    return tags;
}

} // namespace

Hub::Hub(ServerConfig configuration, const Clock& time, EventSink& events, std::size_t workers)
    : config(std::move(configuration)), clock(time), outbox(workers), wheel(time.monotonic()), startedAt(time.now()), m_events(events)
{
    directory.create("#lobby", startedAt, true);
}

Timestamp Hub::now()
{
    m_latest = std::max(m_latest, clock.now());
    return m_latest;
}

const QByteArray& Hub::timeText(Timestamp time)
{
    if (m_timeText.isEmpty() || time != m_timeOfText) {
        m_timeOfText = time;
        m_timeText = protocol::formatTimestamp(time);
    }
    return m_timeText;
}

Tagging Hub::tagging(const User* from)
{
    const Timestamp at = now(); // once: tag, id and history tell the same time, and an entry is found by that of its id
    const QByteArray account = from != nullptr && from->account != nullptr ? from->account->name : QByteArray();
    return {at, timeText(at), {}, {}, account, from != nullptr && from->isBot};
}

Outgoing Hub::makeOutgoing(const User* from, Message body)
{
    body.source = from == nullptr ? serverName() : from->mask();
    return Outgoing{body, tagging(from)};
}

Outgoing Hub::makeMessage(const User& from, std::string_view command, std::span<const std::string_view> parameters,
                          const protocol::MessageView& request)
{
    Tagging tags = tagging(&from);
    if (!request.tags.empty())
        tags.clientTags = clientTags(request);
    Outgoing message{from.maskParts(), command, parameters, std::move(tags)};
    message.identifyBy(m_ids);
    return message;
}

Outgoing Hub::makeEvent(const User* from, Message body)
{
    Outgoing message = makeOutgoing(from, std::move(body));
    if (archive.isOn())
        message.identifyBy(m_ids);
    return message;
}

void Hub::deliverRaw(const Session& to, QByteArray lines)
{
    counters.sentBytes += static_cast<std::uint64_t>(lines.size());
    outbox.deliver(to.id, std::move(lines));
}

void Hub::deliver(const Session& to, Outgoing& message)
{
    const QByteArray line = message.form(to.form());
    if (!line.isNull() && to.stage != Stage::Closing)
        deliverRaw(to, line);
}

void Hub::deliver(const User& to, Outgoing& message)
{
    for (const Session* session : to.sessions)
        deliver(*session, message);
}

void Hub::deliverToOthers(const Session& self, Outgoing& message)
{
    if (self.user == nullptr)
        return;
    for (const Session* session : self.user->sessions) {
        if (session != &self)
            deliver(*session, message);
    }
}

void Hub::deliver(std::span<const Session* const> to, Outgoing& message)
{
    std::vector<Audience> audiences;
    for (const Session* session : to) {
        if (session->stage != Stage::Closing)
            addTo(audiences, *session);
    }
    deliver(audiences, message);
}

void Hub::deliver(const std::vector<Audience>& to, Outgoing& message, ConnectionId except, std::uint64_t group)
{
    for (const Audience& audience : to) {
        const QByteArray line = message.form(audience.form);
        if (line.isNull())
            continue;
        const auto readers = static_cast<std::uint64_t>(audience.receivers.size());
        counters.sentBytes += readers * static_cast<std::uint64_t>(line.size());
        outbox.deliver(Delivery{line, audience.receivers, except, group});
    }
}

void Hub::broadcast(Channel& channel, Outgoing& message, const Session* except)
{
    const std::vector<Audience>& audiences = channel.audiences(m_lastGroup);
    deliver(audiences, message, except == nullptr ? ConnectionId{} : except->id, channel.group());
}

std::vector<const Session*> Hub::neighbours(User& user, const Session* except)
{
    std::vector<const Session*> found;
    const auto add = [&](const User& person) {
        std::ranges::copy_if(person.sessions, std::back_inserter(found), [except](const Session* each) { return each != except; });
    };
    user.mark = ++m_mark;
    add(user);
    for (const Channel* channel : user.channels) {
        for (const Member& member : channel->members()) {
            if (std::exchange(member.user->mark, m_mark) != m_mark)
                add(*member.user);
        }
    }
    return found;
}

std::vector<const Session*> Hub::registeredSessions() const
{
    std::vector<const Session*> found;
    found.reserve(directory.users().size());
    for (const auto& user : directory.users())
        found.insert(found.end(), user->sessions.begin(), user->sessions.end());
    return found;
}

void Hub::close(Session& session, const QByteArray& reason)
{
    if (session.stage == Stage::Closing)
        return;
    if (session.replying != nullptr)
        session.replying->finish();
    if (session.user)
        quit(session, reason);
    else
        record(EventKind::Closed, &session, {.text = reason});
    deliverRaw(session, protocol::serialize(Message{"ERROR", {"Closing link: (" + session.host() + ") [" + reason + "]"}}));
    session.stage = Stage::Closing;
    uncount(session);
    outbox.close(session.id);
}

void Hub::uncount(Session& session)
{
    if (std::exchange(session.isCounted, false) && --connectionsByAddress[session.address] == 0)
        connectionsByAddress.erase(session.address);
}

void Hub::close(User& user, const QByteArray& reason)
{
    const auto devices = user.sessions; // the user goes with the last of them
    for (Session* session : devices)
        close(*session, reason);
}

void Hub::quit(Session& session, const QByteArray& reason)
{
    if (session.user == nullptr)
        return;
    User& user = *session.user;
    forgetMonitors(*this, session);
    record(EventKind::Closed, &session, {.text = reason});
    session.stage = Stage::Closing;
    --counters.devices;
    if (user.sessions.size() > 1)
        return removeDevice(*this, session);
    Outgoing message = makeEvent(&user, Message{"QUIT", {reason}});
    if (user.channels.size() == 1)
        broadcast(*user.channels.front(), message, &session); // the same people, and their list is there already
    else
        deliver(neighbours(user, &session), message);
    for (Channel* channel : user.channels)
        keepEvent(*this, *channel, storage::Verb::Quit, &user, message, {}, {reason});
    while (!user.channels.empty())
        leave(user, *user.channels.back());
    directory.rememberGone(user, clock.now(), static_cast<std::size_t>(config.limits.whowas));
    announceGone(*this, user);
    if (user.account != nullptr)
        accounts.left(*user.account, clock.now(), archive);
    session.user = nullptr;
    directory.remove(user);
}

void Hub::leave(User& user, Channel& channel)
{
    channel.remove(user);
    if (channel.members().empty() && channel.isPassing())
        directory.remove(channel);
}

void Hub::forget(Channel& channel)
{
    Q_ASSERT(channel.members().empty());
    archive.forget(channel);
    directory.remove(channel);
}

Channel& Hub::channelFor(const QByteArray& name)
{
    Channel* channel = directory.findChannel(protocol::FoldedName{view(name)});
    return channel != nullptr ? *channel : directory.create(name, clock.now(), false);
}

void Hub::record(EventKind kind, const Session* who, ServerEvent details)
{
    if (!m_events.wants(kind))
        return;
    details.at = clock.now();
    details.kind = kind;
    if (who != nullptr) {
        details.connection = who->id;
        details.address = who->endpoint();
        if (who->user)
            details.who = who->user->nickname;
    }
    m_events.record(std::move(details));
}

const Session* Hub::find(ConnectionId id) const
{
    return sessions.find(id);
}

Session* Hub::find(ConnectionId id)
{
    return sessions.find(id);
}

Hub::Party Hub::findPerson(std::string_view name) const
{
    const protocol::FoldedKey folded{name};
    if (User* user = directory.findUser(folded))
        return {user, user->account};
    Account* account = accounts.find(folded);
    return {account == nullptr ? nullptr : account->user, account};
}

Hub::NameUse Hub::useOf(std::string_view nickname, const User* user, const Account* account) const
{
    const Account* owner = accounts.ownerOf(nickname);
    if (owner != nullptr && owner != account)
        return NameUse::Reserved;
    return directory.isTaken(nickname, user) ? NameUse::InUse : NameUse::Free;
}

const BanRow* Hub::banFor(const Session& session) const
{
    if (bans.empty())
        return nullptr;
    const QByteArray whole = (session.username.isEmpty() ? QByteArray("*") : session.username) + '@' + session.address;
    const Timestamp now = clock.now();
    for (const BanRow& ban : bans) {
        const bool isOver = ban.until != ban.since && ban.until <= now;
        const bool isWhole = ban.mask.contains('@');
        if (!isOver && protocol::matchesMask(view(ban.mask), view(isWhole ? whole : session.address)))
            return &ban;
    }
    return nullptr;
}

QByteArray Hub::banText(const BanRow& ban)
{
    return ban.reason.isEmpty() ? QByteArray("You are banned") : "You are banned: " + ban.reason;
}

} // namespace chatroom::server
