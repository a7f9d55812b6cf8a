// What a server tells about people and about the lists of a room, as sentences. Modern IRC, "WHOIS message", "Numerics".
#include "client/handlers/handlers.h"
#include "client/plaintext.h"

#include <QLocale>

#include <array>

namespace chatroom::client {

namespace {

QString part(const Incoming& in, std::size_t at)
{
    return plainText(in.message.parameter(at));
}

QString who(const Incoming& in)
{
    return plainName(in.message.parameter(1));
}

void tell(SessionCore& core, const QString& sentence)
{
    core.inform(core.askedIn(), sentence);
}

// "3 minutes", by the largest unit that fits.
QString duration(qint64 seconds)
{
    const auto words = [](qint64 count, const QString& one, const QString& many) { return count == 1 ? one : many.arg(count); };
    if (seconds < 60)
        return words(seconds, Session::tr("1 second"), Session::tr("%1 seconds"));
    if (seconds < 3600)
        return words(seconds / 60, Session::tr("1 minute"), Session::tr("%1 minutes"));
    if (seconds < 86'400)
        return words(seconds / 3600, Session::tr("1 hour"), Session::tr("%1 hours"));
    return words(seconds / 86'400, Session::tr("1 day"), Session::tr("%1 days"));
}

void onWhoisUser(SessionCore& core, const Incoming& in)
{
    const bool isPast = in.message.command == "314";
    const QString sentence = isPast ? Session::tr("%1 was %2, from %3@%4") : Session::tr("%1 is %2, from %3@%4");
    tell(core, sentence.arg(who(in), plainText(in.message.last()), part(in, 2), part(in, 3)));
}

void onWhoisOperator(SessionCore& core, const Incoming& in)
{
    tell(core, Session::tr("%1 runs this server").arg(who(in)));
}

void onWhoisIdle(SessionCore& core, const Incoming& in)
{
    bool isNumber = false;
    const qint64 idle = part(in, 2).toLongLong(&isNumber);
    if (isNumber && idle >= 0)
        tell(core, Session::tr("%1 last said something %2 ago").arg(who(in), duration(idle)));
    const qint64 since = part(in, 3).toLongLong(&isNumber);
    if (isNumber && since > 0 && in.message.parameterCount() > 4)
        tell(core, Session::tr("%1 has been here since %2")
                       .arg(who(in), QLocale().toString(QDateTime::fromSecsSinceEpoch(since), QLocale::ShortFormat)));
}

void onWhoisChannels(SessionCore& core, const Incoming& in)
{
    QStringList rooms;
    const QString prefixes = QString::fromUtf8(core.isupport.statusPrefixes());
    for (QString room : plainText(in.message.last()).split(u' ', Qt::SkipEmptyParts)) {
        while (room.size() > 1 && prefixes.contains(room.front()))
            room.remove(0, 1);
        rooms.append(room);
    }
    if (!rooms.isEmpty())
        tell(core, Session::tr("%1 is in %2").arg(who(in), rooms.join(QStringLiteral(", "))));
}

void onWhoisBot(SessionCore& core, const Incoming& in)
{
    tell(core, Session::tr("%1 is a program").arg(who(in)));
}
void onWhoisSecure(SessionCore& core, const Incoming& in)
{
    tell(core, Session::tr("The connection of %1 is encrypted").arg(who(in)));
}

void onWhoisAccount(SessionCore& core, const Incoming& in)
{
    tell(core, Session::tr("%1 is signed in as %2").arg(who(in), part(in, 2)));
}

void onWhoisHost(SessionCore& core, const Incoming& in)
{
    if (in.message.parameterCount() > 3)
        tell(core, Session::tr("The address of %1 is %2").arg(who(in), part(in, in.message.parameterCount() - 2)));
}

// 301 answers WHOIS, and a message to somebody who is away: then it stands where the message does.
void onAway(SessionCore& core, const Incoming& in)
{
    Conversation* direct = core.find(in.message.parameter(1));
    if (direct && core.presence.takeAbsence(*direct))
        return; // the message itself says it
    const QString sentence = Session::tr("%1 is away: %2").arg(who(in), plainText(in.message.last()));
    core.inform(direct ? *direct : core.askedIn(), sentence);
}

void onInviting(SessionCore& core, const Incoming& in)
{
    tell(core, Session::tr("%1 is invited to %2").arg(who(in), plainName(in.message.parameter(2))));
}

void onListed(SessionCore& core, const Incoming& in)
{
    const QString mask = part(in, 2);
    const bool isMute = in.message.command == "367" && mask.startsWith(QLatin1String("m:"));
    const QString what = in.message.command == "346"   ? Session::tr("May come into %1 uninvited: %2")
                         : in.message.command == "348" ? Session::tr("Excepted from the bans of %1: %2")
                         : isMute                      ? Session::tr("Muted in %1: %2")
                                                       : Session::tr("Banned from %1: %2");
    ++core.listed;
    tell(core, what.arg(who(in), isMute ? mask.mid(2) : mask));
}

void onEndOfListed(SessionCore& core, const Incoming& in)
{
    if (std::exchange(core.listed, 0) > 0)
        return;
    const QString none = in.message.command == "347"   ? Session::tr("Nobody may come into %1 uninvited")
                         : in.message.command == "349" ? Session::tr("Nobody is excepted from the bans of %1")
                                                       : Session::tr("Nobody is banned from %1");
    tell(core, none.arg(who(in)));
}

void ignore(SessionCore&, const Incoming&) {}

constexpr std::array kRows = std::to_array<HandlerRow>({
    {"301", 3, onAway},        {"311", 6, onWhoisUser}, {"312", 0, ignore},          {"313", 2, onWhoisOperator}, {"314", 6, onWhoisUser},
    {"317", 3, onWhoisIdle},   {"318", 0, ignore},      {"319", 3, onWhoisChannels}, {"330", 3, onWhoisAccount},  {"335", 2, onWhoisBot},
    {"338", 3, onWhoisHost},   {"341", 3, onInviting},  {"346", 3, onListed},        {"347", 2, onEndOfListed},   {"348", 3, onListed},
    {"349", 2, onEndOfListed}, {"367", 3, onListed},    {"368", 2, onEndOfListed},   {"369", 0, ignore},          {"671", 2, onWhoisSecure},
});

} // namespace

std::span<const HandlerRow> aboutHandlers()
{
    return kRows;
}

} // namespace chatroom::client
