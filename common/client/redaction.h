// Messages that were deleted: IRCv3 draft/message-redaction. They keep their place and lose their text.
//
//   :who REDACT <target> <msgid> [:reason]      it is deleted
//   the same with the tag msgid=<msgid>         it was deleted, and this stands where it stood
#pragma once

#include "client/chatline.h"

#include <QHash>

#include <deque>
#include <optional>

namespace chatroom::client {

struct SessionCore;
struct Incoming;
class Conversation;

struct Deletion final
{
    QString messageId; // of what was deleted
    QString by, reason;
    bool isInPlace = false; // it stands where the message stood
};

// Nothing where the message is no REDACT.
[[nodiscard]] std::optional<Deletion> deletionOf(const Incoming& in);

// What was deleted before it was loaded; the latest thousand.
class DeletionBook final
{
public:
    void take(const Deletion& deletion);
    [[nodiscard]] std::optional<Deletion> find(const QString& messageId) const;

private:
    QHash<QString, Deletion> m_deletions;
    std::deque<QString> m_order;
};

void makeDeleted(ChatLine& line, const Deletion& deletion);
// The message, or a reaction, wherever it is; remembered where it is not loaded.
void applyDeletion(SessionCore& core, Conversation& where, const Deletion& deletion);

} // namespace chatroom::client
