// The latest messages of a room or a person that no history keeps: enough to know whose they were when one is to be deleted.
// IRCv3 draft/message-redaction. Bounded; hub's thread.
#pragma once

#include "base/clock.h"
#include "base/lazy.h"
#include "storage/store.h"

#include <QByteArray>

#include <algorithm>
#include <deque>

namespace chatroom::server {

// Made for each message where there is no history: every part is shared with what it is of, and nothing is put together.
struct RecentMessage final
{
    QByteArray messageId;
    Timestamp time;
    QByteArray nickname, username, host; // of who said it
    QByteArray account;                  // empty: none
    QByteArray target;                   // of a direct one: to whom, as shown
    storage::Readers readers = storage::Readers::Everyone;
};

class RecentMessages final
{
public:
    explicit RecentMessages(std::size_t most) : m_most(most) {}

    void add(RecentMessage message)
    {
        std::deque<RecentMessage>& messages = m_messages.edit();
        messages.push_back(std::move(message));
        if (messages.size() > m_most)
            messages.pop_front();
    }
    // Null: it is not one of them.
    [[nodiscard]] const RecentMessage* find(const QByteArray& messageId) const
    {
        const auto it = std::ranges::find(*m_messages, messageId, &RecentMessage::messageId);
        return it == m_messages->end() ? nullptr : &*it;
    }
    void remove(const QByteArray& messageId)
    {
        if (std::deque<RecentMessage>* messages = m_messages.made())
            std::erase_if(*messages, [&](const RecentMessage& each) { return each.messageId == messageId; });
    }

private:
    std::size_t m_most;
    Lazy<std::deque<RecentMessage>> m_messages; // the oldest first; even an empty std::deque takes 650 bytes
};

} // namespace chatroom::server
