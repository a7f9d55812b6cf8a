// PostgreSQL: a server that goes and comes back, two servers for one database, and the plans of the questions.
#include "storage/database.h"
#include "storage/entries.h"
#include "storage/migrations.h"
#include "storage/postgresdialect.h"
#include "storage/postgresserver.h"
#include "storage/searchindex.h"
#include "storage/sqlhistory.h"
#include "storage/sqlstore.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::storage;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

const Place kRoom = room("#room");

HistoryQuery newest()
{
    HistoryQuery query;
    query.place = kRoom;
    query.limit = 100;
    return query;
}

} // namespace

class PostgresqlTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void itComesBack_data();
    void itComesBack();
    void aReaderComesBackToo();
    void nobodyIsThere();
    void aPasswordIsNotTold();
    void oneServerAtATime();
    void byTheFolderOfASocket();
    void durabilityIsThatOfTheSession();
    void nothingIsScanned();

private:
    [[nodiscard]] StorageSettings settings() const { return {.url = m_url, .dataFolder = {}, .durability = Durability::Power}; }
    [[nodiscard]] std::unique_ptr<Store> open(Access access = Access::Writing)
    {
        auto store = openSqlStore(settings(), access);
        if (!store)
            qWarning() << store.error().what;
        return store ? std::move(*store) : nullptr;
    }

    std::unique_ptr<PostgresServer> m_server;
    QString m_url;
};

void PostgresqlTest::initTestCase()
{
    if (!PostgresServer::isInstalled() && !PostgresServer::isRequired())
        QSKIP("PostgreSQL is not installed here (Debian's package postgresql).");
    m_server = std::make_unique<PostgresServer>();
    QVERIFY(m_server->start());
}

void PostgresqlTest::init()
{
    m_url = m_server->freshDatabase();
    QVERIFY(!m_url.isEmpty());
}

void PostgresqlTest::itComesBack_data()
{
    QTest::addColumn<bool>("isGentle");
    QTest::newRow("after it was stopped") << true;
    QTest::newRow("after a crash") << false;
}

void PostgresqlTest::itComesBack()
{
    QFETCH(bool, isGentle);
    const auto store = open();
    QVERIFY(store);
    const Entry first = said(kRoom, 1, "1");
    QVERIFY(commit(*store, {first}));
    isGentle ? m_server->stop() : m_server->kill();
    const std::vector<Write> second{said(kRoom, 2, "2")};
    const auto done = store->commit(second);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, StoreError::Kind::Unavailable);
    QVERIFY2(done.error().what.contains(u"127.0.0.1"_s), qPrintable(done.error().what));
    QVERIFY(!done.error().isInDoubt); // it went before the COMMIT
    QVERIFY(!store->probe());
    QVERIFY(!store->history(newest()));
    QVERIFY(m_server->startAgain());
    const auto works = store->probe();
    QVERIFY2(works, works ? "" : qPrintable(works.error().what));
    QVERIFY(store->wasCommitted(first).value_or(false));
    QVERIFY(commit(*store, second));
    QCOMPARE(texts(store->history(newest())), (QByteArrayList{"1", "2"}));
}

void PostgresqlTest::aReaderComesBackToo()
{
    auto writer = open();
    const auto reader = open(Access::Reading);
    QVERIFY(writer && reader);
    QVERIFY(commit(*writer, {said(kRoom, 1, "1")}));
    QCOMPARE(texts(reader->history(newest())), QByteArrayList{"1"});
    QVERIFY(!reader->commit(std::vector<Write>{said(kRoom, 2, "2")}));
    m_server->stop();
    QVERIFY(m_server->startAgain());
    QVERIFY(!reader->history(newest()));
    QVERIFY(reader->probe());
    QCOMPARE(texts(reader->history(newest())), QByteArrayList{"1"});
}

void PostgresqlTest::nobodyIsThere()
{
    const auto store =
        openSqlStore({.url = u"postgresql://chatroom@127.0.0.1:1/chat"_s, .dataFolder = {}, .durability = {}}, Access::Writing);
    QVERIFY(!store);
    QCOMPARE(store.error().kind, StoreError::Kind::Unavailable);
    QVERIFY(store.error().what.contains(u"127.0.0.1"_s));
    m_url += u"_that_nobody_made"_s;
    const auto other = openSqlStore(settings(), Access::Writing);
    QVERIFY(!other);
    QVERIFY(other.error().what.contains(u"_that_nobody_made"_s));
}

void PostgresqlTest::aPasswordIsNotTold()
{
    m_url.replace(u"chatroom@"_s, u"nobody:sesame%40x@"_s);
    const auto store = openSqlStore(settings(), Access::Writing);
    QVERIFY(!store);
    QVERIFY2(!store.error().what.contains(u"sesame"_s), qPrintable(store.error().what));
}

void PostgresqlTest::oneServerAtATime()
{
    auto store = open();
    QVERIFY(store);
    const auto second = openSqlStore(settings(), Access::Writing);
    QVERIFY(!second);
    QCOMPARE(second.error().kind, StoreError::Kind::Unavailable);
    QVERIFY2(second.error().what.contains(u"Another Chatroom server"_s), qPrintable(second.error().what));
    store.reset();
    QVERIFY(open());
}

void PostgresqlTest::byTheFolderOfASocket()
{
    const QString database = m_url.section(u'/', -1);
    m_url = u"postgresql://chatroom@/%1?host=%2"_s.arg(database, m_server->socketFolder());
    m_url.replace(u"@/"_s, u"@:%1/"_s.arg(m_server->port()));
    const auto store = open();
    QVERIFY(store);
    QVERIFY(commit(*store, {said(kRoom, 1, "1")}));
}

void PostgresqlTest::durabilityIsThatOfTheSession()
{
    for (const auto durability : {Durability::Process, Durability::Power}) {
        auto dialect = dialectOf({.url = m_url, .dataFolder = {}, .durability = durability}, Access::Writing);
        QVERIFY(dialect);
        const auto database = Database::open(std::move(*dialect));
        QVERIFY(database);
        QString setting;
        QVERIFY((*database)->runOnce(u"SHOW synchronous_commit"_s, [&setting](const Row& row) { setting = row.text(0); }));
        QCOMPARE(setting, durability == Durability::Power ? u"on"_s : u"off"_s);
    }
}

// Every statement that a question makes can walk an index.
void PostgresqlTest::nothingIsScanned()
{
    auto dialect = dialectOf(settings(), Access::Writing);
    QVERIFY(dialect);
    auto opened = Database::open(std::move(*dialect));
    QVERIFY(opened);
    Database& database = **opened;
    QVERIFY(migrate(database, migrationsFor(u"postgresql"_s)));
    Places places(database);
    const auto index = makeSearchIndex(database);
    SqlHistory history(database, places, *index);
    std::vector<Write> entries;
    for (int i = 0; i < 10'000; ++i)
        entries.emplace_back(said(kRoom, i, "hello " + QByteArray::number(i)));
    QVERIFY(database.write([&] { return history.add(entries); }));
    QVERIFY(database.runOnce(u"ANALYZE entry"_s));
    HistoryQuery query = newest();
    query.after = query.before = query.center = bound(std::get<Entry>(entries[100]));
    for (const auto shape : {HistoryQuery::Shape::Newest, HistoryQuery::Shape::Oldest, HistoryQuery::Shape::Around}) {
        query.shape = shape;
        QVERIFY(history.read(query));
    }
    SearchQuery search;
    search.places = {{kRoom, Readers::Everyone}};
    search.terms = protocol::parseSearchText(u"77"_s);
    search.limit = 10;
    QCOMPARE(texts(history.search(search)), QByteArrayList{"hello 77"}); // far behind the latest ones
    for (int i = 0; i < 30; ++i) {
        QVERIFY(database.write(
            [&] { return places.idFor(room(("#" + std::to_string(i)).c_str())).has_value() ? Done() : Unexpected{StoreError{}}; }));
        search.places.push_back({room(("#" + std::to_string(i)).c_str()), Readers::Voiced});
    }
    QCOMPARE(texts(history.search(search)), QByteArrayList{"hello 77"}); // and in more places than are asked of the index
    search.before = at(5'000);
    QCOMPARE(texts(history.search(search)), QByteArrayList{"hello 77"});
    TargetsQuery targets;
    targets.places = search.places;
    QVERIFY(history.targets(targets));
    QVERIFY(database.runOnce(u"SET enable_seqscan = off"_s)); // the table is small: it asks whether there is another way at all
    int looked = 0, byWords = 0;
    for (QString sql : database.statements()) {
        if (!sql.contains(u"FROM entry"_s) || !sql.startsWith(u"SELECT"_s) || sql.contains(u"count("_s))
            continue;
        sql.replace(u"BETWEEN ? AND ?"_s, u"BETWEEN 1 AND 9000"_s)
            .replace(u"CAST(? AS bigint[])"_s, u"'{1}'::bigint[]"_s)
            .replace(u"CAST(? AS tsquery)"_s, u"'w77'::tsquery"_s)
            .replace(u"?"_s, u"'1'"_s);
        QString plan;
        QVERIFY(database.runOnce(u"EXPLAIN "_s + sql, [&plan](const Row& row) { plan += row.text(0) + u'\n'; }));
        ++looked;
        QVERIFY2(!sql.contains(u"id + 0"_s) || plan.contains(u"entry_by_words"_s), qPrintable(sql + u'\n' + plan));
        byWords += plan.contains(u"entry_by_words"_s) ? 1 : 0;
        const QByteArray told = (sql + u'\n' + plan).toUtf8();
        QVERIFY2(!plan.contains(u"Seq Scan on entry"_s), told.constData());
        QVERIFY2(!sql.contains(u"ORDER BY time"_s) || !plan.contains(u"Sort"_s), told.constData());
    }
    QVERIFY(looked >= 7);
    QVERIFY(byWords >= 1);
}

QTEST_GUILESS_MAIN(PostgresqlTest)
#include "tst_postgresql.moc"
