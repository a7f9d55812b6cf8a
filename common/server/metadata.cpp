#include "server/metadata.h"

#include "protocol/names.h"
#include "server/metadatasync.h"

#include <algorithm>

namespace chatroom::server {

using protocol::Capability;
using protocol::FoldedName;
using protocol::view;
using storage::MetadataRecord;
namespace limits = protocol::limits;

namespace {

std::size_t limited(int configured)
{
    return configured > 0 ? static_cast<std::size_t>(configured) : limits::kMetadataKeys;
}

void write(Hub& hub, const MetadataSubject& subject, const QByteArray& key, const QByteArray& value)
{
    if (!subject.isKept())
        return;
    MetadataRecord record;
    record.kind = subject.channel != nullptr ? MetadataRecord::Kind::Channel : MetadataRecord::Kind::Account;
    record.subject = subject.channel != nullptr ? subject.channel->folded().bytes() : subject.account->folded.bytes();
    record.key = key;
    record.value = value;
    record.isRemoved = value.isEmpty();
    hub.archive.write(std::move(record));
}

void set(Hub& hub, const MetadataSubject& subject, const QByteArray& key, const QByteArray& value)
{
    if (value.isEmpty())
        subject.valuesToEdit().erase(key);
    else
        subject.valuesToEdit().insert_or_assign(key, value);
    write(hub, subject, key, value);
}

} // namespace

MetadataDialect metadataDialect(const protocol::CapabilitySet& capabilities)
{
    if (!capabilities.has(Capability::Batch))
        return MetadataDialect::None;
    if (capabilities.has(Capability::Metadata3))
        return MetadataDialect::Third;
    return capabilities.has(Capability::Metadata2) ? MetadataDialect::Second : MetadataDialect::None;
}

bool isOneDialect(const protocol::CapabilitySet& capabilities)
{
    return !capabilities.has(Capability::Metadata2) || !capabilities.has(Capability::Metadata3);
}

void metadataCapabilitiesChanged(Session& session, const protocol::CapabilitySet& before)
{
    if (!session.metadata || metadataDialect(before) == metadataDialect(session.capabilities))
        return;
    session.metadata->subscriptions.clear();
    session.metadata->sync.reset(); // whoever took `batch` off does not wait for the end of one
}

bool isMetadataKey(std::string_view key)
{
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789_./-";
    return !key.empty() && key.size() <= limits::kMetadataKeyBytes && key.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::size_t metadataValueBytes(const ServerConfig& config)
{
    // ":server 761 nickname target key * :" and the end of the line; a name without a limit is taken for one of 64 bytes.
    const auto bytes = [](int limit) { return limit > 0 ? static_cast<std::size_t>(limit) : std::size_t{64}; };
    const std::size_t nickname = bytes(config.limits.nickLength);
    const std::size_t others = static_cast<std::size_t>(config.name.size()) + nickname
                               + std::max(nickname, bytes(config.limits.channelLength)) + limits::kMetadataKeyBytes + 14;
    const std::size_t room = limits::kMessageBytes - std::min(limits::kMessageBytes, others);
    return std::clamp(room, limits::kMetadataLeastValueBytes, limits::kMetadataValueBytes);
}

std::size_t metadataKeys(const ServerConfig& config)
{
    return limited(config.metadata.maxKeys);
}

std::size_t metadataSubscriptions(const ServerConfig& config)
{
    return limited(config.metadata.maxSubscriptions);
}

QByteArray metadataOffer(const ServerConfig& config)
{
    QByteArray offer = "before-connect";
    const auto add = [&](const char* token, std::size_t value) { offer += token + QByteArray::number(static_cast<qulonglong>(value)); };
    if (config.metadata.maxSubscriptions > 0)
        add(",max-subs=", metadataSubscriptions(config));
    if (config.metadata.maxKeys > 0)
        add(",max-keys=", metadataKeys(config));
    add(",max-key-bytes=", limits::kMetadataKeyBytes);
    add(",max-value-bytes=", metadataValueBytes(config));
    return offer;
}

MetadataState& metadataState(Session& session)
{
    if (!session.metadata)
        session.metadata = std::make_unique<MetadataState>();
    return *session.metadata;
}

bool isSubscribed(const Session& session, const QByteArray& key)
{
    return session.metadata && session.metadata->subscriptions.has(key);
}

QByteArray MetadataSubject::name() const
{
    if (channel != nullptr)
        return channel->name();
    if (newcomer != nullptr)
        return "*";
    return user != nullptr ? user->nickname : account->name;
}

const MetadataMap& MetadataSubject::values() const
{
    return user != nullptr && account == nullptr ? user->extras->metadata : valuesToEdit();
}

MetadataMap& MetadataSubject::valuesToEdit() const
{
    if (channel != nullptr)
        return channel->metadata;
    if (account != nullptr)
        return account->metadata;
    return user != nullptr ? user->extras.edit().metadata : metadataState(*newcomer).values;
}

bool MetadataSubject::isKept() const
{
    return channel != nullptr ? channel->isKept : account != nullptr;
}

std::optional<MetadataSubject> findMetadataSubject(Hub& hub, Session& asker, std::string_view target)
{
    if (asker.user == nullptr) { // it has no name yet, whatever it said in NICK
        if (target != "*")
            return std::nullopt;
        if (asker.account != nullptr) // signed in already: it sets what the account has
            return MetadataSubject{.user = asker.account->user, .account = asker.account};
        return MetadataSubject{.newcomer = &asker};
    }
    if (target == "*")
        return MetadataSubject::of(*asker.user);
    if (protocol::isChannelName(target)) {
        Channel* channel = hub.directory.findChannel(FoldedName{target});
        if (channel == nullptr || !mayReadMetadata(*asker.user, *channel))
            return std::nullopt;
        return MetadataSubject::of(*channel);
    }
    const Hub::Party party = hub.findPerson(target);
    if (party.user != nullptr)
        return MetadataSubject::of(*party.user);
    if (party.account != nullptr)
        return MetadataSubject{.account = party.account};
    return std::nullopt;
}

bool mayReadMetadata(const User& asker, const Channel& channel)
{
    const bool isClosed = channel.has('s') || channel.has('i') || !channel.key.isEmpty();
    return !isClosed || asker.isOperator || channel.member(asker) != nullptr;
}

bool mayChangeMetadata(const Session& asker, const MetadataSubject& subject)
{
    if (asker.user == nullptr)
        return subject.newcomer == &asker || (asker.account != nullptr && subject.account == asker.account);
    if (asker.user->isOperator)
        return true;
    return subject.channel != nullptr ? subject.channel->isOperator(*asker.user) : subject.user == asker.user;
}

void changeMetadata(Hub& hub, const MetadataSubject& subject, const QByteArray& key, const QByteArray& value, const Session* by)
{
    const MetadataMap& values = subject.values();
    const auto it = values.find(key);
    if (it == values.end() ? value.isEmpty() : it->second == value)
        return;
    set(hub, subject, key, value);
    announceMetadata(hub, subject, key, value, by);
}

void bringMetadata(Hub& hub, Session& session)
{
    if (!session.metadata)
        return;
    const MetadataSubject subject = MetadataSubject::of(*session.user);
    const bool isAlone = session.user->sessions.size() == 1; // just coming: nobody has heard of them
    for (const auto& [key, value] : std::exchange(session.metadata->values, {})) {
        const MetadataMap& values = subject.values();
        if (values.contains(key) || values.size() >= metadataKeys(hub.config))
            continue;
        if (isAlone)
            set(hub, subject, key, value);
        else
            changeMetadata(hub, subject, key, value, &session);
    }
}

void metadataSignedIn(Hub& hub, User& user, const Account* former)
{
    const MetadataSubject subject = MetadataSubject::of(user);
    UserExtras* const extras = user.extras.made();
    const MetadataMap own = extras == nullptr ? MetadataMap{} : std::exchange(extras->metadata, {});
    const MetadataMap& before = former != nullptr ? former->metadata : own;
    for (const auto& [key, value] : subject.values()) {
        const auto it = before.find(key);
        if (it == before.end() || it->second != value)
            announceMetadata(hub, subject, key, value, nullptr);
    }
    for (const auto& [key, value] : before) {
        if (subject.values().contains(key))
            continue;
        if (former == nullptr && subject.values().size() < metadataKeys(hub.config))
            set(hub, subject, key, value); // as others know it already
        else
            announceMetadata(hub, subject, key, {}, nullptr);
    }
}

void metadataSigningOut(User& user)
{
    if (user.account != nullptr && !user.account->metadata.empty())
        user.extras.edit().metadata = user.account->metadata;
}

void keepMetadata(Hub& hub, const Channel& channel)
{
    if (!channel.isKept)
        return;
    for (const auto& [key, value] : channel.metadata)
        hub.archive.write(MetadataRecord{MetadataRecord::Kind::Channel, channel.folded().bytes(), key, value, false});
}

void restoreMetadata(Hub& hub, const std::vector<MetadataRecord>& records)
{
    for (const MetadataRecord& record : records) {
        if (record.kind == MetadataRecord::Kind::Account) {
            hub.accounts.restore(record);
            continue;
        }
        Channel* channel = hub.directory.findChannel(FoldedName{view(record.subject)});
        if (channel != nullptr && channel->isKept)
            channel->metadata.insert_or_assign(record.key, record.value);
    }
}

} // namespace chatroom::server
