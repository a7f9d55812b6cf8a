// What else has to do with an exchange of SASL than AUTHENTICATE. IRCv3 sasl-3.1. Hub's thread.
#pragma once

#include "server/responder.h"

namespace chatroom::server {

// Before a connection becomes a person: false as long as a password is being checked, or hashed, which will try again; an exchange
// in which the client has something to say is ended with 906.
[[nodiscard]] bool settleExchange(Hub& hub, Session& session, Responder& reply);
// Those that the configuration has and that there are, as 908 and the capability's value tell them; empty: nobody can sign in.
[[nodiscard]] QByteArray offeredMechanisms(const ServerConfig& config);

} // namespace chatroom::server
