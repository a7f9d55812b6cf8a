// One's own name at the foot of the left panel: disc, name, and the connection's state; opens the menu on oneself.
#pragma once

#include "widgets/palette.h"

#include <QAbstractButton>

class QMenu;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class SelfButton final : public QAbstractButton
{
    Q_OBJECT

public:
    SelfButton(const widgets::Theme& theme, QMenu& menu, QWidget* parent = nullptr);

    void show(const QString& name, const QString& state, widgets::Role dot, bool isAway);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const widgets::Theme& m_theme;
    QString m_state;
    widgets::Role m_dot = widgets::Role::Muted;
    bool m_isAway = false;
};

} // namespace chatroom::clientgui
