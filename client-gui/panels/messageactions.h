// What can be done with the messages of the conversation that is shown: answer, react, delete, go to what is quoted; and what
// others see of the one being written. Between the message view, the composer and the session.
//
// GUI thread.
#pragma once

#include "client-gui/messageview/viewabilities.h"
#include "client/session.h"

#include <QObject>
#include <QPointer>
#include <QRect>

#include <functional>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class Composer;
class EmojiPicker;
class MessageView;
class Settings;

class MessageActions final : public QObject
{
    Q_OBJECT

public:
    // All outlive this.
    MessageActions(const widgets::Theme& theme, Settings& settings, client::Session& session, MessageView& messages, Composer& composer,
                   QWidget* parent);

    void setConversation(client::Conversation* conversation);
    [[nodiscard]] NameCard cardOf(const QString& nickname, const QString& account) const;
    [[nodiscard]] QString shownName(const QString& nickname) const;

private:
    void connectMessages();
    void connectComposer();
    void refresh(); // what the server lets one do
    void answer(client::LineId line);
    void pickEmoji(const QRect& anchor, std::function<void(const QString&)> take);
    void pickForComposer();

    const widgets::Theme& m_theme;
    Settings& m_settings;
    client::Session& m_session;
    MessageView& m_messages;
    Composer& m_composer;
    QWidget* m_window;
    QPointer<client::Conversation> m_conversation;
    EmojiPicker* m_picker = nullptr; // made when it is first asked for
    std::function<void(const QString&)> m_take;
};

} // namespace chatroom::clientgui
