// Messages of many lines. Tests are named after the sections of IRCv3 draft/multiline and client-batch.
#include "protocol/multiline.h"
#include "server/accountscene.h"
#include "server/historyscene.h"

#include <QRegularExpression>
#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray kAll = "batch server-time message-tags echo-message labeled-response standard-replies draft/multiline";
const QByteArray kOld = "batch server-time message-tags standard-replies";

// The references that batches of such messages have are as random as ids.
QByteArrayList settled(QByteArrayList lines)
{
    static const QRegularExpression reference(u"m-[A-Za-z0-9-]{6}"_s);
    for (QByteArray& line : lines)
        line = QString::fromUtf8(line).replace(reference, u"m"_s).toUtf8();
    return lines;
}

// ann runs #room; bob can read messages of many lines, carl cannot.
struct Scene final
{
    explicit Scene(ServerConfig config = {}, const QByteArray& ofAnn = kAll)
        : dialogue(std::move(config), 1, std::make_unique<storage::MemoryStore>()), ann(dialogue.enter("ann", ofAnn)),
          bob(dialogue.enter("bob", kAll)), carl(dialogue.enter("carl", kOld))
    {
        for (Person* each : {&ann, &bob, &carl})
            each->say("JOIN #room");
        dialogue.forgetLines();
    }

    // One message of these lines; a '+' first: it goes on.
    QByteArrayList say(const QByteArrayList& lines, const QByteArray& target = "#room", const QByteArray& tags = {})
    {
        ann.say((tags.isEmpty() ? QByteArray() : '@' + tags + ' ') + "BATCH +1 draft/multiline " + target);
        for (const QByteArray& line : lines) {
            const bool isConcat = line.startsWith('+');
            ann.say((isConcat ? "@batch=1;draft/multiline-concat PRIVMSG " : "@batch=1 PRIVMSG ") + target + " :"
                    + line.mid(isConcat ? 1 : 0));
        }
        ann.say("BATCH -1");
        return settled(ann.read());
    }

    Dialogue dialogue;
    Person& ann;
    Person& bob;
    Person& carl;
};

const QByteArray kMask = ":ann!ann@192.0.2.1";

QByteArray failure(const QByteArray& rest)
{
    return "@time=* :chat.local FAIL BATCH " + rest;
}

} // namespace

class TestMultiline final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void capabilities_theValueSaysTheLimits_data()
    {
        QTest::addColumn<int>("bytes");
        QTest::addColumn<int>("lines");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("the usual ones") << 40000 << 500 << QByteArray("draft/multiline=max-bytes=40000,max-lines=500");
        QTest::newRow("of a small server") << 4096 << 32 << QByteArray("draft/multiline=max-bytes=4096,max-lines=32");
        QTest::newRow("none are the server's own bounds") << 0 << 0 << QByteArray("draft/multiline=max-bytes=1048576,max-lines=10000");
    }
    void capabilities_theValueSaysTheLimits()
    {
        QFETCH(int, bytes);
        QFETCH(int, lines);
        QFETCH(QByteArray, value);
        ServerConfig config;
        config.limits.multilineBytes = bytes;
        config.limits.multilineLines = lines;
        Dialogue dialogue{config};
        QByteArray offered = dialogue.connect().ask("CAP LS 302").join(' ');
        QVERIFY2(offered.replace(':', ' ').split(' ').contains(value), offered.constData());
        QVERIFY(!dialogue.connect().ask("CAP LS").join(' ').contains("draft/multiline="));
    }

    void capabilities_withoutItThereIsNoSuchCommand()
    {
        Scene scene{{}, "batch standard-replies"};
        QCOMPARE(scene.ann.ask("BATCH +1 draft/multiline #room"), QByteArrayList{":chat.local 421 ann BATCH :Unknown command"});
    }

    void dependencies_batchIsNeeded()
    {
        Scene scene{{}, "standard-replies draft/multiline"};
        QCOMPARE(scene.ann.ask("BATCH +1 draft/multiline #room"),
                 QByteArrayList{":chat.local FAIL BATCH MULTILINE_INVALID :Multiline messages need the capability batch"});
    }

    void batchTypes_aBatchIsDeliveredAsOne()
    {
        Scene scene;
        const QByteArrayList echo = scene.say({"hello", "how is ", "+everyone?"});
        const QByteArrayList expected{"@time=*;msgid=* " + kMask + " BATCH +m draft/multiline #room",
                                      "@batch=m " + kMask + " PRIVMSG #room hello", "@batch=m " + kMask + " PRIVMSG #room :how is ",
                                      "@batch=m;draft/multiline-concat " + kMask + " PRIVMSG #room everyone?", kMask + " BATCH -m"};
        QCOMPARE(echo, expected);
        QCOMPARE(settled(scene.bob.read()), expected);
    }

    void batchTypes_nothingIsSaidBeforeTheEnd()
    {
        Scene scene;
        scene.ann.say("BATCH +1 draft/multiline #room");
        scene.ann.say("@batch=1 PRIVMSG #room :hello");
        QVERIFY(scene.ann.read().isEmpty());
        QVERIFY(scene.bob.read().isEmpty());
        scene.ann.hangUp();
        QCOMPARE(scene.bob.read().size(), 1); // QUIT alone
    }

    void batchTypes_targetsAreTheSameInAnyCase()
    {
        Scene scene;
        scene.ann.sayAll({"BATCH +1 draft/multiline #ROOM", "@batch=1 privmsg #Room :a", "@batch=1 PRIVMSG #room :b", "BATCH -1"});
        QCOMPARE(scene.bob.read().size(), 4);
    }

    void batchTypes_blankLinesAreNotRejected()
    {
        Scene scene;
        scene.say({"", "a", "", "b"});
        const QByteArrayList lines = settled(scene.bob.read());
        QCOMPARE(lines.size(), 6);
        QCOMPARE(lines[1], "@batch=m " + kMask + " PRIVMSG #room :");
        QCOMPARE(lines[3], "@batch=m " + kMask + " PRIVMSG #room :");
    }

    void batchTypes_whatClientsMustNotSendIsInvalid_data()
    {
        QTest::addColumn<QByteArrayList>("lines");
        QTest::addColumn<QByteArray>("why");
        const auto row = [](const char* name, const QByteArrayList& lines, const QByteArray& why) { QTest::newRow(name) << lines << why; };
        const QByteArray open = "BATCH +1 draft/multiline #room";
        row("a blank line that goes on", {open, "@batch=1 PRIVMSG #room :a", "@batch=1;draft/multiline-concat PRIVMSG #room :"},
            "An empty line cannot go on the line before");
        row("blank lines alone", {open, "@batch=1 PRIVMSG #room :", "@batch=1 PRIVMSG #room :", "BATCH -1"},
            "There is nothing in the batch");
        row("no line at all", {open, "BATCH -1"}, "There is nothing in the batch");
        row("a NOTICE", {open, "@batch=1 NOTICE #room :a"}, "Only PRIVMSG with a text may be in a batch");
        row("a TAGMSG", {open, "@batch=1;+x TAGMSG #room"}, "Only PRIVMSG with a text may be in a batch");
        row("another command", {open, "@batch=1 JOIN #other"}, "Only PRIVMSG with a text may be in a batch");
        row("a line without a text", {open, "@batch=1 PRIVMSG #room"}, "Only PRIVMSG with a text may be in a batch");
        row("a message that is not in the batch", {open, "PRIVMSG #room :b"}, "Something else came before the end of the batch");
        row("another command that is not in the batch", {open, "TOPIC #nowhere"}, "Something else came before the end of the batch");
        row("a line of another batch", {open, "@batch=2 PRIVMSG #room :b"}, "This belongs to another batch");
        row("the end of another batch", {open, "BATCH -2"}, "Another batch is open");
        row("a second batch", {open, "BATCH +2 draft/multiline #room"}, "Another batch was opened before its end");
        row("a batch in the batch", {open, "@batch=1 BATCH +2 draft/multiline #room"}, "This belongs to another batch");
        row("a line of no batch", {"@batch=1 PRIVMSG #room :a"}, "There is no such batch");
        row("the end of no batch", {"BATCH -1"}, "There is no such batch");
        row("a batch of another type", {"BATCH +1 netsplit a b"},
            "Only batches of the type draft/multiline, to one target, are understood");
        row("a batch without a type", {"BATCH +1"}, "Only batches of the type draft/multiline, to one target, are understood");
        row("a batch without a target", {"BATCH +1 draft/multiline"},
            "Only batches of the type draft/multiline, to one target, are understood");
        row("a batch to several", {"BATCH +1 draft/multiline #room,bob"},
            "Only batches of the type draft/multiline, to one target, are understood");
        row("more parameters", {"BATCH +1 draft/multiline #room more"},
            "Only batches of the type draft/multiline, to one target, are understood");
        row("a reference of nothing", {"BATCH + draft/multiline #room"}, "This is no reference of a batch");
        row("a reference of other letters", {"BATCH +a;b draft/multiline #room"}, "This is no reference of a batch");
        row("a reference without end", {"BATCH +" + QByteArray(65, 'a') + " draft/multiline #room"}, "This is no reference of a batch");
        row("neither beginning nor end", {"BATCH 1 draft/multiline #room"}, "A batch begins with +reference and ends with -reference");
    }
    void batchTypes_whatClientsMustNotSendIsInvalid()
    {
        QFETCH(QByteArrayList, lines);
        QFETCH(QByteArray, why);
        Scene scene;
        for (const QByteArray& line : lines)
            scene.ann.say(line);
        QCOMPARE(scene.ann.read().value(0), failure("MULTILINE_INVALID :" + why));
        // Whatever still comes of it is nothing, and a new one is as good as ever.
        scene.ann.sayAll({"@batch=1 PRIVMSG #room :late", "BATCH -1"});
        (void)scene.ann.read();
        QVERIFY(scene.bob.read().isEmpty());
        scene.say({"a", "b"});
        QCOMPARE(scene.bob.read().size(), 4);
    }

    void batchTypes_whatComesAfterAnErrorIsOneErrorAlone()
    {
        Scene scene;
        scene.ann.say("BATCH +1 draft/multiline #room");
        for (int i = 0; i < 5; ++i)
            scene.ann.say("@batch=1 NOTICE #room :a");
        scene.ann.say("BATCH -1");
        QCOMPARE(scene.ann.read().size(), 1);
    }

    void batchTypes_whatAClientSaysByItselfDisturbsNothing()
    {
        Scene scene;
        scene.ann.sayAll(
            {"BATCH +1 draft/multiline #room", "@batch=1 PRIVMSG #room :a", "PING x", "PONG y", "@batch=1 PRIVMSG #room :b", "BATCH -1"});
        QCOMPARE(scene.bob.read().size(), 4);
        QCOMPARE(scene.ann.read().size(), 5); // PONG and the echo
    }

    void batchTypes_aCommandThatEndsABatchIsRun()
    {
        Scene scene;
        scene.ann.sayAll({"BATCH +1 draft/multiline #room", "@batch=1 PRIVMSG #room :a", "JOIN #other"});
        const QByteArrayList lines = scene.ann.read();
        QCOMPARE(lines.value(0), failure("MULTILINE_INVALID :Something else came before the end of the batch"));
        QVERIFY(lines.value(1).endsWith(" JOIN #other"));
    }

    void batchTypes_aLineThatCannotBeReadEndsTheBatch_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("too long") << "@batch=1 PRIVMSG #room :" + QByteArray(600, 'x');
        QTest::newRow("not UTF-8") << QByteArray("@batch=1 PRIVMSG #room :\xff");
    }
    void batchTypes_aLineThatCannotBeReadEndsTheBatch()
    {
        QFETCH(QByteArray, line);
        Scene scene;
        scene.ann.sayAll({"BATCH +1 draft/multiline #room", "@batch=1 PRIVMSG #room :a"});
        scene.ann.say(line);
        scene.ann.say("BATCH -1");
        QCOMPARE(scene.ann.read().value(1), failure("MULTILINE_INVALID :A line of the batch could not be read"));
        QVERIFY(scene.bob.read().isEmpty()); // no message with a hole in it
    }

    void fallback_othersGetTheLinesWithoutBlankOnes()
    {
        Scene scene;
        scene.say({"", "hello", "", "how is ", "+everyone?"}, "#room", "+draft/reply=abc");
        QCOMPARE(scene.carl.read(), (QByteArrayList{"@time=*;msgid=*;+draft/reply=abc " + kMask + " PRIVMSG #room hello",
                                                    "@time=*;+draft/reply=abc " + kMask + " PRIVMSG #room :how is ",
                                                    "@time=*;+draft/reply=abc " + kMask + " PRIVMSG #room everyone?"}));
    }

    void fallback_longTagsStandOnTheFirstLineAlone()
    {
        Scene scene;
        scene.say({"a", "b"}, "#room", "+x=" + QByteArray(300, 'x'));
        const QByteArrayList lines = scene.carl.read();
        QVERIFY(lines[0].contains("+x="));
        QVERIFY(!lines[1].contains("+x="));
    }

    void fallback_whoKnowsNoTagsAtAllReadsLines()
    {
        Scene scene;
        Person& irssi = scene.dialogue.enter("irssi");
        irssi.say("JOIN #room");
        (void)irssi.read();
        scene.say({"one", "", "two"});
        QCOMPARE(irssi.read(), (QByteArrayList{kMask + " PRIVMSG #room one", kMask + " PRIVMSG #room two"}));
    }

    void fallback_multilineWithoutBatchIsTheFallback()
    {
        Scene scene;
        Person& odd = scene.dialogue.enter("odd", "draft/multiline");
        odd.say("JOIN #room");
        (void)odd.read();
        scene.say({"one", "two"});
        QCOMPARE(odd.read().size(), 2);
    }

    void fallback_linesStayAsTheyWere()
    {
        // "Servers SHOULD maintain the line composition sent by the client"
        Scene scene;
        scene.say({"a ", "+b ", "+c", "d"});
        const QByteArrayList lines = settled(scene.bob.read());
        QCOMPARE(lines.size(), 6);
        QVERIFY(lines[2].startsWith("@batch=m;draft/multiline-concat "));
        QVERIFY(lines[3].startsWith("@batch=m;draft/multiline-concat "));
        QVERIFY(!lines[4].contains("concat"));
    }

    void fallback_aLineThatWouldNotFitGoesInPieces()
    {
        Scene scene;
        const QByteArray text = QByteArray(240, 'x') + ' ' + QByteArray(240, 'y'); // fits for ann, but not with her name in front
        scene.say({text, "b"});
        QByteArray whole;
        const QByteArrayList lines = settled(scene.bob.read());
        QCOMPARE(lines.size(), 5);
        for (const QByteArray& line : lines.mid(1, 2)) {
            const QByteArray body = line.mid(line.indexOf(' ') + 1);
            QVERIFY(body.size() <= 510);
            const auto parsed = protocol::parse(protocol::view(body));
            whole += parsed ? protocol::bytes(parsed->last()) : "no message";
        }
        QCOMPARE(whole, text);
        QVERIFY(lines[2].startsWith("@batch=m;draft/multiline-concat "));
    }

    void errors_limits_data()
    {
        QTest::addColumn<QByteArrayList>("lines");
        QTest::addColumn<QByteArray>("error"); // empty: it is a message
        const auto row = [](const char* name, const QByteArrayList& lines, const QByteArray& error) {
            QTest::newRow(name) << lines << error;
        };
        const QByteArray ten(10, 'x');
        row("as many bytes as may be", {ten, ten, QByteArray(8, 'x')}, {});
        row("one byte more", {ten, ten, QByteArray(9, 'x')}, "MULTILINE_MAX_BYTES 30 :The message is too long");
        row("a line that goes on needs no line feed", {ten, '+' + ten, '+' + ten}, {});
        row("as many lines as may be", {"a", "", "", "b"}, {});
        row("one line more", {"a", "b", "", "", "c"}, "MULTILINE_MAX_LINES 4 :The message has too many lines");
    }
    void errors_limits()
    {
        QFETCH(QByteArrayList, lines);
        QFETCH(QByteArray, error);
        ServerConfig config;
        config.limits.multilineBytes = 30;
        config.limits.multilineLines = 4;
        Scene scene{config};
        const QByteArrayList answer = scene.say(lines);
        if (error.isEmpty()) {
            QCOMPARE(answer.size(), lines.size() + 2);
            return;
        }
        QCOMPARE(answer, QByteArrayList{failure(error)});
        QVERIFY(scene.bob.read().isEmpty());
        QVERIFY(scene.carl.read().isEmpty());
    }

    void errors_invalidTarget()
    {
        Scene scene;
        scene.ann.sayAll({"BATCH +456 draft/multiline #room", "@batch=456 PRIVMSG #bar :hello", "BATCH -456"});
        QCOMPARE(scene.ann.read(),
                 QByteArrayList{failure("MULTILINE_INVALID_TARGET #room #bar :All lines must be to the target of the batch")});
    }

    void errors_haveTheLabelOfTheBeginning()
    {
        Scene scene;
        scene.ann.sayAll({"@label=x BATCH +1 draft/multiline #room", "@batch=1 NOTICE #room :hello"});
        QCOMPARE(scene.ann.read(),
                 QByteArrayList{"@label=x;time=* :chat.local FAIL BATCH MULTILINE_INVALID :Only PRIVMSG with a text may be in a batch"});
    }

    void clientBatch_timeout()
    {
        Scene scene;
        scene.ann.sayAll({"BATCH +abc draft/multiline #room", "@batch=abc PRIVMSG #room :hello"});
        scene.dialogue.wait(100s);
        scene.ann.say("@batch=abc PRIVMSG #room :still here");
        QCOMPARE(scene.ann.read(), QByteArrayList{});
        scene.dialogue.wait(30s); // a ping in between
        (void)scene.ann.read();
        scene.ann.sayAll({"@batch=abc PRIVMSG #room :now?", "BATCH -abc"});
        QCOMPARE(scene.ann.read(), QByteArrayList{failure("TIMEOUT abc :The batch was left open for too long")});
        QVERIFY(!scene.bob.read().join(' ').contains("PRIVMSG"));
    }

    void messageTags_thoseOfTheBeginningAreTheMessages()
    {
        Scene scene;
        scene.ann.sayAll({"@+draft/reply=abc;foreign=1 BATCH +1 draft/multiline #room", "@batch=1;+other=1 PRIVMSG #room :a",
                          "@batch=1 PRIVMSG #room :b", "BATCH -1"});
        const QByteArrayList lines = settled(scene.bob.read());
        QCOMPARE(lines.first(), "@time=*;msgid=*;+draft/reply=abc " + kMask + " BATCH +m draft/multiline #room");
        QCOMPARE(lines[1], "@batch=m " + kMask + " PRIVMSG #room a");
    }

    void messageIds_areTheSameInAllForms()
    {
        Scene scene;
        scene.say({"a", "b"});
        const QByteArray id = HistoryScene::tag(scene.bob.readRaw().first(), "msgid");
        const QByteArrayList lines = scene.carl.readRaw();
        QVERIFY(!id.isEmpty());
        QCOMPARE(HistoryScene::tag(lines[0], "msgid"), id);
        QCOMPARE(HistoryScene::tag(lines[1], "msgid"), QByteArray());
    }

    void labeledResponse_theLabelIsOnTheBeginningAlone()
    {
        Scene scene;
        const QByteArrayList echo = scene.say({"a", "b"}, "#room", "label=xyz");
        QCOMPARE(echo,
                 (QByteArrayList{"@label=xyz;time=*;msgid=* " + kMask + " BATCH +m draft/multiline #room",
                                 "@batch=m " + kMask + " PRIVMSG #room a", "@batch=m " + kMask + " PRIVMSG #room b", kMask + " BATCH -m"}));
    }

    void labeledResponse_severalAnswersAreABatchAroundIt()
    {
        Scene scene;
        scene.bob.say("AWAY :out");
        scene.dialogue.forgetLines();
        const QByteArrayList echo = scene.say({"a", "b"}, "bob", "label=xyz");
        QCOMPARE(echo, (QByteArrayList{
                           "@label=xyz;time=* :chat.local BATCH +1 labeled-response", "@batch=1;time=* :chat.local 301 ann bob out",
                           "@batch=1;time=*;msgid=* " + kMask + " BATCH +m draft/multiline bob", "@batch=m " + kMask + " PRIVMSG bob a",
                           "@batch=m " + kMask + " PRIVMSG bob b", "@batch=1 " + kMask + " BATCH -m", "@time=* :chat.local BATCH -1"}));
    }

    void labeledResponse_withoutEchoItIsAcknowledged()
    {
        Scene scene{{}, "batch message-tags labeled-response draft/multiline"};
        QCOMPARE(scene.say({"a", "b"}, "#room", "label=xyz"), QByteArrayList{"@label=xyz :chat.local ACK"});
    }

    void targets_refusalsAreThoseOfOneLine_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("nobody of that name") << QByteArray("nobody") << QByteArray("401 ann nobody :No such nick/channel");
        QTest::newRow("no such room") << QByteArray("#nowhere") << QByteArray("403 ann #nowhere :No such channel");
        QTest::newRow("a room where one may not speak") << QByteArray("#quiet") << QByteArray("404 ann #quiet :Cannot send to channel");
    }
    void targets_refusalsAreThoseOfOneLine()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, answer);
        Scene scene;
        scene.bob.sayAll({"JOIN #quiet", "MODE #quiet +m"});
        scene.ann.say("JOIN #quiet");
        scene.dialogue.forgetLines();
        QCOMPARE(scene.say({"a", "b"}, target, "label=x"), QByteArrayList{"@label=x;time=* :chat.local " + answer});
    }

    void targets_statusmsgReachesThoseOfThatRank()
    {
        Scene scene;
        scene.ann.say("MODE #room +o bob");
        scene.dialogue.forgetLines();
        scene.say({"a", "b"}, "@#room");
        QCOMPARE(settled(scene.bob.read()).value(0), "@time=*;msgid=* " + kMask + " BATCH +m draft/multiline @#room");
        QVERIFY(scene.carl.read().isEmpty());
    }

    void targets_directMessagesComeInLines()
    {
        Scene scene;
        scene.say({"a", "b"}, "bob");
        QCOMPARE(scene.bob.read().size(), 4);
        scene.say({"a", "b"}, "carl");
        QCOMPARE(scene.carl.read().size(), 2);
        QCOMPARE(scene.dialogue.recorder.last(EventKind::DirectMessage).text, QByteArray());
    }

    void history_itIsOneEntry()
    {
        Scene scene;
        scene.say({"hello", "", "how is ", "+everyone?"}, "#room", "+draft/reply=abc");
        scene.dialogue.forgetLines();
        Person& reader = scene.dialogue.enter("dora", kAll + " draft/chathistory");
        reader.say("JOIN #room");
        (void)reader.read();
        const QByteArrayList lines = settled(reader.ask("CHATHISTORY LATEST #room * 1"));
        QCOMPARE(lines, (QByteArrayList{"@time=* :chat.local BATCH +1 chathistory #room",
                                        "@batch=1;time=*;msgid=*;+draft/reply=abc " + kMask + " BATCH +m draft/multiline #room",
                                        "@batch=m " + kMask + " PRIVMSG #room hello",
                                        "@batch=m " + kMask + " PRIVMSG #room :", "@batch=m " + kMask + " PRIVMSG #room :how is everyone?",
                                        "@batch=1 " + kMask + " BATCH -m", "@time=* :chat.local BATCH -1"}));
    }

    void history_othersGetItsLines()
    {
        Scene scene;
        scene.say({"hello", "", "you"});
        Person& reader = scene.dialogue.enter("dora", kOld + " draft/chathistory");
        reader.say("JOIN #room");
        (void)reader.read();
        QCOMPARE(
            reader.ask("CHATHISTORY LATEST #room * 1"),
            (QByteArrayList{"@time=* :chat.local BATCH +1 chathistory #room", "@batch=1;time=*;msgid=* " + kMask + " PRIVMSG #room hello",
                            "@batch=1;time=* " + kMask + " PRIVMSG #room you", "@time=* :chat.local BATCH -1"}));
    }

    void history_longLinesComeAsTheyFit()
    {
        Scene scene;
        scene.say({QByteArray(400, 'x') + ' ', '+' + QByteArray(400, 'y')});
        Person& reader = scene.dialogue.enter("dora", kAll + " draft/chathistory");
        reader.say("JOIN #room");
        (void)reader.read();
        const QByteArrayList lines = settled(reader.ask("CHATHISTORY LATEST #room * 1"));
        QCOMPARE(lines.size(), 6);
        QVERIFY(lines[2].endsWith(QByteArray(400, 'x') + ' '));
        QVERIFY(lines[3].startsWith("@batch=m;draft/multiline-concat "));
        QVERIFY(lines[3].endsWith(QByteArray(400, 'y')));
    }

    void history_searchFindsIt()
    {
        Scene scene{{}, kAll + " soju.im/search"};
        scene.say({"the needle", "in the haystack"});
        const QByteArrayList lines = settled(scene.ann.ask("SEARCH text=needle\\shaystack"));
        QCOMPARE(lines.size(), 6);
        QVERIFY(lines[1].endsWith("BATCH +m draft/multiline #room"));
    }

    void history_withoutSavingItIsNotSaid()
    {
        Scene scene;
        scene.dialogue.storeError = storage::StoreError{storage::StoreError::Kind::Full, u"full"_s, false};
        QCOMPARE(scene.say({"a", "b"}, "#room", "label=x"),
                 QByteArrayList{"@label=x;time=* :chat.local FAIL PRIVMSG MESSAGE_NOT_SAVED #room :Not sent: the server's disk is full. "
                                "Try again later, or tell whoever runs the server."});
        QVERIFY(scene.bob.read().isEmpty());
        QCOMPARE(scene.say({"a", "b"}).size(), 1); // known by now
        QVERIFY(scene.carl.read().isEmpty());
    }

    void log_itIsOneMessage()
    {
        Scene scene;
        scene.say({"hello", "you"});
        QCOMPARE(scene.dialogue.recorder.count(EventKind::Message), 1);
        QCOMPARE(scene.dialogue.recorder.last(EventKind::Message).text, "hello / you");
        QCOMPARE(scene.dialogue.engine.snapshot().messages, 1U);
        scene.say({QByteArray(390, 'x'), QByteArray(390, 'y')});
        const QByteArray text = scene.dialogue.recorder.last(EventKind::Message).text;
        QVERIFY(text.size() < 420 && text.endsWith("y...") && !text.contains('\n'));
    }

    void fiveHundredLinesAreOneMessage()
    {
        Scene scene;
        QByteArrayList lines;
        for (int i = 0; i < 500; ++i)
            lines.append("line " + QByteArray::number(i));
        QCOMPARE(scene.say(lines).size(), 502);
        QCOMPARE(scene.bob.read().size(), 502);
        QCOMPARE(scene.carl.read().size(), 500);
        const int before = scene.dialogue.deliveries;
        for (const QByteArray name : {"dora", "emil", "fred"})
            scene.dialogue.enter(name, kAll).say("JOIN #room");
        const int joins = scene.dialogue.deliveries - before;
        scene.dialogue.forgetLines();
        scene.say(lines);
        // One for each form, whoever reads it, and the echo.
        QCOMPARE(scene.dialogue.deliveries - before - joins, 3);
    }
};

QTEST_GUILESS_MAIN(TestMultiline)
#include "tst_multiline.moc"
