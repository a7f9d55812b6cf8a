// Coming in and going: CAP, PASS, NICK, USER, PING, QUIT, time-outs, bans, generations of connections.
#include "server/dialogue.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace std::chrono_literals;

namespace {

ServerConfig withPassword()
{
    ServerConfig config;
    config.password = "secret";
    return config;
}

QByteArrayList codes(const QByteArrayList& lines)
{
    QByteArrayList found;
    for (const QByteArray& line : lines)
        found += line.split(' ').value(1);
    return found;
}

} // namespace

class TestEntering final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void welcomeHasAllItsParts()
    {
        Dialogue dialogue;
        Person& ann = dialogue.connect();
        ann.say("NICK ann");
        QCOMPARE(ann.read(), QByteArrayList{});
        ann.say("USER ann 0 * :Ann Other");
        const QByteArrayList welcome = ann.read();
        QCOMPARE(codes(welcome).mid(0, 6), (QByteArrayList{"001", "002", "003", "004", "005", "005"}));
        QVERIFY(welcome[0].startsWith(":chat.local 001 ann :Welcome to Chatroom"));
        QCOMPARE(codes(welcome).last(), "422");
        QVERIFY(welcome.join(' ').contains(" CASEMAPPING=ascii "));
        for (const QByteArray& line : welcome)
            QVERIFY2(line.size() <= 510, line.constData());
        QCOMPARE(dialogue.recorder.count(EventKind::Registered), 1);
        QCOMPARE(dialogue.recorder.last(EventKind::Registered).who, "ann");
        QCOMPARE(ann.floodOrders().size(), 1);
        QVERIFY(!ann.floodOrders().first().isExempt);
        const ServerSnapshot snapshot = dialogue.engine.snapshot();
        QCOMPARE(snapshot.people.size(), 1);
        QCOMPARE(snapshot.people.first().realname, "Ann Other");
        QCOMPARE(snapshot.people.first().address, "192.0.2.1:50000");
    }

    // It is made once for all, and says the same to each of them but for their name.
    void welcomeIsToEachByName_data()
    {
        QTest::addColumn<QByteArray>("nickname");
        QTest::addColumn<QByteArray>("network");
        QTest::newRow("short") << QByteArray("b") << QByteArray("Chatroom");
        QTest::newRow("as long as may be") << QByteArray(30, 'b') << QByteArray("Chatroom");
        QTest::newRow("in a script of two bytes a letter")
            << QByteArray("\xd0\x91\xd0\xbe\xd0\xb1") << QByteArray("\xd0\xa7\xd0\xb0\xd1\x82");
        QTest::newRow("a line that has to be cut") << QByteArray("ben") << QByteArray(600, 'n');
    }
    void welcomeIsToEachByName()
    {
        QFETCH(const QByteArray, nickname);
        QFETCH(const QByteArray, network);
        ServerConfig config;
        config.network = network;
        Dialogue dialogue{config};
        const auto comesIn = [&](const QByteArray& name, const QByteArray& request, const QByteArray& label = {}) {
            Person& person = dialogue.connect();
            if (!request.isEmpty())
                person.sayAll({"CAP REQ :" + request, "CAP END"});
            person.say("NICK " + name);
            (void)person.read();
            person.say(label + "USER user 0 * :Somebody");
            return person.read();
        };
        (void)comesIn("ann", {});
        const QByteArrayList plain = comesIn(nickname, {});
        QCOMPARE(plain[0], (":chat.local 001 " + nickname + " :Welcome to " + network + ", " + nickname).left(510));
        QCOMPARE(codes(plain).mid(0, 6), (QByteArrayList{"001", "002", "003", "004", "005", "005"}));
        const QByteArrayList timed = comesIn("cat", "server-time");
        for (qsizetype i = 0; i < 6; ++i) {
            QVERIFY2(plain[i].startsWith(":chat.local 00") && plain[i].split(' ')[2] == nickname, plain[i].constData());
            QVERIFY2(plain[i].size() <= 510, plain[i].constData());
            QVERIFY2(timed[i].startsWith("@time=* :chat.local 00") && timed[i].contains(" cat "), timed[i].constData());
        }
        // With a label it is said line by line, in the same words.
        const QByteArrayList labelled = comesIn("dan", "labeled-response batch", "@label=x ");
        for (qsizetype i = 1; i < 6; ++i)
            QCOMPARE(labelled[i + 1], "@batch=1 " + QByteArray(plain[i]).replace(" " + nickname + " ", " dan "));
    }

    void motdIsRead()
    {
        ServerConfig config;
        config.motd = {"Be kind.", "Have fun."};
        Dialogue dialogue{config};
        QCOMPARE(dialogue.enter("ann").ask("MOTD"),
                 (QByteArrayList{":chat.local 375 ann :- chat.local Message of the day -", ":chat.local 372 ann :- Be kind.",
                                 ":chat.local 372 ann :- Have fun.", ":chat.local 376 ann :End of /MOTD command"}));
    }

    void newcomerIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArrayList>("replies");
        const auto row = [](const char* name, const QByteArray& line, const QByteArrayList& replies) {
            QTest::newRow(name) << line << replies;
        };
        row("no nickname given", "NICK", {":chat.local 431 * :No nickname given"});
        row("an empty nickname", "NICK :", {":chat.local 431 * :No nickname given"});
        row("a nickname with a forbidden character", "NICK a!b", {":chat.local 432 * a!b :Erroneous nickname"});
        row("a nickname that begins with a digit", "NICK 1ann", {":chat.local 432 * 1ann :Erroneous nickname"});
        row("a nickname in use", "NICK Bob", {":chat.local 433 * Bob :Nickname is already in use"});
        row("a nickname that looks like one in use",
            "NICK b\xd0\xbe"
            "b",
            {":chat.local 433 * b\xd0\xbe"
             "b :Nickname is already in use"});
        row("a command that needs a name", "JOIN #room", {":chat.local 451 * :You have not registered"});
        row("an unknown command before there is a name", "NONSENSE", {":chat.local 451 * :You have not registered"});
        row("USER with too little", "USER ann 0 *", {":chat.local 461 * USER :Not enough parameters"});
        row("USER without a real name", "USER ann 0 * :", {":chat.local 461 * USER :Not enough parameters"});
        row("PASS without a password", "PASS", {":chat.local 461 * PASS :Not enough parameters"});
        row("CAP without a word", "CAP", {":chat.local 461 * CAP :Not enough parameters"});
        row("CAP with an unknown word", "CAP NONSENSE", {":chat.local 410 * NONSENSE :Invalid CAP command"});
        row("CAP REQ of something unknown", "CAP REQ :batch nonsense", {":chat.local CAP * NAK :batch nonsense"});
        row("CAP REQ of what there is", "CAP REQ :batch server-time", {"@time=* :chat.local CAP * ACK :batch server-time"});
        row("CAP LIST with nothing on", "CAP LIST", {":chat.local CAP * LIST :"});
        row("PING before there is a name", "PING token", {":chat.local PONG chat.local token"});
        row("PING with nothing", "PING", {":chat.local 409 * :No origin specified"});
        row("a verb in small letters", "ping token", {":chat.local PONG chat.local token"});
    }
    void newcomerIsAnswered()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArrayList, replies);
        Dialogue dialogue;
        dialogue.enter("bob");
        QCOMPARE(dialogue.connect().ask(line), replies);
    }

    void secondRegistrationIsRefused()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        const QByteArrayList refusal{":chat.local 462 ann :You may not reregister"};
        QCOMPARE(ann.ask("USER ann 0 * :Ann"), refusal);
        QCOMPARE(ann.ask("PASS secret"), refusal);
    }

    void capHoldsTheWelcomeBack()
    {
        Dialogue dialogue;
        Person& ann = dialogue.connect();
        const QByteArrayList offered = ann.ask("CAP LS 302");
        QVERIFY(offered.join(' ').contains("labeled-response"));
        QVERIFY(offered.last().startsWith(":chat.local CAP * LS :"));
        ann.sayAll({"NICK ann", "USER ann 0 * :Ann"});
        QCOMPARE(ann.read(), QByteArrayList{});
        QCOMPARE(codes(ann.ask("CAP END")).first(), "001");
        QCOMPARE(ann.ask("CAP LIST"), (QByteArrayList{":chat.local CAP ann LIST cap-notify"}));
        QCOMPARE(ann.ask("CAP REQ :-cap-notify"), (QByteArrayList{":chat.local CAP ann NAK -cap-notify"}));
        QCOMPARE(ann.ask("CAP END"), QByteArrayList{});
    }

    void requestThatIsTooLongIsRefusedWhole()
    {
        Dialogue dialogue;
        Person& ann = dialogue.connect();
        const QByteArrayList reply = ann.ask("CAP REQ :" + QByteArray("batch ").repeated(80));
        QCOMPARE(reply.size(), 1);
        QVERIFY(reply.first().startsWith(":chat.local CAP * NAK :batch"));
        QVERIFY(reply.first().size() <= 510);
        QCOMPARE(ann.ask("CAP LIST"), (QByteArrayList{":chat.local CAP * LIST :"}));
    }

    void nameTakenWhileNegotiatingIsToldAtTheEnd()
    {
        Dialogue dialogue;
        Person& slow = dialogue.connect();
        slow.sayAll({"CAP LS 302", "NICK ann", "USER ann 0 * :Ann"});
        dialogue.enter("ann");
        QCOMPARE(slow.ask("CAP END").size(), 1);
        QCOMPARE(codes(slow.ask("NICK ann2")).first(), "001");
    }

    void passwordOpensTheDoor()
    {
        Dialogue dialogue{withPassword()};
        Person& ann = dialogue.connect();
        ann.sayAll({"PASS secret", "NICK ann", "USER ann 0 * :Ann"});
        QCOMPARE(codes(ann.read()).first(), "001");
    }

    void wrongPasswordCloses_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("a wrong password") << QByteArray("PASS wrong");
        QTest::newRow("none at all") << QByteArray("PING x");
    }
    void wrongPasswordCloses()
    {
        QFETCH(QByteArray, line);
        Dialogue dialogue{withPassword()};
        Person& ann = dialogue.connect();
        ann.say(line);
        ann.say("NICK ann");
        QCOMPARE(ann.ask("USER ann 0 * :Ann"),
                 (QByteArrayList{":chat.local 464 ann :Password incorrect", "ERROR :Closing link: (192.0.2.1) [Wrong password]"}));
        QVERIFY(ann.isClosed());
        QCOMPARE(dialogue.recorder.count(EventKind::Refused), 1);
        QCOMPARE(dialogue.recorder.count(EventKind::Closed), 1);
    }

    void refusalWithALabelStandsBeforeTheError()
    {
        Dialogue dialogue{withPassword()};
        Person& ann = dialogue.connect();
        ann.sayAll({"CAP REQ :batch labeled-response", "NICK ann", "CAP END"});
        QCOMPARE(ann.ask("@label=1 USER ann 0 * :Ann"),
                 (QByteArrayList{"@label=1 :chat.local 464 ann :Password incorrect", "ERROR :Closing link: (192.0.2.1) [Wrong password]"}));
    }

    void renamingIsToldOnceToEachNeighbour()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        Person& bob = dialogue.enter("bob");
        Person& carl = dialogue.enter("carl");
        for (Person* person : {&ann, &bob})
            person->say("JOIN #one,#two");
        dialogue.forgetLines();
        const QByteArrayList told{":ann!ann@192.0.2.1 NICK anna"};
        QCOMPARE(ann.ask("NICK anna"), told);
        QCOMPARE(bob.read(), told);
        QCOMPARE(carl.read(), QByteArrayList{});
        QCOMPARE(ann.ask("NICK anna"), QByteArrayList{});
        QCOMPARE(ann.ask("NICK Anna"), (QByteArrayList{":anna!ann@192.0.2.1 NICK Anna"}));
        QCOMPARE(bob.ask("NICK ANNA"), (QByteArrayList{":chat.local 433 bob ANNA :Nickname is already in use"}));
        QCOMPARE(carl.ask("NICK ann"), (QByteArrayList{":carl!carl@192.0.2.3 NICK ann"}));
        QCOMPARE(dialogue.recorder.last(EventKind::Renamed).subject, "ann");
    }

    void quitIsToldOnceAndFreesTheName()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        Person& bob = dialogue.enter("bob");
        for (Person* person : {&ann, &bob})
            person->say("JOIN #one,#two");
        dialogue.forgetLines();
        QCOMPARE(ann.ask("QUIT :see you"), (QByteArrayList{"ERROR :Closing link: (192.0.2.1) [Quit: see you]"}));
        QVERIFY(ann.isClosed());
        QCOMPARE(bob.read(), (QByteArrayList{":ann!ann@192.0.2.1 QUIT :Quit: see you"}));
        QCOMPARE(dialogue.recorder.count(EventKind::Closed), 1);
        QCOMPARE(dialogue.engine.snapshot().connections, 1);
        dialogue.enter("ann");
    }

    void lostConnectionIsAQuit()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        Person& bob = dialogue.enter("bob");
        ann.say("JOIN #one");
        bob.say("JOIN #one");
        dialogue.forgetLines();
        ann.hangUp(CloseCause::SendQueueFull);
        QCOMPARE(bob.read(), (QByteArrayList{":ann!ann@192.0.2.1 QUIT :Reads too slowly"}));
    }

    void silentNewcomerIsClosedAfterAMinute()
    {
        Dialogue dialogue;
        Person& ann = dialogue.connect();
        dialogue.wait(59s);
        QVERIFY(!ann.isClosed());
        dialogue.wait(3s);
        QVERIFY(ann.isClosed());
        QCOMPARE(ann.read(), (QByteArrayList{"ERROR :Closing link: (192.0.2.1) [Took too long to give a name]"}));
        QCOMPARE(dialogue.recorder.count(EventKind::Closed), 1);
    }

    void silentPersonIsPingedAndThenClosed()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        Person& bob = dialogue.enter("bob");
        dialogue.wait(119s);
        QCOMPARE(ann.read(), QByteArrayList{});
        dialogue.wait(3s);
        QCOMPARE(ann.read(), (QByteArrayList{"PING chat.local"}));
        bob.say("PONG chat.local");
        dialogue.wait(62s);
        QVERIFY(ann.isClosed());
        QVERIFY(ann.read().first().contains("Ping timeout"));
        QVERIFY(!bob.isClosed());
        dialogue.wait(60s);
        QCOMPARE(bob.read(), (QByteArrayList{"PING chat.local", "PING chat.local"}));
    }

    void whoSpeaksIsNotPinged()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        for (int i = 0; i < 10; ++i) {
            dialogue.wait(100s);
            QCOMPARE(ann.ask("PING x"), (QByteArrayList{":chat.local PONG chat.local x"}));
        }
        QVERIFY(!ann.isClosed());
    }

    void anotherGenerationGetsNothing()
    {
        Dialogue dialogue;
        Person& old = dialogue.enter("ann");
        old.hangUp();
        Person& young = dialogue.connectAs({old.id().slot, 2, 0}, QHostAddress{QStringLiteral("192.0.2.77")});
        old.say("PING old");
        QCOMPARE(young.read(), QByteArrayList{});
        dialogue.handle(ConnectionClosed{old.id(), CloseCause::ByPeer, {}});
        QCOMPARE(young.ask("PING young"), (QByteArrayList{":chat.local PONG chat.local young"}));
        QCOMPARE(old.read(), QByteArrayList{});
    }

    void connectionsOfAnAddressAreCounted()
    {
        ServerConfig config;
        config.limits.connectionsPerAddress = 2;
        Dialogue dialogue{config};
        const QHostAddress address{QStringLiteral("192.0.2.9")};
        Person& first = dialogue.connect(address);
        dialogue.connect(address);
        Person& third = dialogue.connect(address);
        QVERIFY(third.isClosed());
        QCOMPARE(third.read(), (QByteArrayList{"ERROR :Closing link: (192.0.2.9) [Too many connections from your address]"}));
        QCOMPARE(dialogue.recorder.count(EventKind::Refused), 1);
        first.hangUp();
        QVERIFY(!dialogue.connect(address).isClosed());
        QVERIFY(!dialogue.connect().isClosed());
    }

    void bannedAddressIsOutUntilTheBanEnds()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        Person& bob = dialogue.enter("bob");
        QVERIFY(dialogue.engine.ban("192.0.2.1", 60s, "enough").has_value());
        dialogue.deliver();
        QVERIFY(ann.isClosed());
        QVERIFY(!bob.isClosed());
        QCOMPARE(dialogue.engine.snapshot().bans.size(), 1);
        const QHostAddress address{QStringLiteral("192.0.2.1")};
        QVERIFY(dialogue.connect(address).isClosed());
        dialogue.wait(61s);
        QVERIFY(!dialogue.connect(address).isClosed());
        QVERIFY(dialogue.engine.snapshot().bans.isEmpty());
        QVERIFY(!dialogue.engine.unban("192.0.2.1").has_value());
    }

    void bannedUserIsOutWhenItSaysWhoItIs()
    {
        Dialogue dialogue;
        QVERIFY(dialogue.engine.ban("ann@192.0.2.*", 0s, "").has_value());
        Person& ann = dialogue.connect();
        QVERIFY(!ann.isClosed());
        ann.say("NICK ann");
        QCOMPARE(ann.ask("USER ann 0 * :Ann"), (QByteArrayList{":chat.local 465 ann :You are banned from this server.",
                                                               "ERROR :Closing link: (192.0.2.1) [You are banned]"}));
        dialogue.enter("bob");
    }

    void banOfEverybodyIsRefused_data()
    {
        QTest::addColumn<QByteArray>("mask");
        for (const char* mask : {"", "*", "*@*", "*.*", "?*", "192.0.2.1 "})
            QTest::newRow(mask) << QByteArray(mask);
    }
    void banOfEverybodyIsRefused()
    {
        QFETCH(QByteArray, mask);
        Dialogue dialogue;
        QVERIFY(!dialogue.engine.ban(mask, 0s, "").has_value());
    }

    void addressIsSafeInALine_data()
    {
        QTest::addColumn<QString>("address");
        QTest::addColumn<QByteArray>("host");
        QTest::newRow("loopback of IPv6 gets a zero in front") << QStringLiteral("::1") << QByteArray("0::1");
        QTest::newRow("IPv6") << QStringLiteral("2001:db8::1") << QByteArray("2001:db8::1");
        QTest::newRow("IPv4 seen by a dual-stack listener") << QStringLiteral("::ffff:192.0.2.7") << QByteArray("192.0.2.7");
        QTest::newRow("a scope is cut off") << QStringLiteral("fe80::1%eth0") << QByteArray("fe80::1");
    }
    void addressIsSafeInALine()
    {
        QFETCH(QString, address);
        QFETCH(QByteArray, host);
        Dialogue dialogue;
        Person& ann = dialogue.connect(QHostAddress{address});
        ann.sayAll({"NICK ann", "USER ann 0 * :Ann"});
        QVERIFY(ann.ask("JOIN #room").first().startsWith(":ann!ann@" + host + " JOIN"));
    }

    void changedLimitsAreToldToEverybody()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        Person& newcomer = dialogue.connect();
        ServerConfig config = dialogue.engine.config();
        config.limits.topicLength = 100;
        config.limits.monitor = 0;
        dialogue.engine.applyConfig(config);
        dialogue.deliver();
        QCOMPARE(ann.read(), (QByteArrayList{":chat.local 005 ann MONITOR= TOPICLEN=100 :are supported by this server"}));
        QCOMPARE(newcomer.read(), QByteArrayList{});
        dialogue.engine.applyConfig(config);
        dialogue.deliver();
        QCOMPARE(ann.read(), QByteArrayList{});
    }

    void everyoneIsToldWhenTheServerStops()
    {
        Dialogue dialogue;
        Person& ann = dialogue.enter("ann");
        Person& newcomer = dialogue.connect();
        dialogue.engine.shutDown("Back in a minute");
        dialogue.deliver();
        QCOMPARE(ann.read(), (QByteArrayList{"ERROR :Closing link: (192.0.2.1) [Back in a minute]"}));
        QVERIFY(ann.isClosed() && newcomer.isClosed());
        QCOMPARE(dialogue.engine.snapshot().connections, 0);
    }
};

QTEST_GUILESS_MAIN(TestEntering)
#include "tst_entering.moc"
