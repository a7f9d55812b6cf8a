// What a window does with messages: reactions, deletion, typing.
#include "client/session_p.h"

namespace chatroom::client {

bool Session::can(Feature) const
{
    return false;
}

void Session::react(Conversation&, LineId, const QString&) {}

bool Session::canDelete(const Conversation&, LineId) const
{
    return false;
}

void Session::deleteMessage(Conversation&, LineId, const QString&) {}

void Session::noteTyping(Conversation&, const QString&) {}

void Session::renameRoom(Conversation& room, const QString& name, const QString& reason)
{
    m_d->write({"RENAME", ConversationWriter::of(room).target, name.toUtf8(), reason.toUtf8()});
}

} // namespace chatroom::client
