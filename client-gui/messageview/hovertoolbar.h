// What can be done with the message below the mouse, in one click: react, reply, copy, more. For the mouse alone: the
// keyboard has the same in the message's menu.
#pragma once

#include <QWidget>

class QToolButton;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class HoverToolbar final : public QWidget
{
    Q_OBJECT

public:
    explicit HoverToolbar(const widgets::Theme& theme, QWidget* parent = nullptr);

    // Where there is little room only "more" is left: its menu has all of them.
    void setOffers(bool canReact, bool canReply, bool hasRoom);

Q_SIGNALS:
    void reactAsked(const QPoint& globalAt); // below the button
    void replyAsked();
    void copyAsked();
    void moreAsked(const QPoint& globalAt);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void restyle();

    const widgets::Theme& m_theme;
    QToolButton* m_react;
    QToolButton* m_reply;
    QToolButton* m_copy;
    QToolButton* m_more;
};

} // namespace chatroom::clientgui
