// What becomes of messages that were written down already: who reacts to them, who deletes them, whether they are read later. A terminal
// and a pipe cannot change what stands there, so it is told below.
#pragma once

#include "client/chatline.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <unordered_map>

namespace chatroom::client {
class Conversation;
class Session;
} // namespace chatroom::client

namespace chatroom::cli {

struct MessageEvent final
{
    enum class Kind : std::uint8_t { Reacted, TookBack, Deleted, Unseen };
    Kind kind = Kind::Reacted;
    QString who;
    bool isOwn = false;    // we are who
    QString emoji;         // Reacted, TookBack
    QString reason;        // Deleted
    client::ChatLine line; // as it was before
};

class MessageWatch final : public QObject
{
    Q_OBJECT

public:
    // Both outlive this.
    MessageWatch(client::Session& session, client::Conversation& conversation, QObject* parent = nullptr);

    // It was written down as it is here: what becomes of it from now on is told.
    void remember(const client::ChatLine& line);

Q_SIGNALS:
    void happened(const chatroom::cli::MessageEvent& event);

private:
    void compare(const client::ChatLine& before, const client::ChatLine& now);

    client::Session& m_session;
    client::Conversation& m_conversation;
    std::unordered_map<client::LineId, client::ChatLine> m_known;
};

// "Ann reacted with 👍 to your message: hello", for a person.
[[nodiscard]] QString eventSentence(const MessageEvent& event);
// One line for a script, and one JSON object, as plainLine() and jsonLine() write messages; of all but Unseen.
[[nodiscard]] QString plainEvent(const MessageEvent& event, const QString& room, const QDateTime& now);
[[nodiscard]] QByteArray jsonEvent(const MessageEvent& event, const QString& room, const QDateTime& now);

} // namespace chatroom::cli
