// PRIVMSG, NOTICE, TAGMSG, AWAY: who hears what in which form; echoes, labels, batches, tags, ids and times.
#include "server/dialogue.h"

#include <QSet>
#include <QTest>

#include <algorithm>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace std::chrono_literals;

namespace {

const QByteArray kEverything = "message-tags server-time echo-message batch labeled-response standard-replies away-notify";

// ann runs #room, bob is inside, carl is not.
struct Scene final
{
    explicit Scene(const QByteArray& capabilitiesOfAnn = {}, const QByteArray& capabilitiesOfBob = {}, std::size_t workers = 1)
        : dialogue({}, workers), ann(dialogue.enter("ann", capabilitiesOfAnn)), bob(dialogue.enter("bob", capabilitiesOfBob)),
          carl(dialogue.enter("carl"))
    {
        ann.say("JOIN #room");
        bob.say("JOIN #room");
        dialogue.forgetLines();
    }

    Dialogue dialogue;
    Person& ann;
    Person& bob;
    Person& carl;
};

QByteArray messageId(const QByteArray& line)
{
    const qsizetype start = line.indexOf("msgid=") + 6;
    return line.mid(start, line.indexOf(' ', start) - start);
}

} // namespace

class TestTalking final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void roomHearsWhatIsSaid()
    {
        Scene scene;
        QCOMPARE(scene.ann.ask("PRIVMSG #ROOM :hello there"), QByteArrayList{});
        QCOMPARE(scene.bob.read(), (QByteArrayList{":ann!ann@192.0.2.1 PRIVMSG #room :hello there"}));
        QCOMPARE(scene.carl.read(), QByteArrayList{});
        const ServerEvent event = scene.dialogue.recorder.last(EventKind::Message);
        QCOMPARE(event.who, "ann");
        QCOMPARE(event.room, "#room");
        QCOMPARE(event.text, "hello there");
        QCOMPARE(scene.dialogue.engine.snapshot().messages, 1U);
        QCOMPARE(scene.dialogue.engine.snapshot().deliveries, 1U);
    }

    void whatIsSaidToOnePersonIsNobodyElses()
    {
        Scene scene;
        scene.ann.say("PRIVMSG carl :psst");
        QCOMPARE(scene.carl.read(), (QByteArrayList{":ann!ann@192.0.2.1 PRIVMSG carl psst"}));
        QCOMPARE(scene.bob.read(), QByteArrayList{});
        const ServerEvent event = scene.dialogue.recorder.last(EventKind::DirectMessage);
        QCOMPARE(event.subject, "carl");
        QCOMPARE(event.text, QByteArray{});
        QCOMPARE(scene.dialogue.recorder.count(EventKind::Message), 0);
    }

    void eachTargetGetsItsOwnLine()
    {
        Scene scene;
        QCOMPARE(scene.ann.ask("PRIVMSG #room,carl,nobody,carl :hi"), (QByteArrayList{":chat.local 401 ann nobody :No such nick/channel"}));
        QCOMPARE(scene.bob.read(), (QByteArrayList{":ann!ann@192.0.2.1 PRIVMSG #room hi"}));
        QCOMPARE(scene.carl.read(), (QByteArrayList{":ann!ann@192.0.2.1 PRIVMSG carl hi"}));
        QCOMPARE(scene.ann.ask("PRIVMSG a,b,c,d,e :hi").last(), ":chat.local 407 ann e :Too many targets");
    }

    void everyReaderGetsItsForm_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<QByteArray>("line");
        const QByteArray body = ":ann!ann@192.0.2.1 PRIVMSG #room hi";
        QTest::newRow("nothing asked for") << QByteArray{} << body;
        QTest::newRow("server-time") << QByteArray("server-time") << "@time=* " + body;
        QTest::newRow("message-tags") << QByteArray("message-tags") << "@msgid=*;+typing=done;+x " + body;
        QTest::newRow("both") << QByteArray("server-time message-tags") << "@time=*;msgid=*;+typing=done;+x " + body;
        QTest::newRow("what does not change the form") << QByteArray("multi-prefix setname") << body;
    }
    void everyReaderGetsItsForm()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(QByteArray, line);
        Scene scene{{}, capabilities};
        scene.ann.say("@+typing=done;foreign=1;+x PRIVMSG #room :hi");
        QCOMPARE(scene.bob.read(), (QByteArrayList{line}));
    }

    void formFollowsACapabilityThatIsTakenBack()
    {
        Scene scene{{}, "server-time"};
        scene.ann.say("PRIVMSG #room :one");
        scene.bob.say("CAP REQ :-server-time");
        scene.ann.say("PRIVMSG #room :two");
        QCOMPARE(scene.bob.read(), (QByteArrayList{"@time=* :ann!ann@192.0.2.1 PRIVMSG #room one", ":chat.local CAP bob ACK -server-time",
                                                   ":ann!ann@192.0.2.1 PRIVMSG #room two"}));
    }

    void timeIsTheClocks()
    {
        Scene scene{{}, "server-time"};
        scene.ann.say("PRIVMSG #room :one");
        scene.dialogue.clock.advance(1ms);
        scene.ann.say("PRIVMSG #room :two");
        QCOMPARE(scene.bob.readRaw(), (QByteArrayList{"@time=2023-11-14T22:13:20.000Z :ann!ann@192.0.2.1 PRIVMSG #room one",
                                                      "@time=2023-11-14T22:13:20.001Z :ann!ann@192.0.2.1 PRIVMSG #room two"}));
    }

    void idIsUniqueAndTheSameForAll()
    {
        Scene scene{"message-tags echo-message", "message-tags"};
        QSet<QByteArray> seen;
        for (int i = 0; i < 300; ++i) { // more than are fetched at a time
            scene.ann.say("PRIVMSG #room :hi");
            const QByteArray id = messageId(scene.bob.readRaw().value(0));
            QCOMPARE(id.size(), 22);
            QCOMPARE(messageId(scene.ann.readRaw().value(0)), id);
            seen.insert(id);
        }
        QCOMPARE(seen.size(), 300);
    }

    void everyWorkerGetsOneDeliveryForAForm()
    {
        Dialogue dialogue{{}, 2};
        Person& ann = dialogue.enter("ann");
        ann.say("JOIN #room");
        QList<Person*> others;
        for (int i = 0; i < 20; ++i) {
            others.append(&dialogue.enter("person" + QByteArray::number(i)));
            others.last()->say("JOIN #room");
        }
        dialogue.forgetLines();
        dialogue.deliveries = 0;
        ann.say("PRIVMSG #room :hi");
        QCOMPARE(dialogue.deliveries, 2);
        for (Person* other : others)
            QCOMPARE(other->read(), (QByteArrayList{":ann!ann@192.0.2.1 PRIVMSG #room hi"}));
        dialogue.deliveries = 0;
        ann.say("NICK anna");
        QCOMPARE(dialogue.deliveries, 3); // and her own
    }

    void orderIsTheSameForAll()
    {
        Scene scene{"echo-message", "echo-message"};
        scene.carl.say("JOIN #room");
        scene.carl.say("CAP REQ :server-time echo-message");
        scene.dialogue.forgetLines();
        for (int i = 0; i < 30; ++i)
            (i % 3 == 0 ? scene.ann : i % 3 == 1 ? scene.bob : scene.carl).say("PRIVMSG #room :" + QByteArray::number(i));
        const auto texts = [](Person& person) {
            QByteArrayList found;
            for (const QByteArray& line : person.read())
                found += line.mid(line.lastIndexOf(' ') + 1);
            return found;
        };
        const QByteArrayList order = texts(scene.ann);
        QCOMPARE(order.size(), 30);
        QCOMPARE(order.last(), "29");
        QCOMPARE(texts(scene.bob), order);
        QCOMPARE(texts(scene.carl), order);
    }

    void echoCarriesTheLabel()
    {
        Scene scene{kEverything, kEverything};
        QCOMPARE(scene.ann.ask("@label=a1;+react=x PRIVMSG #room :hi"),
                 (QByteArrayList{"@label=a1;time=*;msgid=*;+react=x :ann!ann@192.0.2.1 PRIVMSG #room hi"}));
        QCOMPARE(scene.bob.read(), (QByteArrayList{"@time=*;msgid=*;+react=x :ann!ann@192.0.2.1 PRIVMSG #room hi"}));
        QCOMPARE(scene.ann.ask("PRIVMSG #room :hi"), (QByteArrayList{"@time=*;msgid=* :ann!ann@192.0.2.1 PRIVMSG #room hi"}));
    }

    void labelIsAnswered_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArrayList>("replies");
        QTest::newRow("no reply becomes ACK") << QByteArray("batch labeled-response") << QByteArray("@label=x PONG y")
                                              << QByteArrayList{"@label=x :chat.local ACK"};
        QTest::newRow("one reply carries the label") << QByteArray("batch labeled-response") << QByteArray("@label=x PING y")
                                                     << QByteArrayList{"@label=x :chat.local PONG chat.local y"};
        QTest::newRow("an error carries it too") << QByteArray("batch labeled-response") << QByteArray("@label=x NONSENSE")
                                                 << QByteArrayList{"@label=x :chat.local 421 ann NONSENSE :Unknown command"};
        QTest::newRow("several become a batch")
            << QByteArray("batch labeled-response") << QByteArray("@label=x MODE #room")
            << QByteArrayList{"@label=x :chat.local BATCH +1 labeled-response", "@batch=1 :chat.local 324 ann #room +nt",
                              "@batch=1 :chat.local 329 ann #room 1700000000", ":chat.local BATCH -1"};
        QTest::newRow("a label is escaped") << QByteArray("batch labeled-response") << QByteArray("@label=a\\sb\\: PING y")
                                            << QByteArrayList{"@label=a\\sb\\: :chat.local PONG chat.local y"};
        QTest::newRow("who did not ask gets no label")
            << QByteArray("message-tags") << QByteArray("@label=x PING y") << QByteArrayList{":chat.local PONG chat.local y"};
        QTest::newRow("a label that is too long counts for nothing")
            << QByteArray("batch labeled-response") << "@label=" + QByteArray(65, 'x') + " PING y"
            << QByteArrayList{":chat.local PONG chat.local y"};
    }
    void labelIsAnswered()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(QByteArray, line);
        QFETCH(QByteArrayList, replies);
        Scene scene{capabilities};
        QCOMPARE(scene.ann.ask(line), replies);
    }

    void roomReadersOfOtherRanksHearNothing_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<bool>("bobHears");
        QTest::addColumn<bool>("carlHears");
        QTest::newRow("@ reaches operators") << QByteArray("@#room") << false << false;
        QTest::newRow("+ reaches voices too") << QByteArray("+#room") << true << false;
        QTest::newRow("no prefix reaches all") << QByteArray("#room") << true << true;
    }
    void roomReadersOfOtherRanksHearNothing()
    {
        QFETCH(QByteArray, target);
        QFETCH(bool, bobHears);
        QFETCH(bool, carlHears);
        Scene scene;
        scene.carl.say("JOIN #room");
        Person& dora = scene.dialogue.enter("dora");
        dora.say("JOIN #room");
        scene.ann.say("MODE #room +v bob");
        scene.dialogue.forgetLines();
        dora.say("PRIVMSG " + target + " :hi");
        const QByteArrayList line{":dora!dora@192.0.2.4 PRIVMSG " + target + " hi"};
        QCOMPARE(scene.ann.read(), line);
        QCOMPARE(scene.bob.read(), bobHears ? line : QByteArrayList{});
        QCOMPARE(scene.carl.read(), carlHears ? line : QByteArrayList{});
    }

    void readersOfARankAreCounted()
    {
        Scene scene;
        scene.carl.say("JOIN #room");
        scene.bob.say("PRIVMSG @#room :hi");
        QCOMPARE(scene.dialogue.engine.snapshot().deliveries, 1U);
    }

    // IRCv3 labeled-response: the label is on the echo, so that it can be told from what was delivered.
    void messageToOneselfComesTwiceWithOneLabel()
    {
        Scene scene{kEverything};
        QCOMPARE(scene.ann.ask("@label=a PRIVMSG ann :hi"), (QByteArrayList{"@time=*;msgid=* :ann!ann@192.0.2.1 PRIVMSG ann hi",
                                                                            "@label=a;time=*;msgid=* :ann!ann@192.0.2.1 PRIVMSG ann hi"}));
    }

    void tagsAloneReachWhoReadsTags()
    {
        Scene scene{"message-tags echo-message", "message-tags"};
        scene.carl.say("JOIN #room");
        scene.dialogue.forgetLines();
        const QByteArrayList line{"@msgid=*;+typing=active :ann!ann@192.0.2.1 TAGMSG #room"};
        QCOMPARE(scene.ann.ask("@+typing=active TAGMSG #room"), line);
        QCOMPARE(scene.bob.read(), line);
        QCOMPARE(scene.carl.read(), QByteArrayList{});
        QCOMPARE(scene.dialogue.engine.snapshot().messages, 0U);
    }

    void botIsTagged()
    {
        Scene scene{{}, "message-tags"};
        QCOMPARE(scene.ann.ask("MODE ann +B"), (QByteArrayList{":ann!ann@192.0.2.1 MODE ann +B"}));
        scene.ann.say("PRIVMSG #room :beep");
        QCOMPARE(scene.bob.read(), (QByteArrayList{"@msgid=*;bot :ann!ann@192.0.2.1 PRIVMSG #room beep"}));
        const QList<PersonRow> people = scene.dialogue.engine.snapshot().people;
        QCOMPARE(std::count_if(people.begin(), people.end(), [](const PersonRow& row) { return row.isBot; }), 1);
    }

    void longTextIsCutBetweenCharacters()
    {
        Scene scene;
        scene.ann.say("PRIVMSG #room :" + QByteArray("\xc3\xa9").repeated(245));
        const QByteArray line = scene.bob.read().value(0);
        QVERIFY(line.size() <= 510);
        QVERIFY(QString::fromUtf8(line).toUtf8() == line);
        QVERIFY(line.endsWith("\xc3\xa9"));
    }

    void errorIsTold_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArrayList>("replies");
        const auto row = [](const char* name, const QByteArray& line, const QByteArrayList& replies) {
            QTest::newRow(name) << line << replies;
        };
        row("no target", "PRIVMSG", {":chat.local 411 carl :No recipient given"});
        row("an empty target", "PRIVMSG  :", {":chat.local 411 carl :No recipient given"});
        row("no text", "PRIVMSG ann", {":chat.local 412 carl :No text to send"});
        row("an empty text", "PRIVMSG ann :", {":chat.local 412 carl :No text to send"});
        row("nobody of that name", "PRIVMSG nobody :x", {":chat.local 401 carl nobody :No such nick/channel"});
        row("no such room", "PRIVMSG #nowhere :x", {":chat.local 403 carl #nowhere :No such channel"});
        row("from outside", "PRIVMSG #room :x", {":chat.local 404 carl #room :Cannot send to channel"});
        row("from outside, to the operators", "PRIVMSG @#room :x", {":chat.local 404 carl #room :Cannot send to channel"});
        row("a notice gets no error", "NOTICE #room :x", {});
        row("nor to nobody", "NOTICE nobody :x", {});
        row("nor without a target", "NOTICE", {});
        row("an unknown command", "NONSENSE x", {":chat.local 421 carl NONSENSE :Unknown command"});
        row("an operator's command", "WALLOPS :x", {":chat.local 481 carl :Permission Denied- You're not an IRC operator"});
        row("a line that is too long", "PRIVMSG ann :" + QByteArray(600, 'x'), {":chat.local 417 carl :Input line was too long"});
        row("tags that are too long", "@+x=" + QByteArray(5000, 'x') + " PRIVMSG ann :x",
            {":chat.local 417 carl :Input line was too long"});
        row("not UTF-8", "PRIVMSG ann :\xff", {":chat.local NOTICE carl :*** PRIVMSG: Message rejected: it is not UTF-8"});
        row("NUL", QByteArray("PRIVMSG ann :a\0b", 16), {});
    }
    void errorIsTold()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArrayList, replies);
        Scene scene;
        QCOMPARE(scene.carl.ask(line), replies);
        QCOMPARE(scene.ann.read(), QByteArrayList{});
        QCOMPARE(scene.bob.read(), QByteArrayList{});
        QCOMPARE(scene.carl.ask("PING x"), (QByteArrayList{":chat.local PONG chat.local x"}));
    }

    void textThatIsNotUtf8FailsInWords()
    {
        Scene scene{"standard-replies"};
        QCOMPARE(scene.ann.ask("PRIVMSG #room :\xff"),
                 (QByteArrayList{":chat.local FAIL PRIVMSG INVALID_UTF8 :Message rejected: it is not UTF-8"}));
        QCOMPARE(scene.ann.ask("NONSENSE \xff"), (QByteArrayList{":chat.local FAIL * INVALID_UTF8 :Message rejected: it is not UTF-8"}));
    }

    void silencedOnesAreNotHeard_data()
    {
        QTest::addColumn<QByteArray>("modes");
        QTest::addColumn<bool>("isHeard");
        QTest::newRow("moderated") << QByteArray("+m") << false;
        QTest::newRow("moderated, with a voice") << QByteArray("+mv bob") << true;
        QTest::newRow("muted") << QByteArray("+b m:bob!*@*") << false;
        QTest::newRow("muted, with an exception") << QByteArray("+be m:bob!*@* bob!*@*") << true;
        QTest::newRow("banned while inside") << QByteArray("+b bob!*@*") << false;
        QTest::newRow("somebody else is muted") << QByteArray("+b m:carl!*@*") << true;
    }
    void silencedOnesAreNotHeard()
    {
        QFETCH(QByteArray, modes);
        QFETCH(bool, isHeard);
        Scene scene;
        scene.ann.say("MODE #room " + modes);
        scene.dialogue.forgetLines();
        const QByteArrayList refusal{":chat.local 404 bob #room :Cannot send to channel"};
        QCOMPARE(scene.bob.ask("PRIVMSG #room :x"), isHeard ? QByteArrayList{} : refusal);
        QCOMPARE(scene.ann.read().size(), isHeard ? 1 : 0);
    }

    void openRoomIsHeardFromOutside()
    {
        Scene scene;
        scene.ann.say("MODE #room -n");
        scene.dialogue.forgetLines();
        QCOMPARE(scene.carl.ask("PRIVMSG #room :hi"), QByteArrayList{});
        QCOMPARE(scene.ann.read(), (QByteArrayList{":carl!carl@192.0.2.3 PRIVMSG #room hi"}));
        QCOMPARE(scene.dialogue.engine.snapshot().deliveries, 2U);
    }

    void awayIsToldToWhoAsked()
    {
        Scene scene{{}, "away-notify"};
        QCOMPARE(scene.ann.ask("AWAY :at lunch"), (QByteArrayList{":chat.local 306 ann :You have been marked as being away"}));
        QCOMPARE(scene.bob.read(), (QByteArrayList{":ann!ann@192.0.2.1 AWAY :at lunch"}));
        scene.ann.say("AWAY :at lunch");
        QCOMPARE(scene.bob.read(), QByteArrayList{});
        QCOMPARE(scene.carl.ask("PRIVMSG ann :hi"), (QByteArrayList{":chat.local 301 carl ann :at lunch"}));
        QCOMPARE(scene.carl.ask("NOTICE ann :hi"), QByteArrayList{});
        QCOMPARE(scene.ann.ask("AWAY"), (QByteArrayList{":chat.local 305 ann :You are no longer marked as being away"}));
        QCOMPARE(scene.bob.read(), (QByteArrayList{":ann!ann@192.0.2.1 AWAY"}));
    }

    void windowSpeaksForTheServer()
    {
        Scene scene;
        scene.dialogue.engine.announce("Closing at six");
        QVERIFY(scene.dialogue.engine.message("bob", "Only you").has_value());
        QVERIFY(!scene.dialogue.engine.message("nobody", "x").has_value());
        scene.dialogue.deliver();
        QCOMPARE(scene.ann.read(), (QByteArrayList{":chat.local NOTICE ann :Closing at six"}));
        QCOMPARE(scene.bob.read(), (QByteArrayList{":chat.local NOTICE bob :Closing at six", ":chat.local NOTICE bob :Only you"}));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::Announced).text, "Closing at six");
    }
};

QTEST_GUILESS_MAIN(TestTalking)
#include "tst_talking.moc"
