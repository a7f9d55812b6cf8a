// Gives messages their ids: protocol/messageid.h. Hub's thread.
#pragma once

#include "base/clock.h"

#include <QByteArray>

namespace chatroom::server {

class MessageIds final
{
public:
    [[nodiscard]] QByteArray next(Timestamp time);

private:
    QByteArray m_random; // not used yet
};

} // namespace chatroom::server
