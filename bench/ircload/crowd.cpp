#include "crowd.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace ircload {

namespace {

constexpr int kOnTheirWay = 100;
constexpr std::size_t kBuffer = 256 * 1024;
constexpr std::size_t kLongestLine = 16 * 1024;

// The command of ":source COMMAND ..." or "COMMAND ...", behind tags if there are any.
std::string_view commandOf(std::string_view line)
{
    for (const char mark : {'@', ':'}) {
        if (line.empty() || line.front() != mark)
            continue;
        const std::size_t space = line.find(' ');
        line.remove_prefix(space == std::string_view::npos ? line.size() : space + 1);
    }
    return line.substr(0, line.find(' '));
}

} // namespace

Nanoseconds now()
{
    return static_cast<Nanoseconds>(std::chrono::steady_clock::now().time_since_epoch() / std::chrono::nanoseconds{1});
}

Crowd::Crowd(int clients)
    : m_clients(static_cast<std::size_t>(clients)), m_buffer(kBuffer), m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
    if (m_epoll < 0)
        fail(std::string("epoll: ") + std::strerror(errno));
}

Crowd::~Crowd()
{
    for (const Client& client : m_clients) {
        if (client.descriptor >= 0)
            ::close(client.descriptor);
    }
    if (m_epoll >= 0)
        ::close(m_epoll);
}

void Crowd::fail(std::string what)
{
    if (m_error.empty())
        m_error = std::move(what);
}

bool Crowd::connectAll(const std::string& address, std::uint16_t port, std::chrono::seconds limit)
{
    const Nanoseconds end = now() + static_cast<Nanoseconds>(std::chrono::nanoseconds(limit).count());
    int started = 0;
    while (m_registered < size() && !hasFailed()) {
        while (started < size() && started - m_registered < kOnTheirWay && connectOne(started, address, port))
            ++started;
        turn(std::chrono::milliseconds{100});
        if (now() > end)
            fail("only " + std::to_string(m_registered) + " of " + std::to_string(size()) + " came in within the time");
    }
    return !hasFailed();
}

bool Crowd::connectOne(int client, const std::string& address, std::uint16_t port)
{
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    ::inet_pton(AF_INET, address.c_str(), &to.sin_addr);
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) {
        fail(std::string("socket: ") + std::strerror(errno));
        return false;
    }
    Client& self = m_clients[static_cast<std::size_t>(client)];
    self.descriptor = descriptor;
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto* where = reinterpret_cast<const sockaddr*>(&to); // NOLINT: the system's own way
    if (::connect(descriptor, where, sizeof to) < 0 && errno != EINPROGRESS) {
        fail(std::string("connect: ") + std::strerror(errno));
        return false;
    }
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT;
    event.data.u32 = static_cast<std::uint32_t>(client);
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
    self.isWaitingToWrite = true; // until it is connected
    self.out = "NICK " + nameOf(client) + "\r\nUSER load 0 * :load\r\n";
    return true;
}

bool Crowd::joinAll(std::string_view room, std::chrono::seconds limit)
{
    const Nanoseconds end = now() + static_cast<Nanoseconds>(std::chrono::nanoseconds(limit).count());
    int started = 0;
    while (m_inRoom < size() && !hasFailed()) {
        for (; started < size() && started - m_inRoom < kOnTheirWay; ++started)
            send(started, "JOIN " + std::string(room) + "\r\n");
        turn(std::chrono::milliseconds{100});
        if (now() > end)
            fail("only " + std::to_string(m_inRoom) + " of " + std::to_string(size()) + " entered the room within the time");
    }
    return !hasFailed();
}

void Crowd::send(int client, std::string_view line)
{
    Client& self = m_clients[static_cast<std::size_t>(client)];
    self.out += line;
    if (!self.isQueued && !self.isWaitingToWrite) {
        self.isQueued = true;
        m_dirty.push_back(client);
    }
}

void Crowd::turn(std::chrono::milliseconds wait)
{
    flushAll();
    std::array<epoll_event, 512> events{};
    const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), static_cast<int>(wait.count()));
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events.at(static_cast<std::size_t>(i));
        const int client = static_cast<int>(event.data.u32);
        if ((event.events & EPOLLOUT) != 0U)
            flush(client);
        if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0U)
            read(client);
    }
    flushAll();
}

void Crowd::flushAll()
{
    std::vector<int> dirty;
    dirty.swap(m_dirty);
    for (const int client : dirty) {
        m_clients[static_cast<std::size_t>(client)].isQueued = false;
        flush(client);
    }
}

void Crowd::flush(int client)
{
    Client& self = m_clients[static_cast<std::size_t>(client)];
    while (!self.out.empty()) {
        const auto written = ::send(self.descriptor, self.out.data(), self.out.size(), MSG_NOSIGNAL);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && errno != EAGAIN)
            return fail(nameOf(client) + ", writing: " + std::strerror(errno));
        if (written < 0)
            break;
        self.out.erase(0, static_cast<std::size_t>(written));
    }
    const bool isToWait = !self.out.empty();
    if (isToWait == self.isWaitingToWrite)
        return;
    self.isWaitingToWrite = isToWait;
    epoll_event event{};
    event.events = isToWait ? EPOLLIN | EPOLLOUT : EPOLLIN;
    event.data.u32 = static_cast<std::uint32_t>(client);
    ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, self.descriptor, &event);
}

void Crowd::read(int client)
{
    Client& self = m_clients[static_cast<std::size_t>(client)];
    const auto count = ::recv(self.descriptor, m_buffer.data(), m_buffer.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0)
        return fail("the server closed the connection of " + nameOf(client) + (self.partial.empty() ? "" : ": " + self.partial));
    ++m_reads;
    m_bytesRead += static_cast<std::uint64_t>(count);
    std::string_view bytes(m_buffer.data(), static_cast<std::size_t>(count));
    for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
        std::string_view line = bytes.substr(0, end);
        if (!self.partial.empty()) {
            self.partial += line;
            line = self.partial;
        }
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        handle(client, line);
        self.partial.clear();
        bytes.remove_prefix(end + 1);
    }
    self.partial += bytes;
    if (self.partial.size() > kLongestLine)
        fail("a line without an end came for " + nameOf(client));
}

void Crowd::handle(int client, std::string_view line)
{
    Client& self = m_clients[static_cast<std::size_t>(client)];
    const std::string_view command = commandOf(line);
    if (command == "PING")
        return send(client, "PONG" + std::string(line.substr(line.find("PING") + 4)) + "\r\n");
    if (command == "ERROR" || command == "433" || command == "465" || command == "464")
        return fail(nameOf(client) + " was refused: " + std::string(line));
    if (command == "001" && !self.isRegistered) {
        self.isRegistered = true;
        ++m_registered;
        return;
    }
    if (command == "366" && !self.isInRoom) {
        self.isInRoom = true;
        ++m_inRoom;
        return;
    }
    if (m_onLine)
        m_onLine(client, line);
}

} // namespace ircload
