// What a person is told on coming in: 001 to 005, LUSERS and the MOTD. Modern IRC, "Connection Registration". Hub's thread.
#pragma once

#include "server/responder.h"

#include <vector>

namespace chatroom::server {

// Makes the session a person when everything that was asked of it is answered; else does nothing.
void tryRegister(Hub& hub, Session& session, Responder& reply);

// Whether this one can have that name; else the reply says why not.
[[nodiscard]] bool mayTake(const Hub& hub, const Session& session, const QByteArray& nickname, Responder& reply);

void replyMotd(Hub& hub, Responder& reply);
void replyLusers(Hub& hub, Responder& reply);
void replyIsupport(Hub& hub, Responder& reply, const Session& to);
// Tells everybody the tokens that are other ones than by the configuration `before`. Modern IRC, "RPL_ISUPPORT": may come again.
void announceIsupport(Hub& hub, const ServerConfig& before);
[[nodiscard]] std::vector<QByteArray> isupportTokens(const ServerConfig& config);

inline constexpr int kMaximumChannels = 100; // a person may be in; CHANLIMIT
inline constexpr int kMaximumTargets = 4;    // of one PRIVMSG, NOTICE or TAGMSG; TARGMAX
inline constexpr int kMaximumModes = 20;     // with a parameter in one MODE; MODES

} // namespace chatroom::server
