// What a conversation holds, for the session and its handlers only.
#pragma once

#include "client/conversation.h"
#include "client/models/linemodel.h"
#include "client/models/peoplemodel.h"
#include "client/reactions.h"
#include "client/readmarks.h"
#include "client/redaction.h"
#include "client/typing.h"
#include "protocol/casefold.h"

#include <chrono>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace chatroom::client {

struct Member final
{
    QString name;     // as shown
    QByteArray modes; // "ov": what they hold here
    bool isAway = false;
    bool isBot = false;
    QString account = {}; // empty: none, or not told
};

// A place in the history of the server.
struct Reference final
{
    QString messageId; // empty: only its time
    QDateTime time;

    [[nodiscard]] bool isValid() const { return time.isValid(); }
    friend bool operator==(const Reference&, const Reference&) = default;
};

// What of a conversation's history is loaded, and where what was missed goes.
//
// The lines are stretches of the history, parted by gaps. The newest stretch goes on live; after a reconnection it has a hole, between
// `latest` and `firstLive`, until the catch-up has filled it page by page.
struct HistoryPart final
{
    Conversation::HistoryState state = Conversation::HistoryState::None;
    QString error;
    bool isBusy = false;       // a request is out, or waits for its turn
    bool isKept = false;       // an answer had lines in it: the server keeps this conversation
    bool isKeptAsked = false;  // whether it does, since this connection
    bool isIdRefused = false;  // it was asked by a msgid once, and did not know it
    bool isStuck = false;      // a page by a time brought nothing new: many lines within one millisecond
    bool isCatchingUp = false; // nothing else is asked meanwhile
    bool isCaughtUp = false;   // what is live joins what is loaded
    Reference newest;          // that came, live or not
    Reference latest;          // nothing is missing up to here
    Reference read;            // how far one had read, as it was kept; until that line is loaded
    LineId firstLive;          // the first line that came after we were back: what was missed goes above it
    LineId cursor;             // of the catch-up: what was missed goes on below it; invalid: above everything
    int caught = 0;            // messages that the catch-up brought
    int tries = 0;             // in vain
    int reached = 0;           // pages that were loaded to reach the read mark
    std::chrono::milliseconds retryAt{0};
    std::optional<ChatLine> wanted; // the last missed line that a person wants to be told of
};

struct Conversation::Private final
{
    Kind kind = Kind::Server;
    QString name, topic, topicSetBy;
    QByteArray target; // the name on the wire
    QByteArray flags;  // the room's modes without a parameter, as far as told
    TypingPart typing;
    ReactionBook reactions;
    std::map<std::pair<QString, QString>, bool> askedReactions; // of ours, by message and emoji, until they come back
    DeletionBook deletions;
    ReadPart read;
    bool isRecounted = false;
    bool isJoined = false, isPersonAway = false, isPersonHere = true, isActive = false;
    int unread = 0, mentions = 0;
    Rank rank = Rank::Person; // ours
    LineId lastRead;
    LineId reading; // where somebody reads; invalid: at the newest, or nobody looks
    std::vector<LineId> unseen; // of ours, since a direct one's person has gone
    HistoryPart history;
    LineModel lines;
    PeopleModel people;
    std::unordered_map<protocol::FoldedName, Member> members, incoming;
    bool isNamesAsked = false, isWhoOurs = false, isModeOurs = false, hasNames = false;
};

struct ConversationWriter final
{
    static Conversation::Private& of(Conversation& conversation) { return *conversation.m_d; }
    static const Conversation::Private& of(const Conversation& conversation) { return *conversation.m_d; }
    static std::unique_ptr<Conversation> make(Conversation::Kind kind, const QString& name)
    {
        auto d = std::make_unique<Conversation::Private>();
        d->kind = kind;
        d->name = name;
        d->target = name.toUtf8();
        return std::unique_ptr<Conversation>(new Conversation(std::move(d), nullptr)); // NOLINT: its constructor is ours alone
    }
};

} // namespace chatroom::client
