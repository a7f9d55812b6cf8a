// One person on one server: handshake, reconnection, labelled sends, rooms and conversations. It needs nothing that only our
// server has: every capability that is missing makes it plainer, never broken.
//
// One thread, a GUI or main thread; nothing blocks. Conversations live as long as the Session and are handed out by
// reference; `conversationRemoved` comes before one goes.
#pragma once

#include "base/clock.h"
#include "client/conversation.h"
#include "client/profile.h"
#include "network/connection.h"
#include "protocol/isupport.h"
#include "protocol/multiline.h"

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
    // Whose the name is. With a password alone the account is called as the nickname; with neither, and no key, nobody signs in.
    QString account = {};
    QString accountPassword = {};
    bool useKey = false; // sign in by setOwnKey()
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
    // What a server can have or lack. A window hides what it lacks.
    enum class Feature : std::uint8_t {
        Replies,
        Reactions,
        Deletion,
        Typing,
        Multiline,
        ReadMarks,
        Registration,
        SignIn,
        Profiles,
        RoomRenaming,
    };
    Q_ENUM(Feature)
    enum class AccountState : std::uint8_t {
        None,
        SigningIn,
        SignedIn,
        Failed, // not let in; signInNeeded said why. It is not tried again before signIn() or open()
    };
    Q_ENUM(AccountState)

    // `clock`, `trust` and `store` outlive this. Without a store what waits to be sent, and how far one has read, is forgotten when
    // the program ends.
    Session(const Clock& clock, network::TrustStore& trust, storage::ClientStore* store = nullptr, QObject* parent = nullptr);
    ~Session() override;

    // Connects, and again with back-off (1, 2, 4 ... 60 s, with jitter) whenever the connection is lost, until leave().
    // `rooms` are entered once online: "#lobby" for our own server is asked for by the caller.
    void open(const network::ServerAddress& address, const Identity& identity, const QStringList& rooms);
    // What we prove by that we are who we are where Identity::useKey says so, from the next open() on: a certificate and its key,
    // PEM, as network::ownIdentity() makes them. Shown on every encrypted connection.
    void setOwnKey(const QString& certificateFile, const QString& keyFile);
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
    [[nodiscard]] bool can(Feature feature) const; // known once online
    // What one message may have, where it can have several lines (Feature::Multiline).
    [[nodiscard]] protocol::MultilineLimits multilineLimits() const;

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

    // Says `text` there: a line at once. Several lines, or one that is too long, are one message where the server can
    // (Feature::Multiline), else several. While offline it waits and goes out once, in order, when online again; with a store
    // also after the program was started again. `replyTo` is the msgid of what it answers.
    void send(Conversation& conversation, const QString& text, const QString& replyTo = {});
    // Tries a failed line again.
    void resend(Conversation& conversation, LineId line);
    // What a person typed: a command when it begins with one "/", else send(). Unknown commands and wrong use are answered
    // by an Error line in that conversation.
    void submit(Conversation& conversation, const QString& typed);

    // Puts an emoji below a message, or takes our own away again. Nothing where the message has no msgid.
    void react(Conversation& conversation, LineId line, const QString& emoji);
    // Our own messages; of others in a room that we are in charge of.
    [[nodiscard]] bool canDelete(const Conversation& conversation, LineId line) const;
    void deleteMessage(Conversation& conversation, LineId line, const QString& reason = {});
    // At each change of what a person writes there: others see it (Conversation::typing). Empty: it was sent or given up. May be
    // called for each key.
    void noteTyping(Conversation& conversation, const QString& draft);

    void join(const QString& room, const QString& key = {});
    void part(Conversation& room, const QString& reason = {});
    void setTopic(Conversation& room, const QString& topic);
    void renameRoom(Conversation& room, const QString& name, const QString& reason = {});
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

    // Accounts: a name that nobody else can take. A server that has none: can(Feature::SignIn) and can(Feature::Registration) say so.
    [[nodiscard]] AccountState accountState() const;
    [[nodiscard]] QString account() const; // the one we are signed in as; empty: none
    // After a refusal (signInNeeded), or later: signs in now where there is a connection, and again after each reconnection.
    void signIn(const QString& account, const QString& password);
    // Keeps the name in use for us: answered by accountRegistered or accountFailed. One such request at a time.
    void registerAccount(const QString& password);
    // The same without a password that anybody has to remember: by setOwnKey(), on an encrypted connection.
    void registerWithKey();
    void changePassword(const QString& old, const QString& next); // passwordChanged or accountFailed
    void deleteAccount(const QString& password);                  // accountDeleted or accountFailed; empty: signed in by key

    // What people tell of themselves; empty where they or the server tell nothing.
    [[nodiscard]] Profile profile(const QString& nickname) const;
    // Ours. Kept with the account, or until we leave. profileChanged(nickname()) when the server has it; profileFailed.
    void setProfile(const Profile& profile);

    // The conversation a person looks at: its lines count as read, and mentions in it do not notify. Null: none.
    void setActive(Conversation* conversation);
    // Of a long conversation only what surrounds what is read (Conversation::setReading) and the newest lines stay loaded; the rest is
    // loaded again when it is asked for. For who scrolls, not for who writes down all that comes.
    void setForgetful(bool isForgetful);

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
    void accountChanged(); // accountState() or account()
    // Not signed in: the password is another one, or the name that we want belongs to this account. A sentence for people; answer
    // with signIn(), or setNickname() where the name was refused.
    void signInNeeded(const QString& account, const QString& why);
    void accountRegistered(const QString& account);
    void passwordChanged();
    void accountDeleted();
    void accountFailed(const QString& why); // a sentence for people
    void profileChanged(const QString& nickname);
    void profileFailed(const QString& why); // a sentence for people

private:
    struct Private;
    std::unique_ptr<Private> m_d;
};

} // namespace chatroom::client
