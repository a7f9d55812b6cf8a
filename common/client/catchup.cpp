// What was missed, in its place: above what came live meanwhile, page by page, without a hole and without doubles.
#include "client/happened.h"
#include "client/history.h"
#include "client/historypage.h"
#include "protocol/parser.h"
#include "protocol/timestamp.h"

#include <algorithm>

namespace chatroom::client {

using namespace std::chrono_literals;
using protocol::HistorySubcommand;
using protocol::view;
using State = Conversation::HistoryState;

namespace {

constexpr int kFirst = 100;         // lines of a conversation that is new to us
constexpr int kMostMissed = 20'000; // of a catch-up: who was away for longer reads the rest where the gap is
constexpr int kMostTargets = 100;
constexpr int kOverlap = 60; // seconds: what a server keeps first may come later than what it told before
constexpr auto kLongestPause = 60s;

} // namespace

void HistoryKeeper::online()
{
    if (!m_lastOnline.isValid())
        m_lastOnline = m_core.memory.lastOnline();
    // A device that is new to an account asks for all conversations that the account has, the latest first.
    const bool isNew = !m_lastOnline.isValid();
    if (!isOn() || (isNew && m_core.signIn.account().isEmpty()))
        return catchUpDirects(false);
    const QDateTime lastOnline = isNew ? QDateTime::fromMSecsSinceEpoch(0, Qt::UTC) : m_lastOnline.time;
    HistoryRequest request;
    request.purpose = Purpose::Targets;
    request.subcommand = HistorySubcommand::Targets;
    // The server's clock and ours are two.
    const Timestamp tomorrow = m_core.clock.now() + std::chrono::days(1);
    const QDateTime until = QDateTime::fromMSecsSinceEpoch(tomorrow.time_since_epoch().count(), Qt::UTC);
    const Reference from{{}, lastOnline.addSecs(isNew ? 0 : -kOverlap)};
    const Reference to{{}, std::max(until, lastOnline.addDays(1))};
    request.references = isNew ? std::vector{to, from} : std::vector{from, to};
    request.limit = kMostTargets;
    ask(std::move(request));
}

void HistoryKeeper::targetsAnswered(const Batch& batch)
{
    for (const QByteArray& line : batch.lines) {
        const auto message = protocol::parse(view(line), protocol::kLenient);
        if (!message || message->command != "CHATHISTORY" || message->parameterCount() < 3 || message->parameter(0) != "TARGETS")
            continue;
        const std::string_view name = message->parameter(1);
        const auto time = protocol::parseTimestamp(message->parameter(2));
        if (!time || name.empty() || m_core.isRoomName(name))
            continue; // a room is caught up with when we are in it
        if (Conversation* known = m_core.find(name)) {
            const HistoryPart& history = ConversationWriter::of(*known).history;
            // Not `newest`: what came live meanwhile may be newer than what was missed. And much is said within a millisecond.
            const bool hasNews = !history.latest.isValid() || history.latest.time.toMSecsSinceEpoch() <= time->time_since_epoch().count();
            if (known->kind() == Conversation::Kind::Direct && hasNews && !history.isCatchingUp)
                catchUp(*known);
            continue;
        }
        if (m_lastOnline.isValid() && time->time_since_epoch().count() < m_lastOnline.time.toMSecsSinceEpoch() - 1)
            continue; // it was known, and closed
        Conversation& made = m_core.ensure(Conversation::Kind::Direct, name); // asks for its latest
        HistoryPart& history = ConversationWriter::of(made).history;
        if (!history.read.isValid())
            history.read = {{}, m_lastOnline.time};
    }
    catchUpDirects(false);
}

void HistoryKeeper::catchUpDirects(bool isAll)
{
    for (auto& each : m_core.conversations) {
        Conversation& conversation = *each.second;
        HistoryPart& history = ConversationWriter::of(conversation).history;
        if (conversation.kind() != Conversation::Kind::Direct || history.isCatchingUp || history.isCaughtUp)
            continue;
        if (!isOn() || isAll || !history.latest.isValid() || m_core.outbox.oldestDoubt(conversation))
            catchUp(conversation);
        else
            history.isCaughtUp = true;
        Q_EMIT conversation.changed(Conversation::History);
    }
}

void HistoryKeeper::opened(Conversation& conversation)
{
    if (m_core.state == Session::State::Online && !m_core.memory.isLoading() && !ConversationWriter::of(conversation).history.isCatchingUp)
        catchUp(conversation);
}

void HistoryKeeper::noteLine(Conversation& conversation, const ChatLine& line)
{
    if (!m_core.isRegistered || isUnsettled(line))
        return;
    HistoryPart& history = ConversationWriter::of(conversation).history;
    if (!history.firstLive.isValid())
        history.firstLive = line.id;
    // Our clock is not the server's: a line that has its time from ours says nothing of a place in the history.
    if (!m_core.serverTime.isValid() || line.time > m_core.serverTime)
        return;
    const bool isKeptKind = line.kind != LineKind::Info && line.kind != LineKind::Error && line.state != DeliveryState::Failed;
    if (!isKeptKind || (history.newest.isValid() && line.time < history.newest.time))
        return;
    // Not all that happens is in every server's history, what was said is: only that is asked for by its id.
    history.newest = {isSpoken(line.kind) ? line.messageId : QString(), line.time};
}

LineId HistoryKeeper::aboveLive(Conversation& conversation) const
{
    const LineModel& lines = conversation.lines();
    int row = lines.rowOf(ConversationWriter::of(conversation).history.firstLive).value_or(lines.rowCount());
    while (row > 0 && isUnsettled(lines.line(row - 1)))
        --row;
    return row > 0 ? lines.line(row - 1).id : LineId{};
}

void HistoryKeeper::catchUp(Conversation& conversation)
{
    HistoryPart& history = ConversationWriter::of(conversation).history;
    history.retryAt = 0ms;
    m_core.readMarks.opened(conversation);
    if (!isOn()) {
        history.isCaughtUp = true;
        setState(conversation, State::None);
        return m_core.outbox.settleDoubts(conversation, false);
    }
    history.isCatchingUp = true;
    history.caught = 0;
    const auto known = conversation.lines().rowOfMessage(history.latest.messageId);
    history.cursor = known ? conversation.lines().line(*known).id : aboveLive(conversation);
    Reference from = history.latest;
    const std::optional<Reference> doubt = m_core.outbox.oldestDoubt(conversation);
    if (doubt && (!from.isValid() || doubt->time < from.time))
        from = *doubt;
    if (!from.isValid())
        return askForFirst(conversation);
    HistoryRequest request{.purpose = Purpose::CatchUp, .where = &conversation, .subcommand = HistorySubcommand::After};
    request.references = {from};
    request.shifts = {-1}; // what else was said within that millisecond
    request.limit = pageSize();
    ask(std::move(request));
}

void HistoryKeeper::askForFirst(Conversation& conversation)
{
    setState(conversation, State::Loading);
    HistoryRequest request{.purpose = Purpose::First, .where = &conversation, .subcommand = HistorySubcommand::Latest};
    request.limit = kFirst;
    ask(std::move(request));
}

void HistoryKeeper::catchUpLater(Conversation& conversation)
{
    HistoryPart& history = ConversationWriter::of(conversation).history;
    const auto pause = std::min<std::chrono::milliseconds>(kLongestPause, 2s * (1 << std::min(history.tries, 5)));
    ++history.tries;
    history.retryAt = m_core.clock.monotonic() + pause;
    setState(conversation, history.state == State::Loading ? State::More : history.state, history.error);
    m_tick.start();
}

void HistoryKeeper::catchUpAnswered(const HistoryRequest& request, Page page)
{
    Conversation& where = *request.where;
    HistoryPart& history = ConversationWriter::of(where).history;
    const int count = static_cast<int>(page.size());
    const Reference last = page.empty() ? Reference() : page.back().reference;
    if (request.purpose == Purpose::Proof)
        return endCatchUp(where, history.isKept ? Outcome::Whole : Outcome::Unknown);
    const bool isFirst = request.purpose == Purpose::First;
    const Merged merged = mergePage(m_core, where, std::move(page), {history.cursor, request.purpose == Purpose::CatchUp});
    countMissed(where, merged, isFirst);
    history.cursor = merged.last.isValid() ? merged.last : history.cursor;
    history.caught += count;
    history.tries = 0;
    if (last.isValid())
        history.latest = last;
    findRead(where);
    if (isFirst) {
        setState(where, isEnd(count, request.limit) ? State::Complete : State::More);
        endCatchUp(where, Outcome::Whole);
        return m_core.readMarks.begun(where);
    }
    if (request.purpose == Purpose::Skip) {
        const auto gap = where.lines().rowOf(request.gap);
        if (gap && merged.firstKnown.isValid() && where.lines().rowOf(merged.firstKnown).value_or(*gap) < *gap)
            where.lines().remove(request.gap);
        return endCatchUp(where, Outcome::Bounded);
    }
    const bool isSame = last == request.references.front();
    const bool isStuck = isSame && request.shifts.front() == 0;
    if (isEnd(count, request.limit) || isStuck || (isSame && count < request.limit))
        return endCatchUp(where, Outcome::Whole);
    if (history.caught >= kMostMissed)
        return skip(where);
    HistoryRequest next = request;
    next.references = {last};
    next.shifts = {isSame ? 0 : -1};
    ask(std::move(next));
}

void HistoryKeeper::skip(Conversation& conversation)
{
    HistoryPart& history = ConversationWriter::of(conversation).history;
    HistoryRequest request{.purpose = Purpose::Skip, .where = &conversation, .subcommand = HistorySubcommand::Latest};
    request.limit = kFirst;
    request.gap = history.cursor = insertGap(conversation, history.cursor);
    ask(std::move(request));
}

void HistoryKeeper::endCatchUp(Conversation& conversation, Outcome outcome)
{
    HistoryPart& history = ConversationWriter::of(conversation).history;
    const bool hasDoubt = m_core.outbox.oldestDoubt(conversation).has_value();
    if (hasDoubt && outcome == Outcome::Whole && !history.isKept) {
        // Nothing came: because nothing was said, or because the server keeps nothing of this conversation?
        HistoryRequest request{.purpose = Purpose::Proof, .where = &conversation, .subcommand = HistorySubcommand::Latest};
        request.limit = 1;
        return ask(std::move(request));
    }
    history.isCatchingUp = false;
    history.isCaughtUp = true;
    history.tries = 0;
    if (!history.newest.isValid() || (history.latest.isValid() && history.newest.time < history.latest.time))
        history.newest = history.latest;
    if (ConversationWriter::of(conversation).isActive)
        m_core.readMarks.noteRead(conversation);
    if (outcome == Outcome::Unknown && (history.state == State::Loading || history.state == State::None))
        setState(conversation, State::None);
    else if (history.state == State::None)
        loadOlder(conversation); // it began with what was in doubt; what stands above that is wanted too
    else if (history.state == State::Failed)
        setState(conversation, State::More);
    else
        Q_EMIT conversation.changed(Conversation::History);
    m_core.outbox.settleDoubts(conversation, outcome == Outcome::Whole);
    reachMark(conversation); // whatever it was that caught up: a first page may have been lost with its connection
    if (const std::optional<ChatLine> wanted = std::exchange(history.wanted, std::nullopt))
        Q_EMIT m_core.self.notified(&conversation, *wanted);
}

void HistoryKeeper::countMissed(Conversation& conversation, const Merged& merged, bool isFirst)
{
    auto& d = ConversationWriter::of(conversation);
    const bool isDirect = d.kind == Conversation::Kind::Direct;
    const QDateTime mark = m_core.readMarks.markOf(conversation);
    bool isAny = false;
    for (const ChatLine& line : merged.added) {
        if (!countsAsUnread(line) || (mark.isValid() && line.time <= mark))
            continue;
        // What was said before one came here for the first time was not missed.
        if (!mark.isValid() && isFirst && (!d.history.read.isValid() || line.time <= d.history.read.time))
            continue;
        isAny = true;
        if (d.isActive)
            continue;
        ++d.unread;
        d.mentions += line.isMention || isDirect ? 1 : 0;
        if (line.isMention || (isDirect && line.kind != LineKind::Notice))
            d.history.wanted = line;
    }
    if (mark.isValid() && !d.isActive)
        return m_core.readMarks.recount(conversation);
    if (!isAny)
        return;
    LineModel& lines = d.lines;
    const int first = lines.rowOf(merged.added.front().id).value_or(0);
    if (isFirst) {
        // The line that was read last, or the first that is newer than that.
        for (int row = first; row < lines.rowCount() && lines.line(row).time <= d.history.read.time; ++row)
            d.lastRead = lines.line(row).id;
    } else if (d.isActive && d.history.caught == 0 && first > 0) {
        d.lastRead = lines.line(first - 1).id;
    }
    Q_EMIT conversation.changed(Conversation::Unread);
}

// A server that we ask nothing may bring what was said by itself.
void HistoryKeeper::takeUnasked(const Batch& batch)
{
    Conversation* where = batch.parameters.isEmpty() ? nullptr : m_core.find(view(batch.parameters.front()));
    if (!where || batch.isCut)
        return;
    [[maybe_unused]] const Merged merged = mergePage(m_core, *where, pageOf(m_core, batch.lines), {aboveLive(*where), false});
}

} // namespace chatroom::client
