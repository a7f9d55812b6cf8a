// WHOIS and WHOWAS: Modern IRC, "User-Based Queries"; bot-mode.
#include "server/commands/actions.h"
#include "server/commands/commands.h"
#include "server/metadatasync.h"

#include <QDateTime>

#include <algorithm>

namespace chatroom::server::commands {

using protocol::FoldedName;
using protocol::Numeric;

namespace {

constexpr qsizetype kChannelsBytes = 300; // of names in one 319

qlonglong secondsOf(Timestamp time)
{
    return static_cast<qlonglong>(std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count());
}

// Secret channels, and those of the invisible, only where the asker is inside too.
void replyChannels(CommandContext& context, const User& user)
{
    const User& asker = context.user();
    QByteArray names;
    const auto flush = [&] {
        if (!names.isEmpty())
            context.reply.numeric(Numeric::RplWhoisChannels, {user.nickname, names});
        names.clear();
    };
    for (const Channel* channel : user.channels) {
        const bool isShared = &user == &asker || channel->member(asker) != nullptr || asker.isOperator;
        if (!isShared && (channel->has('s') || user.isInvisible))
            continue;
        if (names.size() > kChannelsBytes)
            flush();
        const QByteArray name = channel->member(user)->prefixes(context.session.has(protocol::Capability::MultiPrefix)) + channel->name();
        names += names.isEmpty() ? name : ' ' + name;
    }
    flush();
}

void replyOne(CommandContext& context, const User& user)
{
    Hub& hub = context.hub;
    Responder& reply = context.reply;
    const bool mayKnowMore = &user == &context.user() || context.user().isOperator;
    const auto idle = std::chrono::duration_cast<std::chrono::seconds>(hub.clock.monotonic() - user.spokeAt).count();
    reply.numeric(Numeric::RplWhoisUser, {user.nickname, user.username, user.host, "*", user.realname});
    if (const QByteArray& fingerprint = user.session().extras->certificateFingerprint; !fingerprint.isEmpty() && mayKnowMore)
        reply.numeric(Numeric::RplWhoisCertFp, {user.nickname, "has client certificate fingerprint " + fingerprint});
    replyChannels(context, user);
    reply.numeric(Numeric::RplWhoisServer, {user.nickname, hub.serverName(), hub.config.description});
    if (user.isOperator)
        reply.error(Numeric::RplWhoisOperator, {user.nickname});
    if (user.isBot)
        reply.error(Numeric::RplWhoisBot, {user.nickname});
    if (user.account != nullptr)
        reply.error(Numeric::RplWhoisAccount, {user.nickname, user.account->name});
    if (user.isSecure())
        reply.error(Numeric::RplWhoisSecure, {user.nickname});
    if (mayKnowMore)
        reply.error(Numeric::RplWhoisActually, {user.nickname, user.username + '@' + user.session().address, user.session().address});
    reply.error(Numeric::RplWhoisIdle,
                {user.nickname, QByteArray::number(static_cast<qlonglong>(idle)), QByteArray::number(secondsOf(user.signedOnAt))});
    if (user.isAway)
        reply.numeric(Numeric::RplAway, {user.nickname, user.extras->awayMessage});
    replyWhoisMetadata(reply, context.session, user);
}

void whois(CommandContext& context)
{
    // "WHOIS server name", and clients that ask "WHOIS name name" for how long somebody was idle.
    const bool hasServer = context.message.hasParameter(1);
    const std::string_view names = context.message.parameter(hasServer ? 1 : 0);
    if (names.empty()) {
        context.reply.error(Numeric::ErrNoNicknameGiven);
        return;
    }
    if (hasServer && !protocol::equalsFolded(names, context.message.parameter(0)) && !isThisServer(context))
        return;
    for (const std::string_view name : splitTargets(names)) {
        if (const User* user = context.hub.directory.findUser(FoldedName{name}))
            replyOne(context, *user);
        else
            context.reply.error(Numeric::ErrNoSuchNick, {protocol::bytes(name)});
    }
    context.reply.error(Numeric::RplEndOfWhois, {protocol::bytes(names)});
}

void whowas(CommandContext& context)
{
    if (context.message.parameter(0).empty()) {
        context.reply.error(Numeric::ErrNoNicknameGiven);
        return;
    }
    const int count = context.parameter(1).toInt(); // not above zero: all
    for (const std::string_view name : splitTargets(context.message.parameter(0))) {
        const FoldedName folded{name};
        int found = 0;
        for (const Whowas& gone : context.hub.directory.gone()) {
            if (gone.folded != folded || (count > 0 && found == count))
                continue;
            ++found;
            context.reply.numeric(Numeric::RplWhowasUser, {gone.nickname, gone.username, gone.host, "*", gone.realname});
            context.reply.numeric(Numeric::RplWhoisServer,
                                  {gone.nickname, context.hub.serverName(),
                                   QDateTime::fromSecsSinceEpoch(secondsOf(gone.leftAt), Qt::UTC).toString(Qt::ISODate).toUtf8()});
        }
        if (found == 0)
            context.reply.error(Numeric::ErrWasNoSuchNick, {protocol::bytes(name)});
        context.reply.error(Numeric::RplEndOfWhowas, {protocol::bytes(name)});
    }
}

} // namespace

const CommandSpec kWhois{"WHOIS", 0, Access::People, "WHOIS name[,...]: tells about somebody", whois};
const CommandSpec kWhowas{"WHOWAS", 0, Access::People, "WHOWAS name [count]: tells about somebody who has left", whowas};

} // namespace chatroom::server::commands
