// A page that is a table: its title with a count, a field that filters, buttons for what can be done to the chosen row
// (also in the row's menu), and what stands there when there is nothing to show.
#pragma once

#include "columnspread.h"
#include "widgets/icons.h"

#include <QModelIndex>
#include <QSortFilterProxyModel>
#include <QString>
#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QMenu;
class QStackedWidget;
class QTableView;

namespace chatroom::widgets {
class EmptyState;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::servergui {

// No grid, rows of one height, whole rows chosen, headers that sort.
void dressTable(QTableView& table, const widgets::Theme& theme);

class TablePanel final : public QWidget
{
    Q_OBJECT

public:
    struct Words final
    {
        QString title;
        QString filterHint;
        QString emptyLine;
        QString emptyHint;
        widgets::Icon emptyIcon{};
    };

    // `model` sorts by `sortRole`. Object names of the parts: "table", "filter", "title".
    TablePanel(const widgets::Theme& theme, const Words& words, QAbstractItemModel& model, int sortRole, QWidget* parent = nullptr);

    [[nodiscard]] QTableView& table() { return *m_table; }
    [[nodiscard]] QLineEdit& filter() { return *m_filter; }
    // How wide the columns are: for a 13 px font, see Metrics::px.
    void setColumns(const QList<ColumnSpread::Column>& columns);
    [[nodiscard]] ColumnSpread* columns() { return m_columns; }
    // Of the source model; invalid when nothing is chosen.
    [[nodiscard]] QModelIndex current() const;

    // A button beside the filter and an entry of the row's menu; off while no row is chosen, unless it needs none.
    void addRowAction(QAction& action);
    void addFreeAction(QAction& action);
    // The entry opens the menu, filled when it is about to show.
    void addRowMenu(QAction& action, QMenu& menu);
    void setEmptyTexts(const QString& line, const QString& hint);

Q_SIGNALS:
    void currentChanged();
    void rowActivated();

private:
    void buildBar(const Words& words);
    void dress();
    void addButton(QAction& action, QMenu* menu);
    void showMenu(const QPoint& at);
    void countChanged();
    void selectionChanged();

    const widgets::Theme& m_theme;
    QSortFilterProxyModel m_proxy;
    QLabel* m_title;
    QLabel* m_count;
    QLineEdit* m_filter;
    QHBoxLayout* m_bar;
    QStackedWidget* m_stack;
    QTableView* m_table;
    ColumnSpread* m_columns = nullptr;
    widgets::EmptyState* m_empty;
    widgets::EmptyState* m_noMatch;
    QList<QAction*> m_rowActions;
    QList<QAction*> m_menuActions;
};

} // namespace chatroom::servergui
