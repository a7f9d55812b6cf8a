#include "server/io/transport.h"

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

namespace chatroom::server {

namespace {

IoResult fromErrno(IoState wouldBlock)
{
    const bool isLater = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return {isLater ? wouldBlock : IoState::Failed, 0};
}

#ifdef MSG_MORE
constexpr int kMoreFollows = MSG_MORE;
#else
constexpr int kMoreFollows = 0;
#endif

// Never blocks by a flag of each call: to set the descriptor so would be a system call more for each connection.
class PlainTransport final : public Transport
{
public:
    explicit PlainTransport(int descriptor) : m_descriptor(descriptor) {}
    Q_DISABLE_COPY_MOVE(PlainTransport)
    ~PlainTransport() override { ::close(m_descriptor); }

    int descriptor() const override { return m_descriptor; }
    IoResult handshake() override { return {}; }
    IoResult read(std::span<char> into) override
    {
        const ssize_t count = ::recv(m_descriptor, into.data(), into.size(), MSG_DONTWAIT);
        if (count < 0)
            return fromErrno(IoState::WouldBlock);
        if (count == 0)
            return {IoState::Ended, 0};
        return {IoState::Done, static_cast<std::size_t>(count)};
    }
    // Last words and the end of the stream are one packet then, and one wake-up of who reads them.
    IoResult write(std::span<const iovec> from, bool isLast) override
    {
        const int flags = MSG_NOSIGNAL | MSG_DONTWAIT | (isLast ? kMoreFollows : 0);
        msghdr message{};
        message.msg_iov = const_cast<iovec*>(from.data()); // NOLINT: sendmsg reads it only
        message.msg_iovlen = from.size();
        // Most often it is one line, and then a list of lines costs the kernel 0.2 microseconds more than the line.
        const ssize_t count =
            from.size() == 1 ? ::send(m_descriptor, from[0].iov_base, from[0].iov_len, flags) : ::sendmsg(m_descriptor, &message, flags);
        if (count < 0)
            return fromErrno(IoState::WouldBlockOnWrite);
        return {IoState::Done, static_cast<std::size_t>(count)};
    }
    bool hasPending() const override { return false; }
    void endWriting() override { ::shutdown(m_descriptor, SHUT_WR); }
    bool isSecure() const override { return false; }
    QByteArray peerFingerprint() const override { return {}; }

private:
    int m_descriptor;
};

} // namespace

std::unique_ptr<Transport> makePlainTransport(int descriptor)
{
    return std::make_unique<PlainTransport>(descriptor);
}

} // namespace chatroom::server
