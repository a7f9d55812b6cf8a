#include "chatsearch.h"

#include "client/models/searchmodel.h"
#include "client/session.h"

#include <algorithm>

namespace chatroom::cli {

using client::SearchModel;

namespace {

constexpr int kShownAtOnce = 20;

} // namespace

ChatSearch::ChatSearch(client::Session& session, Transcript& transcript, QObject* parent)
    : QObject(parent), m_session(session), m_transcript(transcript)
{
    connect(&session.searchResults(), &SearchModel::stateChanged, this, &ChatSearch::advance, Qt::QueuedConnection);
}

void ChatSearch::run(const QString& typed)
{
    const SearchModel& hits = m_session.searchResults();
    const bool isGoingOn = typed.isEmpty() && hits.state() != SearchModel::State::Idle;
    const client::SearchRequest request = client::SearchRequest::parse(typed);
    if (!isGoingOn && request.isEmpty())
        return m_transcript.note(
            tr("Type what you look for: /search WORDS, also with from:NAME in:#ROOM after:2026-03-01 before:2026-04-01"));
    if (isGoingOn && m_shown >= hits.rowCount() && !hits.hasMore())
        return m_transcript.note(tr("There are no older ones."));
    m_isAsked = true;
    if (isGoingOn)
        return advance();
    m_shown = 0;
    m_session.search(request);
}

void ChatSearch::advance()
{
    const SearchModel& hits = m_session.searchResults();
    if (!m_isAsked || hits.state() == SearchModel::State::Searching)
        return;
    if (hits.state() == SearchModel::State::Done && hits.hasMore() && hits.rowCount() < m_shown + kShownAtOnce)
        return m_session.searchOlder();
    m_isAsked = false;
    if (hits.state() == SearchModel::State::Failed && m_shown >= hits.rowCount())
        return m_transcript.note(sanitized(hits.why()));
    show();
}

void ChatSearch::show()
{
    const SearchModel& hits = m_session.searchResults();
    const int end = std::min(hits.rowCount(), m_shown + kShownAtOnce);
    if (end == m_shown)
        return m_transcript.note(m_shown == 0 ? tr("Nothing was found.") : tr("There are no older ones."));
    std::vector<client::SearchHit> shown;
    for (int row = end - 1; row >= m_shown; --row)
        shown.push_back(hits.hit(row));
    m_shown = end;
    const bool hasOlder = hits.hasMore() || end < hits.rowCount();
    m_transcript.showHits(hasOlder ? tr("found; /search alone shows older ones:") : tr("found:"), shown);
}

} // namespace chatroom::cli
