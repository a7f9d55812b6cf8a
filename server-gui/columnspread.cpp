#include "columnspread.h"

#include <QEvent>
#include <QHeaderView>
#include <QScopedValueRollback>
#include <QTableView>

#include <algorithm>

namespace chatroom::servergui {

ColumnSpread::ColumnSpread(QTableView& table, QList<Column> columns) : QObject(&table), m_table(table), m_columns(std::move(columns))
{
    m_table.horizontalHeader()->setSectionResizeMode(QHeaderView::Interactive);
    m_table.viewport()->installEventFilter(this);
    connect(m_table.horizontalHeader(), &QHeaderView::sectionResized, this, [this] {
        if (!m_isSpreading)
            m_isOurs = false;
    });
    spread();
}

QByteArray ColumnSpread::state() const
{
    return m_isOurs ? QByteArray() : m_table.horizontalHeader()->saveState();
}

void ColumnSpread::restore(const QByteArray& state)
{
    const QScopedValueRollback guard(m_isSpreading, true);
    if (!state.isEmpty() && m_table.horizontalHeader()->restoreState(state))
        m_isOurs = false;
}

bool ColumnSpread::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize && m_isOurs)
        spread();
    return QObject::eventFilter(watched, event);
}

void ColumnSpread::spread()
{
    const QScopedValueRollback guard(m_isSpreading, true);
    int least = 0;
    int weights = 0;
    for (const Column& column : m_columns) {
        least += column.least;
        weights += column.weight;
    }
    int over = std::max(0, m_table.viewport()->width() - least);
    for (int index = 0; index < static_cast<int>(m_columns.size()); ++index) {
        const Column& column = m_columns[index];
        const int share = weights > 0 ? over * column.weight / weights : 0;
        over -= share;
        weights -= column.weight;
        m_table.horizontalHeader()->resizeSection(index, column.least + share);
    }
}

} // namespace chatroom::servergui
