// REDACT: IRCv3 draft/message-redaction.
//
// Who may: whoever said it, those who run the room, and operators of the server in any room. Who said something is known by the
// account; without one, by having had the name ever since. Whether a message is not there, is elsewhere or must not be read by who
// asks is one and the same to them.
#include "protocol/names.h"
#include "server/accounts.h"
#include "server/commands/actions.h"
#include "server/commands/chathistory.h"
#include "server/commands/commands.h"
#include "server/keptentries.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::Capability;
using protocol::FoldedName;
using protocol::Message;
using protocol::Numeric;
using protocol::view;
using storage::Place;
using storage::Readers;

namespace {

// What is asked for, as it is carried along until the store has answered.
struct Request final
{
    QByteArray target; // as given
    QByteArray messageId, reason;

    [[nodiscard]] std::string_view name() const // without the rank of STATUSMSG
    {
        const bool hasStatus = target.size() > 1 && (target.front() == '@' || target.front() == '+');
        return view(target).substr(hasStatus ? 1 : 0);
    }
    [[nodiscard]] bool isForRoom() const { return protocol::isChannelName(name()); }
};

// One that was found.
struct Found final
{
    QByteArray source, account;
    Timestamp time;
    Readers readers = Readers::Everyone;
    Trace trace = Trace::Tombstone;
};

// Where the message was said: in a room, or to somebody. Looked up anew after every wait.
struct Where final
{
    Channel* channel = nullptr;
    Hub::Party person;
    std::optional<Place> place; // where it is kept; nothing: it is not
};

std::optional<Where> find(Hub& hub, const User& user, const Request& request)
{
    Where where;
    if (request.isForRoom()) {
        where.channel = hub.directory.findChannel(FoldedName{request.name()});
        if (where.channel == nullptr || (where.channel->member(user) == nullptr && !user.isOperator))
            return std::nullopt;
        if (hub.archive.isOn())
            where.place = Place::channel(where.channel->folded());
        return where;
    }
    where.person = hub.findPerson(request.name());
    if (where.person.user == nullptr && where.person.account == nullptr)
        return std::nullopt;
    if (hub.archive.isOn())
        where.place = directPlace(hub, user, request.name());
    return where;
}

bool isOwn(const User& user, const Found& found)
{
    if (!found.account.isEmpty())
        return user.account != nullptr && user.account->folded == FoldedName{view(found.account)};
    return found.time >= user.namedAt && protocol::equalsFolded(view(found.source), view(user.mask()));
}

void unknown(Responder& reply, const Request& request)
{
    reply.fail("REDACT", "UNKNOWN_MSGID", {request.target, request.messageId}, "This message does not exist or is too old");
}

// False when the reply has said why not.
bool isAllowed(const Hub& hub, const User& user, const Where& where, const Request& request, const Found& found, Responder& reply)
{
    const bool isOperator = where.channel != nullptr && where.channel->isOperator(user);
    const bool isReader = where.channel == nullptr || user.isOperator || found.readers <= readerOf(*where.channel, user);
    if (!isReader && !isOwn(user, found)) {
        unknown(reply, request);
        return false;
    }
    if (isOperator || (hub.config.history.isRedactingOwnAllowed && isOwn(user, found)))
        return true;
    reply.fail("REDACT", "REDACT_FORBIDDEN", {request.target, request.messageId}, "You are not authorised to delete this message");
    return false;
}

// As it is told to those who could read what is deleted.
void tell(Hub& hub, const Session& by, const Where& where, Readers readers, Outgoing& message)
{
    const User& user = *by.user;
    if (where.channel == nullptr) {
        if (where.person.user != nullptr)
            hub.deliver(*where.person.user, message);
        if (where.person.user != &user)
            hub.deliverToOthers(by, message);
        return;
    }
    if (readers == Readers::Everyone)
        return hub.broadcast(*where.channel, message, &by);
    std::vector<const Session*> to;
    for (const Member& member : where.channel->members()) {
        if (member.user != &user && readers <= readerOf(*where.channel, *member.user))
            to.insert(to.end(), member.user->sessions.begin(), member.user->sessions.end());
    }
    hub.deliver(to, message);
    hub.deliverToOthers(by, message);
}

QByteArray shownTarget(const Where& where, Readers readers)
{
    if (where.channel == nullptr)
        return where.person.user != nullptr ? where.person.user->nickname : where.person.account->name;
    const QByteArray status = readers == Readers::Operators ? "@" : readers == Readers::Voiced ? "+" : "";
    return status + where.channel->name();
}

// Takes it away and says so. What waits to be kept goes out together with its being kept.
void redact(Hub& hub, Session& session, const Where& where, const Request& request, const Found& found, Responder& reply)
{
    User& user = *session.user;
    const QByteArray target = shownTarget(where, found.readers);
    const std::array parameters{view(target), view(request.messageId), view(request.reason)};
    hub.outbox.beginKept();
    Outgoing message = hub.makeMessage(user, "REDACT", std::span{parameters}.first(request.reason.isEmpty() ? 2 : 3), {});
    message.require(Capability::MessageRedaction);
    tell(hub, session, where, found.readers, message);
    if (where.place)
        keepRedaction(hub, *where.place, user, message, target, request.messageId, request.reason, found.readers, found.trace);
    if (where.channel != nullptr) {
        where.channel->entries += where.place ? 1U : 0U;
        where.channel->recent.remove(request.messageId);
    }
    if (UserExtras* extras = user.extras.made())
        extras->recent.remove(request.messageId);
    const QByteArray author = protocol::bytes(protocol::SourceView::parse(view(found.source)).nickname);
    hub.record(EventKind::Redacted, &session,
               {.subject = author, .room = where.channel == nullptr ? QByteArray() : where.channel->name(), .text = request.reason});
    reply.send(std::move(message));
    if (!where.place)
        return;
    reply.finish();
    hub.outbox.endKept({session.id, "REDACT", request.target, reply.label()});
}

void decide(Hub& hub, Session& session, const Where& where, const Request& request, const std::optional<Found>& found, Responder& reply)
{
    if (!found)
        return unknown(reply, request);
    if (isAllowed(hub, *session.user, where, request, *found, reply))
        redact(hub, session, where, request, *found, reply);
}

// Of what is only remembered for a while.
std::optional<Found> remembered(const User& user, const Where& where, const Request& request)
{
    const RecentMessages& recent = where.channel != nullptr ? where.channel->recent : user.extras->recent;
    const RecentMessage* message = recent.find(request.messageId);
    if (message == nullptr)
        return std::nullopt;
    const QByteArray target = shownTarget(where, Readers::Everyone);
    if (where.channel == nullptr && !protocol::equalsFolded(view(message->target), view(target)))
        return std::nullopt;
    const QByteArray source = protocol::joined({view(message->nickname), "!", view(message->username), "@", view(message->host)});
    return Found{source, message->account, message->time, message->readers};
}

std::optional<Found> kept(const storage::Answer& answer)
{
    const auto* entries = std::get_if<storage::Entries>(&answer);
    if (entries == nullptr || entries->empty())
        return std::nullopt;
    const storage::Entry& entry = entries->front();
    const bool isMessage = storage::isSpoken(entry.verb) || entry.verb == storage::Verb::Tagmsg;
    const Trace trace = storage::isSpoken(entry.verb) ? Trace::Tombstone : Trace::Nothing;
    return isMessage ? std::optional{Found{entry.source, entry.account, entry.time, entry.readers, trace}} : std::nullopt;
}

void invalidTarget(Responder& reply, const Request& request)
{
    reply.fail("REDACT", "INVALID_TARGET", {request.target}, "You cannot delete messages from there");
}

void answered(Hub& hub, Session& session, const Request& request, const QByteArray& label, const storage::Answer& answer)
{
    Responder reply{hub, session, label};
    if (const auto* error = std::get_if<storage::StoreError>(&answer))
        return refuseUnkept(reply, *error, "REDACT", request.target);
    if (hub.archive.trouble())
        return refuseUnkept(reply, *hub.archive.trouble(), "REDACT", request.target);
    const std::optional<Where> where = find(hub, *session.user, request); // anybody may have left meanwhile
    if (!where || !where->place)
        return invalidTarget(reply, request);
    decide(hub, session, *where, request, kept(answer), reply);
}

void redact(CommandContext& context)
{
    // "a client MUST negotiate the draft/message-redaction capability"
    if (!context.session.has(Capability::MessageRedaction)) {
        context.reply.error(Numeric::ErrUnknownCommand, {"REDACT"});
        return;
    }
    Hub& hub = context.hub;
    const Request request{context.parameter(0), context.parameter(1), cut(context.message.parameter(2), hub.config.limits.kickLength)};
    const std::optional<Where> where = find(hub, context.user(), request);
    if (!where)
        return invalidTarget(context.reply, request);
    if (!where->place)
        return decide(hub, context.session, *where, request, remembered(context.user(), *where, request), context.reply);
    if (hub.archive.trouble())
        return refuseUnkept(context.reply, *hub.archive.trouble(), "REDACT", request.target);
    const auto then = [request, label = context.reply.label()](Hub& later, Session& session, const storage::Answer& answer) {
        answered(later, session, request, label, answer);
    };
    if (!hub.archive.ask(context.session, storage::EntryQuery{*where->place, request.messageId}, then))
        return refuseUnkept(context.reply, {storage::StoreError::Kind::Unavailable, {}, false}, "REDACT", request.target);
    context.reply.defer();
}

} // namespace

const CommandSpec kRedact{"REDACT", 2, Access::People, "REDACT name|#room msgid [:reason]: deletes a message", redact};

} // namespace chatroom::server::commands
