// What Engine keeps from its header: engine.cpp has the events of connections, engineadmin.cpp what a person at the machine does.
#pragma once

#include "server/engine.h"
#include "server/hub.h"

namespace chatroom::server {

struct Engine::State final
{
    State(ServerConfig config, const Clock& clock, EventSink& events, std::size_t workers, bool isWithStore)
        : hub(std::move(config), clock, events, workers), hasStore(isWithStore)
    {
        hub.config.history.isEnabled = hub.config.history.isEnabled && hasStore;
        hub.archive.setOn(hub.config.keepsHistory());
        hub.archive.setStored(hasStore);
    }

    void on(const ConnectionOpened& opened);
    void on(const LineBatch& batch);
    void on(const ConnectionClosed& closed);
    void run(Session& session, const LineBatch& batch);
    void hold(Session& session, const LineBatch& batch, qsizetype from);
    void runHeld(); // of those whose work is done
    void admit(Session& session);
    void refuse(Session& session, const QByteArray& why);
    void answerFault(Session& session, const IncomingLine& line);
    void checkDeadline(Session& session);

    Hub hub;
    bool hasStore;
    std::unordered_map<ConnectionId, std::vector<LineBatch>> held; // what came while a password of theirs is being worked on
};

} // namespace chatroom::server
