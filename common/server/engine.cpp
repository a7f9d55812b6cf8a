#include "server/engine.h"

#include "protocol/serializer.h"
#include "server/commands/batch.h"
#include "server/commands/cap.h"
#include "server/commandtable.h"
#include "server/engine_p.h"
#include "server/keptrooms.h"
#include "server/metadatasync.h"
#include "server/welcome.h"

#include <algorithm>
#include <chrono>

namespace chatroom::server {

using protocol::Message;
using protocol::Numeric;

namespace {

// A dual-stack listener sees IPv4 as ::ffff:192.0.2.7; people don't.
QHostAddress plainAddress(const QHostAddress& address)
{
    bool isV4 = false;
    const quint32 v4 = address.toIPv4Address(&isV4);
    QHostAddress plain = isV4 ? QHostAddress{v4} : address;
    plain.setScopeId({}); // "fe80::1%eth0" is nobody else's business
    return plain;
}

QByteArray closeReason(const ConnectionClosed& closed)
{
    switch (closed.cause) {
    case CloseCause::ByPeer: return "Connection closed";
    case CloseCause::Error: return closed.detail.isEmpty() ? QByteArray("Connection lost") : closed.detail;
    case CloseCause::SendQueueFull: return "Reads too slowly";
    case CloseCause::ExcessFlood: return "Sent too much";
    case CloseCause::ByServer: return "Closed by the server";
    }
    Q_UNREACHABLE();
}

} // namespace

Engine::Engine(ServerConfig config, const Clock& clock, EventSink& events, std::size_t workers, bool hasStore)
    : m_state(std::make_unique<State>(std::move(config), clock, events, workers, hasStore))
{}

Engine::~Engine() = default;

void Engine::handle(const InboundEvent& event)
{
    std::visit([this](const auto& each) { m_state->on(each); }, event);
}

void Engine::State::on(const ConnectionOpened& opened)
{
    auto owned = std::make_unique<Session>();
    Session& session = *owned;
    const QHostAddress peer = plainAddress(opened.peer);
    session.id = opened.connection;
    session.address = peer.toString().toUtf8();
    session.port = opened.peerPort;
    session.isSecure = opened.isSecure;
    if (!opened.certificateFingerprint.isEmpty())
        session.extras.edit().certificateFingerprint = opened.certificateFingerprint;
    session.openedAt = session.heardAt = hub.clock.monotonic();
    hub.sessions.add(std::move(owned));
    hub.record(EventKind::Opened, &session, {.subject = session.isSecure ? "tls" : "plain"});
    admit(session);
}

void Engine::State::admit(Session& session)
{
    if (const BanRow* ban = hub.banFor(session)) {
        refuse(session, Hub::banText(*ban));
        return;
    }
    const int maximum = hub.config.limits.connectionsPerAddress;
    auto& [address, count] = *hub.connectionsByAddress.try_emplace(session.address, 0).first;
    if (maximum > 0 && count >= maximum) {
        refuse(session, "Too many connections from your address");
        return;
    }
    session.address = address; // the same text, shared by all who come from there
    ++count;
    session.isCounted = true;
    // By then it may have a name: one entry in the wheel serves both.
    hub.wheel.schedule(session.id, session.openedAt + std::min(hub.config.times.registration, hub.config.times.silence));
}

void Engine::State::refuse(Session& session, const QByteArray& why)
{
    hub.record(EventKind::Refused, &session, {.text = why});
    hub.close(session, why);
}

void Engine::State::on(const LineBatch& batch)
{
    hub.counters.receivedBytes += batch.receivedBytes;
    Session* session = hub.find(batch.connection);
    if (session == nullptr)
        return;
    session->heardAt = hub.clock.monotonic();
    session->isPinged = false;
    if (held.contains(session->id))
        hold(*session, batch, 0);
    else
        run(*session, batch);
}

void Engine::State::run(Session& session, const LineBatch& batch)
{
    for (qsizetype i = 0; i < batch.lines.size(); ++i) {
        if (session.stage == Stage::Closing)
            return;
        if (hub.chores.isWaiting(session))
            return hold(session, batch, i);
        const IncomingLine& line = batch.lines[i];
        if (line.fault == LineFault::None)
            runCommand(hub, session, line.message);
        else
            answerFault(session, line);
    }
}

// What comes behind OPER or AUTHENTICATE may count on what came of it, so it waits as long as that is worked on elsewhere.
void Engine::State::hold(Session& session, const LineBatch& batch, qsizetype from)
{
    constexpr qsizetype kMostBytes = 65536;
    std::vector<LineBatch>& batches = held[session.id];
    qsizetype bytes = batch.bytes.size();
    for (const LineBatch& each : batches)
        bytes += each.bytes.size();
    if (bytes > kMostBytes) {
        held.erase(session.id);
        return hub.close(session, "Sent too much");
    }
    LineBatch& rest = batches.emplace_back(batch);
    rest.lines.erase(rest.lines.begin(), rest.lines.begin() + from);
}

void Engine::State::runHeld()
{
    std::vector<ConnectionId> ready;
    for (const auto& [id, batches] : held) {
        const Session* session = hub.find(id);
        if (session == nullptr || !hub.chores.isWaiting(*session))
            ready.push_back(id);
    }
    for (const ConnectionId id : ready) {
        const std::vector<LineBatch> batches = std::move(held.extract(id).mapped());
        for (const LineBatch& batch : batches) {
            Session* session = hub.find(id);
            if (session == nullptr || session->stage == Stage::Closing)
                break;
            if (held.contains(id))
                hold(*session, batch, 0);
            else
                run(*session, batch);
        }
    }
}

void Engine::State::answerFault(Session& session, const IncomingLine& line)
{
    Responder reply{hub, session, {}};
    switch (line.fault) {
    case LineFault::TooLong: reply.error(Numeric::ErrInputTooLong); break;
    case LineFault::NotUtf8: {
        const CommandSpec* spec = findCommand(line.message.command);
        const QByteArray command = spec == nullptr ? QByteArray("*") : protocol::bytes(spec->verb);
        reply.fail(command, "INVALID_UTF8", {}, "Message rejected: it is not UTF-8");
        break;
    }
    case LineFault::Malformed: break; // Modern IRC: what cannot be read is ignored
    case LineFault::None: return;
    }
    breakBatch(hub, session);
}

void Engine::State::on(const ConnectionClosed& closed)
{
    Session* session = hub.find(closed.connection);
    if (session == nullptr)
        return;
    held.erase(closed.connection);
    if (session->user)
        hub.quit(*session, closeReason(closed));
    else if (session->stage != Stage::Closing)
        hub.record(EventKind::Closed, session, {.text = closeReason(closed)});
    hub.uncount(*session);
    hub.sessions.remove(closed.connection);
}

void Engine::tick()
{
    Hub& hub = m_state->hub;
    const Timestamp now = hub.clock.now();
    forgetOldRooms(hub);
    continueMetadataSyncs(hub);
    std::erase_if(hub.bans, [&](const BanRow& ban) { return ban.until != ban.since && ban.until <= now; });
    for (const ConnectionId id : hub.wheel.advance(hub.clock.monotonic())) {
        if (Session* session = hub.find(id))
            m_state->checkDeadline(*session);
    }
}

// Comes up at its deadline at the latest; who has spoken since is put back to when it would be due now.
void Engine::State::checkDeadline(Session& session)
{
    if (session.stage == Stage::Closing)
        return;
    const auto now = hub.clock.monotonic();
    if (session.stage == Stage::Registering) {
        if (now >= session.openedAt + hub.config.times.registration)
            hub.close(session, "Took too long to give a name");
        else
            hub.wheel.schedule(session.id, session.openedAt + hub.config.times.registration);
        return;
    }
    const auto silentSince = session.heardAt;
    const auto askedAt = silentSince + hub.config.times.silence;
    const auto lostAt = askedAt + hub.config.times.answer;
    if (session.isPinged && now >= lostAt) {
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - silentSince).count();
        hub.close(session, "Ping timeout: " + QByteArray::number(static_cast<qlonglong>(seconds)) + " seconds");
        return;
    }
    if (!session.isPinged && now >= askedAt) {
        session.isPinged = true;
        hub.deliverRaw(session, protocol::serialize(Message{"PING", {hub.serverName()}}));
    }
    hub.wheel.schedule(session.id, session.isPinged ? lostAt : askedAt);
}

Outbox Engine::takeOutbox()
{
    Outbox& outbox = m_state->hub.outbox;
    if (outbox.isEmpty())
        return Outbox{outbox.workers()};
    return std::exchange(outbox, Outbox{outbox.workers()});
}

void Engine::applyConfig(ServerConfig config)
{
    Hub& hub = m_state->hub;
    config.casemapping = hub.config.casemapping;
    // Whether there is a history is settled at the start: a store is not opened or closed under people who are here.
    config.history.isEnabled = hub.config.history.isEnabled;
    config.durability = hub.config.durability;
    config.storage = hub.config.storage;
    config.metadata.isEnabled = hub.config.metadata.isEnabled; // what is offered does not change
    const QByteArrayList offered = offeredCapabilities(hub);
    const ServerConfig before = std::exchange(hub.config, std::move(config));
    hub.isupport = {};
    announceIsupport(hub, before);
    announceCapabilities(hub, offered);
}

const ServerConfig& Engine::config() const
{
    return m_state->hub.config;
}

bool Engine::takeRehashRequest()
{
    return std::exchange(m_state->hub.isRehashRequested, false);
}

} // namespace chatroom::server
