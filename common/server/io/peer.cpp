#include "server/io/peer.h"

#include "protocol/limits.h"
#include "protocol/parser.h"
#include "protocol/serializer.h"

#include <algorithm>

namespace chatroom::server {

// There is one for each connection. docs/performance.md, "What an idle person costs".
static_assert(sizeof(void*) != 8 || sizeof(Peer) <= 152);

Peer::Peer(ConnectionId peerId, std::unique_ptr<Transport> peerTransport)
    : id(peerId), transport(std::move(peerTransport)), framer(protocol::limits::kLineFromClientBytes)
{}

namespace {

// The command word of a line that cannot be read, so that the answer can name it.
std::string_view commandOf(std::string_view line)
{
    if (line.starts_with('@'))
        line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
    return line.substr(0, std::min(line.find(' '), line.size()));
}

void readLine(std::string_view line, bool isTooLong, bool isUtf8Only, IncomingLine& incoming)
{
    const auto message = protocol::parse(line);
    const bool isLong =
        isTooLong
        || (!message && (message.error() == protocol::ParseError::TagsTooLong || message.error() == protocol::ParseError::MessageTooLong));
    if (isLong) { // first: what was cut off may have ended within a character
        incoming.fault = LineFault::TooLong;
        return;
    }
    if (isUtf8Only && !protocol::isValidUtf8(line)) {
        incoming.fault = LineFault::NotUtf8;
        incoming.message.command = commandOf(line);
        return;
    }
    if (!message) {
        incoming.fault = LineFault::Malformed;
        return;
    }
    incoming.message = *message;
}

} // namespace

LineBatch makeBatch(ConnectionId id, QByteArray bytes, const std::vector<std::size_t>& ends, const std::vector<bool>& tooLong,
                    bool isUtf8Only)
{
    LineBatch batch{id, std::move(bytes), {}, 0};
    batch.lines.resize(static_cast<qsizetype>(ends.size()));
    const char* const data = batch.bytes.constData();
    std::size_t begin = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        readLine({data + begin, ends[i] - begin}, tooLong[i], isUtf8Only, batch.lines[static_cast<qsizetype>(i)]);
        begin = ends[i];
    }
    return batch;
}

} // namespace chatroom::server
