#include "addresses.h"

#include <QNetworkInterface>

#include <algorithm>

namespace chatroom::servergui {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isAny(const QHostAddress& address)
{
    return address == QHostAddress(QHostAddress::Any) || address == QHostAddress(QHostAddress::AnyIPv4)
           || address == QHostAddress(QHostAddress::AnyIPv6);
}

bool isUseful(const QHostAddress& address)
{
    return !address.isNull() && !address.isLoopback() && !address.isLinkLocal() && !address.isMulticast();
}

QString withPort(const QHostAddress& address, std::uint16_t port)
{
    return listenerText({address.toString(), port});
}

// By which other machines cannot find this one.
bool isNameOfNoUse(const QString& hostName)
{
    return hostName.isEmpty() || hostName.startsWith(u"localhost"_s, Qt::CaseInsensitive);
}

QList<ShownAddress> shownFor(const server::BoundAddress& bound, const QList<QHostAddress>& interfaces, const QString& hostName)
{
    if (!isAny(bound.address))
        return {{withPort(bound.address, bound.port), bound.tls, bound.address.isLoopback()}};

    const bool isIpv4Only = bound.address == QHostAddress(QHostAddress::AnyIPv4);
    QList<ShownAddress> shown;
    for (const QHostAddress& address : interfaces) {
        if (!isUseful(address) || (isIpv4Only && address.protocol() != QAbstractSocket::IPv4Protocol))
            continue;
        shown.append({withPort(address, bound.port), bound.tls, false});
    }
    if (!isNameOfNoUse(hostName))
        shown.insert(std::min<qsizetype>(1, shown.size()), {listenerText({hostName, bound.port}), bound.tls, false});
    if (shown.isEmpty()) // no network: at least this computer's own programs can come
        shown.append({listenerText({u"localhost"_s, bound.port}), bound.tls, true});
    return shown;
}

} // namespace

QList<ShownAddress> shownAddresses(const QList<server::BoundAddress>& bound, const QList<QHostAddress>& interfaces, const QString& hostName)
{
    QList<ShownAddress> all;
    for (const server::BoundAddress& listener : bound) {
        for (const ShownAddress& shown : shownFor(listener, interfaces, hostName)) {
            if (!all.contains(shown))
                all.append(shown);
        }
    }
    std::stable_partition(all.begin(), all.end(), [](const ShownAddress& shown) { return !shown.isLocalOnly; });
    return all;
}

QList<QHostAddress> reachableInterfaces()
{
    QList<QHostAddress> addresses;
    for (const QNetworkInterface& device : QNetworkInterface::allInterfaces()) {
        const auto flags = device.flags();
        if (!flags.testFlag(QNetworkInterface::IsUp) || flags.testFlag(QNetworkInterface::IsLoopBack))
            continue;
        for (const QNetworkAddressEntry& entry : device.addressEntries()) {
            if (isUseful(entry.ip()))
                addresses.append(entry.ip());
        }
    }
    std::stable_partition(addresses.begin(), addresses.end(),
                          [](const QHostAddress& address) { return address.protocol() == QAbstractSocket::IPv4Protocol; });
    return addresses;
}

std::optional<ListenerAddress> parseListener(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    if (colon <= 0)
        return std::nullopt;
    bool isNumber = false;
    const auto port = QStringView(text).mid(colon + 1).toUShort(&isNumber);
    QString host = text.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    if (!isNumber || host.isEmpty())
        return std::nullopt;
    return ListenerAddress{host, port};
}

QString listenerText(const ListenerAddress& address)
{
    const QString host = address.host.contains(u':') ? u'[' + address.host + u']' : address.host;
    return host + u':' + QString::number(address.port);
}

} // namespace chatroom::servergui
