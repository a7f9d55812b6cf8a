#include "server/directory.h"

#include "protocol/message.h"
#include "protocol/names.h"

#include <algorithm>

namespace chatroom::server {

using protocol::FoldedName;
using protocol::view;

namespace {

// There is one for each person: what few have belongs into UserExtras. docs/performance.md, "What an idle person costs".
static_assert(sizeof(void*) != 8 || sizeof(User) <= 240);

constexpr std::size_t kMostRenamed = 200; // channels whose old names are remembered

} // namespace

User* Directory::findUser(const FoldedName& name) const
{
    const auto it = m_users.find(name);
    return it == m_users.end() ? nullptr : it->get();
}

Channel* Directory::findChannel(const FoldedName& name) const
{
    const auto it = m_channels.find(name);
    return it == m_channels.end() ? nullptr : it->second.get();
}

bool Directory::isTaken(std::string_view nickname, const User* except) const
{
    const User* same = findUser(FoldedName{nickname});
    if (same != nullptr && same != except)
        return true;
    const QByteArray shape = shapeOf(nickname);
    const auto [begin, end] = m_shapes.equal_range(qHash(shape));
    return std::any_of(begin, end,
                       [&](const auto& each) { return each.second != except && protocol::skeleton(view(each.second->nickname)) == shape; });
}

User& Directory::add(std::unique_ptr<User> owned)
{
    User& user = *owned;
    user.folded = FoldedName::sharing(user.nickname);
    m_shapes.emplace(qHash(shapeOf(view(user.nickname))), &user);
    m_users.insert(std::move(owned));
    return user;
}

void Directory::rename(User& user, const QByteArray& nickname)
{
    forgetShape(user);
    std::unique_ptr<User> owned = std::move(m_users.extract(m_users.find(user.folded)).value());
    user.nickname = nickname;
    add(std::move(owned));
}

void Directory::remove(User& user)
{
    if (user.isInvisible || user.isOperator)
        forgetCensus();
    forgetShape(user);
    m_users.erase(m_users.find(user.folded));
}

const Directory::Census& Directory::census()
{
    if (m_census)
        return *m_census;
    m_census.emplace();
    for (const auto& user : m_users) {
        m_census->invisible += user->isInvisible ? 1 : 0;
        m_census->operators += user->isOperator ? 1 : 0;
    }
    return *m_census;
}

const QByteArray& Directory::shapeOf(std::string_view nickname) const
{
    if (view(m_lastNickname) != nickname) {
        m_lastNickname = protocol::bytes(nickname);
        m_lastShape = protocol::skeleton(nickname);
    }
    return m_lastShape;
}

void Directory::forgetShape(const User& user)
{
    const auto [begin, end] = m_shapes.equal_range(qHash(shapeOf(view(user.nickname))));
    const auto it = std::find_if(begin, end, [&](const auto& each) { return each.second == &user; });
    if (it != end)
        m_shapes.erase(it);
}

Channel& Directory::create(const QByteArray& name, Timestamp now, bool isPermanent)
{
    auto channel = std::make_unique<Channel>(name, now, isPermanent);
    const FoldedName folded = channel->folded();
    return *m_channels.emplace(folded, std::move(channel)).first->second;
}

void Directory::remove(Channel& channel)
{
    Q_ASSERT(channel.members().empty());
    m_channels.erase(FoldedName{channel.folded()});
}

void Directory::rename(Channel& channel, const QByteArray& name)
{
    const FoldedName before = channel.folded();
    auto node = m_channels.extract(before);
    Q_ASSERT(!node.empty());
    channel.rename(name);
    const FoldedName& after = channel.folded();
    Q_ASSERT(!m_channels.contains(after));
    node.key() = after;
    m_channels.insert(std::move(node));
    if (before == after)
        return;
    std::erase_if(m_renamed, [&](const auto& each) { return each.first == after; });
    for (auto& each : m_renamed) {
        if (each.second == before)
            each.second = after;
    }
    m_renamed.emplace_back(before, after);
    if (m_renamed.size() > kMostRenamed)
        m_renamed.pop_front();
}

const Channel* Directory::renamed(const FoldedName& before) const
{
    const auto it = std::ranges::find(m_renamed, before, &std::pair<FoldedName, FoldedName>::first);
    return it == m_renamed.end() ? nullptr : findChannel(it->second);
}

void Directory::rememberGone(const User& user, Timestamp now, std::size_t maximum)
{
    m_gone.push_front({user.folded, user.nickname, user.username, user.host, user.realname, now});
    while (maximum > 0 && m_gone.size() > maximum)
        m_gone.pop_back();
}

} // namespace chatroom::server
