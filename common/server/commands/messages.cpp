// PRIVMSG, NOTICE and TAGMSG: Modern IRC, "Sending Messages"; IRCv3 message-tags, "TAGMSG"; echo-message.
#include "server/commands/messages.h"

#include "protocol/names.h"
#include "protocol/serializer.h"
#include "server/commands/actions.h"
#include "server/commands/commands.h"
#include "server/keptentries.h"
#include "server/welcome.h"

#include <algorithm>
#include <array>

namespace chatroom::server::commands {

using protocol::Capability;
using protocol::Message;
using protocol::MultilineLine;
using protocol::Numeric;
using protocol::view;

namespace {

enum class Kind : std::uint8_t { Privmsg, Notice, Tagmsg };

std::string_view verbOf(Kind kind)
{
    switch (kind) {
    case Kind::Privmsg: return "PRIVMSG";
    case Kind::Notice: return "NOTICE";
    case Kind::Tagmsg: return "TAGMSG";
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
    KeptScope(CommandContext& context, std::string_view verb) : m_context(context), m_verb(verb), m_before(context.hub.archive.kept())
    {
        context.hub.outbox.beginKept();
    }
    Q_DISABLE_COPY_MOVE(KeptScope)
    ~KeptScope()
    {
        if (m_context.hub.archive.kept() == m_before)
            return;
        m_context.reply.finish();
        m_context.hub.outbox.endKept({m_context.session.id, protocol::bytes(m_verb), m_context.parameter(0), m_context.reply.label()});
    }

private:
    CommandContext& m_context;
    std::string_view m_verb;
    std::uint64_t m_before;
};

constexpr std::size_t kSurelyFits = 300; // bytes of a text that no names make too long for a line
constexpr std::size_t kLoggedText = 400; // bytes

// One line of the log, whatever the message has.
QByteArray loggedText(std::string_view text)
{
    const std::string_view fitting = protocol::cutUtf8(text, kLoggedText);
    QByteArray line = protocol::bytes(fitting);
    if (fitting.size() < text.size())
        line += "...";
    return line.replace('\n', " / ");
}

// What stays the same for each target of one command.
struct Saying final
{
    CommandContext& context;
    Kind kind;
    std::string_view text;                             // empty for TAGMSG
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
        const std::array parameters{view(target), textTo(target)};
        const bool hasText = kind != Kind::Tagmsg;
        Outgoing message =
            context.hub.makeMessage(context.user(), verbOf(kind), std::span{parameters}.first(hasText ? 2 : 1), context.message);
        if (kind == Kind::Tagmsg)
            message.require(Capability::MessageTags);
        return message;
    }
    [[nodiscard]] Outgoing makeLines(const QByteArray& target) const
    {
        Message body{protocol::bytes(verbOf(kind)), {target, lines->front().line}};
        body.source = context.user().mask();
        Outgoing message =
            context.hub.makeMessage(context.user(), verbOf(kind), std::array{view(target), view(lines->front().line)}, context.message);
        message.setLines(body, *lines, batchReference(message.tagging().messageId));
        return message;
    }
    // As it goes out and is kept: one line is cut to what fits the wire.
    [[nodiscard]] std::string_view textTo(const QByteArray& target) const
    {
        if (lines != nullptr || text.size() <= kSurelyFits)
            return text;
        return protocol::cutUtf8(text, protocol::lineBudget(view(context.user().mask()), view(target)));
    }
    // In the history of that channel, where there is one.
    void keep(Channel& channel, char status, const Outgoing& message, const QByteArray& target) const
    {
        const auto readers = status == '@'   ? storage::Readers::Operators
                             : status == '+' ? storage::Readers::Voiced
                                             : storage::Readers::Everyone;
        if (context.hub.archive.isOn())
            keepSpoken(context.hub, channel, storedVerb(kind), context.user(), message, target, protocol::bytes(textTo(target)), readers);
        else if (canBeNamed(message))
            channel.recent.add(recent(message, {}, readers));
    }
    // In the history of the two, where both have accounts.
    void keep(const Account* to, const Outgoing& message, const QByteArray& target) const
    {
        const Account* from = context.user().account;
        if (from != nullptr && to != nullptr && context.hub.archive.isOn())
            keepDirect(context.hub, *from, *to, storedVerb(kind), context.user(), message, target, protocol::bytes(textTo(target)));
        else if (canBeNamed(message))
            context.user().extras.edit().recent.add(recent(message, target, storage::Readers::Everyone));
    }
    // Somebody has its id, or will with their echo: only by it can anybody mean this message later.
    [[nodiscard]] bool canBeNamed(const Outgoing& message) const
    {
        return message.isIdKnown() || context.session.has(Capability::EchoMessage);
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
        if (context.hub.isWanted(event))
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
    Channel* channel = hub.directory.findChannel(protocol::FoldedKey{name});
    if (channel == nullptr || (!channel->isVisibleTo(saying.context.user()) && channel->has('n'))) {
        saying.refuse(Numeric::ErrNoSuchChannel, {protocol::bytes(name)});
        return;
    }
    if (channel->refusalToSend(&saying.context.user()) != SendRefusal::None) {
        saying.refuse(Numeric::ErrCannotSendToChan, {channel->name()});
        return;
    }
    if (hub.archive.isOn() && hub.archive.trouble()) {
        refuseUnkept(saying.context.reply, *hub.archive.trouble(), protocol::bytes(verbOf(saying.kind)), channel->name());
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
        refuseUnkept(saying.context.reply, *hub.archive.trouble(), protocol::bytes(verbOf(saying.kind)), shown);
        return;
    }
    Outgoing message = saying.make(shown);
    if (to.user != nullptr)
        hub.deliver(*to.user, message);
    if (to.user != &saying.context.user())
        toOwnDevices(saying, message);
    saying.keep(to.account, message, shown);
    saying.note({}, shown, to.user != nullptr ? static_cast<std::size_t>(to.user->sessions.size()) : 0);
    if (saying.kind == Kind::Privmsg && to.user == nullptr)
        saying.context.reply.numeric(Numeric::RplAway, {shown, "Not here at the moment; will read it later"});
    else if (saying.kind == Kind::Privmsg && to.user->isAway)
        saying.context.reply.numeric(Numeric::RplAway, {shown, to.user->extras->awayMessage});
    saying.echo(std::move(message));
}

void sayTo(const Saying& saying, std::string_view target)
{
    const bool hasStatus = target.size() > 1 && (target.front() == '@' || target.front() == '+');
    if (protocol::isChannelName(target.substr(hasStatus ? 1 : 0)))
        toChannel(saying, target);
    else
        toPerson(saying, target);
}

void sayToAll(const Saying& saying)
{
    CommandContext& context = saying.context;
    const KeptScope kept{context, verbOf(saying.kind)};
    const std::string_view list = context.message.parameter(0);
    if (list.find(',') == std::string_view::npos) // nearly always
        return sayTo(saying, list);
    const auto targets = splitTargets(list);
    for (std::size_t i = 0; i < targets.size(); ++i) {
        if (i == static_cast<std::size_t>(kMaximumTargets)) {
            saying.refuse(Numeric::ErrTooManyTargets, {protocol::bytes(targets[i])});
            return;
        }
        sayTo(saying, targets[i]);
    }
}

void say(CommandContext& context, Kind kind)
{
    const Saying saying{context, kind, kind == Kind::Tagmsg ? std::string_view{} : context.message.parameter(1)};
    if (context.message.parameter(0).empty()) {
        if (kind == Kind::Tagmsg)
            context.reply.error(Numeric::ErrNeedMoreParams, {protocol::bytes(verbOf(kind))});
        else
            saying.refuse(Numeric::ErrNoRecipient, {});
        return;
    }
    if (kind != Kind::Tagmsg && saying.text.empty()) {
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
    const QByteArray text = protocol::joinLines(lines);
    sayToAll({context, Kind::Privmsg, view(text), &lines});
}

} // namespace chatroom::server
