// The file of SQLite: what is made, what is refused and left as it is, what a full disk does, and that what is erased is gone.
#include "storage/database.h"
#include "storage/entries.h"
#include "storage/migrations.h"
#include "storage/searchindex.h"
#include "storage/sqlhistory.h"
#include "storage/sqlitedialect.h"
#include "storage/sqlrooms.h"
#include "storage/sqlstore.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace chatroom;
using namespace chatroom::storage;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

const Place kRoom = room("#room");

QByteArray contents(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool writeOver(const QString& name, qint64 position, const QByteArray& bytes)
{
    QFile file(name);
    return file.open(QIODevice::ReadWrite) && file.seek(position) && file.write(bytes) == bytes.size();
}

HistoryQuery newest(int limit = 100'000)
{
    HistoryQuery query;
    query.place = kRoom;
    query.limit = limit;
    return query;
}

} // namespace

class SqliteTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theFileIsForItsOwnerAlone();
    void aFolderThatCannotBeMade();
    void aFileThatIsLeftAsItIs_data();
    void aFileThatIsLeftAsItIs();
    void aBrokenPageIsSeen();
    void aFileOfALaterVersionIsLeftAsItIs();
    void aFirstStartThatWasCutOff();
    void oneServerAFolder();
    void aReaderMakesNothing();
    void aReaderWritesNothing();
    void aFullDisk();
    void migrationsAreAppliedOnceAndWhole();
    void statementsOfAMigration();
    void aBackupOfARunningServer();
    void aBackupOverwritesNothing();
    void aBackupOfPostgresqlIsItsOwnAffair();
    void addressesThatAreRefused_data();
    void addressesThatAreRefused();
    void whatIsErasedIsNowhere_data();
    void whatIsErasedIsNowhere();
    void nothingIsScanned();

private:
    [[nodiscard]] StorageSettings settings() const
    {
        return {.url = {}, .dataFolder = m_folder->path(), .durability = Durability::Process};
    }
    [[nodiscard]] QString file() const { return m_folder->filePath(u"chatroom.sqlite"_s); }
    [[nodiscard]] std::unique_ptr<Store> open(Access access = Access::Writing)
    {
        auto store = openSqlStore(settings(), access);
        if (!store)
            qWarning() << store.error().what;
        return store ? std::move(*store) : nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void SqliteTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void SqliteTest::cleanup()
{
    m_folder.reset();
}

void SqliteTest::theFileIsForItsOwnerAlone()
{
    const QString folder = m_folder->filePath(u"not/yet/there"_s);
    auto store = openSqlStore({.url = {}, .dataFolder = folder, .durability = Durability::Power}, Access::Writing);
    QVERIFY(store);
    QVERIFY(commit(**store, {said(kRoom, 1, "1")}));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    const QStringList files = QDir(folder).entryList(QDir::Files);
    QVERIFY(files.contains(u"chatroom.sqlite"_s));
    for (const QString& each : files)
        QVERIFY2(!(QFile::permissions(QDir(folder).filePath(each)) & others), qPrintable(each));
    store->reset();
    QCOMPARE(contents(folder + u"/chatroom.sqlite"_s).mid(68, 4), QByteArray("ChRd"));
}

void SqliteTest::aFolderThatCannotBeMade()
{
    QFile blocking(m_folder->filePath(u"file"_s));
    QVERIFY(blocking.open(QIODevice::WriteOnly));
    const auto store = openSqlStore({.url = {}, .dataFolder = blocking.fileName() + u"/below"_s, .durability = {}}, Access::Writing);
    QVERIFY(!store);
    QCOMPARE(store.error().kind, StoreError::Kind::Unavailable);
    QVERIFY(store.error().what.contains(u"file/below"_s));
}

void SqliteTest::aFileThatIsLeftAsItIs_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a text") << QByteArray("This is my diary, and no database at all. ").repeated(200);
    QTest::newRow("a few bytes") << QByteArray("SQLite format 3");
    QByteArray other(8192, '\0');
    other.replace(0, 16, QByteArray("SQLite format 3\0", 16));
    other[71] = 9;
    QTest::newRow("the database of another program") << other;
}

void SqliteTest::aFileThatIsLeftAsItIs()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(writeOver(file(), 0, bytes));
    const auto store = openSqlStore(settings(), Access::Writing);
    QVERIFY(!store);
    QCOMPARE(store.error().kind, StoreError::Kind::Damaged);
    QVERIFY(store.error().what.contains(file()));
    QCOMPARE(contents(file()), bytes);
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files).size(), 1);
}

void SqliteTest::aBrokenPageIsSeen()
{
    std::vector<Write> writes;
    for (int i = 0; i < 2'000; ++i)
        writes.emplace_back(said(kRoom, i, "something that somebody said, number " + QByteArray::number(i)));
    QVERIFY(commit(*open(), writes));
    const qint64 size = QFile(file()).size();
    QVERIFY(size > 100'000);
    for (qint64 page = 12; page < 20; ++page)
        QVERIFY(writeOver(file(), page * 4096, QByteArray(64, '\x5a')));
    const QByteArray before = contents(file());
    const auto store = openSqlStore(settings(), Access::Writing);
    QVERIFY(!store);
    QCOMPARE(store.error().kind, StoreError::Kind::Damaged);
    QVERIFY(store.error().what.contains(file()));
    QVERIFY(contents(file()) == before);
}

void SqliteTest::aFileOfALaterVersionIsLeftAsItIs()
{
    QVERIFY(commit(*open(), {said(kRoom, 1, "1")}));
    QVERIFY(writeOver(file(), 60, QByteArray("\0\0\x03\xe7", 4)));
    const QByteArray before = contents(file());
    const auto store = openSqlStore(settings(), Access::Writing);
    QVERIFY(!store);
    QCOMPARE(store.error().kind, StoreError::Kind::TooNew);
    QVERIFY(store.error().what.contains(file()) && store.error().what.contains(u"999"_s));
    QVERIFY(contents(file()) == before);
}

// The files as they are in the middle of a transaction before the file had a write-ahead log.
void SqliteTest::aFirstStartThatWasCutOff()
{
    const QTemporaryDir elsewhere;
    const QString half = elsewhere.filePath(u"half.sqlite"_s);
    {
        auto connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"half"_s);
        connection.setDatabaseName(half);
        QVERIFY(connection.open());
        QSqlQuery query(connection);
        for (const char* statement :
             {"CREATE TABLE passing (a)", "DROP TABLE passing", "PRAGMA cache_size = 1", "BEGIN", "CREATE TABLE half (a)",
              "INSERT INTO half WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
              " SELECT randomblob(400) FROM n"})
            QVERIFY2(query.exec(QLatin1StringView(statement)), statement);
        for (const QString& end : {QString(), u"-journal"_s})
            QVERIFY(QFile::copy(half + end, file() + end));
        QVERIFY(QFileInfo(file() + u"-journal"_s).size() > 0);
    }
    QSqlDatabase::removeDatabase(u"half"_s);
    const auto store = open();
    QVERIFY(store);
    QVERIFY(commit(*store, {said(kRoom, 1, "begun")}));
    QVERIFY(!contents(file()).contains("CREATE TABLE half"));
}

void SqliteTest::oneServerAFolder()
{
    {
        const auto first = open();
        const auto second = openSqlStore(settings(), Access::Writing);
        QVERIFY(!second);
        QCOMPARE(second.error().kind, StoreError::Kind::Unavailable);
        QVERIFY(second.error().what.contains(u"Another server uses the folder"_s));
        QVERIFY(openSqlStore(settings(), Access::Reading)); // who only looks, or copies, is no server
    }
    QVERIFY(open() != nullptr); // the lock goes with its holder
}

void SqliteTest::aReaderMakesNothing()
{
    const auto store = openSqlStore(settings(), Access::Reading);
    QVERIFY(!store);
    QVERIFY(!QFile::exists(file()));
}

void SqliteTest::aReaderWritesNothing()
{
    const auto writer = open();
    const auto reader = open(Access::Reading);
    QVERIFY(writer && reader);
    QVERIFY(commit(*writer, {said(kRoom, 1, "1")}));
    QVERIFY(!reader->commit(std::vector<Write>{said(kRoom, 2, "2")}));
    QVERIFY(reader->probe());
    QCOMPARE(texts(reader->history(newest())), QByteArrayList{"1"});
    QVERIFY(commit(*writer, {said(kRoom, 3, "3")}));
    QCOMPARE(texts(reader->history(newest())), (QByteArrayList{"1", "3"}));
}

void SqliteTest::aFullDisk()
{
    auto opened = Database::open(std::make_unique<SqliteDialect>(settings(), Access::Writing));
    QVERIFY(opened);
    Database& database = **opened;
    QVERIFY(migrate(database, migrationsFor(u"sqlite"_s)));
    Places places(database);
    const auto index = makeSearchIndex(database);
    SqlHistory history(database, places, *index);
    const std::vector<Write> first{said(kRoom, 1, "1")};
    QVERIFY(database.write([&] { return history.add(first); }));
    QVERIFY(database.runOnce(u"PRAGMA max_page_count = 30"_s));
    std::vector<Write> many;
    for (int i = 0; i < 1'000; ++i)
        many.emplace_back(said(kRoom, 2, QByteArray(300, 'x')));
    const auto done = database.write([&] { return history.add(many); });
    QVERIFY(!done);
    QCOMPARE(done.error().kind, StoreError::Kind::Full);
    QVERIFY(!done.error().isInDoubt);
    QVERIFY(done.error().what.contains(file()));
    QCOMPARE(texts(history.read(newest())), QByteArrayList{"1"}); // nothing of it, and it can be read
    QVERIFY(database.runOnce(u"PRAGMA max_page_count = 100000"_s));
    QVERIFY(database.write([&] { return history.add(many); }));
    QCOMPARE(texts(history.read(newest())).size(), 1'001);
}

void SqliteTest::migrationsAreAppliedOnceAndWhole()
{
    std::vector<Migration> migrations = migrationsFor(u"sqlite"_s);
    const int last = migrations.back().number;
    QVERIFY(commit(*open(), {said(kRoom, 1, "1")}));
    {
        const auto database = Database::open(std::make_unique<SqliteDialect>(settings(), Access::Writing));
        QVERIFY(database);
        migrations.push_back({last + 1, {u"CREATE TABLE more (x INTEGER)"_s, u"INSERT INTO more SELECT count(*) FROM entry"_s}});
        migrations.push_back({last + 2, {u"DROP TABLE more"_s, u"This is no SQL"_s}});
        QVERIFY(!migrate(**database, migrations)); // the last one fails whole
        QCOMPARE((*database)->number(u"SELECT x FROM more"_s).value_or(std::nullopt), std::optional<qint64>{1});
        QCOMPARE((*database)->number(u"PRAGMA user_version"_s).value_or(std::nullopt), std::optional<qint64>{last + 1});
        migrations.pop_back();
        QVERIFY(migrate(**database, migrations)); // nothing is left to do
        QCOMPARE((*database)->number(u"SELECT count(*) FROM more"_s).value_or(std::nullopt), std::optional<qint64>{1});
    }
    QCOMPARE(openSqlStore(settings(), Access::Writing).error().kind, StoreError::Kind::TooNew);
}

void SqliteTest::statementsOfAMigration()
{
    QCOMPARE(splitStatements(u"-- a; comment;\nONE (\n  a,\n  b\n);\n\nTWO;\n"_s), (QStringList{u"ONE (\n  a,\n  b\n)"_s, u"TWO"_s}));
    for (const QString& dialect : {u"sqlite"_s, u"postgresql"_s}) {
        const auto all = migrationsFor(dialect);
        for (std::size_t i = 0; i < all.size(); ++i)
            QCOMPARE(all[i].number, static_cast<int>(i) + 1);
    }
    QCOMPARE(latestVersion(u"sqlite"_s), latestVersion(u"postgresql"_s));
}

void SqliteTest::aBackupOfARunningServer()
{
    const auto store = open();
    QVERIFY(commit(*store, {said(kRoom, 1, "1"), said(kRoom, 2, "2")}));
    QVERIFY(store->catchUp());
    const QTemporaryDir elsewhere;
    const QString copy = elsewhere.filePath(u"chatroom.sqlite"_s);
    const auto done = backupDatabase(settings(), copy);
    QVERIFY2(done, done ? "" : qPrintable(done.error().what));
    QCOMPARE(QFile::permissions(copy) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QVERIFY(commit(*store, {said(kRoom, 3, "3")}));
    const auto copied = openSqlStore({.url = {}, .dataFolder = elsewhere.path(), .durability = {}}, Access::Writing);
    QVERIFY2(copied, copied ? "" : qPrintable(copied.error().what));
    QCOMPARE(texts((*copied)->history(newest())), (QByteArrayList{"1", "2"}));
    SearchQuery query;
    query.places = {{kRoom, Readers::Everyone}};
    query.terms = protocol::parseSearchText(u"2"_s);
    query.limit = 10;
    QCOMPARE(texts((*copied)->search(query)), QByteArrayList{"2"});
}

void SqliteTest::aBackupOverwritesNothing()
{
    const auto store = open();
    QVERIFY(store);
    const QString taken = m_folder->filePath(u"taken"_s);
    QVERIFY(writeOver(taken, 0, "mine"));
    const auto done = backupDatabase(settings(), taken);
    QVERIFY(!done);
    QCOMPARE(done.error().kind, StoreError::Kind::Refused);
    QCOMPARE(contents(taken), QByteArray("mine"));
    const auto nowhere = backupDatabase(settings(), m_folder->filePath(u"no/such/folder/copy"_s));
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().kind, StoreError::Kind::Unavailable);
}

void SqliteTest::aBackupOfPostgresqlIsItsOwnAffair()
{
    const auto done =
        backupDatabase({.url = u"postgresql://localhost/chat"_s, .dataFolder = {}, .durability = {}}, m_folder->filePath(u"copy"_s));
    QVERIFY(!done);
    QCOMPARE(done.error().kind, StoreError::Kind::Refused);
    QVERIFY(done.error().what.contains(u"pg_dump"_s));
}

void SqliteTest::addressesThatAreRefused_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("another database") << u"mysql://user:sesame@host/chat"_s;
    QTest::newRow("a file") << u"/var/lib/chat.sqlite"_s;
    QTest::newRow("without a database") << u"postgresql://user:sesame@host"_s;
    QTest::newRow("with a path of two") << u"postgresql://user:sesame@host/a/b"_s;
    QTest::newRow("with a password that is not escaped") << u"postgresql://user:sesame@x/y@host/chat"_s;
    QTest::newRow("with a parameter that nobody knows") << u"postgresql://user@host/chat?password=sesame"_s;
    QTest::newRow("with an encryption that nobody knows") << u"postgresql://user:sesame@host/chat?sslmode=maybe;user=x"_s;
}

void SqliteTest::addressesThatAreRefused()
{
    QFETCH(QString, url);
    const auto store = openSqlStore({.url = url, .dataFolder = m_folder->path(), .durability = {}}, Access::Writing);
    QVERIFY(!store);
    QCOMPARE(store.error().kind, StoreError::Kind::Refused);
    QVERIFY2(!store.error().what.contains(u"sesame"_s), qPrintable(store.error().what));
    QVERIFY(QDir(m_folder->path()).isEmpty());
}

void SqliteTest::whatIsErasedIsNowhere_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("messages are erased") << u"erase"_s;
    QTest::newRow("messages are deleted, and leave their places") << u"delete"_s;
    QTest::newRow("the account of a direct conversation is deleted") << u"account"_s;
    QTest::newRow("the room is forgotten") << u"forget"_s;
    QTest::newRow("they are too many") << u"number"_s;
    QTest::newRow("they are too old") << u"age"_s;
}

// Among others, in all stages of the index of the search, and with a server that is killed and comes back before it is done.
void SqliteTest::whatIsErasedIsNowhere()
{
    QFETCH(QString, how);
    auto store = open();
    const Place other = room("#other");
    const bool isOneByOne = how == u"erase" || how == u"delete", isWhole = how == u"forget" || how == u"account";
    const Place secrets = how == u"account" ? between("ann", "bob") : kRoom;
    std::vector<Write> erasing;
    std::int64_t moment = 0;
    const auto isSecret = [=](int i) { return isOneByOne ? i % 7 == 0 : isWhole ? i % 3 == 0 : i < 1'500; };
    for (int round = 0; round < 10; ++round) {
        std::vector<Write> writes;
        for (int i = round * 300; i < (round + 1) * 300; ++i) {
            const bool secret = isSecret(i);
            const Place& place = isWhole && !secret ? other : secrets;
            const QByteArray number = QByteArray::number(i * 7'919);
            Entry entry = said(place, ++moment, (secret ? "the xyzzyplugh" : "the something") + number + " was said here");
            if (secret && how == u"delete")
                erasing.emplace_back(Tombstone{place, entry.messageId, "ann!u@h", "ann", "why not"});
            else if (secret)
                erasing.emplace_back(EraseEntry{place, entry.messageId});
            writes.emplace_back(std::move(entry));
        }
        QVERIFY(commit(*store, writes));
        if (round < 9)
            QVERIFY(store->catchUp());
    }
    QVERIFY(contents(file()).contains("xyzzyplugh") || contents(file() + u"-wal"_s).contains("xyzzyplugh"));
    Retention retention;
    if (isOneByOne)
        QVERIFY(commit(*store, erasing));
    else if (how == u"account")
        QVERIFY(commit(*store, {ForgetAccount{protocol::FoldedName{"Bob"}}}));
    else if (how == u"forget")
        QVERIFY(commit(*store, {ForgetRoom{kRoom}}));
    else if (how == u"number")
        retention.maxMessages = 1'500;
    else
        retention.oldest = at(1'501);
    QVERIFY(store->maintain(retention).value_or(false));
    store.reset();
    store = open(); // the rest is another server's
    for (int steps = 0; store->maintain(retention).value_or(false); ++steps)
        QVERIFY(steps < 10'000);
    for (const QString& each : {file(), file() + u"-wal"_s}) {
        QVERIFY2(!contents(each).contains("zyplugh"), qPrintable(each));
        QVERIFY2(!contents(each).contains("ugh"), qPrintable(each));
    }
    SearchQuery query;
    query.places = {{kRoom, Readers::Everyone}, {other, Readers::Everyone}};
    query.limit = 10'000;
    query.terms = protocol::parseSearchText(u"here"_s);
    QVERIFY(store->catchUp());
    const auto found = texts(store->search(query));
    QCOMPARE(found.size(), isOneByOne ? 3'000 - static_cast<int>(erasing.size()) : isWhole ? 2'000 : 1'500);
    QVERIFY(!found.join().contains("xyzzy"));
}

// Every statement that a question makes walks an index in the order of its answer.
void SqliteTest::nothingIsScanned()
{
    auto opened = Database::open(std::make_unique<SqliteDialect>(settings(), Access::Writing));
    QVERIFY(opened);
    Database& database = **opened;
    QVERIFY(migrate(database, migrationsFor(u"sqlite"_s)));
    Places places(database);
    const auto index = makeSearchIndex(database);
    SqlHistory history(database, places, *index);
    const Entry entry = said(kRoom, 1, "hello");
    QVERIFY(database.write([&] { return history.add(std::vector<Write>{entry}); }));
    QVERIFY(index->catchUp());
    HistoryQuery query = newest();
    query.after = query.before = query.center = bound(entry);
    for (const auto shape : {HistoryQuery::Shape::Newest, HistoryQuery::Shape::Oldest, HistoryQuery::Shape::Around}) {
        query.shape = shape;
        QVERIFY(history.read(query));
    }
    SearchQuery search;
    search.places = {{kRoom, Readers::Everyone}};
    search.account = protocol::FoldedName{"ann"};
    search.terms = protocol::parseSearchText(u"hello"_s);
    search.before = at(5);
    search.limit = 10;
    QCOMPARE(texts(history.search(search)), QByteArrayList{"hello"});
    search.after = at(0);
    QCOMPARE(texts(history.search(search)), QByteArrayList{"hello"});
    for (int i = 0; i < 30; ++i) {
        const Place place = room(("#" + std::to_string(i)).c_str());
        QVERIFY(database.write([&]() -> Done {
            const auto id = places.idFor(place);
            return id ? Done() : Unexpected{id.error()};
        }));
        search.places.push_back({place, Readers::Voiced});
    }
    QCOMPARE(texts(history.search(search)), QByteArrayList{"hello"});
    TargetsQuery targets;
    targets.places = search.places;
    QVERIFY(history.targets(targets));
    QVERIFY(history.latest() && history.entry({kRoom, entry.messageId}));
    QVERIFY(history.takeAwaySome({.maxMessages = 5, .oldest = at(0)}));
    int looked = 0;
    for (const QString& sql : database.statements()) {
        if (!sql.contains(u"entry"_s) || !sql.startsWith(u"SELECT"_s))
            continue;
        QString plan;
        const auto explained = database.prepared(u"EXPLAIN QUERY PLAN "_s + sql);
        QVERIFY(explained);
        for (int i = 0; i < sql.count(u'?'); ++i)
            (*explained)->bindValue(i, 1);
        QVERIFY(database.execute(**explained, [&plan](const Row& row) { plan += row.text(3) + u'\n'; }));
        ++looked;
        const QByteArray told = (sql + u'\n' + plan).toUtf8();
        QVERIFY2(!plan.contains(u"TEMP B-TREE FOR ORDER"_s), told.constData());
        // Walked along its ids until the LIMIT is reached.
        const bool isWalked = sql.contains(u"ORDER BY id"_s) && sql.contains(u"LIMIT"_s);
        QVERIFY2(!plan.contains(u"SCAN entry"_s) || isWalked, told.constData());
        QVERIFY2(!sql.contains(u"place = ?"_s) || plan.contains(u"USING INDEX entry_by_time"_s), told.constData());
        QVERIFY2(!sql.contains(u"MATCH"_s) || plan.contains(u"VIRTUAL TABLE INDEX"_s), told.constData());
    }
    QVERIFY(looked >= 8);
}

QTEST_GUILESS_MAIN(SqliteTest)
#include "tst_sqlite.moc"
