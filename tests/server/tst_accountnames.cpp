// What an account gives to its name: nobody else has it, others see whose it is, and rooms know it again. IRCv3 account-tag,
// account-notify, extended-join, account-extban; Modern IRC, WHOX.
#include "server/accountscene.h"
#include "server/lines.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

class TestAccountNames final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aNameOfAnAccountIsTakenForOthers_data()
    {
        QTest::addColumn<QByteArray>("wanted");
        QTest::newRow("the name itself") << QByteArray("ann");
        QTest::newRow("in other letters") << QByteArray("ANN");
        QTest::newRow("one that looks the same") << QByteArray("\xd0\xb0nn"); // a Cyrillic a
    }
    void aNameOfAnAccountIsTakenForOthers()
    {
        QFETCH(QByteArray, wanted);
        AccountScene scene;
        scene.hasAccount("ann");
        Person& carl = scene.dialogue.enter("carl", "standard-replies");
        const QByteArrayList refused = carl.ask("NICK " + wanted);
        QCOMPARE(refused.size(), 2);
        QVERIFY(refused.at(0).contains("FAIL NICK NICKNAME_RESERVED " + wanted));
        QVERIFY(refused.at(1).contains(" 433 carl " + wanted));
        Person& newcomer = scene.dialogue.connect();
        newcomer.sayAll({"NICK " + wanted, "USER x 0 * :x"});
        QVERIFY(hasLine(newcomer.read(), " 433 * " + wanted));
    }

    void whoSignsInHasTheNameOfTheAccount()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        const QByteArrayList welcome = scene.begin("ann", "ann").read();
        QVERIFY2(hasLine(welcome, " 001 ann "), welcome.join('\n').constData());
    }

    void whoDoesNotSignInDoesNotGetItInTheEnd()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        Person& carl = scene.dialogue.connect();
        carl.sayAll({"CAP LS 302", "NICK ann", "USER x 0 * :x"});
        QVERIFY(!hasLine(carl.read(), " 433 ")); // a sign-in may come
        carl.say("CAP END");
        QVERIFY(hasLine(carl.read(), " 433 "));
        carl.say("NICK carl");
        QVERIFY(hasLine(carl.read(), " 001 carl "));
    }

    void onePersonIsHereByOneName()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        scene.device("ann", "ann");
        Person& other = scene.dialogue.enter("carl", "sasl");
        other.say("AUTHENTICATE PLAIN");
        other.say("AUTHENTICATE " + plainResponse("ann", passwordOf("ann")));
        QVERIFY(hasLine(other.read(), " 904 "));
    }

    // account-tag
    void accountTagIsOnWhatSomebodySignedInSays()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        Person& ann = scene.device("ann", "ann");
        Person& carl = scene.dialogue.enter("carl", "account-tag");
        Person& dora = scene.dialogue.enter("dora");
        ann.say("PRIVMSG carl,dora :hello");
        QCOMPARE(carl.read(), QByteArrayList{"@account=ann :ann!ann@192.0.2.2 PRIVMSG carl hello"});
        QCOMPARE(dora.read(), QByteArrayList{":ann!ann@192.0.2.2 PRIVMSG dora hello"});
        dora.say("PRIVMSG carl :hello"); // without an account: no tag
        QCOMPARE(carl.read(), QByteArrayList{":dora!dora@192.0.2.4 PRIVMSG carl hello"});
    }

    // account-notify: "sent whenever a client sharing a channel ... identifies"
    void accountNotifyTellsThoseAround()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        Person& ann = scene.dialogue.enter("anna", "sasl");
        Person& carl = scene.dialogue.enter("carl", "account-notify");
        Person& plain = scene.dialogue.enter("dora");
        Person& far = scene.dialogue.enter("emil", "account-notify");
        for (Person* each : {&ann, &carl, &plain})
            each->say("JOIN #room");
        scene.dialogue.forgetLines();
        ann.say("AUTHENTICATE PLAIN");
        ann.say("AUTHENTICATE " + plainResponse("ann", passwordOf("ann")));
        QCOMPARE(carl.read(), QByteArrayList{":anna!anna@192.0.2.2 ACCOUNT ann"});
        QVERIFY(plain.read().isEmpty());
        QVERIFY(far.read().isEmpty());
        QVERIFY(scene.dialogue.engine.deleteAccount("ann"));
        scene.dialogue.deliver();
        QCOMPARE(carl.read(), QByteArrayList{":anna!anna@192.0.2.2 ACCOUNT *"});
    }

    // extended-join
    void extendedJoinSaysTheAccount()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        Person& carl = scene.dialogue.enter("carl", "extended-join");
        carl.say("JOIN #room");
        (void)carl.read();
        scene.device("ann", "ann").say("JOIN #room");
        scene.dialogue.enter("dora").say("JOIN #room");
        QCOMPARE(carl.read(), (QByteArrayList{":ann!ann@192.0.2.3 JOIN #room ann ann", ":dora!dora@192.0.2.4 JOIN #room * dora"}));
    }

    void whoAndWhoisTellTheAccount()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        scene.device("ann", "ann");
        Person& carl = scene.dialogue.enter("carl");
        QVERIFY(hasLine(carl.ask("WHO ann %na"), " 354 carl ann ann"));
        QVERIFY(hasLine(carl.ask("WHO carl %na"), " 354 carl carl 0"));
        QVERIFY(hasLine(carl.ask("WHOIS ann"), " 330 carl ann ann "));
    }

    // account-extban
    void accountExtbanMatchesAccounts_data()
    {
        QTest::addColumn<QByteArray>("ban");
        QTest::addColumn<QByteArray>("shown");
        QTest::newRow("a: the account") << QByteArray("a:ann") << QByteArray("a:ann");
        QTest::newRow("by its long name") << QByteArray("account:ann") << QByteArray("a:ann");
        QTest::newRow("in other letters") << QByteArray("a:ANN") << QByteArray("a:ANN");
        QTest::newRow("a mask of accounts") << QByteArray("a:a*") << QByteArray("a:a*");
    }
    void accountExtbanMatchesAccounts()
    {
        QFETCH(QByteArray, ban);
        QFETCH(QByteArray, shown);
        AccountScene scene;
        scene.hasAccount("ann");
        Person& carl = scene.dialogue.enter("carl");
        carl.say("JOIN #room");
        QVERIFY(hasLine(carl.ask("MODE #room +b " + ban), "MODE #room +b " + shown));
        Person& ann = scene.device("ann", "another");
        QVERIFY(hasLine(ann.ask("JOIN #room"), " 474 "));
        Person& dora = scene.dialogue.enter("alina"); // has no account, whatever she is called
        QVERIFY(hasLine(dora.ask("JOIN #room"), " JOIN "));
    }

    void accountExtbanMutesAndExcepts()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        Person& carl = scene.dialogue.enter("carl");
        carl.say("JOIN #room");
        carl.say("MODE #room +b m:a:ann");
        Person& ann = scene.device("ann", "ann");
        QVERIFY(hasLine(ann.ask("JOIN #room"), " JOIN "));
        QVERIFY(hasLine(ann.ask("PRIVMSG #room :hello"), " 404 "));
        carl.say("MODE #room +e a:ann");
        QVERIFY(!hasLine(ann.ask("PRIVMSG #room :hello"), " 404 "));
    }

    void aRoomForTheRegisteredIsOpenToAccounts()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        Person& carl = scene.dialogue.enter("carl");
        carl.say("JOIN #room");
        carl.say("MODE #room +R");
        QVERIFY(hasLine(scene.dialogue.enter("dora").ask("JOIN #room"), " 477 "));
        QVERIFY(hasLine(scene.device("ann", "ann").ask("JOIN #room"), " JOIN "));
    }

    void aRoomThatAnAccountMadeKeepsItsOperator()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        scene.device("ann", "ann").sayAll({"JOIN #hers", "TOPIC #hers :mine", "QUIT"});
        Person& carl = scene.dialogue.enter("carl");
        QVERIFY(!hasLine(carl.ask("JOIN #hers"), "@carl"));
        const QByteArrayList back = scene.device("ann", "ann").ask("JOIN #hers");
        QVERIFY2(hasLine(back, "@ann"), back.join('\n').constData());
        QVERIFY(hasLine(back, " 332 "));
        QVERIFY(hasLine(carl.read(), "MODE #hers +o ann"));
    }

    void theOperatorIsKnownAfterARestart()
    {
        std::unique_ptr<storage::Store> store;
        {
            AccountScene scene;
            scene.hasAccount("ann");
            scene.device("ann", "ann").say("JOIN #hers");
            store = scene.dialogue.takeStore();
        }
        AccountScene scene{{}, std::move(store)};
        Person& carl = scene.dialogue.enter("carl");
        QVERIFY(!hasLine(carl.ask("JOIN #hers"), "@carl"));
        QVERIFY(hasLine(scene.device("ann", "ann").ask("JOIN #hers"), "@ann"));
    }

    void theOperatorIsKnownAsSoonAsTheySignIn()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        scene.device("ann", "ann").sayAll({"JOIN #hers", "QUIT"});
        Person& later = scene.dialogue.enter("guest", "sasl");
        later.say("JOIN #hers");
        Person& carl = scene.dialogue.enter("carl");
        carl.say("JOIN #hers");
        (void)carl.read();
        later.say("AUTHENTICATE PLAIN");
        later.say("AUTHENTICATE " + plainResponse("ann", passwordOf("ann")));
        QVERIFY(hasLine(carl.read(), "MODE #hers +o guest"));
        QVERIFY(hasLine(later.read(), "MODE #hers +o guest"));
    }
};

QTEST_APPLESS_MAIN(TestAccountNames)
#include "tst_accountnames.moc"
