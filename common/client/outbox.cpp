#include "client/outbox.h"

#include "client/happened.h"
#include "client/plaintext.h"
#include "client/session_p.h"
#include "protocol/limits.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace chatroom::client {

using protocol::bytes;
using protocol::Capability;
using protocol::view;
using storage::OutboxRecord;

namespace {

constexpr std::size_t kMostEntries = 1'000;
constexpr qsizetype kUnknownUserBytes = 10; // with the ident's '~'
constexpr qsizetype kUnknownHostBytes = 64; // as long as host names come

// Where echoes come back they set the pace: a server that takes its time for our lines is not sent more of them than this.
constexpr int kMostUnconfirmed = 10;
constexpr std::chrono::seconds kForgotten{10}; // without an echo for so long, one counts no more
// Elsewhere the rate of RFC 1459, section 8.10: five at once, then one each two seconds.
constexpr double kBurst = 5;
constexpr double kPerSecond = 0.5;

// Whether something was said in the room between our line and its echo: then all others have ours below it.
bool isOvertaken(const LineModel& lines, int row)
{
    for (int next = row + 1; next < lines.rowCount(); ++next) {
        const DeliveryState state = lines.line(next).state;
        if (state == DeliveryState::Received || state == DeliveryState::Sent)
            return true;
    }
    return false;
}

ChatLine lineFor(const OutboxRecord& record, const QString& author, DeliveryState state)
{
    std::string_view text = view(record.text);
    std::string_view verb;
    const bool isAction = takeCtcp(text, verb) && verb == "ACTION";
    ChatLine line;
    line.kind = isAction ? LineKind::Action : record.verb == "NOTICE" ? LineKind::Notice : LineKind::Message;
    line.state = state;
    line.author = author;
    line.text = plainText(text);
    line.replyTo = QString::fromUtf8(record.replyTo);
    line.isOwn = true;
    return line;
}

} // namespace

Outbox::Outbox(SessionCore& core) : m_core(core)
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { pump(); });
}

qsizetype Outbox::textBytes(const QByteArray& verb, const QByteArray& target) const
{
    // ":nick!user@host VERB target :text\r\n", as others are sent it.
    const qsizetype user = m_core.ownUser.isEmpty() ? kUnknownUserBytes : m_core.ownUser.size();
    const qsizetype host = m_core.ownHost.isEmpty() ? kUnknownHostBytes : m_core.ownHost.size();
    const qsizetype around = 1 + m_core.nickname.size() + 1 + user + 1 + host + 1 + verb.size() + 1 + target.size() + 2 + 2;
    return std::max<qsizetype>(64, static_cast<qsizetype>(protocol::limits::kMessageBytes) - around);
}

void Outbox::enqueue(Conversation& where, const QByteArray& verb, const QByteArray& target, const QString& text, bool isAction,
                     const QString& replyTo)
{
    const std::vector<QByteArray> pieces = fitting(verb, target, text, isAction);
    if (m_entries.size() + pieces.size() > kMostEntries)
        return m_core.inform(where, Session::tr("Too many messages wait already. Say this again when some of them are sent."),
                             LineKind::Error);
    const DeliveryState state = canGo(where, target) ? DeliveryState::Pending : DeliveryState::Waiting;
    QByteArray answered = replyTo.toUtf8();
    for (const QByteArray& piece : pieces) {
        Outgoing out;
        out.where = &where;
        out.verb = verb;
        out.target = target;
        out.text = isAction ? QByteArray("\1ACTION ") + piece + '\1' : piece;
        out.replyTo = std::exchange(answered, {}); // the first piece answers
        out.number = numberFor(out.text);
        out.line = m_core.say(where, lineFor(recordOf(out), m_core.self.nickname(), state));
        m_entries.push_back(std::move(out));
    }
    pump();
    keepWaiting();
}

bool Outbox::canGo(const Conversation& where, const QByteArray& target) const
{
    return m_core.state == Session::State::Online && !isAbsent(where, target) && !oldestDoubt(where);
}

bool Outbox::isAbsent(const Conversation& where, const QByteArray& target) const
{
    return where.kind() == Conversation::Kind::Room && !where.isJoined() && m_core.isRoomName(view(target));
}

void Outbox::takeUp(const std::vector<OutboxRecord>& records)
{
    std::deque<Outgoing> typed = std::exchange(m_entries, {}); // before the store was open
    for (const OutboxRecord& record : records) {
        const bool isRoom = m_core.isRoomName(view(record.target));
        Conversation& where = m_core.ensure(isRoom ? Conversation::Kind::Room : Conversation::Kind::Direct, view(record.target));
        if (isRoom)
            m_core.wantRoom(where.name(), {});
        Outgoing out;
        out.number = record.number;
        out.where = &where;
        out.verb = record.verb;
        out.target = record.target;
        out.text = record.text;
        out.replyTo = record.replyTo;
        out.stage = record.isWritten ? Stage::Doubtful : Stage::Waiting;
        out.isStored = true;
        out.writtenAs = record.writtenAs;
        const qint64 after = record.after.time_since_epoch().count();
        out.after = {QString::fromUtf8(record.afterId), QDateTime::fromMSecsSinceEpoch(after, Qt::UTC)};
        const DeliveryState state = record.isWritten ? DeliveryState::Pending : DeliveryState::Waiting;
        out.line = m_core.say(where, lineFor(record, m_core.self.nickname(), state));
        m_lastNumber = std::max(m_lastNumber, record.number - 1);
        [[maybe_unused]] const std::uint64_t taken = numberFor(record.text);
        m_entries.push_back(std::move(out));
    }
    std::vector<std::uint64_t> moved;
    for (Outgoing& out : typed) {
        if (std::exchange(out.isStored, false))
            moved.push_back(out.number);
        out.number = numberFor(out.text);
        m_entries.push_back(std::move(out));
    }
    pump();
    keepWaiting();
    for (const std::uint64_t number : moved) // behind that: one that is there twice is looked for, one that is nowhere is lost
        m_core.memory.removeBefore(number);
}

void Outbox::clear()
{
    m_entries.clear();
}

void Outbox::refill()
{
    const auto now = m_core.clock.monotonic();
    if (m_core.enabled.has(Capability::EchoMessage)) {
        const auto unconfirmed = std::ranges::count_if(
            m_entries, [now](const Outgoing& out) { return out.stage == Stage::Written && now - out.writtenAt < kForgotten; });
        m_tokens = kMostUnconfirmed - static_cast<double>(unconfirmed);
        return;
    }
    const std::chrono::duration<double> passed = now - m_refilled;
    m_tokens = std::min(kBurst, m_tokens + passed.count() * kPerSecond);
    m_refilled = now;
}

void Outbox::waitForTokens()
{
    const bool hasEcho = m_core.enabled.has(Capability::EchoMessage);
    const int forEcho = static_cast<int>(std::chrono::milliseconds(kForgotten).count());
    m_timer.start(hasEcho ? forEcho : static_cast<int>(std::ceil((1 - m_tokens) / kPerSecond * 1000)));
}

void Outbox::pump()
{
    if (m_core.state != Session::State::Online || m_core.memory.isLoading())
        return;
    refill();
    refit();
    double left = m_tokens;
    bool isHeld = false; // one goes to the disk first, and those behind it wait for it
    std::set<const Conversation*> inDoubt;
    std::vector<OutboxRecord> records;
    for (Outgoing& out : m_entries) {
        if (out.stage == Stage::Doubtful)
            inDoubt.insert(out.where);
        const bool isGone = out.stage == Stage::Written || out.stage == Stage::Doubtful;
        if (isGone || isAbsent(*out.where, out.target) || inDoubt.contains(out.where))
            continue;
        if (left < 1) {
            waitForTokens();
            break;
        }
        left -= 1;
        if (out.stage == Stage::Waiting)
            mark(out, records);
        isHeld = isHeld || out.stage == Stage::Marking;
        if (!isHeld && !write(out))
            return;
    }
    if (!records.empty()) {
        const std::uint64_t number = m_lastMark;
        m_core.memory.put(records, [this, records, number] { marked(records, number); });
        ++m_lastMark;
    }
    if (m_core.enabled.has(Capability::EchoMessage))
        return;
    // Without echoes an answer may still say that it was refused, so the newest stay for a while.
    while (m_entries.size() > 32 && m_entries.front().stage == Stage::Written)
        m_entries.pop_front();
}

bool Outbox::write(Outgoing& out)
{
    if (m_core.enabled.has(Capability::LabeledResponse))
        out.label = QByteArray::number(++m_core.lastLabel, 36);
    if (!writeLines(out))
        return false;
    m_tokens -= 1;
    out.stage = Stage::Written;
    out.writtenAt = m_core.clock.monotonic();
    if (m_core.enabled.has(Capability::EchoMessage)) {
        show(out, DeliveryState::Pending);
        return true;
    }
    settle(out, DeliveryState::Sent, {});
    drop(out);
    return true;
}

bool Outbox::confirm(const Incoming& in, const QByteArray& target, const QByteArray& text)
{
    const auto found = std::ranges::find_if(m_entries, [&](const Outgoing& out) {
        if (out.stage != Stage::Written)
            return false;
        if (!in.label.isEmpty() || !out.label.isEmpty())
            return in.label == out.label;
        return out.text == text && m_core.fold(view(out.target)) == m_core.fold(view(target));
    });
    if (found == m_entries.end())
        return false;
    const Outgoing out = std::move(*found);
    m_entries.erase(found);
    settle(out, DeliveryState::Sent, {}, &in);
    if (!in.messageId.isEmpty())
        moveBehind(out, {in.messageId, in.time});
    drop(out);
    pump();
    return true;
}

bool Outbox::refuse(const QByteArray& label, const QByteArray& target, const QString& why)
{
    const auto found = std::ranges::find_if(m_entries, [&](const Outgoing& out) {
        if (out.stage != Stage::Written)
            return false;
        if (!label.isEmpty())
            return out.label == label;
        return !target.isEmpty() && m_core.fold(view(out.target)) == m_core.fold(view(target));
    });
    if (found == m_entries.end())
        return false;
    const Outgoing out = std::move(*found);
    m_entries.erase(found);
    settle(out, DeliveryState::Failed, why);
    drop(out);
    pump();
    return true;
}

void Outbox::show(const Outgoing& out, DeliveryState state)
{
    LineModel& lines = out.where->lines();
    const std::optional<int> row = lines.rowOf(out.line);
    if (!row || lines.line(*row).state == state)
        return;
    ChatLine line = lines.line(*row);
    line.state = state;
    lines.update(out.line, line);
}

void Outbox::settle(const Outgoing& out, DeliveryState next, const QString& detail, const Incoming* echo)
{
    LineModel& lines = out.where->lines();
    const std::optional<int> row = lines.rowOf(out.line);
    if (!row)
        return;
    if (echo && lines.rowOfMessage(echo->messageId)) // the history had it first
        return lines.remove(out.line);
    ChatLine line = lines.line(*row);
    line.state = next;
    line.detail = detail;
    if (echo) {
        line.time = echo->time;
        line.messageId = echo->messageId;
        line.account = plainName(view(echo->message.tagsView().value("account").value_or(QByteArray())));
        m_core.dress(*out.where, line);
        if (isOvertaken(lines, *row)) {
            lines.remove(out.line);
            return m_core.presence.mark(*out.where, m_core.say(*out.where, std::move(line)));
        }
    }
    lines.update(out.line, line);
    m_core.history.noteLine(*out.where, line);
    if (ConversationWriter::of(*out.where).isActive)
        m_core.noteRead(*out.where);
    if (next == DeliveryState::Sent)
        m_core.presence.mark(*out.where, out.line);
}

void Outbox::forget(const Conversation& where)
{
    std::erase_if(m_entries, [&](const Outgoing& out) {
        if (out.where == &where)
            drop(out);
        return out.where == &where;
    });
}

void Outbox::moveTo(const Conversation& from, Conversation& to)
{
    for (Outgoing& out : m_entries) {
        if (out.where != &from)
            continue;
        out.where = &to;
        out.line = m_core.say(to, lineFor(recordOf(out), m_core.self.nickname(), DeliveryState::Waiting));
    }
}

void Outbox::retarget(const Conversation& where, const QByteArray& target)
{
    std::vector<OutboxRecord> records;
    for (Outgoing& out : m_entries) {
        if (out.where != &where || !m_core.isRoomName(view(out.target)))
            continue;
        out.target = target;
        if (out.isStored)
            records.push_back(recordOf(out));
    }
    if (!records.empty())
        m_core.memory.put(records, {});
    pump();
}

void Outbox::online()
{
    m_tokens = kBurst;
    m_refilled = m_core.clock.monotonic();
}

} // namespace chatroom::client
