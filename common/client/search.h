// Asks the server for what was said. soju.im/search. One search at a time; what comes too late is of no account.
#pragma once

#include "client/batches.h"
#include "client/models/searchmodel.h"
#include "protocol/search.h"
#include "protocol/standardreply.h"

#include <QTimer>

#include <chrono>

namespace chatroom::client {

struct SessionCore;

class Searcher final
{
public:
    explicit Searcher(SessionCore& core);

    [[nodiscard]] bool isOn() const;
    void search(const SearchRequest& request);
    void searchOlder();
    void take(const Batch& batch);
    [[nodiscard]] bool takeFailure(const QByteArray& label, const protocol::StandardReply& reply);
    void takeUnknownCommand();
    void lost();
    [[nodiscard]] SearchModel& model() { return m_model; }

private:
    void ask();
    void fail(const QString& why);
    [[nodiscard]] bool isOurs(const QByteArray& label);

    SessionCore& m_core;
    SearchModel m_model;
    protocol::SearchAttributes m_asked;
    QByteArray m_label;
    int m_unanswered = 0; // without labels: answers that are still to come, all but the last of them too late
    bool m_isAsking = false;
    std::chrono::milliseconds m_askedAt{0};
    QTimer m_tick;
};

} // namespace chatroom::client
