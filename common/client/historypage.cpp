#include "client/historypage.h"

#include "client/happened.h"
#include "protocol/parser.h"

#include <QHash>

#include <algorithm>
#include <set>

namespace chatroom::client {

using protocol::bytes;
using protocol::view;

namespace {

// Without echoes our own lines have no id and the time of our clock: they are the same within this.
constexpr qint64 kOwnClockMs = 5 * 60 * 1000;

// What tells messages apart where the server gives them no ids.
QString keyOf(const ChatLine& line)
{
    return QString::number(line.time.toMSecsSinceEpoch()) + u' ' + QString::number(static_cast<int>(line.kind)) + u' ' + line.author + u' '
           + line.text + u' ' + line.detail;
}

class Merge final
{
public:
    Merge(SessionCore& core, Conversation& where, const Spot& spot) : m_core(core), m_where(where), m_lines(where.lines()), m_spot(spot) {}

    Merged run(Page page)
    {
        recognise(page);
        m_below = start();
        m_joined = m_spot.isJoined ? m_below : LineId{};
        for (std::size_t at = 0; at < page.size(); ++at) {
            if (!page[at].line)
                continue;
            if (m_known[at].isValid())
                pass(m_known[at]);
            else
                m_run.push_back(std::move(*page[at].line));
        }
        flush();
        m_merged.last = m_below;
        for (const PageLine& each : page) {
            if (each.reaction)
                m_core.react(m_where, *each.reaction);
            if (each.deletion)
                applyDeletion(m_core, m_where, *each.deletion);
        }
        return std::move(m_merged);
    }

private:
    // Which lines are there already, and which confirm ours.
    void recognise(Page& page)
    {
        m_known.resize(page.size());
        gatherKeys(page);
        for (std::size_t at = 0; at < page.size(); ++at) {
            PageLine& each = page[at];
            if (!each.line)
                continue;
            m_known[at] = find(*each.line);
            if (m_known[at].isValid())
                continue;
            if (each.deletion && each.deletion->isInPlace)
                m_core.outbox.mayBeDeleted(m_where, each.reference);
            each.line->id = LineId{++m_core.lastLine};
            m_core.dress(m_where, *each.line);
            if (!isSpoken(each.line->kind))
                continue;
            if (const auto own = m_core.outbox.foundInHistory(m_where, each.verb, each.nickname, each.text, each.reference)) {
                m_lines.remove(*own);
                each.line->id = *own;
                each.line->isOwn = true;
                each.line->isMention = false;
                each.line->state = DeliveryState::Sent;
            }
        }
    }

    void gatherKeys(const Page& page)
    {
        const bool hasAllIds = std::ranges::all_of(page, [](const PageLine& each) { return !each.reference.messageId.isEmpty(); });
        m_hasEcho = m_core.enabled.has(protocol::Capability::EchoMessage);
        for (int row = 0; row < m_lines.rowCount() && (!hasAllIds || !m_hasEcho); ++row) {
            const ChatLine& line = m_lines.line(row);
            if (!hasAllIds)
                m_keys.insert(keyOf(line), line.id);
            if (!m_hasEcho && line.isOwn && isSpoken(line.kind) && line.messageId.isEmpty() && line.state == DeliveryState::Sent)
                m_unnamed.push_back(line.id);
        }
    }

    LineId find(const ChatLine& line)
    {
        if (const auto row = m_lines.rowOfMessage(line.messageId))
            return m_lines.line(*row).id;
        if (line.messageId.isEmpty()) {
            if (const auto found = m_keys.find(keyOf(line)); found != m_keys.end())
                return *found;
        }
        return line.isOwn && isSpoken(line.kind) ? adopt(line) : LineId{};
    }

    // Ours, that nothing confirmed: it learns its id and its time.
    LineId adopt(const ChatLine& line)
    {
        const auto found = std::ranges::find_if(m_unnamed, [&](LineId id) {
            const auto row = m_lines.rowOf(id);
            const ChatLine* own = row ? &m_lines.line(*row) : nullptr;
            return own && own->text == line.text && own->kind == line.kind && std::abs(own->time.msecsTo(line.time)) <= kOwnClockMs;
        });
        if (found == m_unnamed.end())
            return {};
        const LineId id = *found;
        m_unnamed.erase(found);
        m_lines.update(id, line);
        return id;
    }

    [[nodiscard]] int rowOf(LineId id) const { return m_lines.rowOf(id).value_or(-1); }

    // The line below which the page begins: where it was asked for, or above what it knows when that is elsewhere.
    [[nodiscard]] LineId start() const
    {
        const auto first = std::ranges::find_if(m_known, &LineId::isValid);
        if (first == m_known.end())
            return m_spot.below;
        const int known = rowOf(*first);
        const int spot = rowOf(m_spot.below);
        const auto isGap = [this](int row) { return m_lines.line(row).kind == LineKind::Gap; };
        bool isThere = spot < known;
        for (int row = spot + 1; row < known && isThere && !m_spot.isJoined; ++row)
            isThere = !isGap(row);
        if (isThere)
            return m_spot.below;
        return known > 0 ? m_lines.line(known - 1).id : LineId{};
    }

    void pass(LineId known)
    {
        if (!m_merged.firstKnown.isValid())
            m_merged.firstKnown = known;
        m_merged.lastKnown = known;
        flush();
        bridge(m_joined, known);
        m_joined = m_below = known;
    }

    // The page has all that was said between the two: no gap stands there any more.
    void bridge(LineId from, LineId to)
    {
        if (!from.isValid())
            return;
        for (int row = rowOf(to) - 1; row > rowOf(from); --row) {
            if (m_lines.line(row).kind == LineKind::Gap)
                m_lines.remove(m_lines.line(row).id);
        }
    }

    void flush()
    {
        if (m_run.empty())
            return;
        m_merged.added.insert(m_merged.added.end(), m_run.begin(), m_run.end());
        const LineId last = m_run.back().id;
        const int next = rowOf(m_below) + 1;
        if (next == 0)
            m_lines.prepend(std::exchange(m_run, {}));
        else if (next < m_lines.rowCount())
            m_lines.insertBefore(m_lines.line(next).id, std::exchange(m_run, {}));
        else
            m_lines.append(std::exchange(m_run, {}));
        m_run.clear();
        m_below = last;
    }

    SessionCore& m_core;
    Conversation& m_where;
    LineModel& m_lines;
    Spot m_spot;
    std::vector<LineId> m_known; // for each line of the page
    QHash<QString, LineId> m_keys;
    std::vector<LineId> m_unnamed;
    std::vector<ChatLine> m_run; // one after the other, none of them known
    LineId m_below, m_joined;
    Merged m_merged;
    bool m_hasEcho = false;
};

} // namespace

Page pageOf(SessionCore& core, const QByteArrayList& lines)
{
    Page page;
    page.reserve(static_cast<std::size_t>(lines.size()));
    for (const QByteArray& line : lines) {
        const auto parsed = protocol::parse(view(line), kWhole);
        if (!parsed)
            continue;
        Incoming in = core.incoming(*parsed);
        // Who had our name once may have been somebody else, and we may have had another name.
        const QByteArray account = parsed->tagsView().value("account").value_or(QByteArray());
        if (!account.isEmpty() && core.signIn.isSignedIn())
            in.isOwn = core.fold(view(account)) == core.fold(view(core.signIn.account()));
        PageLine each{{in.messageId, in.time},        lineOf(core, in),
                      bytes(in.message.command),      bytes(in.source.nickname),
                      bytes(in.message.parameter(0)), {}};
        if (in.message.parameterCount() > 1)
            each.text = bytes(in.message.parameter(1));
        each.reaction = reactionOf(core, in);
        each.deletion = deletionOf(in);
        page.push_back(std::move(each));
    }
    std::ranges::stable_sort(page, {}, [](const PageLine& each) { return each.reference.time; });
    return page;
}

Merged mergePage(SessionCore& core, Conversation& where, Page page, const Spot& spot)
{
    return Merge(core, where, spot).run(std::move(page));
}

} // namespace chatroom::client
