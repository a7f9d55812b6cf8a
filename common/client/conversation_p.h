// What a conversation holds, for the session and its handlers only.
#pragma once

#include "client/conversation.h"
#include "client/models/linemodel.h"
#include "client/models/peoplemodel.h"
#include "protocol/casefold.h"

#include <unordered_map>

namespace chatroom::client {

struct Member final
{
    QString name;     // as shown
    QByteArray modes; // "ov": what they hold here
    bool isAway = false;
};

// What of a conversation's history is loaded, and where what was missed goes.
struct HistoryPart final
{
    Conversation::HistoryState state = Conversation::HistoryState::None;
    QString error;
};

struct Conversation::Private final
{
    Kind kind = Kind::Server;
    QString name, topic, topicSetBy;
    QByteArray target; // the name on the wire
    QByteArray flags;  // the room's modes without a parameter, as far as told
    bool isJoined = false, isPersonAway = false, isActive = false;
    int unread = 0, mentions = 0;
    Rank rank = Rank::Person; // ours
    LineId lastRead;
    HistoryPart history;
    LineModel lines;
    PeopleModel people;
    std::unordered_map<protocol::FoldedName, Member> members, incoming;
    bool isNamesAsked = false, isWhoOurs = false, isModeOurs = false, hasNames = false;
};

struct ConversationWriter final
{
    static Conversation::Private& of(Conversation& conversation) { return *conversation.m_d; }
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
