// One connection of the crowd to the server, plain or through TLS. Nothing blocks: what cannot be done yet is -1 with EAGAIN, as
// with a socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <sys/types.h>

struct ssl_ctx_st;
struct ssl_session_st;
struct ssl_st;

namespace ircload {

// What the crowd's TLS connections share. TLS 1.2 or 1.3, whatever the server's certificate: the server is on this machine.
class TlsClient final
{
public:
    // With `resumes` a connection that begins uses the ticket that the server gave last; else none does.
    explicit TlsClient(bool resumes);
    ~TlsClient();
    TlsClient(const TlsClient&) = delete;
    TlsClient& operator=(const TlsClient&) = delete;

    [[nodiscard]] ssl_st* begin(int descriptor) const; // null: no memory
    void keep(ssl_session_st* session);                // becomes its owner
    [[nodiscard]] bool resumes() const { return m_resumes; }

private:
    ssl_ctx_st* m_context;
    ssl_session_st* m_session = nullptr;
    bool m_resumes;
};

class Link final
{
public:
    Link() = default;
    // Begins to connect to an IPv4 address. Without `tls` it is plain. Not open: errno says why not.
    Link(const std::string& address, std::uint16_t port, const TlsClient* tls);
    ~Link() { close(); }
    Link(Link&& other) noexcept { *this = std::move(other); }
    Link& operator=(Link&& other) noexcept;
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    [[nodiscard]] int descriptor() const { return m_descriptor; }
    // The first call of these after connecting shakes hands.
    [[nodiscard]] ssize_t read(char* into, std::size_t size); // 0: the other side closed
    [[nodiscard]] ssize_t write(const char* from, std::size_t size);
    // After a write that could not go on: it waits for the other side to read. False: it waits for something to read.
    [[nodiscard]] bool waitsToWrite() const { return m_waitsToWrite; }
    // Was received, and epoll will not tell of it.
    [[nodiscard]] bool hasPending() const;
    [[nodiscard]] bool isResumed() const;
    // "TLSv1.3 TLS_AES_256_GCM_SHA384"; "none" when it is plain.
    [[nodiscard]] std::string protocol() const;
    void close();

private:
    ssize_t resultOf(int done, std::size_t count);

    int m_descriptor = -1;
    ssl_st* m_ssl = nullptr;
    bool m_waitsToWrite = true; // until it is connected
};

} // namespace ircload
