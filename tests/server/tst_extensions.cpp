// What capabilities add: lists of them in several lines, labels on each kind of answer, WHOX, MONITOR with its extension,
// invitations, bots, FAIL.
#include "server/commands/cap.h"
#include "server/dialogue.h"

#include <QTest>

#include <algorithm>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

const QByteArray kAnn = ":ann!ann@192.0.2.1 ";
const QByteArray kBob = ":bob!bob@192.0.2.2 ";
const QByteArray kLabels = "batch labeled-response";

// ann runs #room, bob is inside, carl is not.
struct Scene final
{
    explicit Scene(const QByteArray& ofAnn, const QByteArray& ofBob = {}, const QByteArray& ofCarl = {})
        : dialogue(withOperator()), ann(dialogue.enter("ann", ofAnn)), bob(dialogue.enter("bob", ofBob)),
          carl(dialogue.enter("carl", ofCarl))
    {
        ann.say("JOIN #room");
        bob.say("JOIN #room");
        dialogue.forgetLines();
    }

    static ServerConfig withOperator()
    {
        ServerConfig config;
        config.operators = {{"root", "secret"}};
        config.limits.monitor = 3;
        return config;
    }

    Dialogue dialogue;
    Person& ann;
    Person& bob;
    Person& carl;
};

} // namespace

class TestExtensions final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void capabilitiesFillLines_data()
    {
        QTest::addColumn<QByteArrayList>("names");
        QTest::addColumn<QByteArrayList>("lines");
        QTest::newRow("none is one empty line") << QByteArrayList{} << QByteArrayList{""};
        QTest::newRow("as many as fit") << QByteArrayList{"abc", "def", "gh"} << QByteArrayList{"abc def", "gh"};
        QTest::newRow("one more byte does not fit") << QByteArrayList{"abcd", "def"} << QByteArrayList{"abcd", "def"};
        QTest::newRow("a long one stands alone") << QByteArrayList{"a", "abcdefghij", "b"} << QByteArrayList{"a", "abcdefghij", "b"};
    }
    void capabilitiesFillLines()
    {
        QFETCH(QByteArrayList, names);
        QFETCH(QByteArrayList, lines);
        QCOMPARE(capabilityLines(names, 7), lines);
    }

    // IRCv3 labeled-response: exactly one logical message has the label, whatever the command does.
    void labelIsOnOneLine_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArrayList>("replies");
        const auto row = [](const char* name, const QByteArray& line, const QByteArrayList& replies) {
            QTest::newRow(name) << line << replies;
        };
        row("a new name", "NICK anna", {"@label=x " + kAnn + "NICK anna"});
        row("a topic", "TOPIC #room :us", {"@label=x " + kAnn + "TOPIC #room us"});
        row("a mode", "MODE #room +m", {"@label=x " + kAnn + "MODE #room +m"});
        row("one who is kicked", "KICK #room bob", {"@label=x " + kAnn + "KICK #room bob ann"});
        row("leaving", "PART #room", {"@label=x " + kAnn + "PART #room"});
        row("a message without an echo", "PRIVMSG #room :hi", {"@label=x :chat.local ACK"});
        row("a notice that reaches nobody", "NOTICE nobody :hi", {"@label=x :chat.local ACK"});
        row("a message to nobody", "PRIVMSG nobody :hi", {"@label=x :chat.local 401 ann nobody :No such nick/channel"});
        row("too little", "KICK #room", {"@label=x :chat.local 461 ann KICK :Not enough parameters"});
        row("a bad name", "NICK a!b", {"@label=x :chat.local 432 ann a!b :Erroneous nickname"});
        row("a room one is in already", "JOIN #room", {"@label=x :chat.local ACK"});
        row("a failure in words", "SETNAME :", {"@label=x :chat.local FAIL SETNAME INVALID_REALNAME :That is empty or too long"});
        row("a list of capabilities", "CAP LIST", {"@label=x :chat.local CAP ann LIST :batch labeled-response standard-replies"});
        row("joining", "JOIN #new",
            {"@label=x :chat.local BATCH +1 labeled-response", "@batch=1 " + kAnn + "JOIN #new", "@batch=1 :chat.local 353 ann = #new @ann",
             "@batch=1 :chat.local 366 ann #new :End of /NAMES list", ":chat.local BATCH -1"});
    }
    void labelIsOnOneLine()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArrayList, replies);
        Scene scene{kLabels + " standard-replies"};
        QCOMPARE(scene.ann.ask("@label=x " + line), replies);
        for (const QByteArray& others : scene.bob.read())
            QVERIFY2(!others.contains("label"), others.constData());
    }

    void echoesToSeveralAreABatch()
    {
        Scene scene{kLabels + " echo-message"};
        QCOMPARE(scene.ann.ask("@label=x PRIVMSG #room,carl :hi"),
                 (QByteArrayList{"@label=x :chat.local BATCH +1 labeled-response", "@batch=1 " + kAnn + "PRIVMSG #room hi",
                                 "@batch=1 " + kAnn + "PRIVMSG carl hi", ":chat.local BATCH -1"}));
    }

    void quitWithALabelEndsInError()
    {
        Scene scene{kLabels};
        const QByteArrayList lines = scene.ann.ask("@label=x QUIT");
        QVERIFY(lines.last().startsWith("ERROR "));
        QCOMPARE(scene.bob.read(), (QByteArrayList{kAnn + "QUIT Quit"}));
    }

    void whoxSendsWhatIsAskedFor_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QByteArray>("reply");
        const auto row = [](const char* name, const QByteArray& query, const QByteArray& reply) { QTest::newRow(name) << query << reply; };
        row("all fields in their order", "#room %rolafndshiuct,123",
            "123 #room ann 255.255.255.255 192.0.2.1 chat.local ann H@ 0 0 0 o ann");
        row("token", "#room %t,7", "7");
        row("token without one", "#room %t", "0");
        row("token that is too long", "#room %t,12345", "123");
        row("channel", "#room %c", "#room");
        row("user", "#room %u", "ann");
        row("host", "#room %h", "192.0.2.1");
        row("server", "#room %s", "chat.local");
        row("nickname", "#room %n", "ann");
        row("flags", "#room %f", "H@");
        row("hops", "#room %d", "0");
        row("idle seconds", "#room %l", "0");
        row("account", "#room %a", "0");
        row("rank", "#room %o", "o");
        row("real name", "#room %r", "ann");
        row("unknown fields are left out", "#room %nZ", "ann");
        row("by name", "ann %cn", "#room ann");
    }
    void whoxSendsWhatIsAskedFor()
    {
        QFETCH(QByteArray, query);
        QFETCH(QByteArray, reply);
        Scene scene{{}};
        QCOMPARE(scene.carl.ask("WHO " + query).value(0), ":chat.local 354 carl " + reply);
    }

    void allRanksInWho()
    {
        Scene scene{{}, "multi-prefix"};
        scene.ann.say("MODE #room +v ann");
        QVERIFY(scene.bob.ask("WHO #room").value(0).contains(" ann H@+ "));
        QVERIFY(scene.carl.ask("WHO #room").value(0).contains(" ann H@ "));
    }

    void botIsKnownAsOne()
    {
        Scene scene{{}};
        scene.ann.say("MODE ann +B");
        QVERIFY(scene.carl.ask("WHO ann").value(0).contains(" ann HB@ "));
        QVERIFY(scene.carl.ask("WHOIS ann").contains(":chat.local 335 carl ann :is a bot"));
        scene.ann.say("MODE ann -B");
        QVERIFY(scene.carl.ask("WHO ann").value(0).contains(" ann H@ "));
    }

    void monitorKeepsItsLimit()
    {
        Scene scene{{}};
        QCOMPARE(scene.carl.ask("MONITOR + ann,BOB,ann"), (QByteArrayList{":chat.local 730 carl ann!ann@192.0.2.1,bob!bob@192.0.2.2"}));
        QCOMPARE(scene.carl.ask("MONITOR + x,y,z"),
                 (QByteArrayList{":chat.local 734 carl 3 y,z :Monitor list is full.", ":chat.local 731 carl x"}));
        QCOMPARE(scene.carl.ask("MONITOR L"),
                 (QByteArrayList{":chat.local 732 carl ann,BOB,x", ":chat.local 733 carl :End of MONITOR list"}));
        QCOMPARE(scene.carl.ask("MONITOR - bob,nobody"), QByteArrayList{});
        QCOMPARE(scene.carl.ask("MONITOR S"), (QByteArrayList{":chat.local 730 carl ann!ann@192.0.2.1", ":chat.local 731 carl x"}));
        QCOMPARE(scene.carl.ask("MONITOR C"), QByteArrayList{});
        QCOMPARE(scene.carl.ask("MONITOR S"), QByteArrayList{});
    }

    void watcherHearsOfChanges_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<QByteArrayList>("heard");
        QTest::newRow("nothing without the extension") << QByteArray("away-notify setname") << QByteArrayList{};
        QTest::newRow("away") << QByteArray("extended-monitor away-notify") << QByteArrayList{kAnn + "AWAY out"};
        QTest::newRow("real names") << QByteArray("extended-monitor setname") << QByteArrayList{kAnn + "SETNAME Anna"};
        QTest::newRow("nothing that was not asked for") << QByteArray("extended-monitor") << QByteArrayList{};
    }
    void watcherHearsOfChanges()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(QByteArrayList, heard);
        Scene scene{{}, {}, capabilities};
        scene.carl.say("MONITOR + ann");
        scene.dialogue.forgetLines();
        scene.ann.sayAll({"AWAY :out", "SETNAME Anna"});
        QCOMPARE(scene.carl.read(), heard);
    }

    void neighbourWhoWatchesHearsOnce()
    {
        Scene scene{{}, "extended-monitor away-notify"};
        scene.bob.say("MONITOR + ann");
        scene.dialogue.forgetLines();
        scene.ann.say("AWAY :out");
        QCOMPARE(scene.bob.read(), (QByteArrayList{kAnn + "AWAY out"}));
    }

    // IRCv3 invite-notify: those who could have invited.
    void invitationIntoAClosedRoomIsForItsOperators()
    {
        Scene scene{{}, "invite-notify"};
        scene.ann.say("MODE #room +i");
        scene.dialogue.forgetLines();
        scene.ann.say("INVITE carl #room");
        QCOMPARE(scene.bob.read(), QByteArrayList{});
        QCOMPARE(scene.carl.read(), (QByteArrayList{kAnn + "INVITE carl #room"}));
    }

    void realNameIsForThoseWhoAsked()
    {
        Scene scene{"setname", "setname", {}};
        scene.carl.say("JOIN #room");
        scene.dialogue.forgetLines();
        QCOMPARE(scene.bob.ask("SETNAME Bobby"), (QByteArrayList{kBob + "SETNAME Bobby"}));
        QCOMPARE(scene.ann.read(), (QByteArrayList{kBob + "SETNAME Bobby"}));
        QCOMPARE(scene.carl.read(), QByteArrayList{});
        QCOMPARE(scene.carl.ask("SETNAME Carlo"), QByteArrayList{});
        QVERIFY(scene.bob.ask("WHOIS carl").value(0).endsWith(" Carlo"));
    }

    void clientTagsAreRelayedUntouched()
    {
        Scene scene{"message-tags", "message-tags"};
        scene.ann.say("@+typing=active;+draft/react=\\:x;+a.b/c;time=1;msgid=forged;draft=1 PRIVMSG #room :hi");
        QCOMPARE(scene.bob.read(), (QByteArrayList{"@msgid=*;+typing=active;+draft/react=\\:x;+a.b/c " + kAnn + "PRIVMSG #room hi"}));
    }
};

QTEST_GUILESS_MAIN(TestExtensions)
#include "tst_extensions.moc"
