#include "client/handlers/handlers.h"
#include "client/happened.h"
#include "client/plaintext.h"
#include "protocol/modes.h"

#include <array>

namespace chatroom::client {

using protocol::bytes;
using protocol::view;

namespace {

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
        d.incoming[core.fold(nickname)] = {plainName(nickname), held, old != d.members.end() && old->second.isAway};
    }
}

// The list of a large room costs everybody more than it tells.
void askWhoIsAway(SessionCore& core, Conversation& room)
{
    constexpr std::size_t kMostAskedFor = 100;
    auto& d = ConversationWriter::of(room);
    if (d.isNamesAsked || d.isWhoOurs || d.members.size() > kMostAskedFor || !core.enabled.has(protocol::Capability::AwayNotify))
        return;
    d.isWhoOurs = true;
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
    askWhoIsAway(core, *room);
    if (!d.isNamesAsked)
        return;
    d.isNamesAsked = false;
    names.sort(Qt::CaseInsensitive);
    core.inform(*room, Session::tr("In this room: %1").arg(names.join(QStringLiteral(", "))));
}

void onWho(SessionCore& core, const Incoming& in)
{
    Conversation* room = core.find(in.message.parameter(1));
    if (!room || !ConversationWriter::of(*room).isWhoOurs)
        return handleOtherNumeric(core, in);
    auto& d = ConversationWriter::of(*room);
    const auto member = d.members.find(core.fold(in.message.parameter(5)));
    const bool isAway = !in.message.parameter(6).empty() && in.message.parameter(6).front() == 'G';
    if (member != d.members.end() && member->second.isAway != isAway)
        core.putMember(*room, in.message.parameter(5), QByteArray(member->second.modes), isAway);
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
        core.putMember(room, view(change.parameter), modes, member->second.isAway);
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
