// Requests: their turn, their end, and who takes what came.
#include "client/history.h"

#include "client/historypage.h"
#include "protocol/limits.h"

#include <algorithm>

namespace chatroom::client {

using namespace std::chrono_literals;
using protocol::Capability;
using protocol::HistorySelector;
using protocol::HistorySubcommand;
using protocol::StandardReply;
using protocol::view;

namespace {

constexpr std::size_t kMostRunning = 2;
constexpr auto kPatience = 30s;

} // namespace

HistoryKeeper::HistoryKeeper(SessionCore& core) : m_core(core)
{
    m_tick.setInterval(1s);
    QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] { tick(); });
}

bool HistoryKeeper::isOn() const
{
    const protocol::CapabilitySet& on = m_core.enabled;
    return on.has(Capability::Chathistory) && on.has(Capability::Batch) && on.has(Capability::ServerTime);
}

int HistoryKeeper::pageSize() const
{
    const int most = m_core.isupport.number("CHATHISTORY").value_or(100);
    return most <= 0 ? protocol::limits::kHistoryMessages : std::min(most, protocol::limits::kHistoryMessages);
}

bool HistoryKeeper::isEnd(int count, int limit) const
{
    // Without event-playback a server may take what happened out of a page that was full; without the token it may have a limit
    // of its own.
    const bool isTold = m_core.enabled.has(Capability::EventPlayback) && m_core.isupport.contains("CHATHISTORY");
    return count == 0 || (count < limit && isTold);
}

void HistoryKeeper::setState(Conversation& conversation, Conversation::HistoryState state, const QString& error)
{
    HistoryPart& history = ConversationWriter::of(conversation).history;
    history.state = state;
    history.error = error;
    Q_EMIT conversation.changed(Conversation::History);
}

void HistoryKeeper::ask(HistoryRequest request)
{
    request.limit = std::min(request.limit, pageSize());
    request.shifts.resize(request.references.size());
    if (request.where)
        request.target = ConversationWriter::of(*request.where).target;
    m_waiting.push_back(std::move(request));
    pump();
}

void HistoryKeeper::pump()
{
    const auto isGone = [](const HistoryRequest& each) { return each.purpose != Purpose::Targets && !each.where; };
    std::erase_if(m_waiting, isGone);
    while (m_running.size() < kMostRunning) {
        const auto next = std::ranges::find_if(m_waiting, [this](const HistoryRequest& each) {
            return std::ranges::none_of(m_running, [&](const HistoryRequest& other) { return other.where == each.where; });
        });
        if (next == m_waiting.end())
            break;
        m_running.push_back(std::move(*next));
        m_waiting.erase(next);
        write(m_running.back());
    }
    if (!m_running.empty())
        m_tick.start();
}

QByteArray HistoryKeeper::selector(const HistoryRequest& request, std::size_t which) const
{
    const Reference& reference = request.references[which];
    const bool isKnown = m_core.isupport.value("MSGREFTYPES").split(',').contains("msgid");
    const bool isRefused = request.where && ConversationWriter::of(*request.where).history.isIdRefused;
    if (!reference.messageId.isEmpty() && (isKnown || !reference.isValid()) && !isRefused)
        return HistorySelector::of(reference.messageId.toUtf8()).toBytes();
    const Timestamp time{std::chrono::milliseconds(reference.time.toMSecsSinceEpoch() + request.shifts[which])};
    return HistorySelector::at(time).toBytes();
}

void HistoryKeeper::write(HistoryRequest& request)
{
    protocol::Message message{"CHATHISTORY", {protocol::bytes(protocol::name(request.subcommand))}};
    if (!request.target.isEmpty())
        message.parameters.push_back(request.target);
    for (std::size_t which = 0; which < request.references.size(); ++which)
        message.parameters.push_back(selector(request, which));
    if (request.references.empty())
        message.parameters.push_back("*");
    message.parameters.push_back(QByteArray::number(request.limit));
    if (m_core.enabled.has(Capability::LabeledResponse)) {
        request.label = QByteArray::number(++m_core.lastLabel, 36);
        message.tags.set("label", request.label);
    }
    request.sentAt = m_core.clock.monotonic();
    m_core.writeMessage(message);
}

void HistoryKeeper::tick()
{
    const auto now = m_core.clock.monotonic();
    std::vector<HistoryRequest> late;
    std::erase_if(m_running, [&](const HistoryRequest& each) {
        const bool isLate = now - each.sentAt >= kPatience;
        if (isLate)
            late.push_back(each);
        return isLate;
    });
    for (HistoryRequest& each : late)
        failed(std::move(each), Trouble::Unanswered, Session::tr("The chatroom did not answer in time."));
    bool isAnyLater = false;
    for (auto& each : m_core.conversations) {
        HistoryPart& history = ConversationWriter::of(*each.second).history;
        if (history.retryAt == 0ms)
            continue;
        isAnyLater = true;
        if (now >= history.retryAt)
            catchUp(*each.second);
    }
    pump();
    if (m_running.empty() && !isAnyLater)
        m_tick.stop();
}

// Without labels the conversation tells which request it answers, and the times whether it is not one that was given up long ago.
bool HistoryKeeper::fits(const HistoryRequest& request, const Page& page) const
{
    if (page.empty() || request.references.empty())
        return true;
    const Reference& reference = request.references.front();
    switch (request.subcommand) {
    case HistorySubcommand::After: return page.front().reference.time >= reference.time.addMSecs(-1);
    case HistorySubcommand::Before: return page.back().reference.time <= reference.time.addMSecs(1);
    case HistorySubcommand::Between:
    case HistorySubcommand::Around:
    case HistorySubcommand::Latest:
    case HistorySubcommand::Targets: break;
    }
    return true;
}

void HistoryKeeper::take(const Batch& batch)
{
    const bool isTargets = batch.type == "draft/chathistory-targets";
    const QByteArray target = batch.parameters.isEmpty() ? QByteArray() : batch.parameters.front();
    const auto found = std::ranges::find_if(m_running, [&](const HistoryRequest& each) {
        if ((each.purpose == Purpose::Targets) != isTargets)
            return false;
        if (!batch.label.isEmpty() || !each.label.isEmpty())
            return each.label == batch.label;
        return isTargets || (m_core.fold(view(each.target)) == m_core.fold(view(target)) && fits(each, pageOf(m_core, batch.lines)));
    });
    if (found == m_running.end()) {
        if (!isTargets && !isOn())
            takeUnasked(batch);
        return; // else one that was given up
    }
    const HistoryRequest request = std::move(*found);
    m_running.erase(found);
    if (batch.isCut)
        failed(request, Trouble::Lasting, Session::tr("The chatroom sent more than was asked for."));
    else if (request.where || isTargets)
        answered(request, batch);
    if (request.where)
        bound(*request.where);
    pump();
}

void HistoryKeeper::answered(const HistoryRequest& request, const Batch& batch)
{
    if (request.purpose == Purpose::Targets)
        return targetsAnswered(batch);
    Page page = pageOf(m_core, batch.lines);
    HistoryPart& history = ConversationWriter::of(*request.where).history;
    history.isKept = history.isKept || !page.empty();
    switch (request.purpose) {
    case Purpose::Older: return olderAnswered(request, std::move(page));
    case Purpose::First:
    case Purpose::CatchUp:
    case Purpose::Skip:
    case Purpose::Proof: return catchUpAnswered(request, std::move(page));
    case Purpose::Gap: return gapAnswered(request, std::move(page));
    case Purpose::Around: return aroundAnswered(request, std::move(page));
    case Purpose::Kept: return;
    case Purpose::Targets: break;
    }
    Q_UNREACHABLE();
}

bool HistoryKeeper::takeFailure(const QByteArray& label, const StandardReply& reply)
{
    if (reply.command != "CHATHISTORY")
        return false;
    const auto isNamed = [&](const HistoryRequest& each) {
        return std::ranges::any_of(reply.context, [&](const QByteArray& word) {
            return !each.target.isEmpty() && m_core.fold(view(word)) == m_core.fold(view(each.target));
        });
    };
    auto found =
        std::ranges::find_if(m_running, [&](const HistoryRequest& each) { return label.isEmpty() ? isNamed(each) : each.label == label; });
    if (found == m_running.end() && label.isEmpty())
        found = m_running.begin();
    if (found == m_running.end())
        return true; // of one that was given up
    const HistoryRequest request = std::move(*found);
    m_running.erase(found);
    const bool isSelector = reply.code == "INVALID_PARAMS" || reply.code == "INVALID_MSGREFTYPE";
    const Trouble trouble = reply.code == "MESSAGE_ERROR" ? Trouble::Passing : isSelector ? Trouble::Selector : Trouble::Lasting;
    failed(request, trouble, Session::tr("The chatroom could not load these messages."));
    pump();
    return true;
}

void HistoryKeeper::takeUnknownCommand()
{
    const std::vector<HistoryRequest> given = std::exchange(m_running, {});
    for (const HistoryRequest& each : given)
        failed(each, Trouble::Lasting, Session::tr("The chatroom keeps no history."));
}

void HistoryKeeper::failed(HistoryRequest request, Trouble trouble, const QString& words)
{
    if (request.purpose == Purpose::Targets)
        return catchUpDirects(true); // a server that knows no TARGETS is asked for each
    if (!request.where)
        return;
    Conversation& where = *request.where;
    HistoryPart& history = ConversationWriter::of(where).history;
    const bool hasTimes = std::ranges::all_of(request.references, &Reference::isValid);
    const bool hasIds = std::ranges::any_of(request.references, [](const Reference& each) { return !each.messageId.isEmpty(); });
    if (trouble == Trouble::Selector && hasIds && hasTimes && !history.isIdRefused) {
        history.isIdRefused = true;
        return ask(std::move(request));
    }
    const bool isForNow = trouble == Trouble::Passing || trouble == Trouble::Unanswered;
    switch (request.purpose) {
    case Purpose::Older: return setState(where, Conversation::HistoryState::Failed, words);
    case Purpose::First:
    case Purpose::CatchUp:
    case Purpose::Skip:
    case Purpose::Proof: return isForNow ? catchUpLater(where) : endCatchUp(where, Outcome::Unknown);
    case Purpose::Gap: Q_EMIT where.changed(Conversation::History); return;
    case Purpose::Around: Q_EMIT m_core.self.lineLost(&where, words); return;
    case Purpose::Kept: return;
    case Purpose::Targets: break;
    }
    Q_UNREACHABLE();
}

void HistoryKeeper::lost()
{
    for (auto& each : m_core.conversations)
        left(*each.second);
    if (m_core.serverTime.isValid())
        m_lastOnline = {{}, m_core.serverTime};
    m_waiting.clear();
    m_running.clear();
    m_tick.stop();
}

void HistoryKeeper::left(Conversation& room)
{
    const auto giveUp = [&](const HistoryRequest& each) {
        if (each.where != &room)
            return false;
        if (each.purpose == Purpose::Around)
            Q_EMIT m_core.self.lineLost(&room, Session::tr("You are not connected here at the moment."));
        return true;
    };
    std::erase_if(m_waiting, giveUp);
    std::erase_if(m_running, giveUp);
    HistoryPart& history = ConversationWriter::of(room).history;
    // A catch-up that was under way goes on where it stopped; otherwise all up to the newest line is there.
    if (history.isCaughtUp || !history.latest.isValid()) {
        history.latest = history.newest;
        history.firstLive = {};
    }
    history.isCaughtUp = history.isCatchingUp = history.isKeptAsked = false;
    history.retryAt = 0ms;
    history.tries = 0;
    if (history.state == Conversation::HistoryState::Loading)
        setState(room, Conversation::HistoryState::More);
}

} // namespace chatroom::client
