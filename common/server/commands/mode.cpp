// MODE: Modern IRC, "MODE message". Users here, channels in channelmode.cpp.
#include "protocol/names.h"
#include "server/commands/channelmode.h"
#include "server/commands/commands.h"

namespace chatroom::server::commands {

using protocol::FoldedName;
using protocol::Message;
using protocol::Numeric;

namespace {

constexpr std::string_view kUserFlags = "Biow";

bool& flagOf(User& user, char letter)
{
    switch (letter) {
    case 'B': return user.isBot;
    case 'i': return user.isInvisible;
    case 'w': return user.hearsWallops;
    default: return user.isOperator;
    }
}

QByteArray flagsOf(User& user)
{
    QByteArray flags = "+";
    for (const char letter : kUserFlags) {
        if (flagOf(user, letter))
            flags += letter;
    }
    return flags;
}

void changeOwn(CommandContext& context)
{
    User& user = context.user();
    std::vector<protocol::ModeChange> done;
    bool hasUnknown = false;
    const protocol::ModeTable table{{}, {}, {}, kUserFlags, {}};
    for (protocol::ModeChange& change : protocol::parseModes(table, context.message.parameter(1), {})) {
        hasUnknown = hasUnknown || !change.isKnown;
        // Nobody makes themselves an operator; OPER does.
        if (!change.isKnown || (change.letter == 'o' && change.isAdding))
            continue;
        if (std::exchange(flagOf(user, change.letter), change.isAdding) != change.isAdding)
            done.push_back(std::move(change));
    }
    if (hasUnknown)
        context.reply.error(Numeric::ErrUmodeUnknownFlag);
    if (done.empty())
        return;
    context.hub.directory.forgetCensus();
    if (UserExtras* extras = user.extras.made(); extras != nullptr && !user.isOperator && !extras->operatorName.isEmpty()) {
        extras->operatorName.clear();
        context.hub.outbox.setFlood(context.session.id, false);
    }
    const QByteArray modes = protocol::formatModes(done).modes;
    context.hub.record(EventKind::ModeSet, &context.session, {.room = user.nickname, .text = modes});
    context.reply.send(context.hub.makeOutgoing(&user, Message{"MODE", {user.nickname, modes}}));
}

void mode(CommandContext& context)
{
    const std::string_view target = context.message.parameter(0);
    if (protocol::isChannelName(target))
        return channelMode(context);
    const User* user = context.hub.directory.findUser(FoldedName{target});
    if (user == nullptr) {
        context.reply.error(Numeric::ErrNoSuchNick, {protocol::bytes(target)});
        return;
    }
    if (user != &context.user()) {
        context.reply.error(Numeric::ErrUsersDontMatch);
        return;
    }
    if (context.message.hasParameter(1))
        changeOwn(context);
    else
        context.reply.numeric(Numeric::RplUmodeIs, {flagsOf(context.user())});
}

} // namespace

const CommandSpec kMode{"MODE", 1, Access::People, "MODE #room|name [modes [parameters]]: shows or changes modes", mode};

} // namespace chatroom::server::commands
