// Above the messages: the room's name, its topic (a click edits it where one may), how many people, and what folds the panels.
#pragma once

#include "client/conversation.h"

#include <QFrame>
#include <QPointer>

#include <functional>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QToolButton;

namespace chatroom::widgets {
class ElidedLabel;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::clientgui {

class RoomHeader final : public QFrame
{
    Q_OBJECT

public:
    explicit RoomHeader(const widgets::Theme& theme, QWidget* parent = nullptr);

    struct DirectText final
    {
        QString name, beside; // as shown, and what stands beside it
    };
    using DirectTexts = std::function<DirectText(const client::Conversation& conversation)>;

    void setDirectTexts(const DirectTexts& texts); // of conversations with one person
    void setConversation(client::Conversation* conversation);
    void refresh();
    void setPanels(bool isLeftShown, bool isRightShown);
    void editTopic();

Q_SIGNALS:
    void topicChosen(const QString& topic);
    void leftToggled();
    void rightToggled();
    void searchRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void endEdit(bool isTaken);
    void dress();

    const widgets::Theme& m_theme;
    QPointer<client::Conversation> m_conversation;
    DirectTexts m_directTexts;
    QHBoxLayout* m_row;
    QToolButton* m_left;
    QLabel* m_name;
    widgets::ElidedLabel* m_topic;
    QLineEdit* m_topicEdit;
    QToolButton* m_search;
    QToolButton* m_right;
};

} // namespace chatroom::clientgui
