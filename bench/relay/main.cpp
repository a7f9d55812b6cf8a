// The floor that servers are compared with: a relay that does nothing but relay. It knows NICK, JOIN, PING, PRIVMSG and QUIT,
// checks nothing, keeps nothing, has one thread and one epoll set, and writes once to each connection in a turn. Loopback only.
//
//   relay        prints "PORT" and serves until it is killed

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <string_view>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <unordered_map>
#include <vector>

namespace {

constexpr std::size_t kMostWaiting = 64UL * 1024 * 1024; // bytes for one slow reader
constexpr std::size_t kLongestLine = 1024;

struct Client final
{
    int descriptor = -1;
    std::string name;
    std::string partial;
    std::string out;
    bool isDirty = false;
    bool isWaitingToWrite = false;
};

class Relay final
{
public:
    Relay() : m_epoll(::epoll_create1(EPOLL_CLOEXEC)), m_buffer(64UL * 1024) {}

    bool listen();
    [[noreturn]] void run();

private:
    void accept();
    void read(Client& client);
    void handle(Client& client, std::string_view line);
    void write(Client& client, std::string_view bytes);
    void flush(Client& client);
    void watch(const Client& client, int operation);
    void close(Client& client);

    int m_epoll;
    int m_listener = -1;
    std::vector<char> m_buffer;
    std::unordered_map<int, std::unique_ptr<Client>> m_clients;
    std::unordered_map<std::string, Client*> m_names;
    std::unordered_map<std::string, std::vector<Client*>> m_rooms;
    std::vector<Client*> m_dirty;
    std::vector<std::unique_ptr<Client>> m_gone; // until the end of the turn: others may still point to them
};

bool Relay::listen()
{
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* where = reinterpret_cast<sockaddr*>(&address); // NOLINT: the system's own way
    socklen_t size = sizeof address;
    if (::bind(m_listener, where, size) < 0 || ::listen(m_listener, 4096) < 0 || ::getsockname(m_listener, where, &size) < 0)
        return false;
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = m_listener;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_listener, &event);
    std::printf("%d\n", ntohs(address.sin_port));
    std::fflush(stdout);
    return true;
}

void Relay::run()
{
    std::array<epoll_event, 512> events{};
    while (true) {
        const int count = ::epoll_wait(m_epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const epoll_event& event = events.at(static_cast<std::size_t>(i));
            if (event.data.fd == m_listener) {
                accept();
                continue;
            }
            const auto found = m_clients.find(event.data.fd);
            if (found == m_clients.end())
                continue;
            Client& client = *found->second;
            if ((event.events & EPOLLOUT) != 0U)
                flush(client);
            if ((event.events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0U)
                read(client);
        }
        for (Client* client : m_dirty) {
            client->isDirty = false;
            flush(*client);
        }
        m_dirty.clear();
        m_gone.clear();
    }
}

void Relay::accept()
{
    while (true) {
        const int descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (descriptor < 0)
            return;
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        auto client = std::make_unique<Client>();
        client->descriptor = descriptor;
        watch(*client, EPOLL_CTL_ADD);
        m_clients.emplace(descriptor, std::move(client));
    }
}

void Relay::watch(const Client& client, int operation)
{
    epoll_event event{};
    event.events = client.isWaitingToWrite ? EPOLLIN | EPOLLOUT : EPOLLIN;
    event.data.fd = client.descriptor;
    ::epoll_ctl(m_epoll, operation, client.descriptor, &event);
}

void Relay::read(Client& client)
{
    const auto count = ::recv(client.descriptor, m_buffer.data(), m_buffer.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0)
        return close(client);
    std::string_view bytes(m_buffer.data(), static_cast<std::size_t>(count));
    for (std::size_t end = bytes.find('\n'); end != std::string_view::npos; end = bytes.find('\n')) {
        std::string line = client.partial + std::string(bytes.substr(0, end));
        client.partial.clear();
        if (!line.empty() && line.back() == '\r')
            line.pop_back();
        handle(client, line);
        if (client.descriptor < 0)
            return;
        bytes.remove_prefix(end + 1);
    }
    client.partial += bytes;
    if (client.partial.size() > kLongestLine)
        close(client);
}

void Relay::handle(Client& client, std::string_view line)
{
    const std::size_t space = line.find(' ');
    const std::string_view command = line.substr(0, space);
    const std::string_view rest = space == std::string_view::npos ? std::string_view{} : line.substr(space + 1);
    const std::string target(rest.substr(0, rest.find(' ')));
    if (command == "NICK") {
        client.name = target;
        m_names[target] = &client;
        return write(client, ":relay 001 " + target + " :Welcome\r\n");
    }
    if (command == "JOIN") {
        m_rooms[target].push_back(&client);
        return write(client, ":relay 366 " + client.name + ' ' + target + " :End\r\n");
    }
    if (command == "PING")
        return write(client, ":relay PONG relay " + std::string(rest) + "\r\n");
    if (command == "QUIT") {
        flush(client);
        return close(client);
    }
    if (command != "PRIVMSG")
        return;
    const std::string message = ':' + client.name + "!load@localhost " + std::string(line) + "\r\n";
    if (const auto room = m_rooms.find(target); room != m_rooms.end()) {
        for (Client* member : room->second) {
            if (member != &client)
                write(*member, message);
        }
        return;
    }
    if (const auto one = m_names.find(target); one != m_names.end())
        write(*one->second, message);
}

void Relay::write(Client& client, std::string_view bytes)
{
    if (client.descriptor < 0 || client.out.size() > kMostWaiting)
        return;
    client.out += bytes;
    if (client.isDirty)
        return;
    client.isDirty = true;
    m_dirty.push_back(&client);
}

void Relay::flush(Client& client)
{
    while (!client.out.empty() && client.descriptor >= 0) {
        const auto written = ::send(client.descriptor, client.out.data(), client.out.size(), MSG_NOSIGNAL);
        if (written <= 0)
            break;
        client.out.erase(0, static_cast<std::size_t>(written));
    }
    if (client.descriptor < 0 || client.isWaitingToWrite == !client.out.empty())
        return;
    client.isWaitingToWrite = !client.out.empty();
    watch(client, EPOLL_CTL_MOD);
}

void Relay::close(Client& client)
{
    if (client.descriptor < 0)
        return;
    const auto self = m_clients.find(client.descriptor);
    m_gone.push_back(std::move(self->second));
    m_clients.erase(self);
    ::close(client.descriptor);
    m_names.erase(client.name);
    for (auto& [name, members] : m_rooms)
        std::erase(members, &client);
    client.descriptor = -1;
}

} // namespace

int main()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    Relay relay;
    if (!relay.listen()) {
        std::perror("relay");
        return 3;
    }
    relay.run();
}
