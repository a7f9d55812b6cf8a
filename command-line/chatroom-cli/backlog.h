// Loads what was said before what is loaded, page by page, until there is enough of it. It waits through a lost connection.
#pragma once

#include "client/conversation.h"

#include <QObject>

#include <functional>

namespace chatroom::client {
class Session;
} // namespace chatroom::client

namespace chatroom::cli {

class Backlog final : public QObject
{
    Q_OBJECT

public:
    enum class End : std::uint8_t {
        Enough,
        Beginning, // there is nothing older
        None,      // the server keeps no history of this conversation
        Failed,    // the conversation's historyError() says why
    };
    Q_ENUM(End)

    Backlog(client::Session& session, client::Conversation& conversation, std::function<bool()> isEnough, QObject* parent = nullptr);
    void start();

Q_SIGNALS:
    void advanced(); // a page came
    void ended(chatroom::cli::Backlog::End how);

private:
    void step();
    void end(End how);

    client::Session& m_session;
    client::Conversation& m_conversation;
    std::function<bool()> m_isEnough;
    bool m_isAsked = false; // whether a failure would be the answer to us
    bool m_isEnded = false;
};

} // namespace chatroom::cli
