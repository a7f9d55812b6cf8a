#include "network/serveraddress.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QUrl>

#include <optional>

namespace chatroom::network {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ServerAddress", text);
}

Unexpected<AddressError> wrong(const char* text)
{
    return Unexpected{AddressError{tr(text)}};
}

std::optional<std::uint16_t> parsePort(const QString& text)
{
    if (text.isEmpty() || text.size() > 5)
        return std::nullopt;
    for (const QChar each : text) {
        if (each < u'0' || each > u'9')
            return std::nullopt;
    }
    const unsigned number = text.toUInt();
    if (number == 0 || number > 65535)
        return std::nullopt;
    return static_cast<std::uint16_t>(number);
}

bool isHost(const QString& host)
{
    if (QHostAddress literal; literal.setAddress(host))
        return true;
    if (host.isEmpty() || host.size() > 253 || host.startsWith(u'.') || host.startsWith(u'-'))
        return false;
    for (const QChar each : host) {
        if (!each.isLetterOrNumber() && each != u'-' && each != u'.' && each != u'_')
            return false;
    }
    return !host.contains(QLatin1String(".."));
}

} // namespace

Result<ServerAddress, AddressError> ServerAddress::parse(const QString& typed)
{
    QString rest = typed.trimmed();
    std::optional<bool> tlsByScheme;
    if (const qsizetype scheme = rest.indexOf(QLatin1String("://")); scheme >= 0) {
        const QString name = rest.left(scheme).toLower();
        if (name != QLatin1String("irc") && name != QLatin1String("ircs"))
            return wrong("That kind of address is not a chatroom's. Type a name or a number such as 192.0.2.7.");
        tlsByScheme = name == QLatin1String("ircs");
        rest = rest.mid(scheme + 3);
        rest = rest.left(rest.indexOf(u'/') < 0 ? rest.size() : rest.indexOf(u'/'));
    }
    if (rest.isEmpty())
        return wrong("Type the address of a chatroom, such as 192.0.2.7 or chat.example.");

    ServerAddress address;
    QString port;
    bool hasPort = false;
    if (rest.startsWith(u'[')) {
        const qsizetype end = rest.indexOf(u']');
        if (end < 0)
            return wrong("The closing bracket is missing: write it as [2001:db8::1]:6697.");
        address.host = rest.mid(1, end - 1);
        const QString behind = rest.mid(end + 1);
        hasPort = behind.startsWith(u':');
        if (!behind.isEmpty() && !hasPort)
            return wrong("Behind the bracket comes a colon and the port, such as [2001:db8::1]:6697.");
        port = behind.mid(1);
        if (QHostAddress literal; !literal.setAddress(address.host) || literal.protocol() != QAbstractSocket::IPv6Protocol)
            return wrong("Between the brackets stands no address that exists.");
    } else if (rest.count(u':') == 1) {
        hasPort = true;
        address.host = rest.section(u':', 0, 0);
        port = rest.section(u':', 1);
    } else {
        address.host = rest;
    }
    if (!isHost(address.host))
        return wrong("That is no address of a computer. Type a name or a number such as 192.0.2.7.");
    const std::optional<std::uint16_t> number = parsePort(port);
    if (hasPort && !number)
        return wrong("The port is a number from 1 to 65535, such as 6697.");

    const bool isPlain = tlsByScheme ? !*tlsByScheme : number == kPlainPort;
    address.tls = !isPlain;
    address.port = number.value_or(isPlain ? kPlainPort : kTlsPort);
    return address;
}

QString ServerAddress::toString() const
{
    const QString shown = host.contains(u':') ? QStringLiteral("[%1]").arg(host) : host;
    const bool isTlsByPort = port != kPlainPort;
    const QString scheme = tls == isTlsByPort ? QString() : tls ? QStringLiteral("ircs://") : QStringLiteral("irc://");
    if (port == kTlsPort && tls)
        return host;
    return scheme + shown + u':' + QString::number(port);
}

} // namespace chatroom::network
