// What CAP has to say in lines. IRCv3 capability-negotiation, "Multiline replies to CAP LS and CAP LIST".
#pragma once

#include <QByteArray>
#include <QByteArrayList>

namespace chatroom::server {

// The names, with spaces between, in as few lines as they fit into by at most `maximum` bytes; at least one line. A name that
// is longer has a line of its own.
[[nodiscard]] QByteArrayList capabilityLines(const QByteArrayList& names, qsizetype maximum);

class Hub;

// What is offered now, as CAP LS 302 lists it.
[[nodiscard]] QByteArrayList offeredCapabilities(const Hub& hub);
// The configuration has changed: tells those with cap-notify what is new and what is not there any more, which nobody has from then on.
// IRCv3 capability-negotiation, "cap-notify".
void announceCapabilities(Hub& hub, const QByteArrayList& before);

} // namespace chatroom::server
