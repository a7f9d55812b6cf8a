// What a person says is said once, whenever the program ends.
#include "client/talk.h"
#include "storage/sqlclientstore.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using namespace chatroom::client::test;
using State = Conversation::HistoryState;
using Break = HistoryServer::Break;

class RestartTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesARestart_data();
    void survivesARestart();
    void survivesACrash_data();
    void survivesACrash();
    void isTakenAlongToAnotherName();
    void isNotTakenForAnOlderOneOfTheSameText();
    void isNotTakenForOneBesideItThatWasConfirmed();
    void isForgottenAfterARestartWithoutAStore();

private:
    std::unique_ptr<Person> enter(const HistoryServer& server, storage::ClientStore* store = nullptr, const Clock* clock = nullptr)
    {
        return std::make_unique<Person>(server, clock ? *clock : m_clock, store);
    }
    static void copyFiles(const QString& from, const QString& to)
    {
        for (const QString& name : QDir(from).entryList({u"client.sqlite"_s, u"client.sqlite-wal"_s}, QDir::Files))
            QVERIFY(QFile::copy(from + u'/' + name, to + u'/' + name));
    }

    SystemClock m_clock;
};

void RestartTest::survivesARestart_data()
{
    QTest::addColumn<Break>("point");
    QTest::newRow("what was never written") << Break::Never;
    QTest::newRow("what the server did not take") << Break::BeforeStoring;
    QTest::newRow("what the server took") << Break::AfterStoring;
}

void RestartTest::survivesARestart()
{
    QFETCH(Break, point);
    QTemporaryDir folder;
    HistoryServer server;
    server.say("bob", "#lobby", "before");
    QStringList expected{u"before"_s, u"one"_s, u"two"_s, u"three"_s};
    {
        storage::SqlClientStore store(folder.path());
        const auto person = enter(server, &store);
        Conversation& lobby = *person->lobby();
        QTRY_COMPARE(texts(lobby).size(), 1);
        server.breakAt(point);
        if (point == Break::Never)
            server.hangUp();
        if (point == Break::Never)
            QTRY_COMPARE(person->session.state(), Session::State::Waiting);
        person->session.send(lobby, expected[1]);
        QTRY_COMPARE(person->session.state(), Session::State::Waiting);
        person->session.send(lobby, expected[2]);
        person->session.send(lobby, expected[3]);
    }
    server.say("bob", "#lobby", "meanwhile");
    storage::SqlClientStore store(folder.path());
    const auto person = enter(server, &store);
    QTRY_COMPARE(server.texts("#lobby").size(), 5);
    QTRY_VERIFY(areSent(*person->lobby()));
    QTRY_COMPARE(texts(*person->lobby()), server.texts("#lobby"));
    for (const QString& each : expected)
        QCOMPARE(server.texts("#lobby").count(each), 1);
    QStringList own = server.texts("#lobby");
    own.removeAll(u"meanwhile"_s);
    QCOMPARE(own, expected);
}

void RestartTest::survivesACrash_data()
{
    QTest::addColumn<Break>("point");
    QTest::newRow("before the server stores it") << Break::BeforeStoring;
    QTest::newRow("before the echo") << Break::AfterStoring;
    QTest::newRow("after the echo") << Break::AfterEcho;
}

// The files as they are at that moment are all that a program that is killed leaves.
void RestartTest::survivesACrash()
{
    QFETCH(Break, point);
    QTemporaryDir folder;
    QTemporaryDir left;
    HistoryServer server;
    server.say("bob", "#lobby", "before");
    storage::SqlClientStore store(folder.path());
    storage::SqlClientStore found(left.path());
    auto person = enter(server, &store);
    QTRY_COMPARE(texts(*person->lobby()).size(), 1);
    server.breakAt(point);
    person->session.send(*person->lobby(), u"only once"_s);
    QTRY_VERIFY(!server.isClientThere());
    copyFiles(folder.path(), left.path());
    person.reset();
    person = enter(server, &found);
    QTRY_COMPARE(texts(*person->lobby()), (QStringList{u"before"_s, u"only once"_s}));
    QTRY_VERIFY(areSent(*person->lobby()));
    server.say("bob", "#lobby", "end");
    QTRY_COMPARE(texts(*person->lobby()).last(), u"end"_s);
    QCOMPARE(server.texts("#lobby").count(u"only once"_s), 1);
}

void RestartTest::isTakenAlongToAnotherName()
{
    QTemporaryDir folder;
    HistoryServer server;
    {
        storage::SqlClientStore store(folder.path());
        const auto person = enter(server, &store);
        Session& session = person->session;
        Conversation& lobby = *person->lobby();
        QTRY_VERIFY(session.isKeeping() && lobby.historyState() == Conversation::HistoryState::Complete);
        server.breakAt(Break::AfterStoring);
        session.send(lobby, u"in doubt"_s);
        QTRY_COMPARE(session.state(), Session::State::Waiting);
        session.send(lobby, u"waiting"_s);
        session.setNickname(u"Anna"_s);
        QTRY_VERIFY(session.isKeeping());
        session.retryNow();
        QTRY_COMPARE(server.texts("#lobby"), (QStringList{u"in doubt"_s, u"waiting"_s}));
        QTRY_VERIFY(areSent(lobby));
    }
    storage::SqlClientStore store(folder.path());
    const auto person = enter(server, &store); // as Ann
    server.say("bob", "#lobby", "end");
    QTRY_COMPARE(texts(*person->lobby()), (QStringList{u"in doubt"_s, u"waiting"_s, u"end"_s}));
    QCOMPARE(server.texts("#lobby").size(), 3);
}

void RestartTest::isNotTakenForAnOlderOneOfTheSameText()
{
    QTemporaryDir folder;
    HistoryServer server;
    {
        storage::SqlClientStore store(folder.path());
        const auto person = enter(server, &store);
        Conversation& lobby = *person->lobby();
        person->session.send(lobby, u"ok"_s);
        QTRY_VERIFY(texts(lobby).size() == 1 && areSent(lobby));
        server.breakAt(Break::BeforeStoring);
        person->session.send(lobby, u"ok"_s);
        QTRY_COMPARE(person->session.state(), Session::State::Waiting);
    }
    storage::SqlClientStore store(folder.path());
    const auto person = enter(server, &store);
    QTRY_COMPARE(server.texts("#lobby"), (QStringList{u"ok"_s, u"ok"_s}));
    QTRY_VERIFY(areSent(*person->lobby()));
    QTRY_COMPARE(texts(*person->lobby()).size(), 2);
}

// All five were written after the same message; three of them had their echo when the connection broke.
void RestartTest::isNotTakenForOneBesideItThatWasConfirmed()
{
    QTemporaryDir folder;
    HistoryServer server;
    const QStringList expected{u"before"_s, u"ok"_s, u"ok"_s, u"ok"_s, u"ok"_s, u"ok"_s};
    server.say("bob", "#lobby", "before");
    {
        storage::SqlClientStore store(folder.path());
        const auto person = enter(server, &store);
        Conversation& lobby = *person->lobby();
        QTRY_VERIFY(person->session.isKeeping() && texts(lobby).size() == 1);
        server.breakAt(Break::BeforeStoring, 3);
        for (int i = 0; i < 5; ++i)
            person->session.send(lobby, u"ok"_s);
        QTRY_COMPARE(person->session.state(), Session::State::Waiting);
        QCOMPARE(server.texts("#lobby").size(), 4);
    }
    storage::SqlClientStore store(folder.path());
    const auto person = enter(server, &store);
    QTRY_COMPARE(server.texts("#lobby"), expected);
    QTRY_VERIFY(areSent(*person->lobby()));
    QTRY_COMPARE(texts(*person->lobby()), expected);
}

void RestartTest::isForgottenAfterARestartWithoutAStore()
{
    HistoryServer server;
    {
        const auto person = enter(server);
        server.hangUp();
        QTRY_COMPARE(person->session.state(), Session::State::Waiting);
        person->session.send(*person->lobby(), u"forgotten"_s);
    }
    const auto person = enter(server);
    server.say("bob", "#lobby", "end");
    QTRY_COMPARE(texts(*person->lobby()), QStringList{u"end"_s});
}

QTEST_GUILESS_MAIN(RestartTest)
#include "tst_restart.moc"
