// Bytes in and out of one accepted descriptor, plain or through TLS. Nothing blocks; nothing here is a QObject.
// TLS is OpenSSL on the descriptor itself. Thread: the worker's that owns it.
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

#include <cstddef>
#include <memory>
#include <span>
#include <sys/uio.h>

struct ssl_ctx_st;

namespace chatroom::server {

enum class IoState : std::uint8_t {
    Done,
    WouldBlock, // until the descriptor can be read
    WouldBlockOnWrite,
    Ended, // the other side closed in order
    Failed,
};

struct IoResult final
{
    IoState state = IoState::Done;
    std::size_t bytes = 0;
};

class Transport
{
public:
    Transport() = default;
    Q_DISABLE_COPY_MOVE(Transport)
    virtual ~Transport() = default; // closes the descriptor

    [[nodiscard]] virtual int descriptor() const = 0;
    // To be called until Done, before anything else.
    [[nodiscard]] virtual IoResult handshake() = 0;
    [[nodiscard]] virtual IoResult read(std::span<char> into) = 0;
    // Takes as much as goes at once. `isLast`: endWriting() follows, so that the end may travel with it.
    [[nodiscard]] virtual IoResult write(std::span<const iovec> from, bool isLast) = 0;
    // Bytes that were received and that no poller will tell of.
    [[nodiscard]] virtual bool hasPending() const = 0;
    // Tells the other side that nothing more comes; reading goes on.
    virtual void endWriting() = 0;
    [[nodiscard]] virtual bool isSecure() const = 0;
    // SHA-256 of the other side's certificate, lower-case hexadecimal; empty: none.
    [[nodiscard]] virtual QByteArray peerFingerprint() const = 0;
};

// What TLS connections of one listener share: certificate, key, settings, session tickets. Immutable after make(); shared by the
// threads that make connections from it, which is why it is counted.
class TlsContext final
{
public:
    [[nodiscard]] static Result<std::shared_ptr<const TlsContext>, QString> make(const QString& certificateFile, const QString& keyFile);
    Q_DISABLE_COPY_MOVE(TlsContext)
    ~TlsContext();
    [[nodiscard]] ssl_ctx_st* native() const { return m_context; }

private:
    explicit TlsContext(ssl_ctx_st* context) : m_context(context) {}
    ssl_ctx_st* m_context;
};

// Own `descriptor` from here on. Null when OpenSSL has no memory for one more.
[[nodiscard]] std::unique_ptr<Transport> makePlainTransport(int descriptor);
[[nodiscard]] std::unique_ptr<Transport> makeTlsTransport(int descriptor, std::shared_ptr<const TlsContext> context);

} // namespace chatroom::server
