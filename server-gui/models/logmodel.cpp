#include "models/logmodel.h"

#include "text.h"
#include "widgets/plaintext.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <iterator>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

LogModel::LogModel(std::size_t capacity, QObject* parent) : QAbstractTableModel(parent), m_capacity(capacity)
{
    Q_ASSERT(capacity > 0);
}

void LogModel::append(const QList<server::ServerEvent>& events, quint64 dropped)
{
    std::deque<Row> rows;
    for (const server::ServerEvent& event : events)
        rows.push_back({event.at, event.kind, EventText::words(event)});
    if (dropped > 0 && !rows.empty()) {
        Row gap{rows.front().at, server::EventKind::Warning, {}};
        gap.words.kind = EventText::kind(gap.kind);
        gap.words.what = dropped == 1 ? tr("So much happened at once that one event is not listed")
                                      : tr("So much happened at once that %1 events are not listed").arg(dropped);
        rows.push_front(std::move(gap));
    }
    if (rows.empty())
        return;
    if (m_isPaused) {
        keepWaiting(std::move(rows));
        return;
    }
    insert(std::move(rows));
}

void LogModel::keepWaiting(std::deque<Row> rows)
{
    std::move(rows.begin(), rows.end(), std::back_inserter(m_waiting));
    while (m_waiting.size() > m_capacity)
        m_waiting.pop_front();
    Q_EMIT waitingChanged();
}

void LogModel::insert(std::deque<Row> rows)
{
    while (rows.size() > m_capacity)
        rows.pop_front();
    const std::size_t together = m_rows.size() + rows.size();
    if (together > m_capacity) {
        const auto old = static_cast<std::ptrdiff_t>(together - m_capacity);
        beginRemoveRows({}, 0, static_cast<int>(old) - 1);
        m_rows.erase(m_rows.begin(), m_rows.begin() + old);
        endRemoveRows();
    }
    const auto first = static_cast<int>(m_rows.size());
    beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
    std::move(rows.begin(), rows.end(), std::back_inserter(m_rows));
    endInsertRows();
}

void LogModel::setPaused(bool isPaused)
{
    m_isPaused = isPaused;
    if (!isPaused && !m_waiting.empty())
        insert(std::exchange(m_waiting, {}));
    Q_EMIT waitingChanged();
}

void LogModel::setTextHidden(bool isHidden)
{
    if (isHidden == m_isTextHidden)
        return;
    m_isTextHidden = isHidden;
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0, What), index(rowCount() - 1, What));
}

EventGroup LogModel::group(int row) const
{
    return EventText::group(m_rows.at(static_cast<std::size_t>(row)).kind);
}

Timestamp LogModel::at(int row) const
{
    return m_rows.at(static_cast<std::size_t>(row)).at;
}

bool LogModel::holds(int row, const QString& words) const
{
    const Row& held = m_rows.at(static_cast<std::size_t>(row));
    const auto isIn = [&words](const QString& text) { return text.contains(words, Qt::CaseInsensitive); };
    if (isIn(held.words.who) || isIn(held.words.kind))
        return true;
    if (held.words.said.isEmpty() || !m_isTextHidden)
        return isIn(held.words.what) || isIn(held.words.said);
    return isIn(what(held));
}

QString LogModel::savedLine(int row) const
{
    const Row& saved = m_rows.at(static_cast<std::size_t>(row));
    const auto at = QDateTime::fromMSecsSinceEpoch(saved.at.time_since_epoch().count(), Qt::UTC);
    return QStringList{at.toString(Qt::ISODateWithMs), saved.words.kind, saved.words.who, what(saved)}.join(u'\t');
}

int LogModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LogModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(ColumnCount);
}

QVariant LogModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Row& row = m_rows.at(static_cast<std::size_t>(index.row()));
    switch (role) {
    case Qt::DisplayRole: return shown(row, index.column());
    case Qt::ToolTipRole: return index.column() == Time ? Text::exactTime(row.at) : widgets::toolTipText(shown(row, index.column()));
    default: return {};
    }
}

QString LogModel::shown(const Row& row, int column) const
{
    switch (column) {
    case Time: return Text::clockTime(row.at);
    case Kind: return row.words.kind;
    case Who: return row.words.who;
    case What: return what(row);
    default: return {};
    }
}

QString LogModel::what(const Row& row) const
{
    if (row.words.said.isEmpty())
        return row.words.what;
    if (m_isTextHidden)
        return tr("%1 (text hidden)").arg(Text::isolated(row.words.what));
    return tr("%1: %2").arg(Text::isolated(row.words.what), Text::isolated(row.words.said));
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignLeading | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time: return tr("Time");
    case Kind: return tr("Kind");
    case Who: return tr("Who");
    case What: return tr("What");
    default: return {};
    }
}

} // namespace chatroom::servergui
