// Rooms in which people speak for a long time while others come and go. Four in five of each room stay: they speak, at a rate, and each
// of them hears everything once and in order, both what is said and who came and went. One in five is a guest, who says one thing when it
// comes, and one before it goes to the next room; or its connection breaks off, without a word, and it comes back with the same name.
//
// What a guest hears is checked as far as it is decided: from the end of the list of names that it gets when it joins, to its PART or the
// end of its connection. Everything that is said after it has read that list must come, without a gap and in order; what was said
// shortly before may, since it may have been on its way. When a guest goes, what is on its way may or may not still come. So what guests
// hear is expected of them only as it comes, and of those who are there at the end of a minute.

#include "loads.h"

#include <algorithm>
#include <charconv>
#include <random>

namespace ircload {

namespace {

constexpr int kGuestsOf = 5; // one in so many
constexpr double kStep = 60; // seconds of which each has a result
constexpr Nanoseconds kSecond = 1'000'000'000;
constexpr std::chrono::milliseconds kTurn{5};

enum class Place : std::uint8_t { There, Leaving, Entering, Gone };

struct Guest final
{
    Place place = Place::Entering;
    int room = 0;
    int unheard = 0;                 // those who have not heard what it said when it came
    std::vector<std::uint64_t> said; // by those who stay in the room, when it had come in
};

class Soak final
{
public:
    Soak(Crowd& crowd, const Options& options);
    ~Soak();
    Soak(const Soak&) = delete;
    Soak& operator=(const Soak&) = delete;

    // Goes on for so many seconds, then waits for what is on its way.
    void go(double seconds, Outcome& outcome);

    [[nodiscard]] static int roomOf(int client, const Options& options) { return client % options.rooms; }

private:
    [[nodiscard]] static std::string nameOfRoom(int room) { return std::string(kRoom) + std::to_string(room); }
    [[nodiscard]] int people() const { return m_options.clients / m_options.rooms; } // of a room
    // Who stays in a room are clients room, room + rooms, and so on: the first, the second ...
    [[nodiscard]] int staying() const { return people() - people() / kGuestsOf; }
    [[nodiscard]] bool isGuest(int client) const { return client / m_options.rooms >= staying(); }
    [[nodiscard]] Guest& guest(int client) { return m_guests[static_cast<std::size_t>(client)]; }
    [[nodiscard]] std::uint64_t& heardBy(int client, int speaker)
    {
        return m_heard[static_cast<std::size_t>(client * staying() + speaker / m_options.rooms)];
    }
    [[nodiscard]] std::uint64_t& said(int speaker) { return m_said[static_cast<std::size_t>(speaker)]; }
    [[nodiscard]] int random(int below) { return static_cast<int>(m_random() % static_cast<unsigned>(below)); }

    void speak();
    void change();
    void moveOn(int client);
    void breakOff(int client);
    void entered(int client);
    void read(int client, std::string_view line);
    void heard(int client, const Payload& payload);
    void presence(int client, int who, std::string_view command);
    void checkGuests();
    // All who stay in a room hear one thing more.
    void expect(int heardByThem) { m_outcome->expected += static_cast<std::uint64_t>(heardByThem); }

    Crowd& m_crowd;
    const Options& m_options;
    Outcome* m_outcome = nullptr;
    std::vector<Guest> m_guests;        // by client; of those who stay it is not used
    std::vector<std::uint64_t> m_said;  // by client
    std::vector<std::uint64_t> m_heard; // by client and speaker of its room; of a guest: since it came, 0: nothing yet
    std::mt19937 m_random{7};           // NOLINT: the same each time
    int m_away = 0;                     // guests who are not in a room
};

Soak::Soak(Crowd& crowd, const Options& options)
    : m_crowd(crowd), m_options(options), m_guests(static_cast<std::size_t>(crowd.size())), m_said(m_guests.size()),
      m_heard(m_guests.size() * static_cast<std::size_t>(staying()))
{
    for (int client = 0; client < crowd.size(); ++client) {
        guest(client).room = roomOf(client, options);
        guest(client).place = Place::There;
        guest(client).said.resize(isGuest(client) ? static_cast<std::size_t>(staying()) : 0);
    }
    crowd.setOnLine([this](int client, std::string_view line) { read(client, line); });
    crowd.setOnRegistered([this](int client) { m_crowd.send(client, "JOIN " + nameOfRoom(guest(client).room) + "\r\n"); });
    crowd.setOnEntered([this](int client) { entered(client); });
}

Soak::~Soak()
{
    m_crowd.setOnLine({});
    m_crowd.setOnRegistered({});
    m_crowd.setOnEntered({});
}

void Soak::go(double seconds, Outcome& outcome)
{
    m_outcome = &outcome;
    outcome.before = processUse(m_options.serverPid);
    const Nanoseconds begin = now();
    const auto end = begin + static_cast<Nanoseconds>(seconds * 1e9);
    double spoken = 0, changed = 0;
    for (Nanoseconds time = begin; time < end && !m_crowd.hasFailed(); time = now()) {
        const double passed = static_cast<double>(time - begin) / 1e9;
        for (; spoken < passed * m_options.rate; ++spoken)
            speak();
        for (; changed < passed * m_options.changes; ++changed)
            change();
        m_crowd.turn(kTurn);
    }
    const Nanoseconds patience = now() + 10 * kSecond;
    while ((m_away > 0 || outcome.delivered < outcome.expected) && now() < patience && !m_crowd.hasFailed())
        m_crowd.turn(kTurn);
    for (const Nanoseconds rest = now() + kSecond / 5; now() < rest && !m_crowd.hasFailed();)
        m_crowd.turn(kTurn); // so that what comes once too often is seen
    checkGuests();
    outcome.isComplete = m_away == 0 && !m_crowd.hasFailed();
    outcome.wallSeconds = static_cast<double>(now() - begin) / 1e9;
    outcome.after = processUse(m_options.serverPid);
}

// Somebody who stays, in any room.
void Soak::speak()
{
    const int source = random(m_options.rooms) + random(staying()) * m_options.rooms;
    ++m_outcome->sent;
    expect(staying() - 1);
    m_crowd.send(source, privmsg(nameOfRoom(roomOf(source, m_options)), {source, ++said(source), now()}, m_options));
}

// One half moves on, the other breaks off. What somebody has just said may be lost with the connection, so that it is not done then.
void Soak::change()
{
    const int first = staying() * m_options.rooms;
    const int client = first + random(m_crowd.size() - first);
    if (guest(client).place != Place::There || guest(client).unheard > 0)
        return;
    ++m_away;
    random(2) == 0 ? moveOn(client) : breakOff(client);
}

void Soak::moveOn(int client)
{
    Guest& self = guest(client);
    const std::string room = nameOfRoom(self.room);
    ++m_outcome->sent;
    expect(3 * staying()); // its last words, that it left, and that it came elsewhere
    m_crowd.send(client, privmsg(room, {client, ++said(client), now()}, m_options) + "PART " + room + "\r\n");
    self.place = Place::Leaving;
}

void Soak::breakOff(int client)
{
    expect(2 * staying()); // that it went, and that it came back
    m_crowd.disconnect(client);
    guest(client).place = Place::Gone; // until somebody heard of it: before, its name is not free
}

void Soak::entered(int client)
{
    Guest& self = guest(client);
    if (!isGuest(client) || self.place != Place::Entering)
        return;
    self.place = Place::There;
    --m_away;
    for (int i = 0; i < staying(); ++i) {
        const int speaker = self.room + i * m_options.rooms;
        self.said[static_cast<std::size_t>(i)] = said(speaker);
        heardBy(client, speaker) = 0;
    }
    ++m_outcome->sent;
    ++m_outcome->arrivals;
    self.unheard = staying();
    expect(staying());
    m_crowd.send(client, privmsg(nameOfRoom(self.room), {client, ++said(client), now()}, m_options));
}

void Soak::read(int client, std::string_view line)
{
    if (const auto payload = readPrivmsg(line)) {
        if (payload->source >= 0 && payload->source < m_crowd.size())
            heard(client, *payload);
        return;
    }
    const std::size_t space = line.find(' ');
    std::string_view rest = line.substr(std::min(space, line.size() - 1) + 1);
    const std::string_view command = rest.substr(0, rest.find(' '));
    if (command == "366")
        return entered(client);
    int who = -1;
    if (line.starts_with(":load"))
        std::from_chars(line.data() + 5, line.data() + line.size(), who);
    if (who >= 0 && who < m_crowd.size())
        presence(client, who, command);
}

void Soak::heard(int client, const Payload& payload)
{
    const int source = payload.source;
    if (isGuest(source) && isGuest(client))
        return;
    if (isGuest(source)) { // and may have been in another room before, so that its numbers have gaps here
        guest(source).unheard -= guest(source).place == Place::There ? 1 : 0;
        ++m_outcome->delivered;
        m_outcome->latency.add(now() - payload.sentAt);
        return;
    }
    std::uint64_t& last = heardBy(client, source);
    if (!isGuest(client)) {
        countDelivery(last, payload, *m_outcome);
        return;
    }
    const Guest& self = guest(client);
    const bool isFirst = last == 0;
    const std::uint64_t known = self.said[static_cast<std::size_t>(source / m_options.rooms)];
    if (self.room != roomOf(source, m_options) || (!isFirst && payload.sequence <= last))
        ++m_outcome->repeated;
    else if (payload.sequence > (isFirst ? known : last) + 1)
        ++m_outcome->outOfOrder;
    ++m_outcome->expected;
    ++m_outcome->delivered;
    last = payload.sequence;
}

void Soak::presence(int client, int who, std::string_view command)
{
    const bool isChange = command == "JOIN" || command == "PART" || command == "QUIT";
    if (!isChange || !isGuest(who))
        return;
    if (!isGuest(client))
        ++m_outcome->delivered;
    Guest& self = guest(who);
    if (client == who && command == "PART") {
        self.place = Place::Entering;
        self.room = (self.room + 1) % m_options.rooms;
        m_crowd.send(who, "JOIN " + nameOfRoom(self.room) + "\r\n");
    } else if (self.place == Place::Gone && command == "QUIT" && !isGuest(client)) {
        self.place = Place::Entering;
        if (!m_crowd.connectOne(who))
            m_outcome->isComplete = false;
    }
}

// Who is there now has heard all; what is missing is lost.
void Soak::checkGuests()
{
    for (int client = staying() * m_options.rooms; client < m_crowd.size(); ++client) {
        const Guest& self = guest(client);
        for (int i = 0; i < staying() && self.place == Place::There; ++i) {
            const int speaker = self.room + i * m_options.rooms;
            const std::uint64_t last = heardBy(client, speaker);
            if ((last == 0 ? self.said[static_cast<std::size_t>(i)] : last) < said(speaker))
                ++m_outcome->expected;
        }
    }
}

} // namespace

bool runSoak(Crowd& crowd, const Options& options, Outcome& outcome)
{
    const auto roomOf = [&](int client) { return std::string(kRoom) + std::to_string(Soak::roomOf(client, options)); };
    if (!gather(crowd, options, roomOf, outcome))
        return false;
    const Outcome gathered = outcome;
    Soak soak(crowd, options);
    for (double left = options.seconds; left > 0 && outcome.isSound() && !crowd.hasFailed(); left -= kStep) {
        outcome = gathered;
        soak.go(std::min(left, kStep), outcome);
        print(options, outcome);
    }
    return true;
}

} // namespace ircload
