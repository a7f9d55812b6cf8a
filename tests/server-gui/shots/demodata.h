// A chatroom on a busy morning, for pictures.
#pragma once

#include "server/serverevents.h"

#include <QList>

namespace chatroom::servergui {

[[nodiscard]] server::ServerSnapshot demoSnapshot(Timestamp now, int people);
[[nodiscard]] QList<server::ServerEvent> demoEvents(Timestamp now);

} // namespace chatroom::servergui
