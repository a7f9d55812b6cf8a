// One person on one server: handshake, reconnection, labelled sends, rooms and conversations. It needs nothing that only our
// server has: every capability that is missing makes it plainer, never broken.
//
// One thread, a GUI or main thread; nothing blocks. Conversations live as long as the Session and are handed out by
// reference; `conversationRemoved` comes before one goes.
#pragma once

#include "base/clock.h"
#include "client/conversation.h"
#include "network/connection.h"
#include "protocol/isupport.h"

#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>

namespace chatroom::storage {
class ClientStore;
}

namespace chatroom::client {

struct Identity final
{
    QString nickname;
    QString realname;       // empty: the nickname
    QString serverPassword; // PASS; empty: none
};

class ConversationListModel;
class RoomDirectoryModel;
class SearchModel;
struct SearchRequest;

class Session final : public QObject
{
    Q_OBJECT

public:
    enum class State : std::uint8_t {
        Offline, // never opened, or left on purpose
        Connecting,
        Registering, // the name is being asked for
        Online,
        Waiting, // lost; tries again by itself in secondsToRetry()
    };
    Q_ENUM(State)

    // `clock`, `trust` and `store` outlive this. Without a store what waits to be sent, and how far one has read, is forgotten when
    // the program ends.
    Session(const Clock& clock, network::TrustStore& trust, storage::ClientStore* store = nullptr, QObject* parent = nullptr);
    ~Session() override;

    // Connects, and again with back-off (1, 2, 4 ... 60 s, with jitter) whenever the connection is lost, until leave().
    // `rooms` are entered once online: "#lobby" for our own server is asked for by the caller.
    void open(const network::ServerAddress& address, const Identity& identity, const QStringList& rooms);
    void leave(const QString& reason); // QUIT and Offline
    void retryNow();
    // The answer to nameRefused while Registering, or a change of name while Online.
    void setNickname(const QString& nickname);
    // The answer to trustNeeded; `isTrusted` remembers the fingerprint.
    void answerTrust(bool isTrusted);

    [[nodiscard]] State state() const;
    [[nodiscard]] int secondsToRetry() const;
    // While Waiting or trying again: why the connection was lost, a sentence for people. The server's word where it gave one.
    [[nodiscard]] QString lostReason() const;
    [[nodiscard]] QString nickname() const;    // the one in use, or asked for
    [[nodiscard]] QString networkName() const; // from ISUPPORT, else the host
    [[nodiscard]] network::ServerAddress address() const;
    [[nodiscard]] bool isEncrypted() const;
    [[nodiscard]] bool isAway() const;
    [[nodiscard]] const protocol::Isupport& isupport() const;

    // The server's own conversation (MOTD, replies that belong nowhere else) is always there and always first.
    [[nodiscard]] Conversation& server();
    [[nodiscard]] QList<Conversation*> conversations() const; // server first, rooms by name, then people by name
    [[nodiscard]] Conversation* find(const QString& name) const;
    // A direct conversation with that person, made when there is none.
    Conversation& openDirect(const QString& nickname);
    // Takes a direct conversation off the list, or parts a room and takes it off.
    void close(Conversation& conversation);
    [[nodiscard]] ConversationListModel& conversationModel();
    [[nodiscard]] RoomDirectoryModel& roomDirectory();

    // Says `text` there: a line at once; too long or several lines become several messages. While offline it waits and goes
    // out once, in order, when online again; with a store also after the program was started again.
    void send(Conversation& conversation, const QString& text);
    // Tries a failed line again.
    void resend(Conversation& conversation, LineId line);
    // What a person typed: a command when it begins with one "/", else send(). Unknown commands and wrong use are answered
    // by an Error line in that conversation.
    void submit(Conversation& conversation, const QString& typed);

    void join(const QString& room, const QString& key = {});
    void part(Conversation& room, const QString& reason = {});
    void setTopic(Conversation& room, const QString& topic);
    void kick(Conversation& room, const QString& nickname, const QString& reason);
    void invite(Conversation& room, const QString& nickname);
    void setAway(const QString& message); // empty: back
    void whois(const QString& nickname, Conversation& showIn);
    void refreshRoomDirectory();

    // Whether the server keeps what is said and brings it back, and whether it searches; known once online.
    [[nodiscard]] bool hasHistory() const;
    [[nodiscard]] bool canSearch() const;
    // Whether what waits to be sent outlives the program.
    [[nodiscard]] bool isKeeping() const;
    // A page above the oldest line. changed(History) at its begin and end; one at a time.
    void loadOlder(Conversation& conversation);
    // A page of what the gap stands for: at its lower edge, beside the newer lines, or at its upper one.
    void fillGap(Conversation& conversation, LineId gap, bool fromBelow);
    // Loads the message and what was said around it where it is not loaded. Answered by lineFound or lineLost.
    void findMessage(Conversation& conversation, const QString& messageId);
    // A new search; it ends the one before. searchOlder() goes on where it stopped.
    void search(const SearchRequest& request);
    void searchOlder();
    [[nodiscard]] SearchModel& searchResults();

    // The conversation a person looks at: its lines count as read, and mentions in it do not notify. Null: none.
    void setActive(Conversation* conversation);

Q_SIGNALS:
    void stateChanged(chatroom::client::Session::State state);
    void retryTick(int seconds); // once a second while Waiting
    // Not let in with that name; `suggestion` is a free or valid one to offer. Answer with setNickname or leave.
    void nameRefused(const QString& nickname, const QString& why, const QString& suggestion);
    void nicknameChanged(const QString& nickname);
    // Cannot get in at all (password wrong, banned, not found, refused at the first try). Offline or Waiting by then.
    void failed(const chatroom::network::Failure& failure);
    void trustNeeded(const QByteArray& fingerprint, const QByteArray& known);
    void conversationAdded(chatroom::client::Conversation* conversation);
    void conversationRemoved(chatroom::client::Conversation* conversation);
    // A typed command wants it seen: the room of /join, once we are in it, or the person of /query.
    void conversationAsked(chatroom::client::Conversation* conversation);
    // Something a person wants to be told of: a mention or a direct message, not their own, not in the active conversation.
    void notified(chatroom::client::Conversation* conversation, const chatroom::client::ChatLine& line);
    void lineFound(chatroom::client::Conversation* conversation, chatroom::client::LineId line);
    void lineLost(chatroom::client::Conversation* conversation, const QString& why); // a sentence for people
    void awayChanged(bool isAway);
    // A room could not be entered: why, in words.
    void joinFailed(const QString& room, const QString& why);
    // What waits to be sent and how far one has read cannot be kept beyond this program; a sentence for people, once.
    void notKept(const QString& why);
    void invited(const QString& room, const QString& by);

private:
    struct Private;
    std::unique_ptr<Private> m_d;
};

} // namespace chatroom::client
