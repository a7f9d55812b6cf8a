#include "searchrun.h"

#include "client/models/searchmodel.h"
#include "printing.h"
#include "terminaltext.h"

#include <algorithm>

namespace chatroom::cli {

using client::SearchModel;

void SearchRun::entered()
{
    if (!session().canSearch())
        return end(ExitStatus::NotOffered, tr("This chatroom cannot search."));
    client::SearchRequest request;
    request.text = options().text;
    request.from = options().from;
    // A server looks in all the rooms one is in; with several the others of them are left out later.
    request.in = options().rooms.size() == 1 ? options().rooms.first() : QString();
    request.after = options().since;
    if (options().before.isValid())
        request.before = options().before.addMSecs(-1); // that one is inclusive
    connect(&session().searchResults(), &SearchModel::stateChanged, this, &SearchRun::advance, Qt::QueuedConnection);
    wait();
    session().search(request);
}

void SearchRun::wait()
{
    startWaiting(tr("The chatroom did not answer within %1 seconds.").arg(options().timeout.count()));
}

QList<int> SearchRun::wantedRows()
{
    QList<int> rows;
    const SearchModel& hits = session().searchResults();
    for (int row = 0; row < hits.rowCount() && rows.size() < options().limit; ++row) {
        const QString& room = hits.hit(row).conversation;
        const bool isAsked =
            std::ranges::any_of(options().rooms, [&](const QString& each) { return each.compare(room, Qt::CaseInsensitive) == 0; });
        if (isAsked || options().rooms.size() == 1)
            rows.append(row);
    }
    return rows;
}

void SearchRun::advance()
{
    if (isEnding())
        return;
    const SearchModel& hits = session().searchResults();
    switch (hits.state()) {
    case SearchModel::State::Idle:
    case SearchModel::State::Searching: return;
    case SearchModel::State::Failed: return end(ExitStatus::Refused, sanitized(hits.why()));
    case SearchModel::State::Done: break;
    }
    if (hits.hasMore() && wantedRows().size() < options().limit) {
        wait();
        return session().searchOlder();
    }
    print();
}

void SearchRun::print()
{
    QList<int> rows = wantedRows();
    if (rows.isEmpty())
        return end(ExitStatus::NothingFound, tr("Nothing was found."));
    std::ranges::reverse(rows);
    for (const int row : rows) {
        const client::SearchHit& hit = session().searchResults().hit(row);
        if (!printLine(hit.line, hit.conversation, options().isJson))
            break; // whoever read us has had enough
    }
    end(ExitStatus::Ok);
}

} // namespace chatroom::cli
