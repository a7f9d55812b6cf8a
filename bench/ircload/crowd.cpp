#include "crowd.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <sys/epoll.h>
#include <unistd.h>

namespace ircload {

namespace {

constexpr int kEntering = 100; // on their way into a room at a time
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

Crowd::Crowd(int clients) : m_clients(static_cast<std::size_t>(clients)), m_buffer(kBuffer), m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
    if (m_epoll < 0)
        fail(std::string("epoll: ") + std::strerror(errno));
}

Crowd::~Crowd()
{
    if (m_epoll >= 0)
        ::close(m_epoll);
}

void Crowd::fail(std::string what)
{
    if (m_error.empty())
        m_error = std::move(what);
}

void Crowd::setServer(std::string address, std::uint16_t port)
{
    m_address = std::move(address);
    m_port = port;
}

bool Crowd::connectAll(std::chrono::seconds limit, int onTheirWay)
{
    const Nanoseconds end = now() + static_cast<Nanoseconds>(std::chrono::nanoseconds(limit).count());
    int started = 0;
    while (m_registered < size() && !hasFailed()) {
        while (started < size() && started - m_registered < onTheirWay
               && (m_clients[static_cast<std::size_t>(started)].link.isOpen() || connectOne(started)))
            ++started;
        turn(std::chrono::milliseconds{100});
        if (now() > end)
            fail("only " + std::to_string(m_registered) + " of " + std::to_string(size()) + " came in within the time");
    }
    return !hasFailed();
}

bool Crowd::connectOne(int client)
{
    Client& self = m_clients[static_cast<std::size_t>(client)];
    self = Client{};
    self.link = Link(m_address, m_port, m_tls.get());
    if (!self.link.isOpen()) {
        fail(std::string("connect: ") + std::strerror(errno));
        return false;
    }
    self.isWaitingToWrite = true; // until it is connected
    watch(client, EPOLL_CTL_ADD);
    self.out = "NICK " + nameOf(client) + "\r\nUSER load 0 * :load\r\n";
    if (!m_capabilities.empty())
        self.out = "CAP REQ :" + m_capabilities + "\r\n" + self.out + "CAP END\r\n";
    return true;
}

void Crowd::watch(int client, int operation)
{
    const Client& self = m_clients[static_cast<std::size_t>(client)];
    epoll_event event{};
    event.events = (self.isReading ? std::uint32_t{EPOLLIN} : 0U) | (self.isWaitingToWrite ? std::uint32_t{EPOLLOUT} : 0U);
    event.data.u32 = static_cast<std::uint32_t>(client);
    ::epoll_ctl(m_epoll, operation, self.link.descriptor(), &event);
}

void Crowd::setReading(int client, bool isReading)
{
    m_clients[static_cast<std::size_t>(client)].isReading = isReading;
    watch(client, EPOLL_CTL_MOD);
}

void Crowd::disconnect(int client)
{
    Client& self = m_clients[static_cast<std::size_t>(client)];
    if (!self.link.isOpen())
        return;
    m_registered -= self.isRegistered ? 1 : 0;
    m_inRoom -= self.isInRoom ? 1 : 0;
    const bool isQueued = self.isQueued;
    self = Client{};
    self.isQueued = isQueued;
}

void Crowd::closed(int client, const std::string& why)
{
    if (!m_onClosed)
        return fail("the server closed the connection of " + nameOf(client) + ": " + why);
    disconnect(client);
    m_onClosed(client);
}

bool Crowd::joinAll(const RoomOf& roomOf, std::chrono::seconds limit)
{
    const Nanoseconds end = now() + static_cast<Nanoseconds>(std::chrono::nanoseconds(limit).count());
    int next = 0;
    int started = 0;
    while ((next < size() || m_inRoom < started) && !hasFailed()) {
        for (; next < size() && started - m_inRoom < kEntering; ++next) {
            const std::string room = roomOf(next);
            if (room.empty())
                continue;
            send(next, "JOIN " + room + "\r\n");
            ++started;
        }
        turn(std::chrono::milliseconds{m_inRoom < started ? 100 : 0});
        if (now() > end)
            fail("only " + std::to_string(m_inRoom) + " of " + std::to_string(started) + " entered their room within the time");
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

void Crowd::turn(std::chrono::nanoseconds wait)
{
    flushAll();
    std::array<epoll_event, 512> events{};
    const timespec time{static_cast<time_t>(wait.count() / 1'000'000'000), static_cast<long>(wait.count() % 1'000'000'000)};
    const int count = ::epoll_pwait2(m_epoll, events.data(), static_cast<int>(events.size()), &time, nullptr);
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
    while (!self.out.empty() && self.link.isOpen()) {
        const auto written = self.link.write(self.out.data(), self.out.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && errno != EAGAIN)
            return closed(client, std::string("writing: ") + std::strerror(errno));
        if (written < 0)
            break;
        self.out.erase(0, static_cast<std::size_t>(written));
    }
    const bool isToWait = !self.out.empty() && self.link.waitsToWrite();
    if (isToWait == self.isWaitingToWrite || !self.link.isOpen())
        return;
    self.isWaitingToWrite = isToWait;
    watch(client, EPOLL_CTL_MOD);
}

void Crowd::read(int client)
{
    Client& self = m_clients[static_cast<std::size_t>(client)];
    for (bool isFirst = true; self.link.isOpen() && (isFirst || self.link.hasPending()); isFirst = false) { // else it went in this turn
        const auto count = self.link.read(m_buffer.data(), m_buffer.size());
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            break;
        if (count <= 0)
            return closed(client, count < 0 ? std::strerror(errno) : self.partial);
        m_reads += isFirst ? 1 : 0;
        m_bytesRead += static_cast<std::uint64_t>(count);
        takeLines(client, {m_buffer.data(), static_cast<std::size_t>(count)});
    }
    // What waited for the other side's part of the handshake, and is in nobody's list.
    if (!self.out.empty() && !self.isQueued && !self.isWaitingToWrite)
        flush(client);
}

void Crowd::takeLines(int client, std::string_view bytes)
{
    Client& self = m_clients[static_cast<std::size_t>(client)];
    for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
        std::string_view line = bytes.substr(0, end);
        if (!self.partial.empty()) {
            self.partial += line;
            line = self.partial;
        }
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        handle(client, line);
        if (!self.link.isOpen())
            return;
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
    if (command == "ERROR" && m_onClosed)
        return; // the end follows
    if (command == "ERROR" || command == "433" || command == "465" || command == "464"
        || (command == "CAP" && line.find(" NAK ") != std::string_view::npos))
        return fail(nameOf(client) + " was refused: " + std::string(line));
    if (command == "001" && !self.isRegistered) {
        self.isRegistered = true;
        ++m_registered;
        m_resumed += self.link.isResumed() ? 1 : 0;
        m_protocol = self.link.protocol();
        return m_onRegistered ? m_onRegistered(client) : void();
    }
    if (command == "366" && !self.isInRoom) {
        self.isInRoom = true;
        ++m_inRoom;
        return m_onEntered ? m_onEntered(client) : void();
    }
    if (m_onLine)
        m_onLine(client, line);
}

} // namespace ircload
