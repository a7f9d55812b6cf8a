// A ClientStore in one file, client.sqlite, on a thread of its own. What is asked for while it is busy becomes one transaction.
//
// Several programs may share the file, each for a scope of its own: who asks for one that another holds is refused.
#pragma once

#include "storage/clientstore.h"

#include <QThread>

#include <memory>

namespace chatroom::storage {

class SqlClientStore final : public ClientStore
{
public:
    explicit SqlClientStore(const QString& folder); // made when it is needed
    ~SqlClientStore() override;                     // after all that was asked for is done

    void load(const ClientScope& scope, QObject* context, Loaded loaded) override;
    void release(const ClientScope& scope) override;
    void put(const ClientScope& scope, std::vector<OutboxRecord> records, QObject* context, Done done) override;
    void remove(const ClientScope& scope, std::uint64_t number) override;
    void setMark(const ClientScope& scope, const ReadMark& mark) override;

private:
    class Worker;
    QObject m_home; // what comes back is called on its thread
    std::unique_ptr<Worker> m_worker;
    QThread m_thread;
};

} // namespace chatroom::storage
