// PRIVMSG, NOTICE and TAGMSG: Modern IRC, "Sending Messages"; IRCv3 message-tags, "TAGMSG"; echo-message.
#include "server/commands/messages.h"

#include "protocol/names.h"
#include "protocol/serializer.h"
#include "server/commands/actions.h"
#include "server/commands/commands.h"
#include "server/keptentries.h"
#include "server/welcome.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::Capability;
using protocol::FoldedName;
using protocol::Message;
using protocol::MultilineLine;
using protocol::Numeric;
using protocol::view;

namespace {

enum class Kind : std::uint8_t { Privmsg, Notice, Tagmsg };

QByteArray verbOf(Kind kind)
{
    switch (kind) {
    case Kind::Privmsg: return QByteArrayLiteral("PRIVMSG");
    case Kind::Notice: return QByteArrayLiteral("NOTICE");
    case Kind::Tagmsg: return QByteArrayLiteral("TAGMSG");
    }
    Q_UNREACHABLE();
}

storage::Verb storedVerb(Kind kind)
{
    switch (kind) {
    case Kind::Privmsg: return storage::Verb::Privmsg;
    case Kind::Notice: return storage::Verb::Notice;
    case Kind::Tagmsg: return storage::Verb::Tagmsg;
    }
    Q_UNREACHABLE();
}

// All that one command says to others waits until what it says is kept, or is taken back with it.
class KeptScope final
{
public:
    KeptScope(CommandContext& context, const QByteArray& verb) : m_context(context), m_verb(verb), m_before(context.hub.archive.kept())
    {
        context.hub.outbox.beginKept();
    }
    Q_DISABLE_COPY_MOVE(KeptScope)
    ~KeptScope()
    {
        if (m_context.hub.archive.kept() == m_before)
            return;
        m_context.reply.finish();
        m_context.hub.outbox.endKept({m_context.session.id, m_verb, m_context.parameter(0), m_context.reply.label()});
    }

private:
    CommandContext& m_context;
    const QByteArray& m_verb;
    std::uint64_t m_before;
};

constexpr qsizetype kSurelyFits = 300; // bytes of a text that no names make too long for a line
constexpr qsizetype kLoggedText = 400; // bytes

// One line of the log, whatever the message has.
QByteArray loggedText(const QByteArray& text)
{
    if (!text.contains('\n') && text.size() <= kLoggedText)
        return text;
    QByteArray line = protocol::bytes(protocol::cutUtf8(view(text), static_cast<std::size_t>(kLoggedText)));
    if (line.size() < text.size())
        line += "...";
    return line.replace('\n', " / ");
}

// What stays the same for each target of one command.
struct Saying final
{
    CommandContext& context;
    Kind kind;
    QByteArray verb;
    QByteArray text;                                   // empty for TAGMSG
    const std::vector<MultilineLine>* lines = nullptr; // those of the text, when it came as several

    // A NOTICE never gets an error reply (RFC 1459, 4.4.2), so that two programs cannot talk for ever.
    void refuse(Numeric numeric, std::initializer_list<QByteArray> parameters) const
    {
        if (kind != Kind::Notice)
            context.reply.error(numeric, parameters);
    }
    [[nodiscard]] Outgoing make(const QByteArray& target) const
    {
        if (lines != nullptr)
            return makeLines(target);
        Message body = kind == Kind::Tagmsg ? Message{verb, {target}} : Message{verb, {target, textTo(target)}};
        Outgoing message = context.hub.makeMessage(context.user(), std::move(body), context.message);
        if (kind == Kind::Tagmsg)
            message.require(Capability::MessageTags);
        return message;
    }
    [[nodiscard]] Outgoing makeLines(const QByteArray& target) const
    {
        Message body{verb, {target, lines->front().line}};
        Outgoing message = context.hub.makeMessage(context.user(), body, context.message);
        body.source = context.user().mask();
        message.setLines(body, *lines, batchReference(message.tagging().messageId));
        return message;
    }
    // As it goes out and is kept: one line is cut to what fits the wire.
    [[nodiscard]] QByteArray textTo(const QByteArray& target) const
    {
        if (lines != nullptr || text.size() <= kSurelyFits)
            return text;
        const std::size_t budget = protocol::lineBudget(view(context.user().mask()), view(target));
        return static_cast<std::size_t>(text.size()) <= budget ? text : protocol::bytes(protocol::cutUtf8(view(text), budget));
    }
    // In the history of that channel, where there is one.
    void keep(Channel& channel, char status, const Outgoing& message, const QByteArray& target) const
    {
        const auto readers = status == '@'   ? storage::Readers::Operators
                             : status == '+' ? storage::Readers::Voiced
                                             : storage::Readers::Everyone;
        keepSpoken(context.hub, channel, storedVerb(kind), context.user(), message, target, textTo(target), readers);
        if (!context.hub.archive.isOn())
            channel.recent.add(recent(message, {}, readers));
    }
    // In the history of the two, where both have accounts.
    void keep(const Account* to, const Outgoing& message, const QByteArray& target) const
    {
        const Account* from = context.user().account;
        if (from != nullptr && to != nullptr && context.hub.archive.isOn())
            keepDirect(context.hub, *from, *to, storedVerb(kind), context.user(), message, target, textTo(target));
        else
            context.user().recent.add(recent(message, target, storage::Readers::Everyone));
    }
    [[nodiscard]] RecentMessage recent(const Outgoing& message, const QByteArray& target, storage::Readers readers) const
    {
        const User& user = context.user();
        const Tagging& tagging = message.tagging();
        return {tagging.messageId, tagging.at, user.nickname, user.username, user.host, tagging.account, target, readers};
    }
    // Counts the message and says it to the log; `room` empty for a direct one, whose text is nobody else's.
    void note(const QByteArray& room, const QByteArray& to, std::uint64_t readers) const
    {
        User& user = context.user();
        user.spokeAt = context.hub.clock.monotonic();
        if (kind == Kind::Tagmsg)
            return;
        ++user.messages;
        ++context.hub.counters.messages;
        context.hub.counters.deliveries += readers;
        const EventKind event = room.isEmpty() ? EventKind::DirectMessage : kind == Kind::Notice ? EventKind::Notice : EventKind::Message;
        context.hub.record(event, &context.session,
                           {.subject = to, .room = room, .text = room.isEmpty() ? QByteArray{} : loggedText(text)});
    }
    void echo(Outgoing message) const
    {
        if (context.session.has(Capability::EchoMessage))
            context.reply.send(std::move(message));
    }
};

// "@#room" goes to its operators, "+#room" to those with a voice too (STATUSMSG). How many those are.
std::uint64_t toRanked(const Saying& saying, const Channel& channel, char status, Outgoing& message)
{
    std::vector<const Session*> readers;
    for (const Member& member : channel.members()) {
        const bool isReached = member.isOperator || (status == '+' && member.hasVoice);
        for (const Session* session : member.user->sessions) {
            if (isReached && session != &saying.context.session)
                readers.push_back(session);
        }
    }
    saying.context.hub.deliver(readers, message);
    return readers.size();
}

// To everyone inside but who says it. How many those are.
std::uint64_t toAll(const Saying& saying, Channel& channel, Outgoing& message)
{
    saying.context.hub.broadcast(channel, message, &saying.context.session);
    const bool isInside = channel.member(saying.context.user()) != nullptr;
    return channel.members().size() - (isInside ? 1 : 0);
}

void toChannel(const Saying& saying, std::string_view target)
{
    const char status = target.front() == '#' ? '\0' : target.front();
    const std::string_view name = target.substr(status == '\0' ? 0 : 1);
    Hub& hub = saying.context.hub;
    Channel* channel = hub.directory.findChannel(FoldedName{name});
    if (channel == nullptr || (!channel->isVisibleTo(saying.context.user()) && channel->has('n'))) {
        saying.refuse(Numeric::ErrNoSuchChannel, {protocol::bytes(name)});
        return;
    }
    if (channel->refusalToSend(&saying.context.user()) != SendRefusal::None) {
        saying.refuse(Numeric::ErrCannotSendToChan, {channel->name()});
        return;
    }
    if (hub.archive.isOn() && hub.archive.trouble()) {
        refuseUnkept(saying.context.reply, *hub.archive.trouble(), saying.verb, channel->name());
        return;
    }
    const QByteArray shown = status == '\0' ? channel->name() : status + channel->name();
    Outgoing message = saying.make(shown);
    const std::uint64_t readers = status == '\0' ? toAll(saying, *channel, message) : toRanked(saying, *channel, status, message);
    channel->messages += saying.kind == Kind::Tagmsg ? 0 : 1;
    saying.keep(*channel, status, message, shown);
    saying.note(shown, {}, readers);
    saying.echo(std::move(message));
}

// What one says to somebody is read on one's other devices too: those that know that a message may be their own.
void toOwnDevices(const Saying& saying, Outgoing& message)
{
    for (const Session* other : saying.context.user().sessions) {
        if (other != &saying.context.session && other->has(Capability::EchoMessage))
            saying.context.hub.deliver(*other, message);
    }
}

void toPerson(const Saying& saying, std::string_view target)
{
    Hub& hub = saying.context.hub;
    const Hub::Party to = hub.findPerson(target);
    // Who is not here reads it later, where there is a history for both to read it in.
    const bool isKept = to.account != nullptr && saying.context.user().account != nullptr && hub.archive.isOn();
    if (to.user == nullptr && !isKept) {
        saying.refuse(Numeric::ErrNoSuchNick, {protocol::bytes(target)});
        return;
    }
    const QByteArray shown = to.user != nullptr ? to.user->nickname : to.account->name;
    if (isKept && hub.archive.trouble()) {
        refuseUnkept(saying.context.reply, *hub.archive.trouble(), saying.verb, shown);
        return;
    }
    Outgoing message = saying.make(shown);
    if (to.user != nullptr)
        hub.deliver(*to.user, message);
    if (to.user != &saying.context.user())
        toOwnDevices(saying, message);
    saying.keep(to.account, message, shown);
    saying.note({}, shown, to.user != nullptr ? to.user->sessions.size() : 0);
    if (saying.kind == Kind::Privmsg && to.user == nullptr)
        saying.context.reply.numeric(Numeric::RplAway, {shown, "Not here at the moment; will read it later"});
    else if (saying.kind == Kind::Privmsg && to.user->isAway)
        saying.context.reply.numeric(Numeric::RplAway, {shown, to.user->awayMessage});
    saying.echo(std::move(message));
}

void sayToAll(const Saying& saying)
{
    CommandContext& context = saying.context;
    const KeptScope kept{context, saying.verb};
    const auto targets = splitTargets(context.message.parameter(0));
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (i == static_cast<std::size_t>(kMaximumTargets)) {
            saying.refuse(Numeric::ErrTooManyTargets, {protocol::bytes(targets[i])});
            return;
        }
        const std::string_view target = targets[i];
        const bool hasStatus = target.size() > 1 && (target.front() == '@' || target.front() == '+');
        if (protocol::isChannelName(target.substr(hasStatus ? 1 : 0)))
            toChannel(saying, target);
        else
            toPerson(saying, target);
    }
}

void say(CommandContext& context, Kind kind)
{
    const Saying saying{context, kind, verbOf(kind), kind == Kind::Tagmsg ? QByteArray{} : context.parameter(1)};
    if (context.message.parameter(0).empty()) {
        if (kind == Kind::Tagmsg)
            context.reply.error(Numeric::ErrNeedMoreParams, {saying.verb});
        else
            saying.refuse(Numeric::ErrNoRecipient, {});
        return;
    }
    if (kind != Kind::Tagmsg && saying.text.isEmpty()) {
        saying.refuse(Numeric::ErrNoTextToSend, {});
        return;
    }
    sayToAll(saying);
}

void privmsg(CommandContext& context)
{
    say(context, Kind::Privmsg);
}

void notice(CommandContext& context)
{
    say(context, Kind::Notice);
}

void tagmsg(CommandContext& context)
{
    say(context, Kind::Tagmsg);
}

} // namespace

const CommandSpec kPrivmsg{"PRIVMSG", 0, Access::People, "PRIVMSG name|#room[,...] :text: say something", privmsg};
const CommandSpec kNotice{"NOTICE", 0, Access::People, "NOTICE name|#room[,...] :text: like PRIVMSG, never answered by a program", notice};
const CommandSpec kTagmsg{"TAGMSG", 0, Access::People, "TAGMSG name|#room[,...]: send tags without a text", tagmsg};

} // namespace chatroom::server::commands

namespace chatroom::server {

void sayLines(CommandContext& context, const std::vector<protocol::MultilineLine>& lines)
{
    using namespace commands;
    sayToAll({context, Kind::Privmsg, verbOf(Kind::Privmsg), protocol::joinLines(lines), &lines});
}

} // namespace chatroom::server
