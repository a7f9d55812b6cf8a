// The session's conversations and who is in them.
#include "client/happened.h"
#include "client/plaintext.h"
#include "client/session_p.h"
#include "protocol/names.h"

#include <algorithm>

namespace chatroom::client {

using protocol::bytes;
using protocol::FoldedName;
using protocol::view;

namespace {

Rank rankOf(const QByteArray& modes)
{
    Rank best = Rank::Person;
    for (const char mode : modes) {
        const Rank rank = mode == 'q'   ? Rank::Owner
                          : mode == 'a' ? Rank::Admin
                          : mode == 'o' ? Rank::Operator
                          : mode == 'h' ? Rank::HalfOperator
                          : mode == 'v' ? Rank::Voice
                                        : Rank::Person;
        best = std::max(best, rank);
    }
    return best;
}

} // namespace

FoldedName SessionCore::fold(std::string_view name) const
{
    return FoldedName{name, isupport.caseMapping()};
}

bool SessionCore::isRoomName(std::string_view name) const
{
    return protocol::isChannelName(name, view(isupport.channelTypes()));
}

Conversation* SessionCore::find(std::string_view name) const
{
    const auto found = conversations.find(fold(name));
    return found == conversations.end() ? nullptr : found->second.get();
}

Conversation& SessionCore::ensure(Conversation::Kind kind, std::string_view name)
{
    if (Conversation* known = find(name))
        return *known;
    auto made = ConversationWriter::make(kind, plainName(name));
    Conversation& conversation = *made;
    auto& d = ConversationWriter::of(conversation);
    d.target = bytes(name);
    d.isJoined = kind == Conversation::Kind::Direct && state == Session::State::Online;
    conversations[fold(name)] = std::move(made);
    d.history.read = memory.readIn(d.target);
    d.read.here = d.history.read.time;
    list.insert(&conversation);
    QObject::connect(&conversation, &Conversation::changed, &self, [this, &conversation](Conversation::Changes what) {
        if (what.testFlag(Conversation::Unread) && conversation.unread() == 0 && !ConversationWriter::of(conversation).isRecounted)
            noteRead(conversation);
    });
    Q_EMIT self.conversationAdded(&conversation);
    if (kind == Conversation::Kind::Direct) {
        history.opened(conversation);
        presence.opened(conversation);
    }
    return conversation;
}

void SessionCore::remove(Conversation& conversation)
{
    if (&conversation == server.get())
        return;
    Q_EMIT self.conversationRemoved(&conversation);
    presence.closed(conversation);
    list.remove(&conversation);
    outbox.forget(conversation);
    history.left(conversation);
    const auto found =
        std::find_if(conversations.begin(), conversations.end(), [&](const auto& each) { return each.second.get() == &conversation; });
    if (found == conversations.end())
        return;
    found->second.release()->deleteLater(); // a handler or a view may still be on its way through it
    conversations.erase(found);
}

void SessionCore::renameDirect(const QByteArray& from, const QByteArray& to)
{
    const auto found = conversations.find(fold(view(from)));
    if (found == conversations.end() || found->second->kind() != Conversation::Kind::Direct)
        return;
    const FoldedName next = fold(view(to));
    if (next != found->first && conversations.contains(next))
        return; // both conversations stay as they are
    auto moved = std::move(found->second);
    conversations.erase(found);
    Conversation& conversation = *moved;
    auto& d = ConversationWriter::of(conversation);
    d.name = plainName(view(to));
    d.target = to;
    conversations[next] = std::move(moved);
    presence.renamed(conversation, from);
    Q_EMIT conversation.changed(Conversation::Name);
}

void SessionCore::renameRoom(const QByteArray& from, const QByteArray& to)
{
    auto found = conversations.find(fold(view(from)));
    if (found == conversations.end() || found->second->kind() != Conversation::Kind::Room)
        return;
    Conversation& room = *found->second;
    const FoldedName next = fold(view(to));
    // One of that name that we left long ago: what waits to be said there is said here.
    if (const auto other = conversations.find(next); other != conversations.end() && other != found) {
        outbox.moveTo(*other->second, room);
        remove(*other->second);
    }
    found = conversations.find(fold(view(from)));
    auto moved = std::move(found->second);
    conversations.erase(found);
    conversations[next] = std::move(moved);
    auto& d = ConversationWriter::of(room);
    d.name = plainName(view(to));
    d.target = to;
    for (WantedRoom& each : rooms) {
        if (fold(view(each.name.toUtf8())) == fold(view(from)))
            each.name = d.name;
    }
    outbox.retarget(room, to);
    Q_EMIT room.changed(Conversation::Name);
    if (d.unread == 0)
        noteRead(room);
}

LineId SessionCore::say(Conversation& where, ChatLine line)
{
    auto& d = ConversationWriter::of(where);
    if (const auto known = d.lines.rowOfMessage(line.messageId))
        return d.lines.line(*known).id; // an answer of the history was faster
    dress(where, line);
    line.id = LineId{++lastLine};
    if (!line.time.isValid())
        line.time = QDateTime::fromMSecsSinceEpoch(clock.now().time_since_epoch().count(), Qt::UTC);
    const LineId id = line.id;
    const bool counts = countsAsUnread(line) && !d.isActive;
    const bool isWanted = line.isMention || (d.kind == Conversation::Kind::Direct && line.kind != LineKind::Notice);
    d.lines.append(line);
    history.noteLine(where, line);
    history.bound(where);
    if (isSpoken(line.kind) && !line.isOwn)
        typing.ended(where, line.author);
    if (d.isActive)
        noteRead(where);
    else if (line.isOwn && isSpoken(line.kind) && d.unread == 0 && d.lastRead.isValid())
        d.lastRead = id; // said on another device
    if (!counts)
        return id;
    ++d.unread;
    d.mentions += line.isMention || d.kind == Conversation::Kind::Direct ? 1 : 0;
    Q_EMIT where.changed(Conversation::Unread);
    if (isWanted)
        Q_EMIT self.notified(&where, line);
    return id;
}

void SessionCore::inform(Conversation& where, const QString& text, LineKind kind)
{
    ChatLine line;
    line.kind = kind;
    line.text = text;
    say(where, std::move(line));
}

Conversation& SessionCore::askedIn()
{
    return asked ? *asked : *server;
}

Person SessionCore::personOf(const Member& member) const
{
    Person person;
    person.nickname = member.name;
    person.rank = rankOf(member.modes);
    person.isAway = member.isAway;
    person.isBot = member.isBot;
    person.account = member.account;
    const Profile& profile = profiles.of(view(member.name.toUtf8()));
    person.displayName = profile.displayName;
    person.status = profile.status;
    person.isSelf = fold(view(member.name.toUtf8())) == fold(view(nickname));
    return person;
}

void SessionCore::putMember(Conversation& room, const Member& member)
{
    auto& d = ConversationWriter::of(room);
    const FoldedName key = fold(view(member.name.toUtf8()));
    if (const auto old = d.members.find(key); old != d.members.end() && old->second.name != member.name)
        d.people.remove(old->second.name);
    const Person person = personOf(member);
    d.members.insert_or_assign(key, Member(member)); // it may be the one that is there
    d.people.insertOrUpdate(person);
    if (!person.isSelf || d.rank == person.rank)
        return;
    d.rank = person.rank;
    Q_EMIT room.changed(Conversation::Joined);
}

void SessionCore::refreshPerson(std::string_view name)
{
    const FoldedName key = fold(name);
    for (auto& each : conversations) {
        auto& d = ConversationWriter::of(*each.second);
        if (const auto found = d.members.find(key); found != d.members.end())
            d.people.insertOrUpdate(personOf(found->second));
    }
}

void SessionCore::noteAccount(std::string_view name, const QByteArray& account)
{
    const FoldedName key = fold(name);
    const QString shown = plainName(view(account));
    for (auto& each : conversations) {
        auto& d = ConversationWriter::of(*each.second);
        const auto found = d.members.find(key);
        if (found == d.members.end() || found->second.account == shown)
            continue;
        found->second.account = shown;
        d.people.insertOrUpdate(personOf(found->second));
    }
}

void SessionCore::noteSpeaker(Conversation& room, const Incoming& in)
{
    auto& d = ConversationWriter::of(room);
    const auto found = d.members.find(fold(in.source.nickname));
    if (found == d.members.end())
        return;
    const protocol::TagsView tags = in.message.tagsView();
    Member member = found->second;
    member.isBot = member.isBot || tags.contains("bot");
    if (enabled.has(protocol::Capability::AccountTag))
        member.account = plainName(view(tags.value("account").value_or(QByteArray())));
    if (member.isBot != found->second.isBot || member.account != found->second.account)
        putMember(room, member);
}

void SessionCore::dropMember(Conversation& room, std::string_view name)
{
    auto& d = ConversationWriter::of(room);
    const auto found = d.members.find(fold(name));
    if (found == d.members.end())
        return;
    d.people.remove(found->second.name);
    typing.ended(room, QString(found->second.name));
    d.members.erase(found);
}

void SessionCore::leaveRoom(Conversation& room)
{
    auto& d = ConversationWriter::of(room);
    d.isJoined = d.kind == Conversation::Kind::Direct && state == Session::State::Online;
    d.rank = Rank::Person;
    d.members.clear();
    d.incoming.clear();
    d.people.clear();
    d.hasNames = false;
    typing.left(room);
    Q_EMIT room.changed(Conversation::Joined);
}

} // namespace chatroom::client
