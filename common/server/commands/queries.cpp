// What one may ask of the server: MOTD, LUSERS, VERSION, TIME, ADMIN, INFO, LINKS, HELP. Modern IRC, "Server Queries and Commands".
// And of people: USERHOST, ISON.
#include "protocol/timestamp.h"
#include "server/commands/actions.h"
#include "server/commands/commands.h"
#include "server/commandtable.h"
#include "server/welcome.h"

#include <QDateTime>

namespace chatroom::server::commands {

using protocol::FoldedName;
using protocol::Numeric;
using protocol::view;

namespace {

constexpr std::size_t kUserhosts = 5; // RFC 1459, 5.7

void motd(CommandContext& context)
{
    if (isThisServer(context))
        replyMotd(context.hub, context.reply);
}

void lusers(CommandContext& context)
{
    replyLusers(context.hub, context.reply);
}

void version(CommandContext& context)
{
    if (!isThisServer(context))
        return;
    context.reply.numeric(Numeric::RplVersion, {"chatroom-" CHATROOM_VERSION, context.hub.serverName(), "Chatroom, IRC with IRCv3"});
    replyIsupport(context.hub, context.reply, context.session);
}

void time(CommandContext& context)
{
    if (!isThisServer(context))
        return;
    const auto milliseconds = context.hub.clock.now().time_since_epoch().count();
    const QDateTime now = QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
    context.reply.numeric(Numeric::RplTime, {context.hub.serverName(), QByteArray::number(static_cast<qlonglong>(milliseconds / 1000)), "0",
                                             now.toString(Qt::RFC2822Date).toUtf8()});
}

void admin(CommandContext& context)
{
    if (!isThisServer(context))
        return;
    context.reply.error(Numeric::RplAdminMe, {context.hub.serverName()});
    context.reply.numeric(Numeric::RplAdminLoc1, {context.hub.config.network});
    context.reply.numeric(Numeric::RplAdminLoc2, {context.hub.config.description});
    context.reply.numeric(Numeric::RplAdminEmail, {"Ask the person whose machine this is"});
}

void info(CommandContext& context)
{
    if (!isThisServer(context))
        return;
    context.reply.numeric(Numeric::RplInfo, {"Chatroom " CHATROOM_VERSION ", a chat application for the local network"});
    context.reply.numeric(Numeric::RplInfo, {"Free software under the GNU General Public License, version 3 or later"});
    context.reply.numeric(Numeric::RplInfo, {"Started " + protocol::formatTimestamp(context.hub.startedAt)});
    context.reply.error(Numeric::RplEndOfInfo);
}

void links(CommandContext& context)
{
    const QByteArray& name = context.hub.serverName();
    context.reply.numeric(Numeric::RplLinks, {name, name, "0 " + context.hub.config.description});
    context.reply.error(Numeric::RplEndOfLinks, {"*"});
}

void help(CommandContext& context)
{
    const QByteArray topic = context.parameter(0);
    const QByteArray shown = topic.isEmpty() ? QByteArray("index") : topic;
    if (topic.isEmpty() || topic.compare("index", Qt::CaseInsensitive) == 0) { // not a name
        context.reply.numeric(Numeric::RplHelpStart, {shown, "What the server understands; HELP and a word tells more:"});
        for (const CommandSpec& spec : commandTable())
            context.reply.numeric(Numeric::RplHelpTxt, {shown, protocol::bytes(spec.verb)});
        context.reply.numeric(Numeric::RplEndOfHelp, {shown, "End of help"});
        return;
    }
    const CommandSpec* spec = findCommand(view(topic));
    if (spec == nullptr) {
        context.reply.error(Numeric::ErrHelpNotFound, {topic});
        return;
    }
    context.reply.numeric(Numeric::RplHelpStart, {shown, protocol::bytes(spec->verb)});
    context.reply.numeric(Numeric::RplHelpTxt, {shown, protocol::bytes(spec->help)});
    context.reply.numeric(Numeric::RplEndOfHelp, {shown, "End of help"});
}

void userhost(CommandContext& context)
{
    QByteArray found;
    for (std::size_t i = 0; i < std::min(context.message.parameterCount(), kUserhosts); ++i) {
        const User* user = context.hub.directory.findUser(FoldedName{context.message.parameter(i)});
        if (user == nullptr)
            continue;
        found += found.isEmpty() ? "" : " ";
        found += user->nickname + (user->isOperator ? "*=" : "=") + (user->isAway ? '-' : '+') + user->username + '@' + user->host;
    }
    context.reply.numeric(Numeric::RplUserhost, {found});
}

void ison(CommandContext& context)
{
    QByteArray found;
    for (std::size_t i = 0; i < context.message.parameterCount(); ++i) {
        for (const QByteArray& name : context.parameter(i).split(' ')) {
            if (const User* user = context.hub.directory.findUser(FoldedName{view(name)}))
                found += found.isEmpty() ? user->nickname : ' ' + user->nickname;
        }
    }
    context.reply.numeric(Numeric::RplIson, {found});
}

} // namespace

const CommandSpec kMotd{"MOTD", 0, Access::People, "MOTD: the message of the day", motd};
const CommandSpec kLusers{"LUSERS", 0, Access::People, "LUSERS: how many people are here", lusers};
const CommandSpec kVersion{"VERSION", 0, Access::People, "VERSION: which server this is", version};
const CommandSpec kTime{"TIME", 0, Access::People, "TIME: the server's time", time};
const CommandSpec kAdmin{"ADMIN", 0, Access::People, "ADMIN: who runs the server", admin};
const CommandSpec kInfo{"INFO", 0, Access::People, "INFO: about the server", info};
const CommandSpec kLinks{"LINKS", 0, Access::People, "LINKS: servers of this network; it is one", links};
const CommandSpec kHelp{"HELP", 0, Access::People, "HELP [command]: this help", help};
const CommandSpec kUserhost{"USERHOST", 1, Access::People, "USERHOST name [name ...]: where people are", userhost};
const CommandSpec kIson{"ISON", 1, Access::People, "ISON name [name ...]: which of them are here", ison};

} // namespace chatroom::server::commands
