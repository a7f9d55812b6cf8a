// Messages of several lines, and of lines that are longer than the wire's: one where the server takes it so (draft/multiline),
// else several. What waits for a server that is not known yet waits whole, and is split when it is its turn.
#include "protocol/multiline.h"

#include "client/outbox.h"
#include "client/plaintext.h"
#include "client/session_p.h"

#include <algorithm>

namespace chatroom::client {

using protocol::Capability;
using protocol::MultilineLimits;
using protocol::view;

namespace {

// Of what waits for a server that is not known yet: as much as ours takes.
constexpr MultilineLimits kUnknown{40'000, 500};
constexpr qsizetype kActionBytes = 9; // ^A "ACTION " ^A
constexpr qsizetype kLeastBytes = 64; // of a line, however long the names are

// Line feeds alone, none of them at an end.
QByteArray normal(QString text)
{
    text.replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(u'\r', u'\n');
    qsizetype begin = 0;
    qsizetype end = text.size();
    while (begin < end && text[begin] == u'\n')
        ++begin;
    while (end > begin && text[end - 1] == u'\n')
        --end;
    return text.sliced(begin, end - begin).toUtf8();
}

// As few messages as there can be, each within the limits.
std::vector<QByteArray> portions(const QByteArray& text, const MultilineLimits& limits, std::size_t budget)
{
    std::vector<QByteArray> all;
    protocol::MultilineCollector open(limits);
    const auto close = [&] {
        if (!open.isBlank())
            all.push_back(open.text());
        open = protocol::MultilineCollector(limits);
    };
    for (const protocol::MultilineLine& line : protocol::splitLines(view(text), budget)) {
        const std::size_t bytes = open.bytes() + static_cast<std::size_t>(line.line.size()) + (line.isConcat ? 0 : 1);
        if (open.lines().size() == limits.lines || bytes > limits.bytes)
            close();
        [[maybe_unused]] const auto added = open.add(view(line.line), line.isConcat);
    }
    close();
    return all;
}

} // namespace

bool Outbox::isMultilineOn() const
{
    return m_core.enabled.has(Capability::Multiline) && m_core.enabled.has(Capability::Batch);
}

std::vector<QByteArray> Outbox::fitting(const QByteArray& verb, const QByteArray& target, const QString& text, bool isAction) const
{
    if (isAction)
        return splitText(text, textBytes(verb, target) - kActionBytes);
    const QByteArray whole = normal(text);
    if (m_core.state == Session::State::Online)
        return fittingNow(verb, target, whole);
    return portions(whole, kUnknown, static_cast<std::size_t>(kLeastBytes));
}

std::vector<QByteArray> Outbox::fittingNow(const QByteArray& verb, const QByteArray& target, const QByteArray& text) const
{
    const qsizetype budget = textBytes(verb, target);
    if (text.startsWith('\1') || (!text.isEmpty() && text.size() <= budget && !text.contains('\n')))
        return {text};
    if (verb != "PRIVMSG" || !isMultilineOn())
        return splitText(QString::fromUtf8(text), budget);
    return portions(text, m_core.self.multilineLimits(), static_cast<std::size_t>(budget));
}

// A text may have to be split later: then its pieces have numbers between its own and the next.
std::uint64_t Outbox::numberFor(const QByteArray& text)
{
    const std::uint64_t number = ++m_lastNumber;
    if (text.size() > kLeastBytes || text.contains('\n'))
        m_lastNumber += static_cast<std::uint64_t>(text.size());
    return number;
}

void Outbox::refit()
{
    for (std::size_t at = 0; at < m_entries.size(); ++at) {
        const Outgoing& out = m_entries[at];
        if (out.stage != Stage::Waiting || (out.text.size() <= kLeastBytes && !out.text.contains('\n')))
            continue;
        const std::vector<QByteArray> pieces = fittingNow(out.verb, out.target, out.text);
        if (pieces.size() > 1)
            splitUp(at, pieces);
        at += pieces.empty() ? 0 : pieces.size() - 1;
    }
}

void Outbox::splitUp(std::size_t at, const std::vector<QByteArray>& pieces)
{
    Outgoing piece = m_entries[at];
    LineModel& lines = piece.where->lines();
    const auto row = lines.rowOf(piece.line);
    ChatLine line = row ? lines.line(*row) : ChatLine();
    const LineId below = row && *row + 1 < lines.rowCount() ? lines.line(*row + 1).id : LineId{};
    std::vector<ChatLine> added;
    std::vector<storage::OutboxRecord> records;
    for (std::size_t which = 0; which < pieces.size(); ++which) {
        line.text = plainText(view(pieces[which]));
        piece.text = pieces[which];
        if (which == 0) {
            lines.update(piece.line, line);
            m_entries[at] = piece;
        } else {
            ++piece.number;
            piece.replyTo.clear();
            line.replyTo.clear();
            piece.line = line.id = LineId{++m_core.lastLine};
            added.push_back(line);
            m_entries.insert(m_entries.begin() + static_cast<std::ptrdiff_t>(at + which), piece);
        }
        records.push_back(recordOf(piece));
    }
    if (row)
        lines.insertBefore(below, std::move(added));
    if (piece.isStored)
        m_core.memory.put(records, {}); // together: nobody ever finds half of them
}

bool Outbox::writeLines(const Outgoing& out)
{
    protocol::Message first{out.verb, {out.target, out.text}};
    if (!out.label.isEmpty())
        first.tags.set("label", out.label);
    m_core.setReply(first, out.replyTo);
    const bool isPlain = out.text.size() <= textBytes(out.verb, out.target) && !out.text.contains('\n');
    if (isPlain || !isMultilineOn())
        return m_core.writeMessage(first);
    const QByteArray reference = 'm' + QByteArray::number(++m_core.lastLabel, 36);
    first.command = "BATCH";
    first.parameters = {'+' + reference, protocol::bytes(protocol::kMultilineBatch), out.target};
    if (!m_core.writeMessage(first))
        return false;
    for (const protocol::MultilineLine& each :
         protocol::splitLines(view(out.text), static_cast<std::size_t>(textBytes(out.verb, out.target)))) {
        protocol::Message line{out.verb, {out.target, each.line}};
        line.tags.set("batch", reference);
        if (each.isConcat)
            line.tags.set(protocol::bytes(protocol::kMultilineConcat));
        m_core.writeMessage(line);
    }
    return m_core.writeMessage({"BATCH", {'-' + reference}});
}

MultilineLimits Session::multilineLimits() const
{
    if (m_d->state != State::Online)
        return kUnknown;
    const auto value = m_d->capabilityValues.find(Capability::Multiline);
    return MultilineLimits::fromValue(value == m_d->capabilityValues.end() ? std::string_view() : view(value->second));
}

} // namespace chatroom::client
