// The rooms that exist, their topics, and how they are deleted.
#pragma once

#include "models/roomsmodel.h"

#include <QWidget>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::servergui {

class TablePanel;

class RoomsPage final : public QWidget
{
    Q_OBJECT

public:
    RoomsPage(const widgets::Theme& theme, RoomsModel& model, QWidget* parent = nullptr);

    [[nodiscard]] TablePanel& panel() { return *m_panel; }
    // Bytes that a topic may have, from the configuration.
    void setTopicLength(int bytes) { m_topicLength = bytes; }

Q_SIGNALS:
    void topicEntered(const QByteArray& room, const QString& topic);
    void deleteEntered(const QByteArray& room, const QString& reason);

private:
    void askTopic();
    void askDelete();

    const widgets::Theme& m_theme;
    RoomsModel& m_model;
    TablePanel* m_panel;
    int m_topicLength = 390;
};

} // namespace chatroom::servergui
