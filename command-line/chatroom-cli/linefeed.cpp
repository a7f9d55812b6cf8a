#include "linefeed.h"

#include "client/models/linemodel.h"
#include "client/session.h"

#include <algorithm>

namespace chatroom::cli {

using client::ChatLine;
using client::Conversation;
using client::DeliveryState;
using client::LineKind;
using client::LineModel;

namespace {

constexpr int kMostTries = 3; // in vain, to fill a gap

bool isUnsettled(const ChatLine& line)
{
    return line.state == DeliveryState::Waiting || line.state == DeliveryState::Pending;
}

} // namespace

LineFeed::LineFeed(client::Session& session, Conversation& conversation, Gaps gaps, QObject* parent)
    : QObject(parent), m_session(session), m_conversation(conversation), m_gapsMode(gaps)
{
    LineModel& lines = conversation.lines();
    connect(&lines, &LineModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) { take(first, last); });
    connect(&lines, &LineModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) { settle(first.row(), last.row()); });
    connect(&lines, &LineModel::rowsAboutToBeRemoved, this, [this](const QModelIndex&, int first, int last) { forget(first, last); });
    connect(&conversation, &Conversation::changed, this, [this](Conversation::Changes what) {
        const bool isNews = what.testFlag(Conversation::History) || what.testFlag(Conversation::Joined);
        if (!isNews || m_isAsking)
            return;
        m_isAsked = false;
        advanceSoon();
    });
    take(0, lines.rowCount() - 1);
}

void LineFeed::setHeld(bool isHeld)
{
    m_isHeld = isHeld;
    advanceSoon();
}

void LineFeed::take(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const ChatLine& line = m_conversation.lines().line(row);
        if (line.kind == LineKind::Gap)
            m_gaps.insert(line.id);
        if (!isUnsettled(line)) {
            m_waiting.insert(line.id);
            continue;
        }
        m_unsettled.insert(line.id);
        Q_EMIT waited(line);
    }
    advanceSoon();
}

void LineFeed::settle(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const ChatLine& line = m_conversation.lines().line(row);
        if (!isUnsettled(line) && m_unsettled.erase(line.id) > 0)
            m_waiting.insert(line.id);
    }
    advanceSoon();
}

void LineFeed::forget(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const client::LineId id = m_conversation.lines().line(row).id;
        m_waiting.erase(id);
        m_unsettled.erase(id);
        m_gaps.erase(id);
    }
    advanceSoon();
}

// Not at once: that we are back in a room is a line too, and what was missed is asked for right after it.
void LineFeed::advanceSoon()
{
    if (std::exchange(m_isPosted, true))
        return;
    QMetaObject::invokeMethod(this, &LineFeed::advance, Qt::QueuedConnection);
}

void LineFeed::advance()
{
    m_isPosted = false;
    if (m_isHeld || m_waiting.empty() || m_conversation.isCatchingUp())
        return;
    if (m_gapsMode == Gaps::Fill && isFillingGap())
        return;
    write();
}

bool LineFeed::isFillingGap()
{
    const auto gap = std::ranges::find_if(m_gaps, [this](client::LineId id) { return m_waiting.contains(id); });
    if (gap == m_gaps.end())
        return false;
    if (m_isAsked || !m_conversation.isJoined())
        return true; // it goes on when there is an answer, or when we are back
    const int rows = m_conversation.lines().rowCount();
    m_tries = rows == m_rowsAtTry ? m_tries + 1 : 0;
    m_rowsAtTry = rows;
    if (m_tries > kMostTries)
        return false;
    m_isAsking = m_isAsked = true;
    m_session.fillGap(m_conversation, *gap, false);
    m_isAsking = false;
    return true;
}

void LineFeed::write()
{
    std::vector<ChatLine> lines;
    lines.reserve(m_waiting.size());
    for (const client::LineId id : m_waiting) {
        if (const auto row = m_conversation.lines().rowOf(id))
            lines.push_back(m_conversation.lines().line(*row));
    }
    m_waiting.clear();
    std::ranges::sort(lines, {}, &ChatLine::place);
    if (!lines.empty())
        Q_EMIT came(lines);
}

} // namespace chatroom::cli
