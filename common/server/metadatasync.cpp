#include "server/metadatasync.h"

#include <algorithm>

namespace chatroom::server {

using protocol::FoldedName;
using protocol::Message;
using protocol::Numeric;
using protocol::view;

namespace {

constexpr auto kAll = "*ALL"; // draft/metadata-3, "METADATA SYNC"

Message later(const Session& to, const QByteArray& name, std::chrono::seconds wait)
{
    Message message{protocol::code(Numeric::RplMetadataSyncLater),
                    {to.calledName(), name, QByteArray::number(static_cast<qlonglong>(wait.count()))}};
    if (metadataDialect(to.capabilities) == MetadataDialect::Third) // in -2 the number is the last parameter
        message.parameters.push_back(protocol::text(Numeric::RplMetadataSyncLater));
    return message;
}

// What is set of one subject, for each of `keys`.
void collect(std::vector<Message>& lines, const Session& to, const MetadataSubject& subject, const std::vector<QByteArray>& keys)
{
    const MetadataMap& values = subject.values();
    if (values.empty())
        return;
    for (const QByteArray& key : keys) {
        if (const auto it = values.find(key); it != values.end())
            lines.push_back(metadataNews(to, subject.name(), key, it->second));
    }
}

// The people of a channel but oneself: one knows what one has set.
void addPeople(std::vector<FoldedName>& targets, const Channel& channel, const Session& except)
{
    for (const Member& member : channel.members()) {
        if (member.user != except.user)
            targets.push_back(member.user->folded);
    }
}

std::vector<FoldedName> targetsOf(const Session& session, const Channel& channel)
{
    std::vector<FoldedName> targets{channel.folded()};
    addPeople(targets, channel, session);
    return targets;
}

// draft/metadata-3, "Definitions": the visible targets, each once.
std::vector<FoldedName> allTargets(const Session& session)
{
    std::vector<FoldedName> people{session.user->folded};
    std::vector<FoldedName> targets;
    for (const Channel* channel : session.user->channels) {
        targets.push_back(channel->folded());
        addPeople(people, *channel, session);
    }
    for (const QByteArray& name : session.extras->monitored)
        people.emplace_back(view(name));
    std::ranges::sort(people);
    const auto repeated = std::ranges::unique(people);
    people.erase(repeated.begin(), repeated.end());
    targets.insert(targets.end(), people.begin(), people.end());
    return targets;
}

// Who has gone or left, or is not to be seen any more, has nothing to tell.
std::optional<MetadataSubject> subjectOf(const Hub& hub, const Session& session, const FoldedName& name)
{
    if (User* user = hub.directory.findUser(name))
        return MetadataSubject::of(*user);
    Channel* channel = hub.directory.findChannel(name);
    if (channel == nullptr || !mayReadMetadata(*session.user, *channel))
        return std::nullopt;
    return MetadataSubject::of(*channel);
}

// The lines of a turn, from `sync.next` on.
std::vector<Message> takeLines(const Hub& hub, const Session& session, MetadataSync& sync)
{
    std::vector<Message> lines;
    if (sync.keys.empty())
        sync.next = sync.targets.size();
    while (sync.next < sync.targets.size() && lines.size() < kMetadataLines) {
        if (const auto subject = subjectOf(hub, session, sync.targets[sync.next]))
            collect(lines, session, *subject, sync.keys);
        ++sync.next;
    }
    return lines;
}

bool isWhole(const MetadataSync& sync)
{
    return sync.next == sync.targets.size();
}

bool isThird(const Session& session)
{
    return metadataDialect(session.capabilities) == MetadataDialect::Third;
}

// In one turn, or not at all: 774. -2 is not told of an empty batch that nobody asked for.
void syncAtOnce(Hub& hub, Responder& reply, Session& session, const QByteArray& name, MetadataSync sync)
{
    std::vector<Message> lines = takeLines(hub, session, sync);
    if (!isWhole(sync))
        reply.send(later(session, name, std::chrono::seconds{1}));
    else if (!lines.empty() || isThird(session))
        reply.sendNested({"metadata", name}, std::move(lines));
}

QByteArray tagged(Hub& hub, const Session& session, std::vector<Message> lines, const QByteArray& reference)
{
    QByteArray all;
    const QByteArray within = "batch=" + reference;
    for (Message& line : lines)
        all += hub.makeOutgoing(nullptr, std::move(line)).formWith(session.form(), view(within));
    return all;
}

QByteArray batchEnd(Hub& hub, const Session& session, const QByteArray& reference)
{
    return hub.makeOutgoing(nullptr, Message{"BATCH", {'-' + reference}}).formWith(session.form(), {});
}

// The answer to SYNC: however long it is, it comes; what has no room in this turn comes in later ones, within the same batch.
void syncInTurns(Hub& hub, Responder& reply, Session& session, const QByteArray& name, MetadataSync sync)
{
    std::vector<Message> lines = takeLines(hub, session, sync);
    if (isWhole(sync))
        return reply.sendNested({"metadata", name}, std::move(lines));
    sync.reference = reply.openBatch({"metadata", name});
    hub.deliverRaw(session, tagged(hub, session, std::move(lines), sync.reference));
    metadataState(session).sync = std::move(sync);
    hub.metadataSyncs.push_back(session.id);
}

// What a watcher reads of somebody who is here; nothing: not even an empty batch.
std::optional<std::vector<Message>> linesOfWatched(Session& watcher, User& user)
{
    if (metadataDialect(watcher.capabilities) == MetadataDialect::None)
        return std::nullopt;
    std::vector<Message> lines;
    collect(lines, watcher, MetadataSubject::of(user), metadataState(watcher).subscriptions.keys());
    return lines.empty() && !isThird(watcher) ? std::nullopt : std::optional{std::move(lines)};
}

// Zero: it may be answered now.
std::chrono::seconds takeSync(const Hub& hub, Session& session)
{
    if (!hub.config.limits.flood)
        return std::chrono::seconds{0};
    return metadataState(session).syncs.take(hub.clock.monotonic(), kMetadataSyncs);
}

void sendTo(Hub& hub, const Session& session, Message message)
{
    Outgoing line = hub.makeOutgoing(nullptr, std::move(message));
    hub.deliver(session, line);
}

void addWatchers(Hub& hub, std::vector<const Session*>& audience, const FoldedName& name, const User* user)
{
    const auto it = hub.watchers.find(name);
    if (it == hub.watchers.end())
        return;
    for (const ConnectionId id : it->second) {
        const Session* watcher = hub.find(id);
        if (watcher == nullptr || watcher->user == nullptr || watcher->user == user)
            continue;
        if (user == nullptr || !watcher->user->sharesChannelWith(*user)) // else they are neighbours
            audience.push_back(watcher);
    }
}

// IRCv3 monitor is enough; extended-monitor is about other messages. draft/metadata-3, "Notifications".
std::vector<const Session*> audienceOf(Hub& hub, const MetadataSubject& subject, const Session* except)
{
    std::vector<const Session*> audience;
    if (subject.channel != nullptr) {
        for (const Member& member : subject.channel->members())
            audience.insert(audience.end(), member.user->sessions.begin(), member.user->sessions.end());
        std::erase(audience, except);
        return audience;
    }
    if (subject.user != nullptr)
        audience = hub.neighbours(*subject.user, except);
    if (subject.user != nullptr || subject.account != nullptr)
        addWatchers(hub, audience, subject.user != nullptr ? subject.user->folded : subject.account->folded, subject.user);
    std::erase(audience, except);
    return audience;
}

} // namespace

Message metadataAnswer(const Session& to, const QByteArray& name, const QByteArray& key, const QByteArray& value)
{
    if (value.isEmpty())
        return {protocol::code(Numeric::RplKeyNotSet), {to.calledName(), name, key, protocol::text(Numeric::RplKeyNotSet)}};
    return {protocol::code(Numeric::RplKeyValue), {to.calledName(), name, key, "*", value}};
}

Message metadataNews(const Session& to, const QByteArray& name, const QByteArray& key, const QByteArray& value)
{
    if (isThird(to))
        return metadataAnswer(to, name, key, value);
    Message message{"METADATA", {name, key, "*"}};
    if (!value.isEmpty())
        message.parameters.push_back(value);
    return message;
}

void announceMetadata(Hub& hub, const MetadataSubject& subject, const QByteArray& key, const QByteArray& value, const Session* except)
{
    if (subject.newcomer != nullptr)
        return;
    const QByteArray name = subject.name();
    for (const Session* each : audienceOf(hub, subject, except)) {
        if (isSubscribed(*each, key) && metadataDialect(each->capabilities) != MetadataDialect::None)
            sendTo(hub, *each, metadataNews(*each, name, key, value));
    }
}

void replyOwnMetadata(Responder& reply, Session& session)
{
    if (metadataDialect(session.capabilities) == MetadataDialect::None)
        return;
    const MetadataSubject self = MetadataSubject::of(*session.user);
    std::vector<Message> lines;
    for (const auto& [key, value] : self.values())
        lines.push_back(metadataNews(session, self.name(), key, value));
    reply.sendNested({"metadata", self.name()}, std::move(lines));
}

void syncEntered(Hub& hub, Responder& reply, Session& session, const Channel& channel)
{
    if (metadataDialect(session.capabilities) == MetadataDialect::None)
        return;
    MetadataSync sync{.reference = {}, .keys = metadataState(session).subscriptions.keys(), .targets = {}};
    if (!sync.keys.empty())
        sync.targets = targetsOf(session, channel);
    syncAtOnce(hub, reply, session, channel.name(), std::move(sync));
}

void syncHere(Responder& reply, Session& session, User& user)
{
    if (auto lines = linesOfWatched(session, user))
        reply.sendNested({"metadata", user.nickname}, std::move(*lines));
}

void syncHere(Hub& hub, Session& session, User& user)
{
    auto lines = linesOfWatched(session, user);
    if (!lines)
        return;
    const QByteArray reference = QByteArray::number(static_cast<qulonglong>(++session.batches), 36);
    sendTo(hub, session, Message{"BATCH", {'+' + reference, "metadata", user.nickname}});
    hub.deliverRaw(session, tagged(hub, session, std::move(*lines), reference) + batchEnd(hub, session, reference));
}

void syncSubscribed(Hub& hub, Responder& reply, Session& session, std::vector<QByteArray> keys)
{
    if (session.user == nullptr || keys.empty())
        return;
    if (const auto wait = takeSync(hub, session); wait.count() > 0)
        return reply.send(later(session, kAll, wait));
    MetadataSync sync{.reference = {}, .keys = std::move(keys), .targets = allTargets(session)};
    std::vector<Message> lines = takeLines(hub, session, sync);
    // Where nothing is set yet, 774 says as much as an empty batch, and comes to the point: ask when you have entered a room.
    if (isWhole(sync) && !lines.empty())
        reply.sendNested({"metadata", kAll}, std::move(lines));
    else if (isThird(session) || !isWhole(sync))
        reply.send(later(session, kAll, std::chrono::seconds{isWhole(sync) ? 0 : 1}));
}

void syncAsked(Hub& hub, Responder& reply, Session& session, const std::optional<MetadataSubject>& subject)
{
    MetadataState& state = metadataState(session);
    const QByteArray name = subject ? subject->name() : QByteArray(kAll);
    const auto wait = takeSync(hub, session);
    if (state.sync || wait.count() > 0) // one batch at a time
        return reply.send(later(session, name, std::max(wait, std::chrono::seconds{2})));
    MetadataSync sync{.reference = {}, .keys = state.subscriptions.keys(), .targets = {}};
    if (subject && subject->channel != nullptr) {
        sync.targets = targetsOf(session, *subject->channel);
    } else if (!subject) {
        sync.targets = allTargets(session);
    } else { // somebody alone; an account, too, whose person is not here
        std::vector<Message> lines;
        collect(lines, session, *subject, sync.keys);
        return reply.sendNested({"metadata", name}, std::move(lines));
    }
    syncInTurns(hub, reply, session, name, std::move(sync));
}

void continueMetadataSyncs(Hub& hub)
{
    for (const ConnectionId id : std::exchange(hub.metadataSyncs, {})) {
        Session* session = hub.find(id);
        if (session == nullptr || session->user == nullptr || !session->metadata || !session->metadata->sync)
            continue;
        MetadataSync& sync = *session->metadata->sync;
        QByteArray lines = tagged(hub, *session, takeLines(hub, *session, sync), sync.reference);
        if (isWhole(sync)) {
            lines += batchEnd(hub, *session, sync.reference);
            session->metadata->sync.reset();
        } else {
            hub.metadataSyncs.push_back(id);
        }
        if (!lines.isEmpty())
            hub.deliverRaw(*session, std::move(lines));
    }
}

void replyWhoisMetadata(Responder& reply, const Session& session, const User& user)
{
    if (metadataDialect(session.capabilities) == MetadataDialect::None)
        return;
    const MetadataMap& values = user.account != nullptr ? user.account->metadata : user.extras->metadata;
    for (const char* key : {"display-name", "pronouns", "status", "homepage", "location"}) {
        if (const auto it = values.find(key); it != values.end())
            reply.numeric(Numeric::RplWhoisKeyValue, {user.nickname, it->first, "*", it->second});
    }
}

} // namespace chatroom::server
