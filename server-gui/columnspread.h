// Shares the width of a table among its columns by weight, until somebody drags a border: from then on (also in the next
// session) the widths are theirs.
#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>

class QTableView;

namespace chatroom::servergui {

class ColumnSpread final : public QObject
{
    Q_OBJECT

public:
    struct Column final
    {
        int least;  // pixels
        int weight; // of what is left over
    };

    // One entry a column, in order. The table owns this object.
    ColumnSpread(QTableView& table, QList<Column> columns);

    // Empty while nobody dragged.
    [[nodiscard]] QByteArray state() const;
    void restore(const QByteArray& state);

private:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void spread();

    QTableView& m_table;
    QList<Column> m_columns;
    bool m_isOurs = true;
    bool m_isSpreading = false;
};

} // namespace chatroom::servergui
