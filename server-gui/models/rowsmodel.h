// A table that follows snapshots by their differences: rows that stayed keep their place, so that the selection, the
// current cell and the scroll position survive, whatever the proxy above sorts by.
//
// Row must compare with == and have a key by `keyOf`, unique within a snapshot. GUI thread.
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QList>

#include <algorithm>

namespace chatroom::servergui {

template <typename Row, typename Key>
class RowsModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    [[nodiscard]] const QList<Row>& rows() const { return m_rows; }
    [[nodiscard]] const Row& row(int index) const { return m_rows.at(index); }

protected:
    [[nodiscard]] virtual Key keyOf(const Row& row) const = 0;

    // Cost: linear in the rows, plus a signal for each run of rows that went.
    void follow(const QList<Row>& next)
    {
        QHash<Key, qsizetype> wanted;
        wanted.reserve(next.size());
        for (qsizetype index = 0; index < next.size(); ++index)
            wanted.insert(keyOf(next[index]), index);
        removeMissing(wanted);
        const QList<bool> isKnown = refreshKnown(wanted, next);
        appendNew(isKnown, next);
    }

private:
    void removeMissing(const QHash<Key, qsizetype>& wanted)
    {
        for (qsizetype last = m_rows.size() - 1; last >= 0; --last) {
            if (wanted.contains(keyOf(m_rows[last])))
                continue;
            qsizetype first = last;
            while (first > 0 && !wanted.contains(keyOf(m_rows[first - 1])))
                --first;
            beginRemoveRows({}, static_cast<int>(first), static_cast<int>(last));
            m_rows.remove(first, last - first + 1);
            endRemoveRows();
            last = first;
        }
    }

    QList<bool> refreshKnown(const QHash<Key, qsizetype>& wanted, const QList<Row>& next)
    {
        QList<bool> isKnown(next.size(), false);
        qsizetype first = -1;
        qsizetype last = -1;
        for (qsizetype index = 0; index < m_rows.size(); ++index) {
            const qsizetype source = wanted.value(keyOf(m_rows[index]));
            isKnown[source] = true;
            if (m_rows[index] == next[source])
                continue;
            m_rows[index] = next[source];
            first = first < 0 ? index : first;
            last = index;
        }
        if (first >= 0)
            Q_EMIT dataChanged(index(static_cast<int>(first), 0), index(static_cast<int>(last), columnCount() - 1));
        return isKnown;
    }

    void appendNew(const QList<bool>& isKnown, const QList<Row>& next)
    {
        const auto count = std::count(isKnown.cbegin(), isKnown.cend(), false);
        if (count == 0)
            return;
        const auto from = static_cast<int>(m_rows.size());
        beginInsertRows({}, from, from + static_cast<int>(count) - 1);
        for (qsizetype index = 0; index < next.size(); ++index) {
            if (!isKnown[index])
                m_rows.append(next[index]);
        }
        endInsertRows();
    }

    QList<Row> m_rows;
};

} // namespace chatroom::servergui
