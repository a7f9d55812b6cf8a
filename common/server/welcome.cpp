#include "server/welcome.h"

#include "protocol/isupport.h"
#include "protocol/serializer.h"
#include "protocol/timestamp.h"
#include "server/commands/authenticate.h"
#include "server/devices.h"
#include "server/metadatasync.h"
#include "server/monitorlist.h"

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>

namespace chatroom::server {

using protocol::Capability;
using protocol::isValidUtf8;
using protocol::joined;
using protocol::Message;
using protocol::Numeric;
using protocol::view;

namespace {

QByteArray version()
{
    return "chatroom-" CHATROOM_VERSION;
}

// False when the session was closed: a wrong password, or a ban.
bool isLetIn(Hub& hub, Session& session, Responder& reply)
{
    if (!hub.config.password.isEmpty() && session.introduction->password != hub.config.password) {
        reply.error(Numeric::ErrPasswdMismatch);
        hub.record(EventKind::Refused, &session, {.text = "wrong password"});
        hub.close(session, "Wrong password");
        return false;
    }
    if (const BanRow* ban = hub.banFor(session)) { // one of a user's name could not be known before
        reply.error(Numeric::ErrYoureBannedCreep);
        const QByteArray why = Hub::banText(*ban);
        hub.record(EventKind::Refused, &session, {.text = why});
        hub.close(session, why);
        return false;
    }
    return true;
}

// What is told on coming in is made by one of these: for one person, or once for all (PreparedLines).
using Say = std::function<void(Numeric, const std::vector<QByteArray>&)>;

Say sayTo(Responder& reply)
{
    return [&reply](Numeric numeric, const std::vector<QByteArray>& parameters) { reply.numeric(numeric, parameters); };
}

Say sayTo(PreparedLines& lines, const Hub& hub)
{
    return [&](Numeric numeric, const std::vector<QByteArray>& parameters) { lines.add(view(hub.serverName()), numeric, parameters); };
}

// 001 to 004
void sayFirst(const Hub& hub, std::string_view nickname, const Say& say)
{
    say(Numeric::RplWelcome, {joined({"Welcome to ", view(hub.config.network), ", ", nickname})});
    say(Numeric::RplYourHost, {joined({"Your host is ", view(hub.serverName()), ", running version ", view(version())})});
    say(Numeric::RplCreated, {"This server was started " + protocol::formatTimestamp(hub.startedAt)});
    say(Numeric::RplMyInfo, {hub.serverName(), version(), "Biow", "beIiklmnostvR", "beIklov"});
}

// Bytes of ":server 005 nickname "; the nickname may be longer than the limit, when that was set lower since.
std::size_t isupportPrefix(const Hub& hub, const Session& to)
{
    const auto nickname = std::max(static_cast<qsizetype>(hub.config.limits.nickLength), to.calledName().size());
    return static_cast<std::size_t>(hub.serverName().size() + nickname) + 7;
}

// The parameters of as many 005 as these tokens fill, each after the nickname.
std::vector<std::vector<QByteArray>> isupportRows(const std::vector<QByteArray>& tokens, std::size_t prefixBytes)
{
    std::vector<std::vector<QByteArray>> rows = protocol::groupTokens(tokens, prefixBytes);
    for (std::vector<QByteArray>& row : rows)
        row.push_back(protocol::text(Numeric::RplIsupport));
    return rows;
}

void prepareIsupport(Hub& hub, const Session& to)
{
    // For the longest nickname there may be, so that all get the same rows.
    const std::size_t prefix = isupportPrefix(hub, to);
    if (!hub.isupport.rows.empty() && hub.isupport.prefixBytes == prefix)
        return;
    hub.isupport = {};
    hub.isupport.prefixBytes = prefix;
    hub.isupport.rows = isupportRows(isupportTokens(hub.config), prefix);
    const Say say = sayTo(hub.isupport.greeting, hub);
    sayFirst(hub, view(PreparedLines::name()), say);
    for (const std::vector<QByteArray>& row : hub.isupport.rows)
        say(Numeric::RplIsupport, row);
}

// "all RPL_ISUPPORT messages inside a draft/isupport batch when batch and draft/extended-isupport are enabled"
bool wantsIsupportBatch(const Session& session)
{
    return session.has(Capability::Batch) && session.has(Capability::ExtendedIsupport);
}

void welcome(Hub& hub, Session& session, Responder& reply)
{
    prepareIsupport(hub, session);
    if (wantsIsupportBatch(session) || !reply.sendPrepared(hub.isupport.greeting)) {
        sayFirst(hub, view(session.user->nickname), sayTo(reply));
        replyIsupport(hub, reply, session);
    }
    replyLusers(hub, reply);
    replyOwnMetadata(reply, session);
    replyMotd(hub, reply);
}

void sayMotd(const Hub& hub, const Say& say)
{
    if (hub.config.motd.isEmpty())
        return say(Numeric::ErrNoMotd, {protocol::text(Numeric::ErrNoMotd)});
    say(Numeric::RplMotdStart, {"- " + hub.serverName() + " Message of the day -"});
    for (const QByteArray& line : hub.config.motd)
        say(Numeric::RplMotd, {"- " + line});
    say(Numeric::RplEndOfMotd, {protocol::text(Numeric::RplEndOfMotd)});
}

// Who is not invisible, who is, operators, connections without a name, rooms, people, and the most that there were.
using LusersFigures = std::array<QByteArray, PreparedLines::kMostFigures>;

LusersFigures lusersFigures(Hub& hub)
{
    const auto [invisible, operators] = hub.directory.census();
    const int people = static_cast<int>(hub.directory.users().size());
    const int unknown = static_cast<int>(hub.sessions.size()) - hub.counters.devices;
    const int rooms = static_cast<int>(hub.directory.channels().size());
    return {QByteArray::number(people - invisible),
            QByteArray::number(invisible),
            QByteArray::number(operators),
            QByteArray::number(unknown),
            QByteArray::number(rooms),
            QByteArray::number(people),
            QByteArray::number(hub.counters.mostUsers)};
}

void sayLusers(const LusersFigures& figures, const Say& say)
{
    const auto& [visible, invisible, operators, unknown, rooms, now, most] = figures;
    say(Numeric::RplLuserClient, {joined({"There are ", view(visible), " users and ", view(invisible), " invisible on 1 servers"})});
    say(Numeric::RplLuserOp, {operators, protocol::text(Numeric::RplLuserOp)});
    say(Numeric::RplLuserUnknown, {unknown, protocol::text(Numeric::RplLuserUnknown)});
    say(Numeric::RplLuserChannels, {rooms, protocol::text(Numeric::RplLuserChannels)});
    say(Numeric::RplLuserMe, {joined({"I have ", view(now), " clients and 0 servers"})});
    say(Numeric::RplLocalUsers, {now, most, joined({"Current local users ", view(now), ", max ", view(most)})});
    say(Numeric::RplGlobalUsers, {now, most, joined({"Current global users ", view(now), ", max ", view(most)})});
}

void makeUser(Hub& hub, Session& session)
{
    auto user = std::make_unique<User>();
    user->sessions.push_back(&session);
    user->nickname = session.introduction->wantedNickname;
    user->username = session.username;
    user->realname = session.introduction->realname;
    user->host = session.host();
    user->signedOnAt = hub.clock.now();
    user->namedAt = hub.now();
    user->spokeAt = hub.clock.monotonic();
    user->account = std::exchange(session.account, nullptr);
    session.user = &hub.directory.add(std::move(user));
    if (session.user->account != nullptr)
        session.user->account->user = session.user;
}

} // namespace

void tryRegister(Hub& hub, Session& session, Responder& reply)
{
    const bool isComplete = session.stage == Stage::Registering && !session.isNegotiating && session.hasUserCommand
                            && !session.introduction->wantedNickname.isEmpty();
    if (!isComplete)
        return;
    endExchange(session, reply);
    if (!isLetIn(hub, session, reply))
        return;
    User* known = session.account == nullptr ? nullptr : session.account->user;
    if (known != nullptr) {
        addDevice(hub, session, *known);
    } else {
        // Somebody may have taken the name while this one was still negotiating.
        if (!mayTake(hub, session, session.introduction->wantedNickname, reply)) {
            session.introduction.edit().wantedNickname.clear();
            return;
        }
        makeUser(hub, session);
    }
    session.introduction.clear();
    session.stage = Stage::Registered;
    ++hub.counters.devices;
    hub.counters.mostUsers = std::max(hub.counters.mostUsers, static_cast<int>(hub.directory.users().size()));
    hub.outbox.setFlood(session.id, false);
    hub.record(EventKind::Registered, &session);
    bringMetadata(hub, session);
    welcome(hub, session, reply);
    if (known != nullptr) {
        introduceRooms(hub, session);
        return;
    }
    announceHere(hub, *session.user);
    updateAway(hub, *session.user, &session); // said so before: IRCv3 draft/pre-away
}

bool mayTake(const Hub& hub, const Session& session, const QByteArray& nickname, Responder& reply)
{
    const Account* account = session.user == nullptr ? session.account : session.user->account;
    if (session.user == nullptr && account != nullptr && account->user != nullptr)
        return true; // one more device of somebody who is here: it gets their name, whatever it asks for
    const Hub::NameUse use = hub.useOf(view(nickname), session.user, account);
    if (use == Hub::NameUse::Free)
        return true;
    // Who is still negotiating may sign in to the account that has the name, on another device too. The last word is at the end.
    if (session.user == nullptr && session.isNegotiating && hub.accounts.ownerOf(view(nickname)) != nullptr)
        return true;
    if (use == Hub::NameUse::Reserved && session.has(Capability::StandardReplies))
        reply.fail("NICK", "NICKNAME_RESERVED", {nickname}, "This name belongs to somebody; sign in to use it");
    reply.error(Numeric::ErrNicknameInUse, {nickname});
    return false;
}

void replyMotd(Hub& hub, Responder& reply)
{
    // A file may have any bytes, also such as stand for what is put in.
    if (hub.isupport.motd.isEmpty() && std::ranges::all_of(hub.config.motd, [](const QByteArray& line) { return isValidUtf8(view(line)); }))
        sayMotd(hub, sayTo(hub.isupport.motd, hub));
    if (!reply.sendPrepared(hub.isupport.motd))
        sayMotd(hub, sayTo(reply));
}

void replyLusers(Hub& hub, Responder& reply)
{
    if (hub.isupport.lusers.isEmpty()) {
        LusersFigures marks;
        for (std::size_t i = 0; i < marks.size(); ++i)
            marks[i] = PreparedLines::figure(i); // NOLINT: bounded by the loop
        sayLusers(marks, sayTo(hub.isupport.lusers, hub));
    }
    const LusersFigures figures = lusersFigures(hub);
    if (!reply.sendPrepared(hub.isupport.lusers, figures))
        sayLusers(figures, sayTo(reply));
}

namespace {

QByteArray keyOf(const QByteArray& token)
{
    return token.left(token.indexOf('='));
}

void sendIsupport(Responder& reply, const Session& to, const std::vector<std::vector<QByteArray>>& rows)
{
    if (!wantsIsupportBatch(to)) {
        for (const std::vector<QByteArray>& row : rows)
            reply.numeric(Numeric::RplIsupport, row);
        return;
    }
    std::vector<Message> lines;
    for (const std::vector<QByteArray>& row : rows) {
        Message& line = lines.emplace_back(protocol::code(Numeric::RplIsupport), std::initializer_list<QByteArray>{to.calledName()});
        line.parameters.insert(line.parameters.end(), row.begin(), row.end());
    }
    reply.sendNested({"draft/isupport"}, std::move(lines));
}

std::vector<QByteArray> usualTokens(const ServerConfig& config)
{
    const LimitsConfig& limits = config.limits;
    const auto limited = [](const char* key, int value) { return QByteArray(key) + (value > 0 ? QByteArray::number(value) : ""); };
    const QByteArray targets = QByteArray::number(kMaximumTargets);
    return {
        "ACCOUNTEXTBAN=account,a",
        limited("AWAYLEN=", limits.awayLength),
        "BOT=B",
        "CASEMAPPING=" + config.casemapping,
        "CHANLIMIT=#:" + QByteArray::number(kMaximumChannels),
        "CHANMODES=beI,k,l,imnstR",
        limited("CHANNELLEN=", limits.channelLength),
        "CHANTYPES=#",
        "ELIST=CMNTU",
        "EXCEPTS=e",
        "EXTBAN=,am",
        "INVEX=I",
        limited("KICKLEN=", limits.kickLength),
        limited("MAXLIST=beI:", limits.listModes),
        "MAXTARGETS=" + targets,
        "MODES=" + QByteArray::number(kMaximumModes),
        limited("MONITOR=", limits.monitor),
        "NETWORK=" + protocol::escapeIsupportValue(view(config.network)),
        limited("NICKLEN=", limits.nickLength),
        "PREFIX=(ov)@+",
        "SAFELIST",
        "STATUSMSG=@+",
        "TARGMAX=JOIN:,KICK:,LIST:,MONITOR:,NAMES:,NOTICE:" + targets + ",PART:,PRIVMSG:" + targets + ",TAGMSG:" + targets
            + ",WHOIS:,WHOWAS:",
        limited("TOPICLEN=", limits.topicLength),
        "UTF8ONLY",
        "WHOX",
    };
}

} // namespace

std::vector<QByteArray> isupportTokens(const ServerConfig& config)
{
    std::vector<QByteArray> tokens = usualTokens(config);
    if (!config.icon.isEmpty())
        tokens.push_back("draft/ICON=" + protocol::escapeIsupportValue(view(config.icon)));
    if (config.keepsHistory()) {
        tokens.push_back("CHATHISTORY=" + QByteArray::number(protocol::limits::kHistoryMessages));
        tokens.emplace_back("MSGREFTYPES=msgid,timestamp"); // the one that is preferred first
        std::ranges::sort(tokens);
    }
    return tokens;
}

void replyIsupport(Hub& hub, Responder& reply, const Session& to)
{
    prepareIsupport(hub, to);
    sendIsupport(reply, to, hub.isupport.rows);
}

void announceIsupport(Hub& hub, const ServerConfig& before)
{
    const std::vector<QByteArray> known = isupportTokens(before);
    const std::vector<QByteArray> now = isupportTokens(hub.config);
    std::vector<QByteArray> changed;
    std::ranges::copy_if(now, std::back_inserter(changed),
                         [&](const QByteArray& token) { return std::ranges::find(known, token) == known.end(); });
    for (const QByteArray& token : known) { // "-KEY": it is not there any more
        const QByteArray key = keyOf(token);
        if (std::ranges::find(now, key, keyOf) == now.end())
            changed.push_back('-' + key);
    }
    if (changed.empty())
        return;
    for (Session* session : hub.sessions.all()) {
        if (!session->isRegistered())
            continue;
        Responder reply{hub, *session, {}};
        sendIsupport(reply, *session, isupportRows(changed, isupportPrefix(hub, *session)));
    }
}

} // namespace chatroom::server
