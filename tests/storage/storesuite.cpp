#include "storage/storesuite.h"

#include "storage/memorystore.h"

#include <QTest>

namespace chatroom::test {

using namespace storage;

StoreSuite::StoreSuite() = default;
StoreSuite::~StoreSuite() = default;

void StoreSuite::initTestCase_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("memory") << QStringLiteral("memory");
}

void StoreSuite::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
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
    return std::make_unique<MemoryStore>();
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
