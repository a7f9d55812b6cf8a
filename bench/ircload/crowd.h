// Many connections to one server from one thread: epoll, whole lines in, lines out. Knows so much of IRC as it takes to come
// in, to enter a room and to answer PING.
#pragma once

#include "link.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
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
    using OnClosed = std::function<void(int client)>;
    using RoomOf = std::function<std::string(int client)>; // empty: none

    explicit Crowd(int clients);
    ~Crowd();
    Crowd(const Crowd&) = delete;
    Crowd& operator=(const Crowd&) = delete;

    // That who connects from now on asks for; with spaces between.
    void addCapabilities(const std::string& names) { m_capabilities += m_capabilities.empty() ? names : ' ' + names; }
    // Where connections go, from now on.
    void setServer(std::string address, std::uint16_t port);
    // Who connects from now on speaks TLS.
    void useTls(bool resumes) { m_tls = std::make_unique<TlsClient>(resumes); }
    // All connected and registered within `limit`, at most `onTheirWay` at a time. False: `error()` says why not.
    [[nodiscard]] bool connectAll(std::chrono::seconds limit, int onTheirWay);
    // Everybody in the room that is theirs: until each has seen the end of its list of names.
    [[nodiscard]] bool joinAll(const RoomOf& roomOf, std::chrono::seconds limit);
    // Connects one that is not connected; it gives its name as soon as it can.
    bool connectOne(int client);
    void disconnect(int client);
    // Off: what comes for it stays where it is.
    void setReading(int client, bool isReading);

    void setOnLine(OnLine onLine) { m_onLine = std::move(onLine); }
    // The server closed a connection, or said ERROR. Without a handler that is a failure of the whole load.
    void setOnClosed(OnClosed onClosed) { m_onClosed = std::move(onClosed); }
    void setOnRegistered(std::function<void(int client)> onRegistered) { m_onRegistered = std::move(onRegistered); }
    void setOnEntered(std::function<void(int client)> onEntered) { m_onEntered = std::move(onEntered); }
    void send(int client, std::string_view line); // with CR LF; goes out at the end of the turn
    // Handles what is there, or waits up to `wait` for it.
    void turn(std::chrono::nanoseconds wait);

    [[nodiscard]] int size() const { return static_cast<int>(m_clients.size()); }
    [[nodiscard]] static std::string nameOf(int client) { return "load" + std::to_string(client); }
    [[nodiscard]] const std::string& error() const { return m_error; }
    [[nodiscard]] bool hasFailed() const { return !m_error.empty(); }
    [[nodiscard]] int registered() const { return m_registered; }
    [[nodiscard]] int resumed() const { return m_resumed; }                  // of all who ever registered
    [[nodiscard]] const std::string& protocol() const { return m_protocol; } // TLS version and cipher, of who registered last
    [[nodiscard]] std::uint64_t reads() const { return m_reads; }
    [[nodiscard]] std::uint64_t bytesRead() const { return m_bytesRead; }

private:
    struct Client final
    {
        Link link;
        bool isRegistered = false;
        bool isInRoom = false;
        bool isReading = true;
        bool isWaitingToWrite = false; // known to epoll
        bool isQueued = false;         // in m_dirty
        std::string partial;           // a line without its end so far
        std::string out;
    };

    void closed(int client, const std::string& why);
    void watch(int client, int operation);
    void read(int client);
    void takeLines(int client, std::string_view bytes);
    void handle(int client, std::string_view line);
    void flush(int client);
    void flushAll();
    void fail(std::string what);

    std::vector<Client> m_clients;
    std::vector<int> m_dirty; // have something to write
    std::vector<char> m_buffer;
    std::string m_address;
    std::uint16_t m_port = 0;
    std::string m_capabilities; // that all ask for
    std::unique_ptr<TlsClient> m_tls;
    std::string m_protocol = "none";
    OnLine m_onLine;
    OnClosed m_onClosed;
    std::function<void(int)> m_onRegistered;
    std::function<void(int)> m_onEntered;
    std::string m_error;
    int m_epoll;
    int m_registered = 0;
    int m_inRoom = 0;
    int m_resumed = 0;
    std::uint64_t m_reads = 0;
    std::uint64_t m_bytesRead = 0;
};

} // namespace ircload
