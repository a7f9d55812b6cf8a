// The list of pages at the side, with counts.
#pragma once

#include "widgets/icons.h"

#include <QListWidget>

namespace chatroom::servergui {

class Sidebar final : public QListWidget
{
    Q_OBJECT

public:
    explicit Sidebar(const widgets::Theme& theme, QWidget* parent = nullptr);

    // Pages are numbered from 0 in the order of adding; Ctrl+1 chooses the first.
    void addPage(widgets::Icon icon, const QString& title);
    // 0 shows none.
    void setCount(int page, int count);

private:
    void dress();

    const widgets::Theme& m_theme;
};

} // namespace chatroom::servergui
