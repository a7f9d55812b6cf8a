// What stays: rooms with what was set in them, and messages, or a clear word that they could not be kept.
#include "protocol/messageid.h"
#include "protocol/timestamp.h"
#include "server/historyscene.h"
#include "server/hub.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

const storage::StoreError kFull{storage::StoreError::Kind::Full, QStringLiteral("No room on the disk"), false};

QByteArrayList modesOf(Person& who, const QByteArray& room)
{
    for (const QByteArray& line : who.ask("MODE " + room)) {
        if (line.contains(" 324 "))
            return line.mid(line.indexOf(room) + room.size() + 1).split(' ');
    }
    return {};
}

bool isOperator(Person& who, const QByteArray& name, const QByteArray& room)
{
    for (const QByteArray& line : who.ask("NAMES " + room)) {
        if (line.contains(" 353 "))
            return line.mid(line.lastIndexOf(':') + 1).split(' ').contains('@' + name);
    }
    return false;
}

// Time passes with every look at it.
class HastyClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override { return m_now += std::chrono::milliseconds{1}; }
    [[nodiscard]] std::chrono::milliseconds monotonic() const override { return std::chrono::milliseconds{1}; }

private:
    mutable Timestamp m_now{std::chrono::milliseconds{1'700'000'000'000}};
};

} // namespace

class TestKeeping final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRoomSurvivesARestartWithAllThatWasSetInIt()
    {
        HistoryScene scene;
        for (const QByteArray line : {"MODE #room +k secret", "MODE #room +l 9", "MODE #room +ms", "MODE #room +b bad!*@*",
                                      "MODE #room +e good!*@*", "MODE #room +I guest!*@*", "TOPIC #room :what we do"})
            scene.ann.say(line);
        Dialogue next({}, 1, scene.dialogue.takeStore());
        Person& ann = next.enter("ann"); // the same name, user and address
        Person& stranger = next.enter("stranger");
        QVERIFY(stranger.ask("JOIN #room").first().contains(" 475 ")); // a room with a key is not entered without it
        const QByteArray joined = ann.ask("JOIN #room secret").join('\n');
        QVERIFY2(joined.contains(" 332 ann #room :what we do"), joined.constData());
        QVERIFY(isOperator(ann, "ann", "#room"));
        QCOMPARE(modesOf(ann, "#room"), (QByteArrayList{"+klmnst", "secret", "9"}));
        QVERIFY(ann.ask("MODE #room b").first().contains("bad!*@*"));
        QVERIFY(ann.ask("MODE #room e").first().contains("good!*@*"));
        QVERIFY(ann.ask("MODE #room I").first().contains("guest!*@*"));
        stranger.say("JOIN #room secret");
        QVERIFY(!isOperator(ann, "stranger", "#room"));
    }

    void anEmptyRoomKeepsItsDoorAndItsOperators()
    {
        HistoryScene scene;
        scene.ann.say("MODE #room +i");
        scene.bob.say("PART #room");
        scene.ann.say("PART #room");
        QVERIFY(scene.carl.ask("JOIN #room").first().contains(" 473 "));
        scene.ann.say("JOIN #room"); // else nobody could ever come back
        QVERIFY(isOperator(scene.ann, "ann", "#room"));
    }

    void theOthersAreToldThatSomebodyRunsTheRoomAgain()
    {
        HistoryScene scene;
        scene.ann.say("PART #room");
        scene.dialogue.forgetLines();
        scene.ann.say("JOIN #room");
        QCOMPARE(scene.bob.read(),
                 (QByteArrayList{"@time=*;msgid=* :ann!ann@192.0.2.1 JOIN #room", "@time=* :chat.local MODE #room +o ann"}));
    }

    void aRankThatWasTakenIsGone()
    {
        HistoryScene scene;
        scene.ann.say("MODE #room +o bob");
        scene.bob.say("MODE #room -o ann");
        scene.ann.say("PART #room");
        scene.ann.say("JOIN #room");
        QVERIFY(!isOperator(scene.bob, "ann", "#room"));
    }

    void aRankFollowsAChangeOfName()
    {
        HistoryScene scene;
        scene.ann.say("NICK anna");
        scene.ann.say("PART #room");
        scene.carl.say("NICK ann"); // who takes the old name is not who had it
        scene.carl.say("JOIN #room");
        QVERIFY(!isOperator(scene.bob, "ann", "#room"));
        scene.ann.say("JOIN #room");
        QVERIFY(isOperator(scene.bob, "anna", "#room"));
    }

    void aCertificateIsKnownAgainUnderAnyNameAndItsNameIsNoProof()
    {
        Dialogue dialogue({}, 1, std::make_unique<storage::MemoryStore>());
        Person& safe = dialogue.connectAs({90, 1, 0}, QHostAddress{QStringLiteral("192.0.2.90")}, "abcd");
        safe.sayAll({"NICK safe", "USER safe 0 * :Safe", "JOIN #vault", "PRIVMSG #vault :hello", "QUIT"});
        Person& fake = dialogue.connectAs({91, 1, 0}, QHostAddress{QStringLiteral("192.0.2.90")}, {});
        fake.sayAll({"NICK safe", "USER safe 0 * :Safe", "JOIN #vault"});
        QVERIFY(!isOperator(fake, "safe", "#vault"));
        Person& other = dialogue.connectAs({92, 1, 0}, QHostAddress{QStringLiteral("192.0.2.7")}, "abcd");
        other.sayAll({"NICK other", "USER other 0 * :Other", "JOIN #vault"});
        QVERIFY(isOperator(other, "other", "#vault"));
    }

    void aRoomInWhichNothingWasSaidGoesWithTheLastOne()
    {
        HistoryScene scene;
        scene.carl.say("JOIN #passing");
        scene.carl.say("MODE #passing +i");
        scene.carl.say("PART #passing");
        scene.bob.say("JOIN #passing");
        QVERIFY(isOperator(scene.bob, "bob", "#passing"));
    }

    void aDeletedRoomIsGoneWithItsHistory()
    {
        HistoryScene scene;
        QVERIFY(scene.dialogue.engine.deleteRoom("#room", "cleaning up").has_value());
        scene.dialogue.deliver();
        QCOMPARE(scene.bob.read().last(), QByteArray("@time=*;msgid=* :chat.local KICK #room bob :cleaning up"));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::RoomDeleted).room, QByteArray("#room"));
        scene.bob.say("JOIN #room");
        QVERIFY(isOperator(scene.bob, "bob", "#room")); // it is a new one
        scene.says(scene.bob, "anew");
        QCOMPARE(HistoryScene::texts(scene.bob.ask("CHATHISTORY LATEST #room * 10")), QByteArrayList{"anew"});
        QVERIFY(!scene.dialogue.engine.deleteRoom("#nowhere", {}).has_value());
    }

    void theLobbyStaysAndLosesItsHistory()
    {
        HistoryScene scene;
        scene.bob.say("JOIN #lobby");
        scene.bob.say("PRIVMSG #lobby :old");
        QVERIFY(scene.dialogue.engine.deleteRoom("#lobby", {}).has_value());
        scene.dialogue.deliver();
        scene.bob.say("PRIVMSG #lobby :new");
        (void)scene.bob.read();
        QCOMPARE(HistoryScene::texts(scene.bob.ask("CHATHISTORY LATEST #lobby * 10")), QByteArrayList{"new"});
    }

    void timesNeverGoBack()
    {
        HistoryScene scene;
        scene.dialogue.clock.advance(-std::chrono::hours{5}); // somebody sets the clock
        scene.says(scene.ann, "six");
        QCOMPARE(HistoryScene::texts(scene.bob.ask("CHATHISTORY LATEST #room * 2")), (QByteArrayList{"five", "six"}));
        Dialogue next({}, 1, scene.dialogue.takeStore()); // its clock began before that of the messages
        Person& ann = next.enter("ann", kHistoryCapabilities);
        ann.sayAll({"JOIN #room", "PRIVMSG #room :seven"});
        QCOMPARE(HistoryScene::texts(ann.ask("CHATHISTORY LATEST #room * 2")), (QByteArrayList{"six", "seven"}));
        Dialogue early({}, 1, next.takeStore(), -std::chrono::hours{1});
        QVERIFY(early.recorder.last(EventKind::Warning).text.contains("later than this machine's clock"));
    }

    void tagIdAndEntryTellTheSameTime()
    {
        const HastyClock clock;
        Recorder recorder;
        Hub hub({}, clock, recorder, 1);
        hub.archive.setOn(true);
        const Outgoing event = hub.makeEvent(nullptr, {"TOPIC", {"#room", "tea"}});
        const Tagging& tagging = event.tagging();
        QCOMPARE(tagging.time, protocol::formatTimestamp(tagging.at));
        QVERIFY(protocol::timeOfMessageId(protocol::view(tagging.messageId)) == tagging.at);
    }

    void whatCannotBeKeptIsNotSent_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray why = "Not sent: the server's disk is full. Try again later, or tell whoever runs the server.";
        QTest::newRow("with standard replies and a label")
            << QByteArray("standard-replies batch labeled-response echo-message") << QByteArray("@label=L PRIVMSG #room :hello")
            << "@label=L :chat.local FAIL PRIVMSG MESSAGE_NOT_SAVED #room :" + why;
        QTest::newRow("without") << QByteArray() << QByteArray("PRIVMSG #room :hello") << ":chat.local NOTICE dora :*** PRIVMSG: " + why;
        QTest::newRow("a notice") << QByteArray("standard-replies") << QByteArray("NOTICE #room :hello")
                                  << ":chat.local FAIL NOTICE MESSAGE_NOT_SAVED #room :" + why;
    }
    void whatCannotBeKeptIsNotSent()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, expected);
        HistoryScene scene;
        Person& dora = scene.dialogue.enter("dora", capabilities);
        dora.say("JOIN #room");
        scene.dialogue.forgetLines();
        scene.dialogue.storeError = kFull;
        QCOMPARE(dora.ask(line), QByteArrayList{expected}); // it fails on its way
        QCOMPARE(dora.ask(line), QByteArrayList{expected}); // now it is known to
        QCOMPARE(scene.bob.read(), QByteArrayList());
        QCOMPARE(scene.dialogue.recorder.count(EventKind::Warning), 1);
        QVERIFY(scene.dialogue.recorder.last(EventKind::Warning).text.contains("No room on the disk"));
        QVERIFY(!scene.dialogue.engine.snapshot().storeTrouble.isEmpty());
    }

    void allElseGoesOnMeanwhile()
    {
        HistoryScene scene;
        scene.dialogue.storeError = kFull;
        scene.ann.say("PRIVMSG #room :lost");
        scene.dialogue.forgetLines();
        scene.carl.say("JOIN #room");
        scene.ann.say("TOPIC #room :still here");
        scene.ann.say("PRIVMSG bob :just you");
        const QByteArrayList read = scene.bob.read();
        QCOMPARE(read.size(), 3);
        QVERIFY(read[0].contains(" JOIN ") && read[1].contains(" TOPIC ") && read[2].contains("just you"));
        // And when there is room again:
        scene.dialogue.storeError.reset();
        scene.dialogue.engine.endStoreTrouble();
        scene.dialogue.deliver();
        scene.says(scene.ann, "six");
        QCOMPARE(HistoryScene::texts(scene.bob.ask("CHATHISTORY LATEST #room * 2")), (QByteArrayList{"five", "six"}));
        QVERIFY(scene.dialogue.engine.snapshot().storeTrouble.isEmpty());
        Dialogue next({}, 1, scene.dialogue.takeStore());
        QVERIFY(next.enter("ann").ask("JOIN #room").join('\n').contains("still here")); // set while nothing could be kept
    }

    void oneTurnKeepsApartWhatWaitsAndWhatDoesNot()
    {
        HistoryScene scene;
        scene.dialogue.storeError = kFull;
        scene.ann.sayAll({"PRIVMSG bob :before", "PRIVMSG #room :not kept", "PRIVMSG bob :after", "PING x"});
        QCOMPARE(scene.bob.read(), (QByteArrayList{"@time=*;msgid=* :ann!ann@192.0.2.1 PRIVMSG bob before",
                                                   "@time=*;msgid=* :ann!ann@192.0.2.1 PRIVMSG bob after"}));
        const QByteArrayList own = scene.ann.read();
        QCOMPARE(own.size(), 4); // two echoes, the PONG, and the refusal
        QVERIFY(own.last().contains("FAIL PRIVMSG MESSAGE_NOT_SAVED #room"));
    }

    void aMessageToSeveralIsSentToAllOrToNone()
    {
        HistoryScene scene(kHistoryCapabilities + " labeled-response");
        scene.dialogue.storeError = kFull;
        const QByteArrayList own = scene.ann.ask("@label=L PRIVMSG bob,#room :hello");
        QCOMPARE(own.size(), 1);
        QVERIFY(own.first().startsWith("@label=L;") && own.first().contains("MESSAGE_NOT_SAVED bob,#room"));
        QCOMPARE(scene.bob.read(), QByteArrayList());
    }
};

QTEST_GUILESS_MAIN(TestKeeping)
#include "tst_keeping.moc"
