// JOIN, PART, NAMES, TOPIC, MODE and what the server window does to rooms.
#include "server/dialogue.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace std::chrono_literals;

namespace {

// ann runs #room, bob is inside, carl is not.
struct Scene final
{
    explicit Scene(const QByteArray& capabilitiesOfBob = {}, const QByteArray& capabilitiesOfCarl = {})
        : ann(dialogue.enter("ann")), bob(dialogue.enter("bob", capabilitiesOfBob)), carl(dialogue.enter("carl", capabilitiesOfCarl))
    {
        ann.say("JOIN #room");
        bob.say("JOIN #room");
        dialogue.forgetLines();
    }
    Person& person(const QByteArray& name) { return name == "ann" ? ann : name == "bob" ? bob : carl; }

    Dialogue dialogue;
    Person& ann;
    Person& bob;
    Person& carl;
};

const QByteArray kAnn = ":ann!ann@192.0.2.1 ";
const QByteArray kBob = ":bob!bob@192.0.2.2 ";
const QByteArray kCarl = ":carl!carl@192.0.2.3 ";

} // namespace

class TestRooms final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void firstOneRunsANewRoom()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        QCOMPARE(ann.ask("JOIN #room"), (QByteArrayList{kAnn + "JOIN #room", ":chat.local 353 ann = #room @ann",
                                                        ":chat.local 366 ann #room :End of /NAMES list"}));
        Person& bob = dialogue.enter("bob");
        QCOMPARE(bob.ask("JOIN #Room"), (QByteArrayList{kBob + "JOIN #room", ":chat.local 353 bob = #room :@ann bob",
                                                        ":chat.local 366 bob #room :End of /NAMES list"}));
        QCOMPARE(ann.read(), (QByteArrayList{kBob + "JOIN #room"}));
        QCOMPARE(bob.ask("JOIN #room"), QByteArrayList{});
        QCOMPARE(dialogue.recorder.count(EventKind::Joined), 2);
    }

    void lobbyIsAlwaysThereAndNobodysOwn()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        QCOMPARE(dialogue.engine.snapshot().rooms.size(), 1);
        QCOMPARE(dialogue.engine.snapshot().rooms.first().name, "#lobby");
        QCOMPARE(dialogue.engine.snapshot().rooms.first().modes, "+nt");
        QCOMPARE(ann.ask("JOIN #lobby").value(1), ":chat.local 353 ann = #lobby ann");
        QCOMPARE(ann.ask("TOPIC #lobby :mine"), (QByteArrayList{":chat.local 482 ann #lobby :You're not channel operator"}));
        ann.say("PART #lobby");
        QCOMPARE(dialogue.engine.snapshot().rooms.size(), 1);
    }

    void emptyRoomIsForgotten()
    {
        Scene scene;
        scene.ann.say("PART #room :bye");
        QCOMPARE(scene.bob.read(), (QByteArrayList{kAnn + "PART #room bye"}));
        scene.bob.say("QUIT");
        QCOMPARE(scene.dialogue.engine.snapshot().rooms.size(), 1);
        scene.carl.say("JOIN #room");
        QVERIFY(scene.carl.read().contains(":chat.local 353 carl = #room @carl"));
    }

    void severalRoomsWithTheirKeys()
    {
        Scene scene;
        scene.ann.sayAll({"JOIN #a,#b", "MODE #a +k one", "MODE #b +k two"});
        scene.carl.say("JOIN #a,#b one,two");
        const QByteArrayList lines = scene.carl.read();
        QVERIFY(lines.contains(kCarl + "JOIN #a") && lines.contains(kCarl + "JOIN #b"));
        QCOMPARE(scene.carl.ask("JOIN 0"), (QByteArrayList{kCarl + "PART #b :Left all rooms", kCarl + "PART #a :Left all rooms"}));
        QCOMPARE(scene.carl.ask("JOIN #a,#b ,two").value(0), ":chat.local 475 carl #a :Cannot join channel (+k)");
        QCOMPARE(scene.dialogue.recorder.last(EventKind::Joined).room, "#b");
    }

    void keysStayWithTheirRooms_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("an empty name has its key") << QByteArray("JOIN #room,,#b x,y,two");
        QTest::newRow("a name said twice has two") << QByteArray("JOIN #room,#ROOM,#b x,y,two");
        QTest::newRow("an empty key counts") << QByteArray("JOIN #room,#b ,two");
    }
    void keysStayWithTheirRooms()
    {
        QFETCH(QByteArray, line);
        Scene scene;
        scene.ann.sayAll({"JOIN #b", "MODE #b +k two"});
        QVERIFY(scene.carl.ask(line).contains(kCarl + "JOIN #b"));
    }

    void doorIsShut_data()
    {
        QTest::addColumn<QByteArray>("modes");
        QTest::addColumn<QByteArray>("refusal"); // empty: comes in
        const auto row = [](const char* name, const QByteArray& modes, const QByteArray& refusal) {
            QTest::newRow(name) << modes << refusal;
        };
        row("invited only", "+i", ":chat.local 473 carl #room :Cannot join channel (+i)");
        row("invited only, with an exception", "+iI carl!*@*", "");
        row("banned", "+b *!*@192.0.2.3", ":chat.local 474 carl #room :Cannot join channel (+b)");
        row("banned, with an exception", "+be *!*@192.0.2.* carl", "");
        row("muted is not banned", "+b m:carl!*@*", "");
        row("full", "+l 2", ":chat.local 471 carl #room :Cannot join channel (+l)");
        row("not yet full", "+l 3", "");
        row("a key", "+k secret", ":chat.local 475 carl #room :Cannot join channel (+k)");
        row("registered only", "+R", ":chat.local 477 carl #room :You need to be identified to a registered account");
    }
    void doorIsShut()
    {
        QFETCH(QByteArray, modes);
        QFETCH(QByteArray, refusal);
        Scene scene;
        scene.ann.say("MODE #room " + modes);
        const QByteArrayList answer = scene.carl.ask("JOIN #room");
        if (refusal.isEmpty()) {
            QCOMPARE(answer.value(0), kCarl + "JOIN #room");
            return;
        }
        QCOMPARE(answer, (QByteArrayList{refusal}));
        scene.ann.say("INVITE carl #room");
        QVERIFY2(scene.carl.ask("JOIN #room").contains(kCarl + "JOIN #room"), "an invitation opens every door");
    }

    void tooManyRooms()
    {
        Scene scene;
        for (int i = 0; i < 100; ++i)
            scene.carl.say("JOIN #r" + QByteArray::number(i));
        QCOMPARE(scene.carl.ask("JOIN #last"), (QByteArrayList{":chat.local 405 carl #last :You have joined too many channels"}));
    }

    void joinIsToldInTwoForms()
    {
        Scene scene{"extended-join"};
        scene.carl.say("JOIN #room");
        QCOMPARE(scene.ann.read(), (QByteArrayList{kCarl + "JOIN #room"}));
        QCOMPARE(scene.bob.read(), (QByteArrayList{kCarl + "JOIN #room * carl"}));
    }

    void awayNewcomerIsAnnounced()
    {
        Scene scene{"away-notify"};
        scene.carl.say("AWAY :gone");
        scene.carl.say("JOIN #room");
        QCOMPARE(scene.ann.read(), (QByteArrayList{kCarl + "JOIN #room"}));
        QCOMPARE(scene.bob.read(), (QByteArrayList{kCarl + "JOIN #room", kCarl + "AWAY gone"}));
    }

    void namesComeAsAskedFor_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<QByteArray>("names");
        QTest::newRow("plain") << QByteArray{} << QByteArray(":@ann +bob carl");
        QTest::newRow("multi-prefix") << QByteArray("multi-prefix") << QByteArray(":@+ann +bob carl");
        QTest::newRow("userhost-in-names") << QByteArray("userhost-in-names")
                                           << QByteArray(":@ann!ann@192.0.2.1 +bob!bob@192.0.2.2 carl!carl@192.0.2.3");
    }
    void namesComeAsAskedFor()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(QByteArray, names);
        Scene scene{{}, capabilities};
        scene.ann.say("MODE #room +vv ann bob");
        scene.carl.say("JOIN #room");
        const QByteArrayList expected{":chat.local 353 carl = #room " + names, ":chat.local 366 carl #room :End of /NAMES list"};
        QCOMPARE(scene.carl.ask("NAMES #room"), expected);
    }

    void namesAreLeftOutWhereNotWanted()
    {
        Scene scene{{}, "no-implicit-names"};
        QCOMPARE(scene.carl.ask("JOIN #room"), (QByteArrayList{kCarl + "JOIN #room"}));
    }

    void manyNamesFillSeveralLines()
    {
        Scene scene;
        for (int i = 0; i < 60; ++i)
            scene.dialogue.enter("somebody-with-a-long-name-" + QByteArray::number(i)).say("JOIN #room");
        int names = 0;
        const QByteArrayList lines = scene.ann.ask("NAMES #room");
        for (const QByteArray& line : lines) {
            QVERIFY(line.size() <= 510);
            if (line.contains(" 353 "))
                names += static_cast<int>(line.mid(line.lastIndexOf(':') + 1).split(' ').size());
        }
        QCOMPARE(names, 62);
        QVERIFY(lines.size() > 3);
    }

    void secretRoomIsNotSeen()
    {
        Scene scene;
        scene.ann.say("MODE #room +s");
        QCOMPARE(scene.carl.ask("NAMES #room"), (QByteArrayList{":chat.local 366 carl #room :End of /NAMES list"}));
        QCOMPARE(scene.carl.ask("TOPIC #room"), (QByteArrayList{":chat.local 403 carl #room :No such channel"}));
        QCOMPARE(scene.carl.ask("MODE #room"), (QByteArrayList{":chat.local 403 carl #room :No such channel"}));
        QCOMPARE(scene.carl.ask("PRIVMSG #room :x"), (QByteArrayList{":chat.local 403 carl #room :No such channel"}));
        QVERIFY(scene.bob.ask("NAMES #room").value(0).startsWith(":chat.local 353 bob @ #room"));
    }

    void topicIsSetAndShown()
    {
        Scene scene;
        QCOMPARE(scene.bob.ask("TOPIC #room"), (QByteArrayList{":chat.local 331 bob #room :No topic is set"}));
        QCOMPARE(scene.ann.ask("TOPIC #room :about us"), (QByteArrayList{kAnn + "TOPIC #room :about us"}));
        QCOMPARE(scene.bob.read(), (QByteArrayList{kAnn + "TOPIC #room :about us"}));
        const QByteArrayList shown{":chat.local 332 carl #room :about us", ":chat.local 333 carl #room ann!ann@192.0.2.1 1700000000"};
        QCOMPARE(scene.carl.ask("JOIN #room").mid(1, 2), shown);
        QCOMPARE(scene.carl.ask("TOPIC #room"), shown);
        QCOMPARE(scene.carl.ask("TOPIC #room :mine"), (QByteArrayList{":chat.local 482 carl #room :You're not channel operator"}));
        scene.ann.say("MODE #room -t");
        QCOMPARE(scene.carl.ask("TOPIC #room :"), (QByteArrayList{kCarl + "TOPIC #room :"}));
        QCOMPARE(scene.bob.ask("TOPIC #room"), (QByteArrayList{":chat.local 331 bob #room :No topic is set"}));
        QCOMPARE(scene.dialogue.recorder.count(EventKind::TopicSet), 2);
        scene.ann.say("TOPIC #room :" + QByteArray(450, 'x'));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::TopicSet).text.size(), 390);
    }

    void commandIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("who");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArrayList>("replies");
        const auto row = [](const char* name, const QByteArray& who, const QByteArray& line, const QByteArrayList& replies) {
            QTest::newRow(name) << who << line << replies;
        };
        const QByteArrayList notOperator{":chat.local 482 bob #room :You're not channel operator"};
        row("JOIN without a room", "ann", "JOIN", {":chat.local 461 ann JOIN :Not enough parameters"});
        row("JOIN of no room's name", "ann", "JOIN room", {":chat.local 403 ann room :No such channel"});
        row("JOIN of a bad name", "ann", "JOIN #\x07", {":chat.local 476 ann #\x07 :Bad channel name"});
        row("JOIN of a name that is too long", "ann", "JOIN #" + QByteArray(64, 'x'),
            {":chat.local 476 ann #" + QByteArray(64, 'x') + " :Bad channel name"});
        row("PART without a room", "ann", "PART", {":chat.local 461 ann PART :Not enough parameters"});
        row("PART of no room", "ann", "PART #nowhere", {":chat.local 403 ann #nowhere :No such channel"});
        row("PART of a room one is not in", "carl", "PART #room", {":chat.local 442 carl #room :You're not on that channel"});
        row("TOPIC without a room", "ann", "TOPIC", {":chat.local 461 ann TOPIC :Not enough parameters"});
        row("TOPIC of no room", "ann", "TOPIC #nowhere :x", {":chat.local 403 ann #nowhere :No such channel"});
        row("TOPIC from outside", "carl", "TOPIC #room :x", {":chat.local 442 carl #room :You're not on that channel"});
        row("TOPIC by no operator", "bob", "TOPIC #room :x", notOperator);
        row("NAMES without a room", "ann", "NAMES", {":chat.local 366 ann * :End of /NAMES list"});
        row("NAMES of no room", "ann", "NAMES #nowhere", {":chat.local 366 ann #nowhere :End of /NAMES list"});
        row("MODE without a target", "ann", "MODE", {":chat.local 461 ann MODE :Not enough parameters"});
        row("MODE of no room", "ann", "MODE #nowhere", {":chat.local 403 ann #nowhere :No such channel"});
        row("MODE shows what is set", "carl", "MODE #room", {":chat.local 324 carl #room +nt", ":chat.local 329 carl #room 1700000000"});
        row("MODE by no operator", "bob", "MODE #room +o bob", notOperator);
        row("MODE by no operator, several", "bob", "MODE #room +im-t", notOperator);
        row("MODE with an unknown letter", "ann", "MODE #room +Z", {":chat.local 472 ann Z :is unknown mode char to me"});
        row("MODE with an unknown letter twice", "ann", "MODE #room +ZZ-Z", {":chat.local 472 ann Z :is unknown mode char to me"});
        row("MODE with letters beyond ASCII", "ann", "MODE #room +\xc3\xa9\xc3\xa9", {":chat.local 472 ann ? :is unknown mode char to me"});
        row("MODE +o without a name", "ann", "MODE #room +o", {":chat.local 461 ann MODE :Not enough parameters"});
        row("MODE +o of nobody", "ann", "MODE #room +o nobody", {":chat.local 401 ann nobody :No such nick/channel"});
        row("MODE +v of somebody outside", "ann", "MODE #room +v carl", {":chat.local 441 ann carl #room :They aren't on that channel"});
        row("MODE +k with a bad key", "ann", "MODE #room +k a,b", {":chat.local 525 ann #room :Key is not well-formed"});
        row("MODE +k without a key", "ann", "MODE #room +k", {":chat.local 461 ann MODE :Not enough parameters"});
        row("MODE +l with no number", "ann", "MODE #room +l many", {":chat.local 696 ann #room l many :Not a number above zero"});
        row("MODE +l below one", "ann", "MODE #room +l -1", {":chat.local 696 ann #room l -1 :Not a number above zero"});
        row("MODE that changes nothing", "ann", "MODE #room +nt", {});
        row("MODE +o", "ann", "MODE #room +o BOB", {kAnn + "MODE #room +o bob"});
        row("MODE with several letters", "ann", "MODE #room +kl-t secret 5", {kAnn + "MODE #room +kl-t secret 5"});
        row("MODE +b makes a whole mask", "ann", "MODE #room +b carl", {kAnn + "MODE #room +b carl!*@*"});
        row("MODE -b of what is not there", "ann", "MODE #room -b carl", {});
        row("MODE b asks for the list", "carl", "MODE #room b", {":chat.local 368 carl #room :End of channel ban list"});
        row("MODE +e asks too", "carl", "MODE #room +e", {":chat.local 349 carl #room :End of channel exception list"});
        row("MODE I asks too", "carl", "MODE #room I", {":chat.local 347 carl #room :End of channel invite exception list"});
        row("MODE of oneself", "ann", "MODE ann", {":chat.local 221 ann +"});
        row("MODE of another", "ann", "MODE bob +i", {":chat.local 502 ann :Cant change mode for other users"});
        row("MODE of nobody", "ann", "MODE nobody", {":chat.local 401 ann nobody :No such nick/channel"});
        row("MODE of oneself with an unknown letter", "ann", "MODE ann +Z", {":chat.local 501 ann :Unknown MODE flag"});
        row("MODE of oneself changes it", "ann", "MODE ann +iw", {kAnn + "MODE ann +iw"});
        row("nobody makes themselves an operator", "ann", "MODE ann +o", {});
    }
    void commandIsAnswered()
    {
        QFETCH(QByteArray, who);
        QFETCH(QByteArray, line);
        QFETCH(QByteArrayList, replies);
        Scene scene;
        QCOMPARE(scene.person(who).ask(line), replies);
    }

    void listsSayWhoAndWhen()
    {
        Scene scene;
        scene.ann.say("MODE #room +beI-b x y!*@* z@z nobody");
        scene.ann.say("MODE #room +b m:loud");
        QCOMPARE(scene.bob.ask("MODE #room b"), (QByteArrayList{":chat.local 367 bob #room x!*@* ann!ann@192.0.2.1 1700000000",
                                                                ":chat.local 367 bob #room m:loud!*@* ann!ann@192.0.2.1 1700000000",
                                                                ":chat.local 368 bob #room :End of channel ban list"}));
        QCOMPARE(scene.bob.ask("MODE #room e").value(0), ":chat.local 348 bob #room y!*@* ann!ann@192.0.2.1 1700000000");
        QCOMPARE(scene.bob.ask("MODE #room I").value(0), ":chat.local 346 bob #room *!z@z ann!ann@192.0.2.1 1700000000");
    }

    void listsAreBounded()
    {
        Scene scene;
        for (int i = 0; i < 60; ++i)
            scene.ann.say("MODE #room +b x" + QByteArray::number(i));
        QCOMPARE(scene.ann.ask("MODE #room +e y"), (QByteArrayList{":chat.local 478 ann #room e :Channel list is full"}));
        QCOMPARE(scene.ann.ask("MODE #room +b X1"), QByteArrayList{});
    }

    void keyIsForThoseInside()
    {
        Scene scene;
        scene.ann.say("MODE #room +kl secret 9");
        QCOMPARE(scene.bob.ask("MODE #room").value(0), ":chat.local 324 bob #room +klnt secret 9");
        QCOMPARE(scene.carl.ask("MODE #room").value(0), ":chat.local 324 carl #room +klnt * 9");
        QCOMPARE(scene.ann.ask("MODE #room -k wrong"), (QByteArrayList{kAnn + "MODE #room -k *"}));
        QCOMPARE(scene.carl.ask("JOIN #room").value(0), kCarl + "JOIN #room");
    }

    void windowMovesPeople()
    {
        Scene scene;
        QVERIFY(scene.dialogue.engine.kick("bob", "#room", "enough").has_value());
        QVERIFY(scene.dialogue.engine.setTopic("#room", "quiet").has_value());
        QVERIFY(!scene.dialogue.engine.kick("carl", "#room", "x").has_value());
        QVERIFY(!scene.dialogue.engine.setTopic("#nowhere", "x").has_value());
        QVERIFY(scene.dialogue.engine.disconnect(scene.carl.id(), "bye").has_value());
        QVERIFY(!scene.dialogue.engine.disconnect({99, 1, 0}, "bye").has_value());
        scene.dialogue.deliver();
        QCOMPARE(scene.bob.read(), (QByteArrayList{":chat.local KICK #room bob enough"}));
        QCOMPARE(scene.ann.read(), (QByteArrayList{":chat.local KICK #room bob enough", ":chat.local TOPIC #room quiet"}));
        QCOMPARE(scene.carl.read().value(0), ":chat.local KILL carl bye");
        QVERIFY(scene.carl.isClosed());
        QCOMPARE(scene.dialogue.engine.snapshot().people.size(), 2);
    }
};

QTEST_GUILESS_MAIN(TestRooms)
#include "tst_rooms.moc"
