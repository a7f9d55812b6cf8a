// What is measured here, by the part of the server that it belongs to. Each registers its benchmarks under "part/case"; items are
// what the name says (lines, messages, people), and none takes a second.
#pragma once

namespace chatroom::bench {

void registerProtocol(); // bytes to messages and back
void registerEngine();   // events in, an outbox out: no socket, no thread

} // namespace chatroom::bench
