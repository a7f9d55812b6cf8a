// What CAP has to say in lines. IRCv3 capability-negotiation, "Multiline replies to CAP LS and CAP LIST".
#pragma once

#include <QByteArray>
#include <QByteArrayList>

namespace chatroom::server {

// The names, with spaces between, in as few lines as they fit into by at most `maximum` bytes; at least one line. A name that
// is longer has a line of its own.
[[nodiscard]] QByteArrayList capabilityLines(const QByteArrayList& names, qsizetype maximum);

} // namespace chatroom::server
