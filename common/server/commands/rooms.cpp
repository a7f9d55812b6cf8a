// NAMES, TOPIC and LIST: Modern IRC, "Channel Operations"; ELIST C, M, N, T, U; SAFELIST.
#include "protocol/mask.h"
#include "protocol/names.h"
#include "server/commands/actions.h"
#include "server/commands/commands.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::FoldedName;
using protocol::Numeric;
using protocol::view;

namespace {

void names(CommandContext& context)
{
    if (context.message.parameterCount() == 0) {
        context.reply.error(Numeric::RplEndOfNames, {"*"});
        return;
    }
    for (const std::string_view name : splitTargets(context.message.parameter(0))) {
        const Channel* channel = context.hub.directory.findChannel(FoldedName{name});
        if (channel == nullptr || !channel->isVisibleTo(context.user()))
            context.reply.error(Numeric::RplEndOfNames, {protocol::bytes(name)});
        else
            replyNames(context.hub, context.reply, context.session, *channel);
    }
}

void showTopic(CommandContext& context, const Channel& channel)
{
    if (channel.topic.isEmpty())
        context.reply.error(Numeric::RplNoTopic, {channel.name()});
    else
        replyTopic(context.reply, channel);
}

void topic(CommandContext& context)
{
    Channel* channel = channelOfMember(context, context.message.parameter(0));
    if (channel == nullptr)
        return;
    if (!context.message.hasParameter(1))
        return showTopic(context, *channel);
    if (channel->has('t') && !channel->isOperator(context.user())) {
        context.reply.error(Numeric::ErrChanOPrivsNeeded, {channel->name()});
        return;
    }
    Outgoing message = changeTopic(context.hub, &context.session, *channel, context.parameter(1));
    context.hub.broadcast(*channel, message, &context.session);
    context.reply.send(std::move(message));
}

// One condition of LIST: "<10", ">3" people; "C<60" made, "T>5" topic set minutes ago; "*mask*", "!*mask*" of the name.
bool isListed(const Channel& channel, std::string_view condition, Timestamp now)
{
    const auto people = static_cast<qlonglong>(channel.members().size());
    const auto compare = [](std::string_view rest, qlonglong value) {
        const qlonglong bound = protocol::bytes(rest.substr(1)).toLongLong();
        return rest.front() == '<' ? value < bound : value > bound;
    };
    const auto minutesSince = [&](Timestamp then) {
        return static_cast<qlonglong>(std::chrono::duration_cast<std::chrono::minutes>(now - then).count());
    };
    const auto isComparison = [](std::string_view rest) { return rest.size() > 1 && (rest.front() == '<' || rest.front() == '>'); };
    if (isComparison(condition))
        return compare(condition, people);
    if (condition.starts_with('C') && isComparison(condition.substr(1)))
        return compare(condition.substr(1), minutesSince(channel.created()));
    if (condition.starts_with('T') && isComparison(condition.substr(1)))
        return !channel.topic.isEmpty() && compare(condition.substr(1), minutesSince(channel.topicAt));
    if (condition.starts_with('!'))
        return !protocol::matchesMask(condition.substr(1), view(channel.name()));
    return protocol::matchesMask(condition, view(channel.name()));
}

void list(CommandContext& context)
{
    const auto conditions = splitTargets(context.message.parameter(0));
    const Timestamp now = context.hub.clock.now();
    // Names are alternatives, conditions must all hold.
    const auto isName = [](std::string_view word) { return protocol::isChannelName(word); };
    const bool hasNames = std::ranges::any_of(conditions, isName);
    context.reply.error(Numeric::RplListStart, {"Channel"});
    for (const auto& [folded, channel] : context.hub.directory.channels()) {
        if (!channel->isVisibleTo(context.user()))
            continue;
        const auto fits = [&, room = channel.get()](std::string_view word) { return isListed(*room, word, now); };
        const bool isNamed = !hasNames || std::ranges::any_of(conditions, [&](std::string_view w) { return isName(w) && fits(w); });
        const bool isWithin = std::ranges::all_of(conditions, [&](std::string_view w) { return isName(w) || fits(w); });
        if (isNamed && isWithin) {
            const QByteArray people = QByteArray::number(static_cast<qulonglong>(channel->members().size()));
            context.reply.numeric(Numeric::RplList, {channel->name(), people, channel->topic});
        }
    }
    context.reply.error(Numeric::RplListEnd);
}

} // namespace

const CommandSpec kNames{"NAMES", 0, Access::People, "NAMES #room[,...]: who is in a room", names};
const CommandSpec kTopic{"TOPIC", 1, Access::People, "TOPIC #room [:topic]: shows or sets what a room is about", topic};
const CommandSpec kList{"LIST", 0, Access::People, "LIST [#room|>people|<people|*mask*[,...]]: the rooms there are", list};

} // namespace chatroom::server::commands
