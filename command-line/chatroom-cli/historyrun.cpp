#include "historyrun.h"

#include "client/models/linemodel.h"
#include "printing.h"
#include "terminaltext.h"

namespace chatroom::cli {

using client::ChatLine;
using client::LineKind;
using client::LineModel;

void HistoryRun::entered()
{
    m_room = session().find(options().rooms.first());
    if (m_room == nullptr)
        return end(ExitStatus::Refused, tr("%1 was closed.").arg(options().rooms.first()));
    const LineModel& lines = m_room->lines();
    for (int row = 0; row < lines.rowCount(); ++row) {
        if (lines.line(row).kind == LineKind::Join && lines.line(row).isOwn)
            m_ownJoin = lines.line(row).id;
    }
    count(0, lines.rowCount() - 1);
    connect(&lines, &LineModel::rowsInserted, this, [this](const QModelIndex&, int first, int last) { count(first, last); });
    const auto wait = [this] { startWaiting(tr("The chatroom did not answer within %1 seconds.").arg(options().timeout.count())); };
    m_backlog = new Backlog(
        session(), *m_room, [this] { return isEnough(); }, this);
    connect(m_backlog, &Backlog::advanced, this, wait);
    connect(m_backlog, &Backlog::ended, this, &HistoryRun::finish);
    wait();
    m_backlog->start();
}

bool HistoryRun::isWanted(const ChatLine& line) const
{
    const bool isInTime =
        (!options().since.isValid() || line.time >= options().since) && (!options().before.isValid() || line.time < options().before);
    return isInTime && line.id != m_ownJoin && isPrinted(line, options().isWithEvents);
}

void HistoryRun::count(int first, int last)
{
    for (int row = first; row <= last; ++row)
        m_count += isWanted(m_room->lines().line(row)) ? 1 : 0;
}

bool HistoryRun::isEnough() const
{
    const LineModel& lines = m_room->lines();
    if (options().limit > 0 && m_count >= options().limit)
        return true;
    return options().since.isValid() && lines.rowCount() > 0 && lines.line(0).time < options().since;
}

void HistoryRun::finish(Backlog::End how)
{
    switch (how) {
    case Backlog::End::None: return end(ExitStatus::NotOffered, tr("This chatroom keeps no history."));
    case Backlog::End::Failed:
        print();
        return end(ExitStatus::Refused, tr("What was said earlier did not come: %1").arg(sanitized(m_room->historyError())));
    case Backlog::End::Enough:
    case Backlog::End::Beginning: break;
    }
    print();
    end(ExitStatus::Ok);
}

void HistoryRun::print()
{
    const LineModel& lines = m_room->lines();
    m_count = 0; // anew: some were deleted meanwhile
    count(0, lines.rowCount() - 1);
    int left = options().limit > 0 ? std::max(0, m_count - options().limit) : 0; // older than what is wanted
    for (int row = 0; row < lines.rowCount(); ++row) {
        if (!isWanted(lines.line(row)) || left-- > 0)
            continue;
        if (!printLine(lines.line(row), m_room->name(), options().isJson))
            return; // whoever read us has had enough
    }
}

} // namespace chatroom::cli
