// Who wants to go where: what the join window asks for.
#pragma once

#include "client/session.h"
#include "network/serveraddress.h"

namespace chatroom::clientgui {

struct JoinRequest final
{
    network::ServerAddress address;
    client::Identity identity;
    bool remembers = true; // the account's password, where one was typed
};

struct TypedTarget final
{
    QString address; // as ServerAddress::parse reads it
    QString room;    // "#lobby"; empty: none
};

// "irc://host:port/#room" and "irc://host/room" name a room behind the server; anything else is an address as it is.
[[nodiscard]] TypedTarget splitTarget(const QString& typed);

} // namespace chatroom::clientgui
