#include "network/connection.h"

#include "protocol/limits.h"
#include "protocol/lineframer.h"

#include <QCryptographicHash>
#include <QFile>
#include <QHostAddress>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslKey>
#include <QSslSocket>
#include <QTimer>

namespace chatroom::network {

namespace {

constexpr qint64 kMaximumQueueBytes = 1024 * 1024;
constexpr qint64 kReadBytes = 64 * 1024; // what the socket itself holds back: a flood waits in the kernel
// Other servers send longer lines than they should.
constexpr std::size_t kLineBytes = protocol::limits::kServerTagBytes + 4 * protocol::limits::kMessageBytes;

QByteArray fingerprintOf(const QSslCertificate& certificate)
{
    return certificate.isNull() ? QByteArray() : certificate.digest(QCryptographicHash::Sha256).toHex();
}

// A self-signed certificate has a key of one of these kinds.
QSslKey keyFrom(const QByteArray& pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Ec, QSsl::Rsa}) {
        const QSslKey key(pem, algorithm);
        if (!key.isNull())
            return key;
    }
    return {};
}

QByteArray contentOf(const QString& name)
{
    constexpr qint64 kMostBytes = 1024 * 1024; // a PEM file is never larger
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.read(kMostBytes) : QByteArray();
}

QString place(const ServerAddress& address)
{
    const QString host = address.host.contains(u':') ? u'[' + address.host + u']' : address.host;
    return host + u':' + QString::number(address.port);
}

} // namespace

struct Connection::Private final
{
    Connection& self;
    TrustStore& store;
    Patience patience;
    QSslSocket socket;
    QTimer timeout;
    protocol::LineFramer framer{kLineBytes};
    ServerAddress address;
    State state = State::Closed;
    QByteArray fingerprint;
    bool isWaitingForTrust = false;
    bool hasHeard = false; // something since it is open

    Private(Connection& owner, TrustStore& trustStore) : self(owner), store(trustStore) { wire(); }

    void wire();
    void setState(State next);
    void dial();
    void becomeOpen();
    void fail(FailureKind kind, const QString& what);
    void failNobodyThere();
    void failNotEncrypted();
    void failWithoutAWord();
    void onTimeout();
    void onError(QAbstractSocket::SocketError error);
    void onSslErrors(const QList<QSslError>& errors);
    void onDisconnected();
    void readLines();
};

void Connection::Private::wire()
{
    socket.setReadBufferSize(kReadBytes);
    socket.setPeerVerifyMode(QSslSocket::VerifyPeer);
    timeout.setSingleShot(true);
    connect(&timeout, &QTimer::timeout, &self, [this] { onTimeout(); });
    connect(&socket, &QSslSocket::connected, &self, [this] {
        socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        if (!address.tls)
            return becomeOpen();
        timeout.start(patience.securing);
        setState(State::Securing);
    });
    connect(&socket, &QSslSocket::encrypted, &self, [this] {
        if (isWaitingForTrust)
            return;
        fingerprint = fingerprintOf(socket.peerCertificate());
        becomeOpen();
    });
    connect(&socket, &QSslSocket::sslErrors, &self, [this](const QList<QSslError>& errors) { onSslErrors(errors); });
    connect(&socket, &QSslSocket::readyRead, &self, [this] { readLines(); });
    connect(&socket, &QSslSocket::disconnected, &self, [this] { onDisconnected(); });
    connect(&socket, &QSslSocket::errorOccurred, &self, [this](QAbstractSocket::SocketError error) { onError(error); });
}

void Connection::Private::setState(State next)
{
    if (state == next)
        return;
    state = next;
    Q_EMIT self.stateChanged(next);
}

void Connection::Private::dial()
{
    fingerprint.clear();
    framer = protocol::LineFramer{kLineBytes};
    isWaitingForTrust = hasHeard = false;
    timeout.start(patience.connecting);
    setState(State::Connecting);
    socket.ignoreSslErrors(QList<QSslError>{}); // what was accepted before is asked of the store again
    if (address.tls)
        socket.connectToHostEncrypted(address.host, address.port);
    else
        socket.connectToHost(address.host, address.port);
}

void Connection::Private::becomeOpen()
{
    timeout.stop();
    setState(State::Open);
    Q_EMIT self.opened();
    readLines();
}

void Connection::Private::fail(FailureKind kind, const QString& what)
{
    if (state == State::Closed)
        return;
    timeout.stop();
    isWaitingForTrust = false;
    state = State::Closed; // first: abort() below reports a disconnection, which is ours
    socket.abort();
    Q_EMIT self.stateChanged(State::Closed);
    Q_EMIT self.failed(Failure{kind, what});
}

void Connection::Private::failNobodyThere()
{
    fail(FailureKind::TimedOut, tr("Nobody answers at %1 port %2. Is the chatroom running, and is that machine on this network?")
                                    .arg(address.host, QString::number(address.port)));
}

void Connection::Private::failNotEncrypted()
{
    fail(FailureKind::Tls, tr("%1 port %2 offers no encrypted connection. If you trust this network, connect without encryption: "
                              "type irc://%3 as the address.")
                               .arg(address.host, QString::number(address.port), place(address)));
}

void Connection::Private::failWithoutAWord()
{
    fail(FailureKind::Tls, tr("%1 port %2 closed the connection without a word. It may want an encrypted one: type ircs://%3 as the "
                              "address.")
                               .arg(address.host, QString::number(address.port), place(address)));
}

void Connection::Private::onTimeout()
{
    switch (state) {
    case State::Connecting: return failNobodyThere();
    case State::Securing: return failNotEncrypted();
    case State::Closing: return self.abort();
    case State::Closed:
    case State::Open: return;
    }
}

void Connection::Private::onError(QAbstractSocket::SocketError error)
{
    if (state == State::Closed || state == State::Closing || isWaitingForTrust)
        return;
    const QString host = address.host;
    switch (error) { // NOLINT: most errors of the socket mean the same to a person
    case QAbstractSocket::HostNotFoundError:
        return fail(FailureKind::HostNotFound, tr("There is no machine called %1 on this network. Is the name right?").arg(host));
    case QAbstractSocket::ConnectionRefusedError:
        return fail(
            FailureKind::Refused,
            tr("%1 is there, but no chatroom listens on port %2. Is the chatroom running?").arg(host, QString::number(address.port)));
    case QAbstractSocket::SocketTimeoutError:
    case QAbstractSocket::NetworkError:
        if (state == State::Connecting)
            return failNobodyThere();
        return fail(FailureKind::Lost, tr("The connection to %1 was lost.").arg(host));
    case QAbstractSocket::RemoteHostClosedError:
        if (state == State::Open)
            return; // in order: disconnected() tells it
        break;
    default: break;
    }
    if (state == State::Securing)
        return failNotEncrypted();
    if (state == State::Open)
        return fail(FailureKind::Lost, tr("The connection to %1 was lost.").arg(host));
    fail(FailureKind::TimedOut, tr("%1 port %2 cannot be reached: %3.").arg(host, QString::number(address.port), socket.errorString()));
}

void Connection::Private::onSslErrors(const QList<QSslError>& errors)
{
    fingerprint = fingerprintOf(socket.peerCertificate());
    if (fingerprint.isEmpty())
        return; // nothing to trust: the time-out ends it
    const QByteArray known = store.fingerprint(address);
    if (known == fingerprint) {
        socket.ignoreSslErrors(errors);
        return;
    }
    // The handshake ends here and nothing was sent. A person takes longer to compare words than a server waits for a
    // name, so trust() connects anew, and then this certificate is known.
    timeout.stop();
    isWaitingForTrust = true;
    const auto ask = [this, known] {
        if (isWaitingForTrust)
            Q_EMIT self.trustNeeded(fingerprint, known);
    };
    QMetaObject::invokeMethod(&self, ask, Qt::QueuedConnection);
}

void Connection::Private::onDisconnected()
{
    if (state == State::Closed || isWaitingForTrust)
        return;
    if (state == State::Open)
        readLines(); // the server's last words
    if (state == State::Closed)
        return;
    if (state == State::Securing)
        return failNotEncrypted();
    if (state == State::Open && !address.tls && !hasHeard)
        return failWithoutAWord();
    timeout.stop();
    setState(State::Closed);
    Q_EMIT self.closed();
}

void Connection::Private::readLines()
{
    while (state == State::Open && socket.bytesAvailable() > 0) {
        const QByteArray data = socket.read(kReadBytes);
        if (data.isEmpty())
            return;
        hasHeard = true;
        QByteArrayList lines;
        framer.feed({data.constData(), static_cast<std::size_t>(data.size())}, [&lines](std::string_view line, bool isTooLong) {
            if (!isTooLong)
                lines.append(QByteArray(line.data(), static_cast<qsizetype>(line.size())));
            return true;
        });
        if (!lines.isEmpty())
            Q_EMIT self.linesReceived(lines);
    }
}

Connection::Connection(TrustStore& trust, QObject* parent) : QObject(parent), m_d(std::make_unique<Private>(*this, trust)) {}

Connection::~Connection()
{
    m_d->socket.disconnect(this);
    m_d->state = State::Closed;
    m_d->socket.abort();
}

void Connection::setPatience(const Patience& patience)
{
    m_d->patience = patience;
}

void Connection::setOwnKey(const QString& certificateFile, const QString& keyFile)
{
    const QSslCertificate certificate(contentOf(certificateFile), QSsl::Pem);
    const QSslKey key = keyFrom(contentOf(keyFile));
    const bool isUsable = !certificate.isNull() && !key.isNull();
    m_d->socket.setLocalCertificate(isUsable ? certificate : QSslCertificate());
    m_d->socket.setPrivateKey(isUsable ? key : QSslKey());
}

bool Connection::hasOwnKey() const
{
    return !m_d->socket.privateKey().isNull();
}

void Connection::open(const ServerAddress& address)
{
    if (m_d->state != State::Closed)
        return;
    m_d->address = address;
    m_d->dial();
}

bool Connection::send(const QByteArray& line)
{
    if (m_d->state != State::Open)
        return false;
    if (m_d->socket.bytesToWrite() + m_d->socket.encryptedBytesToWrite() + line.size() > kMaximumQueueBytes)
        return false;
    return m_d->socket.write(line.endsWith("\r\n") ? line : line + "\r\n") >= 0;
}

void Connection::close()
{
    if (m_d->state == State::Closed || m_d->state == State::Closing)
        return;
    if (m_d->state != State::Open) {
        abort();
        return;
    }
    m_d->setState(State::Closing);
    m_d->timeout.start(m_d->patience.closing);
    m_d->socket.flush(); // what was said last goes out even when nobody runs the event loop again
    m_d->socket.disconnectFromHost();
    if (m_d->socket.state() == QAbstractSocket::UnconnectedState)
        m_d->onDisconnected();
}

void Connection::abort()
{
    if (m_d->state == State::Closed)
        return;
    m_d->timeout.stop();
    m_d->isWaitingForTrust = false;
    m_d->state = State::Closed;
    m_d->socket.abort();
    Q_EMIT stateChanged(State::Closed);
    Q_EMIT closed();
}

void Connection::trust(bool isTrusted)
{
    if (!m_d->isWaitingForTrust)
        return;
    if (!isTrusted) {
        m_d->fail(FailureKind::Untrusted, tr("You did not trust the chatroom at %1, so nothing was sent to it.").arg(m_d->address.host));
        return;
    }
    m_d->store.remember(m_d->address, m_d->fingerprint);
    m_d->socket.abort();
    m_d->dial();
}

Connection::State Connection::state() const
{
    return m_d->state;
}

ServerAddress Connection::address() const
{
    return m_d->address;
}

bool Connection::isEncrypted() const
{
    return m_d->state == State::Open && m_d->socket.isEncrypted();
}

bool Connection::isLoopback() const
{
    return m_d->state == State::Open && m_d->socket.peerAddress().isLoopback();
}

QByteArray Connection::fingerprint() const
{
    return m_d->fingerprint;
}

} // namespace chatroom::network
