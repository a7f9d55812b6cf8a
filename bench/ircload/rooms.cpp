// Many rooms of ten, of which the same number of people make few or many: each is in as many as that takes. So many messages are on
// their way at any time, each in the next room, whatever their number: what changes is only how many rooms the server keeps apart.

#include "loads.h"

namespace ircload {

namespace {

constexpr int kMembers = 10; // of each room

std::string roomOf(int number)
{
    return std::string(kRoom) + std::to_string(number);
}

// Rooms of the same number modulo this have the same members, who are next to each other.
int groups(const Options& options)
{
    return options.clients / kMembers;
}

// Each has joined the first of its rooms; the others follow one by one.
bool joinOthers(Crowd& crowd, const Options& options)
{
    std::vector<int> joined(static_cast<std::size_t>(options.clients), 1);
    int onTheirWay = 0;
    const auto joinNext = [&](int client) {
        int& mine = joined[static_cast<std::size_t>(client)];
        const int room = client / kMembers + mine * groups(options);
        if (room >= options.rooms)
            return;
        ++mine;
        ++onTheirWay;
        crowd.send(client, "JOIN " + roomOf(room) + "\r\n");
    };
    crowd.setOnLine([&](int client, std::string_view line) {
        if (line.find(" 366 ") == std::string_view::npos)
            return;
        --onTheirWay;
        joinNext(client);
    });
    for (int client = 0; client < options.clients; ++client)
        joinNext(client);
    const Nanoseconds end = now() + static_cast<Nanoseconds>(std::chrono::nanoseconds(kPatience).count());
    while (onTheirWay > 0 && now() < end && !crowd.hasFailed())
        crowd.turn(std::chrono::milliseconds{20});
    crowd.setOnLine({});
    settle(crowd);
    return onTheirWay == 0 && !crowd.hasFailed();
}

class Rooms final
{
public:
    Rooms(Crowd& crowd, const Options& options, const Bounds& bounds, Outcome& outcome)
        : m_crowd(crowd), m_options(options), m_bounds(bounds), m_outcome(outcome), m_said(people()), m_missing(people() * window()),
          m_heard(people() * kMembers)
    {
        m_crowd.setOnLine([this](int client, std::string_view line) { heard(client, line); });
    }
    ~Rooms() { m_crowd.setOnLine({}); }
    Rooms(const Rooms&) = delete;
    Rooms& operator=(const Rooms&) = delete;

    void begin()
    {
        for (std::size_t i = 0; i < window(); ++i)
            speak();
    }

private:
    [[nodiscard]] std::size_t people() const { return static_cast<std::size_t>(m_options.clients); }
    [[nodiscard]] std::size_t window() const { return static_cast<std::size_t>(m_options.inFlight); }

    void speak()
    {
        if (m_bounds.isOver(m_outcome.sent))
            return;
        const auto number = static_cast<int>(m_outcome.sent % static_cast<std::uint64_t>(m_options.rooms));
        const auto turn = static_cast<int>(m_outcome.sent / static_cast<std::uint64_t>(m_options.rooms) % kMembers);
        const int source = number % groups(m_options) * kMembers + turn;
        ++m_outcome.sent;
        m_outcome.expected += kMembers - 1;
        const Payload payload{source, ++m_said[static_cast<std::size_t>(source)], now()};
        missing(payload) = kMembers - 1;
        m_crowd.send(source, privmsg(roomOf(number), payload, m_options));
    }
    // Receivers that have not had it yet.
    int& missing(const Payload& payload)
    {
        return m_missing[static_cast<std::size_t>(payload.source) * window() + payload.sequence % window()];
    }

    void heard(int client, std::string_view line)
    {
        const auto payload = readPrivmsg(line);
        if (!payload || payload->source < 0 || payload->source >= m_options.clients || payload->source / kMembers != client / kMembers)
            return;
        const auto member = static_cast<std::size_t>(payload->source % kMembers);
        if (countDelivery(m_heard[static_cast<std::size_t>(client) * kMembers + member], *payload, m_outcome) && --missing(*payload) == 0)
            speak();
    }

    Crowd& m_crowd;
    const Options& m_options;
    const Bounds& m_bounds;
    Outcome& m_outcome;
    std::vector<std::uint64_t> m_said;  // by speaker
    std::vector<int> m_missing;         // by speaker and sequence modulo the window
    std::vector<std::uint64_t> m_heard; // by receiver and member
};

} // namespace

bool runRooms(Crowd& crowd, const Options& options, Outcome& outcome)
{
    const auto first = [&](int client) { return client / kMembers < options.rooms ? roomOf(client / kMembers) : std::string(); };
    if (!gather(crowd, options, first, outcome) || !joinOthers(crowd, options))
        return false;
    outcome.filled = processUse(options.serverPid);
    const Bounds bounds(options);
    Rooms rooms(crowd, options, bounds, outcome);
    rooms.begin();
    runUntilDone(crowd, options, bounds, outcome);
    return true;
}

} // namespace ircload
