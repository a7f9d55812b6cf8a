// WHO with WHOX: Modern IRC, "WHO message"; WHOX as IRCv3 links it.
#include "protocol/mask.h"
#include "protocol/names.h"
#include "server/commands/actions.h"
#include "server/commands/commands.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::Capability;
using protocol::FoldedName;
using protocol::Numeric;
using protocol::view;

namespace {

constexpr std::string_view kFields = "tcuihsnfdlaor"; // in the order in which WHOX sends them

struct Query final
{
    CommandContext& context;
    QByteArray mask;
    bool onlyOperators = false;
    bool isExtended = false;
    QByteArray fields; // of WHOX
    QByteArray token;  // of WHOX: up to three digits
};

// "%tcuhnf,42", "o", "o%n"
Query parseQuery(CommandContext& context)
{
    Query query{context, context.parameter(0), false, false, {}, {}};
    const QByteArray options = context.parameter(1);
    const qsizetype percent = options.indexOf('%');
    query.onlyOperators = options.left(percent).contains('o');
    query.isExtended = percent >= 0;
    if (query.isExtended) {
        const QList<QByteArray> parts = options.mid(percent + 1).split(',');
        query.fields = parts.value(0);
        query.token = parts.value(1).left(3);
    }
    return query;
}

QByteArray flagsOf(const Query& query, const User& user, const Member* member)
{
    QByteArray flags = user.isAway ? "G" : "H";
    if (user.isOperator)
        flags += '*';
    if (user.isBot)
        flags += 'B';
    if (member != nullptr)
        flags += member->prefixes(query.context.session.has(Capability::MultiPrefix));
    return flags;
}

QByteArray rankOf(const Member* member)
{
    return member == nullptr ? QByteArray("n/a") : QByteArray(member->isOperator ? "o" : "n/a");
}

QByteArray fieldOf(char field, const Query& query, const User& user, const Channel* channel, const Member* member)
{
    const auto idle = std::chrono::duration_cast<std::chrono::seconds>(query.context.hub.clock.monotonic() - user.spokeAt).count();
    const bool mayKnowAddress = query.context.user().isOperator || &user == &query.context.user();
    switch (field) {
    case 't': return query.token.isEmpty() ? QByteArray("0") : query.token;
    case 'c': return channel == nullptr ? QByteArray("*") : channel->name();
    case 'u': return user.username;
    case 'i': return mayKnowAddress ? user.host : QByteArray("255.255.255.255");
    case 'h': return user.host;
    case 's': return query.context.hub.serverName();
    case 'n': return user.nickname;
    case 'f': return flagsOf(query, user, member);
    case 'd': return "0";
    case 'l': return QByteArray::number(static_cast<qlonglong>(idle));
    case 'a': return user.account == nullptr ? QByteArray("0") : user.account->name;
    case 'o': return rankOf(member);
    default: return user.realname;
    }
}

void replyOne(const Query& query, const User& user, const Channel* channel)
{
    const Member* member = channel == nullptr ? nullptr : channel->member(user);
    std::vector<QByteArray> parameters;
    if (query.isExtended) {
        for (const char field : kFields) {
            if (query.fields.contains(field))
                parameters.push_back(fieldOf(field, query, user, channel, member));
        }
        query.context.reply.numeric(Numeric::RplWhoSpcRpl, parameters);
        return;
    }
    for (const char field : std::string_view{"cuhsnf"})
        parameters.push_back(fieldOf(field, query, user, channel, member));
    parameters.push_back("0 " + user.realname);
    query.context.reply.numeric(Numeric::RplWhoReply, parameters);
}

// A channel to show beside somebody who was found by name: one that the asker may see.
const Channel* shownChannel(const User& asker, const User& user)
{
    const auto it = std::ranges::find_if(user.channels, [&](const Channel* channel) {
        return channel->member(asker) != nullptr || (!channel->has('s') && !user.isInvisible);
    });
    return it == user.channels.end() ? nullptr : *it;
}

void replyChannel(const Query& query, const Channel& channel)
{
    const User& asker = query.context.user();
    const bool isInside = channel.member(asker) != nullptr || asker.isOperator;
    if (!channel.isVisibleTo(asker))
        return;
    for (const Member& member : channel.members()) {
        const bool isShown = isInside || !member.user->isInvisible;
        if (isShown && (!query.onlyOperators || member.user->isOperator))
            replyOne(query, *member.user, &channel);
    }
}

void replyMatching(const Query& query)
{
    const User& asker = query.context.user();
    for (const auto& user : query.context.hub.directory.users()) {
        const bool isVisible = user.get() == &asker || asker.isOperator || !user->isInvisible || user->sharesChannelWith(asker);
        const std::string_view mask = view(query.mask);
        const bool fits = mask.empty() || mask == "0" || protocol::matchesMask(mask, view(user->nickname))
                          || protocol::matchesMask(mask, view(user->username)) || protocol::matchesMask(mask, view(user->host))
                          || protocol::matchesMask(mask, view(user->realname)) || protocol::matchesMask(mask, view(user->mask()));
        if (isVisible && fits && (!query.onlyOperators || user->isOperator))
            replyOne(query, *user, shownChannel(asker, *user));
    }
}

void who(CommandContext& context)
{
    const Query query = parseQuery(context);
    const Directory& directory = context.hub.directory;
    if (protocol::isChannelName(view(query.mask))) {
        if (const Channel* channel = directory.findChannel(FoldedName{view(query.mask)}))
            replyChannel(query, *channel);
    } else if (const User* user = directory.findUser(FoldedName{view(query.mask)})) {
        if (!query.onlyOperators || user->isOperator)
            replyOne(query, *user, shownChannel(context.user(), *user));
    } else {
        replyMatching(query);
    }
    context.reply.error(Numeric::RplEndOfWho, {query.mask.isEmpty() ? QByteArray("*") : query.mask});
}

} // namespace

const CommandSpec kWho{"WHO", 1, Access::People, "WHO #room|mask [o][%fields[,token]]: who is there", who};

} // namespace chatroom::server::commands
