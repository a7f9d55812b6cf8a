#include "server/channel.h"

#include "protocol/mask.h"
#include "protocol/message.h"
#include "server/accounts.h"

#include <algorithm>

namespace chatroom::server {

using protocol::FoldedName;
using protocol::view;

QByteArray Member::prefixes(bool all) const
{
    if (isOperator && hasVoice && all)
        return "@+";
    if (isOperator)
        return "@";
    return hasVoice ? "+" : "";
}

ListedMask::ListedMask(std::string_view entry) : pattern(entry)
{
    isMute = pattern.starts_with("m:");
    pattern.remove_prefix(isMute ? 2 : 0);
    for (const std::string_view name : {"a:", "account:"}) {
        if (isAccount || !pattern.starts_with(name))
            continue;
        isAccount = true;
        pattern.remove_prefix(name.size());
    }
}

void addTo(std::vector<Audience>& audiences, const Session& session)
{
    const FormMask form = session.form();
    const auto it = std::ranges::find_if(
        audiences, [&](const Audience& audience) { return audience.worker == session.id.worker && audience.form == form; });
    if (it != audiences.end())
        it->receivers.append(session.id);
    else
        audiences.push_back(Audience{session.id.worker, form, {session.id}});
}

Channel::Channel(QByteArray name, Timestamp created, bool isPermanent)
    : m_name(std::move(name)), m_folded(view(m_name)), m_created(created), m_isPermanent(isPermanent)
{
    set('n', true);
    set('t', true);
}

void Channel::rename(const QByteArray& name)
{
    m_name = name;
    m_folded = FoldedName{view(m_name)};
}

const Member* Channel::member(const User& user) const
{
    const auto it = m_places.find(&user);
    return it == m_places.end() ? nullptr : &m_members[it->second];
}

Member* Channel::find(const User& user)
{
    const auto it = m_places.find(&user);
    return it == m_places.end() ? nullptr : &m_members[it->second];
}

bool Channel::isOperator(const User& user) const
{
    const Member* found = member(user);
    return user.isOperator || (found != nullptr && found->isOperator);
}

void Channel::add(User& user, bool isOperator)
{
    Q_ASSERT(!m_places.contains(&user));
    m_places.emplace(&user, m_members.size());
    m_members.push_back({&user, isOperator, false});
    user.channels.push_back(this);
    forgetAudiences();
}

void Channel::remove(const User& user)
{
    const auto it = m_places.find(&user);
    if (it == m_places.end())
        return;
    const std::size_t place = it->second;
    User* leaver = m_members[place].user;
    m_places.erase(it);
    if (place + 1 != m_members.size()) {
        m_members[place] = m_members.back();
        m_places[m_members[place].user] = place;
    }
    m_members.pop_back();
    std::erase(leaver->channels, this);
    forgetAudiences();
}

bool Channel::setOperator(const User& user, bool isOperator)
{
    Member* found = find(user);
    return found != nullptr && std::exchange(found->isOperator, isOperator) != isOperator;
}

bool Channel::setVoice(const User& user, bool hasVoice)
{
    Member* found = find(user);
    return found != nullptr && std::exchange(found->hasVoice, hasVoice) != hasVoice;
}

const std::vector<Audience>& Channel::audiences(std::uint64_t& lastGroup)
{
    if (m_group != 0)
        return m_audiences;
    // Lists as long as they were, and one more. The old ones may still be on their way, one for each who came in within a turn.
    for (Audience& audience : m_audiences) {
        const qsizetype before = audience.receivers.size();
        audience.receivers = {};
        audience.receivers.reserve(before + 1);
    }
    for (const Member& each : m_members) {
        for (const Session* session : each.user->sessions)
            addTo(m_audiences, *session);
    }
    std::erase_if(m_audiences, [](const Audience& audience) { return audience.receivers.isEmpty(); });
    m_group = ++lastGroup;
    return m_audiences;
}

bool Channel::has(char flag) const
{
    return (m_flags & (1U << kFlags.find(flag))) != 0;
}

bool Channel::set(char flag, bool on)
{
    const auto bit = static_cast<std::uint8_t>(1U << kFlags.find(flag));
    const std::uint8_t before = m_flags;
    m_flags = static_cast<std::uint8_t>(on ? m_flags | bit : m_flags & ~bit);
    return m_flags != before;
}

std::vector<ListEntry>& Channel::list(char letter)
{
    return letter == 'b' ? m_bans : letter == 'e' ? m_exceptions : m_invitations;
}

const std::vector<ListEntry>& Channel::list(char letter) const
{
    return letter == 'b' ? m_bans : letter == 'e' ? m_exceptions : m_invitations;
}

std::size_t Channel::listEntries() const
{
    return m_bans.size() + m_exceptions.size() + m_invitations.size();
}

bool Channel::matches(char letter, const User& user, bool mutes) const
{
    const QByteArray mask = user.mask();
    return std::ranges::any_of(list(letter), [&](const ListEntry& entry) {
        const ListedMask listed{view(entry.mask)};
        if (listed.isMute != mutes)
            return false;
        if (!listed.isAccount)
            return protocol::matchesMask(listed.pattern, view(mask));
        return user.account != nullptr && protocol::matchesMask(listed.pattern, view(user.account->name));
    });
}

SendRefusal Channel::refusalToSend(const User* from) const
{
    const Member* inside = from == nullptr ? nullptr : member(*from);
    if (from == nullptr || from->isOperator || (inside != nullptr && (inside->isOperator || inside->hasVoice)))
        return SendRefusal::None;
    if (inside == nullptr && has('n'))
        return SendRefusal::NotInside;
    if (has('m'))
        return SendRefusal::Moderated;
    const bool isSilenced = !m_bans.empty() && (matches('b', *from, false) || matches('b', *from, true));
    return isSilenced && !matches('e', *from, false) ? SendRefusal::Banned : SendRefusal::None;
}

JoinRefusal Channel::refusalToJoin(const User& user, std::string_view givenKey) const
{
    if (user.isOperator)
        return JoinRefusal::None;
    // An invitation from inside opens every door (Modern IRC, "INVITE message").
    const std::vector<FoldedName>& invitations = user.extras->invitations;
    const bool isInvited = std::ranges::find(invitations, m_folded) != invitations.end();
    if (isInvited)
        return JoinRefusal::None;
    if (!key.isEmpty() && givenKey != view(key))
        return JoinRefusal::BadKey;
    if (matches('b', user, false) && !matches('e', user, false))
        return JoinRefusal::Banned;
    if (has('i') && !matches('I', user, false))
        return JoinRefusal::InviteOnly;
    if (limit > 0 && m_members.size() >= static_cast<std::size_t>(limit))
        return JoinRefusal::Full;
    if (has('R') && user.account == nullptr)
        return JoinRefusal::RegisteredOnly;
    return JoinRefusal::None;
}

bool Channel::isVisibleTo(const User& user) const
{
    return !has('s') || user.isOperator || member(user) != nullptr;
}

protocol::ModeLine Channel::modeLine(bool withKey) const
{
    protocol::ModeLine line{"+", {}};
    if (!key.isEmpty()) {
        line.modes += 'k';
        line.parameters.push_back(withKey ? key : QByteArray("*"));
    }
    if (limit > 0) {
        line.modes += 'l';
        line.parameters.push_back(QByteArray::number(limit));
    }
    for (const char flag : kFlags) {
        if (has(flag))
            line.modes += flag;
    }
    return line;
}

protocol::ModeTable Channel::modeTable()
{
    return {"beI", "k", "l", kFlags, "ov"};
}

} // namespace chatroom::server
