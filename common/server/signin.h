// Signing in to an account and out of it, whatever has proved who somebody is (SASL, registration).
// IRCv3 sasl-3.1 (numerics 900 and 901), account-notify. Hub's thread.
#pragma once

#include "server/hub.h"
#include "server/responder.h"

namespace chatroom::server {

// One account is one person. Somebody who is here by that account already cannot be it again by another name: a device joins them
// when it signs in before it takes a name.
[[nodiscard]] bool canSignIn(const Session& session, const Account& account);
// 900 to the device, ACCOUNT to those around; ranks that are the account's come back. Asks for canSignIn().
void signIn(Hub& hub, Session& session, Account& account, Responder& reply);
// All devices: 901 to each and ACCOUNT "*" to those around. They stay, with the name that they have.
void signOut(Hub& hub, User& user);
// The same for a device that is still on its way in.
void signOut(Hub& hub, Session& session);

} // namespace chatroom::server
