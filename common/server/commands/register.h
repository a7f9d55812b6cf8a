// What else has to do with the registration of accounts than REGISTER. IRCv3 account-registration. Hub's thread.
#pragma once

#include "server/serverconfig.h"

#include <QByteArray>

#include <string_view>

namespace chatroom::server {

[[nodiscard]] bool mayRegisterBeforeConnect(const ServerConfig& config);
// The value of the capability: before-connect, email-required.
[[nodiscard]] QByteArray registrationOffer(const ServerConfig& config);
// Whether it looks like one; nobody knows whether there is such an address. RFC 5321.
[[nodiscard]] bool isEmailAddress(std::string_view address);

} // namespace chatroom::server
