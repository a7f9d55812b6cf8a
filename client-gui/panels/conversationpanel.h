// The left panel: rooms and direct messages, one's own name, and how the connection is.
#pragma once

#include "client/session.h"

#include <QFrame>

class QLabel;
class QListView;
class QMenu;
class QToolButton;

namespace chatroom::widgets {
class StatusDot;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::clientgui {

class SelfButton;

class ConversationPanel final : public QFrame
{
    Q_OBJECT

public:
    // `selfMenu` opens on one's own name. All outlive this.
    ConversationPanel(const widgets::Theme& theme, client::Session& session, QMenu& selfMenu, QWidget* parent = nullptr);

    void setCurrent(client::Conversation* conversation);
    // The next one in the direction; with `onlyUnread` the next with something unread. Null: none.
    [[nodiscard]] client::Conversation* neighbour(int direction, bool onlyUnread) const;
    void showState(); // the connection's, the own name and away
    [[nodiscard]] QListView& list() const { return *m_list; }
    [[nodiscard]] QToolButton& addButton() const { return *m_add; }
    [[nodiscard]] SelfButton& selfButton() const { return *m_self; }

Q_SIGNALS:
    void chosen(chatroom::client::Conversation* conversation);
    void closeRequested(chatroom::client::Conversation* conversation);
    void renameRequested(chatroom::client::Conversation* room);

private:
    void dress();
    void showMenu(const QPoint& at);

    const widgets::Theme& m_theme;
    client::Session& m_session;
    QLabel* m_network;
    QToolButton* m_add;
    QListView* m_list;
    SelfButton* m_self;
};

// In words: "Connected", "Connecting".
[[nodiscard]] QString stateText(const client::Session& session);

} // namespace chatroom::clientgui
