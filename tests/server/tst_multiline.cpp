// Messages of many lines. Tests are named after the sections of IRCv3 draft/multiline.
#include "server/multilinescene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

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

    void batchTypes_aBatchIsDeliveredAsOne()
    {
        MultilineScene scene;
        const QByteArrayList echo = scene.say({"hello", "how is ", "+everyone?"});
        const QByteArrayList expected{"@time=*;msgid=* " + kMask + " BATCH +m draft/multiline #room",
                                      "@batch=m " + kMask + " PRIVMSG #room hello", "@batch=m " + kMask + " PRIVMSG #room :how is ",
                                      "@batch=m;draft/multiline-concat " + kMask + " PRIVMSG #room everyone?", kMask + " BATCH -m"};
        QCOMPARE(echo, expected);
        QCOMPARE(settled(scene.bob.read()), expected);
    }

    void batchTypes_nothingIsSaidBeforeTheEnd()
    {
        MultilineScene scene;
        scene.ann.say("BATCH +1 draft/multiline #room");
        scene.ann.say("@batch=1 PRIVMSG #room :hello");
        QVERIFY(scene.ann.read().isEmpty());
        QVERIFY(scene.bob.read().isEmpty());
        scene.ann.hangUp();
        QCOMPARE(scene.bob.read().size(), 1); // QUIT alone
    }

    void batchTypes_targetsAreTheSameInAnyCase()
    {
        MultilineScene scene;
        scene.ann.sayAll({"BATCH +1 draft/multiline #ROOM", "@batch=1 privmsg #Room :a", "@batch=1 PRIVMSG #room :b", "BATCH -1"});
        QCOMPARE(scene.bob.read().size(), 4);
    }

    void batchTypes_blankLinesAreNotRejected()
    {
        MultilineScene scene;
        scene.say({"", "a", "", "b"});
        const QByteArrayList lines = settled(scene.bob.read());
        QCOMPARE(lines.size(), 6);
        QCOMPARE(lines[1], "@batch=m " + kMask + " PRIVMSG #room :");
        QCOMPARE(lines[3], "@batch=m " + kMask + " PRIVMSG #room :");
    }

    void fallback_othersGetTheLinesWithoutBlankOnes()
    {
        MultilineScene scene;
        scene.say({"", "hello", "", "how is ", "+everyone?"}, "#room", "+draft/reply=abc");
        QCOMPARE(scene.carl.read(), (QByteArrayList{"@time=*;msgid=*;+draft/reply=abc " + kMask + " PRIVMSG #room hello",
                                                    "@time=*;+draft/reply=abc " + kMask + " PRIVMSG #room :how is ",
                                                    "@time=*;+draft/reply=abc " + kMask + " PRIVMSG #room everyone?"}));
    }

    void fallback_longTagsStandOnTheFirstLineAlone()
    {
        MultilineScene scene;
        scene.say({"a", "b"}, "#room", "+x=" + QByteArray(300, 'x'));
        const QByteArrayList lines = scene.carl.read();
        QVERIFY(lines[0].contains("+x="));
        QVERIFY(!lines[1].contains("+x="));
    }

    void fallback_whoKnowsNoTagsAtAllReadsLines()
    {
        MultilineScene scene;
        Person& irssi = scene.dialogue.enter("irssi");
        irssi.say("JOIN #room");
        (void)irssi.read();
        scene.say({"one", "", "two"});
        QCOMPARE(irssi.read(), (QByteArrayList{kMask + " PRIVMSG #room one", kMask + " PRIVMSG #room two"}));
    }

    void fallback_multilineWithoutBatchIsTheFallback()
    {
        MultilineScene scene;
        Person& odd = scene.dialogue.enter("odd", "draft/multiline");
        odd.say("JOIN #room");
        (void)odd.read();
        scene.say({"one", "two"});
        QCOMPARE(odd.read().size(), 2);
    }

    void fallback_linesStayAsTheyWere()
    {
        // "Servers SHOULD maintain the line composition sent by the client"
        MultilineScene scene;
        scene.say({"a ", "+b ", "+c", "d"});
        const QByteArrayList lines = settled(scene.bob.read());
        QCOMPARE(lines.size(), 6);
        QVERIFY(lines[2].startsWith("@batch=m;draft/multiline-concat "));
        QVERIFY(lines[3].startsWith("@batch=m;draft/multiline-concat "));
        QVERIFY(!lines[4].contains("concat"));
    }

    void fallback_aLineThatWouldNotFitGoesInPieces()
    {
        MultilineScene scene;
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

    void messageTags_thoseOfTheBeginningAreTheMessages()
    {
        MultilineScene scene;
        scene.ann.sayAll({"@+draft/reply=abc;foreign=1 BATCH +1 draft/multiline #room", "@batch=1;+other=1 PRIVMSG #room :a",
                          "@batch=1 PRIVMSG #room :b", "BATCH -1"});
        const QByteArrayList lines = settled(scene.bob.read());
        QCOMPARE(lines.first(), "@time=*;msgid=*;+draft/reply=abc " + kMask + " BATCH +m draft/multiline #room");
        QCOMPARE(lines[1], "@batch=m " + kMask + " PRIVMSG #room a");
    }

    void messageIds_areTheSameInAllForms()
    {
        MultilineScene scene;
        scene.say({"a", "b"});
        const QByteArray id = HistoryScene::tag(scene.bob.readRaw().first(), "msgid");
        const QByteArrayList lines = scene.carl.readRaw();
        QVERIFY(!id.isEmpty());
        QCOMPARE(HistoryScene::tag(lines[0], "msgid"), id);
        QCOMPARE(HistoryScene::tag(lines[1], "msgid"), QByteArray());
    }

    void labeledResponse_theLabelIsOnTheBeginningAlone()
    {
        MultilineScene scene;
        const QByteArrayList echo = scene.say({"a", "b"}, "#room", "label=xyz");
        QCOMPARE(echo,
                 (QByteArrayList{"@label=xyz;time=*;msgid=* " + kMask + " BATCH +m draft/multiline #room",
                                 "@batch=m " + kMask + " PRIVMSG #room a", "@batch=m " + kMask + " PRIVMSG #room b", kMask + " BATCH -m"}));
    }

    void labeledResponse_severalAnswersAreABatchAroundIt()
    {
        MultilineScene scene;
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
        MultilineScene scene{{}, "batch message-tags labeled-response draft/multiline"};
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
        MultilineScene scene;
        scene.bob.sayAll({"JOIN #quiet", "MODE #quiet +m"});
        scene.ann.say("JOIN #quiet");
        scene.dialogue.forgetLines();
        QCOMPARE(scene.say({"a", "b"}, target, "label=x"), QByteArrayList{"@label=x;time=* :chat.local " + answer});
    }

    void targets_statusmsgReachesThoseOfThatRank()
    {
        MultilineScene scene;
        scene.ann.say("MODE #room +o bob");
        scene.dialogue.forgetLines();
        scene.say({"a", "b"}, "@#room");
        QCOMPARE(settled(scene.bob.read()).value(0), "@time=*;msgid=* " + kMask + " BATCH +m draft/multiline @#room");
        QVERIFY(scene.carl.read().isEmpty());
    }

    void targets_directMessagesComeInLines()
    {
        MultilineScene scene;
        scene.say({"a", "b"}, "bob");
        QCOMPARE(scene.bob.read().size(), 4);
        scene.say({"a", "b"}, "carl");
        QCOMPARE(scene.carl.read().size(), 2);
        QCOMPARE(scene.dialogue.recorder.last(EventKind::DirectMessage).text, QByteArray());
    }

    void history_itIsOneEntry()
    {
        MultilineScene scene;
        scene.say({"hello", "", "how is ", "+everyone?"}, "#room", "+draft/reply=abc");
        scene.dialogue.forgetLines();
        Person& reader = scene.dialogue.enter("dora", kMultilineCapabilities + " draft/chathistory");
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
        MultilineScene scene;
        scene.say({"hello", "", "you"});
        Person& reader = scene.dialogue.enter("dora", kLineCapabilities + " draft/chathistory");
        reader.say("JOIN #room");
        (void)reader.read();
        QCOMPARE(
            reader.ask("CHATHISTORY LATEST #room * 1"),
            (QByteArrayList{"@time=* :chat.local BATCH +1 chathistory #room", "@batch=1;time=*;msgid=* " + kMask + " PRIVMSG #room hello",
                            "@batch=1;time=* " + kMask + " PRIVMSG #room you", "@time=* :chat.local BATCH -1"}));
    }

    void history_longLinesComeAsTheyFit()
    {
        MultilineScene scene;
        scene.say({QByteArray(400, 'x') + ' ', '+' + QByteArray(400, 'y')});
        Person& reader = scene.dialogue.enter("dora", kMultilineCapabilities + " draft/chathistory");
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
        MultilineScene scene{{}, kMultilineCapabilities + " soju.im/search"};
        scene.say({"the needle", "in the haystack"});
        const QByteArrayList lines = settled(scene.ann.ask("SEARCH text=needle\\shaystack"));
        QCOMPARE(lines.size(), 6);
        QVERIFY(lines[1].endsWith("BATCH +m draft/multiline #room"));
    }

    void history_withoutSavingItIsNotSaid()
    {
        MultilineScene scene;
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
        MultilineScene scene;
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
        MultilineScene scene;
        QByteArrayList lines;
        for (int i = 0; i < 500; ++i)
            lines.append("line " + QByteArray::number(i));
        QCOMPARE(scene.say(lines).size(), 502);
        QCOMPARE(scene.bob.read().size(), 502);
        QCOMPARE(scene.carl.read().size(), 500);
        const int before = scene.dialogue.deliveries;
        for (const QByteArray name : {"dora", "emil", "fred"})
            scene.dialogue.enter(name, kMultilineCapabilities).say("JOIN #room");
        const int joins = scene.dialogue.deliveries - before;
        scene.dialogue.forgetLines();
        scene.say(lines);
        // One for each form, whoever reads it, and the echo.
        QCOMPARE(scene.dialogue.deliveries - before - joins, 3);
    }
};

QTEST_GUILESS_MAIN(TestMultiline)
#include "tst_multiline.moc"
