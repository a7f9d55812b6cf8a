// The one room that is there when nobody is in it. Deleted, it stays and only loses its history.
#pragma once

#include <QByteArray>

namespace chatroom::servergui {

[[nodiscard]] inline bool isLobby(const QByteArray& room)
{
    return room == "#lobby";
}

} // namespace chatroom::servergui
