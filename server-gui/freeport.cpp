#include "freeport.h"

#include "addresses.h"

namespace chatroom::servergui {

using server::StartError;

std::optional<server::ServerConfig> onFreePort(server::ServerConfig config, const StartError& error)
{
    if (error.kind != StartError::Kind::PortInUse || error.nextFreePort == 0)
        return std::nullopt;
    if (config.listen.empty())
        config.listen = server::defaultListeners();
    for (server::ListenConfig& listener : config.listen) {
        auto address = parseListener(listener.address);
        if (listener.address != error.listener || !address || address->port != error.port)
            continue;
        address->port = error.nextFreePort;
        listener.address = listenerText(*address);
        return config;
    }
    return std::nullopt;
}

} // namespace chatroom::servergui
