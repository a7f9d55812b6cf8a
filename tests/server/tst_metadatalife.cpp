// Metadata and connections: what the capabilities offer and end, labels, what is set before there is a name, and how long it lives:
// with a person, an account, a room. draft/metadata-3.
#include "server/metadata.h"
#include "server/metadatascene.h"
#include "storage/memorystore.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

class MetadataLifeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void capabilityTellsTheLimits()
    {
        Scene scene;
        const QByteArray all = scene.dialogue.connect().ask("CAP LS 302").join(' ');
        for (const QByteArray& name : QByteArrayList{"draft/metadata-2", "draft/metadata-3"})
            QVERIFY2(all.contains(name + "=before-connect,max-subs=3,max-keys=3,max-key-bytes=64,max-value-bytes=300"), all.constData());
        ServerConfig config;
        config.metadata.isEnabled = false;
        Dialogue without{config};
        Person& dave = without.connect();
        QVERIFY(!dave.ask("CAP LS 302").join(' ').contains("metadata"));
        QVERIFY(dave.ask("CAP REQ draft/metadata-3").value(0).contains(" NAK "));
        config.metadata = {.isEnabled = true, .maxKeys = 0, .maxSubscriptions = 0};
        QCOMPARE(metadataOffer(config), "before-connect,max-key-bytes=64,max-value-bytes=300");
    }

    // Servers MUST NOT accept requests for both.
    void nobodyHasBothRevisions()
    {
        Scene scene;
        Person& dave = scene.dialogue.connect();
        QVERIFY(dave.ask("CAP REQ :batch draft/metadata-2 draft/metadata-3").value(0).contains(" NAK "));
        QVERIFY(dave.ask("CAP REQ :batch draft/metadata-2").value(0).contains(" ACK "));
        QVERIFY(dave.ask("CAP REQ draft/metadata-3").value(0).contains(" NAK "));
        QVERIFY(dave.ask("CAP REQ :-draft/metadata-2 draft/metadata-3").value(0).contains(" ACK "));
    }

    void withoutTheCapabilityThereIsNoCommand_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("no batch") << QByteArray("draft/metadata-3");
        QTest::newRow("batch alone") << QByteArray("batch");
    }
    void withoutTheCapabilityThereIsNoCommand()
    {
        QFETCH(QByteArray, capabilities);
        Scene scene{capabilities};
        QCOMPARE(scene.ann.ask("METADATA * LIST"), just("421 ann METADATA :Unknown command"));
    }

    void givingACapabilityBackEndsSubscriptions_data()
    {
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("taken");
        QTest::newRow("the capability") << QByteArray("-draft/metadata-3") << QByteArray("draft/metadata-3");
        QTest::newRow("batch") << QByteArray("-batch") << QByteArray("batch");
        QTest::newRow("for the other revision") << QByteArray("-draft/metadata-3") << QByteArray("draft/metadata-2");
    }
    void givingACapabilityBackEndsSubscriptions()
    {
        QFETCH(QByteArray, given);
        QFETCH(QByteArray, taken);
        Scene scene;
        scene.ann.say("METADATA * SUB avatar");
        scene.ann.say("CAP REQ " + given);
        scene.ann.say("CAP REQ " + taken);
        QCOMPARE(plain(scene.ann.ask("METADATA * SUBS")), batch({}, {}, "metadata-subs"));
    }

    void otherCapabilitiesLeaveSubscriptions()
    {
        Scene scene;
        scene.ann.say("METADATA * SUB avatar");
        scene.ann.say("CAP REQ :away-notify");
        QCOMPARE(plain(scene.ann.ask("METADATA * SUBS")), batch({}, {"772 ann avatar"}, "metadata-subs"));
    }

    // "The metadata batch MUST be nested within the labeled-response batch."
    void labelsHoldTheBatch()
    {
        Scene scene{kThird + " labeled-response"};
        scene.ann.say("METADATA * SET status :here");
        QCOMPARE(scene.ann.ask("@label=x METADATA * SET status :there"), QByteArrayList{"@label=x :chat.local 761 ann ann status * there"});
        const QByteArrayList lines = scene.ann.ask("@label=y METADATA * SUB status");
        QCOMPARE(lines.size(), 6);
        const QByteArray outer = lines[0].mid(lines[0].indexOf('+') + 1).split(' ').first();
        const QByteArray inner = lines[2].mid(lines[2].indexOf('+') + 1).split(' ').first();
        QCOMPARE(lines, (QByteArrayList{"@label=y :chat.local BATCH +" + outer + " labeled-response",
                                        "@batch=" + outer + " :chat.local 770 ann status",
                                        "@batch=" + outer + " :chat.local BATCH +" + inner + " metadata *ALL",
                                        "@batch=" + inner + " :chat.local 761 ann ann status * there",
                                        "@batch=" + outer + " :chat.local BATCH -" + inner, ":chat.local BATCH -" + outer}));
        QVERIFY(outer != inner);
    }

    void beforeTheNameIsTaken()
    {
        Scene scene;
        Person& dave = scene.dialogue.connect();
        dave.sayAll({"CAP REQ :" + kThird, "NICK dave"});
        QCOMPARE(dave.ask("METADATA * SUB status"), just("770 dave status")); // and nothing to read yet
        QCOMPARE(dave.ask("METADATA * SET status :new here"), just("761 dave * status * :new here"));
        QCOMPARE(plain(dave.ask("METADATA * GET status")), batch("*", {"761 dave * status * :new here"}));
        for (const QByteArray& line : QByteArrayList{"METADATA dave LIST", "METADATA ann LIST", "METADATA #room LIST", "METADATA * SYNC"})
            QVERIFY2(dave.ask(line).value(0).contains(" INVALID_TARGET "), line.constData());
        dave.say("USER dave 0 * :Dave");
        const QByteArrayList welcome = plain(dave.ask("CAP END"));
        // Before the end of the welcome, in a batch of one's own name, whatever one has subscribed to.
        const auto begin = welcome.indexOf(":chat.local BATCH + metadata dave");
        QVERIFY(begin > 0);
        QCOMPARE(welcome.mid(begin, 3), batch("dave", {"761 dave dave status * :new here"}));
        QVERIFY(welcome.last().contains(" 422 ") || welcome.last().contains(" 376 "));
        QCOMPARE(plain(dave.ask("METADATA * SUBS")), batch({}, {"772 dave status"}, "metadata-subs"));
        QCOMPARE(plain(scene.ann.ask("METADATA dave LIST")), batch("dave", {"761 ann dave status * :new here"}));
    }

    void whoeverLeavesTakesItAlong()
    {
        Scene scene;
        scene.bob.say("METADATA * SET status :here");
        scene.bob.say("QUIT");
        QVERIFY(scene.ann.ask("METADATA bob LIST").value(0).contains(" INVALID_TARGET "));
        QCOMPARE(plain(scene.dialogue.enter("bob", kThird).ask("METADATA * LIST")), batch("bob", {}));
    }

    void aNewNameKeepsIt()
    {
        Scene scene;
        scene.bob.say("METADATA * SET status :here");
        scene.bob.say("NICK bert");
        QCOMPARE(plain(scene.ann.ask("METADATA bert LIST")), batch("bert", {"761 ann bert status * here"}));
    }

    // For those who understand it, what people read easily.
    void whoisTellsAPart()
    {
        Scene scene;
        scene.bob.sayAll({"METADATA * SET display-name :Bob the First", "METADATA * SET avatar :https://b.example/b.png"});
        QByteArrayList lines = having(scene.ann.ask("WHOIS bob"), " 760 ");
        QCOMPARE(lines, just("760 ann bob display-name * :Bob the First"));
        QVERIFY(having(scene.dialogue.enter("dave").ask("WHOIS bob"), " 760 ").isEmpty());
    }
};

QTEST_GUILESS_MAIN(MetadataLifeTest)
#include "tst_metadatalife.moc"
