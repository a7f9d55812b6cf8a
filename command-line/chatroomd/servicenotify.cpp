#include "chatroomd/servicenotify.h"

#include <QtGlobal>

#include <cstring>
#include <ctime>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace chatroom::service {

bool notifyService(const QByteArray& state)
{
    const QByteArray path = qgetenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    const bool isUsable = (path.startsWith('/') || path.startsWith('@')) && static_cast<std::size_t>(path.size()) < sizeof address.sun_path;
    if (!isUsable)
        return false;
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.constData(), static_cast<std::size_t>(path.size()));
    if (path.startsWith('@'))
        address.sun_path[0] = '\0'; // an abstract address
    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return false;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + static_cast<std::size_t>(path.size()));
    const auto* generic = reinterpret_cast<const sockaddr*>(&address); // NOLINT: how the socket interface is made
    const ssize_t sent = ::sendto(descriptor, state.constData(), static_cast<std::size_t>(state.size()), MSG_NOSIGNAL, generic, size);
    ::close(descriptor);
    return sent == state.size();
}

QByteArray reloadingState()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return "RELOADING=1\nMONOTONIC_USEC=" + QByteArray::number(qint64{now.tv_sec} * 1000000 + now.tv_nsec / 1000);
}

} // namespace chatroom::service
