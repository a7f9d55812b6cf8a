// The latest messages of a room or a person that no history keeps: enough to know whose they were when one is to be deleted.
// IRCv3 draft/message-redaction. Bounded; hub's thread.
#pragma once

#include "base/clock.h"
#include "protocol/casefold.h"
#include "storage/store.h"

#include <QByteArray>

#include <algorithm>
#include <deque>

namespace chatroom::server {

struct RecentMessage final
{
    QByteArray messageId;
    Timestamp time;
    QByteArray source, account;  // of who said it; no account: empty
    protocol::FoldedName target; // of a direct one: to whom
    storage::Readers readers = storage::Readers::Everyone;
};

class RecentMessages final
{
public:
    static constexpr std::size_t kMost = 100;

    void add(RecentMessage message)
    {
        m_messages.push_back(std::move(message));
        if (m_messages.size() > kMost)
            m_messages.pop_front();
    }
    // Null: it is not one of them.
    [[nodiscard]] const RecentMessage* find(const QByteArray& messageId) const
    {
        const auto it = std::ranges::find(m_messages, messageId, &RecentMessage::messageId);
        return it == m_messages.end() ? nullptr : &*it;
    }
    void remove(const QByteArray& messageId)
    {
        std::erase_if(m_messages, [&](const RecentMessage& each) { return each.messageId == messageId; });
    }

private:
    std::deque<RecentMessage> m_messages; // the oldest first
};

} // namespace chatroom::server
