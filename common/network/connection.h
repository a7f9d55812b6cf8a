// A client's connection to a server: framing in, a bounded queue out. Knows lines, not what they mean.
//
// One thread, the one that made it (a GUI or main thread). Nothing blocks. TLS certificates of servers on a local network
// are their own: whether to trust one is asked of TrustStore and, where it does not know, of a person.
#pragma once

#include "network/serveraddress.h"
#include "network/trust.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QObject>

#include <chrono>
#include <memory>

namespace chatroom::network {

enum class FailureKind : std::uint8_t {
    HostNotFound,
    Refused, // nobody listens there
    TimedOut,
    Lost,      // was connected, and is no longer
    Tls,       // no encryption to be had: it speaks plain text, or the handshake failed; or, plain, it closed without a word
    Untrusted, // the person said no, or the fingerprint changed
    QueueFull, // the server takes nothing
};

struct Failure final
{
    FailureKind kind{};
    QString what; // a sentence for people: what happened, why if known, what to do
};

// How long to wait for the other side.
struct Patience final
{
    std::chrono::milliseconds connecting{10'000}; // for anybody to answer
    std::chrono::milliseconds securing{5'000};    // for encryption to stand; who speaks plain text says nothing to its beginning
    std::chrono::milliseconds closing{3'000};     // for what was sent last to be taken
};

class Connection final : public QObject
{
    Q_OBJECT

public:
    enum class State : std::uint8_t { Closed, Connecting, Securing, Open, Closing };
    Q_ENUM(State)

    // `trust` outlives this.
    explicit Connection(TrustStore& trust, QObject* parent = nullptr);
    // From the next open() on.
    void setPatience(const Patience& patience);
    // A certificate of our own and its key, PEM files as ownIdentity() makes them: shown to every server that asks for one on an
    // encrypted connection, from the next open() on. Files that cannot be used: none is shown, and hasOwnKey() says so.
    void setOwnKey(const QString& certificateFile, const QString& keyFile);
    [[nodiscard]] bool hasOwnKey() const;
    ~Connection() override;

    void open(const ServerAddress& address); // only when Closed
    // Appends CR LF where missing. False when not open or when the queue (1 MiB) is full.
    bool send(const QByteArray& line);
    void close(); // writes what waits, then closes
    void abort(); // closes at once
    // The answer to trustNeeded.
    void trust(bool isTrusted);

    [[nodiscard]] State state() const;
    [[nodiscard]] ServerAddress address() const;
    [[nodiscard]] bool isEncrypted() const;
    [[nodiscard]] bool isLoopback() const;        // the other side is this machine: nobody in between reads along
    [[nodiscard]] QByteArray fingerprint() const; // of the server's certificate, SHA-256, lower-case hexadecimal

Q_SIGNALS:
    void stateChanged(chatroom::network::Connection::State state);
    void opened();
    // All whole lines of one read, without CR LF, in order.
    void linesReceived(const QByteArrayList& lines);
    // The certificate is not signed by anybody known: first contact (known empty) or a change (known is what it was).
    // The connection waits for trust().
    void trustNeeded(const QByteArray& fingerprint, const QByteArray& known);
    void failed(const chatroom::network::Failure& failure); // state is Closed by then
    void closed();                                          // after close(), or when the server ended it in order

private:
    struct Private;
    std::unique_ptr<Private> m_d;
};

} // namespace chatroom::network

Q_DECLARE_METATYPE(chatroom::network::Failure)
