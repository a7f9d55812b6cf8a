#include "server/io/listenset.h"

#include "network/tlsidentity.h"

#include <QHostInfo>

#include <algorithm>
#include <optional>

namespace chatroom::server {

namespace {

constexpr int kPortsTried = 50; // after one that is taken

struct Endpoint final
{
    QHostAddress address;
    std::uint16_t port = 0;
};

// "127.0.0.1:6667", "[::]:6697"
std::optional<Endpoint> parseEndpoint(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool isNumber = false;
    const int port = text.mid(colon + 1).toInt(&isNumber);
    QString host = text.left(colon);
    const bool isBracketed = host.startsWith(u'[') && host.endsWith(u']');
    if (isBracketed)
        host = host.mid(1, host.size() - 2);
    const QHostAddress address(host);
    const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    if (colon < 0 || !isNumber || port < 0 || port > 65535 || address.isNull() || isV6 != isBracketed)
        return std::nullopt;
    return Endpoint{address, static_cast<std::uint16_t>(port)};
}

// QTcpServer takes [::] for IPv6 only; people mean every interface.
QHostAddress listenAddress(const QHostAddress& address)
{
    return address == QHostAddress(QHostAddress::AnyIPv6) ? QHostAddress(QHostAddress::Any) : address;
}

std::uint16_t nextFreePort(const Endpoint& taken)
{
    QTcpServer probe;
    for (int i = 1; i <= kPortsTried && taken.port + i <= 65535; ++i) {
        const auto port = static_cast<std::uint16_t>(taken.port + i);
        if (probe.listen(listenAddress(taken.address), port))
            return port;
    }
    return 0;
}

StartError listenError(const ListenConfig& config, const Endpoint& endpoint, QAbstractSocket::SocketError code, const QString& text)
{
    StartError error{StartError::Kind::Other, config.address, endpoint.port, 0, {}};
    switch (code) {
    case QAbstractSocket::AddressInUseError:
        error.kind = StartError::Kind::PortInUse;
        error.nextFreePort = nextFreePort(endpoint);
        error.what = QStringLiteral("Port %1 is in use by another program (%2).").arg(QString::number(endpoint.port), config.address);
        return error;
    case QAbstractSocket::SocketAccessError:
        error.kind = StartError::Kind::NotPermitted;
        error.what = QStringLiteral("Port %1 may not be used by this user (%2).").arg(QString::number(endpoint.port), config.address);
        return error;
    case QAbstractSocket::SocketAddressNotAvailableError:
        error.kind = StartError::Kind::BadAddress;
        error.what = QStringLiteral("%1 is not an address of this machine.").arg(config.address);
        return error;
    default:
        error.what = QStringLiteral("%1 cannot be listened on: %2").arg(config.address, text);
        return error;
    }
}

} // namespace

ListenSet::ListenSet(QString dataFolder, Listener::HandOn handOn) : m_dataFolder(std::move(dataFolder)), m_handOn(std::move(handOn))
{
    m_thread.setObjectName(QStringLiteral("accept"));
    m_context.moveToThread(&m_thread);
    m_thread.start();
}

ListenSet::~ListenSet()
{
    closeAll();
    m_thread.quit();
    m_thread.wait();
}

void ListenSet::onAcceptThread(const std::function<void()>& act)
{
    QMetaObject::invokeMethod(&m_context, act, Qt::BlockingQueuedConnection);
}

Result<std::shared_ptr<const TlsContext>, StartError> ListenSet::contextFor(const ListenConfig& config)
{
    if (!config.tls)
        return std::shared_ptr<const TlsContext>{};
    const bool isGiven = !config.certificate.isEmpty();
    const auto identity = isGiven ? network::loadIdentity(config.certificate, config.key)
                                  : network::ownIdentity(m_dataFolder, QHostInfo::localHostName());
    const auto failure = [&](const QString& what) {
        return Unexpected{StartError{StartError::Kind::Certificate, config.address, 0, 0, what}};
    };
    if (!identity)
        return failure(identity.error().what);
    auto context = TlsContext::make(identity->certificateFile, identity->keyFile);
    if (!context)
        return failure(QStringLiteral("%1 cannot be used: %2").arg(identity->certificateFile, context.error()));
    if (m_fingerprint.isEmpty())
        m_fingerprint = identity->fingerprint;
    return *context;
}

Result<ListenSet::Open, StartError> ListenSet::open(const ListenConfig& config)
{
    const auto endpoint = parseEndpoint(config.address);
    if (!endpoint) {
        return Unexpected{StartError{StartError::Kind::BadAddress, config.address, 0, 0,
                                     QStringLiteral("\"%1\" is not an address and a port, like 0.0.0.0:6697 or [::]:6697.").arg(config.address)}};
    }
    auto tls = contextFor(config);
    if (!tls)
        return Unexpected{tls.error()};
    Open opened{config, nullptr, {}};
    std::optional<StartError> failure;
    onAcceptThread([&] {
        auto listener = std::make_unique<Listener>(*tls, m_handOn);
        if (!listener->listen(listenAddress(endpoint->address), endpoint->port)) {
            failure = listenError(config, *endpoint, listener->serverError(), listener->errorString());
            return;
        }
        connect(listener.get(), &Listener::acceptFailed, this, &ListenSet::acceptFailed, Qt::DirectConnection);
        opened.bound = {listener->serverAddress(), listener->serverPort(), config.tls};
        opened.listener = std::move(listener);
    });
    if (failure)
        return Unexpected{*failure};
    return opened;
}

void ListenSet::close(Open open)
{
    onAcceptThread([&] { open.listener.reset(); });
}

Result<void, StartError> ListenSet::set(const std::vector<ListenConfig>& wanted)
{
    const auto isWanted = [&](const Open& open) { return std::ranges::find(wanted, open.config) != wanted.end(); };
    // What goes is closed first, since what comes may want its port.
    std::vector<ListenConfig> before;
    for (const Open& open : m_open)
        before.push_back(open.config);
    for (Open& open : m_open) {
        if (!isWanted(open))
            close(std::move(open));
    }
    std::erase_if(m_open, [](const Open& open) { return open.listener == nullptr; });
    if (m_open.empty())
        m_fingerprint.clear();
    std::optional<StartError> failure;
    const std::size_t kept = m_open.size();
    for (const ListenConfig& config : wanted) {
        const bool isOpen = std::ranges::any_of(m_open, [&](const Open& open) { return open.config == config; });
        if (isOpen || failure)
            continue;
        auto opened = open(config);
        if (opened)
            m_open.push_back(std::move(*opened));
        else
            failure = opened.error();
    }
    if (!failure)
        return {};
    while (m_open.size() > kept) {
        close(std::move(m_open.back()));
        m_open.pop_back();
    }
    for (const ListenConfig& config : before) {
        const bool isOpen = std::ranges::any_of(m_open, [&](const Open& open) { return open.config == config; });
        if (isOpen)
            continue;
        if (auto reopened = open(config))
            m_open.push_back(std::move(*reopened));
    }
    return Unexpected{*failure};
}

void ListenSet::closeAll()
{
    while (!m_open.empty()) {
        close(std::move(m_open.back()));
        m_open.pop_back();
    }
    m_fingerprint.clear();
}

QList<BoundAddress> ListenSet::bound() const
{
    QList<BoundAddress> addresses;
    for (const Open& open : m_open)
        addresses.append(open.bound);
    return addresses;
}

} // namespace chatroom::server
