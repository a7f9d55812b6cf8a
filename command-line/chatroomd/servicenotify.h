// Tells systemd how the service is, by sd_notify(3)'s datagram; does nothing where NOTIFY_SOCKET is not set. Any thread.
#pragma once

#include <QByteArray>

namespace chatroom::service {

// "READY=1", "STOPPING=1", "RELOADING=1\nMONOTONIC_USEC=..."; false when it could not be told.
bool notifyService(const QByteArray& state);
[[nodiscard]] QByteArray reloadingState();

} // namespace chatroom::service
