// A batch that a client has opened and not yet closed: the message of several lines that it is going to be.
// IRCv3 client-batch, draft/multiline. A device has one at most; it is bounded by the limits of its lines. Hub's thread.
#pragma once

#include "protocol/multiline.h"

#include <QByteArray>

#include <chrono>

namespace chatroom::server {

struct ClientBatch final
{
    QByteArray reference, target;
    QByteArray label;                     // of the answer to all of it; empty: none
    QByteArray tags;                      // those of its beginning, as they came
    std::chrono::milliseconds openedAt{}; // monotonic
    protocol::MultilineCollector lines;
    bool isBroken = false; // its sender was told why; what still comes of it is thrown away
};

} // namespace chatroom::server
