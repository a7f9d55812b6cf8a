#include "client/handlers/handlers.h"
#include "client/plaintext.h"

#include <array>

namespace chatroom::client {

using protocol::bytes;
using protocol::view;

namespace {

void onList(SessionCore& core, const Incoming& in)
{
    core.directory.add({plainName(in.message.parameter(1)), plainText(in.message.parameter(3)), bytes(in.message.parameter(2)).toInt()});
}

void onListEnd(SessionCore& core, const Incoming&)
{
    core.directory.finish();
}

void onAwayState(SessionCore& core, const Incoming& in)
{
    core.isAway = in.message.command == "306";
    Q_EMIT core.self.awayChanged(core.isAway);
}

QString whyNot(std::string_view numeric, const Incoming& in)
{
    if (numeric == "401")
        return Session::tr("Nobody here has that name.");
    if (numeric == "403")
        return Session::tr("There is no such room.");
    if (numeric == "405")
        return Session::tr("You are in as many rooms as this server lets you.");
    if (numeric == "404")
        return Session::tr("You may not speak in this room.");
    if (numeric == "471")
        return Session::tr("The room is full.");
    if (numeric == "473")
        return Session::tr("The room is for invited people only.");
    if (numeric == "474")
        return Session::tr("You are not let into this room.");
    if (numeric == "475")
        return Session::tr("The room's password is another one.");
    if (numeric == "476")
        return Session::tr("That cannot be the name of a room.");
    if (numeric == "477")
        return Session::tr("The room is for people with an account only.");
    if (numeric == "482")
        return Session::tr("Only those in charge of the room may do that.");
    return plainText(in.message.last());
}

void onJoinRefused(SessionCore& core, const Incoming& in)
{
    Q_EMIT core.self.joinFailed(plainName(in.message.parameter(1)), whyNot(in.message.command, in));
    core.forgetRoom(bytes(in.message.parameter(1)));
    core.askedRoom.clear();
}

void onRefusal(SessionCore& core, const Incoming& in)
{
    const QString why = whyNot(in.message.command, in);
    // 403 answers a JOIN, too: of a room that we asked for and are not in.
    const bool isAskedRoom =
        core.isRoomName(in.message.parameter(1)) && core.fold(view(core.askedRoom)) == core.fold(in.message.parameter(1));
    if (in.message.command == "403" && isAskedRoom)
        return onJoinRefused(core, in);
    if (core.outbox.refuse(in.label, bytes(in.message.parameter(1)), why))
        return;
    Conversation* room = core.find(in.message.parameter(1));
    core.inform(room ? *room : core.askedIn(), why, LineKind::Error);
}

void ignore(SessionCore&, const Incoming&) {}

constexpr std::array kRows = std::to_array<HandlerRow>({
    {"321", 0, ignore},
    {"322", 3, onList},
    {"323", 0, onListEnd},
    {"305", 0, onAwayState},
    {"306", 0, onAwayState},
    {"401", 2, onRefusal},
    {"403", 2, onRefusal},
    {"404", 2, onRefusal},
    {"482", 2, onRefusal},
    {"405", 2, onJoinRefused},
    {"471", 2, onJoinRefused},
    {"473", 2, onJoinRefused},
    {"474", 2, onJoinRefused},
    {"475", 2, onJoinRefused},
    {"476", 2, onJoinRefused},
    {"477", 2, onJoinRefused},
});

} // namespace

std::span<const HandlerRow> queryHandlers()
{
    return kRows;
}

void handleOtherNumeric(SessionCore& core, const Incoming& in)
{
    QString text;
    for (std::size_t at = 1; at < in.message.parameterCount(); ++at)
        text += (at > 1 ? QStringLiteral(" ") : QString()) + plainText(in.message.parameter(at));
    const bool isError = in.message.command.front() == '4' || in.message.command.front() == '5';
    core.inform(core.askedIn(), text, isError ? LineKind::Error : LineKind::Info);
}

} // namespace chatroom::client
