// The addresses of the server as people meet them: what others type to come here, and what a listener is in the settings.
#pragma once

#include "server/io/serverhost.h"

#include <QHostAddress>
#include <QList>
#include <QString>

#include <cstdint>
#include <optional>

namespace chatroom::servergui {

struct ShownAddress final
{
    QString text; // "192.0.2.7:6697"
    bool isEncrypted = false;
    bool isLocalOnly = false; // only programs on this computer reach it
    friend bool operator==(const ShownAddress&, const ShownAddress&) = default;
};

// What others type for these listeners, the most useful first. A listener on every interface is reached by the machine's
// name and by each address of `interfaces` that others can use: neither loopback nor link-local.
[[nodiscard]] QList<ShownAddress> shownAddresses(const QList<server::BoundAddress>& bound, const QList<QHostAddress>& interfaces,
                                                 const QString& hostName);

// Addresses of this machine that another one can use, IPv4 first.
[[nodiscard]] QList<QHostAddress> reachableInterfaces();

// A listener as the configuration writes it: "127.0.0.1:6667", "[::]:6697".
struct ListenerAddress final
{
    QString host; // without brackets
    std::uint16_t port = 0;
    friend bool operator==(const ListenerAddress&, const ListenerAddress&) = default;
};

[[nodiscard]] std::optional<ListenerAddress> parseListener(const QString& text);
[[nodiscard]] QString listenerText(const ListenerAddress& address);

} // namespace chatroom::servergui
