// The state of a session, which the handlers of the server's messages work on.
#pragma once

#include "client/batches.h"
#include "client/conversation_p.h"
#include "client/history.h"
#include "client/memory.h"
#include "client/models/conversationlistmodel.h"
#include "client/models/roomdirectorymodel.h"
#include "client/outbox.h"
#include "client/search.h"
#include "client/session.h"
#include "protocol/capability.h"
#include "protocol/message.h"

#include <QPointer>
#include <QTimer>

#include <chrono>
#include <map>

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
    void handleLine(const QByteArray& line);
    [[nodiscard]] Incoming incoming(const protocol::MessageView& message) const;
    void collected(const Batch& batch); // of the history or of a search
    void remembered();                  // the store has told what it kept, or cannot
    void keepAlive();
    bool write(std::initializer_list<QByteArray> words); // the first is the verb
    bool writeMessage(const protocol::Message& message);
    void wantRoom(const QString& name, const QString& key);
    void forgetRoom(const QByteArray& name);

    // sessionrooms.cpp
    [[nodiscard]] protocol::FoldedName fold(std::string_view name) const;
    [[nodiscard]] bool isRoomName(std::string_view name) const;
    [[nodiscard]] Conversation* find(std::string_view name) const;
    Conversation& ensure(Conversation::Kind kind, std::string_view name);
    void remove(Conversation& conversation);
    void renameDirect(const QByteArray& from, const QByteArray& to);
    LineId say(Conversation& where, ChatLine line);
    void inform(Conversation& where, const QString& text, LineKind kind = LineKind::Info);
    [[nodiscard]] Conversation& askedIn();
    void putMember(Conversation& room, std::string_view name, const QByteArray& modes, bool isGone);
    void dropMember(Conversation& room, std::string_view name);
    [[nodiscard]] Person personOf(const Member& member) const;
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
    int capabilityAnswers = 0; // that are still to come, where each was asked for by itself
    int listed = 0;            // entries of a list that is being told
    bool wasOnline = false, isRegistered = false, isAskingName = false, isAway = false, isRegaining = false;
    int nameAttempt = 0, tries = 0;
    std::uint64_t lastLine = 0, lastLabel = 0;
    ConversationListModel list;
    RoomDirectoryModel directory;
    std::unique_ptr<Conversation> server;
    std::map<protocol::FoldedName, std::unique_ptr<Conversation>> conversations;
    QPointer<Conversation> active, asked;
    QByteArray askedRoom; // of the last /join, until we are in it
    QDateTime serverTime; // the latest that the server told; invalid: it tells none
    Batches batches;
    Memory memory;
    HistoryKeeper history;
    Outbox outbox;
    Searcher searcher;
    std::chrono::milliseconds heard{0}, retryAt{0};
    bool isPinged = false;
    QTimer retryTimer, aliveTimer, onlineTimer;
};

struct Session::Private final : SessionCore
{
    using SessionCore::SessionCore;
};

} // namespace chatroom::client
