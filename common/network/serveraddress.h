// Where a chatroom is: host, port and whether the way there is encrypted.
#pragma once

#include "base/result.h"

#include <QString>

#include <cstdint>

namespace chatroom::network {

inline constexpr std::uint16_t kTlsPort = 6697;   // RFC 7194
inline constexpr std::uint16_t kPlainPort = 6667; // by custom; RFC 7194, 1

struct AddressError final
{
    QString what; // a sentence for people
};

struct ServerAddress final
{
    QString host; // a name or a numeric address, IPv6 without brackets
    std::uint16_t port = kTlsPort;
    bool tls = true;

    // What people type: "chat.example", "192.0.2.7:6667", "[2001:db8::1]:6697", "irc://host:port", "ircs://host".
    // TLS unless the port is 6667 or the scheme is irc; a port alone decides nothing else.
    [[nodiscard]] static Result<ServerAddress, AddressError> parse(const QString& typed);
    // The shortest form that parse() reads back to the same.
    [[nodiscard]] QString toString() const;
    friend bool operator==(const ServerAddress&, const ServerAddress&) = default;
};

} // namespace chatroom::network
