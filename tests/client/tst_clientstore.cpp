// What a client keeps is there again, for it alone; a file that is damaged is left as it is.
#include "client/historyserver.h"
#include "client/models/linemodel.h"
#include "client/session.h"
#include "storage/sqlclientstore.h"

#include <QFile>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using namespace std::chrono_literals;
using client::test::HistoryServer;
using storage::ClientMemory;
using storage::ClientScope;
using storage::OutboxRecord;
using storage::ReadMark;
using storage::SqlClientStore;
using storage::StoreError;

class ClientStoreTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bringsBackWhatWasKept();
    void takesUpAFileOfTheVersionBefore();
    void tellsWhenItIsOnTheDisk();
    void answersNobodyWhoIsGone();
    void isHeldByOneProgram();
    void leavesADamagedFileAsItIs_data();
    void leavesADamagedFileAsItIs();
    void showsWhereOneLeftOff();
    void bringsDirectMessagesOfTheTimeBetween();

private:
    using Loaded = Result<ClientMemory, StoreError>;
    static std::optional<Loaded> load(SqlClientStore& store, const ClientScope& scope)
    {
        QObject context;
        std::optional<Loaded> answer;
        store.load(scope, &context, [&answer](const Loaded& memory) { answer = memory; });
        [[maybe_unused]] const bool isAnswered = QTest::qWaitFor([&] { return answer.has_value(); });
        return answer;
    }
    static OutboxRecord record(std::uint64_t number, const QByteArray& text)
    {
        return {number, "PRIVMSG", "#lobby", text, number % 2 == 0, "Ann", "m7", Timestamp{12'345ms}, number % 2 == 0 ? "m3" : ""};
    }

    const ClientScope m_scope{"localhost:6667", "ann"};
    SystemClock m_clock;
    network::TrustStore m_trust;
};

void ClientStoreTest::bringsBackWhatWasKept()
{
    QTemporaryDir folder;
    const ClientScope other{"localhost:6667", "bob"};
    {
        SqlClientStore store(folder.path() + u"/made"_s);
        QVERIFY(load(store, m_scope)->value().outbox.empty());
        store.put(m_scope, {record(2, "two"), record(1, "one"), record(3, QByteArray("\1ACTION \xff\0\1", 11))}, nullptr, {});
        store.put(m_scope, {record(2, "two, changed")}, nullptr, {});
        store.put(other, {record(1, "of bob")}, nullptr, {});
        store.remove(m_scope, 1);
        store.setMark(m_scope, {"#lobby", "m1", Timestamp{1ms}});
        store.setMark(m_scope, {"#lobby", "m2", Timestamp{2ms}});
        store.setMark(m_scope, {{}, {}, Timestamp{3ms}});
    }
    SqlClientStore store(folder.path() + u"/made"_s);
    const auto memory = load(store, m_scope);
    QVERIFY(memory && *memory);
    const std::vector<OutboxRecord> expected{record(2, "two, changed"), record(3, QByteArray("\1ACTION \xff\0\1", 11))};
    QCOMPARE((*memory)->outbox, expected);
    QCOMPARE((*memory)->marks, (std::vector<ReadMark>{{"", "", Timestamp{3ms}}, {"#lobby", "m2", Timestamp{2ms}}}));
    QCOMPARE(load(store, other)->value().outbox.size(), std::size_t{1});
    const auto permissions = QFile::permissions(folder.path() + u"/made/client.sqlite"_s);
    QVERIFY(!(permissions & (QFile::ReadOther | QFile::ReadGroup)));
}

void ClientStoreTest::takesUpAFileOfTheVersionBefore()
{
    QTemporaryDir folder;
    {
        QSqlDatabase file = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"before"_s);
        file.setDatabaseName(folder.filePath(u"client.sqlite"_s));
        QVERIFY(file.open());
        QSqlQuery query(file);
        for (const QString& sql :
             {u"CREATE TABLE outbox (server BLOB NOT NULL, nickname BLOB NOT NULL, number INTEGER NOT NULL, verb BLOB NOT NULL, target "
              u"BLOB "
              "NOT NULL, text BLOB NOT NULL, is_written INTEGER NOT NULL, written_as BLOB NOT NULL, after_id BLOB NOT NULL, after_time "
              "INTEGER NOT NULL, PRIMARY KEY (server, nickname, number)) WITHOUT ROWID"_s,
              u"CREATE TABLE read_marks (server BLOB NOT NULL, nickname BLOB NOT NULL, conversation BLOB NOT NULL, message_id BLOB NOT "
              "NULL, time INTEGER NOT NULL, PRIMARY KEY (server, nickname, conversation)) WITHOUT ROWID"_s,
              u"INSERT INTO outbox VALUES (CAST('localhost:6667' AS BLOB), CAST('ann' AS BLOB), 1, CAST('PRIVMSG' AS BLOB), "
              "CAST('#lobby' AS BLOB), CAST('one' AS BLOB), 0, CAST('Ann' AS BLOB), CAST('m7' AS BLOB), 12345)"_s,
              u"PRAGMA application_id = 0x43685263"_s, u"PRAGMA user_version = 1"_s})
            QVERIFY2(query.exec(sql), qPrintable(query.lastError().text()));
        file.close();
    }
    QSqlDatabase::removeDatabase(u"before"_s);
    SqlClientStore store(folder.path());
    const auto memory = load(store, m_scope);
    QVERIFY(memory);
    QVERIFY2(*memory, qPrintable(*memory ? QString() : memory->error().what));
    QCOMPARE((*memory)->outbox, (std::vector<OutboxRecord>{record(1, "one")}));
    store.put(m_scope, {record(2, "two\nlines")}, nullptr, {});
    QCOMPARE(load(store, m_scope)->value().outbox, (std::vector<OutboxRecord>{record(1, "one"), record(2, "two\nlines")}));
}

void ClientStoreTest::tellsWhenItIsOnTheDisk()
{
    QTemporaryDir folder;
    QTemporaryDir copy;
    SqlClientStore store(folder.path());
    QObject context;
    bool isDone = false;
    store.put(m_scope, {record(1, "one")}, &context, [&](const Result<void, StoreError>& result) {
        isDone = result.has_value();
        for (const QString& name : {u"/client.sqlite"_s, u"/client.sqlite-wal"_s})
            QFile::copy(folder.path() + name, copy.path() + name);
    });
    QTRY_VERIFY(isDone);
    SqlClientStore copied(copy.path());
    QCOMPARE(load(copied, m_scope)->value().outbox.size(), std::size_t{1});
}

void ClientStoreTest::answersNobodyWhoIsGone()
{
    QTemporaryDir folder;
    SqlClientStore store(folder.path());
    bool isCalled = false;
    auto context = std::make_unique<QObject>();
    store.load(m_scope, context.get(), [&isCalled](const Loaded&) { isCalled = true; });
    context.reset();
    QVERIFY(load(store, m_scope)->has_value()); // behind it
    QVERIFY(!isCalled);
}

void ClientStoreTest::isHeldByOneProgram()
{
    QTemporaryDir folder;
    SqlClientStore first(folder.path());
    SqlClientStore second(folder.path());
    QVERIFY(load(first, m_scope)->has_value());
    const auto refused = load(second, m_scope);
    QVERIFY(refused && !*refused);
    QVERIFY(refused->error().what.contains(u"Another Chatroom"_s));
    QVERIFY(load(second, {"localhost:6667", "bob"})->has_value());
    first.release(m_scope);
    QVERIFY(load(first, {"elsewhere:1", "x"})->has_value()); // behind it
    QVERIFY(load(second, m_scope)->has_value());
}

void ClientStoreTest::leavesADamagedFileAsItIs_data()
{
    QTest::addColumn<QByteArray>("contents");
    QTest::newRow("another kind of file") << QByteArray("<html>").repeated(100);
    QTest::newRow("a short one") << QByteArray("SQLite format 3");
    QByteArray broken = QByteArray("SQLite format 3\0", 16) + QByteArray(4080, '\xff');
    broken.replace(60, 12, QByteArray("\0\0\0\1\0\0\0\0\x43\x68\x52\x63", 12));
    QTest::newRow("a broken database") << broken;
    broken.replace(63, 1, "\x09");
    QTest::newRow("of a later version") << broken;
    broken.replace(68, 4, "none");
    QTest::newRow("of another program") << broken;
}

void ClientStoreTest::leavesADamagedFileAsItIs()
{
    QFETCH(QByteArray, contents);
    QTemporaryDir folder;
    const QString name = folder.path() + u"/client.sqlite"_s;
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(contents);
    file.close();
    HistoryServer server;
    {
        SqlClientStore store(folder.path());
        Session session(m_clock, m_trust, &store);
        session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {u"#lobby"_s});
        QTRY_VERIFY(session.find(u"#lobby"_s) && session.find(u"#lobby"_s)->isJoined());
        session.send(*session.find(u"#lobby"_s), u"all the same"_s);
        QTRY_COMPARE(server.texts("#lobby"), QStringList{u"all the same"_s});
        const LineModel& told = session.server().lines();
        QTRY_VERIFY(told.rowCount() > 0);
        const auto isWarning = [&](int row) { return told.line(row).kind == LineKind::Error && told.line(row).text.contains(name); };
        int warnings = 0;
        for (int row = 0; row < told.rowCount(); ++row)
            warnings += isWarning(row) ? 1 : 0;
        QCOMPARE(warnings, 1);
    }
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), contents);
}

void ClientStoreTest::showsWhereOneLeftOff()
{
    QTemporaryDir folder;
    HistoryServer server;
    for (int i = 0; i < 5; ++i)
        server.say("bob", "#lobby", "old " + QByteArray::number(i));
    const auto enter = [&](Session& session) -> Conversation& {
        session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {u"#lobby"_s});
        const auto isThere = [&] {
            Conversation* room = session.find(u"#lobby"_s);
            return room && room->isJoined() && room->historyState() == Conversation::HistoryState::Complete;
        };
        if (!QTest::qWaitFor(isThere))
            qFatal("never got in");
        return *session.find(u"#lobby"_s);
    };
    {
        SqlClientStore store(folder.path());
        Session session(m_clock, m_trust, &store);
        Conversation& lobby = enter(session);
        session.setActive(&lobby);
        server.say("bob", "#lobby", "read as it came");
        QTRY_COMPARE(lobby.lines().line(lobby.lines().rowCount() - 1).text, u"read as it came"_s);
    }
    server.say("bob", "#lobby", "missed");
    server.say("bob", "#lobby", "Ann, missed too");
    SqlClientStore store(folder.path());
    Session session(m_clock, m_trust, &store);
    QSignalSpy notified(&session, &Session::notified);
    Conversation& lobby = enter(session);
    QCOMPARE(lobby.unread(), 2);
    QCOMPARE(lobby.mentions(), 1);
    QTRY_COMPARE(notified.count(), 1);
    const auto row = lobby.lines().rowOf(lobby.lastRead());
    QVERIFY(row);
    QCOMPARE(lobby.lines().line(*row).text, u"read as it came"_s);
}

void ClientStoreTest::bringsDirectMessagesOfTheTimeBetween()
{
    QTemporaryDir folder;
    HistoryServer server;
    const auto enter = [&](Session& session) {
        session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {u"#lobby"_s});
        QTRY_VERIFY(session.find(u"#lobby"_s) && session.find(u"#lobby"_s)->isJoined());
    };
    server.say("zed", "Ann", "long ago");
    {
        SqlClientStore store(folder.path());
        Session session(m_clock, m_trust, &store);
        enter(session);
        server.say("bob", "#lobby", "a moment");
        QTRY_VERIFY(session.find(u"#lobby"_s)->unread() == 1 && session.isKeeping());
        QVERIFY(!session.find(u"zed"_s));
    }
    server.say("cid", "Ann", "are you there?");
    SqlClientStore store(folder.path());
    Session session(m_clock, m_trust, &store);
    enter(session);
    QTRY_VERIFY(session.find(u"cid"_s));
    QTRY_COMPARE(session.find(u"cid"_s)->unread(), 1);
    QVERIFY(!session.find(u"zed"_s));
}

QTEST_GUILESS_MAIN(ClientStoreTest)
#include "tst_clientstore.moc"
