// Batches of clients: what BATCH, the table of commands and the reading of lines have to do with each other.
// IRCv3 client-batch, draft/multiline. Hub's thread.
#pragma once

#include "protocol/multiline.h"
#include "server/commandspec.h"

namespace chatroom::server {

// What one message of many lines may have; said to those who ask what the capability is worth.
[[nodiscard]] protocol::MultilineLimits multilineLimits(const ServerConfig& config);

// Whether the line says that it belongs to a batch, or comes while one is open.
[[nodiscard]] bool concernsBatch(const Session& session, const protocol::MessageView& message);
// For such a line: true when that was all there is to do with it; else the command is run.
[[nodiscard]] bool takeIntoBatch(const CommandContext& context);
// A line that could not be read may have been one of the batch: there is no message any more.
void breakBatch(Hub& hub, Session& session);

} // namespace chatroom::server
