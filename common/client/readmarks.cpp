#include "client/readmarks.h"

#include "client/happened.h"
#include "client/session_p.h"
#include "protocol/history.h"
#include "protocol/timestamp.h"

#include <algorithm>

namespace chatroom::client {

using namespace std::chrono_literals;
using protocol::Capability;

namespace {

constexpr auto kPause = 1s; // many lines may be read within a moment
constexpr std::string_view kSelector = "timestamp=";

} // namespace

ReadMarks::ReadMarks(SessionCore& core) : m_core(core)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kPause);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { flush(); });
}

bool ReadMarks::isOn() const
{
    return m_core.enabled.has(Capability::ReadMarker);
}

QDateTime ReadMarks::markOf(const Conversation& conversation) const
{
    const ReadPart& part = ConversationWriter::of(conversation).read;
    if (!isOn() || !part.isTold || part.isRefused)
        return {};
    return part.told.isValid() && part.here.isValid() ? std::max(part.told, part.here) : part.told.isValid() ? part.told : part.here;
}

void ReadMarks::online()
{
    for (const auto& each : m_core.conversations)
        opened(*each.second);
}

void ReadMarks::opened(Conversation& conversation)
{
    const bool isAsked = conversation.kind() != Conversation::Kind::Direct || ConversationWriter::of(conversation).read.isAsked;
    if (isAsked || !isOn() || m_core.state != Session::State::Online)
        return;
    ConversationWriter::of(conversation).read.isAsked = true;
    m_core.write({"MARKREAD", ConversationWriter::of(conversation).target});
}

// What was said before one came for the first time was not missed: all devices begin from there.
void ReadMarks::begun(Conversation& conversation)
{
    auto& d = ConversationWriter::of(conversation);
    if (d.read.isTold && !markOf(conversation).isValid() && d.unread == 0)
        noteRead(conversation);
}

void ReadMarks::noteRead(Conversation& conversation)
{
    if (conversation.isCatchingUp())
        return; // what was missed goes above what came live: it is noted when it is there
    auto& d = ConversationWriter::of(conversation);
    const QDateTime& newest = d.history.newest.time;
    if (!newest.isValid() || (d.read.here.isValid() && newest <= d.read.here))
        return;
    d.read.here = newest;
    owe(conversation);
}

void ReadMarks::owe(Conversation& conversation)
{
    const ReadPart& part = ConversationWriter::of(conversation).read;
    const bool isKnown = part.told.isValid() && part.here <= part.told;
    if (!isOn() || !part.isTold || part.isRefused || !part.here.isValid() || isKnown || part.sent == part.here)
        return;
    m_owed.insert(&conversation);
    if (!m_timer.isActive())
        m_timer.start();
}

void ReadMarks::flush()
{
    m_timer.stop();
    for (const QPointer<Conversation>& each : std::exchange(m_owed, {})) {
        if (!each || !isOn() || !each->isJoined())
            continue;
        auto& d = ConversationWriter::of(*each);
        d.read.sent = d.read.here;
        const Timestamp time{std::chrono::milliseconds(d.read.here.toMSecsSinceEpoch())};
        m_core.write({"MARKREAD", d.target, protocol::bytes(kSelector) + protocol::formatTimestamp(time)});
    }
}

void ReadMarks::take(Conversation& conversation, std::string_view selector)
{
    auto& d = ConversationWriter::of(conversation);
    const auto time = selector.starts_with(kSelector) ? protocol::parseTimestamp(selector.substr(kSelector.size())) : std::nullopt;
    const bool isFirst = !std::exchange(d.read.isTold, true);
    const QDateTime told = time ? QDateTime::fromMSecsSinceEpoch(time->time_since_epoch().count(), Qt::UTC) : QDateTime();
    const bool isNew = told.isValid() && (!d.read.told.isValid() || told > d.read.told);
    if (isNew)
        d.read.told = told;
    if (!d.read.here.isValid())
        d.read.here = d.history.read.time; // as it was kept
    if (isFirst || isNew)
        recount(conversation);
    owe(conversation);
}

void ReadMarks::recount(Conversation& conversation)
{
    auto& d = ConversationWriter::of(conversation);
    const QDateTime mark = markOf(conversation);
    if (!mark.isValid() || d.isActive)
        return;
    int unread = 0;
    int mentions = 0;
    int row = d.lines.rowCount() - 1;
    for (; row >= 0; --row) {
        const ChatLine& line = d.lines.line(row);
        const bool isRead = isSpoken(line.kind) && !isUnsettled(line) && line.state != DeliveryState::Failed && line.time <= mark;
        if (isRead)
            break;
        if (!countsAsUnread(line))
            continue;
        ++unread;
        mentions += line.isMention || d.kind == Conversation::Kind::Direct ? 1 : 0;
    }
    LineId last = row >= 0 ? d.lines.line(row).id : LineId{};
    if (unread == 0 && d.lines.rowCount() > 0 && !conversation.isCatchingUp())
        last = d.lines.line(d.lines.rowCount() - 1).id;
    if (d.unread == unread && d.mentions == mentions && d.lastRead == last)
        return;
    d.unread = unread;
    d.mentions = mentions;
    d.lastRead = last;
    d.isRecounted = true; // what was missed may still be on its way: it is not all read because nothing is unread
    Q_EMIT conversation.changed(Conversation::Unread);
    d.isRecounted = false;
}

// "FAIL MARKREAD INTERNAL_ERROR #room :..."
void ReadMarks::refused(const protocol::StandardReply& reply)
{
    Conversation* where = reply.context.empty() ? nullptr : m_core.find(protocol::view(reply.context.front()));
    if (where)
        ConversationWriter::of(*where).read.isRefused = true;
}

void ReadMarks::lost()
{
    m_timer.stop();
    m_owed.clear();
    for (const auto& each : m_core.conversations) {
        ReadPart& part = ConversationWriter::of(*each.second).read;
        part.isAsked = part.isTold = part.isRefused = false;
        part.sent = {};
    }
}

} // namespace chatroom::client
