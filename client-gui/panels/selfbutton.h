// One's own name at the foot of the left panel: disc, name, and the connection's state; opens the menu on oneself.
#pragma once

#include "widgets/palette.h"

#include <QAbstractButton>

class QMenu;
class QToolButton;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class SelfButton final : public QAbstractButton
{
    Q_OBJECT

public:
    SelfButton(const widgets::Theme& theme, QMenu& menu, QWidget* parent = nullptr);

    struct Self final
    {
        QString nickname, shownName; // the same where no other is told
        QString account;             // signed in as; empty: not
        QString status;              // empty: the connection's state stands there
        QString state;
        widgets::Role dot = widgets::Role::Muted;
        bool isAway = false;
    };
    void show(const Self& self);
    // A lock beside the name that offers to keep it.
    void setCanKeepName(bool canKeep);
    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void keepNameAsked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void dress();

    const widgets::Theme& m_theme;
    QToolButton* m_keep;
    Self m_self;
};

} // namespace chatroom::clientgui
