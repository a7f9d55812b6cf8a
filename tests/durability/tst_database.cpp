// The database's file: one that is damaged or of a later version is never touched, and a copy of one in use is whole.
#include "durability/scene.h"
#include "durability/waiting.h"

#include <QDir>
#include <QFile>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTest>

#include <csignal>

using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

QByteArray contentsOf(const QString& name)
{
    QFile file(name);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString& name, const QByteArray& contents)
{
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(contents), contents.size());
}

// Database and log of what `sql` makes of `database`, both as they are while it is open.
std::pair<QByteArray, QByteArray> changed(const QByteArray& database, const QStringList& sql)
{
    const QTemporaryDir folder;
    const QString name = folder.filePath(u"x.sqlite"_s);
    if (!database.isEmpty())
        write(name, database);
    std::pair<QByteArray, QByteArray> result;
    {
        QSqlDatabase connection = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"tests"_s);
        connection.setDatabaseName(name);
        connection.open();
        QSqlQuery query(connection);
        for (const QString& each : sql) {
            if (!query.exec(each))
                return {};
        }
        query.finish();
        result = {contentsOf(name), contentsOf(name + u"-wal"_s)};
    }
    QSqlDatabase::removeDatabase(u"tests"_s);
    return result;
}

} // namespace

class DatabaseTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatCannotBeReadIsLeftAsItIs_data();
    void whatCannotBeReadIsLeftAsItIs();
    void aCopyOfARunningServersDatabaseIsWhole();
    void aCopyReplacesNothing();

private:
    QByteArray m_database; // of a server that ended in peace
};

void DatabaseTest::initTestCase()
{
    Scene scene(1, "durability = \"process\"", 2);
    QString fault = scene.start();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    fault = scene.gather();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    scene.talk(16);
    QVERIFY(waitFor([&] { return scene.count() > 2'000; }, kPatience));
    fault = scene.settle();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    scene.service().signal(SIGTERM);
    QCOMPARE(scene.service().end(), 0);
    m_database = contentsOf(scene.service().path(u"data/chatroom.sqlite"_s));
    QVERIFY(m_database.size() > 64 * 1024);
}

void DatabaseTest::whatCannotBeReadIsLeftAsItIs_data()
{
    QTest::addColumn<QByteArray>("database");
    QTest::addColumn<QByteArray>("log"); // of what is not in the database yet
    QTest::addColumn<QByteArray>("complaint");
    const auto row = [](const char* name, const QByteArray& database, const QByteArray& log, const char* complaint) {
        QTest::newRow(name) << database << log << QByteArray(complaint);
    };
    const qsizetype half = m_database.size() / 2;
    const qsizetype page = 4096;
    row("no database at all", "These are my notes, please keep them.\n", {}, "is damaged or no database of Chatroom");
    row("its beginning is overwritten", QByteArray(100, '\0') + m_database.mid(100), {}, "is damaged");
    row("all of its first page but the header is overwritten", m_database.left(100) + QByteArray(page - 100, '\xff') + m_database.mid(page),
        {}, "is damaged");
    row("its middle is overwritten",
        m_database.left(half - half % page) + QByteArray(4 * page, '\xff') + m_database.mid(half - half % page + 4 * page), {},
        "is damaged");
    row("its end is cut off", m_database.left(half - half % page), {}, "is damaged");
    const auto other = changed({}, {u"CREATE TABLE cookies (name TEXT)"_s, u"PRAGMA user_version = 12"_s});
    row("the database of another program", other.first, {}, "is damaged or no database of Chatroom");
    const auto later = changed(m_database, {u"PRAGMA journal_mode = DELETE"_s, u"PRAGMA user_version = 1000"_s});
    row("one of a later version", later.first, later.second, "was made by a later version");
    const auto soon = changed(m_database, {u"PRAGMA journal_mode = WAL"_s, u"PRAGMA user_version = 1000"_s});
    row("one of a later version that was killed a moment ago", soon.first, soon.second, "was made by a later version");
}

void DatabaseTest::whatCannotBeReadIsLeftAsItIs()
{
    QFETCH(const QByteArray, database);
    QFETCH(const QByteArray, log);
    QFETCH(const QByteArray, complaint);
    QVERIFY(!database.isEmpty());
    Service service;
    const QString name = service.write(u"data/chatroom.sqlite"_s, database);
    if (!log.isEmpty())
        QVERIFY(!service.write(u"data/chatroom.sqlite-wal"_s, log).isEmpty());
    for (int time = 1; time <= 2; ++time) {
        service.begin();
        QCOMPARE(service.end(), 2);
        QCOMPARE(service.err().count('\n'), 1);
        QVERIFY2(service.err().startsWith("chatroomd: "), service.err().constData());
        QVERIFY2(service.err().contains(name.toUtf8()) && service.err().contains(complaint), service.err().constData());
        QCOMPARE(service.count(" listen "), 0);
        QVERIFY(contentsOf(name) == database);
        QVERIFY(contentsOf(name + u"-wal"_s) == log);
    }
}

void DatabaseTest::aCopyOfARunningServersDatabaseIsWhole()
{
    Scene scene(5, "durability = \"process\"");
    QString fault = scene.start();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    fault = scene.gather();
    QVERIFY2(fault.isEmpty(), qPrintable(fault));
    scene.talk(16);
    for (int time = 1; time <= 3; ++time) {
        const std::uint64_t enough = scene.count() + 2'000;
        QVERIFY(waitFor([&] { return scene.count() >= enough; }, kPatience));
        const Rooms before = scene.talker(0).heard();
        const std::uint64_t heard = scene.count();
        Service other;
        QVERIFY(QDir(other.path({})).mkpath(u"data"_s));
        const QString copy = other.path(u"data/chatroom.sqlite"_s);
        const int status = other.run({u"--backup"_s, copy, u"--data"_s, scene.service().path(u"data"_s)});
        QCOMPARE(other.err(), QByteArray());
        QCOMPARE(status, 0);
        QVERIFY(scene.count() > heard); // they went on

        QVERIFY(other.start());
        Talker reader("reader", scene.talker(0).rooms(), 1);
        reader.comeIn(other.port());
        QVERIFY(waitFor([&] { return reader.isInside(); }, kPatience));
        Rooms copied;
        for (const QByteArray& room : reader.rooms()) {
            const auto history = reader.history(room);
            QVERIFY(history.has_value());
            const QString loss = lossOf(*history, before.at(room), u"Somebody before the copy was made"_s);
            QVERIFY2(loss.isEmpty(), qPrintable(loss));
            copied[room] = *history;
        }
        for (const auto& step : {&Scene::settle, &Scene::compare}) {
            fault = (scene.*step)();
            QVERIFY2(fault.isEmpty(), qPrintable(fault));
        }
        const QString gap = gapOf(copied, scene.history());
        QVERIFY2(gap.isEmpty(), qPrintable(gap));
        scene.talk(16);
    }
}

void DatabaseTest::aCopyReplacesNothing()
{
    Service service;
    QVERIFY(service.start());
    Service other;
    const QString name = other.write(u"notes.txt"_s, "mine");
    QCOMPARE(other.run({u"--backup"_s, name, u"--data"_s, service.path(u"data"_s)}), 2);
    QCOMPARE(other.err().count('\n'), 1);
    QVERIFY2(other.err().contains(name.toUtf8()), other.err().constData());
    QCOMPARE(contentsOf(name), QByteArray("mine"));
    // Nor is there one where there is nothing to copy.
    const QString copy = other.path(u"copy.sqlite"_s);
    QCOMPARE(other.run({u"--backup"_s, copy, u"--data"_s, other.path(u"nowhere"_s)}), 2);
    QCOMPARE(other.err().count('\n'), 1);
    QVERIFY(!QFile::exists(copy));
    QVERIFY(!QFile::exists(other.path(u"nowhere"_s)));
}

QTEST_GUILESS_MAIN(DatabaseTest)
#include "tst_database.moc"
