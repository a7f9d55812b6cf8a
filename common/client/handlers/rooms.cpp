#include "client/handlers/handlers.h"
#include "client/happened.h"
#include "client/plaintext.h"
#include "protocol/modes.h"

#include <array>

namespace chatroom::client {

using protocol::bytes;
using protocol::view;

namespace {

// WHOX: of what we ask by ourselves.
constexpr std::string_view kWhoFields = "%tcnfa,152";
constexpr std::string_view kWhoToken = "152";

void setTopic(Conversation& room, const QString& topic)
{
    ConversationWriter::of(room).topic = topic;
    Q_EMIT room.changed(Conversation::Topic);
}

void onTopic(SessionCore& core, const Incoming& in)
{
    Conversation* room = core.find(in.message.parameter(0));
    if (!room)
        return;
    const QString topic = plainText(in.message.parameter(1));
    ConversationWriter::of(*room).topicSetBy = in.author;
    setTopic(*room, topic);
    if (std::optional<ChatLine> line = lineOf(core, in))
        core.say(*room, std::move(*line));
}

void onTopicReply(SessionCore& core, const Incoming& in)
{
    if (Conversation* room = core.find(in.message.parameter(1)))
        setTopic(*room, in.message.command == "331" ? QString() : plainText(in.message.parameter(2)));
}

void onTopicWho(SessionCore& core, const Incoming& in)
{
    if (Conversation* room = core.find(in.message.parameter(1)))
        ConversationWriter::of(*room).topicSetBy = plainName(protocol::SourceView::parse(in.message.parameter(2)).nickname);
}

void onNames(SessionCore& core, const Incoming& in)
{
    Conversation* room = core.find(in.message.parameter(2));
    if (!room)
        return;
    const QByteArray prefixes = core.isupport.statusPrefixes();
    const QByteArray modes = core.isupport.statusModes();
    auto& d = ConversationWriter::of(*room);
    const QList<QByteArray> names = bytes(in.message.parameter(3)).split(' ');
    for (const QByteArray& each : names) {
        QByteArray held;
        qsizetype at = 0;
        for (; at < each.size(); ++at) {
            const qsizetype prefix = prefixes.indexOf(each[at]);
            if (prefix < 0 || prefix >= modes.size())
                break;
            held += modes[prefix];
        }
        const QByteArray full = each.mid(at);
        const std::string_view nickname = protocol::SourceView::parse(view(full)).nickname;
        if (nickname.empty())
            continue;
        const auto old = d.members.find(core.fold(nickname));
        Member& member = d.incoming[core.fold(nickname)];
        if (old != d.members.end())
            member = old->second;
        member.name = plainName(nickname);
        member.modes = held;
    }
}

// Who is away, a program, or signed in. The list of a large room costs everybody more than it tells.
void askWhoIsThere(SessionCore& core, Conversation& room)
{
    constexpr std::size_t kMostAskedFor = 100;
    auto& d = ConversationWriter::of(room);
    const bool isKeptUp = core.enabled.has(protocol::Capability::AwayNotify) || core.enabled.has(protocol::Capability::AccountNotify);
    if (d.isNamesAsked || d.isWhoOurs || d.members.size() > kMostAskedFor || !isKeptUp)
        return;
    d.isWhoOurs = true;
    if (core.isupport.contains("WHOX"))
        core.write({"WHO", d.target, bytes(kWhoFields)});
    else
        core.write({"WHO", d.target});
}

void onEndOfNames(SessionCore& core, const Incoming& in)
{
    Conversation* room = core.find(in.message.parameter(1));
    if (!room)
        return;
    auto& d = ConversationWriter::of(*room);
    d.members = std::move(d.incoming);
    d.incoming.clear();
    std::vector<Person> people;
    QStringList names;
    for (const auto& each : d.members) {
        people.push_back(core.personOf(each.second));
        names.append(each.second.name);
        if (people.back().isSelf)
            d.rank = people.back().rank;
    }
    d.people.setPeople(std::move(people));
    Q_EMIT room->changed(Conversation::Joined);
    askWhoIsThere(core, *room);
    if (!d.isNamesAsked)
        return;
    d.isNamesAsked = false;
    names.sort(Qt::CaseInsensitive);
    core.inform(*room, Session::tr("In this room: %1").arg(names.join(QStringLiteral(", "))));
}

// "G+@B": gone, an operator, in charge here, a program (by the letter of BOT).
void noteFlags(const SessionCore& core, Member& member, std::string_view flags)
{
    const QByteArray bot = core.isupport.value("BOT");
    member.isAway = !flags.empty() && flags.front() == 'G';
    member.isBot = bot.size() == 1 && flags.find(bot.front(), 1) != std::string_view::npos;
}

void onWho(SessionCore& core, const Incoming& in)
{
    Conversation* room = core.find(in.message.parameter(1));
    if (!room || !ConversationWriter::of(*room).isWhoOurs)
        return handleOtherNumeric(core, in);
    auto& d = ConversationWriter::of(*room);
    const auto found = d.members.find(core.fold(in.message.parameter(5)));
    if (found == d.members.end())
        return;
    Member member = found->second;
    noteFlags(core, member, in.message.parameter(6));
    if (member.isAway != found->second.isAway || member.isBot != found->second.isBot)
        core.putMember(*room, member);
}

// "354 me 152 #room nick flags account"
void onWhox(SessionCore& core, const Incoming& in)
{
    Conversation* room = core.find(in.message.parameter(2));
    if (!room || in.message.parameter(1) != kWhoToken || in.message.parameterCount() < 6)
        return handleOtherNumeric(core, in);
    auto& d = ConversationWriter::of(*room);
    const auto found = d.members.find(core.fold(in.message.parameter(3)));
    if (found == d.members.end())
        return;
    Member member = found->second;
    noteFlags(core, member, in.message.parameter(4));
    member.account = in.message.parameter(5) == "0" ? QString() : plainName(in.message.parameter(5));
    const bool isSame =
        member.isAway == found->second.isAway && member.isBot == found->second.isBot && member.account == found->second.account;
    if (!isSame)
        core.putMember(*room, member);
}

void onEndOfWho(SessionCore& core, const Incoming& in)
{
    Conversation* room = core.find(in.message.parameter(1));
    if (room)
        ConversationWriter::of(*room).isWhoOurs = false;
}

void applyModes(SessionCore& core, Conversation& room, const protocol::MessageView& message, std::size_t first)
{
    std::vector<std::string_view> parameters;
    for (std::size_t at = first + 1; at < message.parameterCount(); ++at)
        parameters.push_back(message.parameter(at));
    auto& d = ConversationWriter::of(room);
    for (const protocol::ModeChange& change : protocol::parseModes(core.isupport.modeTable(), message.parameter(first), parameters)) {
        if (change.kind == protocol::ModeKind::Flag) {
            d.flags.replace(change.letter, "");
            if (change.isAdding)
                d.flags += change.letter;
        }
        const auto member = d.members.find(core.fold(view(change.parameter)));
        if (change.kind != protocol::ModeKind::Prefix || !change.hasParameter || member == d.members.end())
            continue;
        QByteArray modes = member->second.modes;
        modes.replace(change.letter, "");
        if (change.isAdding)
            modes += change.letter;
        Member next = member->second;
        next.modes = modes;
        core.putMember(room, next);
    }
    Q_EMIT room.changed(Conversation::Joined);
}

void onMode(SessionCore& core, const Incoming& in)
{
    Conversation* room = core.find(in.message.parameter(0));
    if (!room)
        return;
    applyModes(core, *room, in.message, 1);
    if (std::optional<ChatLine> line = lineOf(core, in))
        core.say(*room, std::move(*line));
}

void onModeReply(SessionCore& core, const Incoming& in)
{
    Conversation* room = core.find(in.message.parameter(1));
    if (!room)
        return;
    auto& d = ConversationWriter::of(*room);
    d.flags.clear();
    applyModes(core, *room, in.message, 2);
    if (!d.isModeOurs)
        handleOtherNumeric(core, in);
    d.isModeOurs = false;
}

void ignore(SessionCore&, const Incoming&) {}

constexpr std::array kRows = std::to_array<HandlerRow>({
    {"TOPIC", 2, onTopic},
    {"331", 2, onTopicReply},
    {"332", 3, onTopicReply},
    {"333", 3, onTopicWho},
    {"353", 4, onNames},
    {"366", 2, onEndOfNames},
    {"352", 7, onWho},
    {"354", 2, onWhox},
    {"315", 2, onEndOfWho},
    {"MODE", 2, onMode},
    {"324", 3, onModeReply},
    {"329", 0, ignore},
});

} // namespace

std::span<const HandlerRow> roomHandlers()
{
    return kRows;
}

} // namespace chatroom::client
