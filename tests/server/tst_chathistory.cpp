// IRCv3 draft/chathistory and draft/event-playback, by their sections.
#include "protocol/messageid.h"
#include "protocol/timestamp.h"
#include "server/historyscene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

using Texts = QByteArrayList;

// "%two" in a request is the id of the message "two", "@two" its time.
QByteArray filled(QByteArray request, const HistoryScene& scene)
{
    for (const auto& [text, id] : scene.ids) {
        request.replace('%' + text, id);
        request.replace('@' + text, protocol::formatTimestamp(*protocol::timeOfMessageId(protocol::view(id))));
    }
    return request;
}

} // namespace

class TestChathistory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chathistoryCommandChooses_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArrayList>("expected");
        const auto row = [](const char* name, const char* request, const QByteArrayList& expected) {
            QTest::newRow(name) << QByteArray(request) << expected;
        };
        row("BEFORE an id: up to it and without it", "BEFORE #room msgid=%four 10", {"one", "two", "three"});
        row("BEFORE a time", "BEFORE #room timestamp=@four 10", {"one", "two", "three"});
        row("BEFORE: the nearest ones count", "BEFORE #room msgid=%four 2", {"two", "three"});
        row("BEFORE the first: nothing", "BEFORE #room msgid=%one 10", {});
        row("AFTER an id", "AFTER #room msgid=%two 10", {"three", "four", "five"});
        row("AFTER a time", "AFTER #room timestamp=@two 10", {"three", "four", "five"});
        row("AFTER: the nearest ones count", "AFTER #room msgid=%two 2", {"three", "four"});
        row("AFTER the last: nothing", "AFTER #room msgid=%five 10", {});
        row("LATEST without an edge", "LATEST #room * 2", {"four", "five"});
        row("LATEST since an id", "LATEST #room msgid=%two 10", {"three", "four", "five"});
        row("LATEST since a time, the newest count", "LATEST #room timestamp=@one 2", {"four", "five"});
        row("AROUND an id: it is there", "AROUND #room msgid=%three 3", {"two", "three", "four"});
        row("AROUND a time", "AROUND #room timestamp=@three 3", {"two", "three", "four"});
        row("AROUND: no more than the limit", "AROUND #room msgid=%three 1", {"three"});
        row("BETWEEN forwards: both edges are left out", "BETWEEN #room msgid=%one msgid=%five 10", {"two", "three", "four"});
        row("BETWEEN forwards counts from the first", "BETWEEN #room msgid=%one msgid=%five 2", {"two", "three"});
        row("BETWEEN backwards counts from the first, too", "BETWEEN #room msgid=%five timestamp=@one 2", {"three", "four"});
        row("the subcommand in any case", "latest #ROOM * 1", {"five"});
    }
    void chathistoryCommandChooses()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArrayList, expected);
        HistoryScene scene;
        QCOMPARE(HistoryScene::texts(scene.bob.ask("CHATHISTORY " + filled(request, scene))), expected);
    }

    void errorsAndWarnings_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char* name, const char* request, const char* expected) {
            QTest::newRow(name) << QByteArray(request) << QByteArray(":chat.local FAIL CHATHISTORY ") + expected;
        };
        row("INVALID_PARAMS: no subcommand", "", "INVALID_PARAMS * :Unknown subcommand");
        row("INVALID_PARAMS: an unknown subcommand", "SOMETIME #room * 10", "INVALID_PARAMS SOMETIME :Unknown subcommand");
        row("INVALID_PARAMS: too few parameters", "LATEST #room *", "INVALID_PARAMS LATEST :Too few parameters");
        row("INVALID_PARAMS: BETWEEN has one more", "BETWEEN #room timestamp=2026-01-01T00:00:00.000Z 10",
            "INVALID_PARAMS BETWEEN :Too few parameters");
        row("INVALID_PARAMS: too many parameters", "LATEST #room * 10 more", "INVALID_PARAMS LATEST :Too many parameters");
        row("INVALID_PARAMS: a limit that is no number", "LATEST #room * ten",
            "INVALID_PARAMS LATEST ten :The limit is no number above zero");
        row("INVALID_PARAMS: a limit of zero", "LATEST #room * 0", "INVALID_PARAMS LATEST 0 :The limit is no number above zero");
        row("INVALID_PARAMS: a negative limit", "LATEST #room * -5", "INVALID_PARAMS LATEST -5 :The limit is no number above zero");
        row("INVALID_PARAMS: a selector that is none", "BEFORE #room yesterday 10",
            "INVALID_PARAMS BEFORE yesterday :This chooses no message");
        row("INVALID_PARAMS: a time that is none", "BEFORE #room timestamp=noon 10",
            "INVALID_PARAMS BEFORE timestamp=noon :This chooses no message");
        row("INVALID_PARAMS: a star where there must be an edge", "BEFORE #room * 10", "INVALID_PARAMS BEFORE * :This chooses no message");
        row("INVALID_PARAMS: an id that cannot be ours", "BEFORE #room msgid=abc 10",
            "INVALID_PARAMS BEFORE msgid=abc :There is no message of that id");
        row("INVALID_PARAMS: TARGETS by an id", "TARGETS msgid=AAAAAAAAAAAAAAAAAAAAAA timestamp=2026-01-01T00:00:00.000Z 10",
            "INVALID_PARAMS TARGETS msgid=AAAAAAAAAAAAAAAAAAAAAA :This chooses no message");
        row("INVALID_MSGREFTYPE: one that MSGREFTYPES does not name", "BEFORE #room account=ann 10",
            "INVALID_MSGREFTYPE BEFORE #room account=ann :Messages are chosen by msgid or timestamp");
        row("INVALID_TARGET: no such channel", "LATEST #nowhere * 10", "INVALID_TARGET LATEST #nowhere :Messages could not be retrieved");
        row("INVALID_TARGET: no name at all", "LATEST 7up * 10", "INVALID_TARGET LATEST 7up :Messages could not be retrieved");
    }
    void errorsAndWarnings()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, expected);
        HistoryScene scene;
        QByteArrayList answer = scene.bob.ask("CHATHISTORY " + request);
        QCOMPARE(answer.size(), 1);
        QCOMPARE(answer.first().mid(answer.first().indexOf(' ') + 1), expected);
    }

    void messageErrorWhenTheStoreFails()
    {
        HistoryScene scene;
        scene.dialogue.storeError = storage::StoreError{storage::StoreError::Kind::Unavailable, QStringLiteral("gone"), false};
        QCOMPARE(scene.bob.ask("CHATHISTORY LATEST #room * 10"),
                 (QByteArrayList{"@time=* :chat.local FAIL CHATHISTORY MESSAGE_ERROR LATEST #room :Messages could not be retrieved"}));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::Warning).text, QByteArray("gone"));
    }

    void theCapabilityMustBeNegotiated()
    {
        HistoryScene scene("batch server-time standard-replies");
        QVERIFY(scene.bob.ask("CHATHISTORY LATEST #room * 10").first().contains(" 421 bob CHATHISTORY "));
    }

    void theCapabilityIsNotOfferedWithoutAHistory()
    {
        Dialogue dialogue;
        Person& ann = dialogue.connect();
        QVERIFY(!ann.ask("CAP LS 302").first().contains("chathistory"));
        QVERIFY(ann.ask("CAP REQ draft/chathistory").first().contains(" NAK "));
        QVERIFY(ann.ask("CAP REQ soju.im/search").first().contains(" NAK "));
        ann.sayAll({"CAP END", "NICK ann", "USER ann 0 * :Ann"});
        const QByteArray welcome = ann.read().join('\n');
        QVERIFY(!welcome.contains("CHATHISTORY="));
        QVERIFY(!welcome.contains("MSGREFTYPES="));
    }

    void isupportSaysHowManyAndByWhat()
    {
        Dialogue dialogue({}, 1, std::make_unique<storage::MemoryStore>());
        Person& ann = dialogue.connect();
        ann.sayAll({"NICK ann", "USER ann 0 * :Ann"});
        const QByteArray welcome = ann.read().join('\n') + ' ';
        QVERIFY(welcome.contains(" CHATHISTORY=1000 "));
        QVERIFY(welcome.contains(" MSGREFTYPES=msgid,timestamp "));
    }

    void betweenGoesBackwardsWithinAMillisecondToo()
    {
        HistoryScene scene;
        for (const QByteArray text : {"a", "b", "c", "d"}) // no time passes in between
            scene.says(scene.ann, text);
        QCOMPARE(HistoryScene::texts(scene.bob.ask("CHATHISTORY " + filled("BETWEEN #room msgid=%d msgid=%a 1", scene))), Texts{"c"});
        QCOMPARE(HistoryScene::texts(scene.bob.ask("CHATHISTORY " + filled("BETWEEN #room msgid=%a msgid=%d 1", scene))), Texts{"b"});
    }

    void returnedMessagesAreAsTheyWereSent()
    {
        HistoryScene scene;
        scene.ann.say("@+reply=abc;label=x PRIVMSG #ROOM :\1ACTION waves\1");
        const QByteArrayList live = scene.bob.readRaw();
        QCOMPARE(live.size(), 1);
        QByteArrayList answer;
        scene.bob.say("CHATHISTORY LATEST #room * 1");
        answer = scene.bob.readRaw();
        QCOMPARE(answer.size(), 3);
        const QByteArray reference = HistoryScene::tag(answer[1], "batch");
        QCOMPARE(answer[0].mid(answer[0].indexOf(' ')), " :chat.local BATCH +" + reference + " chathistory #room");
        QCOMPARE(answer[1], "@batch=" + reference + ';' + live.first().mid(1)); // the same id, time, tags and text
    }

    void withoutBatchesTheLinesComePlain()
    {
        HistoryScene scene("server-time message-tags draft/chathistory");
        scene.bob.say("CHATHISTORY LATEST #room * 2");
        const QByteArrayList lines = scene.bob.read();
        QCOMPARE(lines, (QByteArrayList{"@time=*;msgid=* :ann!ann@192.0.2.1 PRIVMSG #room four",
                                        "@time=*;msgid=* :ann!ann@192.0.2.1 PRIVMSG #room five"}));
    }

    void theLabelIsOnTheBatch()
    {
        HistoryScene scene(kHistoryCapabilities + " labeled-response");
        const QByteArrayList lines = scene.bob.ask("@label=L1 CHATHISTORY LATEST #room * 1");
        QCOMPARE(lines.size(), 3);
        QVERIFY2(lines[0].startsWith("@label=L1;time=* :chat.local BATCH +"), lines[0].constData());
        QVERIFY(!lines[1].contains("label="));
        const QByteArrayList refused = scene.bob.ask("@label=L2 CHATHISTORY LATEST #nowhere * 1");
        QVERIFY2(refused.first().startsWith("@label=L2;time=* :chat.local FAIL "), refused.first().constData());
    }

    void anEmptyHistoryIsAnEmptyBatch()
    {
        HistoryScene scene;
        scene.carl.say("JOIN #quiet");
        QCOMPARE(HistoryScene::texts(scene.carl.ask("CHATHISTORY LATEST #quiet * 10")), Texts());
        QCOMPARE(HistoryScene::texts(scene.carl.ask("CHATHISTORY LATEST ann * 10")), Texts()); // nobody has an account yet
    }

    void nobodyReadsWhatTheyMayNotSee()
    {
        HistoryScene scene;
        const QByteArray refusal = "@time=* :chat.local FAIL CHATHISTORY INVALID_TARGET LATEST #room :Messages could not be retrieved";
        QCOMPARE(scene.carl.ask("CHATHISTORY LATEST #room * 10"), QByteArrayList{refusal});
        scene.ann.say("KICK #room bob");
        (void)scene.bob.read();
        QCOMPARE(scene.bob.ask("CHATHISTORY LATEST #room * 10"), QByteArrayList{refusal});
        scene.carl.say("JOIN #room");
        QCOMPARE(HistoryScene::texts(scene.carl.ask("CHATHISTORY LATEST #room * 1")), Texts{"five"});
    }

    void whoIsPutOutWhileTheAnswerIsOnItsWayReadsNothing()
    {
        HistoryScene scene;
        scene.dialogue.isAnswering = false;
        scene.bob.say("CHATHISTORY LATEST #room * 10");
        scene.ann.say("KICK #room bob");
        (void)scene.bob.read();
        scene.dialogue.giveAnswers();
        QCOMPARE(scene.bob.read(),
                 QByteArrayList{"@time=* :chat.local FAIL CHATHISTORY INVALID_TARGET LATEST #room :Messages could not be retrieved"});
    }

    void whoIsGoneWhenTheAnswerComesIsLeftAlone()
    {
        HistoryScene scene;
        scene.dialogue.isAnswering = false;
        scene.bob.say("CHATHISTORY LATEST #room * 10");
        scene.bob.hangUp();
        scene.dialogue.giveAnswers();
        QCOMPARE(scene.bob.read(), QByteArrayList());
    }

    void tooMuchAtOnceIsRefused()
    {
        HistoryScene scene;
        scene.dialogue.isAnswering = false;
        for (int i = 0; i < Archive::kMostQuestions; ++i)
            QCOMPARE(scene.bob.ask("CHATHISTORY LATEST #room * 1"), QByteArrayList());
        QCOMPARE(scene.bob.ask("CHATHISTORY LATEST #room * 1"),
                 QByteArrayList{"@time=* :chat.local FAIL CHATHISTORY MESSAGE_ERROR LATEST #room :Too many requests at once"});
        scene.dialogue.giveAnswers();
        QCOMPARE(scene.bob.read().size(), 3 * Archive::kMostQuestions);
    }

    void messagesForOneRankAreForThatRankInTheHistoryToo()
    {
        HistoryScene scene;
        scene.bob.say("PRIVMSG @#room :for the operators");
        scene.ann.say("MODE #room +v bob");
        scene.ann.say("PRIVMSG +#room :for those with a voice");
        scene.carl.say("JOIN #room");
        QCOMPARE(HistoryScene::texts(scene.ann.ask("CHATHISTORY LATEST #room * 2")),
                 (Texts{"for the operators", "for those with a voice"}));
        QCOMPARE(HistoryScene::texts(scene.bob.ask("CHATHISTORY LATEST #room * 2")), (Texts{"five", "for those with a voice"}));
        QCOMPARE(HistoryScene::texts(scene.carl.ask("CHATHISTORY LATEST #room * 2")), (Texts{"four", "five"}));
    }

    void theLimitIsTheServersAtMost()
    {
        HistoryScene scene;
        for (int i = 0; i < protocol::limits::kHistoryMessages + 5; ++i)
            scene.ann.say("PRIVMSG #room :more");
        scene.dialogue.forgetLines();
        QCOMPARE(HistoryScene::texts(scene.bob.ask("CHATHISTORY LATEST #room * 100000")).size(), protocol::limits::kHistoryMessages);
    }

    void targetsTellWhereThereIsNews()
    {
        HistoryScene scene;
        scene.dialogue.wait(std::chrono::seconds{1});
        scene.bob.say("JOIN #Other");
        scene.bob.say("PRIVMSG #other :here too");
        scene.carl.say("JOIN #hidden");
        scene.carl.say("PRIVMSG #hidden :not for bob");
        scene.dialogue.forgetLines();
        const auto targets = [&](const QByteArray& request) {
            QByteArrayList found;
            const QByteArrayList lines = scene.bob.ask(request);
            if (lines.size() < 2 || !lines.first().contains("draft/chathistory-targets"))
                return QByteArrayList{"no batch"} + lines;
            for (const QByteArray& line : lines.mid(1, lines.size() - 2))
                found.append(line.mid(line.indexOf("CHATHISTORY ") + 12));
            return found;
        };
        const QByteArray five = protocol::formatTimestamp(*protocol::timeOfMessageId(protocol::view(scene.ids["five"])));
        const QByteArray begin = "timestamp=2020-01-01T00:00:00.000Z";
        const QByteArray end = "timestamp=2099-01-01T00:00:00.000Z";
        const QByteArrayList both = targets("CHATHISTORY TARGETS " + begin + ' ' + end + " 10");
        QCOMPARE(both.size(), 2);
        QCOMPARE(both[0], "TARGETS #room " + five); // the oldest first
        QVERIFY(both[1].startsWith("TARGETS #Other "));
        QCOMPARE(targets("CHATHISTORY TARGETS " + end + ' ' + begin + " 1"), QByteArrayList{both[1]}); // backwards: the newest count
        QCOMPARE(targets("CHATHISTORY TARGETS timestamp=" + five + ' ' + end + " 10"), QByteArrayList{both[1]});
        QCOMPARE(targets("CHATHISTORY TARGETS timestamp=2098-01-01T00:00:00.000Z " + end + " 10"), QByteArrayList());
    }

    void eventPlaybackMustBeAskedFor()
    {
        HistoryScene scene;
        scene.ann.say("TOPIC #room :new");
        scene.ann.say("@+draft/react=x;+reply=abc TAGMSG #room");
        scene.carl.say("JOIN #room");
        QCOMPARE(HistoryScene::texts(scene.bob.ask("CHATHISTORY LATEST #room * 2")), (Texts{"four", "five"}));
    }

    void eventPlaybackBringsWhatHappened()
    {
        HistoryScene scene(kHistoryCapabilities + " draft/event-playback extended-join");
        scene.carl.say("JOIN #room");
        scene.ann.say("TOPIC #room :new things");
        scene.ann.say("MODE #room +v carl");
        scene.ann.say("@+react=x TAGMSG #room");
        scene.ann.say("@+typing=active TAGMSG #room");
        scene.carl.say("NICK karl");
        scene.carl.say("PART #room :lunch");
        scene.carl.say("JOIN #room");
        scene.ann.say("KICK #room karl :enough");
        scene.dialogue.enter("dora").say("JOIN #room");
        const QByteArrayList live = scene.ann.readRaw();
        QByteArrayList expected; // what went by, with its ids, but for what is nobody's past: that somebody types, and greetings
        for (const QByteArray& line : live) {
            static const QByteArrayList kKept{"JOIN", "TOPIC", "MODE", "TAGMSG", "NICK", "PART", "KICK"};
            const QByteArray verb = line.mid(line.indexOf(' ') + 1).split(' ').value(1);
            if (kKept.contains(verb) && !line.contains("+typing") && !line.contains(":chat.local"))
                expected.append(line);
        }
        scene.bob.say("CHATHISTORY AFTER #room msgid=" + scene.ids["five"] + " 100");
        QByteArrayList lines = scene.bob.readRaw();
        lines = lines.mid(lines.size() - expected.size() - 1, expected.size());
        for (QByteArray& line : lines)
            line = '@' + line.mid(line.indexOf(';') + 1); // without its batch
        QCOMPARE(lines, expected);
        QCOMPARE(expected.size(), 9);
    }

    void aQuitStandsInEachRoomOfWhoLeft()
    {
        HistoryScene scene(kHistoryCapabilities + " draft/event-playback");
        scene.carl.say("JOIN #room");
        scene.carl.say("QUIT :bye");
        const QByteArrayList lines = scene.bob.ask("CHATHISTORY LATEST #room * 1");
        QVERIFY2(lines.value(1).endsWith(":carl!carl@192.0.2.3 QUIT :Quit: bye") || lines.value(1).contains(" QUIT "),
                 lines.value(1).constData());
    }

    void whoCannotAskIsShownTheLatest()
    {
        HistoryScene scene;
        Person& weechat = scene.dialogue.enter("wee", "batch server-time message-tags");
        const QByteArrayList lines = weechat.ask("JOIN #room");
        const auto begin = std::find_if(lines.begin(), lines.end(), [](const QByteArray& line) { return line.contains("BATCH +"); });
        QVERIFY(begin != lines.end());
        QCOMPARE(HistoryScene::texts(lines.mid(begin - lines.begin())), (Texts{"one", "two", "three", "four", "five"}));
        Person& old = scene.dialogue.enter("old");
        for (const QByteArray& line : old.ask("JOIN #room"))
            QVERIFY(!line.contains("PRIVMSG")); // it would take it for something that is said now
    }
};

QTEST_GUILESS_MAIN(TestChathistory)
#include "tst_chathistory.moc"
