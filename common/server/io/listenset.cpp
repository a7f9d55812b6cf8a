#include "server/io/listenset.h"

#include "base/threads.h"
#include "network/tlsidentity.h"

#include <QHostInfo>

#include <algorithm>
#include <optional>

namespace chatroom::server {

namespace {

constexpr int kPortsTried = 50; // after one that is taken

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
    default: error.what = QStringLiteral("%1 cannot be listened on: %2").arg(config.address, text); return error;
    }
}

} // namespace

ListenSet::ListenSet(QString dataFolder, Listener::HandOn handOn, Worker* worker)
    : m_dataFolder(std::move(dataFolder)), m_handOn(std::move(handOn)), m_worker(worker)
{
    if (m_worker != nullptr) {
        m_context.moveToThread(m_worker->thread());
        return;
    }
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

void ListenSet::whereAccepted(const std::function<void()>& act)
{
    runOn(m_context, act);
}

Result<ListenSet::Security, StartError> ListenSet::securityFor(const ListenConfig& config) const
{
    if (!config.tls)
        return Security{};
    const bool isGiven = !config.certificate.isEmpty();
    const auto identity =
        isGiven ? network::loadIdentity(config.certificate, config.key) : network::ownIdentity(m_dataFolder, QHostInfo::localHostName());
    const auto failure = [&](const QString& what) {
        return Unexpected{StartError{StartError::Kind::Certificate, config.address, 0, 0, what}};
    };
    if (!identity)
        return failure(identity.error().what);
    auto context = TlsContext::make(identity->certificateFile, identity->keyFile);
    if (!context)
        return failure(QStringLiteral("%1 cannot be used: %2").arg(identity->certificateFile, context.error()));
    return Security{*context, identity->fingerprint};
}

Result<ListenSet::Open, StartError> ListenSet::open(const ListenConfig& config, std::uint16_t port)
{
    auto endpoint = parseEndpoint(config.address);
    if (!endpoint) {
        return Unexpected{
            StartError{StartError::Kind::BadAddress, config.address, 0, 0,
                       QStringLiteral("\"%1\" is not an address and a port, like 0.0.0.0:6697 or [::]:6697.").arg(config.address)}};
    }
    if (endpoint->port == 0)
        endpoint->port = port;
    const auto security = securityFor(config);
    if (!security)
        return Unexpected{security.error()};
    Open opened{config, nullptr, {}, security->fingerprint};
    std::optional<StartError> failure;
    whereAccepted([&] {
        auto listener = std::make_unique<Listener>(security->context, m_handOn, m_worker);
        if (!listener->open(listenAddress(endpoint->address), endpoint->port)) {
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
    whereAccepted([&] { open.listener.reset(); });
}

// The certificates of those that stay, read again: they may have been renewed.
Result<std::vector<ListenSet::Security>, StartError> ListenSet::renewed(const std::vector<ListenConfig>& wanted) const
{
    std::vector<Security> found(m_open.size());
    for (std::size_t i = 0; i < m_open.size(); ++i) {
        if (std::ranges::find(wanted, m_open[i].config) == wanted.end())
            continue;
        auto security = securityFor(m_open[i].config);
        if (!security)
            return Unexpected{security.error()};
        found[i] = std::move(*security);
    }
    return found;
}

Result<void, StartError> ListenSet::set(const std::vector<ListenConfig>& wanted)
{
    const auto security = renewed(wanted);
    if (!security)
        return Unexpected{security.error()};
    struct Before final
    {
        ListenConfig config;
        std::uint16_t port;
    };
    std::vector<Before> before;
    for (const Open& open : m_open)
        before.push_back({open.config, open.bound.port});
    std::vector<Open> kept;
    for (std::size_t i = 0; i < m_open.size(); ++i) {
        if (std::ranges::find(wanted, before[i].config) == wanted.end()) {
            close(std::move(m_open[i])); // first, since what comes may want its port
            continue;
        }
        whereAccepted([&] { m_open[i].listener->setTls((*security)[i].context); });
        m_open[i].fingerprint = (*security)[i].fingerprint;
        kept.push_back(std::move(m_open[i]));
    }
    m_open = std::move(kept);
    const std::size_t keptCount = m_open.size();
    const auto failure = openMissing(wanted);
    if (!failure)
        return {};
    while (m_open.size() > keptCount) {
        close(std::move(m_open.back()));
        m_open.pop_back();
    }
    for (const auto& [config, port] : before) {
        if (isOpen(config))
            continue;
        if (auto again = open(config, port)) // where people know it to be
            m_open.push_back(std::move(*again));
    }
    return Unexpected{*failure};
}

std::optional<StartError> ListenSet::openMissing(const std::vector<ListenConfig>& wanted)
{
    for (const ListenConfig& config : wanted) {
        if (isOpen(config))
            continue;
        auto opened = open(config);
        if (!opened)
            return opened.error();
        m_open.push_back(std::move(*opened));
    }
    return std::nullopt;
}

bool ListenSet::isOpen(const ListenConfig& config) const
{
    return std::ranges::any_of(m_open, [&](const Open& open) { return open.config == config; });
}

void ListenSet::closeAll()
{
    while (!m_open.empty()) {
        close(std::move(m_open.back()));
        m_open.pop_back();
    }
}

QByteArray ListenSet::fingerprint() const
{
    const auto first = std::ranges::find_if(m_open, [](const Open& open) { return !open.fingerprint.isEmpty(); });
    return first == m_open.end() ? QByteArray{} : first->fingerprint;
}

QList<BoundAddress> ListenSet::bound() const
{
    QList<BoundAddress> addresses;
    for (const Open& open : m_open)
        addresses.append(open.bound);
    return addresses;
}

} // namespace chatroom::server
