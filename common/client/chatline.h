// One line of a conversation as people see it. The only place where bytes become QString.
#pragma once

#include "base/ids.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <cstdint>

namespace chatroom::client {

using LineId = Id<struct LineTag>; // within one Session

enum class LineKind : std::uint8_t {
    Message, // somebody says something
    Action,  // "/me waves"
    Notice,
    Join,
    Part,
    Quit,
    Kick,
    Rename,
    Topic,
    Mode,
    Away,  // what happened; grey, folded by the view
    Info,  // from the server or from us: replies to commands, MOTD
    Error, // what went wrong, said where the person looks
    Gap,   // messages that are not loaded stand here; no author, no text. It parts two stretches
};

enum class DeliveryState : std::uint8_t {
    Received, // from somebody else
    Waiting,  // ours, not written: there is no connection, or nobody knows yet what became of those before it
    Pending,  // ours, on its way; the server has not confirmed it
    Sent,     // ours, confirmed by its echo (or by a server that has no echo)
    Failed,   // ours, refused; `detail` says why
};

// One emoji below a message and who put it there, the first of them first.
struct Reaction final
{
    QString emoji;
    QStringList people;
    bool isOwn = false; // we are one of them
    friend bool operator==(const Reaction&, const Reaction&) = default;
};

struct ChatLine final
{
    LineId id;
    std::int64_t place = 0; // ascends among the lines of a conversation; given by its LineModel: compare lines by it, not by id
    LineKind kind = LineKind::Message;
    DeliveryState state = DeliveryState::Received;
    QDateTime time;            // UTC; the server's where it tells it
    QString author;            // nickname; of what happened: whom it happened to
    QString text;              // plain text, formatting codes stripped; one line or several
    QString detail;            // why: a reason, the new name, by whom; or why it failed
    QString messageId;         // msgid; empty: none
    QString account;           // of the author; empty: not told, or none
    QString replyTo;           // the msgid of what it answers; empty: nothing. LineModel::rowOfMessage finds it where it is loaded
    QList<Reaction> reactions; // in the order in which each emoji came first
    QString deletedBy;         // isDeleted: by whom
    bool isOwn = false;
    bool isMention = false; // names us
    bool isBot = false;
    bool isDeleted = false; // it stays in its place; `text` is empty, `detail` says why
    bool isUnseen = false;  // a direct one of ours, said while they were not here
};

} // namespace chatroom::client
