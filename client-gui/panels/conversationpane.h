// The middle of the window: header, search, messages and composer of one conversation.
#pragma once

#include "client/session.h"

#include <QPointer>
#include <QWidget>

namespace chatroom::widgets {
class Theme;
}

namespace chatroom::clientgui {

class Composer;
class FindBar;
class HistoryLoader;
class MessageActions;
class MessageView;
class RoomHeader;
class Settings;
class TypingLine;

class ConversationPane final : public QWidget
{
    Q_OBJECT

public:
    // All outlive this.
    ConversationPane(const widgets::Theme& theme, Settings& settings, client::Session& session, QWidget* parent = nullptr);

    void setConversation(client::Conversation* conversation);
    [[nodiscard]] client::Conversation* conversation() const { return m_conversation; }
    // The person looks at it now, or no longer does: what came meanwhile is marked as new.
    void setWatched(bool isWatched);
    void markRead();

    [[nodiscard]] RoomHeader& header() const { return *m_header; }
    [[nodiscard]] MessageView& messages() const { return *m_messages; }
    [[nodiscard]] Composer& composer() const { return *m_composer; }
    [[nodiscard]] FindBar& findBar() const { return *m_find; }

Q_SIGNALS:
    void personActivated(const QString& nickname);
    void searchRequested(); // by the button above the messages

private:
    void prepareCandidates();
    void submit(const QString& typed, const QString& replyTo);
    [[nodiscard]] QString placeholder() const;
    void watch();
    void onChanged();
    void onRenamed();

    client::Session& m_session;
    QPointer<client::Conversation> m_conversation;
    bool m_isWatched = false;
    client::LineId m_lastRead; // as the conversation told it last
    QString m_name;            // the conversation's, which the draft goes by
    RoomHeader* m_header;
    MessageView* m_messages;
    FindBar* m_find;
    Composer* m_composer;
    HistoryLoader* m_history;
    MessageActions* m_actions;
    TypingLine* m_typing;
};

} // namespace chatroom::clientgui
