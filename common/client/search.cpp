#include "client/search.h"

#include "client/historypage.h"
#include "client/plaintext.h"

#include <algorithm>

namespace chatroom::client {

using namespace std::chrono_literals;
using protocol::Capability;
using protocol::view;

namespace {

constexpr int kHits = 50;
constexpr auto kPatience = 30s;

std::optional<Timestamp> timestamp(const QDateTime& time)
{
    return time.isValid() ? std::optional{Timestamp{std::chrono::milliseconds(time.toMSecsSinceEpoch())}} : std::nullopt;
}

} // namespace

Searcher::Searcher(SessionCore& core) : m_core(core)
{
    m_tick.setInterval(1s);
    QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] {
        if (m_core.clock.monotonic() - m_askedAt >= kPatience)
            fail(Session::tr("The chatroom did not answer in time."));
    });
}

bool Searcher::isOn() const
{
    return m_core.enabled.has(Capability::Search) && m_core.enabled.has(Capability::Batch);
}

void Searcher::search(const SearchRequest& request)
{
    m_asked = {request.in.toUtf8(),      request.from.toUtf8(),     request.text.toUtf8(),
               timestamp(request.after), timestamp(request.before), kHits};
    m_model.begin(true);
    if (request.isEmpty())
        return fail(Session::tr("Type what you look for."));
    ask();
}

void Searcher::searchOlder()
{
    if (m_isAsking || m_model.rowCount() == 0)
        return;
    const auto oldest = timestamp(m_model.hit(m_model.rowCount() - 1).line.time);
    // A whole page of hits within one millisecond would be the same page for ever.
    if (m_asked.before && oldest && *m_asked.before <= *oldest && m_model.state() == SearchModel::State::Done)
        m_asked.before = *m_asked.before - 1ms;
    else
        m_asked.before = oldest;
    m_model.begin(false);
    ask();
}

void Searcher::ask()
{
    if (m_core.state != Session::State::Online)
        return fail(Session::tr("You are not connected at the moment."));
    if (!isOn())
        return fail(Session::tr("This chatroom cannot search."));
    protocol::Message message{"SEARCH", {m_asked.toBytes()}};
    m_label.clear();
    if (m_core.enabled.has(Capability::LabeledResponse)) {
        m_label = QByteArray::number(++m_core.lastLabel, 36);
        message.tags.set("label", m_label);
    }
    // The command's own length, and what a server may put around it.
    static constexpr qsizetype kMostBytes = 480;
    if (m_asked.toBytes().size() > kMostBytes)
        return fail(Session::tr("That is too long to search for."));
    m_isAsking = true;
    m_askedAt = m_core.clock.monotonic();
    ++m_unanswered;
    m_tick.start();
    m_core.writeMessage(message);
}

bool Searcher::isOurs(const QByteArray& label)
{
    m_unanswered = std::max(0, m_unanswered - 1);
    return m_isAsking && (label.isEmpty() && m_label.isEmpty() ? m_unanswered == 0 : label == m_label);
}

void Searcher::take(const Batch& batch)
{
    if (!isOurs(batch.label))
        return;
    m_isAsking = false;
    m_tick.stop();
    std::vector<SearchHit> hits;
    for (PageLine& each : pageOf(m_core, batch.lines)) {
        if (!each.line)
            continue;
        const QString target = plainName(view(each.target));
        hits.push_back({m_core.isRoomName(view(each.target)) || each.line->isOwn ? target : each.line->author, std::move(*each.line)});
    }
    std::ranges::reverse(hits);
    const bool isFull = batch.lines.size() >= kHits;
    if (!m_model.add(std::move(hits), isFull) && isFull)
        searchOlder();
}

bool Searcher::takeFailure(const QByteArray& label, const protocol::StandardReply& reply)
{
    if (reply.command != "SEARCH")
        return false;
    if (isOurs(label)) {
        const bool isOurFault = reply.code == "INVALID_PARAMS";
        fail(isOurFault ? Session::tr("The chatroom does not understand this search.")
                        : Session::tr("The chatroom could not search just now. Try again in a moment."));
    }
    return true;
}

void Searcher::takeUnknownCommand()
{
    if (m_isAsking)
        fail(Session::tr("This chatroom cannot search."));
}

void Searcher::lost()
{
    m_unanswered = 0;
    if (m_isAsking)
        fail(Session::tr("The connection was lost."));
}

void Searcher::fail(const QString& why)
{
    m_isAsking = false;
    m_tick.stop();
    m_model.fail(why);
}

} // namespace chatroom::client
