#include "client/reactions.h"

#include "client/happened.h"
#include "client/plaintext.h"
#include "client/session_p.h"

#include <algorithm>

namespace chatroom::client {

using protocol::view;

namespace {

constexpr qsizetype kMostCharacters = 32; // of one emoji: a family with skin tones has 11
constexpr std::size_t kMostEmojis = 50;   // below one message
constexpr std::size_t kMostPeople = 500;  // of one emoji
constexpr std::size_t kMostUnloaded = 1'000;

} // namespace

QString plainEmoji(std::string_view bytes)
{
    const QString plain = plainText(bytes).simplified();
    const QList<uint> characters = plain.toUcs4();
    const bool isVisible = !plainName(bytes).trimmed().isEmpty();
    return isVisible && characters.size() <= kMostCharacters ? plain : QString();
}

std::optional<ReactionEvent> reactionOf(const SessionCore& core, const Incoming& in)
{
    if (in.message.command != "TAGMSG" || in.source.nickname.empty())
        return std::nullopt;
    const protocol::TagsView tags = in.message.tagsView();
    ReactionEvent event;
    event.messageId = replyOf(in);
    auto emoji = tags.value("+draft/react");
    event.isOn = emoji.has_value();
    if (!emoji)
        emoji = tags.value("+draft/unreact");
    if (!emoji || event.messageId.isEmpty())
        return std::nullopt;
    event.emoji = plainEmoji(view(*emoji));
    if (event.emoji.isEmpty())
        return std::nullopt;
    const QByteArray account = tags.value("account").value_or(QByteArray());
    event.person = in.author;
    event.who = account.isEmpty() ? "n " + core.fold(in.source.nickname).bytes() : "a " + core.fold(view(account)).bytes();
    event.id = in.messageId;
    event.time = in.time;
    event.isOwn = in.isOwn;
    return event;
}

bool ReactionBook::take(const ReactionEvent& event, bool isLoaded)
{
    auto entry = m_entries.find(event.messageId);
    if (entry == m_entries.end()) {
        entry = m_entries.insert(event.messageId, {{}, isLoaded});
        if (!isLoaded)
            m_unloaded.push_back(event.messageId);
    }
    std::vector<Emoji>& emojis = entry->emojis;
    auto emoji = std::ranges::find(emojis, event.emoji, &Emoji::emoji);
    if (emoji == emojis.end()) {
        if (emojis.size() >= kMostEmojis)
            return false;
        emojis.push_back({event.emoji, event.time, {}});
        emoji = emojis.end() - 1;
    }
    emoji->first = std::min(emoji->first, event.time);
    auto vote = std::ranges::find(emoji->votes, event.who, &Vote::who);
    if (vote == emoji->votes.end()) {
        if (emoji->votes.size() >= kMostPeople)
            return false;
        emoji->votes.push_back({event.who, event.person, event.time, {}, false, event.isOwn});
        vote = emoji->votes.end() - 1;
    }
    const bool isHeard = !event.id.isEmpty() && vote->ids.contains(event.id);
    if (event.time < vote->time || isHeard)
        return false;
    if (event.time > vote->time)
        vote->ids.clear();
    if (!event.id.isEmpty())
        vote->ids.append(event.id);
    vote->person = event.person;
    vote->time = event.time;
    vote->isOn = event.isOn;
    vote->isOwn = event.isOwn;
    bound();
    return true;
}

QString ReactionBook::takeBack(const QString& eventId)
{
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
        for (Emoji& emoji : entry->emojis) {
            const auto vote = std::ranges::find_if(emoji.votes, [&](const Vote& each) { return each.ids.contains(eventId); });
            if (vote == emoji.votes.end())
                continue;
            vote->isOn = false;
            return entry.key();
        }
    }
    return {};
}

QList<Reaction> ReactionBook::of(const QString& messageId) const
{
    const auto entry = m_entries.find(messageId);
    if (entry == m_entries.end())
        return {};
    // The order is that of the events, whatever the order in which they were heard.
    std::vector<const Emoji*> emojis;
    for (const Emoji& each : entry->emojis)
        emojis.push_back(&each);
    std::ranges::sort(emojis,
                      [](const Emoji* a, const Emoji* b) { return a->first != b->first ? a->first < b->first : a->emoji < b->emoji; });
    QList<Reaction> all;
    for (const Emoji* emoji : emojis) {
        std::vector<const Vote*> votes;
        for (const Vote& each : emoji->votes) {
            if (each.isOn)
                votes.push_back(&each);
        }
        if (votes.empty())
            continue;
        std::ranges::sort(votes, [](const Vote* a, const Vote* b) { return a->time != b->time ? a->time < b->time : a->who < b->who; });
        Reaction reaction{emoji->emoji, {}, false};
        for (const Vote* each : votes) {
            reaction.people.append(each->person);
            reaction.isOwn = reaction.isOwn || each->isOwn;
        }
        all.append(reaction);
    }
    return all;
}

bool ReactionBook::hasOwn(const QString& messageId, const QString& emoji) const
{
    const QList<Reaction> all = of(messageId);
    return std::ranges::any_of(all, [&](const Reaction& each) { return each.isOwn && each.emoji == emoji; });
}

void ReactionBook::load(const QString& messageId)
{
    if (const auto entry = m_entries.find(messageId); entry != m_entries.end())
        entry->isLoaded = true;
}

void ReactionBook::unload(const QString& messageId)
{
    const auto entry = m_entries.find(messageId);
    if (entry == m_entries.end() || !std::exchange(entry->isLoaded, false))
        return;
    m_unloaded.push_back(messageId);
    bound();
}

void ReactionBook::forget(const QString& messageId)
{
    m_entries.remove(messageId);
}

void ReactionBook::bound()
{
    while (m_unloaded.size() > kMostUnloaded) {
        const auto oldest = m_entries.find(m_unloaded.front());
        if (oldest != m_entries.end() && !oldest->isLoaded)
            m_entries.erase(oldest);
        m_unloaded.pop_front();
    }
}

} // namespace chatroom::client
