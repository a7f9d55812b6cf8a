#include "client/models/searchmodel.h"
#include "client/session_p.h"

namespace chatroom::client {

bool Session::hasHistory() const
{
    using protocol::Capability;
    return m_d->enabled.has(Capability::Chathistory) && m_d->enabled.has(Capability::Batch) && m_d->enabled.has(Capability::ServerTime);
}

bool Session::canSearch() const
{
    return m_d->enabled.has(protocol::Capability::Search) && m_d->enabled.has(protocol::Capability::Batch);
}

void Session::loadOlder(Conversation&) {}
void Session::fillGap(Conversation&, LineId, bool) {}

void Session::findMessage(Conversation& conversation, const QString& messageId)
{
    if (const auto row = conversation.lines().rowOfMessage(messageId))
        return Q_EMIT lineFound(&conversation, conversation.lines().line(*row).id);
    Q_EMIT lineLost(&conversation, tr("This message is not there any more."));
}

void Session::search(const SearchRequest&) {}
void Session::searchOlder() {}

SearchModel& Session::searchResults()
{
    return m_d->results;
}

} // namespace chatroom::client
