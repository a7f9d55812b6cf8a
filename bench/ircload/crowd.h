// Many connections to one server from one thread: epoll, whole lines in, lines out. Knows so much of IRC as it takes to come
// in, to enter a room and to answer PING.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ircload {

using Nanoseconds = std::uint64_t;
[[nodiscard]] Nanoseconds now(); // monotonic

class Crowd final
{
public:
    // A line that some client received, without its end.
    using OnLine = std::function<void(int client, std::string_view line)>;

    explicit Crowd(int clients);
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    // All connected and registered within `limit`, at most a hundred on their way at a time. False: `error()` says why not.
    [[nodiscard]] bool connectAll(const std::string& address, std::uint16_t port, std::chrono::seconds limit);
    // All in that room: until each has seen the end of its list of names.
    [[nodiscard]] bool joinAll(std::string_view room, std::chrono::seconds limit);

    void setOnLine(OnLine onLine) { m_onLine = std::move(onLine); }
    void send(int client, std::string_view line); // with CR LF; goes out at the end of the turn
    // Handles what is there, or waits up to `wait` for it.
    void turn(std::chrono::milliseconds wait);

    [[nodiscard]] int size() const { return static_cast<int>(m_clients.size()); }
    [[nodiscard]] static std::string nameOf(int client) { return "load" + std::to_string(client); }
    [[nodiscard]] const std::string& error() const { return m_error; }
    [[nodiscard]] bool hasFailed() const { return !m_error.empty(); }
    [[nodiscard]] std::uint64_t reads() const { return m_reads; }
    [[nodiscard]] std::uint64_t bytesRead() const { return m_bytesRead; }

private:
    struct Client final
    {
        int descriptor = -1;
        bool isRegistered = false;
        bool isInRoom = false;
        bool isWaitingToWrite = false; // known to epoll
        bool isQueued = false;         // in m_dirty
        std::string partial;           // a line without its end so far
        std::string out;
    };

    bool connectOne(int client, const std::string& address, std::uint16_t port);
    void read(int client);
    void handle(int client, std::string_view line);
    void flush(int client);
    void flushAll();
    void fail(std::string what);

    std::vector<Client> m_clients;
    std::vector<int> m_dirty; // have something to write
    std::vector<char> m_buffer;
    OnLine m_onLine;
    std::string m_error;
    int m_epoll;
    int m_registered = 0;
    int m_inRoom = 0;
    std::uint64_t m_reads = 0;
    std::uint64_t m_bytesRead = 0;
};

} // namespace ircload
