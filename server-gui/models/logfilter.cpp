#include "models/logfilter.h"

#include "models/logmodel.h"

namespace chatroom::servergui {

LogFilter::LogFilter(QObject* parent) : QSortFilterProxyModel(parent) {}

void LogFilter::setGroupShown(EventGroup group, bool isShown)
{
    if (isShown == isGroupShown(group))
        return;
    if (isShown)
        m_hidden.remove(static_cast<int>(group));
    else
        m_hidden.insert(static_cast<int>(group));
    invalidateFilter();
}

void LogFilter::setWords(const QString& words)
{
    const QString wanted = words.trimmed();
    if (wanted == m_words)
        return;
    m_words = wanted;
    invalidateFilter();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QAbstractItemModel& source = *sourceModel();
    if (m_hidden.contains(source.index(row, 0, parent).data(LogModel::GroupRole).toInt()))
        return false;
    if (m_words.isEmpty())
        return true;
    for (int column = 0; column < source.columnCount(parent); ++column) {
        if (source.index(row, column, parent).data().toString().contains(m_words, Qt::CaseInsensitive))
            return true;
    }
    return false;
}

} // namespace chatroom::servergui
