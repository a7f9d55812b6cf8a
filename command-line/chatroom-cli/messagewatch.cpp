#include "messagewatch.h"

#include "client/models/linemodel.h"
#include "client/session.h"
#include "terminaltext.h"

#include <QCoreApplication>
#include <QJsonObject>

#include <algorithm>

namespace chatroom::cli {

using namespace Qt::Literals::StringLiterals;
using client::ChatLine;
using client::LineModel;
using client::Reaction;
using Kind = MessageEvent::Kind;

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("chatroom-cli", text);
}

// Whoever is in `all` and not in `others`, emoji by emoji.
template <typename Tell>
void forEachMissing(const QList<Reaction>& all, const QList<Reaction>& others, Tell&& tell)
{
    for (const Reaction& each : all) {
        const auto other = std::ranges::find(others, each.emoji, &Reaction::emoji);
        for (const QString& who : each.people) {
            if (other == others.end() || !other->people.contains(who))
                tell(each.emoji, who, each.isOwn);
        }
    }
}

// `when`: the message that was deleted was said; what it said is not repeated.
QString deletion(const MessageEvent& event, const QString& who, const QString& when)
{
    const bool isOfThem = event.who == event.line.author;
    const QString why = event.reason.isEmpty() ? QString() : u": "_s + sanitized(event.reason);
    const QString what =
        isOfThem ? tr("%1 deleted a message").arg(who) : tr("%1 deleted a message of %2").arg(who, sanitized(event.line.author));
    return what + u" (%1)"_s.arg(when) + why;
}

QString reaction(const MessageEvent& event, const QString& who)
{
    const bool isOfThem = event.who == event.line.author;
    const QString whose = event.line.isOwn && event.isOwn ? tr("your own message")
                          : event.line.isOwn              ? tr("your message")
                          : isOfThem                      ? tr("their own message")
                                                          : tr("the message of %1").arg(sanitized(event.line.author));
    const QString sentence = event.kind == Kind::Reacted ? tr("%1 reacted with %2 to %3: %4") : tr("%1 took back %2 from %3: %4");
    return sentence.arg(who, sanitized(event.emoji), whose, excerpt(event.line.text));
}

} // namespace

MessageWatch::MessageWatch(client::Session& session, client::Conversation& conversation, QObject* parent)
    : QObject(parent), m_session(session), m_conversation(conversation)
{
    LineModel& lines = conversation.lines();
    connect(&lines, &LineModel::dataChanged, this, [this](const QModelIndex& first, const QModelIndex& last) {
        for (int row = first.row(); row <= last.row(); ++row) {
            const ChatLine now = m_conversation.lines().line(row);
            const auto known = m_known.find(now.id);
            if (known != m_known.end())
                compare(std::exchange(known->second, now), now);
        }
    });
    connect(&lines, &LineModel::rowsAboutToBeRemoved, this, [this](const QModelIndex&, int first, int last) {
        for (int row = first; row <= last; ++row)
            m_known.erase(m_conversation.lines().line(row).id);
    });
}

void MessageWatch::remember(const ChatLine& line)
{
    if (!line.messageId.isEmpty())
        m_known.insert_or_assign(line.id, line);
}

void MessageWatch::compare(const ChatLine& before, const ChatLine& now)
{
    const QString self = m_session.nickname();
    if (now.isDeleted && !before.isDeleted)
        return Q_EMIT happened({Kind::Deleted, now.deletedBy, now.deletedBy == self, {}, now.detail, before});
    const auto tell = [&](Kind kind) {
        return [this, &self, &before, kind](const QString& emoji, const QString& who, bool hasOwn) {
            Q_EMIT happened({kind, who, hasOwn && who == self, emoji, {}, before});
        };
    };
    forEachMissing(now.reactions, before.reactions, tell(Kind::Reacted));
    forEachMissing(before.reactions, now.reactions, tell(Kind::TookBack));
    if (now.isUnseen && !before.isUnseen)
        Q_EMIT happened({Kind::Unseen, m_conversation.name(), false, {}, {}, before});
}

QString eventSentence(const MessageEvent& event)
{
    const QString who = event.isOwn ? tr("You") : sanitized(event.who);
    switch (event.kind) {
    case Kind::Reacted:
    case Kind::TookBack: return reaction(event, who);
    case Kind::Deleted: return deletion(event, who, event.line.time.toLocalTime().toString(u"HH:mm"_s));
    case Kind::Unseen: return tr("sent, but %1 is not there yet: %2").arg(who, excerpt(event.line.text));
    }
    return {};
}

QString plainEvent(const MessageEvent& event, const QString& room, const QDateTime& now)
{
    MessageEvent told = event;
    told.isOwn = told.line.isOwn = false; // a script has no "you"
    const QString what =
        event.kind == Kind::Deleted ? deletion(told, sanitized(event.who), event.line.messageId) : reaction(told, sanitized(event.who));
    return now.toUTC().toString(Qt::ISODateWithMs) + u' ' + sanitized(room) + u" -- "_s + what;
}

QByteArray jsonEvent(const MessageEvent& event, const QString& room, const QDateTime& now)
{
    QJsonObject object{{u"time"_s, now.toUTC().toString(Qt::ISODateWithMs)},
                       {u"room"_s, room},
                       {u"who"_s, event.who},
                       {u"kind"_s, event.kind == Kind::Deleted ? u"deletion"_s : u"reaction"_s},
                       {u"to"_s, event.line.messageId}};
    if (event.kind != Kind::Deleted) {
        object.insert(u"emoji"_s, event.emoji);
        object.insert(u"removed"_s, event.kind == Kind::TookBack);
    }
    if (!event.reason.isEmpty())
        object.insert(u"detail"_s, event.reason);
    return jsonBytes(object);
}

} // namespace chatroom::cli
