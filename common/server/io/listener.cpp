#include "server/io/listener.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace chatroom::server {

namespace {

constexpr int kBacklog = 4096;  // a whole school that comes in at once
constexpr int kRetryMs = 1000;

// The address of the other end, as the kernel knows it: no QTcpSocket is made to ask.
std::pair<QHostAddress, std::uint16_t> peerOf(int descriptor)
{
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address); // NOLINT: how the socket interface is made
    if (::getpeername(descriptor, generic, &size) != 0)
        return {};
    const QHostAddress host(generic);
    if (address.ss_family == AF_INET6)
        return {host, ntohs(reinterpret_cast<sockaddr_in6*>(generic)->sin6_port)}; // NOLINT: as above
    return {host, ntohs(reinterpret_cast<sockaddr_in*>(generic)->sin_port)};       // NOLINT: as above
}

} // namespace

Listener::Listener(std::shared_ptr<const TlsContext> tls, HandOn handOn) : m_tls(std::move(tls)), m_handOn(std::move(handOn)), m_retry(this)
{
    setListenBacklogSize(kBacklog);
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryMs);
    connect(&m_retry, &QTimer::timeout, this, &QTcpServer::resumeAccepting);
    // QTcpServer pauses by itself then; without the pause the loop would spin on a connection that it cannot take.
    connect(this, &QTcpServer::acceptError, this, [this] {
        Q_EMIT acceptFailed(errorString());
        m_retry.start();
    });
}

void Listener::incomingConnection(qintptr descriptor)
{
    const int fd = static_cast<int>(descriptor);
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK); // NOLINT: fcntl is what it is
    ::fcntl(fd, F_SETFD, FD_CLOEXEC);                        // NOLINT
    const auto [address, port] = peerOf(fd);
    m_handOn(Accepted{fd, address, port, m_tls});
}

} // namespace chatroom::server
