#include "server/archive.h"

#include "server/hub.h"
#include "server/keptrooms.h"

#include <algorithm>

namespace chatroom::server {

void Archive::keep(storage::Entry entry)
{
    Q_ASSERT(m_isOn);
    ++m_kept;
    m_writes.emplace_back(std::move(entry));
}

void Archive::write(storage::Write write)
{
    if (m_isStored)
        m_writes.push_back(std::move(write));
}

void Archive::save(const Channel& channel)
{
    if (m_isOn)
        m_changed.insert(channel.folded());
}

void Archive::forget(const Channel& channel)
{
    if (!m_isOn)
        return;
    m_changed.erase(channel.folded());
    m_writes.emplace_back(storage::ForgetRoom{storage::Place::channel(channel.folded())});
}

bool Archive::ask(const Session& session, storage::Question question, Continuation then)
{
    const auto isTheirs = [&](const auto& each) { return each.second.who == session.id; };
    if (std::ranges::count_if(m_waiting, isTheirs) >= kMostQuestions)
        return false;
    const std::uint64_t number = ++m_lastQuestion;
    m_questions.push_back({number, std::move(question)});
    m_waiting.emplace(number, Waiting{session.id, std::move(then)});
    return true;
}

void Archive::answer(Hub& hub, std::uint64_t number, const storage::Answer& answer)
{
    const auto it = m_waiting.find(number);
    if (it == m_waiting.end())
        return;
    const Waiting waiting = std::move(it->second);
    m_waiting.erase(it);
    Session* session = hub.find(waiting.who);
    if (session != nullptr && session->isRegistered())
        waiting.then(hub, *session, answer);
}

std::vector<storage::Write> Archive::takeWrites(const Hub& hub)
{
    std::vector<storage::Write> writes = std::exchange(m_writes, {});
    for (const protocol::FoldedName& name : std::exchange(m_changed, {})) {
        if (const Channel* channel = hub.directory.findChannel(name))
            writes.emplace_back(recordOf(*channel));
    }
    return writes;
}

} // namespace chatroom::server
