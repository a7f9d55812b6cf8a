#include "client/handlers/handlers.h"
#include "client/happened.h"
#include "client/plaintext.h"

#include <array>

namespace chatroom::client {

using protocol::bytes;
using protocol::view;

namespace {

void tell(SessionCore& core, Conversation& where, const Incoming& in)
{
    if (const std::optional<ChatLine> line = lineOf(core, in))
        core.say(where, *line);
}

template <typename Visit>
void forEachRoomWith(SessionCore& core, std::string_view nickname, Visit&& visit)
{
    const protocol::FoldedName key = core.fold(nickname);
    for (auto& each : core.conversations) {
        auto& members = ConversationWriter::of(*each.second).members;
        if (const auto found = members.find(key); found != members.end())
            visit(*each.second, Member(found->second));
    }
}

// extended-join tells the account, "*" for none.
Member newcomer(const Incoming& in)
{
    Member member{.name = in.author, .modes = {}};
    member.isBot = in.message.tagsView().contains("bot");
    if (in.message.parameterCount() > 2 && in.message.parameter(1) != "*")
        member.account = plainName(in.message.parameter(1));
    return member;
}

void onJoin(SessionCore& core, const Incoming& in)
{
    const std::string_view name = in.message.parameter(0);
    if (!in.isOwn) {
        if (Conversation* room = core.find(name)) {
            core.putMember(*room, newcomer(in));
            tell(core, *room, in);
        }
        return;
    }
    core.ownUser = bytes(in.source.user);
    core.ownHost = bytes(in.source.host);
    Conversation& room = core.ensure(Conversation::Kind::Room, name);
    auto& d = ConversationWriter::of(room);
    core.leaveRoom(room); // whatever was known from before
    d.isJoined = true;
    d.isModeOurs = true;
    Member own = newcomer(in);
    own.isAway = core.isAway;
    core.putMember(room, own);
    core.wantRoom(plainName(name), {});
    core.write({"MODE", bytes(name)});
    tell(core, room, in);
    Q_EMIT room.changed(Conversation::Joined);
    if (core.fold(protocol::view(core.askedRoom)) == core.fold(name)) {
        core.askedRoom.clear();
        Q_EMIT core.self.conversationAsked(&room);
    }
    core.history.opened(room);
    core.outbox.pump();
}

void onPart(SessionCore& core, const Incoming& in)
{
    Conversation* room = core.find(in.message.parameter(0));
    if (!room)
        return;
    const bool isAsked = core.parting.erase(core.fold(in.message.parameter(0))) > 0;
    if (in.isOwn && !isAsked && core.signIn.isSignedIn()) { // another device of ours left it
        core.forgetRoom(bytes(in.message.parameter(0)));
        core.remove(*room);
        return;
    }
    tell(core, *room, in);
    if (!in.isOwn)
        return core.dropMember(*room, in.source.nickname);
    core.forgetRoom(bytes(in.message.parameter(0)));
    core.history.left(*room);
    core.leaveRoom(*room);
}

void onKick(SessionCore& core, const Incoming& in)
{
    Conversation* room = core.find(in.message.parameter(0));
    if (!room)
        return;
    const std::string_view whom = in.message.parameter(1);
    const bool isUs = core.fold(whom) == core.fold(view(core.nickname));
    tell(core, *room, in);
    if (!isUs)
        return core.dropMember(*room, whom);
    core.forgetRoom(bytes(in.message.parameter(0)));
    core.history.left(*room);
    core.leaveRoom(*room);
}

void onQuit(SessionCore& core, const Incoming& in)
{
    if (in.isOwn)
        return;
    forEachRoomWith(core, in.source.nickname, [&](Conversation& room, const Member&) {
        tell(core, room, in);
        core.dropMember(room, in.source.nickname);
    });
    core.profiles.gone(in.source.nickname);
    Conversation* direct = core.find(in.source.nickname);
    if (direct && direct->kind() == Conversation::Kind::Direct)
        tell(core, *direct, in);
}

void onNick(SessionCore& core, const Incoming& in)
{
    const QByteArray to = bytes(in.message.parameter(0));
    const QString name = plainName(view(to));
    if (in.isOwn) {
        core.nickname = to;
        core.identity.nickname = name;
        core.isRegaining = false;
    }
    core.profiles.renamed(in.source.nickname, view(to));
    forEachRoomWith(core, in.source.nickname, [&](Conversation& room, const Member& old) {
        Member next = old;
        next.name = name;
        core.dropMember(room, in.source.nickname);
        core.putMember(room, next);
        tell(core, room, in);
    });
    core.renameDirect(bytes(in.source.nickname), to);
    if (in.isOwn)
        Q_EMIT core.self.nicknameChanged(name);
}

void onAway(SessionCore& core, const Incoming& in)
{
    const bool isAway = !in.message.parameter(0).empty();
    forEachRoomWith(core, in.source.nickname, [&](Conversation& room, Member member) {
        member.isAway = isAway;
        core.putMember(room, member);
    });
    Conversation* direct = core.find(in.source.nickname);
    if (!direct || direct->kind() != Conversation::Kind::Direct)
        return;
    ConversationWriter::of(*direct).isPersonAway = isAway;
    Q_EMIT direct->changed(Conversation::Presence);
}

void onAccount(SessionCore& core, const Incoming& in)
{
    const QByteArray account = in.message.parameter(0) == "*" ? QByteArray() : bytes(in.message.parameter(0));
    core.noteAccount(in.source.nickname, account);
    if (in.isOwn)
        core.signIn.became(account);
}

void onChghost(SessionCore& core, const Incoming& in)
{
    if (!in.isOwn)
        return;
    core.ownUser = bytes(in.message.parameter(0));
    core.ownHost = bytes(in.message.parameter(1));
}

void onInvite(SessionCore& core, const Incoming& in)
{
    const QString room = plainName(in.message.parameter(1));
    if (core.fold(in.message.parameter(0)) == core.fold(view(core.nickname))) {
        Q_EMIT core.self.invited(room, in.author);
        return;
    }
    if (Conversation* where = core.find(in.message.parameter(1)))
        core.inform(*where, Session::tr("%1 invited %2 into this room").arg(in.author, plainName(in.message.parameter(0))));
}

void ignore(SessionCore&, const Incoming&) {}

constexpr std::array kRows = std::to_array<HandlerRow>({
    {"JOIN", 1, onJoin},
    {"PART", 1, onPart},
    {"KICK", 2, onKick},
    {"QUIT", 0, onQuit},
    {"NICK", 1, onNick},
    {"AWAY", 0, onAway},
    {"CHGHOST", 2, onChghost},
    {"INVITE", 2, onInvite},
    {"SETNAME", 0, ignore},
    {"ACCOUNT", 1, onAccount},
});

} // namespace

std::span<const HandlerRow> membershipHandlers()
{
    return kRows;
}

} // namespace chatroom::client
