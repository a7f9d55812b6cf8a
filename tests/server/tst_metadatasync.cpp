// Who hears of metadata, how, and how often: changes as they happen, and what is there already when somebody comes to see it.
// draft/metadata-3, "Notifications", "Automatic synchronization", "Postponed synchronization".
#include "server/metadatascene.h"
#include "server/metadatasync.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

// Everybody has subscribed to display-name and status.
struct Listening final
{
    explicit Listening(const QByteArray& capabilities = kThird) : scene(capabilities)
    {
        for (Person* each : {&scene.ann, &scene.bob, &scene.carl, &scene.root})
            each->say("METADATA * SUB display-name status");
        scene.dialogue.forgetLines();
    }

    Scene scene;
};

// As many people as it takes for more than `lines` lines, in #room, each with one key.
void fill(Dialogue& dialogue, std::size_t lines)
{
    for (std::size_t i = 0; i < lines; ++i) {
        Person& person = dialogue.enter("p" + QByteArray::number(static_cast<qulonglong>(i)), kThird);
        person.sayAll({"METADATA * SET status :s", "JOIN #room"});
    }
    dialogue.forgetLines();
}

} // namespace

class MetadataSyncTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesAreTold_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<QByteArrayList>("person");  // what bob reads of ann's
        QTest::addColumn<QByteArrayList>("channel"); // what bob reads of the room's
        QTest::newRow("-3") << kThird
                            << QByteArrayList{":chat.local 761 bob ann status * :one day", ":chat.local 761 bob ann status * two",
                                              ":chat.local 766 bob ann status :Key not set"}
                            << QByteArrayList{":chat.local 761 bob #room display-name * Us",
                                              ":chat.local 766 bob #room display-name :Key not set"};
        QTest::newRow("-2") << kSecond
                            << QByteArrayList{":chat.local METADATA ann status * :one day", ":chat.local METADATA ann status * two",
                                              ":chat.local METADATA ann status *"}
                            << QByteArrayList{":chat.local METADATA #room display-name * Us", ":chat.local METADATA #room display-name *"};
    }
    void changesAreTold()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(QByteArrayList, person);
        QFETCH(QByteArrayList, channel);
        Listening all{capabilities};
        Scene& scene = all.scene;
        scene.ann.sayAll({"METADATA * SET status :one day", "METADATA * SET status two", "METADATA * SET status"});
        QCOMPARE(scene.bob.read(), person);
        QCOMPARE(scene.ann.read().size(), 3); // the answers alone
        scene.ann.sayAll({"METADATA #room SET display-name Us", "METADATA #room CLEAR"});
        QCOMPARE(scene.bob.read(), channel);
        QCOMPARE(scene.ann.read().size(), 4);          // one answer, and a batch of one
        QCOMPARE(scene.carl.read(), QByteArrayList{}); // shares nothing with them
        QCOMPARE(scene.root.read(), QByteArrayList{});
    }

    void bothRevisionsHearTheSame()
    {
        Scene scene;
        Person& dave = scene.dialogue.enter("dave", kSecond);
        dave.sayAll({"METADATA * SUB status", "JOIN #room"});
        scene.bob.say("METADATA * SUB status");
        scene.dialogue.forgetLines();
        scene.ann.say("METADATA * SET status :x");
        QCOMPARE(scene.bob.read(), just("761 bob ann status * x"));
        QCOMPARE(dave.read(), just("METADATA ann status * x"));
    }

    void onlyWhoSubscribedIsTold()
    {
        Listening all;
        Scene& scene = all.scene;
        scene.bob.say("METADATA * UNSUB status");
        scene.dialogue.forgetLines();
        scene.ann.sayAll({"METADATA * SET status :x", "METADATA * SET avatar :y"});
        QCOMPARE(scene.bob.read(), QByteArrayList{});
    }

    void whatDoesNotChangeIsNotTold()
    {
        Listening all;
        Scene& scene = all.scene;
        scene.ann.sayAll({"METADATA * SET status :x", "METADATA * SET status :x", "METADATA * SET display-name", "METADATA * CLEAR",
                          "METADATA * CLEAR"});
        QCOMPARE(scene.bob.read(), (QByteArrayList{":chat.local 761 bob ann status * x", ":chat.local 766 bob ann status :Key not set"}));
    }

    void refusedChangesAreNotTold()
    {
        Listening all;
        Scene& scene = all.scene;
        scene.bob.sayAll({"METADATA ann SET status :x", "METADATA #room SET status :x", "METADATA * SET status :" + QByteArray(301, 'x')});
        QCOMPARE(scene.ann.read(), QByteArrayList{});
    }

    void manySharedRoomsAreOneNotice()
    {
        Listening all;
        Scene& scene = all.scene;
        scene.ann.say("JOIN #a,#b");
        scene.bob.say("JOIN #a,#b");
        scene.bob.say("MONITOR + ann"); // and watched, too
        scene.dialogue.forgetLines();
        scene.ann.say("METADATA * SET status :x");
        QCOMPARE(scene.bob.read(), just("761 bob ann status * x"));
    }

    void anOperatorsChangeIsToldToWhomItIsAbout()
    {
        Listening all;
        Scene& scene = all.scene;
        scene.root.say("METADATA bob SET status :x");
        QCOMPARE(scene.bob.read(), just("761 bob bob status * x"));
        QCOMPARE(scene.ann.read(), just("761 ann bob status * x"));
        QCOMPARE(scene.root.read(), just("761 root bob status * x"));
    }

    void monitoredPeopleAreHeardOf_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::newRow("with monitor alone") << kThird;
        QTest::newRow("with extended-monitor") << kThird + " extended-monitor";
    }
    void monitoredPeopleAreHeardOf()
    {
        QFETCH(QByteArray, capabilities);
        Listening all{capabilities};
        Scene& scene = all.scene;
        scene.ann.say("METADATA * SET status :before");
        scene.dialogue.forgetLines();
        // With 730 comes what is there already, and so it does with each 730.
        const QByteArrayList answer =
            QByteArrayList{":chat.local 730 carl ann!ann@192.0.2.1"} + batch("ann", {"761 carl ann status * before"});
        QCOMPARE(plain(scene.carl.ask("MONITOR + ann")), answer);
        QCOMPARE(plain(scene.carl.ask("MONITOR S")), answer);
        scene.ann.say("METADATA * SET status :after");
        QCOMPARE(scene.carl.read(), just("761 carl ann status * after"));
        scene.carl.say("MONITOR - ann");
        scene.ann.say("METADATA * SET status :later");
        QCOMPARE(scene.carl.read(), QByteArrayList{});
    }

    void whoComesIsToldWithTheirMetadata()
    {
        Listening all;
        Scene& scene = all.scene;
        scene.carl.say("MONITOR + dave,bert");
        scene.dialogue.forgetLines();
        Person& dave = scene.dialogue.connect();
        dave.sayAll({"CAP REQ :" + kThird, "METADATA * SET status :new here", "NICK dave", "USER dave 0 * :Dave", "CAP END"});
        QCOMPARE(plain(scene.carl.read()),
                 QByteArrayList{":chat.local 730 carl dave!dave@192.0.2.5"} + batch("dave", {"761 carl dave status * :new here"}));
        scene.bob.say("NICK bert");
        QCOMPARE(plain(scene.carl.read()), QByteArrayList{":chat.local 730 carl bert!bob@192.0.2.2"} + batch("bert", {}));
    }

    void joiningTellsWhatIsThere_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<QByteArrayList>("lines");
        QTest::newRow("-3") << kThird
                            << batch("#room", {"761 carl #room display-name * Us", "761 carl ann status * x",
                                               "761 carl bob display-name * :Bob the First"});
        QTest::newRow("-2") << kSecond
                            << batch("#room", {"METADATA #room display-name * Us", "METADATA ann status * x",
                                               "METADATA bob display-name * :Bob the First"});
    }
    void joiningTellsWhatIsThere()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(QByteArrayList, lines);
        Listening all{capabilities};
        Scene& scene = all.scene;
        scene.ann.sayAll({"METADATA #room SET display-name Us", "METADATA * SET status :x", "METADATA * SET avatar :not asked for"});
        scene.bob.say("METADATA * SET display-name :Bob the First");
        scene.carl.say("METADATA * SET status :my own");
        const QByteArrayList read = plain(scene.carl.ask("JOIN #room"));
        QCOMPARE(read.mid(read.size() - lines.size()), lines);
        QVERIFY(read[read.size() - lines.size() - 1].contains(" 366 "));
        QCOMPARE(plain(scene.carl.ask("METADATA #room SYNC")), lines); // "MUST be identical"
    }

    // -3 says so where there is nothing to tell; -2 needs no empty batch.
    void joiningAnEmptyRoom()
    {
        Listening third;
        QCOMPARE(plain(third.scene.carl.ask("JOIN #new")).mid(3), batch("#new", {}));
        Listening second{kSecond};
        QVERIFY(!second.scene.carl.ask("JOIN #new").join(' ').contains("BATCH"));
        Scene without{QByteArray()};
        QVERIFY(!without.carl.ask("JOIN #new").join(' ').contains("BATCH"));
    }

    void joiningWithALabelNestsTheBatch()
    {
        Listening all{kThird + " labeled-response"};
        const QByteArrayList lines = all.scene.carl.ask("@label=x JOIN #room");
        QCOMPARE(having(lines, "@label=x").size(), 1);
        QVERIFY(lines.first().startsWith("@label=x :chat.local BATCH +"));
        QVERIFY(lines.last().startsWith(":chat.local BATCH -"));
        QCOMPARE(having(lines, " metadata #room").size(), 1);
        QVERIFY(having(lines, " metadata #room").first().startsWith("@batch="));
    }

    void subscribingTellsWhatIsThere()
    {
        Scene scene;
        scene.ann.sayAll({"METADATA #room SET display-name Us", "METADATA * SET status :x"});
        scene.carl.sayAll({"METADATA * SET status :y", "JOIN #other"});
        scene.bob.sayAll({"MONITOR + carl", "METADATA * SET status :mine"});
        QCOMPARE(plain(scene.bob.ask("METADATA * SUB display-name status")),
                 just("770 bob display-name status")
                     + batch("*ALL", {"761 bob #room display-name * Us", "761 bob ann status * x", "761 bob bob status * mine",
                                      "761 bob carl status * y"}));
        // Only for keys that are new.
        QCOMPARE(scene.bob.ask("METADATA * SUB status"), just("770 bob status"));
    }

    void syncOfAllIsOfAllThatOneHearsOf()
    {
        Listening all;
        Scene& scene = all.scene;
        scene.ann.sayAll({"METADATA #room SET display-name Us", "METADATA * SET status :x"});
        scene.carl.sayAll({"METADATA * SET status :y", "JOIN #other", "METADATA #other SET status :z"});
        scene.dialogue.forgetLines();
        QCOMPARE(plain(scene.bob.ask("METADATA *ALL SYNC")), batch("*ALL", {"761 bob #room display-name * Us", "761 bob ann status * x"}));
        QCOMPARE(plain(scene.bob.ask("METADATA carl SYNC")), batch("carl", {"761 bob carl status * y"})); // whoever asks may know
    }

    void noSubscriptionsNoLines()
    {
        Scene scene;
        scene.ann.say("METADATA * SET status :x");
        QCOMPARE(plain(scene.bob.ask("METADATA #room SYNC")), batch("#room", {}));
    }

    // A large room is not told at once: 774, and on SYNC a batch that takes several turns and ends when it is whole.
    void largeRoomsComeLater()
    {
        Listening all;
        Scene& scene = all.scene;
        fill(scene.dialogue, kMetadataLines + 100);
        QCOMPARE(scene.carl.ask("JOIN #room").last(), ":chat.local 774 carl #room 1 :Try again later");

        QByteArrayList lines = scene.carl.ask("METADATA #room SYNC");
        QCOMPARE(lines.size(), static_cast<qsizetype>(kMetadataLines) + 1);
        QVERIFY(lines.first().contains(" metadata #room"));
        QVERIFY(!lines.last().contains("BATCH"));
        // One at a time; other things go on.
        QCOMPARE(scene.carl.ask("METADATA #room SYNC"), just("774 carl #room 2 :Try again later"));
        QCOMPARE(scene.carl.ask("PING x").size(), 1);
        scene.dialogue.wait(std::chrono::seconds{1});
        const QByteArrayList rest = scene.carl.read();
        QCOMPARE(rest.size(), 101);
        QVERIFY(plain({rest.last()}).first().endsWith("BATCH -"));
        const QByteArray reference = lines[1].left(lines[1].indexOf(' '));
        QVERIFY(rest.first().startsWith(reference + ' '));
        scene.dialogue.wait(std::chrono::seconds{3});
        QCOMPARE(scene.carl.read(), QByteArrayList{});
        QVERIFY(plain(scene.carl.ask("METADATA * SYNC")).first().contains("BATCH"));
    }

    void aLargeBatchCarriesItsLabel()
    {
        Listening all{kThird + " labeled-response"};
        Scene& scene = all.scene;
        fill(scene.dialogue, kMetadataLines + 1);
        const QByteArrayList lines = scene.bob.ask("@label=x METADATA #room SYNC");
        QVERIFY(lines.first().startsWith("@label=x :chat.local BATCH +"));
        QCOMPARE(having(lines, "label").size(), 1);
        scene.dialogue.wait(std::chrono::seconds{1});
        QVERIFY(scene.bob.read().last().contains(" BATCH -"));
    }

    // Between two turns of a batch.
    void whoGoesMeanwhileIsLeftOut()
    {
        Listening all;
        Scene& scene = all.scene;
        fill(scene.dialogue, kMetadataLines);
        Person& last = scene.dialogue.enter("zoe", kThird);
        last.sayAll({"METADATA * SET status :s", "JOIN #room"});
        scene.bob.say("METADATA #room SYNC");
        scene.dialogue.forgetLines();
        last.say("QUIT");
        scene.dialogue.forgetLines();
        scene.dialogue.wait(std::chrono::seconds{1});
        const QByteArrayList rest = scene.bob.read();
        QCOMPARE(rest.size(), 1);
        QVERIFY(rest.first().contains(" BATCH -"));
    }

    void whoGivesBatchUpGetsNoRest()
    {
        Listening all;
        Scene& scene = all.scene;
        fill(scene.dialogue, kMetadataLines + 100);
        scene.bob.sayAll({"METADATA #room SYNC", "CAP REQ -batch"});
        scene.dialogue.forgetLines();
        scene.dialogue.wait(std::chrono::seconds{2});
        QCOMPARE(scene.bob.read(), QByteArrayList{});
    }

    void whoLeavesDuringABatchEndsIt()
    {
        Listening all;
        Scene& scene = all.scene;
        fill(scene.dialogue, kMetadataLines + 100);
        scene.bob.say("METADATA #room SYNC");
        scene.bob.hangUp();
        scene.dialogue.wait(std::chrono::seconds{2}); // and nothing is told to nobody
        QVERIFY(scene.ann.ask("PING x").size() == 1);
    }

    void askingTooOftenIsPutOff()
    {
        Listening all;
        Scene& scene = all.scene;
        int answered = 0;
        while (answered < 1000 && !scene.bob.ask("METADATA #room SYNC").first().contains(" 774 "))
            ++answered;
        QCOMPARE(answered, kMetadataSyncs - 1); // to subscribe was one, too
        QCOMPARE(scene.bob.ask("METADATA * UNSUB status").size(), 1);
        QCOMPARE(scene.bob.ask("METADATA * SUB status"), just("770 bob status") + just("774 bob *ALL 1 :Try again later"));
        Listening second{kSecond};
        for (int i = 1; i < kMetadataSyncs; ++i)
            second.scene.bob.say("METADATA * SYNC");
        QCOMPARE(second.scene.bob.ask("METADATA * SYNC"), just("774 bob bob 2")); // -2: the number is the last parameter
    }
};

QTEST_GUILESS_MAIN(MetadataSyncTest)
#include "tst_metadatasync.moc"
