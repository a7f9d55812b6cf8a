#include "server/serverconfig.h"

#include <algorithm>

namespace chatroom::server {

std::optional<Endpoint> parseEndpoint(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    const QString digits = text.mid(colon + 1);
    const bool isNumber = !digits.isEmpty() && digits.size() <= 5
                          && std::all_of(digits.begin(), digits.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    const int port = isNumber ? digits.toInt() : -1;
    if (colon <= 0 || port < 0 || port > 65535)
        return std::nullopt;
    QString host = text.left(colon);
    const bool isBracketed = host.startsWith(u'[') && host.endsWith(u']');
    if (isBracketed)
        host = host.mid(1, host.size() - 2);
    const QHostAddress address(host);
    const bool isV6 = address.protocol() == QAbstractSocket::IPv6Protocol;
    if (address.isNull() || isV6 != isBracketed)
        return std::nullopt;
    return Endpoint{address, static_cast<std::uint16_t>(port)};
}

std::vector<ListenConfig> defaultListeners()
{
    ListenConfig everywhere;
    everywhere.address = QStringLiteral("[::]:6697");
    everywhere.tls = true;
    ListenConfig here;
    here.address = QStringLiteral("127.0.0.1:6667");
    return {everywhere, here};
}

} // namespace chatroom::server
