#include "storage/storesuite.h"

#include "storage/memorystore.h"
#include "storage/postgresserver.h"
#include "storage/sqlstore.h"

#include <QTest>

namespace chatroom::test {

using namespace storage;

StoreSuite::StoreSuite() = default;
StoreSuite::~StoreSuite() = default;

void StoreSuite::initTestCase_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("memory") << QStringLiteral("memory");
    QTest::newRow("sqlite") << QStringLiteral("sqlite");
    QTest::newRow("postgresql") << QStringLiteral("postgresql");
}

void StoreSuite::init()
{
    QFETCH_GLOBAL(QString, kind);
    m_folder = std::make_unique<QTemporaryDir>();
    m_url.clear();
    if (kind == QStringLiteral("postgresql")) {
        if (!PostgresServer::isInstalled() && !PostgresServer::isRequired())
            QSKIP("PostgreSQL is not installed here (Debian's package postgresql).");
        if (!m_server) {
            m_server = std::make_unique<PostgresServer>();
            QVERIFY(m_server->start());
        }
        m_url = m_server->freshDatabase();
        QVERIFY(!m_url.isEmpty());
    }
    m_store = open();
    QVERIFY(m_store);
}

void StoreSuite::cleanup()
{
    m_store.reset();
    m_folder.reset();
}

bool StoreSuite::isKept() const
{
    QFETCH_GLOBAL(QString, kind);
    return kind != QStringLiteral("memory");
}

void StoreSuite::reopen()
{
    m_store.reset();
    m_store = open();
    QVERIFY(m_store);
}

std::unique_ptr<Store> StoreSuite::open()
{
    QFETCH_GLOBAL(QString, kind);
    if (kind == QStringLiteral("memory"))
        return std::make_unique<MemoryStore>();
    auto store = openSqlStore({.url = m_url, .dataFolder = m_folder->path(), .durability = Durability::Process}, Access::Writing);
    if (!store)
        qWarning() << store.error().what;
    return store ? std::move(*store) : nullptr;
}

void StoreSuite::maintain(const Retention& retention)
{
    for (int steps = 0; steps < 10'000; ++steps) {
        const auto isMore = store().maintain(retention);
        QVERIFY2(isMore, isMore ? "" : qPrintable(isMore.error().what));
        if (!*isMore)
            return;
    }
    QFAIL("There is always more to do.");
}

} // namespace chatroom::test
