// A room, a direct conversation, or the server's own: its lines, its people, what is unread.
#pragma once

#include "client/chatline.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

namespace chatroom::client {

class LineModel;
class PeopleModel;

class Conversation final : public QObject
{
    Q_OBJECT

public:
    enum class Kind : std::uint8_t { Server, Room, Direct };
    Q_ENUM(Kind)
    enum Change : std::uint8_t { Name = 1, Topic = 2, Joined = 4, Unread = 8, Presence = 16, History = 32, Typing = 64 };
    Q_DECLARE_FLAGS(Changes, Change)
    enum class HistoryState : std::uint8_t {
        None,     // the server keeps none, or none that it shows us
        More,     // there may be older lines
        Loading,  // they are on their way
        Complete, // the oldest line is the first that there is
        Failed,   // historyError() says why; asking again is worth a try
    };
    Q_ENUM(HistoryState)

    ~Conversation() override;

    [[nodiscard]] Kind kind() const;
    [[nodiscard]] QString name() const; // "#lobby", "Ann"
    [[nodiscard]] QString topic() const;
    [[nodiscard]] QString topicSetBy() const; // empty: not told
    [[nodiscard]] bool isJoined() const;      // a room we are in now; a direct one: always while online
    [[nodiscard]] bool isPersonAway() const;  // a direct one: where the server tells
    [[nodiscard]] bool isPersonHere() const;  // a direct one: false where the server tells that they are not connected
    [[nodiscard]] bool canSetTopic() const;
    [[nodiscard]] bool canModerate() const; // kick, ban, modes
    [[nodiscard]] int unread() const;       // messages since it was last active
    [[nodiscard]] int mentions() const;     // of those, that name us; in a direct one all of them
    // The last line that was seen before it stopped being active, the connection was lost or the program ended: the "new" line
    // goes below it. Invalid: none.
    [[nodiscard]] LineId lastRead() const;
    [[nodiscard]] HistoryState historyState() const; // above the oldest line
    [[nodiscard]] QString historyError() const;      // Failed: why, a sentence for people
    // What was missed, or what was said before we came, is on its way: it goes above the live lines that come meanwhile.
    // changed(History) at its end. False while the server has to be asked again later.
    [[nodiscard]] bool isCatchingUp() const;
    [[nodiscard]] QStringList typing() const; // who writes something at the moment, by name
    void markRead();
    // Where somebody reads who is not at the newest line: what surrounds it stays loaded. Invalid: nowhere.
    void setReading(LineId line);
    [[nodiscard]] LineModel& lines();
    [[nodiscard]] PeopleModel& people(); // empty but in a room

Q_SIGNALS:
    void changed(chatroom::client::Conversation::Changes what);

private:
    friend class Session;
    friend struct ConversationWriter; // what the handlers change it by
    struct Private;
    explicit Conversation(std::unique_ptr<Private> d, QObject* parent);
    std::unique_ptr<Private> m_d;
};
Q_DECLARE_OPERATORS_FOR_FLAGS(Conversation::Changes)

} // namespace chatroom::client
