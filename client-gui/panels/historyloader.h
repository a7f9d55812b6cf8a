// Fetches what the list of messages needs of the history: older lines near the top, the lines of a gap. One request at a time
// for each of them is the session's business; when to ask is the view's.
#pragma once

#include "client/session.h"

#include <QObject>
#include <QPointer>

namespace chatroom::clientgui {

class MessageView;

class HistoryLoader final : public QObject
{
    Q_OBJECT

public:
    // Both outlive this.
    HistoryLoader(client::Session& session, MessageView& view, QObject* parent = nullptr);

    void setConversation(client::Conversation* conversation); // the one that the view shows

private:
    void showHistory();

    client::Session& m_session;
    MessageView& m_view;
    QPointer<client::Conversation> m_conversation;
};

} // namespace chatroom::clientgui
