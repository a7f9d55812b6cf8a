// What the person at the machine does with accounts, and the work that is done elsewhere for all.
#include "server/commands/accountactions.h"
#include "server/engine_p.h"

namespace chatroom::server {

using protocol::FoldedName;
using protocol::view;

namespace {

AdminError unknown(const QByteArray& account)
{
    return {"There is no account " + account + '.'};
}

AdminError cannotSave()
{
    return {"Nothing can be saved at the moment; try again later."};
}

} // namespace

std::vector<Chore> Engine::takeChores()
{
    return m_state->hub.chores.take();
}

void Engine::finished(std::uint64_t chore, const Outcome& outcome)
{
    m_state->hub.chores.finished(m_state->hub, chore, outcome);
    m_state->runHeld();
}

Result<QByteArray, AdminError> Engine::resetPassword(const QByteArray& account)
{
    Hub& hub = m_state->hub;
    const Account* there = hub.accounts.find(FoldedName{view(account)});
    if (there == nullptr)
        return Unexpected{unknown(account)};
    if (hub.archive.trouble())
        return Unexpected{cannotSave()};
    const QByteArray password = makeOneTimePassword();
    if (!server::resetPassword(hub, nullptr, *there, password))
        return Unexpected{AdminError{"The server is busy; try again in a moment."}};
    return password;
}

Result<void, AdminError> Engine::deleteAccount(const QByteArray& account)
{
    Hub& hub = m_state->hub;
    Account* there = hub.accounts.find(FoldedName{view(account)});
    if (there == nullptr)
        return Unexpected{unknown(account)};
    if (hub.archive.trouble())
        return Unexpected{cannotSave()};
    server::deleteAccount(hub, nullptr, *there);
    return {};
}

} // namespace chatroom::server
