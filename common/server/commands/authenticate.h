// What else has to do with an exchange of SASL than AUTHENTICATE. IRCv3 sasl-3.1. Hub's thread.
#pragma once

#include "server/responder.h"

namespace chatroom::server {

// With 906, when there is one: the connection becomes a person.
void endExchange(Session& session, Responder& reply);
// Those that the configuration has and that there are, as 908 and the capability's value tell them; empty: nobody can sign in.
[[nodiscard]] QByteArray offeredMechanisms(const ServerConfig& config);

} // namespace chatroom::server
