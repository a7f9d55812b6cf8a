// MONITOR: IRCv3 monitor.
#include "server/commands/actions.h"
#include "server/commands/commands.h"
#include "server/metadatasync.h"
#include "server/monitorlist.h"

#include <algorithm>

namespace chatroom::server::commands {

using protocol::FoldedName;
using protocol::Numeric;
using protocol::view;

namespace {

constexpr qsizetype kTargetsBytes = 350; // of names in one 730 to 732

// Sends names as few lines as they fit into.
class TargetLines final
{
public:
    TargetLines(Responder& reply, Numeric numeric) : m_reply(reply), m_numeric(numeric) {}
    Q_DISABLE_COPY_MOVE(TargetLines)
    ~TargetLines() { flush(); }

    void add(const QByteArray& target)
    {
        if (m_line.size() + target.size() > kTargetsBytes)
            flush();
        m_line += m_line.isEmpty() ? target : ',' + target;
    }

private:
    void flush()
    {
        if (!m_line.isEmpty())
            m_reply.numeric(m_numeric, {std::exchange(m_line, {})});
    }

    Responder& m_reply;
    Numeric m_numeric;
    QByteArray m_line;
};

void replyStatus(CommandContext& context, const std::vector<QByteArray>& names)
{
    std::vector<User*> here;
    {
        TargetLines offline{context.reply, Numeric::RplMonOffline};
        TargetLines online{context.reply, Numeric::RplMonOnline};
        for (const QByteArray& name : names) {
            User* user = context.hub.directory.findUser(FoldedName{view(name)});
            if (user == nullptr) {
                offline.add(name);
                continue;
            }
            online.add(user->mask());
            here.push_back(user);
        }
    }
    for (User* user : here)
        syncHere(context.reply, context.session, *user);
}

void add(CommandContext& context)
{
    std::vector<QByteArray>& monitored = context.session.extras.edit().monitored;
    const int maximum = context.hub.config.limits.monitor;
    const auto names = splitTargets(context.message.parameter(1));
    std::vector<QByteArray> added;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const FoldedName folded{names[i]};
        const auto isSame = [&](const QByteArray& known) { return FoldedName{view(known)} == folded; };
        if (std::ranges::any_of(monitored, isSame)) {
            added.push_back(protocol::bytes(names[i]));
            continue;
        }
        if (maximum > 0 && monitored.size() >= static_cast<std::size_t>(maximum)) {
            QByteArray rest;
            for (; i < names.size(); ++i)
                rest += rest.isEmpty() ? protocol::bytes(names[i]) : ',' + protocol::bytes(names[i]);
            context.reply.error(Numeric::ErrMonListFull, {QByteArray::number(maximum), rest});
            break;
        }
        monitored.push_back(protocol::bytes(names[i]));
        context.hub.watchers[folded].push_back(context.session.id);
        added.push_back(protocol::bytes(names[i]));
    }
    replyStatus(context, added);
}

void remove(CommandContext& context)
{
    for (const std::string_view name : splitTargets(context.message.parameter(1))) {
        const FoldedName folded{name};
        if (SessionExtras* extras = context.session.extras.made())
            std::erase_if(extras->monitored, [&](const QByteArray& known) { return FoldedName{view(known)} == folded; });
        const auto it = context.hub.watchers.find(folded);
        if (it == context.hub.watchers.end())
            continue;
        std::erase(it->second, context.session.id);
        if (it->second.empty())
            context.hub.watchers.erase(it);
    }
}

void list(CommandContext& context)
{
    {
        TargetLines lines{context.reply, Numeric::RplMonList};
        for (const QByteArray& name : context.session.extras->monitored)
            lines.add(name);
    }
    context.reply.error(Numeric::RplEndOfMonList);
}

void monitor(CommandContext& context)
{
    const QByteArray action = context.parameter(0).toUpper();
    if (action == "+" || action == "-") {
        if (!context.message.hasParameter(1)) {
            context.reply.error(Numeric::ErrNeedMoreParams, {"MONITOR"});
            return;
        }
        return action == "+" ? add(context) : remove(context);
    }
    if (action == "C")
        return forgetMonitors(context.hub, context.session);
    if (action == "L")
        return list(context);
    if (action == "S")
        return replyStatus(context, context.session.extras->monitored);
    context.reply.error(Numeric::ErrUnknownCommand, {"MONITOR " + action});
}

} // namespace

const CommandSpec kMonitor{"MONITOR", 1, Access::People, "MONITOR +|-|C|L|S [name[,...]]: tells when somebody comes or goes", monitor};

} // namespace chatroom::server::commands
