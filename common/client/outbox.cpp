// What we say, from the pending line to its confirmation.
#include "client/plaintext.h"
#include "client/session_p.h"
#include "protocol/limits.h"
#include "protocol/serializer.h"

#include <algorithm>
#include <cmath>

namespace chatroom::client {

using protocol::Capability;
using protocol::view;

namespace {

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

} // namespace

qsizetype SessionCore::textBytes(const QByteArray& verb, const QByteArray& target) const
{
    // ":nick!user@host VERB target :text\r\n", as others are sent it.
    const qsizetype user = ownUser.isEmpty() ? kUnknownUserBytes : ownUser.size();
    const qsizetype host = ownHost.isEmpty() ? kUnknownHostBytes : ownHost.size();
    const qsizetype around = 1 + nickname.size() + 1 + user + 1 + host + 1 + verb.size() + 1 + target.size() + 2 + 2;
    return std::max<qsizetype>(64, static_cast<qsizetype>(protocol::limits::kMessageBytes) - around);
}

void SessionCore::enqueue(Conversation& where, const QByteArray& verb, const QByteArray& target, const QString& text, bool isAction)
{
    static constexpr qsizetype kActionBytes = 9; // ^A "ACTION " ^A
    const qsizetype most = textBytes(verb, target) - (isAction ? kActionBytes : 0);
    for (const QByteArray& piece : splitText(text, most)) {
        ChatLine line;
        line.kind = isAction ? LineKind::Action : verb == "NOTICE" ? LineKind::Notice : LineKind::Message;
        line.state = DeliveryState::Pending;
        line.author = self.nickname();
        line.text = plainText(view(piece));
        line.isOwn = true;
        Outgoing out;
        out.line = say(where, std::move(line));
        out.where = &where;
        out.verb = verb;
        out.target = target;
        out.text = isAction ? QByteArray("\1ACTION ") + piece + '\1' : piece;
        outbox.push_back(std::move(out));
    }
    pump();
}

void SessionCore::pump()
{
    if (state != Session::State::Online)
        return;
    const bool hasEcho = enabled.has(Capability::EchoMessage);
    const auto now = clock.monotonic();
    if (hasEcho) {
        const auto unconfirmed =
            std::ranges::count_if(outbox, [now](const Outgoing& out) { return out.isWritten && now - out.writtenAt < kForgotten; });
        tokens = kMostUnconfirmed - static_cast<double>(unconfirmed);
    } else {
        const std::chrono::duration<double> passed = now - refilled;
        tokens = std::min(kBurst, tokens + passed.count() * kPerSecond);
        refilled = now;
    }
    for (Outgoing& out : outbox) {
        if (out.isWritten || (out.where->kind() == Conversation::Kind::Room && !out.where->isJoined() && isRoomName(view(out.target))))
            continue;
        if (tokens < 1) {
            const int wait = hasEcho ? static_cast<int>(std::chrono::milliseconds(kForgotten).count())
                                     : static_cast<int>(std::ceil((1 - tokens) / kPerSecond * 1000));
            pumpTimer.start(wait);
            return;
        }
        protocol::Message message{out.verb, {out.target, out.text}};
        if (enabled.has(Capability::LabeledResponse)) {
            out.label = QByteArray::number(++lastLabel, 36);
            message.tags.set("label", out.label);
        }
        if (!writeMessage(message))
            return;
        tokens -= 1;
        out.isWritten = true;
        out.writtenAt = now;
        if (!hasEcho)
            settle(out, DeliveryState::Sent, {});
    }
    // Without echoes an answer may still say that it was refused, so the newest stay for a while.
    if (!hasEcho) {
        while (outbox.size() > 32 && outbox.front().isWritten)
            outbox.pop_front();
    }
}

bool SessionCore::confirm(const Incoming& in, const QByteArray& target, const QByteArray& text)
{
    const auto found = std::find_if(outbox.begin(), outbox.end(), [&](const Outgoing& out) {
        if (!out.isWritten)
            return false;
        if (!in.label.isEmpty() || !out.label.isEmpty())
            return in.label == out.label;
        return out.text == text && fold(view(out.target)) == fold(view(target));
    });
    if (found == outbox.end())
        return false;
    const Outgoing out = *found;
    outbox.erase(found);
    settle(out, DeliveryState::Sent, {}, &in);
    pump();
    return true;
}

bool SessionCore::refuse(const QByteArray& label, const QByteArray& target, const QString& why)
{
    const auto found = std::find_if(outbox.begin(), outbox.end(), [&](const Outgoing& out) {
        if (!out.isWritten)
            return false;
        if (!label.isEmpty())
            return out.label == label;
        return !target.isEmpty() && fold(view(out.target)) == fold(view(target));
    });
    if (found == outbox.end())
        return false;
    const Outgoing out = *found;
    outbox.erase(found);
    settle(out, DeliveryState::Failed, why);
    pump();
    return true;
}

void SessionCore::settle(const Outgoing& out, DeliveryState next, const QString& detail, const Incoming* echo)
{
    LineModel& lines = out.where->lines();
    const std::optional<int> row = lines.rowOf(out.line);
    if (!row)
        return;
    ChatLine line = lines.line(*row);
    line.state = next;
    line.detail = detail;
    if (echo) {
        line.time = echo->time;
        line.messageId = echo->messageId;
        if (isOvertaken(lines, *row)) {
            lines.remove(out.line);
            say(*out.where, std::move(line));
            return;
        }
    }
    lines.update(out.line, line);
}

void SessionCore::doubtWritten()
{
    std::deque<Outgoing> waiting;
    const bool hasEcho = enabled.has(Capability::EchoMessage);
    for (Outgoing& out : outbox) {
        if (!out.isWritten)
            waiting.push_back(std::move(out));
        else if (hasEcho)
            settle(out, DeliveryState::Failed, Session::tr("The connection was lost before the server confirmed it."));
    }
    outbox = std::move(waiting);
}

} // namespace chatroom::client
