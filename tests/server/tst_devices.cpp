// Several devices of one account are one person.
#include "server/accountscene.h"
#include "server/lines.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace std::chrono_literals;

namespace {

// ann in #room on two devices, bob there too.
struct Scene final : AccountScene
{
    Scene()
    {
        hasAccount("ann");
        hasAccount("bob");
        desk = &device("ann", "ann");
        bob = &device("bob", "bob");
        desk->say("JOIN #room");
        bob->say("JOIN #room");
        phone = &begin("ann", "ann_phone");
        welcome = phone->read();
        dialogue.forgetLines();
    }

    Person* desk = nullptr;
    Person* phone = nullptr;
    Person* bob = nullptr;
    QByteArrayList welcome; // of the phone
};

} // namespace

class TestDevices final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aSecondDeviceGetsThePersonsNameAndRooms()
    {
        Scene scene;
        const QByteArrayList numerics = with(scene.welcome, " 001 ");
        QCOMPARE(numerics.size(), 1);
        QVERIFY2(numerics.first().contains(" 001 ann "), numerics.first().constData());
        const QByteArrayList joins = with(scene.welcome, " JOIN #room");
        QCOMPARE(joins.size(), 1);
        QCOMPARE(bare(joins.first()), QByteArray(":ann!ann@192.0.2.3 JOIN #room ann ann"));
        QCOMPARE(with(scene.welcome, " 353 ").size(), 1);
        QVERIFY(with(scene.welcome, " 353 ").first().contains("@ann"));
        QVERIFY(scene.bob->read().isEmpty()); // nobody is told: ann is here already
    }

    void aDeviceMaySignInWhenItWasTooLateForItsName()
    {
        Scene scene;
        Person& late = scene.dialogue.connect();
        late.sayAll({"CAP REQ :sasl", "NICK ann", "USER ann 0 * :ann", "CAP END"});
        QCOMPARE(with(late.read(), " 433 ").size(), 1);
        late.say("AUTHENTICATE PLAIN");
        late.say("AUTHENTICATE " + plainResponse("ann", passwordOf("ann")));
        QCOMPARE(with(late.ask("NICK ann"), " 001 ann ").size(), 1);
    }

    void aDeviceGetsThePersonsNameWhateverItAsksFor()
    {
        Scene scene;
        const QByteArrayList welcomed = scene.begin("ann", "bob").read(); // somebody else's
        QVERIFY2(with(welcomed, " 001 ann ").size() == 1, welcomed.join('\n').constData());
        QVERIFY(with(welcomed, " 433 ").isEmpty());
    }

    void thePersonIsCountedOnce()
    {
        Scene scene;
        const QByteArrayList lines = scene.bob->ask("LUSERS");
        QVERIFY2(with(lines, "There are 2 users and 0 invisible").size() == 1, lines.join('\n').constData());
        QVERIFY(with(lines, " 253 ").first().contains(" 253 bob 0 "));
        QCOMPARE(with(scene.bob->ask("NAMES #room"), " 353 ").first().count("ann"), 1);
    }

    void whatOneDeviceSaysInARoomTheOtherReads()
    {
        Scene scene;
        scene.desk->say("PRIVMSG #room :hello");
        QCOMPARE(scene.phone->read(), QByteArrayList{"@account=ann;msgid=* :ann!ann@192.0.2.3 PRIVMSG #room hello"});
        QCOMPARE(scene.bob->read(), QByteArrayList{"@account=ann;msgid=* :ann!ann@192.0.2.3 PRIVMSG #room hello"});
        QCOMPARE(with(scene.desk->read(), "PRIVMSG").size(), 1); // its echo
    }

    void whatOneDeviceSaysToSomebodyTheOtherReads()
    {
        Scene scene;
        scene.phone->say("PRIVMSG bob :just you");
        QCOMPARE(scene.desk->read(), QByteArrayList{"@account=ann;msgid=* :ann!ann@192.0.2.3 PRIVMSG bob :just you"});
        QCOMPARE(scene.bob->read().size(), 1);
    }

    void aDeviceWithoutEchoIsNotToldItsOwnWords()
    {
        Scene scene;
        Person& old = scene.device("ann", "ann", "sasl");
        scene.desk->say("PRIVMSG bob :just you");
        QVERIFY(old.read().isEmpty()); // it would take them for those of somebody called ann
        scene.desk->say("PRIVMSG #room :all of you");
        QCOMPARE(old.read().size(), 1);
    }

    void whatIsSaidToThePersonReachesAllDevices()
    {
        Scene scene;
        scene.bob->say("PRIVMSG ann hello");
        QCOMPARE(with(scene.desk->read(), "PRIVMSG ann hello").size(), 1);
        QCOMPARE(with(scene.phone->read(), "PRIVMSG ann hello").size(), 1);
    }

    void enteringAndLeavingAreOfAllDevices()
    {
        Scene scene;
        scene.phone->say("JOIN #other");
        const QByteArrayList seen = scene.desk->read();
        QCOMPARE(with(seen, " JOIN #other").size(), 1);
        QCOMPARE(with(seen, " 366 ").size(), 1);
        scene.desk->say("PART #other :enough");
        QCOMPARE(with(scene.phone->read(), " PART #other").size(), 1);
        QVERIFY(with(scene.phone->ask("PART #other"), " 403 ").size() + with(scene.phone->ask("PART #other"), " 442 ").size() > 0);
    }

    void aNewNameIsOfAllDevices()
    {
        Scene scene;
        scene.phone->say("NICK anna");
        QCOMPARE(with(scene.desk->read(), " NICK anna").size(), 1);
        QCOMPARE(with(scene.bob->read(), " NICK anna").size(), 1);
        QVERIFY(scene.desk->ask("PING x").first().contains("PONG"));
        QVERIFY(with(scene.desk->ask("WHOIS anna"), " 311 anna anna ").size() == 1);
    }

    void onlyTheLastDeviceTakesThePersonAway()
    {
        Scene scene;
        scene.desk->say("QUIT :home");
        QVERIFY(scene.desk->isClosed());
        QVERIFY(scene.bob->read().isEmpty());
        scene.bob->say("PRIVMSG ann :still there?");
        QCOMPARE(with(scene.phone->read(), "still there?").size(), 1);
        scene.phone->hangUp();
        QCOMPARE(with(scene.bob->read(), " QUIT ").size(), 1);
    }

    void thePersonIsAwayWhenAllDevicesAre()
    {
        Scene scene;
        Person& watcher = scene.dialogue.enter("dora", "away-notify");
        watcher.say("JOIN #room");
        scene.dialogue.forgetLines();
        QVERIFY(with(scene.desk->ask("AWAY :lunch"), " 306 ").size() == 1);
        QVERIFY(watcher.read().isEmpty());
        scene.phone->say("AWAY :lunch");
        QCOMPARE(watcher.read(), QByteArrayList{":ann!ann@192.0.2.3 AWAY lunch"});
        scene.phone->say("AWAY");
        QCOMPARE(watcher.read(), QByteArrayList{":ann!ann@192.0.2.3 AWAY"});
        scene.phone->hangUp(); // the one that was there
        QCOMPARE(watcher.read(), QByteArrayList{":ann!ann@192.0.2.3 AWAY lunch"});
    }

    void killTakesAllDevices()
    {
        Scene scene;
        QVERIFY(scene.dialogue.engine.disconnect(scene.desk->id(), "enough"));
        scene.dialogue.deliver();
        QVERIFY(scene.desk->isClosed());
        QVERIFY(scene.phone->isClosed());
        QCOMPARE(with(scene.bob->read(), " QUIT ").size(), 1);
    }

    void watchingIsOfOneDevice()
    {
        Scene scene;
        scene.desk->say("MONITOR + dora");
        scene.dialogue.forgetLines();
        scene.dialogue.enter("dora");
        QCOMPARE(with(scene.desk->read(), " 730 ").size(), 1);
        QVERIFY(scene.phone->read().isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestDevices)
#include "tst_devices.moc"
