// The table of commands, and those that ask, invite, watch and run the server.
#include "server/commandtable.h"
#include "server/dialogue.h"

#include <QTest>

#include <algorithm>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace std::chrono_literals;

namespace {

ServerConfig withOperator()
{
    ServerConfig config;
    config.operators = {{"root", "secret"}};
    return config;
}

// ann runs #room, bob is inside, carl is not.
struct Scene final
{
    explicit Scene(const QByteArray& capabilitiesOfBob = {}, const QByteArray& capabilitiesOfCarl = {})
        : dialogue(withOperator()), ann(dialogue.enter("ann")), bob(dialogue.enter("bob", capabilitiesOfBob)),
          carl(dialogue.enter("carl", capabilitiesOfCarl))
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

} // namespace

class TestCommands final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tableHasEachVerbOnceAndInOrder()
    {
        const auto table = commandTable();
        QVERIFY(!table.empty());
        for (std::size_t i = 0; i < table.size(); ++i) {
            QVERIFY(table[i].handle != nullptr);
            QVERIFY(!table[i].help.empty());
            QVERIFY(i == 0 || table[i - 1].verb < table[i].verb);
            QCOMPARE(findCommand(table[i].verb), &table[i]);
            const QByteArray small = protocol::bytes(table[i].verb).toLower();
            QCOMPARE(findCommand(protocol::view(small)), &table[i]);
        }
        QVERIFY(findCommand("NONSENSE") == nullptr);
        QVERIFY(findCommand(std::string(1000, 'A')) == nullptr);
    }

    void commandIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("who");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArrayList>("replies");
        const auto row = [](const char* name, const QByteArray& who, const QByteArray& line, const QByteArrayList& replies) {
            QTest::newRow(name) << who << line << replies;
        };
        row("KICK with too little", "ann", "KICK #room", {":chat.local 461 ann KICK :Not enough parameters"});
        row("KICK from no room", "ann", "KICK #nowhere bob", {":chat.local 403 ann #nowhere :No such channel"});
        row("KICK from outside", "carl", "KICK #room bob", {":chat.local 442 carl #room :You're not on that channel"});
        row("KICK by no operator", "bob", "KICK #room ann", {":chat.local 482 bob #room :You're not channel operator"});
        row("KICK of somebody outside", "ann", "KICK #room carl", {":chat.local 441 ann carl #room :They aren't on that channel"});
        row("KICK", "ann", "KICK #room BOB :too loud", {kAnn + "KICK #room bob :too loud"});
        row("INVITE with too little", "ann", "INVITE carl", {":chat.local 461 ann INVITE :Not enough parameters"});
        row("INVITE of nobody", "ann", "INVITE nobody #room", {":chat.local 401 ann nobody :No such nick/channel"});
        row("INVITE into no room", "ann", "INVITE carl #nowhere", {":chat.local 403 ann #nowhere :No such channel"});
        row("INVITE from outside", "carl", "INVITE bob #room", {":chat.local 442 carl #room :You're not on that channel"});
        row("INVITE of somebody inside", "ann", "INVITE bob #room", {":chat.local 443 ann bob #room :is already on channel"});
        row("INVITE", "ann", "INVITE carl #room", {":chat.local 341 ann carl #room"});
        row("LIST", "carl", "LIST",
            {":chat.local 321 carl Channel :Users  Name",
             ":chat.local 322 carl #lobby 0 :", ":chat.local 322 carl #room 2 :", ":chat.local 323 carl :End of /LIST"});
        row("LIST of rooms with people", "carl", "LIST >1",
            {":chat.local 321 carl Channel :Users  Name", ":chat.local 322 carl #room 2 :", ":chat.local 323 carl :End of /LIST"});
        row("WHO without a mask", "carl", "WHO", {":chat.local 461 carl WHO :Not enough parameters"});
        row("WHO of a room", "carl", "WHO #room",
            {":chat.local 352 carl #room ann 192.0.2.1 chat.local ann H@ :0 ann",
             ":chat.local 352 carl #room bob 192.0.2.2 chat.local bob H :0 bob", ":chat.local 315 carl #room :End of /WHO list"});
        row("WHO with WHOX", "carl", "WHO #room %tcnfa,42",
            {":chat.local 354 carl 42 #room ann H@ 0", ":chat.local 354 carl 42 #room bob H 0",
             ":chat.local 315 carl #room :End of /WHO list"});
        row("WHO of nobody", "carl", "WHO nobody", {":chat.local 315 carl nobody :End of /WHO list"});
        row("WHOIS without a name", "carl", "WHOIS", {":chat.local 431 carl :No nickname given"});
        row("WHOIS of nobody", "carl", "WHOIS nobody",
            {":chat.local 401 carl nobody :No such nick/channel", ":chat.local 318 carl nobody :End of /WHOIS list"});
        row("WHOIS", "carl", "WHOIS ann",
            {":chat.local 311 carl ann ann 192.0.2.1 * ann", ":chat.local 319 carl ann @#room",
             ":chat.local 312 carl ann chat.local :A chatroom", ":chat.local 317 carl ann 0 1700000000 :seconds idle, signon time",
             ":chat.local 318 carl ann :End of /WHOIS list"});
        row("WHOWAS without a name", "carl", "WHOWAS", {":chat.local 431 carl :No nickname given"});
        row("WHOWAS of nobody", "carl", "WHOWAS nobody",
            {":chat.local 406 carl nobody :There was no such nickname", ":chat.local 369 carl nobody :End of WHOWAS"});
        row("MONITOR without a word", "carl", "MONITOR", {":chat.local 461 carl MONITOR :Not enough parameters"});
        row("MONITOR of two", "carl", "MONITOR + ann,nobody", {":chat.local 730 carl ann!ann@192.0.2.1", ":chat.local 731 carl nobody"});
        row("MONITOR list", "carl", "MONITOR L", {":chat.local 733 carl :End of MONITOR list"});
        row("OPER with too little", "carl", "OPER root", {":chat.local 461 carl OPER :Not enough parameters"});
        row("OPER with a wrong password", "carl", "OPER root wrong", {":chat.local 464 carl :Password incorrect"});
        row("OPER by another name", "carl", "OPER nobody secret", {":chat.local 464 carl :Password incorrect"});
        row("KILL by no operator", "carl", "KILL ann :x", {":chat.local 481 carl :Permission Denied- You're not an IRC operator"});
        row("REHASH by no operator", "carl", "REHASH", {":chat.local 481 carl :Permission Denied- You're not an IRC operator"});
        row("USERHOST", "carl", "USERHOST ann nobody", {":chat.local 302 carl ann=+ann@192.0.2.1"});
        row("ISON", "carl", "ISON ann nobody BOB", {":chat.local 303 carl :ann bob"});
        row("LINKS", "carl", "LINKS",
            {":chat.local 364 carl chat.local chat.local :0 A chatroom", ":chat.local 365 carl * :End of /LINKS list"});
        row("MOTD of another server", "carl", "MOTD elsewhere", {":chat.local 402 carl elsewhere :No such server"});
        row("HELP on what is not there", "carl", "HELP nonsense", {":chat.local 524 carl nonsense :No help available on this topic"});
        row("VERSION of another server", "carl", "VERSION elsewhere", {":chat.local 402 carl elsewhere :No such server"});
    }
    void commandIsAnswered()
    {
        QFETCH(QByteArray, who);
        QFETCH(QByteArray, line);
        QFETCH(QByteArrayList, replies);
        Scene scene;
        QCOMPARE(scene.person(who).ask(line), replies);
    }

    void kickedOneIsOutAndToldSo()
    {
        Scene scene;
        scene.ann.say("KICK #room bob,carl");
        QCOMPARE(scene.bob.read(), (QByteArrayList{kAnn + "KICK #room bob ann"}));
        QCOMPARE(scene.bob.ask("PRIVMSG #room :x"), (QByteArrayList{":chat.local 404 bob #room :Cannot send to channel"}));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::Kicked).subject, "bob");
        QCOMPARE(scene.ann.ask("KICK #room ann :me"), (QByteArrayList{kAnn + "KICK #room ann me"}));
        QCOMPARE(scene.dialogue.engine.snapshot().rooms.size(), 1);
    }

    void invitationIsToldToWhoAskedToKnow()
    {
        Scene scene{"invite-notify"};
        scene.ann.say("INVITE carl #room");
        QCOMPARE(scene.carl.read(), (QByteArrayList{kAnn + "INVITE carl #room"}));
        QCOMPARE(scene.bob.read(), (QByteArrayList{kAnn + "INVITE carl #room"}));
        QCOMPARE(scene.carl.ask("INVITE"), (QByteArrayList{":chat.local 336 carl #room", ":chat.local 337 carl :End of /INVITE list"}));
    }

    void watcherIsToldOfComingAndGoing()
    {
        Scene scene{{}, "extended-monitor away-notify"};
        scene.carl.say("MONITOR + ann,dora,anna");
        scene.dialogue.forgetLines();
        Person& dora = scene.dialogue.enter("dora");
        QCOMPARE(scene.carl.read(), (QByteArrayList{":chat.local 730 carl dora!dora@192.0.2.4"}));
        dora.say("AWAY :out");
        QCOMPARE(scene.carl.read(), (QByteArrayList{":dora!dora@192.0.2.4 AWAY out"}));
        dora.say("QUIT");
        QCOMPARE(scene.carl.read(), (QByteArrayList{":chat.local 731 carl dora"}));
        scene.ann.say("NICK anna");
        QCOMPARE(scene.carl.read(), (QByteArrayList{":chat.local 731 carl ann", ":chat.local 730 carl anna!ann@192.0.2.1"}));
        scene.carl.say("MONITOR C");
        scene.ann.say("NICK ann");
        QCOMPARE(scene.carl.read(), QByteArrayList{});
    }

    void whoHasLeftIsRemembered()
    {
        Scene scene;
        scene.ann.say("QUIT");
        const QByteArrayList replies = scene.carl.ask("WHOWAS ann");
        QCOMPARE(replies.value(0), ":chat.local 314 carl ann ann 192.0.2.1 * ann");
        QCOMPARE(replies.last(), ":chat.local 369 carl ann :End of WHOWAS");
    }

    void rememberedOnesAreLimited_data()
    {
        QTest::addColumn<int>("limit");
        QTest::addColumn<int>("remembered");
        QTest::newRow("two") << 2 << 2;
        QTest::newRow("no limit") << 0 << 5;
    }
    void rememberedOnesAreLimited()
    {
        QFETCH(int, limit);
        QFETCH(int, remembered);
        ServerConfig config;
        config.limits.whowas = limit;
        Dialogue dialogue{config};
        for (int i = 0; i < 5; ++i)
            dialogue.enter("ann").say("QUIT");
        const QByteArrayList replies = dialogue.enter("bob").ask("WHOWAS ann");
        QCOMPARE(std::count_if(replies.begin(), replies.end(), [](const QByteArray& line) { return line.contains(" 314 "); }), remembered);
    }

    void operatorRunsTheServer()
    {
        Scene scene;
        QCOMPARE(scene.carl.ask("OPER root secret"),
                 (QByteArrayList{":chat.local 381 carl :You are now an IRC operator", ":carl!carl@192.0.2.3 MODE carl +o"}));
        QVERIFY(scene.carl.floodOrders().last().isExempt);
        QCOMPARE(scene.dialogue.recorder.last(EventKind::Operator).who, "carl");
        scene.bob.say("MODE bob +w");
        scene.dialogue.forgetLines();
        scene.carl.say("WALLOPS :take care");
        QCOMPARE(scene.bob.read(), (QByteArrayList{":carl!carl@192.0.2.3 WALLOPS :take care"}));
        QCOMPARE(scene.ann.read(), QByteArrayList{});
        QVERIFY(!scene.dialogue.engine.takeRehashRequest());
        scene.carl.say("REHASH");
        QVERIFY(scene.dialogue.engine.takeRehashRequest());
        QVERIFY(!scene.dialogue.engine.takeRehashRequest());
        QCOMPARE(scene.carl.ask("KILL nobody :x"), (QByteArrayList{":chat.local 401 carl nobody :No such nick/channel"}));
        scene.carl.say("KILL ann :spam");
        QVERIFY(scene.ann.isClosed());
        QCOMPARE(scene.bob.read(), (QByteArrayList{kAnn + "QUIT :Killed (carl (spam))"}));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::Killed).subject, "ann");
        QCOMPARE(scene.carl.ask("TOPIC #lobby :x").size(), 1);
        scene.carl.say("MODE carl -o");
        QVERIFY(!scene.carl.floodOrders().last().isExempt);
        QCOMPARE(scene.carl.ask("REHASH"), (QByteArrayList{":chat.local 481 carl :Permission Denied- You're not an IRC operator"}));
    }

    void operatorMayKillThemselves()
    {
        Scene scene;
        scene.carl.say("OPER root secret");
        scene.carl.say("KILL carl :enough");
        QVERIFY(scene.carl.isClosed());
        QCOMPARE(scene.dialogue.engine.snapshot().people.size(), 2);
    }

    void wrongPasswordsEnd()
    {
        Scene scene;
        for (int i = 0; i < 3; ++i)
            scene.carl.say("OPER root wrong");
        QVERIFY(scene.carl.isClosed());
    }

    void realNameIsChanged()
    {
        Scene scene{"setname"};
        QCOMPARE(scene.bob.ask("SETNAME :Bob the Builder"), (QByteArrayList{kBob + "SETNAME :Bob the Builder"}));
        QCOMPARE(scene.ann.read(), QByteArrayList{});
        QVERIFY(scene.ann.ask("WHOIS bob").value(0).endsWith("* :Bob the Builder"));
        QCOMPARE(scene.bob.ask("SETNAME :").size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestCommands)
#include "tst_commands.moc"
