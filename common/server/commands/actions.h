// What several commands do alike, and the person at the server window too. Hub's thread.
#pragma once

#include "server/commandspec.h"

namespace chatroom::server {

// Tells everyone inside but `by` and takes `victim` out; returns what `by` is to be told. `by` null: the server.
Outgoing kickOut(Hub& hub, const Session* by, Channel& channel, User& victim, const QByteArray& reason);
// Sets the topic, cut to its limit, and returns what the channel is to be told.
[[nodiscard]] Outgoing changeTopic(Hub& hub, const Session* by, Channel& channel, const QByteArray& topic);

// What those in a channel read of somebody who has come in; with an id where that is `isEvent`, to be kept (hub.makeEvent).
[[nodiscard]] Outgoing joinOf(Hub& hub, const User& user, const Channel& channel, bool isEvent);
void replyTopic(Responder& reply, const Channel& channel);                              // 332 and 333; nothing when there is none
void replyNames(Hub& hub, Responder& reply, const Session& to, const Channel& channel); // 353 and 366
// A message that cannot be kept is not sent: FAIL <verb> MESSAGE_NOT_SAVED <target>.
void refuseUnkept(Responder& reply, const storage::StoreError& trouble, const QByteArray& verb, const QByteArray& target);
[[nodiscard]] QByteArray notSavedText(const storage::StoreError& trouble);
// "a,b,,c" -> a b c, each once in folded form, at most `maximum`.
[[nodiscard]] std::vector<std::string_view> splitTargets(std::string_view list, std::size_t maximum = 64);
// `text` cut to `maximum` bytes between two UTF-8 sequences; 0: whole.
[[nodiscard]] QByteArray cut(std::string_view text, int maximum);
// Whether the first parameter, when there is one, names this server or somebody on it; 402 for another one.
[[nodiscard]] bool isThisServer(CommandContext& context);
// 403 and 442 for a channel that one must be in; null after an error.
[[nodiscard]] Channel* channelOfMember(CommandContext& context, std::string_view name);

} // namespace chatroom::server
