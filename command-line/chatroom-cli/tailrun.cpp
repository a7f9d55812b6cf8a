#include "tailrun.h"

#include "backlog.h"
#include "client/models/linemodel.h"
#include "printing.h"
#include "terminaltext.h"

#include <algorithm>
#include <cstdio>

namespace chatroom::cli {

using client::ChatLine;
using client::Conversation;
using client::LineKind;

namespace {

void complain(const QString& what)
{
    std::fprintf(stderr, "chatroom-cli: %s\n", what.toUtf8().constData());
}

} // namespace

void TailRun::entered()
{
    if (options().isTimeoutGiven)
        startWaiting(tr("The %1 seconds are over.").arg(options().timeout.count()));
    if (options().since.isValid() && !session().hasHistory())
        complain(tr("This chatroom keeps no history: only what comes is printed."));
}

void TailRun::lost()
{
    complain(tr("The connection was lost; trying again."));
}

void TailRun::conversationAdded(Conversation& conversation)
{
    if (conversation.kind() == Conversation::Kind::Server)
        return;
    if (options().since.isValid())
        m_from = options().since;
    auto* feed = new LineFeed(session(), conversation, LineFeed::Gaps::Fill, this);
    auto* watch = new MessageWatch(session(), conversation, this);
    connect(feed, &LineFeed::came, this, [this, &conversation, watch, hasBegun = false](const Lines& lines) mutable {
        for (const ChatLine& line : lines)
            watch->remember(line);
        print(conversation, std::exchange(hasBegun, true) ? lines.begin() : first(lines), lines.end());
    });
    connect(watch, &MessageWatch::happened, this, [this, &conversation, feed](const MessageEvent& event) {
        feed->hurry();
        tell(conversation, event);
    });
    if (options().since.isValid() && conversation.kind() == Conversation::Kind::Room)
        loadSince(conversation, *feed);
}

void TailRun::loadSince(Conversation& room, LineFeed& feed)
{
    feed.setHeld(true);
    auto* backlog = new Backlog(
        session(), room, [this, &room] { return room.lines().rowCount() > 0 && room.lines().line(0).time < options().since; }, this);
    connect(backlog, &Backlog::ended, &feed, [&room, &feed](Backlog::End how) {
        if (how == Backlog::End::Failed)
            complain(tr("What was said earlier did not come: %1").arg(sanitized(room.historyError())));
        feed.setHeld(false);
    });
    backlog->start();
}

TailRun::Lines::const_iterator TailRun::first(const Lines& lines)
{
    // What stands below our coming in is new, whatever the clocks say.
    const auto ownJoin =
        std::find_if(lines.rbegin(), lines.rend(), [](const ChatLine& line) { return line.kind == LineKind::Join && line.isOwn; });
    const auto live = ownJoin == lines.rend() ? lines.begin() : std::prev(ownJoin.base());
    if (!m_from.isValid())
        m_from = live->time;
    if (!session().hasHistory())
        return live;
    const auto wanted = std::ranges::find_if(lines, [this](const ChatLine& line) { return line.time >= m_from; });
    return ownJoin == lines.rend() ? wanted : std::min(wanted, live);
}

void TailRun::tell(const Conversation& conversation, const MessageEvent& event)
{
    if (!options().isWithEvents || event.kind == MessageEvent::Kind::Unseen || isEnding())
        return;
    if (!printEvent(event, conversation.name(), QDateTime::currentDateTimeUtc(), options().isJson))
        return Run::end(ExitStatus::Ok); // whoever read us has had enough
    count();
}

void TailRun::count()
{
    ++m_printed;
    if (m_printed == options().count)
        Run::end(ExitStatus::Ok);
}

void TailRun::print(const Conversation& conversation, Lines::const_iterator begin, Lines::const_iterator end)
{
    for (auto line = begin; line != end && !isEnding(); ++line) {
        if (line->kind == LineKind::Gap)
            complain(tr("Some messages in %1 could not be loaded.").arg(sanitized(conversation.name())));
        if (!isPrinted(*line, options().isWithEvents))
            continue;
        if (!printLine(*line, conversation.name(), options().isJson))
            return Run::end(ExitStatus::Ok); // whoever read us has had enough
        count();
    }
}

} // namespace chatroom::cli
