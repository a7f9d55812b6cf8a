// How much of a conversation stays loaded. What the server keeps is loaded again when somebody scrolls there, so that a client that runs
// for months in a busy room is as light as a new one, and nobody misses a line.
#include "client/happened.h"
#include "client/history.h"

#include <algorithm>

namespace chatroom::client {

using protocol::HistorySubcommand;
using State = Conversation::HistoryState;

namespace {

constexpr int kMostLoaded = 20'000; // lines: as many as a catch-up brings
constexpr int kMostUnkept = 50'000; // that cannot be had again
constexpr int kStep = 1'000;        // go at once, so that a full conversation costs no more than a short one
constexpr int kAround = 2'000;      // that stay above and below what is read, and at the end

// What is not settled may still move, and is only ours.
bool mayGo(const ChatLine& line)
{
    return !isUnsettled(line) && line.state != DeliveryState::Failed;
}

} // namespace

bool HistoryKeeper::isAsked(const Conversation& conversation) const
{
    const auto isOfIt = [&](const HistoryRequest& each) { return each.where == &conversation; };
    return std::ranges::any_of(m_running, isOfIt) || std::ranges::any_of(m_waiting, isOfIt);
}

// Nothing goes while a page is on its way: it would not know where it belongs.
void HistoryKeeper::bound(Conversation& conversation)
{
    const LineModel& lines = conversation.lines();
    if (!m_core.isForgetful || lines.rowCount() <= kMostLoaded || isAsked(conversation))
        return;
    auto& d = ConversationWriter::of(conversation);
    if (isOn() && !d.history.isKept && !d.history.isKeptAsked)
        return askIfKept(conversation);
    const bool isKept = isOn() && d.history.isKept;
    if (!isKept && lines.rowCount() > kMostUnkept)
        return dropOldest(conversation, lines.rowCount() - kMostUnkept + kStep);
    if (!isKept)
        return;
    int excess = lines.rowCount() - kMostLoaded + kStep;
    const int read = lines.rowOf(d.reading).value_or(lines.rowCount());
    const int above = std::clamp(read - kAround, 0, excess);
    dropOldest(conversation, above);
    excess -= above;
    if (excess > 0)
        dropBetween(conversation, excess);
}

// An empty answer at the beginning meant that nothing had been said, or that this server keeps nothing of this conversation.
void HistoryKeeper::askIfKept(Conversation& conversation)
{
    ConversationWriter::of(conversation).history.isKeptAsked = true;
    HistoryRequest request{.purpose = Purpose::Kept, .where = &conversation, .subcommand = HistorySubcommand::Latest};
    request.limit = 1;
    ask(std::move(request));
}

void HistoryKeeper::dropOldest(Conversation& conversation, int count)
{
    if (count <= 0)
        return;
    const LineModel& lines = conversation.lines();
    while (count < lines.rowCount() - 1 && lines.line(count).kind == LineKind::Gap) // it would part nothing
        ++count;
    drop(conversation, 0, count);
    HistoryPart& history = ConversationWriter::of(conversation).history;
    history.isStuck = false;
    if (history.state == State::Complete || history.state == State::Failed)
        setState(conversation, State::More);
}

// Below what is read: a gap stands there instead, which is filled when it comes into view.
void HistoryKeeper::dropBetween(Conversation& conversation, int count)
{
    const LineModel& lines = conversation.lines();
    const int read = lines.rowOf(ConversationWriter::of(conversation).reading).value_or(lines.rowCount());
    const int end = lines.rowCount() - kAround;
    const int first = std::max(read + kAround, end - count);
    if (first >= end)
        return;
    const LineId above = lines.line(first - 1).id;
    const bool isGapThere = lines.line(first - 1).kind == LineKind::Gap || lines.line(end).kind == LineKind::Gap;
    drop(conversation, first, end);
    if (!isGapThere)
        insertGap(conversation, above);
}

void HistoryKeeper::drop(Conversation& conversation, int first, int end)
{
    const LineModel& lines = conversation.lines();
    for (int row = end; row > first;) {
        int begin = row;
        while (begin > first && mayGo(lines.line(begin - 1)))
            --begin;
        if (begin < row)
            forget(conversation, begin, row - begin);
        row = begin - 1; // which stays
    }
}

void HistoryKeeper::forget(Conversation& conversation, int first, int count)
{
    auto& d = ConversationWriter::of(conversation);
    const auto isGoing = [&](LineId id) {
        const int row = d.lines.rowOf(id).value_or(-1);
        return row >= first && row < first + count;
    };
    for (int row = first; row < first + count; ++row)
        d.reactions.unload(d.lines.line(row).messageId);
    if (isGoing(d.lastRead)) {
        // The "New" line is back when that line is loaded again, as after a start.
        const ChatLine& line = d.lines.line(*d.lines.rowOf(d.lastRead));
        if (d.unread > 0)
            d.history.read = {line.messageId, line.time};
        d.lastRead = {};
    }
    if (isGoing(d.history.firstLive))
        d.history.firstLive = d.lines.line(first + count).id;
    d.lines.remove(first, count);
}

} // namespace chatroom::client
