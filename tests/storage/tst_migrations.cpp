// Databases of earlier versions: what is in them is there in this one, and what is new works.
#include "storage/database.h"
#include "storage/entries.h"
#include "storage/migrations.h"
#include "storage/postgresserver.h"
#include "storage/searchindex.h"
#include "storage/sqlhistory.h"
#include "storage/sqlrooms.h"
#include "storage/sqlstore.h"

#include <QTemporaryDir>
#include <QTest>

using namespace chatroom;
using namespace chatroom::storage;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

const Place kRoom = room("#room");

} // namespace

class MigrationsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fromTheVersionBeforeAccounts_data();
    void fromTheVersionBeforeAccounts();

private:
    // The database as a program of that version leaves it.
    void makeVersion(int version, const StorageSettings& settings, const std::vector<Write>& entries, const RoomRecord& room);

    std::unique_ptr<PostgresServer> m_server;
};

void MigrationsTest::makeVersion(int version, const StorageSettings& settings, const std::vector<Write>& entries, const RoomRecord& room)
{
    auto dialect = dialectOf(settings, Access::Writing);
    QVERIFY(dialect);
    auto opened = Database::open(std::move(*dialect));
    QVERIFY(opened);
    Database& database = **opened;
    std::vector<Migration> migrations = migrationsFor(database.dialect().name());
    migrations.resize(static_cast<std::size_t>(version));
    QVERIFY(migrate(database, migrations));
    Places places(database);
    const auto index = makeSearchIndex(database);
    SqlHistory history(database, places, *index);
    SqlRooms rooms(database, places);
    QVERIFY(database.write([&] { return rooms.write(room); }));
    QVERIFY(database.write([&] { return history.add(entries); }));
    QVERIFY(index->catchUp());
    QCOMPARE(database.dialect().version(database).value(), version);
}

void MigrationsTest::fromTheVersionBeforeAccounts_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("a data folder") << u"sqlite"_s;
    QTest::newRow("a database of PostgreSQL") << u"postgresql"_s;
}

void MigrationsTest::fromTheVersionBeforeAccounts()
{
    QFETCH(QString, kind);
    const QTemporaryDir folder;
    StorageSettings settings{.url = {}, .dataFolder = folder.path(), .durability = Durability::Process};
    if (kind == u"postgresql") {
        if (!PostgresServer::isInstalled() && !PostgresServer::isRequired())
            QSKIP("PostgreSQL is not installed here (Debian's package postgresql).");
        m_server = std::make_unique<PostgresServer>();
        QVERIFY(m_server->start());
        settings.url = m_server->freshDatabase();
        QVERIFY(!settings.url.isEmpty());
    }
    RoomRecord record;
    record.name = "#Room";
    record.created = at(1);
    record.ranks = {{"", QByteArray(64, 'f'), "", true, false}};
    const Entry first = said(kRoom, 1, "word 1"), second = said(kRoom, 2, "word 2");
    makeVersion(1, settings, {first, second}, record);
    if (QTest::currentTestFailed())
        return;

    AccountRecord account;
    account.name = "Ann";
    account.fingerprints = {QByteArray(64, 'f')};
    {
        const auto store = openSqlStore(settings, Access::Writing);
        QVERIFY2(store, store ? "" : qPrintable(store.error().what));
        record.entries = 2;
        QCOMPARE((*store)->rooms().value(), std::vector<RoomRecord>{record});
        QCOMPARE((*store)->accounts().value(), std::vector<AccountRecord>{});
        HistoryQuery query;
        query.place = kRoom;
        query.limit = 10;
        QCOMPARE((*store)->history(query).value(), (Entries{first, second}));
        QVERIFY(commit(**store, {account, Tombstone{kRoom, first.messageId, "ann!u@h", "ann", "why"}, said(kRoom, 3, "word 3")}));
        QVERIFY((*store)->catchUp());
        SearchQuery search;
        search.places = {{kRoom, Readers::Everyone}};
        search.terms = protocol::parseSearchText(u"word"_s);
        search.limit = 10;
        QCOMPARE(texts((*store)->search(search)), (QByteArrayList{"word 2", "word 3"}));
    }
    const auto again = openSqlStore(settings, Access::Writing);
    QVERIFY(again);
    QCOMPARE((*again)->accounts().value(), std::vector<AccountRecord>{account});
}

QTEST_GUILESS_MAIN(MigrationsTest)
#include "tst_migrations.moc"
