// Direct messages: kept between accounts, delivered to who was away, and nobody else's. IRCv3 draft/chathistory.
#include "server/accountscene.h"
#include "server/lines.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace std::chrono_literals;

namespace {

// ann has said "one" and "two" to bob, who has answered "three".
struct Scene final : AccountScene
{
    explicit Scene(ServerConfig config = {}) : AccountScene(std::move(config))
    {
        for (const char* name : {"ann", "bob", "eve"})
            hasAccount(name);
        ann = &device("ann", "ann");
        bob = &device("bob", "bob");
        say(*ann, "bob", "one");
        say(*ann, "bob", "two");
        say(*bob, "ann", "three");
        dialogue.forgetLines();
    }
    void say(Person& who, const QByteArray& to, const QByteArray& text)
    {
        dialogue.wait(1s);
        who.say("PRIVMSG " + to + " :" + text);
    }

    Person* ann = nullptr;
    Person* bob = nullptr;
};

using Texts = QByteArrayList;

} // namespace

class TestDirectHistory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bothHaveTheConversation()
    {
        Scene scene;
        QCOMPARE(HistoryScene::texts(scene.ann->ask("CHATHISTORY LATEST bob * 10")), (Texts{"one", "two", "three"}));
        QCOMPARE(HistoryScene::texts(scene.bob->ask("CHATHISTORY LATEST ann * 10")), (Texts{"one", "two", "three"}));
        QCOMPARE(HistoryScene::texts(scene.bob->ask("CHATHISTORY LATEST ANN * 1")), (Texts{"three"}));
    }

    void othersHaveNothingOfIt_data()
    {
        QTest::addColumn<QByteArray>("who");
        QTest::newRow("another account") << QByteArray("eve");
        QTest::newRow("somebody without one") << QByteArray("carl");
        QTest::newRow("an operator of the server") << QByteArray("oper");
    }
    void othersHaveNothingOfIt()
    {
        QFETCH(QByteArray, who);
        ServerConfig config;
        config.operators = {{"admin", "secret"}};
        Scene scene{config};
        Person& other = who == "eve" ? scene.device("eve", "eve") : scene.dialogue.enter(who, kHistoryCapabilities);
        if (who == "oper") {
            other.say("OPER admin secret");
            (void)other.readRaw();
        }
        QCOMPARE(HistoryScene::texts(other.ask("CHATHISTORY LATEST ann * 10")), Texts{});
        QCOMPARE(HistoryScene::texts(other.ask("CHATHISTORY LATEST bob * 10")), Texts{});
        QCOMPARE(HistoryScene::texts(other.ask("SEARCH text=two")), Texts{});
        QCOMPARE(HistoryScene::texts(other.ask("CHATHISTORY TARGETS timestamp=1970-01-01T00:00:00.000Z "
                                               "timestamp=2100-01-01T00:00:00.000Z 10")),
                 Texts{});
    }

    void targetsNameThePartner()
    {
        Scene scene;
        const QByteArrayList lines = scene.bob->ask("CHATHISTORY TARGETS timestamp=1970-01-01T00:00:00.000Z "
                                                    "timestamp=2100-01-01T00:00:00.000Z 10");
        QVERIFY2(hasLine(lines, "CHATHISTORY TARGETS ann "), lines.join('\n').constData());
        scene.ann->say("NICK anna");
        QVERIFY(hasLine(scene.bob->ask("CHATHISTORY TARGETS timestamp=1970-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 10"),
                        "CHATHISTORY TARGETS anna "));
    }

    void aSearchFindsIt()
    {
        Scene scene;
        QCOMPARE(HistoryScene::texts(scene.bob->ask("SEARCH text=two")), Texts{"two"});
        QCOMPARE(HistoryScene::texts(scene.bob->ask("SEARCH in=ann;text=two")), Texts{"two"});
        QCOMPARE(HistoryScene::texts(scene.bob->ask("SEARCH in=eve;text=two")), Texts{});
    }

    void whoIsAwayReadsItLater()
    {
        Scene scene;
        scene.bob->say("QUIT");
        scene.dialogue.wait(1s);
        const QByteArrayList told = scene.ann->ask("PRIVMSG bob :four");
        QVERIFY2(hasLine(told, " 301 ann bob "), told.join('\n').constData());
        QVERIFY(hasLine(told, "PRIVMSG bob four"));
        Person& back = scene.device("bob", "bob");
        QCOMPARE(HistoryScene::texts(back.ask("CHATHISTORY LATEST ann * 1")), Texts{"four"});
    }

    void anAccountIsReachedByItsNameWhateverItsPersonIsCalled()
    {
        Scene scene;
        scene.bob->say("NICK robert");
        scene.dialogue.forgetLines();
        scene.dialogue.wait(1s);
        scene.ann->say("PRIVMSG bob :four");
        QVERIFY(hasLine(scene.bob->read(), "PRIVMSG robert four"));
        QCOMPARE(HistoryScene::texts(scene.ann->ask("CHATHISTORY LATEST robert * 1")), Texts{"four"});
        QCOMPARE(HistoryScene::texts(scene.ann->ask("CHATHISTORY LATEST bob * 1")), Texts{"four"});
    }

    void withoutAnAccountNothingIsKept()
    {
        Scene scene;
        Person& carl = scene.dialogue.enter("carl", kHistoryCapabilities);
        scene.dialogue.wait(1s);
        carl.say("PRIVMSG ann :from nobody");
        QVERIFY(hasLine(scene.ann->read(), "from nobody"));
        scene.ann->say("PRIVMSG carl :to nobody");
        QCOMPARE(HistoryScene::texts(scene.ann->ask("CHATHISTORY LATEST carl * 10")), Texts{});
        QCOMPARE(HistoryScene::texts(carl.ask("CHATHISTORY LATEST ann * 10")), Texts{});
        scene.bob->say("QUIT");
        QVERIFY(hasLine(carl.ask("PRIVMSG bob :hello"), " 401 ")); // it would be lost
    }

    void aNoticeToWhoIsAwayIsKeptWithoutAWord()
    {
        Scene scene;
        scene.bob->say("QUIT");
        scene.dialogue.wait(1s);
        QVERIFY(!hasLine(scene.ann->ask("NOTICE bob :by the way"), " 301 "));
        QCOMPARE(HistoryScene::texts(scene.ann->ask("CHATHISTORY LATEST bob * 1")), Texts{"by the way"});
    }

    void aNameThatIsGivenUpTakesItsConversationsAlong()
    {
        Scene scene;
        scene.bob->say("QUIT");
        QVERIFY(scene.dialogue.engine.deleteAccount("bob"));
        scene.dialogue.deliver();
        scene.hasAccount("bob"); // somebody else
        Person& stranger = scene.device("bob", "bob");
        QCOMPARE(HistoryScene::texts(stranger.ask("CHATHISTORY LATEST ann * 10")), Texts{});
        QCOMPARE(HistoryScene::texts(scene.ann->ask("CHATHISTORY LATEST bob * 10")), Texts{});
        QCOMPARE(HistoryScene::texts(stranger.ask("SEARCH text=two")), Texts{});
    }

    void whatCannotBeKeptIsNotSent()
    {
        Scene scene;
        scene.dialogue.storeError = storage::StoreError{storage::StoreError::Kind::Full, QStringLiteral("full"), false};
        scene.ann->say("PRIVMSG bob :four");
        (void)scene.ann->read();
        QVERIFY(hasLine(scene.ann->ask("PRIVMSG bob :five"), "FAIL PRIVMSG MESSAGE_NOT_SAVED bob"));
        QVERIFY(!hasLine(scene.bob->read(), "five"));
    }
};

QTEST_APPLESS_MAIN(TestDirectHistory)
#include "tst_directhistory.moc"
