// Who is connected, and what the host of the chatroom can do about it.
#pragma once

#include "models/peoplemodel.h"

#include <QWidget>

#include <chrono>
#include <optional>

class QAction;
class QMenu;

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class TablePanel;

class PeoplePage final : public QWidget
{
    Q_OBJECT

public:
    PeoplePage(const widgets::Theme& theme, PeopleModel& model, QWidget* parent = nullptr);

    [[nodiscard]] TablePanel& panel() { return *m_panel; }

Q_SIGNALS:
    void messageEntered(const QByteArray& nickname, const QString& text);
    void kickEntered(const QByteArray& nickname, const QByteArray& room, const QString& reason);
    void disconnectEntered(chatroom::ConnectionId connection, const QString& reason);
    void banEntered(const QString& address, std::chrono::seconds duration, const QString& reason);

private:
    void addActions();
    [[nodiscard]] std::optional<Person> chosen() const;
    void fillRooms();
    void askMessage();
    void askKick(const QByteArray& room);
    void askDisconnect();
    void askBan();

    const widgets::Theme& m_theme;
    PeopleModel& m_model;
    TablePanel* m_panel;
    QMenu* m_rooms;
};

} // namespace chatroom::servergui
