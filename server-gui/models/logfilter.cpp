#include "models/logfilter.h"

#include "text.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace chatroom::servergui {

LogFilter::LogFilter(QObject* parent) : QAbstractProxyModel(parent) {}

void LogFilter::setSourceModel(QAbstractItemModel* source)
{
    Q_ASSERT(!m_log);
    m_log = qobject_cast<LogModel*>(source);
    Q_ASSERT(m_log);
    QAbstractProxyModel::setSourceModel(source);
    const auto rows = [this](void (LogFilter::*act)(int, int)) {
        return [this, act](const QModelIndex&, int first, int last) { (this->*act)(first, last); };
    };
    connect(m_log, &QAbstractItemModel::rowsInserted, this, rows(&LogFilter::onInserted));
    connect(m_log, &QAbstractItemModel::rowsAboutToBeRemoved, this, rows(&LogFilter::onAboutToBeRemoved));
    connect(m_log, &QAbstractItemModel::rowsRemoved, this, rows(&LogFilter::onRemoved));
    connect(m_log, &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) { onChanged(first.row(), last.row()); });
    refilter();
}

void LogFilter::setGroupShown(EventGroup group, bool isShown)
{
    if (isShown == isGroupShown(group))
        return;
    if (isShown)
        m_hidden.remove(static_cast<int>(group));
    else
        m_hidden.insert(static_cast<int>(group));
    refilter();
}

void LogFilter::setWords(const QString& words)
{
    const QString wanted = words.trimmed();
    if (wanted == m_words)
        return;
    m_words = wanted;
    m_mayBeTime = std::ranges::all_of(m_words, [](QChar c) { return c.isDigit() || c == u':'; });
    m_second = std::chrono::seconds(-1);
    refilter();
}

void LogFilter::refilter()
{
    beginResetModel();
    m_rows.clear();
    for (int row = 0; m_log && row < m_log->rowCount(); ++row) {
        if (accepts(row))
            m_rows.push_back(m_gone + row);
    }
    endResetModel();
}

void LogFilter::onInserted(int first, int last)
{
    std::vector<std::int64_t> shown;
    for (int row = first; row <= last; ++row) {
        if (accepts(row))
            shown.push_back(m_gone + row);
    }
    if (shown.empty())
        return;
    Q_ASSERT(m_rows.empty() || m_rows.back() < shown.front());
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(shown.size()) - 1);
    m_rows.insert(m_rows.end(), shown.begin(), shown.end());
    endInsertRows();
}

void LogFilter::onAboutToBeRemoved(int first, int last)
{
    Q_ASSERT(first == 0);
    m_leaving = rowFrom(last + 1);
    if (m_leaving > 0)
        beginRemoveRows({}, first, m_leaving - 1);
}

void LogFilter::onRemoved(int first, int last)
{
    m_gone += last - first + 1;
    if (m_leaving == 0)
        return;
    m_rows.erase(m_rows.begin(), m_rows.begin() + m_leaving);
    m_leaving = 0;
    endRemoveRows();
}

void LogFilter::onChanged(int first, int last)
{
    if (!m_words.isEmpty()) // what is looked for may stand elsewhere now
        return refilter();
    const int from = rowFrom(first);
    const int end = rowFrom(last + 1);
    if (from < end)
        Q_EMIT dataChanged(index(from, 0), index(end - 1, columnCount() - 1));
}

bool LogFilter::accepts(int sourceRow)
{
    if (m_hidden.contains(static_cast<int>(m_log->group(sourceRow))))
        return false;
    if (m_words.isEmpty() || m_log->holds(sourceRow, m_words))
        return true;
    if (!m_mayBeTime)
        return false;
    const Timestamp at = m_log->at(sourceRow);
    const auto second = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch());
    if (second != m_second) {
        m_second = second;
        m_isInSecond = Text::clockTime(at).contains(m_words);
    }
    return m_isInSecond;
}

int LogFilter::rowFrom(int sourceRow) const
{
    const auto found = std::ranges::lower_bound(m_rows, m_gone + sourceRow);
    return static_cast<int>(found - m_rows.begin());
}

QModelIndex LogFilter::mapToSource(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    return m_log->index(static_cast<int>(m_rows[static_cast<std::size_t>(index.row())] - m_gone), index.column());
}

QModelIndex LogFilter::mapFromSource(const QModelIndex& source) const
{
    if (!source.isValid())
        return {};
    const int row = rowFrom(source.row());
    const bool isShown = row < rowCount() && m_rows[static_cast<std::size_t>(row)] == m_gone + source.row();
    return isShown ? index(row, source.column()) : QModelIndex();
}

QModelIndex LogFilter::index(int row, int column, const QModelIndex& parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex();
}

QModelIndex LogFilter::parent(const QModelIndex&) const
{
    return {};
}

int LogFilter::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int LogFilter::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(LogModel::ColumnCount);
}

// Also while no row is shown, of which the proxy's own would ask for the column.
QVariant LogFilter::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_log ? m_log->headerData(section, orientation, role) : QVariant();
}

} // namespace chatroom::servergui
