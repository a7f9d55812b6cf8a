// Whether the people of direct conversations are there, where the server tells: IRCv3 monitor. What we say to somebody who is not, and
// the server keeps for them, is marked until they come.
#pragma once

#include "client/chatline.h"

#include <QByteArray>

#include <string_view>

namespace chatroom::client {

class Conversation;
struct SessionCore;

class Presence final
{
public:
    explicit Presence(SessionCore& core) : m_core(core) {}

    // What happens to the session and its conversations.
    void online();
    void opened(Conversation& conversation);
    void closed(Conversation& conversation);
    void renamed(Conversation& conversation, const QByteArray& from);
    void lost();
    // A direct line of ours that was taken: it says from now on whether they were there.
    void mark(Conversation& conversation, LineId id);

    // What the server says.
    void take(std::string_view people, bool isHere);            // 730, 731
    [[nodiscard]] bool takeAbsence(Conversation& conversation); // 301: true when there is nothing more to say of it

private:
    [[nodiscard]] bool isOn() const;
    void seen(Conversation& conversation);

    SessionCore& m_core;
};

} // namespace chatroom::client
