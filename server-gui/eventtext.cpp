#include "eventtext.h"

#include "lobby.h"
#include "text.h"

namespace chatroom::servergui {

using server::EventKind;
using server::ServerEvent;

namespace {

QString shown(const QByteArray& bytes)
{
    return Text::isolated(Text::fromOthers(bytes));
}

// "Left #lobby", or with the reason that was given.
QString withReason(const QString& fact, const QByteArray& reason)
{
    return reason.isEmpty() ? fact : EventText::tr("%1: %2").arg(fact, shown(reason));
}

} // namespace

EventGroup EventText::group(EventKind kind)
{
    switch (kind) {
    case EventKind::Listening:
    case EventKind::Stopped:
    case EventKind::Opened:
    case EventKind::Registered:
    case EventKind::Renamed:
    case EventKind::Closed:
    case EventKind::SignedIn:
    case EventKind::SignedOut:
    case EventKind::SignInFailed:
    case EventKind::Refused: return EventGroup::Connections;
    case EventKind::Joined:
    case EventKind::Parted:
    case EventKind::TopicSet:
    case EventKind::RoomRenamed:
    case EventKind::ModeSet: return EventGroup::Rooms;
    case EventKind::Message:
    case EventKind::Notice:
    case EventKind::DirectMessage:
    case EventKind::Announced: return EventGroup::Messages;
    case EventKind::Kicked:
    case EventKind::RoomDeleted:
    case EventKind::Redacted:
    case EventKind::AccountRegistered:
    case EventKind::AccountDeleted:
    case EventKind::PasswordReset:
    case EventKind::Operator:
    case EventKind::Killed:
    case EventKind::Warning: return EventGroup::Management;
    }
    Q_UNREACHABLE();
}

QString EventText::kind(EventKind kind)
{
    switch (kind) {
    case EventKind::Listening: return tr("Open");
    case EventKind::Stopped: return tr("Stopped");
    case EventKind::Opened: return tr("Connected");
    case EventKind::Registered: return tr("Came in");
    case EventKind::Renamed: return tr("New name");
    case EventKind::Closed: return tr("Gone");
    case EventKind::Joined: return tr("Joined");
    case EventKind::Parted: return tr("Left");
    case EventKind::Kicked: return tr("Kicked");
    case EventKind::TopicSet: return tr("Topic");
    case EventKind::ModeSet: return tr("Rules");
    case EventKind::Message: return tr("Message");
    case EventKind::Notice: return tr("Notice");
    case EventKind::DirectMessage: return tr("Direct");
    case EventKind::RoomDeleted: return tr("Deleted");
    case EventKind::RoomRenamed: return tr("Room renamed");
    case EventKind::Redacted: return tr("Message deleted");
    case EventKind::SignedIn: return tr("Signed in");
    case EventKind::SignedOut: return tr("Signed out");
    case EventKind::SignInFailed: return tr("Not signed in");
    case EventKind::AccountRegistered: return tr("Name kept");
    case EventKind::AccountDeleted: return tr("Name given up");
    case EventKind::PasswordReset: return tr("New password");
    case EventKind::Operator: return tr("In charge");
    case EventKind::Killed: return tr("Thrown out");
    case EventKind::Announced: return tr("Announced");
    case EventKind::Refused: return tr("Refused");
    case EventKind::Warning: return tr("Warning");
    }
    Q_UNREACHABLE();
}

EventWords EventText::words(const ServerEvent& event)
{
    EventWords words;
    words.kind = kind(event.kind);
    words.who = Text::fromOthers(event.who.isEmpty() ? event.address : event.who);
    if (words.who.isEmpty())
        words.who = tr("this server");
    words.what = what(event);
    // A direct message is between two people: whatever an event of it holds, its text is not ours to show.
    if (event.kind == EventKind::Message || event.kind == EventKind::Notice)
        words.said = Text::fromOthers(event.text);
    return words;
}

QString EventText::what(const ServerEvent& event)
{
    switch (event.kind) {
    case EventKind::Listening:
        return event.subject == "tls" ? tr("Can be reached at %1, encrypted").arg(shown(event.text))
                                      : tr("Can be reached at %1").arg(shown(event.text));
    case EventKind::Stopped: return withReason(tr("The chatroom stopped"), event.text);
    case EventKind::Opened: return tr("Connected from %1").arg(shown(event.address));
    case EventKind::Registered: return tr("Came in from %1").arg(shown(event.address));
    case EventKind::Renamed: return tr("Is now %1").arg(shown(event.subject));
    case EventKind::Closed: return withReason(tr("Connection closed"), event.text);
    case EventKind::Joined: return tr("Joined %1").arg(shown(event.room));
    case EventKind::Parted: return withReason(tr("Left %1").arg(shown(event.room)), event.text);
    case EventKind::Kicked: return withReason(tr("Removed %1 from %2").arg(shown(event.subject), shown(event.room)), event.text);
    case EventKind::TopicSet:
        return event.text.isEmpty() ? tr("Took the topic of %1 away").arg(shown(event.room))
                                    : tr("Topic of %1: %2").arg(shown(event.room), shown(event.text));
    case EventKind::ModeSet: return tr("Rules of %1: %2").arg(shown(event.room), shown(event.text));
    case EventKind::Message:
    case EventKind::Notice: return Text::fromOthers(event.room);
    case EventKind::DirectMessage: return tr("To %1").arg(shown(event.subject));
    case EventKind::RoomDeleted:
        return withReason(
            (isLobby(event.room) ? tr("The history of %1 was deleted") : tr("%1 was deleted with its history")).arg(shown(event.room)),
            event.text);
    case EventKind::RoomRenamed: return tr("Renamed %1 to %2").arg(shown(event.room), shown(event.subject));
    case EventKind::Redacted:
        return withReason(event.room.isEmpty() ? tr("Deleted a direct message of %1").arg(shown(event.subject))
                                               : tr("Deleted a message of %1 in %2").arg(shown(event.subject), shown(event.room)),
                          event.text);
    case EventKind::SignedIn: return tr("Signed in as %1").arg(shown(event.subject));
    case EventKind::SignedOut: return tr("Signed out of %1").arg(shown(event.subject));
    case EventKind::SignInFailed: return withReason(tr("Could not sign in as %1").arg(shown(event.subject)), event.text);
    case EventKind::AccountRegistered: return tr("Keeps the name %1 from now on").arg(shown(event.subject));
    case EventKind::AccountDeleted: return tr("The name %1 is free again; its account was deleted").arg(shown(event.subject));
    case EventKind::PasswordReset: return tr("The password of %1 was replaced").arg(shown(event.subject));
    case EventKind::Operator: return tr("Is in charge of the chatroom now");
    case EventKind::Killed: return withReason(tr("Disconnected %1").arg(shown(event.subject)), event.text);
    case EventKind::Announced: return Text::fromOthers(event.text);
    case EventKind::Refused: return withReason(tr("Not let in"), event.text);
    case EventKind::Warning: return Text::fromOthers(event.text);
    }
    Q_UNREACHABLE();
}

} // namespace chatroom::servergui
