// Work that takes too long for the hub: hashing passwords. It only gathers what is to be done, as Archive does with questions; the
// host does it on threads of their own and brings the outcome back. Owned by Hub; hub's thread, but for carryOut().
#pragma once

#include "base/ids.h"
#include "server/passwordhash.h"

#include <QByteArray>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

namespace chatroom::server {

class Hub;
struct Session;

struct CheckPassword final // of an account, prepared
{
    QByteArray stored; // empty: there is no such account, or it has none
    QByteArray given;
};
struct CheckOperatorPassword final
{
    QByteArray stored, given;
};
struct HashPassword final // prepared
{
    QByteArray password;
    int iterations = 0;
    bool isWithScram = false;
};
using Work = std::variant<CheckPassword, CheckOperatorPassword, HashPassword>;

struct Outcome final
{
    bool isRight = false;    // of a check; of a hash: that it could be made
    Credentials credentials; // of a hash
};

// Does it. Any thread; some 50 ms each.
[[nodiscard]] Outcome carryOut(const Work& work);

// A piece of work with its number, on its way to who does it.
struct Chore final
{
    std::uint64_t number = 0;
    Work work;
};

class Chores final
{
public:
    // What is done with the outcome, when who asked is still there; registered or not.
    using Continuation = std::function<void(Hub& hub, Session& session, const Outcome& outcome)>;
    // The same for nobody on a connection: the person at the machine.
    using HubContinuation = std::function<void(Hub& hub, const Outcome& outcome)>;

    static constexpr std::size_t kMost = 64; // that wait, of all; each takes a thread for its time

    // Nothing is done when that one waits for another already, or too many do: false.
    [[nodiscard]] bool ask(const Session& session, Work work, Continuation then);
    [[nodiscard]] bool ask(Work work, HubContinuation then);
    // What this one says meanwhile is held back by the engine.
    [[nodiscard]] bool isWaiting(const Session& session) const;
    void finished(Hub& hub, std::uint64_t number, const Outcome& outcome);

    [[nodiscard]] std::vector<Chore> take() { return std::exchange(m_chores, {}); }

private:
    struct Waiting final
    {
        std::optional<ConnectionId> who; // nothing: the machine
        HubContinuation then;
    };
    [[nodiscard]] bool add(std::optional<ConnectionId> who, Work work, HubContinuation then);

    std::uint64_t m_last = 0;
    std::vector<Chore> m_chores;
    std::map<std::uint64_t, Waiting> m_waiting;
};

} // namespace chatroom::server
