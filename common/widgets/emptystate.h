// What an empty place shows: an icon, a line that says what is the case, and a hint at what to do.
#pragma once

#include "widgets/icons.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace chatroom::widgets {

class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const Theme& theme, Icon icon, const QString& line, const QString& hint, QWidget* parent = nullptr);

    void setTexts(const QString& line, const QString& hint);

private:
    void dress();

    const Theme& m_theme;
    Icon m_which;
    QLabel* m_icon;
    QLabel* m_line;
    QLabel* m_hint;
    QVBoxLayout* m_column;
    QHBoxLayout* m_hintRow;
};

} // namespace chatroom::widgets
