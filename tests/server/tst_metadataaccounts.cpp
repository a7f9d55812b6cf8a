// Metadata that stays: of accounts, on all devices and while nobody is there, and of rooms that are kept.
// draft/metadata-3, "Automatic synchronization".
#include "server/accountscene.h"
#include "server/metadatascene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

const QByteArray kSigned = "batch sasl draft/metadata-3";

// ann has an account; bob has none, has subscribed to status and shares #room with her when she comes in.
struct Kept final : AccountScene
{
    explicit Kept(ServerConfig config = {}) : AccountScene(std::move(config))
    {
        hasAccount("ann");
        hasAccount("dave");
        bob = &dialogue.enter("bob", kThird);
        bob->sayAll({"METADATA * SUB status", "JOIN #room"});
    }
    Person& ann(const QByteArray& nickname = "ann")
    {
        Person& person = device("ann", nickname, kSigned);
        person.sayAll({"METADATA * SUB status", "JOIN #room"});
        dialogue.forgetLines();
        return person;
    }
    [[nodiscard]] QByteArrayList asked(const QByteArray& target, const QByteArray& key = "status")
    {
        return plain(bob->ask("METADATA " + target + " GET " + key));
    }
    [[nodiscard]] static QByteArrayList told(const QByteArray& target, const QByteArray& value, const QByteArray& key = "status")
    {
        const QByteArray set = "761 bob " + target + ' ' + key + " * " + value;
        return batch(target, {value.isEmpty() ? "766 bob " + target + ' ' + key + " :Key not set" : set});
    }

    Person* bob = nullptr;
};

} // namespace

class MetadataAccountsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneDeviceHearsOfTheOther()
    {
        Kept scene;
        Person& desk = scene.ann();
        Person& phone = scene.ann("phone");
        desk.say("METADATA * SET status :x");
        QCOMPARE(desk.read(), just("761 ann ann status * x"));
        QCOMPARE(phone.read(), just("761 ann ann status * x"));
        QCOMPARE(scene.bob->read(), just("761 bob ann status * x")); // once
        phone.say("METADATA * SET status");
        QCOMPARE(desk.read(), just("766 ann ann status :Key not set"));
    }

    void subscriptionsAreADevices()
    {
        Kept scene;
        Person& desk = scene.ann();
        Person& phone = scene.device("ann", "phone", kSigned);
        QCOMPARE(plain(phone.ask("METADATA * SUBS")), batch({}, {}, "metadata-subs"));
        desk.say("METADATA * SET status :x");
        QCOMPARE(phone.read(), QByteArrayList{});
        desk.say("METADATA * SUB avatar");
        desk.hangUp();
        QCOMPARE(plain(scene.device("ann", "ann", kSigned).ask("METADATA * SUBS")), batch({}, {}, "metadata-subs"));
    }

    void whoIsAwayIsStillRead()
    {
        Kept scene;
        Person& ann = scene.ann();
        ann.say("METADATA * SET status :back on monday");
        ann.say("QUIT");
        scene.dialogue.forgetLines();
        QCOMPARE(scene.asked("ANN"), Kept::told("ann", ":back on monday"));
        QCOMPARE(plain(scene.bob->ask("METADATA ann LIST")), batch("ann", {"761 bob ann status * :back on monday"}));
        QCOMPARE(plain(scene.bob->ask("METADATA ann SYNC")), batch("ann", {"761 bob ann status * :back on monday"}));
        QCOMPARE(scene.bob->ask("METADATA ann SET status :x"),
                 just("FAIL METADATA KEY_NO_PERMISSION ann status :This is not yours to change"));
        // By another name, too, and it is the same on the next device, which reads it with its welcome.
        const QByteArrayList welcome = plain(scene.begin("ann", "anna", kSigned).read());
        const QByteArrayList own = batch("anna", {"761 anna anna status * :back on monday"});
        QVERIFY(welcome.contains(own[1]));
        QCOMPARE(scene.asked("ann"), Kept::told("anna", ":back on monday"));
    }

    void otherAccountsMayNotChangeIt()
    {
        Kept scene;
        scene.ann().say("METADATA * SET status :x");
        Person& dave = scene.device("dave", "dave", kSigned);
        QVERIFY(dave.ask("METADATA ann SET status :y").value(0).contains(" KEY_NO_PERMISSION ann status "));
        QVERIFY(dave.ask("METADATA ann CLEAR").value(0).contains(" KEY_NO_PERMISSION ann * "));
        QCOMPARE(scene.asked("ann"), Kept::told("ann", "x"));
    }

    // What was set before signing in becomes the account's where it has no such key, and others read what is new to them.
    void signingInBringsItTogether()
    {
        Kept scene;
        Person& first = scene.ann();
        first.sayAll({"METADATA * SET status :of the account", "METADATA * SET homepage :h"});
        first.say("QUIT");
        Person& ann = scene.dialogue.enter("guest", kSigned);
        ann.sayAll({"METADATA * SUB status", "METADATA * SET status :of a guest", "METADATA * SET pronouns :she/her", "JOIN #room"});
        scene.bob->say("METADATA * SUB pronouns homepage");
        scene.dialogue.forgetLines();
        ann.sayAll({"AUTHENTICATE PLAIN", "AUTHENTICATE " + plainResponse("ann", passwordOf("ann"))});
        QCOMPARE(having(scene.bob->read(), " 76"),
                 (QByteArrayList{":chat.local 761 bob guest homepage * h", ":chat.local 761 bob guest status * :of the account"}));
        QCOMPARE(having(ann.read(), " 761 "), just("761 guest guest status * :of the account"));
        ann.say("QUIT");
        QCOMPARE(scene.asked("ann", "pronouns"), Kept::told("ann", "she/her", "pronouns"));
    }

    void registeringKeepsWhatIsSet()
    {
        Kept scene;
        scene.bob->say("METADATA * SET status :x");
        scene.bob->say("REGISTER * * :" + passwordOf("bob"));
        scene.bob->say("QUIT");
        QCOMPARE(plain(scene.ann().ask("METADATA bob LIST")), batch("bob", {"761 ann bob status * x"}));
    }

    // What others know of somebody stays until they leave, whatever becomes of the account.
    void anAccountThatGoesLeavesItToThePerson()
    {
        Kept scene;
        Person& ann = scene.ann();
        ann.say("METADATA * SET status :x");
        scene.dialogue.forgetLines();
        ann.say("ACCOUNT DELETE :" + passwordOf("ann"));
        QCOMPARE(having(scene.bob->read(), " 76"), QByteArrayList{});
        QCOMPARE(scene.asked("ann"), Kept::told("ann", "x"));
        QCOMPARE(ann.ask("METADATA * SET status :y"), just("761 ann ann status * y"));
        ann.say("QUIT");
        QVERIFY(scene.bob->ask("METADATA ann LIST").value(0).contains(" INVALID_TARGET "));
    }

    void aSecondDeviceBringsWhatIsMissing()
    {
        Kept scene;
        Person& desk = scene.ann();
        desk.say("METADATA * SET status :at the desk");
        scene.bob->say("METADATA * SUB location");
        scene.dialogue.forgetLines();
        Person& phone = scene.dialogue.connect();
        phone.sayAll({"CAP REQ :" + kSigned, "METADATA * SET status :on the phone", "METADATA * SET location :train", "NICK x",
                      "USER x 0 * :x", "AUTHENTICATE PLAIN", "AUTHENTICATE " + plainResponse("ann", passwordOf("ann")), "CAP END"});
        QCOMPARE(scene.asked("ann"), Kept::told("ann", ":at the desk"));
        QCOMPARE(scene.asked("ann", "location"), Kept::told("ann", "train", "location"));
    }

    // Signed in but without a name yet: what is set is the account's, and meant.
    void signedInWithoutAName()
    {
        Kept scene;
        scene.ann().say("METADATA * SET status :old");
        scene.dialogue.forgetLines();
        Person& phone = scene.dialogue.connect();
        phone.sayAll({"CAP REQ :" + kSigned, "AUTHENTICATE PLAIN", "AUTHENTICATE " + plainResponse("ann", passwordOf("ann"))});
        QCOMPARE(phone.ask("METADATA * SET status :new"), just("761 * * status * new"));
        QCOMPARE(scene.bob->read(), just("761 bob ann status * new"));
    }

    void itIsThereAfterARestart()
    {
        Kept scene;
        Person& ann = scene.ann();
        ann.sayAll({"METADATA * SET status :kept", "METADATA * SET url :u", "METADATA * SET url"});
        Dialogue next({}, 1, scene.dialogue.takeStore());
        QCOMPARE(plain(next.enter("bob", kThird).ask("METADATA ann LIST")), batch("ann", {"761 bob ann status * kept"}));
    }

    void roomsKeepTheirs_data()
    {
        QTest::addColumn<QByteArrayList>("lines");
        QTest::addColumn<QByteArrayList>("left");
        QTest::newRow("set before anything was said")
            << QByteArrayList{"METADATA #den SET url :u", "PRIVMSG #den :hi"} << QByteArrayList{"761 bob #den url * u"};
        QTest::newRow("set after that") << QByteArrayList{"PRIVMSG #den :hi", "METADATA #den SET url :u"}
                                        << QByteArrayList{"761 bob #den url * u"};
        QTest::newRow("removed again") << QByteArrayList{"PRIVMSG #den :hi", "METADATA #den SET url :u", "METADATA #den SET url"}
                                       << QByteArrayList{};
        QTest::newRow("all removed") << QByteArrayList{"PRIVMSG #den :hi", "METADATA #den SET url :u", "METADATA #den CLEAR"}
                                     << QByteArrayList{};
    }
    void roomsKeepTheirs()
    {
        QFETCH(QByteArrayList, lines);
        QFETCH(QByteArrayList, left);
        Kept scene;
        scene.bob->say("JOIN #den");
        scene.bob->sayAll(lines);
        scene.bob->say("PART #den");
        QCOMPARE(plain(scene.bob->ask("METADATA #den LIST")), batch("#den", left)); // also with nobody inside
        Dialogue next({}, 1, scene.dialogue.takeStore());
        QCOMPARE(plain(next.enter("bob", kThird).ask("METADATA #den LIST")), batch("#den", left));
    }

    void roomsThatGoForgetTheirs()
    {
        Kept scene;
        scene.bob->sayAll({"JOIN #den", "METADATA #den SET url :u", "PART #den"});
        QVERIFY(scene.bob->ask("METADATA #den LIST").value(0).contains(" INVALID_TARGET "));
        scene.bob->say("JOIN #den");
        QCOMPARE(plain(scene.bob->ask("METADATA #den LIST")), batch("#den", {}));
    }

    void whatCannotBeSavedIsRefused()
    {
        Kept scene;
        Person& ann = scene.ann();
        scene.dialogue.storeError = storage::StoreError{storage::StoreError::Kind::Full, u"no space"_qs, false};
        ann.say("PRIVMSG #room :hi"); // by which the server learns of it
        QVERIFY(ann.ask("METADATA * SET status :x").value(0).contains(" RATE_LIMITED * status 30 "));
        QVERIFY(scene.bob->ask("METADATA * SET status :x").value(0).contains(" 761 ")); // nothing of it is kept anyway
        scene.dialogue.storeError.reset();
    }
};

QTEST_GUILESS_MAIN(MetadataAccountsTest)
#include "tst_metadataaccounts.moc"
