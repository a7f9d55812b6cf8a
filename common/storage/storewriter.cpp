#include "storage/storewriter.h"

#include "base/threads.h"

#include <QtDebug>

#include <algorithm>

namespace chatroom::storage {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t kGroupWrites = 4096; // of one transaction, so that one of them never takes long
constexpr auto kProbeInterval = 1s;
// Upkeep waits until nothing was committed for a moment, or until so much is behind that a search would wait for it.
constexpr auto kQuiet = 20ms;
constexpr std::size_t kMostBehind = 16'384;
// How often what is too many or too old is looked for.
constexpr auto kRoundInterval = 1min;
constexpr std::size_t kRoundEntries = 1'000;

// An entry that is there when the group is, where it is then: a room may have been renamed behind it, or forgotten.
std::optional<Entry> traceOf(std::span<const Write> group)
{
    std::vector<Entry> left;
    const auto move = [&left](const RenameRoom& rename) {
        for (Entry& entry : left)
            entry.place = entry.place == rename.from ? rename.to : entry.place;
    };
    const auto drop = [&left](const auto& isGone) { std::erase_if(left, isGone); };
    for (const Write& each : group) {
        if (const auto* said = std::get_if<Entry>(&each))
            left.push_back(*said);
        else if (const auto* erase = std::get_if<EraseEntry>(&each))
            drop([&](const Entry& entry) { return entry.place == erase->place && entry.messageId == erase->messageId; });
        else if (const auto* room = std::get_if<ForgetRoom>(&each))
            drop([&](const Entry& entry) { return entry.place == room->place; });
        else if (const auto* account = std::get_if<ForgetAccount>(&each))
            drop([&](const Entry& entry) { return entry.place.partnerOf(account->account).has_value(); });
        else if (const auto* rename = std::get_if<RenameRoom>(&each))
            move(*rename);
    }
    return left.empty() ? std::nullopt : std::optional{std::move(left.front())};
}

} // namespace

Result<void, StoreError> StoreThread::Reader::open(const Open& open)
{
    auto store = open(Access::Reading);
    if (!store)
        return Unexpected{store.error()};
    m_store = std::move(*store);
    return {};
}

void StoreThread::Reader::answer(std::uint64_t number, const Question& question)
{
    if (!m_store)
        return;
    Answer answer = storage::ask(*m_store, question);
    const auto* error = std::get_if<StoreError>(&answer);
    if (error && error->kind == StoreError::Kind::Unavailable && m_store->probe()) // the connection was gone and is back
        answer = storage::ask(*m_store, question);
    m_reports.answered(number, std::move(answer));
}

StoreThread::Writer::Writer(StoreReports reports) : m_reports(std::move(reports)), m_again(this), m_quiet(this), m_round(this)
{
    m_again.setSingleShot(true);
    m_again.setInterval(kProbeInterval);
    connect(&m_again, &QTimer::timeout, this, &Writer::tryAgain);
    m_quiet.setSingleShot(true);
    connect(&m_quiet, &QTimer::timeout, this, &Writer::upkeep);
    m_round.setInterval(kRoundInterval);
    connect(&m_round, &QTimer::timeout, this, &Writer::beginUpkeep);
}

Result<KeptState, StoreError> StoreThread::Writer::open(const Open& open)
{
    auto store = open(Access::Writing);
    if (!store)
        return Unexpected{store.error()};
    auto kept = restore(**store);
    if (!kept)
        return kept;
    m_store = std::move(*store);
    m_round.start();
    beginUpkeep();
    return kept;
}

void StoreThread::Writer::setRetention(const RetentionRule& rule)
{
    m_rule = rule;
    beginUpkeep();
}

void StoreThread::Writer::take(StoreTurn turn)
{
    if (!m_store)
        return;
    if (m_broken) {
        StoreError error = *m_broken;
        error.isInDoubt = false; // this turn was never tried
        m_reports.failed(turn.number, error);
        return;
    }
    std::ranges::move(turn.writes, std::back_inserter(m_waiting));
    m_lastTurn = turn.number;
    m_hasTurns = true;
    if (m_waiting.size() >= kGroupWrites)
        commitWaiting();
    else
        flushLater();
}

void StoreThread::Writer::take(std::uint64_t number, Question question)
{
    m_asked.push_back({number, std::move(question)});
    flushLater();
}

// Behind all that was posted until now: those posts make up the group.
void StoreThread::Writer::flushLater()
{
    if (std::exchange(m_isFlushPosted, true))
        return;
    postTo(*this, [this] { flush(); });
}

void StoreThread::Writer::flush()
{
    m_isFlushPosted = false;
    commitWaiting();
    passQuestionsOn();
}

void StoreThread::Writer::commitWaiting()
{
    if (!m_store || !std::exchange(m_hasTurns, false))
        return;
    const std::vector<Write> group = std::exchange(m_waiting, {});
    if (!group.empty()) {
        const auto done = m_store->commit(group);
        if (!done) {
            m_doubtful = done.error().isInDoubt ? traceOf(group) : std::nullopt;
            return fail(done.error());
        }
    }
    m_reports.committed(m_lastTurn);
    m_entriesBehind += group.size();
    m_entriesSinceRound += group.size();
    if (m_entriesSinceRound >= kRoundEntries)
        beginUpkeep();
    if (m_entriesBehind < kMostBehind)
        m_quiet.start(kQuiet);
    else if (!m_quiet.isActive() || m_quiet.interval() != 0)
        m_quiet.start(0ms);
}

// A search finds what it can when the index cannot be written.
void StoreThread::Writer::passQuestionsOn()
{
    if (!m_store)
        return;
    const auto isSearch = [](const Asked& each) { return std::holds_alternative<SearchQuery>(each.question); };
    if (std::ranges::any_of(m_asked, isSearch) && !m_broken) {
        if (const auto done = m_store->catchUp(); !done)
            qWarning("%s", qUtf8Printable(done.error().what));
    }
    for (Asked& each : std::exchange(m_asked, {})) {
        if (m_reader)
            postTo(*m_reader, [reader = m_reader, asked = std::move(each)] { reader->answer(asked.number, asked.question); });
        else
            m_reports.answered(each.number, storage::ask(*m_store, each.question));
    }
}

void StoreThread::Writer::fail(const StoreError& error)
{
    m_broken = error;
    m_quiet.stop();
    m_again.start();
    m_reports.failed(m_lastTurn, error);
}

void StoreThread::Writer::tryAgain()
{
    if (!m_broken || !m_store)
        return;
    if (!m_store->probe())
        return m_again.start();
    if (m_broken->isInDoubt) {
        // A group that leaves no entry has records alone: to write those again changes nothing.
        const auto isThere = m_doubtful ? m_store->wasCommitted(*m_doubtful) : Result<bool, StoreError>(false);
        if (!isThere)
            return m_again.start();
        m_doubtful.reset();
        m_reports.resolved(*isThere);
    }
    m_broken.reset();
    m_reports.recovered();
    beginUpkeep();
}

// What is old is old by the machine's clock: this thread's affair, never that of a turn.
void StoreThread::Writer::beginUpkeep()
{
    m_entriesSinceRound = 0;
    m_retention = {m_rule.maxMessages, std::nullopt};
    if (m_rule.maxAge.count() > 0)
        m_retention.oldest = SystemClock().now() - m_rule.maxAge;
    if (!m_quiet.isActive())
        m_quiet.start(kQuiet);
}

void StoreThread::Writer::upkeep()
{
    if (!m_store || m_broken)
        return;
    const auto isMore = m_store->maintain(m_retention);
    if (!isMore) { // the next round tries again; whether messages can be kept shows when there is one
        qWarning("%s", qUtf8Printable(isMore.error().what));
        return;
    }
    if (*isMore) {
        m_quiet.start(0ms);
        return;
    }
    m_entriesBehind = 0;
    const bool isTrimmed = m_retention.maxMessages > 0 || m_retention.oldest;
    m_retention = {};
    if (!isTrimmed || !m_reports.counted)
        return;
    if (const auto rooms = m_store->rooms())
        m_reports.counted(*rooms);
}

void StoreThread::Writer::close()
{
    flush();
    for (QTimer* each : {&m_again, &m_quiet, &m_round})
        each->stop();
    m_store.reset();
}

} // namespace chatroom::storage
