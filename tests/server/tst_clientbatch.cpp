// What may be wrong with a batch of a client. Tests are named after the sections of IRCv3 draft/multiline and client-batch.
#include "server/multilinescene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestClientBatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void capabilities_withoutItThereIsNoSuchCommand()
    {
        MultilineScene scene{{}, "batch standard-replies"};
        QCOMPARE(scene.ann.ask("BATCH +1 draft/multiline #room"), QByteArrayList{":chat.local 421 ann BATCH :Unknown command"});
    }

    void dependencies_batchIsNeeded()
    {
        MultilineScene scene{{}, "standard-replies draft/multiline"};
        QCOMPARE(scene.ann.ask("BATCH +1 draft/multiline #room"),
                 QByteArrayList{":chat.local FAIL BATCH MULTILINE_INVALID :Multiline messages need the capability batch"});
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
        MultilineScene scene;
        for (const QByteArray& line : lines)
            scene.ann.say(line);
        QCOMPARE(scene.ann.read().value(0), batchFailure("MULTILINE_INVALID :" + why));
        // Whatever still comes of it is nothing, and a new one is as good as ever.
        scene.ann.sayAll({"@batch=1 PRIVMSG #room :late", "BATCH -1"});
        (void)scene.ann.read();
        QVERIFY(scene.bob.read().isEmpty());
        scene.say({"a", "b"});
        QCOMPARE(scene.bob.read().size(), 4);
    }

    void batchTypes_whatComesAfterAnErrorIsOneErrorAlone()
    {
        MultilineScene scene;
        scene.ann.say("BATCH +1 draft/multiline #room");
        for (int i = 0; i < 5; ++i)
            scene.ann.say("@batch=1 NOTICE #room :a");
        scene.ann.say("BATCH -1");
        QCOMPARE(scene.ann.read().size(), 1);
    }

    void batchTypes_whatAClientSaysByItselfDisturbsNothing()
    {
        MultilineScene scene;
        scene.ann.sayAll(
            {"BATCH +1 draft/multiline #room", "@batch=1 PRIVMSG #room :a", "PING x", "PONG y", "@batch=1 PRIVMSG #room :b", "BATCH -1"});
        QCOMPARE(scene.bob.read().size(), 4);
        QCOMPARE(scene.ann.read().size(), 5); // PONG and the echo
    }

    void batchTypes_aCommandThatEndsABatchIsRun()
    {
        MultilineScene scene;
        scene.ann.sayAll({"BATCH +1 draft/multiline #room", "@batch=1 PRIVMSG #room :a", "JOIN #other"});
        const QByteArrayList lines = scene.ann.read();
        QCOMPARE(lines.value(0), batchFailure("MULTILINE_INVALID :Something else came before the end of the batch"));
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
        MultilineScene scene;
        scene.ann.sayAll({"BATCH +1 draft/multiline #room", "@batch=1 PRIVMSG #room :a"});
        scene.ann.say(line);
        scene.ann.say("BATCH -1");
        QCOMPARE(scene.ann.read().value(1), batchFailure("MULTILINE_INVALID :A line of the batch could not be read"));
        QVERIFY(scene.bob.read().isEmpty()); // no message with a hole in it
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
        MultilineScene scene{config};
        const QByteArrayList answer = scene.say(lines);
        if (error.isEmpty()) {
            QCOMPARE(answer.size(), lines.size() + 2);
            return;
        }
        QCOMPARE(answer, QByteArrayList{batchFailure(error)});
        QVERIFY(scene.bob.read().isEmpty());
        QVERIFY(scene.carl.read().isEmpty());
    }

    void errors_invalidTarget()
    {
        MultilineScene scene;
        scene.ann.sayAll({"BATCH +456 draft/multiline #room", "@batch=456 PRIVMSG #bar :hello", "BATCH -456"});
        QCOMPARE(scene.ann.read(),
                 QByteArrayList{batchFailure("MULTILINE_INVALID_TARGET #room #bar :All lines must be to the target of the batch")});
    }

    void errors_haveTheLabelOfTheBeginning()
    {
        MultilineScene scene;
        scene.ann.sayAll({"@label=x BATCH +1 draft/multiline #room", "@batch=1 NOTICE #room :hello"});
        QCOMPARE(scene.ann.read(),
                 QByteArrayList{"@label=x;time=* :chat.local FAIL BATCH MULTILINE_INVALID :Only PRIVMSG with a text may be in a batch"});
    }

    void clientBatch_timeout()
    {
        MultilineScene scene;
        scene.ann.sayAll({"BATCH +abc draft/multiline #room", "@batch=abc PRIVMSG #room :hello"});
        scene.dialogue.wait(100s);
        scene.ann.say("@batch=abc PRIVMSG #room :still here");
        QCOMPARE(scene.ann.read(), QByteArrayList{});
        scene.dialogue.wait(30s); // a ping in between
        (void)scene.ann.read();
        scene.ann.sayAll({"@batch=abc PRIVMSG #room :now?", "BATCH -abc"});
        QCOMPARE(scene.ann.read(), QByteArrayList{batchFailure("TIMEOUT abc :The batch was left open for too long")});
        QVERIFY(!scene.bob.read().join(' ').contains("PRIVMSG"));
    }
};

QTEST_GUILESS_MAIN(TestClientBatch)
#include "tst_clientbatch.moc"
