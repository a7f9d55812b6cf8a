// What the suites of all stores share: each test runs on each of them, anew.
#pragma once

#include "storage/store.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>

namespace chatroom::test {

class PostgresServer;

class StoreSuite : public QObject
{
    Q_OBJECT

public:
    StoreSuite();
    ~StoreSuite() override;
    Q_DISABLE_COPY_MOVE(StoreSuite)

protected:
    [[nodiscard]] storage::Store& store() { return *m_store; }
    // Whether what was written is there for one that is opened anew.
    [[nodiscard]] bool isKept() const;
    void reopen();
    // Until there is nothing more to do, and a warning when that takes too many steps.
    void maintain(const storage::Retention& retention = {});

private Q_SLOTS:
    void initTestCase_data();
    void init();
    void cleanup();

private:
    [[nodiscard]] std::unique_ptr<storage::Store> open();

    std::unique_ptr<PostgresServer> m_server; // one for all tests, started by the first that needs it
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_url; // of a database for this test
    std::unique_ptr<storage::Store> m_store;
};

} // namespace chatroom::test
