// The engine without sockets: people who connect, say lines and read lines, with a clock that is turned by hand.
//
//     Dialogue room;
//     Person& ann = room.enter("ann");
//     ann.say("JOIN #room");
//     QCOMPARE(ann.read(), ...);
//
// It does what I/O threads do: parses lines, honours `except`, drops what is meant for an earlier connection of a slot, and
// says that a connection is closed once the engine has ordered it.
#pragma once

#include "base/clock.h"
#include "server/engine.h"
#include "storage/store.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QList>

#include <map>
#include <memory>

namespace chatroom::server::test {

class Dialogue;

class Recorder final : public EventSink
{
public:
    void record(ServerEvent event) override { events.append(std::move(event)); }
    [[nodiscard]] int count(EventKind kind) const;
    [[nodiscard]] ServerEvent last(EventKind kind) const; // a default one when there was none

    QList<ServerEvent> events;
};

class Person final
{
public:
    Person(Dialogue& dialogue, ConnectionId id) : m_dialogue(dialogue), m_id(id) {}
    Q_DISABLE_COPY_MOVE(Person)

    // One line without its end.
    void say(const QByteArray& line);
    // Several lines that arrive in one read.
    void sayAll(const QByteArrayList& lines);
    // The lines that came since the last call, with "time=" and "msgid=" values replaced by '*'.
    [[nodiscard]] QByteArrayList read();
    // The same as they came.
    [[nodiscard]] QByteArrayList readRaw();
    // Says a line and returns what this one reads after it; what waited before is dropped.
    [[nodiscard]] QByteArrayList ask(const QByteArray& line);
    // The connection ends from this side.
    void hangUp(CloseCause cause = CloseCause::ByPeer);

    [[nodiscard]] ConnectionId id() const { return m_id; }
    [[nodiscard]] bool isClosed() const { return m_isClosed; }
    [[nodiscard]] QList<FloodOrder> floodOrders() const { return m_floodOrders; }

private:
    friend class Dialogue;

    Dialogue& m_dialogue;
    ConnectionId m_id;
    QByteArrayList m_lines;
    QList<FloodOrder> m_floodOrders;
    bool m_isClosed = false;
};

class Dialogue final
{
public:
    // With a store, what is kept is in memory, and each turn waits for it as it would for a disk.
    explicit Dialogue(ServerConfig config = {}, std::size_t workers = 1, std::unique_ptr<storage::Store> store = {},
                      std::chrono::milliseconds clockOffset = {});
    Q_DISABLE_COPY_MOVE(Dialogue)

    // A connection that has said nothing. Addresses count from 192.0.2.1, workers take turns.
    Person& connect(const QHostAddress& from = {});
    // With a fingerprint of its certificate: over TLS.
    Person& connectAs(ConnectionId id, const QHostAddress& from, const QByteArray& fingerprint = {});
    // One that has its name and these capabilities, and has read its welcome; user and real name are the nickname.
    Person& enter(const QByteArray& nickname, const QByteArray& capabilities = {});
    // Turns the clock in steps of a second, as the host's ticks do.
    void wait(std::chrono::seconds time);
    void handle(const InboundEvent& event);
    // Brings what the engine wants written to those it is for; after a direct call of the engine.
    void deliver();
    void forgetLines(); // nobody has anything to read any more

    // Another server with the same store, after this one: it has the rooms that were kept.
    [[nodiscard]] std::unique_ptr<storage::Store> takeStore() { return std::move(m_store); }

    ManualClock clock;
    Recorder recorder;
    Engine engine;
    std::optional<storage::StoreError> storeError; // what every commit comes to, while there is one
    bool isAnswering = true;                       // the store's answers come at once; else with giveAnswers()
    void giveAnswers();
    bool isWorking = true; // chores are carried out at once; else with doChores()
    void doChores();
    [[nodiscard]] std::size_t choresWaiting() const { return m_chores.size(); }
    int deliveries = 0; // Delivery orders since the start

private:
    void carryOut(const WorkerOrder& order);
    void closeFromEngine(ConnectionId id);

    [[nodiscard]] bool keep(Outbox& outbox);

    std::size_t m_workers;
    std::unique_ptr<storage::Store> m_store;
    std::vector<Asked> m_asked;
    std::vector<Chore> m_chores;
    std::uint32_t m_nextSlot = 0;
    std::map<ConnectionId, std::unique_ptr<Person>> m_people;
};

} // namespace chatroom::server::test
