// chatroomd with a data folder that outlives it, and people who talk there: it is killed, started again on the same port, and what it
// kept is compared with what everybody heard.
#pragma once

#include "chatroomd/support.h"
#include "durability/talker.h"

#include <memory>
#include <vector>

namespace chatroom::test {

class Scene final
{
public:
    // `settings` stand in front of the configuration: durability = "power".
    Scene(std::uint32_t seed, const QByteArray& settings, int talkers = 5, const QByteArrayList& rooms = {"#red", "#green", "#blue"});

    // These say what went wrong, in words; empty: nothing.
    //
    // Starts it, on the port that the first start chose.
    [[nodiscard]] QString start();
    // Everybody comes in; the first one runs the rooms.
    [[nodiscard]] QString gather();
    // SIGKILL; everybody reads what had been sent to them.
    [[nodiscard]] QString kill();
    // Nobody says any more, and all that was said is answered.
    [[nodiscard]] QString settle();
    // Reads all of the history and compares it with what was heard, with what was said, and with what it was the last time.
    [[nodiscard]] QString compareHistory();
    // And asks the search for some of it, whose index needs room on the disk.
    [[nodiscard]] QString compare();

    // What each of them ever said either came back or was refused, and what was refused reached nobody.
    [[nodiscard]] QString compareAnswers() const;

    // Waits until each of them was told more: what came back to them (Talker::echoed), or what was refused.
    using Words = std::set<QByteArray>;
    [[nodiscard]] bool areAllTold(const Words& (Talker::*words)() const, int milliseconds);
    // Starts it without waiting.
    void begin() { m_service.begin(arguments()); }
    [[nodiscard]] Service& service() { return m_service; }
    [[nodiscard]] std::uint16_t port() const { return m_port; }
    [[nodiscard]] Talker& talker(std::size_t i) { return *m_talkers.at(i); }
    [[nodiscard]] const std::vector<std::unique_ptr<Talker>>& talkers() const { return m_talkers; }
    [[nodiscard]] Talker& add(std::unique_ptr<Talker> talker);
    [[nodiscard]] const Rooms& history() const { return m_history; } // as it was the last time
    [[nodiscard]] std::uint64_t count() const;                       // of messages that all have heard
    void talk(int inFlight);

private:
    [[nodiscard]] QStringList arguments() const;
    [[nodiscard]] QString compareRoom(const QByteArray& room);
    [[nodiscard]] QString compareSaid() const;
    [[nodiscard]] QString compareSearch();
    [[nodiscard]] Talker& reader() { return *m_talkers.front(); }

    Service m_service;
    QString m_config;
    std::uint16_t m_port = 0;
    QByteArrayList m_rooms;
    std::vector<std::unique_ptr<Talker>> m_talkers;
    Rooms m_history;
};

} // namespace chatroom::test
