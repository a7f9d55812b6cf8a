// ISUPPORT: IRCv3 draft/extended-isupport.
#include "server/commands/commands.h"
#include "server/welcome.h"

namespace chatroom::server::commands {

using protocol::Capability;
using protocol::Numeric;

namespace {

void isupport(CommandContext& context)
{
    if (!context.session.isRegistered() && !context.session.has(Capability::ExtendedIsupport)) {
        context.reply.error(Numeric::ErrNotRegistered);
        return;
    }
    replyIsupport(context.hub, context.reply, context.session);
}

} // namespace

const CommandSpec kIsupport{"ISUPPORT", 0, Access::Anyone, "ISUPPORT: what this server can do", isupport};

} // namespace chatroom::server::commands
