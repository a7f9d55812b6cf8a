#include "lobby.h"
#include "micro.h"
#include "server/outgoing.h"

#include <benchmark/benchmark.h>

namespace chatroom::bench {

using benchmark::State;

namespace {

const QByteArray kText = "Has anybody seen the printer's manual? It was on the shelf beside the window, I think.\n";
const QByteArray kToday = "batch message-tags server-time account-tag extended-join away-notify setname echo-message";

// Items: what each iteration did so often.
void count(State& state, std::int64_t items = 1)
{
    state.SetItemsProcessed(state.iterations() * items);
}

// One message to a room of so many: a turn of one connection that said one thing.
void sayInRoom(State& state, int people, const QByteArray& capabilities)
{
    Lobby lobby;
    lobby.fill(people, capabilities);
    const server::InboundEvent said = Lobby::said(lobby.person(0), "PRIVMSG #lobby :" + kText);
    for (auto _ : state) // NOLINT: the way of the library
        lobby.handle(said);
    count(state);
}

// Half of the readers ask for tags and half do not, so that each message is made twice.
void sayToTwoForms(State& state)
{
    Lobby lobby;
    lobby.fill(100);
    lobby.fill(100, kToday);
    const server::InboundEvent said = Lobby::said(lobby.person(0), "PRIVMSG #lobby :" + kText);
    for (auto _ : state) // NOLINT
        lobby.handle(said);
    count(state);
}

// As a turn of a busy connection brings them: the costs of a turn are shared.
void sayEightAtOnce(State& state)
{
    constexpr int kLines = 8;
    Lobby lobby;
    lobby.fill(100);
    const server::InboundEvent said = Lobby::said(lobby.person(0), ("PRIVMSG #lobby :" + kText).repeated(kLines));
    for (auto _ : state) // NOLINT
        lobby.handle(said);
    count(state, kLines);
}

void sayToOne(State& state)
{
    Lobby lobby;
    lobby.fill(100);
    const server::InboundEvent said = Lobby::said(lobby.person(0), "PRIVMSG " + Lobby::nameOf(1) + " :" + kText);
    for (auto _ : state) // NOLINT
        lobby.handle(said);
    count(state);
}

void answerPing(State& state)
{
    Lobby lobby;
    lobby.fill(100);
    const server::InboundEvent said = Lobby::said(lobby.person(0), "PING :0192f3c17b1c\n");
    for (auto _ : state) // NOLINT
        lobby.handle(said);
    count(state);
}

// In and out again: who comes reads the names of all.
void joinAndPart(State& state, int people)
{
    Lobby lobby;
    lobby.fill(people);
    const ConnectionId visitor = lobby.enter("visitor");
    const server::InboundEvent joins = Lobby::said(visitor, "JOIN #lobby\n");
    const server::InboundEvent parts = Lobby::said(visitor, "PART #lobby\n");
    for (auto _ : state) { // NOLINT
        lobby.handle(joins);
        lobby.handle(parts);
    }
    count(state);
}

// A whole visit: connects, takes a name, joins, and is gone.
void joinAndQuit(State& state, int people)
{
    Lobby lobby;
    lobby.fill(people);
    for (auto _ : state) { // NOLINT
        const ConnectionId visitor = lobby.enter("visitor");
        lobby.handle(Lobby::said(visitor, "JOIN #lobby\n"));
        lobby.hangUp(visitor);
    }
    count(state);
}

// Connects, takes a name, reads the welcome, and is gone. Time goes by, so that what waits for deadlines does not pile up.
void comeAndGo(State& state)
{
    constexpr std::int64_t kASecond = 10'000; // people
    Lobby lobby;
    std::int64_t came = 0;
    for (auto _ : state) { // NOLINT
        lobby.hangUp(lobby.enter("visitor"));
        if (++came % kASecond == 0)
            lobby.rest();
    }
    count(state);
}

// A message of the engine in the forms that its readers want: as many as `masks`.
void makeForms(State& state, const std::vector<server::FormMask>& masks)
{
    protocol::Message body{"PRIVMSG", {"#lobby", kText.chopped(1)}};
    body.source = "ann!ann@192.0.2.17";
    const server::Tagging tagging{{}, "2026-11-25T09:30:00.123Z", "0192f3c17b1c4d5e8f90a1b2", {}, "ann"};
    for (auto _ : state) { // NOLINT
        server::Outgoing message(body, tagging);
        for (const server::FormMask mask : masks)
            benchmark::DoNotOptimize(message.form(mask));
    }
    count(state, static_cast<std::int64_t>(masks.size()));
}

} // namespace

void registerEngine()
{
    using protocol::Capability;
    const auto add = [](const std::string& name, auto measure, auto... with) {
        benchmark::RegisterBenchmark(name.c_str(), measure, with...);
    };
    constexpr auto kTime = server::formBit(Capability::ServerTime);
    constexpr auto kAll = kTime | server::formBit(Capability::MessageTags) | server::formBit(Capability::AccountTag);
    add("outgoing/plain", makeForms, std::vector<server::FormMask>{0});
    add("outgoing/all-tags", makeForms, std::vector<server::FormMask>{kAll});
    add("outgoing/three-forms", makeForms, std::vector<server::FormMask>{0, kTime, kAll});
    for (const int people : {10, 100, 1000})
        add("engine/room-of-" + std::to_string(people), sayInRoom, people, QByteArray{});
    add("engine/room-of-100-with-tags", sayInRoom, 100, kToday);
    add("engine/room-of-200-half-with-tags", sayToTwoForms);
    add("engine/room-of-100-eight-at-once", sayEightAtOnce);
    add("engine/private-message", sayToOne);
    add("engine/ping", answerPing);
    for (const int people : {10, 1000}) {
        add("engine/join-and-part-room-of-" + std::to_string(people), joinAndPart, people);
        add("engine/come-join-quit-room-of-" + std::to_string(people), joinAndQuit, people);
    }
    add("engine/come-and-go", comeAndGo);
}

} // namespace chatroom::bench
