// What happened, as it happens: narrowed by kind and words, paused, saved.
#pragma once

#include "base/result.h"
#include "columnspread.h"
#include "models/logfilter.h"
#include "models/logmodel.h"

#include <QString>
#include <QWidget>

class QCheckBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace chatroom::widgets {
class EmptyState;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::servergui {

class LogPage final : public QWidget
{
    Q_OBJECT

public:
    LogPage(const widgets::Theme& theme, LogModel& model, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit& filter() { return *m_words; }
    [[nodiscard]] QTableView& table() { return *m_table; }
    [[nodiscard]] ColumnSpread* columns() { return m_columns; }
    // The rows that are shown, oldest first. The error is a sentence for people.
    [[nodiscard]] Result<void, QString> saveTo(const QString& path) const;

Q_SIGNALS:
    void textHiddenChanged(bool isHidden);
    void saved(const QString& path);
    void saveFailed(const QString& what);

private:
    void buildTitleBar();
    void buildGroupBar();
    void buildTable();
    void addGroup(EventGroup group, const QString& text, const QString& hint);
    void dress();
    void askWhere();
    void showPause();
    void showState();
    void followEnd();

    const widgets::Theme& m_theme;
    LogModel& m_model;
    LogFilter m_filter;
    QHBoxLayout* m_titleBar;
    QHBoxLayout* m_groupBar;
    QLineEdit* m_words;
    QToolButton* m_pause;
    QToolButton* m_save;
    QCheckBox* m_showText;
    QLabel* m_waiting;
    QStackedWidget* m_stack;
    QTableView* m_table;
    ColumnSpread* m_columns = nullptr;
    widgets::EmptyState* m_empty;
    bool m_isAtEnd = true;
};

} // namespace chatroom::servergui
