#include "network/tlsidentity.h"
#include "server/io/transport.h"

#include <QFile>

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

namespace chatroom::server {

namespace {

constexpr std::size_t kRecordBytes = 16 * 1024; // RFC 8446, 5.1: the most that one record holds

// Any certificate of a client is fine: its fingerprint is what counts, and only where somebody asks for it.
int acceptAnyCertificate(int, X509_STORE_CTX*)
{
    return 1;
}

// Of this thread, which others use too: SSL_get_error takes what is left there for its own. Most often nothing is, and to find that
// out costs a fifth of clearing.
void forgetErrors()
{
    if (ERR_peek_error() != 0)
        ERR_clear_error();
}

QString lastError()
{
    std::array<char, 256> text{};
    ERR_error_string_n(ERR_get_error(), text.data(), text.size());
    return QString::fromUtf8(text.data());
}

class TlsTransport final : public Transport
{
public:
    TlsTransport(int descriptor, SSL* ssl, std::shared_ptr<const TlsContext> context)
        : m_descriptor(descriptor), m_ssl(ssl), m_context(std::move(context))
    {}
    Q_DISABLE_COPY_MOVE(TlsTransport)
    ~TlsTransport() override
    {
        SSL_free(m_ssl);
        ::close(m_descriptor);
    }

    int descriptor() const override { return m_descriptor; }
    IoResult handshake() override
    {
        forgetErrors();
        const int done = SSL_accept(m_ssl);
        return done == 1 ? IoResult{} : failure(done);
    }
    IoResult read(std::span<char> into) override
    {
        forgetErrors();
        std::size_t count = 0;
        const int done = SSL_read_ex(m_ssl, into.data(), into.size(), &count);
        return done == 1 ? IoResult{IoState::Done, count} : failure(done);
    }
    // One record for many small lines: each record costs a header, a tag and a system call.
    IoResult write(std::span<const iovec> from, bool) override
    {
        forgetErrors();
        std::array<char, kRecordBytes> record; // NOLINT: only what is filled is read
        std::size_t size = 0;
        for (const iovec& part : from) {
            const std::size_t fitting = std::min(part.iov_len, record.size() - size);
            std::copy_n(static_cast<const char*>(part.iov_base), fitting, record.data() + size);
            size += fitting;
            if (fitting < part.iov_len)
                break;
        }
        std::size_t count = 0;
        const int done = SSL_write_ex(m_ssl, record.data(), size, &count);
        return done == 1 ? IoResult{IoState::Done, count} : failure(done);
    }
    // Also of what was read ahead and is not decrypted yet, which SSL_pending does not count.
    bool hasPending() const override { return SSL_has_pending(m_ssl) == 1; }
    void endWriting() override
    {
        forgetErrors();
        SSL_shutdown(m_ssl);
        ::shutdown(m_descriptor, SHUT_WR);
    }
    bool isSecure() const override { return true; }
    QByteArray peerFingerprint() const override
    {
        const X509* certificate = SSL_get0_peer_certificate(m_ssl);
        return certificate == nullptr ? QByteArray() : network::fingerprintOf(*certificate);
    }

private:
    IoResult failure(int done) const
    {
        switch (SSL_get_error(m_ssl, done)) {
        case SSL_ERROR_WANT_READ: return {IoState::WouldBlock, 0};
        case SSL_ERROR_WANT_WRITE: return {IoState::WouldBlockOnWrite, 0};
        case SSL_ERROR_ZERO_RETURN: return {IoState::Ended, 0};
        default: return {IoState::Failed, 0};
        }
    }

    int m_descriptor;
    SSL* m_ssl;
    std::shared_ptr<const TlsContext> m_context; // its listener may be closed before its connections are
};

} // namespace

Result<std::shared_ptr<const TlsContext>, QString> TlsContext::make(const QString& certificateFile, const QString& keyFile)
{
    ERR_clear_error();
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    if (context == nullptr)
        return Unexpected{lastError()};
    std::shared_ptr<const TlsContext> owner{new TlsContext(context)};
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1); // a record's header and body by one system call
    // With its 10 rounds it is enough, and cheaper than the 14 of AES-256, which OpenSSL puts first.
    SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256");
    // One instead of two: the second is for browsers, who open several connections at once. Sessions stand in tickets only.
    SSL_CTX_set_num_tickets(context, 1);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, acceptAnyCertificate);
    // Without a context of its own a resumed session whose client may be asked for a certificate is refused.
    constexpr std::array<unsigned char, 8> kSessionContext{'c', 'h', 'a', 't', 'r', 'o', 'o', 'm'};
    SSL_CTX_set_session_id_context(context, kSessionContext.data(), kSessionContext.size());
    SSL_CTX_set_default_passwd_cb(context, [](char*, int, int, void*) { return -1; }); // nobody is there to be asked
    const QByteArray certificate = QFile::encodeName(certificateFile);
    const QByteArray key = QFile::encodeName(keyFile);
    const bool isLoaded = SSL_CTX_use_certificate_chain_file(context, certificate.constData()) == 1
                          && SSL_CTX_use_PrivateKey_file(context, key.constData(), SSL_FILETYPE_PEM) == 1
                          && SSL_CTX_check_private_key(context) == 1;
    if (!isLoaded)
        return Unexpected{lastError()};
    return owner;
}

TlsContext::~TlsContext()
{
    SSL_CTX_free(m_context);
}

std::unique_ptr<Transport> makeTlsTransport(int descriptor, std::shared_ptr<const TlsContext> context)
{
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) | O_NONBLOCK); // NOLINT: fcntl is what it is
    SSL* ssl = SSL_new(context->native());
    if (ssl == nullptr || SSL_set_fd(ssl, descriptor) != 1) {
        SSL_free(ssl);
        ::close(descriptor);
        return {};
    }
    return std::make_unique<TlsTransport>(descriptor, ssl, std::move(context));
}

} // namespace chatroom::server
