// Below the messages: who writes something at the moment. Always as high as one line, so that nothing jumps; nothing moves.
#pragma once

#include "client/conversation.h"

#include <QFrame>
#include <QPointer>

#include <functional>

namespace chatroom::widgets {
class ElidedLabel;
class Theme;
} // namespace chatroom::widgets

namespace chatroom::clientgui {

// "Ann is typing…"; empty for nobody. Pure.
[[nodiscard]] QString typingText(const QStringList& names);

class TypingLine final : public QFrame
{
    Q_OBJECT

public:
    using ShownName = std::function<QString(const QString& nickname)>;

    TypingLine(const widgets::Theme& theme, ShownName shownName, QWidget* parent = nullptr);

    void setConversation(client::Conversation* conversation); // null: none

private:
    void refresh();
    void dress();

    const widgets::Theme& m_theme;
    ShownName m_shownName;
    QPointer<client::Conversation> m_conversation;
    widgets::ElidedLabel* m_label;
};

} // namespace chatroom::clientgui
