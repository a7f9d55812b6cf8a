// Older lines, what a gap stands for, and what surrounds a message that is not loaded.
#include "client/happened.h"
#include "client/history.h"
#include "client/historypage.h"

#include <algorithm>

namespace chatroom::client {

using protocol::HistorySubcommand;
using State = Conversation::HistoryState;

namespace {

constexpr int kPage = 100;
constexpr int kMostReached = 10; // pages: who has not read more than a thousand lines is shown no exact count

// Where a line stands in the server's history; nothing for what is only ours.
std::optional<Reference> referenceOf(const ChatLine& line)
{
    const bool isLocal = line.kind == LineKind::Info || line.kind == LineKind::Error || line.kind == LineKind::Gap;
    const bool isUnnamed = line.isOwn && isSpoken(line.kind) && line.messageId.isEmpty(); // its time may be that of our clock
    if (isLocal || isUnnamed || isUnsettled(line) || line.state == DeliveryState::Failed || !line.time.isValid())
        return std::nullopt;
    return Reference{isSpoken(line.kind) ? line.messageId : QString(), line.time};
}

// The first line of the history from that row on, upwards (-1) or downwards, within its stretch.
int historyRow(const LineModel& lines, int row, int step)
{
    for (; row >= 0 && row < lines.rowCount() && lines.line(row).kind != LineKind::Gap; row += step) {
        if (referenceOf(lines.line(row)))
            return row;
    }
    return -1;
}

// Whether a page went on from where it was asked for.
bool isBeyond(const HistoryRequest& request, const Reference& edge)
{
    if (!edge.isValid() || request.references.empty())
        return edge.isValid();
    const QDateTime& from = request.references.front().time;
    const bool isUpwards = request.purpose == HistoryRequest::Purpose::Older || request.isFromBelow;
    return isUpwards ? edge.time < from : edge.time > from;
}

} // namespace

void HistoryKeeper::loadOlder(Conversation& conversation)
{
    HistoryPart& history = ConversationWriter::of(conversation).history;
    if (conversation.kind() == Conversation::Kind::Server || history.state == State::Loading || history.state == State::Complete)
        return;
    if (m_core.state != Session::State::Online || !conversation.isJoined())
        return setState(conversation, State::Failed, Session::tr("You are not connected here at the moment."));
    if (!isOn())
        return setState(conversation, State::None);
    const LineModel& lines = conversation.lines();
    if (lines.isFull())
        return setState(conversation, State::Failed, Session::tr("There is no room for more lines. Search for what you look for."));
    setState(conversation, State::Loading);
    HistoryRequest request{.purpose = Purpose::Older, .where = &conversation, .subcommand = HistorySubcommand::Before};
    const int oldest = historyRow(lines, 0, 1);
    if (oldest < 0) {
        request.subcommand = HistorySubcommand::Latest;
    } else {
        request.references = {*referenceOf(lines.line(oldest))};
        request.shifts = {history.isStuck ? 0 : 1};
    }
    request.limit = kPage;
    ask(std::move(request));
}

void HistoryKeeper::olderAnswered(const HistoryRequest& request, Page page)
{
    Conversation& where = *request.where;
    HistoryPart& history = ConversationWriter::of(where).history;
    const int count = static_cast<int>(page.size());
    const Reference front = page.empty() ? Reference() : page.front().reference;
    const int oldest = historyRow(where.lines(), 0, 1);
    const LineId above = oldest > 0 ? where.lines().line(oldest - 1).id : LineId{};
    const Merged merged = mergePage(m_core, where, std::move(page), {above, false});
    const bool isNothingNew = merged.added.empty();
    findRead(where);
    if (isNothingNew && !isEnd(count, request.limit) && isBeyond(request, front)) { // reactions and the like, and not one line
        HistoryRequest next = request;
        next.subcommand = HistorySubcommand::Before;
        next.references = {front};
        next.shifts = {1};
        return ask(std::move(next));
    }
    // By a time, a page may hold nothing but what is known of that millisecond.
    if (isNothingNew && count >= request.limit && !history.isStuck) {
        history.isStuck = true;
        history.state = State::More;
        return loadOlder(where);
    }
    history.isStuck = false;
    const bool isComplete = isEnd(count, request.limit) || isNothingNew;
    setState(where, isComplete ? State::Complete : State::More);
    reachMark(where);
}

LineId HistoryKeeper::insertGap(Conversation& conversation, LineId below)
{
    LineModel& lines = conversation.lines();
    const int row = lines.rowOf(below).value_or(-1);
    ChatLine gap;
    gap.id = LineId{++m_core.lastLine};
    gap.kind = LineKind::Gap;
    if (row >= 0)
        gap.time = lines.line(row).time;
    if (row + 1 < lines.rowCount())
        lines.insertBefore(lines.line(row + 1).id, {gap});
    else
        lines.append(gap);
    return gap.id;
}

void HistoryKeeper::fillGap(Conversation& conversation, LineId gap, bool isFromBelow)
{
    const LineModel& lines = conversation.lines();
    const auto row = lines.rowOf(gap);
    const auto isSame = [&](const HistoryRequest& each) { return each.purpose == Purpose::Gap && each.gap == gap; };
    if (!row || lines.line(*row).kind != LineKind::Gap || std::ranges::any_of(m_running, isSame) || std::ranges::any_of(m_waiting, isSame))
        return;
    if (m_core.state != Session::State::Online || !isOn() || !conversation.isJoined())
        return Q_EMIT conversation.changed(Conversation::History);
    const int upper = historyRow(lines, *row - 1, -1);
    const int lower = historyRow(lines, *row + 1, 1);
    HistoryRequest request{.purpose = Purpose::Gap, .where = &conversation, .subcommand = HistorySubcommand::Between};
    request.gap = gap;
    request.isFromBelow = lower >= 0 && (isFromBelow || upper < 0);
    request.limit = kPage;
    const int first = request.isFromBelow ? lower : upper;
    const int second = request.isFromBelow ? upper : lower;
    if (first < 0) {
        conversation.lines().remove(gap); // it parts nothing
        return Q_EMIT conversation.changed(Conversation::History);
    }
    const int outwards = request.isFromBelow ? 1 : -1;
    request.references = {*referenceOf(lines.line(first))};
    request.shifts = {outwards};
    if (second >= 0) {
        request.references.push_back(*referenceOf(lines.line(second)));
        request.shifts.push_back(-outwards);
    } else {
        request.subcommand = request.isFromBelow ? HistorySubcommand::Before : HistorySubcommand::After;
    }
    ask(std::move(request));
    Q_EMIT conversation.changed(Conversation::History);
}

void HistoryKeeper::gapAnswered(const HistoryRequest& request, Page page)
{
    Conversation& where = *request.where;
    LineModel& lines = where.lines();
    const auto row = lines.rowOf(request.gap);
    if (!row) // it was filled from elsewhere
        return Q_EMIT where.changed(Conversation::History);
    const int count = static_cast<int>(page.size());
    const Reference edge = page.empty() ? Reference() : request.isFromBelow ? page.front().reference : page.back().reference;
    const LineId above = *row > 0 ? lines.line(*row - 1).id : LineId{};
    const Spot spot = request.isFromBelow ? Spot{request.gap, false} : Spot{above, true};
    const Merged merged = mergePage(m_core, where, std::move(page), spot);
    findRead(where);
    const bool isBare = merged.added.empty() && !merged.firstKnown.isValid(); // reactions and the like, and not one line
    if (isBare && !isEnd(count, request.limit) && isBeyond(request, edge)) {
        HistoryRequest next = request;
        next.references.front() = edge;
        return ask(std::move(next));
    }
    const int now = lines.rowOf(request.gap).value_or(-1);
    const bool hasMet =
        now >= 0 && request.isFromBelow && merged.firstKnown.isValid() && lines.rowOf(merged.firstKnown).value_or(now) < now;
    if (isEnd(count, request.limit) || merged.added.empty() || hasMet)
        lines.remove(request.gap);
    Q_EMIT where.changed(Conversation::History);
}

void HistoryKeeper::find(Conversation& conversation, const QString& messageId)
{
    if (const auto row = conversation.lines().rowOfMessage(messageId))
        return Q_EMIT m_core.self.lineFound(&conversation, conversation.lines().line(*row).id);
    const bool isAskable = m_core.state == Session::State::Online && isOn() && conversation.isJoined() && !messageId.isEmpty();
    if (!isAskable)
        return Q_EMIT m_core.self.lineLost(&conversation, Session::tr("This message cannot be loaded at the moment."));
    HistoryRequest request{.purpose = Purpose::Around, .where = &conversation, .subcommand = HistorySubcommand::Around};
    request.references = {{messageId, {}}};
    request.limit = kPage;
    ask(std::move(request));
}

void HistoryKeeper::aroundAnswered(const HistoryRequest& request, Page page)
{
    Conversation& where = *request.where;
    LineModel& lines = where.lines();
    const QString wanted = request.references.front().messageId;
    const bool hasIt = std::ranges::any_of(page, [&](const PageLine& each) { return each.reference.messageId == wanted; });
    if (!hasIt)
        return Q_EMIT m_core.self.lineLost(&where, Session::tr("This message is not there any more."));
    const bool isTouching =
        std::ranges::any_of(page, [&](const PageLine& each) { return lines.rowOfMessage(each.reference.messageId).has_value(); });
    const QDateTime begin = page.front().reference.time;
    int row = lines.rowCount();
    while (row > 0 && (!referenceOf(lines.line(row - 1)) || lines.line(row - 1).time > begin))
        --row;
    const LineId above = row > 0 ? lines.line(row - 1).id : LineId{};
    const LineId below = row < lines.rowCount() ? lines.line(row).id : LineId{};
    const bool isInGap = row < lines.rowCount() && lines.line(row).kind == LineKind::Gap;
    const Merged merged = mergePage(m_core, where, std::move(page), {above, false});
    if (!isTouching && !merged.added.empty() && (isInGap || row == 0)) {
        if (row > 0)
            insertGap(where, above);
        if (!isInGap && below.isValid())
            insertGap(where, merged.last);
        if (row == 0)
            setState(where, State::More);
    }
    findRead(where);
    const auto found = lines.rowOfMessage(wanted);
    if (!found)
        return Q_EMIT m_core.self.lineLost(&where, Session::tr("This message cannot be shown."));
    Q_EMIT m_core.self.lineFound(&where, lines.line(*found).id);
}

void HistoryKeeper::reachMark(Conversation& conversation)
{
    auto& d = ConversationWriter::of(conversation);
    const QDateTime mark = m_core.readMarks.markOf(conversation);
    if (!mark.isValid() || d.isActive)
        return;
    m_core.readMarks.recount(conversation);
    const int oldest = historyRow(d.lines, 0, 1);
    if (oldest < 0 || d.lines.line(oldest).time <= mark || d.history.state != State::More || d.history.reached >= kMostReached)
        return;
    ++d.history.reached;
    loadOlder(conversation);
}

void HistoryKeeper::findRead(Conversation& conversation)
{
    auto& d = ConversationWriter::of(conversation);
    const auto row = d.lines.rowOfMessage(d.history.read.messageId);
    if (!row)
        return;
    const bool isLast = *row + 1 == d.lines.rowCount();
    d.history.read = {};
    if (isLast || d.lastRead.isValid())
        return;
    d.lastRead = d.lines.line(*row).id;
    Q_EMIT conversation.changed(Conversation::Unread);
}

} // namespace chatroom::client
