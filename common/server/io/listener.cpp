#include "server/io/listener.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace chatroom::server {

namespace {

constexpr int kBacklog = 4096; // a whole school that comes in at once
constexpr int kAtOnce = 64;    // in one round of a worker's turn, so that those who are here are served as well
constexpr int kRetryMs = 1000;
constexpr rlim_t kSpareDescriptors = 8; // for the log, the configuration, a certificate that is read again

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

// The kernel gives the lowest free number, so a high one says how many are in use.
bool isAmongTheLast(int descriptor)
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return static_cast<rlim_t>(descriptor) + kSpareDescriptors >= limit.rlim_cur;
}

} // namespace

Listener::Listener(std::shared_ptr<const TlsContext> tls, HandOn handOn, Worker* worker)
    : m_tls(std::move(tls)), m_handOn(std::move(handOn)), m_worker(worker), m_retry(this)
{
    setListenBacklogSize(kBacklog);
    m_retry.setSingleShot(true);
    m_retry.setInterval(kRetryMs);
    connect(&m_retry, &QTimer::timeout, this, &Listener::tryAgain);
    connect(this, &QTcpServer::acceptError, this, [this] { rest(errorString()); });
}

Listener::~Listener()
{
    if (m_worker != nullptr && isListening())
        m_worker->unwatch(static_cast<int>(socketDescriptor()));
}

bool Listener::open(const QHostAddress& address, std::uint16_t port)
{
    if (!listen(address, port))
        return false;
    const int fd = static_cast<int>(socketDescriptor());
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // what is accepted has it too
    if (m_worker == nullptr)
        return true;
    pauseAccepting(); // its own notifier would be one more thing to ask the system about in each turn
    if (!m_worker->watch(fd, [this] { acceptSome(); })) {
        m_worker = nullptr;
        resumeAccepting();
    }
    return true;
}

// The way that QTcpServer has to accept without its notifier.
void Listener::acceptSome()
{
    m_accepted = 0;
    (void)waitForNewConnection(0);
    if (!m_retry.isActive())
        setMaxPendingConnections(1);
}

void Listener::incomingConnection(qintptr descriptor)
{
    const int fd = static_cast<int>(descriptor);
    const auto [address, port] = peerOf(fd);
    m_handOn(Accepted{fd, address, port, m_tls});
    if (++m_accepted == kAtOnce && m_worker != nullptr)
        setMaxPendingConnections(0); // ends the turn that QTcpServer is in; the others wait in the kernel
    // QTcpServer keeps the first error of its socket, "nothing more to accept" as a rule, and takes a lack of descriptors for
    // the same: it would try without end and say nothing. So it rests before there are none.
    if (isAmongTheLast(fd))
        rest(QString::fromLocal8Bit(std::strerror(EMFILE))); // NOLINT: the text is copied at once
}

void Listener::rest(const QString& why)
{
    setAccepting(false);
    setMaxPendingConnections(0); // as above
    m_retry.start();
    Q_EMIT acceptFailed(why);
}

void Listener::tryAgain()
{
    const int probe = ::open("/dev/null", O_RDONLY | O_CLOEXEC); // NOLINT: open is what it is
    const bool isShort = probe < 0 || isAmongTheLast(probe);
    if (probe >= 0)
        ::close(probe);
    if (isShort) {
        m_retry.start();
        return;
    }
    setMaxPendingConnections(1); // nothing ever waits in QTcpServer
    setAccepting(true);
}

void Listener::setAccepting(bool isAccepting)
{
    if (m_worker != nullptr)
        m_worker->setWatched(static_cast<int>(socketDescriptor()), isAccepting);
    else
        isAccepting ? resumeAccepting() : pauseAccepting();
}

} // namespace chatroom::server
