// What a person types: text, or one of the commands of commandhelp.h, each of which has a row here.
#include "client/commandhelp.h"
#include "client/happened.h"
#include "client/session_p.h"

#include <algorithm>
#include <array>

namespace chatroom::client {

using protocol::view;

namespace {

struct Typed final
{
    SessionCore& core;
    Session& session;
    Conversation& where;
    QString name; // of the command
    QString rest; // all behind it

    [[nodiscard]] QString first() const { return rest.section(u' ', 0, 0); }
    [[nodiscard]] QString behind() const { return rest.section(u' ', 1); }
    [[nodiscard]] QByteArray target() const { return ConversationWriter::of(where).target; }
};

enum class Needs : std::uint8_t { Nothing, Connection, Room };

struct TypedRow final
{
    std::string_view name;
    Needs needs;
    void (*run)(const Typed& typed);
};

QString text(std::string_view source)
{
    return QString::fromUtf8(source.data(), static_cast<qsizetype>(source.size()));
}

void runHelp(const Typed& typed)
{
    for (const TypedCommand& each : typedCommands()) {
        if (typed.rest.isEmpty() || typed.first() == text(each.name))
            typed.core.inform(typed.where, text(each.usage) + QStringLiteral(" – ") + text(each.help));
    }
}

void runClear(const Typed& typed)
{
    LineModel& lines = typed.where.lines();
    while (lines.rowCount() > 0)
        lines.remove(lines.line(lines.rowCount() - 1).id);
}

void runQuery(const Typed& typed)
{
    const QByteArray name = typed.first().toUtf8();
    Conversation& there = typed.core.isRoomName(view(name)) ? typed.core.ensure(Conversation::Kind::Room, view(name))
                                                            : typed.session.openDirect(typed.first());
    if (typed.name == QLatin1String("query"))
        Q_EMIT typed.session.conversationAsked(&there);
    if (!typed.behind().isEmpty())
        typed.session.send(there, typed.behind());
}

void runJoin(const Typed& typed)
{
    const QString room = typed.core.isRoomName(view(typed.first().toUtf8())) ? typed.first() : u'#' + typed.first();
    if (Conversation* there = typed.session.find(room); there && there->isJoined())
        return Q_EMIT typed.session.conversationAsked(there);
    typed.core.askedRoom = room.toUtf8();
    typed.session.join(room, typed.behind());
}

void runQuote(const Typed& typed)
{
    typed.core.connection.send(QString(typed.rest).remove(u'\r').remove(u'\n').toUtf8());
}

void runTopic(const Typed& typed)
{
    if (!typed.rest.isEmpty())
        return typed.session.setTopic(typed.where, typed.rest);
    typed.core.inform(typed.where, typed.where.topic().isEmpty() ? Session::tr("No topic is set.") : typed.where.topic());
}

void runNames(const Typed& typed)
{
    ConversationWriter::of(typed.where).isNamesAsked = true;
    typed.core.write({"NAMES", typed.target()});
}

// "/op ann" and the like: a change of the room's modes with a name, or for a ban a mask.
void runRank(const Typed& typed)
{
    struct Change final
    {
        std::string_view name;
        const char* modes;
    };
    static constexpr std::array kChanges =
        std::to_array<Change>({{"ban", "+b"}, {"deop", "-o"}, {"devoice", "-v"}, {"op", "+o"}, {"unban", "-b"}, {"voice", "+v"}});
    const auto* change = std::ranges::find(kChanges, typed.name.toStdString(), &Change::name);
    Q_ASSERT(change != kChanges.end());
    const bool isMask = change->modes[1] == 'b' && !typed.first().contains(u'!');
    typed.core.write({"MODE", typed.target(), change->modes, (isMask ? typed.first() + QStringLiteral("!*@*") : typed.first()).toUtf8()});
}

void runMode(const Typed& typed)
{
    QStringList words = typed.rest.split(u' ', Qt::SkipEmptyParts);
    protocol::Message message{"MODE", {typed.target()}};
    if (!words.isEmpty() && typed.core.isRoomName(view(words.front().toUtf8())))
        message.parameters.front() = words.takeFirst().toUtf8();
    for (const QString& word : words)
        message.parameters.push_back(word.toUtf8());
    typed.core.writeMessage(message);
}

void runInvite(const Typed& typed)
{
    Conversation* room = typed.behind().isEmpty() ? &typed.where : typed.session.find(typed.behind());
    if (!room || room->kind() != Conversation::Kind::Room)
        return typed.core.inform(typed.where, Session::tr("You are in no room of that name."), LineKind::Error);
    typed.session.invite(*room, typed.first());
}

void refuse(const Typed& typed)
{
    typed.core.inform(typed.where, Session::tr("This chatroom cannot do that."), LineKind::Error);
}

// The newest message there, ours or not.
LineId newest(const Typed& typed, bool isOurs)
{
    const LineModel& lines = typed.where.lines();
    for (int row = lines.rowCount() - 1; row >= 0; --row) {
        const ChatLine& line = lines.line(row);
        if (isSpoken(line.kind) && !line.isDeleted && !line.messageId.isEmpty() && line.isOwn == isOurs)
            return line.id;
    }
    return {};
}

void runReact(const Typed& typed)
{
    if (!typed.session.can(Session::Feature::Reactions))
        return refuse(typed);
    typed.session.react(typed.where, newest(typed, false), typed.rest);
}

void runDelete(const Typed& typed)
{
    if (!typed.session.can(Session::Feature::Deletion))
        return refuse(typed);
    const LineId line = newest(typed, true);
    if (!line.isValid())
        return typed.core.inform(typed.where, Session::tr("You have said nothing here that could be deleted."), LineKind::Error);
    typed.session.deleteMessage(typed.where, line, typed.rest);
}

void runRename(const Typed& typed)
{
    if (!typed.session.can(Session::Feature::RoomRenaming))
        return refuse(typed);
    const bool isRoom = typed.core.isRoomName(view(typed.first().toUtf8()));
    typed.session.renameRoom(typed.where, isRoom ? typed.first() : u'#' + typed.first(), typed.behind());
}

// Sorted by name.
constexpr std::array kRows = std::to_array<TypedRow>({
    {"away", Needs::Connection, [](const Typed& t) { t.session.setAway(t.rest.isEmpty() ? Session::tr("away") : t.rest); }},
    {"back", Needs::Connection, [](const Typed& t) { t.session.setAway({}); }},
    {"ban", Needs::Room, runRank},
    {"clear", Needs::Nothing, runClear},
    {"close", Needs::Nothing, [](const Typed& t) { t.session.close(t.where); }},
    {"delete", Needs::Connection, runDelete},
    {"deop", Needs::Room, runRank},
    {"devoice", Needs::Room, runRank},
    {"help", Needs::Nothing, runHelp},
    {"invite", Needs::Connection, runInvite},
    {"join", Needs::Connection, runJoin},
    {"kick", Needs::Room, [](const Typed& t) { t.session.kick(t.where, t.first(), t.behind()); }},
    {"list", Needs::Connection, [](const Typed& t) { t.session.refreshRoomDirectory(); }},
    {"me", Needs::Nothing, [](const Typed& t) { t.core.outbox.enqueue(t.where, "PRIVMSG", t.target(), t.rest, true); }},
    {"mode", Needs::Room, runMode},
    {"msg", Needs::Nothing, runQuery},
    {"names", Needs::Room, runNames},
    {"nick", Needs::Connection, [](const Typed& t) { t.session.setNickname(t.first()); }},
    {"notice", Needs::Connection, [](const Typed& t) { t.core.outbox.enqueue(t.where, "NOTICE", t.first().toUtf8(), t.behind(), false); }},
    {"op", Needs::Room, runRank},
    {"part", Needs::Room, [](const Typed& t) { t.session.part(t.where, t.rest); }},
    {"query", Needs::Nothing, runQuery},
    {"quit", Needs::Nothing, [](const Typed& t) { t.session.leave(t.rest); }},
    {"quote", Needs::Connection, runQuote},
    {"raw", Needs::Connection, runQuote},
    {"react", Needs::Connection, runReact},
    {"rename", Needs::Room, runRename},
    {"topic", Needs::Room, runTopic},
    {"unban", Needs::Room, runRank},
    {"voice", Needs::Room, runRank},
    {"whois", Needs::Connection, [](const Typed& t) { t.session.whois(t.first(), t.where); }},
});

} // namespace

void Session::submit(Conversation& where, const QString& typed)
{
    if (!typed.startsWith(u'/'))
        return send(where, typed);
    if (typed.startsWith(QLatin1String("//")))
        return send(where, typed.mid(1));
    m_d->asked = &where;
    const QString name = typed.section(u' ', 0, 0).mid(1).toLower();
    const QString rest = typed.section(u' ', 1).trimmed();
    const TypedCommand* command = findTypedCommand(name);
    const auto row = std::ranges::find(kRows, name.toStdString(), &TypedRow::name);
    if (!command || row == kRows.end())
        return m_d->inform(where, tr("There is no command /%1. Type /help to see them all.").arg(name), LineKind::Error);
    if (rest.split(u' ', Qt::SkipEmptyParts).size() < command->leastArguments)
        return m_d->inform(where, tr("Type it as %1").arg(text(command->usage)), LineKind::Error);
    if (row->needs != Needs::Nothing && m_d->state != State::Online)
        return m_d->inform(where, tr("You are not connected at the moment."), LineKind::Error);
    if (row->needs == Needs::Room && where.kind() != Conversation::Kind::Room)
        return m_d->inform(where, tr("That works in a room only."), LineKind::Error);
    row->run(Typed{*m_d, *this, where, name, rest});
}

} // namespace chatroom::client
