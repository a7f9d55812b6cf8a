#include "server/serverconfig.h"

namespace chatroom::server {

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
