// The right panel: who is in the room, those in charge first.
#pragma once

#include "client/session.h"

#include <QFrame>
#include <QPointer>

class QLabel;
class QListView;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class PeoplePanel final : public QFrame
{
    Q_OBJECT

public:
    PeoplePanel(const widgets::Theme& theme, client::Session& session, QWidget* parent = nullptr);

    void setConversation(client::Conversation* room); // null: nobody
    [[nodiscard]] QListView& list() const { return *m_list; }

Q_SIGNALS:
    void messageRequested(const QString& nickname);
    void mentionRequested(const QString& nickname);
    void commandRequested(const QString& command); // to be sent as it is
    void commandOffered(const QString& command);   // to be completed by the person, in the composer

private:
    void dress();
    void showMenu(const QPoint& at);
    void showCount();

    const widgets::Theme& m_theme;
    client::Session& m_session;
    QPointer<client::Conversation> m_room;
    QLabel* m_title;
    QListView* m_list;
};

} // namespace chatroom::clientgui
