// An exchange of SASL that a connection is in: which mechanism, how far, and what has come of a response that is sent in parts.
// IRCv3 sasl-3.1. A part of Session; hub's thread.
#pragma once

#include "protocol/sasl.h"

#include <QByteArray>

#include <cstdint>
#include <optional>

namespace chatroom::server {

struct SaslExchange final
{
    enum class Mechanism : std::uint8_t { Plain, Scram, External };
    enum class Step : std::uint8_t {
        First,        // the client's first response is due
        Proof,        // SCRAM: the challenge is sent
        Acknowledged, // SCRAM: the client was right; it only has to say that it has seen that the server is
        Checking,     // a password is being checked: what the client says waits
    };

    Mechanism mechanism{};
    Step step = Step::First;
    protocol::SaslAssembler assembler;
    std::optional<protocol::ScramServer> scram;
    QByteArray account; // as the client named it
    QByteArray keys;    // SCRAM: what was kept of its password when the challenge went out
};

} // namespace chatroom::server
