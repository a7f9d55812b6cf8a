// MARKREAD: IRCv3 draft/read-marker.
//
// Where somebody has read to is theirs alone: their own devices are told, nobody else. With an account it is kept, for rooms and
// for conversations with other accounts; else it lasts as long as they are here.
#include "server/commands/markread.h"

#include "protocol/history.h"
#include "protocol/names.h"
#include "protocol/timestamp.h"
#include "server/accounts.h"
#include "server/commands/commands.h"

#include <algorithm>

namespace chatroom::server {

using protocol::Capability;
using protocol::FoldedName;
using protocol::Message;
using protocol::view;

namespace {

constexpr std::size_t kMostMarks = 1000; // of one person; the one that was read longest ago goes first

using Marks = std::map<FoldedName, Timestamp>;

const Marks& marksOf(const User& user)
{
    return user.account != nullptr ? user.account->readMarks : user.extras->readMarks;
}

Marks& marksToEdit(User& user)
{
    return user.account != nullptr ? user.account->readMarks : user.extras.edit().readMarks;
}

Message markOf(const QByteArray& target, const Marks& marks, const FoldedName& key)
{
    const auto it = marks.find(key);
    return {"MARKREAD", {target, it == marks.end() ? QByteArray("*") : "timestamp=" + protocol::formatTimestamp(it->second)}};
}

void makeRoom(Marks& marks, const FoldedName& key)
{
    if (marks.size() >= kMostMarks && !marks.contains(key))
        marks.erase(std::ranges::min_element(marks, {}, [](const auto& each) { return each.second; }));
}

} // namespace

void replyReadMark(Responder& reply, const Session& session, const Channel& channel)
{
    if (session.has(Capability::ReadMarker))
        reply.send(markOf(channel.name(), marksOf(*session.user), channel.folded()));
}

namespace commands {

namespace {

// What is read: a room, or a conversation with somebody.
struct Target final
{
    QByteArray shown;
    FoldedName key;
    bool isKept = false; // with an account of one's own
};

// Nothing for what is no name at all, and, to set it, for a room that one is not in.
std::optional<Target> targetOf(const CommandContext& context, bool isToSet)
{
    const std::string_view given = context.message.parameter(0);
    if (protocol::isChannelName(given)) {
        const Channel* channel = context.hub.directory.findChannel(FoldedName{given});
        if (channel != nullptr && channel->member(context.user()) != nullptr)
            return Target{channel->name(), channel->folded(), true};
        if (isToSet || !protocol::checkChannelName(given, protocol::limits::kMessageBytes))
            return std::nullopt;
        return Target{protocol::bytes(given), FoldedName{given}, false};
    }
    if (!protocol::checkNickname(given, protocol::limits::kMessageBytes))
        return std::nullopt;
    const Hub::Party party = context.hub.findPerson(given);
    const FoldedName key = party.account != nullptr ? party.account->folded : FoldedName{given};
    return Target{party.user != nullptr ? party.user->nickname : protocol::bytes(given), key, party.account != nullptr};
}

// The moment in "timestamp=2019-01-04T14:33:26.123Z".
std::optional<Timestamp> momentOf(std::string_view text)
{
    const auto selector = protocol::parseSelector(text);
    if (!selector || selector->kind != protocol::HistorySelector::Kind::Time)
        return std::nullopt;
    return selector->time;
}

// Only ever forward, and never beyond now.
void set(CommandContext& context, const Target& target, Timestamp moment)
{
    Hub& hub = context.hub;
    User& user = context.user();
    Marks& marks = marksToEdit(user);
    const Timestamp at = std::min(moment, hub.now());
    const auto known = marks.find(target.key);
    if (known != marks.end() && known->second >= at)
        return context.reply.send(markOf(target.shown, marks, target.key));
    makeRoom(marks, target.key);
    if (user.account != nullptr && target.isKept)
        hub.accounts.setReadMark(*user.account, target.key, at, hub.archive);
    else
        marks.insert_or_assign(target.key, at);
    Outgoing news = hub.makeOutgoing(nullptr, markOf(target.shown, marks, target.key));
    for (const Session* device : user.sessions) {
        if (device != &context.session && device->has(Capability::ReadMarker))
            hub.deliver(*device, news);
    }
    context.reply.send(std::move(news));
}

void markread(CommandContext& context)
{
    const auto invalid = [&](std::size_t index) {
        context.reply.fail("MARKREAD", "INVALID_PARAMS", {context.parameter(index)}, "Invalid parameters");
    };
    if (context.message.parameter(0).empty())
        return context.reply.fail("MARKREAD", "NEED_MORE_PARAMS", {}, "Missing parameters");
    const bool isToSet = context.message.hasParameter(1);
    const std::optional<Target> target = targetOf(context, isToSet);
    if (!target)
        return invalid(0);
    if (!isToSet)
        return context.reply.send(markOf(target->shown, marksOf(context.user()), target->key));
    const std::optional<Timestamp> moment = momentOf(context.message.parameter(1));
    if (!moment)
        return context.message.parameter(1).empty() ? invalid(0) : invalid(1);
    set(context, *target, *moment);
}

} // namespace

const CommandSpec kMarkread{"MARKREAD", 0, Access::People, "MARKREAD #room|name [timestamp=...]: how far you have read", markread};

} // namespace commands

} // namespace chatroom::server
