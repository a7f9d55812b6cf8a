#include "server/chores.h"

#include "server/hub.h"

#include <algorithm>

namespace chatroom::server {

namespace {

Outcome done(const CheckPassword& check)
{
    return {verifyAccountPassword(check.stored, check.given), {}};
}

Outcome done(const CheckOperatorPassword& check)
{
    return {verifyOperatorPassword(check.stored, check.given), {}};
}

Outcome done(const HashPassword& hash)
{
    Credentials made = makeCredentials(hash.password, hash.iterations, hash.isWithScram);
    const bool isMade = !made.passwordHash.isEmpty();
    return {isMade, std::move(made)};
}

} // namespace

Outcome carryOut(const Work& work)
{
    return std::visit([](const auto& each) { return done(each); }, work);
}

bool Chores::isWaiting(const Session& session) const
{
    return std::ranges::any_of(m_waiting, [&](const auto& each) { return each.second.who == session.id; });
}

bool Chores::ask(const Session& session, Work work, Continuation then)
{
    if (isWaiting(session))
        return false;
    const ConnectionId who = session.id;
    return add(who, std::move(work), [who, then = std::move(then)](Hub& hub, const Outcome& outcome) {
        Session* asked = hub.find(who);
        if (asked != nullptr && asked->stage != Stage::Closing)
            then(hub, *asked, outcome);
    });
}

bool Chores::ask(Work work, HubContinuation then)
{
    return add(std::nullopt, std::move(work), std::move(then));
}

bool Chores::add(std::optional<ConnectionId> who, Work work, HubContinuation then)
{
    if (m_waiting.size() >= kMost)
        return false;
    const std::uint64_t number = ++m_last;
    m_chores.push_back({number, std::move(work)});
    m_waiting.emplace(number, Waiting{who, std::move(then)});
    return true;
}

void Chores::finished(Hub& hub, std::uint64_t number, const Outcome& outcome)
{
    const auto it = m_waiting.find(number);
    if (it == m_waiting.end())
        return;
    const HubContinuation then = std::move(it->second.then);
    m_waiting.erase(it);
    then(hub, outcome);
}

} // namespace chatroom::server
