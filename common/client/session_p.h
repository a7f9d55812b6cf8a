// The state of a session, which the handlers of the server's messages work on.
#pragma once

#include "client/accounts.h"
#include "client/batches.h"
#include "client/conversation_p.h"
#include "client/history.h"
#include "client/memory.h"
#include "client/models/conversationlistmodel.h"
#include "client/models/roomdirectorymodel.h"
#include "client/outbox.h"
#include "client/readmarks.h"
#include "client/presence.h"
#include "client/profiles.h"
#include "client/search.h"
#include "client/session.h"
#include "client/typing.h"
#include "client/signin.h"
#include "protocol/capability.h"
#include "protocol/message.h"

#include <QPointer>
#include <QTimer>

#include <chrono>
#include <map>
#include <set>

namespace chatroom::client {

// One message of the server, with what nearly every handler asks of it.
struct Incoming final
{
    const protocol::MessageView& message;
    protocol::SourceView source;
    QString author;
    QDateTime time;
    QByteArray label;
    QString messageId;
    bool isOwn = false;
};

// What was asked with such a label is nobody's to read of when it is refused: that one types, that one has read.
[[nodiscard]] inline QByteArray quietLabel(std::uint64_t number)
{
    return '~' + QByteArray::number(number, 36);
}
[[nodiscard]] inline bool isQuiet(const QByteArray& label)
{
    return label.startsWith('~');
}

struct WantedRoom final
{
    QString name, key;
};

struct SessionCore
{
    SessionCore(Session& owner, const Clock& time, network::TrustStore& trust, storage::ClientStore* store);

    // session.cpp
    void connectNow();
    void setState(Session::State next);
    void lost(const network::Failure& told);
    void giveUp(const network::Failure& failure); // Offline, and says why
    void scheduleRetry();
    void forgetServer();
    void becomeOnline();
    void openRooms(); // catches up in those that we are in
    void handleLine(const QByteArray& line);
    void handle(const protocol::MessageView& message);
    [[nodiscard]] Incoming incoming(const protocol::MessageView& message) const;
    void collected(const Batch& batch); // of the history or of a search; a message of several lines
    void remembered();                  // the store has told what it kept, or cannot
    void keepAlive();
    bool write(std::initializer_list<QByteArray> words); // the first is the verb
    bool writeMessage(const protocol::Message& message);
    void wantRoom(const QString& name, const QString& key);
    void forgetRoom(const QByteArray& name);

    // handlers/registration.cpp
    void endCapabilities(); // when nothing is in the way any longer
    void signInEnded();

    // sessionmessages.cpp
    [[nodiscard]] bool isTagAllowed(std::string_view tag) const;          // a client-only one, without its "+"
    void setReply(protocol::Message& message, const QByteArray& replyTo); // nothing where it is empty
    bool writeQuietly(protocol::Message message);                         // a refusal of it is nobody's to read
    void dress(Conversation& where, ChatLine& line);                      // with what is known of it from before it came
    void react(Conversation& where, const ReactionEvent& event);
    void showReactions(Conversation& where, const QString& messageId);
    void noteRead(Conversation& where); // all of it was read

    // sessionrooms.cpp
    [[nodiscard]] protocol::FoldedName fold(std::string_view name) const;
    [[nodiscard]] bool isRoomName(std::string_view name) const;
    [[nodiscard]] Conversation* find(std::string_view name) const;
    Conversation& ensure(Conversation::Kind kind, std::string_view name);
    void remove(Conversation& conversation);
    void renameDirect(const QByteArray& from, const QByteArray& to);
    void renameRoom(const QByteArray& from, const QByteArray& to);
    LineId say(Conversation& where, ChatLine line);
    void inform(Conversation& where, const QString& text, LineKind kind = LineKind::Info);
    [[nodiscard]] Conversation& askedIn();
    void putMember(Conversation& room, const Member& member);
    void noteSpeaker(Conversation& room, const Incoming& in); // what the tags of a message tell of its author
    void dropMember(Conversation& room, std::string_view name);
    [[nodiscard]] Person personOf(const Member& member) const;
    void refreshPerson(std::string_view name);                          // in every room, from what is known of them
    void noteAccount(std::string_view name, const QByteArray& account); // empty: none
    void leaveRoom(Conversation& room);

    Session& self;
    const Clock& clock;
    network::Connection connection;
    network::ServerAddress address;
    QString goodbye; // the server's word before it closed the connection; empty: none since we were online
    QString lostReason;
    Identity identity;
    std::vector<WantedRoom> rooms;
    Session::State state = Session::State::Offline;
    QByteArray nickname, ownUser, ownHost;
    protocol::Isupport isupport;
    protocol::CapabilitySet offered, enabled;
    std::map<protocol::Capability, QByteArray> capabilityValues; // of what is offered, as CAP LS 302 has them
    int capabilityAnswers = 0;                                   // that are still to come, where each was asked for by itself
    int listed = 0;                                              // entries of a list that is being told
    bool wasOnline = false, isRegistered = false, isAskingName = false, isAway = false, isRegaining = false;
    int nameAttempt = 0, tries = 0;
    std::uint64_t lastLine = 0, lastLabel = 0;
    ConversationListModel list;
    RoomDirectoryModel directory;
    std::unique_ptr<Conversation> server;
    std::map<protocol::FoldedName, std::unique_ptr<Conversation>> conversations;
    QPointer<Conversation> active, asked;
    QByteArray askedRoom;                   // of the last /join, until we are in it
    std::set<protocol::FoldedName> parting; // rooms that this device of ours leaves
    bool isForgetful = false;               // lines that are far from what is read may go
    bool isNegotiated = false;              // CAP END was said, or there is nothing to negotiate
    bool isNameReserved = false;            // the refusal that comes next is for that
    bool isNameHeld = false;                // it was refused, and may be ours when we have signed in
    QString awayMessage;                    // empty: here
    QDateTime serverTime;                   // the latest that the server told; invalid: it tells none
    Batches batches;
    Memory memory;
    HistoryKeeper history;
    Outbox outbox;
    Searcher searcher;
    ReadMarks readMarks;
    Typing typing;
    SignIn signIn;
    Accounts accounts;
    Profiles profiles;
    Presence presence;
    std::chrono::milliseconds heard{0}, retryAt{0};
    bool isPinged = false;
    QTimer retryTimer, aliveTimer, onlineTimer;
};

struct Session::Private final : SessionCore
{
    using SessionCore::SessionCore;
};

} // namespace chatroom::client
