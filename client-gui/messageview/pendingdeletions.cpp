#include "client-gui/messageview/pendingdeletions.h"

#include <QTimer>

#include <utility>

namespace chatroom::clientgui {

using client::LineId;

namespace {

// The server answers within this time, or has refused: the message is shown as it was.
constexpr std::chrono::seconds kAnswerTime{10};

} // namespace

PendingDeletions::PendingDeletions(QObject* parent) : QObject(parent) {}

PendingDeletions::~PendingDeletions() = default;

void PendingDeletions::start(LineId line)
{
    if (m_deletions.contains(line))
        return;
    Deletion& deletion = m_deletions[line];
    deletion.timer = std::make_unique<QTimer>();
    deletion.timer->setSingleShot(true);
    connect(deletion.timer.get(), &QTimer::timeout, this, [this, line] { onTime(line); });
    deletion.timer->start(m_undoTime);
    m_order.push_back(line);
    Q_EMIT changed(line);
}

void PendingDeletions::undo(LineId line)
{
    if (stateOf(line) == Leaving::Undoable)
        forget(line);
}

void PendingDeletions::onTime(LineId line)
{
    if (stateOf(line) == Leaving::Undoable)
        commit(line);
    else
        forget(line);
}

void PendingDeletions::commit(LineId line)
{
    Deletion& deletion = m_deletions.at(line);
    deletion.state = Leaving::Asked;
    std::erase(m_order, line);
    deletion.timer->start(kAnswerTime);
    Q_EMIT changed(line);
    Q_EMIT committed(line);
}

void PendingDeletions::commitAll()
{
    for (const LineId line : std::exchange(m_order, {})) {
        if (stateOf(line) == Leaving::Undoable)
            commit(line);
    }
}

void PendingDeletions::forget(LineId line)
{
    const auto found = m_deletions.find(line);
    if (found == m_deletions.end())
        return;
    // It may be its own timer that tells us.
    found->second.timer->stop();
    found->second.timer.release()->deleteLater();
    m_deletions.erase(found);
    std::erase(m_order, line);
    Q_EMIT changed(line);
}

void PendingDeletions::clear()
{
    m_order.clear();
    for (auto& [line, deletion] : m_deletions) {
        deletion.timer->stop();
        deletion.timer.release()->deleteLater();
    }
    m_deletions.clear();
}

Leaving PendingDeletions::stateOf(LineId line) const
{
    const auto found = m_deletions.find(line);
    return found == m_deletions.end() ? Leaving::No : found->second.state;
}

std::optional<LineId> PendingDeletions::lastUndoable() const
{
    return m_order.empty() ? std::nullopt : std::optional(m_order.back());
}

} // namespace chatroom::clientgui
