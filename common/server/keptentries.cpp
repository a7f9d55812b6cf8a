#include "server/keptentries.h"

#include "protocol/multiline.h"
#include "protocol/parser.h"
#include "protocol/serializer.h"
#include "protocol/timestamp.h"
#include "server/keptrooms.h"

namespace chatroom::server {

using protocol::Capability;
using protocol::Message;
using protocol::view;
using storage::Entry;
using storage::Verb;

namespace {

std::string_view verbName(Verb verb)
{
    switch (verb) {
    case Verb::Privmsg: return "PRIVMSG";
    case Verb::Notice: return "NOTICE";
    case Verb::Tagmsg: return "TAGMSG";
    case Verb::Join: return "JOIN";
    case Verb::Part: return "PART";
    case Verb::Quit: return "QUIT";
    case Verb::Kick: return "KICK";
    case Verb::Nick: return "NICK";
    case Verb::Mode: return "MODE";
    case Verb::Topic: return "TOPIC";
    case Verb::Redact: return "REDACT";
    }
    Q_UNREACHABLE();
}

// Whether there is a client-only tag besides the one that tells that somebody types (IRCv3 typing).
bool saysMoreThanTyping(const QByteArray& clientTags)
{
    bool says = false;
    protocol::TagsView{view(clientTags)}.forEach([&says](std::string_view key, std::string_view) { says = says || key != "+typing"; });
    return says;
}

bool isWorthKeeping(Verb verb, const Outgoing& message)
{
    return verb != Verb::Tagmsg || saysMoreThanTyping(message.tagging().clientTags);
}

Entry entryOf(storage::Place place, Verb verb, const User* from, const QByteArray& serverName, const Outgoing& message)
{
    const Tagging& tagging = message.tagging();
    Entry entry;
    entry.place = std::move(place);
    entry.verb = verb;
    entry.messageId = tagging.messageId;
    entry.time = tagging.at;
    entry.source = from == nullptr ? serverName : from->mask();
    entry.account = tagging.account;
    entry.tags = tagging.clientTags;
    entry.isFromBot = tagging.isFromBot;
    return entry;
}

// "bob :that is enough" as parameters.
std::vector<QByteArray> parametersOf(const QByteArray& text)
{
    std::vector<QByteArray> parameters;
    const QByteArray line = "X " + text;
    if (const auto parsed = protocol::parse(view(line)); parsed && !text.isEmpty()) {
        for (std::size_t i = 0; i < parsed->parameterCount(); ++i)
            parameters.push_back(protocol::bytes(parsed->parameter(i)));
    }
    return parameters;
}

// As all parameters behind the target are kept.
QByteArray wireOf(std::vector<QByteArray> parameters)
{
    Message wire{"X", {}};
    wire.parameters = std::move(parameters);
    return protocol::serializeUntagged(wire).mid(2).chopped(2); // without "X " and CR LF
}

Message messageOf(const Entry& entry)
{
    Message body;
    body.source = entry.source;
    body.command = protocol::bytes(verbName(entry.verb));
    if (!entry.target.isEmpty())
        body.parameters.push_back(entry.target);
    if (storage::isSpoken(entry.verb)) {
        body.parameters.push_back(entry.text);
        return body;
    }
    for (QByteArray& parameter : parametersOf(entry.text))
        body.parameters.push_back(std::move(parameter));
    return body;
}

} // namespace

void keepSpoken(Hub& hub, Channel& channel, Verb verb, const User& from, const Outgoing& message, const QByteArray& target,
                const QByteArray& text, storage::Readers readers)
{
    if (!hub.archive.isOn() || !isWorthKeeping(verb, message))
        return;
    keepRoom(hub, channel);
    Entry entry = entryOf(storage::Place::channel(channel.folded()), verb, &from, hub.serverName(), message);
    entry.target = target;
    entry.text = text;
    entry.readers = readers;
    ++channel.entries;
    channel.spokenAt = hub.clock.monotonic();
    hub.archive.keep(std::move(entry));
}

void keepDirect(Hub& hub, const Account& one, const Account& other, Verb verb, const User& from, const Outgoing& message,
                const QByteArray& target, const QByteArray& text)
{
    if (!hub.archive.isOn() || !isWorthKeeping(verb, message))
        return;
    Entry entry = entryOf(storage::Place::direct(one.folded, other.folded), verb, &from, hub.serverName(), message);
    entry.target = target;
    entry.text = text;
    hub.archive.keep(std::move(entry));
}

void keepEvent(Hub& hub, Channel& channel, Verb verb, const User* from, const Outgoing& message, const QByteArray& target,
               std::vector<QByteArray> parameters)
{
    if (!hub.archive.isOn() || !channel.isKept || hub.archive.trouble())
        return;
    Entry entry = entryOf(storage::Place::channel(channel.folded()), verb, from, hub.serverName(), message);
    entry.target = target;
    if (!parameters.empty())
        entry.text = wireOf(std::move(parameters));
    ++channel.entries;
    hub.archive.keep(std::move(entry));
}

void keepRedaction(Hub& hub, const storage::Place& place, const User& from, const Outgoing& message, const QByteArray& shownTarget,
                   const QByteArray& deletedId, const QByteArray& reason, storage::Readers readers, Trace trace)
{
    Entry entry = entryOf(place, Verb::Redact, &from, hub.serverName(), message);
    switch (trace) {
    case Trace::Tombstone: hub.archive.write(storage::Tombstone{place, deletedId, entry.source, entry.account, reason}); break;
    case Trace::Nothing: hub.archive.write(storage::EraseEntry{place, deletedId}); break;
    }
    std::vector<QByteArray> parameters{deletedId};
    if (!reason.isEmpty())
        parameters.push_back(reason);
    entry.target = shownTarget;
    entry.text = wireOf(std::move(parameters));
    entry.readers = readers;
    hub.archive.keep(std::move(entry));
}

// Letters, digits and hyphens (IRCv3 batch), none of our other references; random enough among the batches that are open at once.
QByteArray batchReference(const QByteArray& messageId)
{
    return "m-" + messageId.right(6).replace('_', '-');
}

QByteArray lineOf(const Entry& entry, FormMask form, std::string_view firstTags)
{
    Message body = messageOf(entry);
    std::optional<Message> extended;
    if (entry.verb == Verb::Join) { // its parameters behind the target are account and real name, of IRCv3 extended-join
        extended = body;
        body.parameters.resize(std::min<std::size_t>(body.parameters.size(), 1));
    }
    Outgoing line{body, {entry.time, protocol::formatTimestamp(entry.time), entry.messageId, entry.tags, entry.account, entry.isFromBot}};
    if (extended)
        line.setAlternative(Capability::ExtendedJoin, *extended);
    if (entry.verb == Verb::Tagmsg)
        line.require(Capability::MessageTags);
    if (entry.verb == Verb::Redact)
        line.require(Capability::MessageRedaction);
    if (storage::isSpoken(entry.verb)) {
        const std::size_t budget = protocol::lineBudget(view(entry.source), view(entry.target));
        if (static_cast<std::size_t>(entry.text.size()) > budget || entry.text.contains('\n'))
            line.setLines(body, protocol::splitLines(view(entry.text), budget), batchReference(entry.messageId));
    }
    return line.isFor(form) ? line.formWith(form, firstTags) : QByteArray{};
}

} // namespace chatroom::server
