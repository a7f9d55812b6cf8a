// Who put which emoji below which message: +draft/react and +draft/unreact with +reply, as TAGMSG. IRCv3 react, reply.
//
// Of what one person does with one emoji the latest counts, by the server's time, in whatever order it comes: live, with a page of
// the history, or before the message itself is loaded. So all who have read the same see the same.
#pragma once

#include "client/chatline.h"

#include <QByteArray>
#include <QHash>

#include <deque>
#include <optional>
#include <vector>

namespace chatroom::client {

struct SessionCore;
struct Incoming;

struct ReactionEvent final
{
    QString messageId; // of what is reacted to
    QString emoji;
    QString person; // as shown
    QByteArray who; // what tells people apart
    QString id;     // its own msgid; empty: none
    QDateTime time;
    bool isOn = true; // else it is taken back
    bool isOwn = false;
};

// What somebody may put below a message, as it is shown; empty: nothing that can be shown. At most 32 characters count.
[[nodiscard]] QString plainEmoji(std::string_view bytes);
// Nothing where the message is no reaction.
[[nodiscard]] std::optional<ReactionEvent> reactionOf(const SessionCore& core, const Incoming& in);

// The reactions of a conversation, those below messages that are not loaded included; of these the latest thousand messages.
class ReactionBook final
{
public:
    // Whether anything changed.
    bool take(const ReactionEvent& event, bool isLoaded);
    // A reaction was deleted by its own msgid: below which message; empty: there is none of that id.
    [[nodiscard]] QString takeBack(const QString& eventId);
    [[nodiscard]] QList<Reaction> of(const QString& messageId) const;
    [[nodiscard]] bool hasOwn(const QString& messageId, const QString& emoji) const;
    void load(const QString& messageId);   // the message is loaded now
    void unload(const QString& messageId); // and no longer is
    void forget(const QString& messageId);

private:
    struct Vote final
    {
        QByteArray who;
        QString person;
        QDateTime time;
        QStringList ids; // of what was heard of that moment
        bool isOn = false, isOwn = false;
    };
    struct Emoji final
    {
        QString emoji;
        QDateTime first;
        std::vector<Vote> votes;
    };
    struct Entry final
    {
        std::vector<Emoji> emojis;
        bool isLoaded = false;
    };
    void bound();

    QHash<QString, Entry> m_entries;
    std::deque<QString> m_unloaded; // in the order in which they came; some may be loaded or forgotten by now
};

} // namespace chatroom::client
