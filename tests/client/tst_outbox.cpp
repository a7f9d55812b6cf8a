// What a person says is said once, whenever the connection breaks.
#include "client/talk.h"
#include "storage/sqlclientstore.h"

#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using namespace chatroom::client::test;
using State = Conversation::HistoryState;
using Break = HistoryServer::Break;

class OutboxTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isSaidOnceWhereverItBreaks_data();
    void isSaidOnceWhereverItBreaks();
    void isSaidOnceWhateverHappens_data();
    void isSaidOnceWhateverHappens();
    void waitsUntilTheHistoryCanBeAsked_data();
    void waitsUntilTheHistoryCanBeAsked();
    void isNotSaidAgainWhereNobodyKnows_data();
    void isNotSaidAgainWhereNobodyKnows();
    void isKnownByTheNameOfThatTime();
    void isNotTakenForOneFromLongAgo();
    void failsWithTheServersWords();
    void isBounded();
    void aDirectMessageThatIsNotKeptIsNotSaidAgain();

private:
    std::unique_ptr<Person> enter(const HistoryServer& server, storage::ClientStore* store = nullptr, const Clock* clock = nullptr)
    {
        return std::make_unique<Person>(server, clock ? *clock : m_clock, store);
    }

    SystemClock m_clock;
};

void OutboxTest::isSaidOnceWhereverItBreaks_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<bool>("hasMessageIds");
    QTest::addColumn<Break>("point");
    QTest::addColumn<int>("after");
    QTest::addColumn<bool>("isSame");
    struct Server final
    {
        const char* name;
        QByteArray capabilities;
        bool hasMessageIds;
    };
    const std::vector<Server> servers{{"our server", HistoryServer::kAll, true},
                                      {"no labels", kNoLabels, true},
                                      {"no event-playback", kNoEvents, true},
                                      {"no message ids", kNoEvents, false}};
    struct Place final
    {
        const char* name;
        Break point;
    };
    const std::vector<Place> places{{"before it reads", Break::BeforeReading},
                                    {"before it stores", Break::BeforeStoring},
                                    {"before the echo", Break::AfterStoring},
                                    {"after the echo", Break::AfterEcho}};
    for (const Server& server : servers) {
        for (const Place& place : places) {
            for (int after = 0; after < 3; ++after)
                QTest::addRow("%s breaks %s of message %d", server.name, place.name, after + 1)
                    << server.capabilities << server.hasMessageIds << place.point << after << false;
            QTest::addRow("%s breaks %s of one of the same text", server.name, place.name)
                << server.capabilities << server.hasMessageIds << place.point << 1 << true;
        }
    }
}

void OutboxTest::isSaidOnceWhereverItBreaks()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(bool, hasMessageIds);
    QFETCH(Break, point);
    QFETCH(int, after);
    QFETCH(bool, isSame);
    HistoryServer server(capabilities);
    server.hasMessageIds = hasMessageIds;
    server.say("bob", "#lobby", "before");
    const auto person = enter(server);
    Session& session = person->session;
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(texts(lobby).size(), 1);
    server.breakAt(point, after);
    QStringList expected{u"before"_s};
    for (int i = 0; i < 3; ++i) {
        expected.append(isSame ? u"ok"_s : u"word %1"_s.arg(i));
        session.send(lobby, expected.back());
    }
    QTRY_COMPARE(session.state(), Session::State::Waiting);
    expected.append(u"typed later"_s);
    session.send(lobby, expected.back());
    QCOMPARE(said(lobby).back().state, DeliveryState::Waiting);
    session.retryNow();
    QTRY_COMPARE(server.texts("#lobby"), expected);
    QTRY_VERIFY(areSent(lobby));
    QCOMPARE(texts(lobby), expected);
}

void OutboxTest::isSaidOnceWhateverHappens_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<bool>("hasStore");
    for (quint32 seed = 1; seed <= 6; ++seed)
        QTest::addRow("seed %u%s", seed, seed % 2 == 0 ? ", with a store" : "") << seed << (seed % 2 == 0);
}

void OutboxTest::isSaidOnceWhateverHappens()
{
    QFETCH(quint32, seed);
    QFETCH(bool, hasStore);
    QRandomGenerator random(seed);
    QTemporaryDir folder;
    HistoryServer server;
    server.limit = 20;
    storage::SqlClientStore store(folder.path());
    const auto person = enter(server, hasStore ? &store : nullptr);
    Session& session = person->session;
    Conversation& lobby = *person->lobby();
    QStringList typed;
    for (int round = 0; round < 10; ++round) {
        constexpr std::array kPoints{Break::BeforeReading, Break::BeforeStoring, Break::AfterStoring, Break::AfterEcho,
                                     Break::WhileHistoryIsAsked};
        server.breakAt(kPoints[random.bounded(quint32{kPoints.size()})], random.bounded(4));
        for (int step = 0; step < 8; ++step) {
            switch (random.bounded(4)) {
            case 0: server.say("bob", "#lobby", "bob " + QByteArray::number(step)); break;
            case 1: QTest::qWait(random.bounded(5)); break;
            default: typed.append(random.bounded(3) == 0 ? u"same"_s : u"%1.%2"_s.arg(round).arg(step)); session.send(lobby, typed.back());
            }
        }
        QTest::qWait(random.bounded(20));
        if (random.bounded(2) == 0)
            server.hangUp();
        QTest::qWait(random.bounded(10));
        session.retryNow();
    }
    server.breakAt(Break::Never);
    const auto own = [&] {
        QStringList all;
        for (const KeptMessage& each : server.kept) {
            if (each.nickname == "Ann" && each.verb == "PRIVMSG")
                all.append(QString::fromUtf8(each.text));
        }
        return all;
    };
    const auto isDone = [&] {
        session.retryNow();
        return own().size() >= typed.size() && areSent(lobby) && texts(lobby).size() >= server.texts("#lobby").size();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isDone(), 15'000);
    QCOMPARE(own(), typed);
    QCOMPARE(texts(lobby), server.texts("#lobby"));
}

void OutboxTest::waitsUntilTheHistoryCanBeAsked_data()
{
    QTest::addColumn<QByteArray>("failure");
    QTest::addColumn<int>("seconds");
    QTest::newRow("an error for now") << QByteArray("MESSAGE_ERROR") << 3;
    QTest::newRow("silence") << QByteArray() << 34;
}

void OutboxTest::waitsUntilTheHistoryCanBeAsked()
{
    QFETCH(QByteArray, failure);
    QFETCH(int, seconds);
    ManualClock clock;
    HistoryServer server;
    const auto person = enter(server, nullptr, &clock);
    Session& session = person->session;
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(lobby.historyState(), Conversation::HistoryState::Complete);
    server.breakAt(Break::AfterStoring);
    session.send(lobby, u"once"_s);
    QTRY_COMPARE(session.state(), Session::State::Waiting);
    session.send(lobby, u"and then"_s);
    server.failure = failure;
    server.isSilent = failure.isEmpty();
    session.retryNow();
    QTRY_VERIFY(server.asked("AFTER") >= 1);
    session.send(lobby, u"at last"_s);
    server.write("PING behind");
    QTRY_VERIFY(server.asked("PONG behind") == 1);
    QCOMPARE(server.texts("#lobby"), QStringList{u"once"_s}); // what was typed later waits as well
    QCOMPARE(said(lobby).front().state, DeliveryState::Pending);
    server.failure.clear();
    server.isSilent = false;
    QTRY_VERIFY_WITH_TIMEOUT((clock.advance(std::chrono::milliseconds(seconds * 20)), server.texts("#lobby").size() == 3), 10'000);
    QTRY_VERIFY(areSent(lobby));
    QCOMPARE(texts(lobby), (QStringList{u"once"_s, u"and then"_s, u"at last"_s}));
    QCOMPARE(server.texts("#lobby"), texts(lobby));
}

void OutboxTest::isNotSaidAgainWhereNobodyKnows_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<bool>("isKeeping");
    QTest::addColumn<QByteArray>("failure");
    QTest::newRow("no history") << QByteArray("batch echo-message labeled-response message-tags server-time") << true << QByteArray();
    QTest::newRow("a room that is not kept") << HistoryServer::kAll << false << QByteArray();
    QTest::newRow("a history that is not shown") << HistoryServer::kAll << true << QByteArray("INVALID_TARGET");
}

void OutboxTest::isNotSaidAgainWhereNobodyKnows()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(bool, isKeeping);
    QFETCH(QByteArray, failure);
    HistoryServer server(capabilities);
    server.isKeeping = isKeeping;
    server.failure = failure;
    const auto person = enter(server);
    Session& session = person->session;
    Conversation& lobby = *person->lobby();
    server.breakAt(Break::AfterStoring);
    session.send(lobby, u"perhaps"_s);
    QTRY_COMPARE(session.state(), Session::State::Waiting);
    session.send(lobby, u"surely"_s);
    session.retryNow();
    QTRY_COMPARE(server.texts("#lobby"), (QStringList{u"perhaps"_s, u"surely"_s}));
    QTRY_COMPARE(said(lobby).front().state, DeliveryState::Failed);
    QVERIFY(!said(lobby).front().detail.isEmpty());
    QTRY_COMPARE(said(lobby).back().state, DeliveryState::Sent);
    session.resend(lobby, said(lobby).front().id); // a person may
    QTRY_COMPARE(server.texts("#lobby").size(), 3);
}

void OutboxTest::isKnownByTheNameOfThatTime()
{
    HistoryServer server;
    const auto person = enter(server);
    Session& session = person->session;
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(lobby.historyState(), Conversation::HistoryState::Complete);
    server.breakAt(Break::AfterStoring);
    session.send(lobby, u"as Ann"_s);
    QTRY_COMPARE(session.state(), Session::State::Waiting);
    server.say("bob", "#lobby", "as Ann"); // somebody else's words
    session.setNickname(u"Anna"_s);
    session.retryNow();
    QTRY_VERIFY(areSent(lobby) && texts(lobby).size() == 2);
    QVERIFY(said(lobby).front().isOwn);
    QCOMPARE(server.texts("#lobby").count(u"as Ann"_s), 2);
}

void OutboxTest::isNotTakenForOneFromLongAgo()
{
    HistoryServer server;
    server.say("Ann", "#lobby", "ok");
    for (int i = 0; i < 150; ++i)
        server.say("bob", "#lobby", QByteArray::number(i));
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(lobby.historyState(), Conversation::HistoryState::More);
    server.holdsEchoes = true;
    person->session.send(lobby, u"ok"_s);
    QTRY_VERIFY(server.asked("PRIVMSG") == 1);
    person->session.loadOlder(lobby);
    QTRY_COMPARE(lobby.historyState(), Conversation::HistoryState::Complete);
    QCOMPARE(said(lobby).back().state, DeliveryState::Pending);
    QCOMPARE(texts(lobby), server.texts("#lobby"));
}

void OutboxTest::failsWithTheServersWords()
{
    HistoryServer server;
    const auto person = enter(server);
    server.isBroken = true;
    person->session.send(*person->lobby(), u"too much"_s);
    QTRY_COMPARE(said(*person->lobby()).back().state, DeliveryState::Failed);
    QCOMPARE(said(*person->lobby()).back().detail, u"The disk is full"_s);
}

void OutboxTest::isBounded()
{
    HistoryServer server;
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(lobby.historyState(), Conversation::HistoryState::Complete);
    server.hangUp();
    QTRY_COMPARE(person->session.state(), Session::State::Waiting);
    for (int i = 0; i < 1'001; ++i)
        person->session.send(lobby, u"word %1"_s.arg(i));
    QCOMPARE(said(lobby).size(), std::size_t{1'000});
    QCOMPARE(lobby.lines().line(lobby.lines().rowCount() - 1).kind, LineKind::Error);
    person->session.retryNow();
    QTRY_COMPARE_WITH_TIMEOUT(server.texts("#lobby").size(), 1'000, 20'000);
    QTRY_VERIFY(areSent(lobby));
    QCOMPARE(texts(lobby), server.texts("#lobby"));
}

void OutboxTest::aDirectMessageThatIsNotKeptIsNotSaidAgain()
{
    HistoryServer server;
    const auto person = enter(server);
    Session& session = person->session;
    Conversation& bob = session.openDirect(u"bob"_s);
    QTRY_COMPARE(bob.historyState(), Conversation::HistoryState::Complete);
    server.isKeeping = false;
    server.breakAt(Break::AfterStoring);
    session.send(bob, u"psst"_s);
    QTRY_COMPARE(session.state(), Session::State::Waiting);
    session.retryNow();
    QTRY_COMPARE(said(bob).front().state, DeliveryState::Failed);
    QCOMPARE(server.texts("bob"), QStringList{u"psst"_s});
    server.isKeeping = true; // and where it is kept
    session.send(bob, u"again"_s);
    QTRY_COMPARE(said(bob).back().state, DeliveryState::Sent);
    server.breakAt(Break::AfterStoring);
    session.send(bob, u"third"_s);
    QTRY_COMPARE(session.state(), Session::State::Waiting);
    session.retryNow();
    QTRY_COMPARE(said(bob).back().state, DeliveryState::Sent);
    QCOMPARE(server.texts("bob"), (QStringList{u"psst"_s, u"again"_s, u"third"_s}));
}

QTEST_GUILESS_MAIN(OutboxTest)
#include "tst_outbox.moc"
