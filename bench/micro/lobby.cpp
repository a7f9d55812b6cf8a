#include "lobby.h"

#include "server/io/peer.h"

#include <benchmark/benchmark.h>

namespace chatroom::bench {

using namespace server;

namespace {

ServerConfig quiet()
{
    ServerConfig config;
    config.name = "bench.local";
    config.durability = Durability::None;
    return config;
}

} // namespace

Lobby::Lobby() : m_engine(quiet(), m_clock, m_sink) {}

void Lobby::fill(int people, const QByteArray& capabilities)
{
    for (int i = 0; i < people; ++i) {
        m_people.push_back(enter(nameOf(m_people.size()), capabilities));
        handle(said(m_people.back(), "JOIN #lobby\n"));
    }
}

LineBatch Lobby::said(ConnectionId by, const QByteArray& lines)
{
    QByteArray bytes;
    std::vector<std::size_t> ends;
    for (const QByteArray& line : lines.split('\n')) {
        bytes += line;
        if (!line.isEmpty())
            ends.push_back(static_cast<std::size_t>(bytes.size()));
    }
    return makeBatch(by, bytes, ends, std::vector<bool>(ends.size()), true);
}

void Lobby::handle(const InboundEvent& event)
{
    m_engine.handle(event);
    take();
}

void Lobby::take()
{
    Outbox outbox = m_engine.takeOutbox();
    benchmark::DoNotOptimize(outbox.take(0).data());
}

ConnectionId Lobby::enter(const QByteArray& nickname, const QByteArray& capabilities)
{
    const ConnectionId id{++m_connections, 1, 0};
    handle(ConnectionOpened{id, QHostAddress{0x7f000001U}, 50'000, false, {}});
    const QByteArray asks = capabilities.isEmpty() ? QByteArray{} : "CAP REQ :" + capabilities + "\nCAP END\n";
    handle(said(id, asks + "NICK " + nickname + "\nUSER load 0 * :load\n"));
    return id;
}

void Lobby::hangUp(ConnectionId connection)
{
    handle(ConnectionClosed{connection, CloseCause::ByPeer, {}});
}

void Lobby::rest()
{
    m_clock.advance(std::chrono::seconds{1});
    m_engine.tick();
    take();
}

} // namespace chatroom::bench
