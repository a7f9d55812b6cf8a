// An engine with people in it and nobody who watches, whose clock stands still: what it costs is what its commands cost.
#pragma once

#include "base/clock.h"
#include "server/engine.h"

#include <QByteArray>

#include <vector>

namespace chatroom::bench {

class SilentSink final : public server::EventSink
{
public:
    void record(server::ServerEvent) override {}
    [[nodiscard]] bool wants(server::EventKind) const override { return false; }
};

class Lobby final
{
public:
    Lobby();
    // So many more people in the room, each with these capabilities.
    void fill(int people, const QByteArray& capabilities = {});

    // What the worker makes of one read.
    [[nodiscard]] static server::LineBatch said(ConnectionId by, const QByteArray& lines);
    void handle(const server::InboundEvent& event);
    // Somebody connects and takes a name.
    ConnectionId enter(const QByteArray& nickname, const QByteArray& capabilities = {});
    void hangUp(ConnectionId connection);

    [[nodiscard]] ConnectionId person(std::size_t index) const { return m_people[index]; }
    [[nodiscard]] static QByteArray nameOf(std::size_t index) { return "person" + QByteArray::number(index); }
    void rest(); // a second goes by

private:
    void take();

    ManualClock m_clock;
    SilentSink m_sink;
    server::Engine m_engine;
    std::vector<ConnectionId> m_people;
    std::uint32_t m_connections = 0; // so far
};

} // namespace chatroom::bench
