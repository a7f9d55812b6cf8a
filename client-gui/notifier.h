// Tells a person who looks elsewhere: a notification and an icon in the tray, where the desktop has one.
#pragma once

#include "client-gui/settings.h"
#include "client/session.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

class QMenu;
class QSystemTrayIcon;

namespace chatroom::clientgui {

class Notifier final : public QObject
{
    Q_OBJECT

public:
    Notifier(client::Session& session, QWidget& window);
    ~Notifier() override;

    void setRules(const NotificationRules& rules) { m_rules = rules; }
    // What a person is told of; pure.
    [[nodiscard]] static bool isWanted(const NotificationRules& rules, client::Conversation::Kind kind);

Q_SIGNALS:
    void conversationChosen(chatroom::client::Conversation* conversation);

private:
    void tell(client::Conversation* conversation, const client::ChatLine& line);

    QWidget& m_window;
    NotificationRules m_rules;
    client::Conversation* m_last = nullptr; // of the last notification; forgotten when it goes
    QElapsedTimer m_toldAt;                 // when that was
    std::unique_ptr<QMenu> m_menu;
    std::unique_ptr<QSystemTrayIcon> m_tray; // null: no tray here
};

} // namespace chatroom::clientgui
