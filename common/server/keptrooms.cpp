#include "server/keptrooms.h"

#include "server/metadata.h"

#include <algorithm>

namespace chatroom::server {

using protocol::view;
using storage::RankRecord;

namespace {

RankRecord identityOf(const User& user)
{
    RankRecord rank;
    if (user.account != nullptr)
        rank.account = user.account->folded.bytes();
    else if (rank.fingerprint = user.session().extras->certificateFingerprint; rank.fingerprint.isEmpty())
        rank.mask = user.mask();
    return rank;
}

bool isOf(const RankRecord& rank, const User& user)
{
    if (!rank.account.isEmpty())
        return user.account != nullptr && rank.account == user.account->folded.bytes();
    if (!rank.fingerprint.isEmpty())
        return user.hasCertificate(rank.fingerprint);
    return !rank.mask.isEmpty() && protocol::equalsFolded(view(rank.mask), view(user.mask()));
}

} // namespace

storage::RoomRecord recordOf(const Channel& channel)
{
    storage::RoomRecord record;
    record.name = channel.name();
    record.created = channel.created();
    record.topic = channel.topic;
    record.topicBy = channel.topicBy;
    record.topicAt = channel.topicAt;
    record.key = channel.key;
    record.limit = channel.limit;
    record.entries = channel.entries;
    for (const char flag : Channel::kFlags) {
        if (channel.has(flag))
            record.flags += flag;
    }
    for (const char letter : Channel::kLists) {
        for (const ListEntry& entry : channel.list(letter))
            record.masks.push_back({letter, entry.mask, entry.by, entry.at});
    }
    record.ranks = channel.ranks;
    return record;
}

void restore(Hub& hub, const storage::RoomRecord& record)
{
    Channel& channel = hub.channelFor(record.name);
    channel.setCreated(record.created);
    channel.topic = record.topic;
    channel.topicBy = record.topicBy;
    channel.topicAt = record.topicAt;
    channel.key = record.key;
    channel.limit = record.limit;
    channel.entries = record.entries;
    for (const char flag : Channel::kFlags)
        channel.set(flag, record.flags.contains(flag));
    for (const storage::MaskRecord& each : record.masks) {
        if (Channel::kLists.find(each.letter) != std::string_view::npos)
            channel.list(each.letter).push_back({each.mask, each.by, each.at});
    }
    channel.ranks = record.ranks;
    channel.isKept = true;
}

void keepRoom(Hub& hub, Channel& channel)
{
    if (!hub.archive.isOn() || std::exchange(channel.isKept, true))
        return;
    for (const Member& member : channel.members()) {
        if (member.isOperator || member.hasVoice)
            rankChanged(hub, channel, *member.user);
    }
    keepMetadata(hub, channel);
    hub.archive.save(channel);
}

void roomChanged(Hub& hub, const Channel& channel)
{
    if (channel.isKept)
        hub.archive.save(channel);
}

void rankChanged(Hub& hub, Channel& channel, const User& user)
{
    const Member* member = channel.member(user);
    if (!channel.isKept || member == nullptr)
        return;
    forgetRank(hub, channel, user);
    if (!member->isOperator && !member->hasVoice)
        return;
    RankRecord rank = identityOf(user);
    rank.isOperator = member->isOperator;
    rank.hasVoice = member->hasVoice;
    channel.ranks.push_back(std::move(rank));
    if (channel.ranks.size() > kMostKeptRanks)
        channel.ranks.erase(channel.ranks.begin());
    hub.archive.save(channel);
}

void forgetRank(Hub& hub, Channel& channel, const User& user)
{
    if (std::erase_if(channel.ranks, [&](const RankRecord& rank) { return isOf(rank, user); }) > 0)
        hub.archive.save(channel);
}

const RankRecord* keptRank(const Channel& channel, const User& user)
{
    const auto it = std::ranges::find_if(channel.ranks, [&](const RankRecord& rank) { return isOf(rank, user); });
    return it == channel.ranks.end() ? nullptr : &*it;
}

void tellKeptRank(Hub& hub, Channel& channel, const User& user, const Session* except)
{
    const Member& member = *channel.member(user);
    const bool isGiven = keptRank(channel, user) != nullptr;
    if (!isGiven || (!member.isOperator && !member.hasVoice))
        return;
    protocol::Message body{"MODE", {channel.name(), "+"}};
    for (const auto& [isHeld, letter] : {std::pair{member.isOperator, 'o'}, {member.hasVoice, 'v'}}) {
        if (!isHeld)
            continue;
        body.parameters[1] += letter;
        body.parameters.push_back(user.nickname);
    }
    Outgoing message = hub.makeOutgoing(nullptr, std::move(body));
    hub.broadcast(channel, message, except);
}

void giveKeptRank(Hub& hub, Channel& channel, User& user)
{
    const RankRecord* rank = keptRank(channel, user);
    if (rank != nullptr) {
        const bool isNews = (rank->isOperator && channel.setOperator(user, true)) | (rank->hasVoice && channel.setVoice(user, true));
        if (isNews)
            tellKeptRank(hub, channel, user, nullptr);
    }
    rankChanged(hub, channel, user); // what they hold is the account's from now on
}

void forgetOldRooms(Hub& hub)
{
    if (hub.directory.channels().size() <= kMostEmptyRooms)
        return;
    std::vector<Channel*> empty;
    for (const auto& [name, channel] : hub.directory.channels()) {
        if (channel->members().empty() && !channel->isPermanent())
            empty.push_back(channel.get());
    }
    if (empty.size() <= kMostEmptyRooms)
        return;
    std::ranges::sort(empty, {}, &Channel::spokenAt);
    empty.resize(empty.size() - kMostEmptyRooms);
    for (Channel* channel : empty)
        hub.forget(*channel);
}

} // namespace chatroom::server
