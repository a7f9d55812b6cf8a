#include "backlog.h"

#include "client/session.h"

namespace chatroom::cli {

using client::Conversation;
using State = Conversation::HistoryState;

Backlog::Backlog(client::Session& session, Conversation& conversation, std::function<bool()> isEnough, QObject* parent)
    : QObject(parent), m_session(session), m_conversation(conversation), m_isEnough(std::move(isEnough))
{}

void Backlog::start()
{
    // Queued: a page is announced while it is still being worked in.
    connect(
        &m_conversation, &Conversation::changed, this,
        [this](Conversation::Changes what) {
            if (what.testFlag(Conversation::History) || what.testFlag(Conversation::Joined))
                step();
        },
        Qt::QueuedConnection);
    step();
}

void Backlog::step()
{
    if (m_isEnded || m_session.state() != client::Session::State::Online || !m_conversation.isJoined())
        return;
    if (!m_session.hasHistory())
        return end(End::None);
    const State state = m_conversation.historyState();
    if (m_conversation.isCatchingUp() || state == State::Loading)
        return;
    if (m_isEnough())
        return end(End::Enough);
    if (state == State::None)
        return end(End::None);
    if (state == State::Complete)
        return end(End::Beginning);
    if (state == State::Failed && m_isAsked)
        return end(End::Failed);
    if (std::exchange(m_isAsked, true))
        Q_EMIT advanced();
    m_session.loadOlder(m_conversation);
}

void Backlog::end(End how)
{
    m_isEnded = true;
    Q_EMIT ended(how);
}

} // namespace chatroom::cli
