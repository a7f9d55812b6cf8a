#include "link.h"

#include <arpa/inet.h>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace ircload {

namespace {

constexpr std::size_t kReadAhead = 64 * 1024; // several records by one system call: the load generator is not to be the slow one

int keepSession(SSL* ssl, SSL_SESSION* session)
{
    static_cast<TlsClient*>(SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)))->keep(session);
    return 1; // it is ours now
}

} // namespace

TlsClient::TlsClient(bool resumes) : m_context(SSL_CTX_new(TLS_client_method())), m_resumes(resumes)
{
    SSL_CTX_set_app_data(m_context, this);
    SSL_CTX_set_min_proto_version(m_context, TLS1_2_VERSION);
    SSL_CTX_set_verify(m_context, SSL_VERIFY_NONE, nullptr);
    SSL_CTX_set_options(m_context, SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_mode(m_context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_read_ahead(m_context, 1);
    SSL_CTX_set_default_read_buffer_len(m_context, kReadAhead);
    SSL_CTX_set_session_cache_mode(m_context, resumes ? SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL : SSL_SESS_CACHE_OFF);
    if (resumes)
        SSL_CTX_sess_set_new_cb(m_context, keepSession);
}

TlsClient::~TlsClient()
{
    SSL_SESSION_free(m_session);
    SSL_CTX_free(m_context);
}

void TlsClient::keep(SSL_SESSION* session)
{
    SSL_SESSION_free(std::exchange(m_session, session));
}

SSL* TlsClient::begin(int descriptor) const
{
    SSL* ssl = SSL_new(m_context);
    if (ssl == nullptr || SSL_set_fd(ssl, descriptor) != 1) {
        SSL_free(ssl);
        return nullptr;
    }
    if (m_session != nullptr) {
        SSL_SESSION* copy = SSL_SESSION_dup(m_session); // a session that was used once is spoilt for the next
        SSL_set_session(ssl, copy);
        SSL_SESSION_free(copy);
    }
    SSL_set_connect_state(ssl);
    return ssl;
}

Link::Link(const std::string& address, std::uint16_t port, const TlsClient* tls)
    : m_descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0))
{
    if (m_descriptor < 0)
        return;
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    ::inet_pton(AF_INET, address.c_str(), &to.sin_addr);
    const int on = 1;
    ::setsockopt(m_descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto* where = reinterpret_cast<const sockaddr*>(&to); // NOLINT: the system's own way
    if (::connect(m_descriptor, where, sizeof to) < 0 && errno != EINPROGRESS) {
        close();
        return;
    }
    if (tls == nullptr)
        return;
    m_ssl = tls->begin(m_descriptor);
    if (m_ssl == nullptr) {
        close();
        errno = ENOMEM;
    }
}

Link& Link::operator=(Link&& other) noexcept
{
    if (this == &other)
        return *this;
    close();
    m_descriptor = std::exchange(other.m_descriptor, -1);
    m_ssl = std::exchange(other.m_ssl, nullptr);
    m_waitsToWrite = std::exchange(other.m_waitsToWrite, true);
    return *this;
}

void Link::close()
{
    const int error = errno; // of what made us close
    if (m_ssl != nullptr) {
        // Without this OpenSSL takes it for broken off, and its session for spoilt.
        SSL_set_shutdown(m_ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
        SSL_free(std::exchange(m_ssl, nullptr));
    }
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
    errno = error;
}

ssize_t Link::read(char* into, std::size_t size)
{
    if (m_ssl == nullptr)
        return ::recv(m_descriptor, into, size, 0);
    ERR_clear_error();
    std::size_t count = 0;
    const int done = SSL_read_ex(m_ssl, into, size, &count);
    return resultOf(done, count);
}

ssize_t Link::write(const char* from, std::size_t size)
{
    if (m_ssl == nullptr) {
        const auto count = ::send(m_descriptor, from, size, MSG_NOSIGNAL);
        m_waitsToWrite = count < 0;
        return count;
    }
    ERR_clear_error();
    std::size_t count = 0;
    const int done = SSL_write_ex(m_ssl, from, size, &count);
    const ssize_t result = resultOf(done, count);
    if (result == 0)
        errno = EPIPE; // the other side closed
    return result == 0 ? -1 : result;
}

ssize_t Link::resultOf(int done, std::size_t count)
{
    m_waitsToWrite = false;
    if (done == 1)
        return static_cast<ssize_t>(count);
    const int error = errno;
    switch (SSL_get_error(m_ssl, done)) {
    case SSL_ERROR_ZERO_RETURN: return 0;
    case SSL_ERROR_WANT_WRITE: m_waitsToWrite = true; [[fallthrough]];
    case SSL_ERROR_WANT_READ: errno = EAGAIN; return -1;
    case SSL_ERROR_SYSCALL: errno = error != 0 ? error : ECONNRESET; return -1;
    default: errno = EPROTO; return -1;
    }
}

bool Link::hasPending() const
{
    return m_ssl != nullptr && SSL_has_pending(m_ssl) == 1;
}

bool Link::isResumed() const
{
    return m_ssl != nullptr && SSL_session_reused(m_ssl) == 1;
}

std::string Link::protocol() const
{
    if (m_ssl == nullptr)
        return "none";
    return std::string(SSL_get_version(m_ssl)) + ' ' + SSL_get_cipher_name(m_ssl);
}

} // namespace ircload
