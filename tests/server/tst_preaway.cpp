// Being away before there is a name, and on several devices. IRCv3 draft/pre-away.
#include "server/accountscene.h"
#include "server/lines.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace std::chrono_literals;

namespace {

QByteArrayList bareWith(const QByteArrayList& lines, const QByteArray& part)
{
    QByteArrayList found = with(lines, part);
    std::ranges::transform(found, found.begin(), bare);
    return found;
}

// ann, with as many devices as a test wants; bob shares a room and hears of who is away.
struct Scene final : AccountScene
{
    Scene()
    {
        hasAccount("ann");
        desk = &device("ann", "ann", kCapabilities);
        desk->say("JOIN #room");
        bob = &dialogue.enter("bob", "away-notify");
        bob->say("JOIN #room");
        dialogue.forgetLines();
    }
    // What bob reads when he writes to ann.
    [[nodiscard]] QByteArray awayOfAnn()
    {
        const QByteArrayList lines = bareWith(bob->ask("PRIVMSG ann :hello"), " 301 ");
        return lines.isEmpty() ? QByteArray("here") : lines.first().mid(lines.first().indexOf(" ann ") + 5);
    }

    inline static const QByteArray kCapabilities = kAccountCapabilities + " draft/pre-away";
    Person* desk = nullptr;
    Person* bob = nullptr;
};

} // namespace

class TestPreAway final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void implementation_withoutTheCapabilityThereIsNoName()
    {
        Dialogue dialogue;
        QCOMPARE(dialogue.connect().ask("AWAY :out"), QByteArrayList{":chat.local 451 * :You have not registered"});
    }

    void implementation_awayBeforeThereIsAName()
    {
        Dialogue dialogue;
        Person& bob = dialogue.enter("bob");
        Person& ann = dialogue.connect();
        ann.say("CAP REQ draft/pre-away");
        (void)ann.read();
        QCOMPARE(ann.ask("AWAY :Gone to lunch.  Back in 5"), QByteArrayList{":chat.local 306 * :You have been marked as being away"});
        ann.sayAll({"NICK ann", "USER ann 0 * :ann", "CAP END"});
        QCOMPARE(bob.ask("PRIVMSG ann :hello"), QByteArrayList{":chat.local 301 bob ann :Gone to lunch.  Back in 5"});
    }

    void implementation_withoutParametersThePersonIsPresent()
    {
        Dialogue dialogue;
        Person& bob = dialogue.enter("bob");
        Person& ann = dialogue.connect();
        ann.sayAll({"CAP REQ draft/pre-away", "AWAY :out"});
        (void)ann.read();
        QCOMPARE(ann.ask("AWAY"), QByteArrayList{":chat.local 305 * :You are no longer marked as being away"});
        ann.sayAll({"NICK ann", "USER ann 0 * :ann", "CAP END"});
        QCOMPARE(bob.ask("PRIVMSG ann :hello"), QByteArrayList{});
    }

    void implementation_comingInIsToldAllTheSame()
    {
        Dialogue dialogue;
        Person& bob = dialogue.enter("bob");
        bob.say("MONITOR + ann");
        (void)bob.read();
        Person& ann = dialogue.connect();
        ann.sayAll({"CAP REQ draft/pre-away", "AWAY *", "NICK ann", "USER ann 0 * :ann", "CAP END"});
        QCOMPARE(bareWith(bob.read(), " 730 ").size(), 1);
        QCOMPARE(bob.ask("PRIVMSG ann :hello"), QByteArrayList{":chat.local 301 bob ann *"});
        Person& carl = dialogue.enter("carl", "away-notify");
        carl.say("JOIN #room");
        (void)carl.read();
        ann.say("JOIN #room");
        QCOMPARE(bareWith(carl.read(), " AWAY "), QByteArrayList{":ann!ann@192.0.2.2 AWAY *"});
    }

    void considerations_aPersonIsAwayWhenAllDevicesAre()
    {
        Scene scene;
        Person& phone = scene.device("ann", "ann", Scene::kCapabilities);
        scene.desk->say("AWAY :lunch");
        QVERIFY(bareWith(scene.bob->read(), "AWAY").isEmpty());
        QCOMPARE(scene.awayOfAnn(), "here");
        scene.dialogue.wait(1s);
        phone.say("AWAY :in a tunnel");
        QCOMPARE(bareWith(scene.bob->read(), "AWAY"), QByteArrayList{":ann!ann@192.0.2.2 AWAY :in a tunnel"});
        QCOMPARE(scene.awayOfAnn(), ":in a tunnel"); // the latest
        phone.say("AWAY");
        QCOMPARE(bareWith(scene.bob->read(), "AWAY"), QByteArrayList{":ann!ann@192.0.2.2 AWAY"});
        QCOMPARE(scene.awayOfAnn(), "here");
    }

    void considerations_aStarIsNoTextOfAPerson()
    {
        Scene scene;
        scene.desk->say("AWAY :lunch");
        (void)scene.bob->read();
        Person& phone = scene.dialogue.connect();
        phone.sayAll({"CAP REQ :" + Scene::kCapabilities, "AWAY *", "NICK x", "USER ann 0 * :ann", "AUTHENTICATE PLAIN"});
        phone.say("AUTHENTICATE " + plainResponse("ann", passwordOf("ann")));
        phone.say("CAP END");
        QVERIFY(bareWith(scene.bob->read(), "AWAY").isEmpty()); // nothing has changed for others
        QCOMPARE(scene.awayOfAnn(), "lunch");
        scene.dialogue.wait(1s);
        phone.say("AWAY *");
        QCOMPARE(scene.awayOfAnn(), "lunch");
        scene.desk->say("QUIT");
        QCOMPARE(scene.awayOfAnn(), "*"); // nobody sits anywhere
    }

    void considerations_aDeviceThatNobodySitsAtMakesNobodyPresent()
    {
        Scene scene;
        Person& phone = scene.device("ann", "ann", Scene::kCapabilities);
        phone.say("AWAY *");
        QCOMPARE(scene.awayOfAnn(), "here"); // at the desk
        scene.desk->say("QUIT");
        QCOMPARE(bareWith(scene.bob->read(), "AWAY"), QByteArrayList{":ann!ann@192.0.2.2 AWAY *"});
        QCOMPARE(scene.awayOfAnn(), "*");
    }

    void considerations_aDeviceThatComesInMakesThePersonPresent()
    {
        Scene scene;
        scene.desk->say("AWAY :lunch");
        (void)scene.bob->read();
        (void)scene.device("ann", "ann", Scene::kCapabilities);
        QCOMPARE(bareWith(scene.bob->read(), "AWAY"), QByteArrayList{":ann!ann@192.0.2.2 AWAY"});
    }
};

QTEST_GUILESS_MAIN(TestPreAway)
#include "tst_preaway.moc"
