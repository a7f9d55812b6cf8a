#include "server/io/listener.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace chatroom::server {

namespace {

constexpr int kBacklog = 4096;  // a whole school that comes in at once
constexpr int kAtOnce = 256;    // then others of this thread have their turn
constexpr int kRetryMs = 1000;

void prepare(int descriptor)
{
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK); // NOLINT: fcntl is what it is
    ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);                                // NOLINT
}

std::uint16_t portOf(const sockaddr_storage& address)
{
    if (address.ss_family == AF_INET6)
        return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port); // NOLINT: how the socket interface is made
    return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);       // NOLINT: as above
}

// Of this one connection, or nothing at all: the next one may be fine.
bool isPassing(int error)
{
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR || error == ECONNABORTED || error == EPROTO;
}

} // namespace

Listener::Listener(std::shared_ptr<const TlsContext> tls, HandOn handOn)
    : m_tls(std::move(tls)), m_handOn(std::move(handOn)), m_server(this), m_retry(this)
{
    m_server.setListenBacklogSize(kBacklog);
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryMs);
    connect(&m_retry, &QTimer::timeout, this, [this] { m_notifier->setEnabled(true); });
}

bool Listener::open(const QHostAddress& address, std::uint16_t port)
{
    if (!m_server.listen(address, port))
        return false;
    m_server.pauseAccepting();
    m_notifier = std::make_unique<QSocketNotifier>(m_server.socketDescriptor(), QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, &Listener::acceptSome);
    return true;
}

// QTcpServer would take a second failure for the first one, which is "nothing more to accept" as a rule: out of descriptors it
// would try without end, and say nothing.
void Listener::acceptSome()
{
    for (int i = 0; i < kAtOnce; ++i) {
        sockaddr_storage address{};
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address); // NOLINT: how the socket interface is made
        const int descriptor = ::accept(static_cast<int>(m_server.socketDescriptor()), generic, &size);
        if (descriptor >= 0) {
            prepare(descriptor);
            m_handOn(Accepted{descriptor, QHostAddress(generic), portOf(address), m_tls});
            continue;
        }
        if (isPassing(errno))
            return;
        const QString why = QString::fromLocal8Bit(std::strerror(errno)); // NOLINT: one thread of many; the text is copied at once
        m_notifier->setEnabled(false);
        m_retry.start();
        Q_EMIT acceptFailed(why);
        return;
    }
}

} // namespace chatroom::server
