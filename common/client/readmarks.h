// How far one has read, as all devices of an account agree on it: IRCv3 draft/read-marker.
//
// Where a conversation has a mark, its "new" line and its counts follow it: what stands below it, is loaded and is not ours, is
// unread. The mark only ever moves on, to what was read here or elsewhere. Without the capability, or an account, all is as
// before: it is counted as it comes, and Memory keeps it.
#pragma once

#include "protocol/standardreply.h"

#include <QByteArray>
#include <QDateTime>
#include <QPointer>
#include <QTimer>

#include <set>
#include <string_view>

namespace chatroom::client {

struct SessionCore;
class Conversation;

// Of one conversation.
struct ReadPart final
{
    QDateTime told; // by the server; invalid: none
    QDateTime here; // what was read on this device, as far as is known
    QDateTime sent;
    bool isAsked = false;
    bool isRefused = false; // it keeps none for this one
    bool isTold = false;    // the server has said what it knows, be it nothing
};

class ReadMarks final
{
public:
    explicit ReadMarks(SessionCore& core);

    [[nodiscard]] bool isOn() const;
    [[nodiscard]] QDateTime markOf(const Conversation& conversation) const; // invalid: none to count from
    void online();                                                          // for direct conversations the server is asked
    void opened(Conversation& conversation);                                // a direct one: the server is asked
    void begun(Conversation& conversation);                                 // its latest lines are there for the first time
    void noteRead(Conversation& conversation);                              // all of it was read here
    void take(Conversation& conversation, std::string_view selector);       // "timestamp=..." or "*"
    void recount(Conversation& conversation);
    void refused(const protocol::StandardReply& reply);
    void flush(); // what was read is told at once
    void lost();

private:
    void owe(Conversation& conversation);

    SessionCore& m_core;
    std::set<QPointer<Conversation>> m_owed;
    QTimer m_timer;
};

} // namespace chatroom::client
