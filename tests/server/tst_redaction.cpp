// Deleting messages, from every role. Tests are named after the sections of IRCv3 draft/message-redaction.
#include "server/accountscene.h"
#include "server/historyscene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray kPlain = "batch server-time message-tags echo-message labeled-response standard-replies draft/message-redaction";
const QByteArray kAll = kPlain + " draft/chathistory draft/event-playback soju.im/search";

ServerConfig withOperator()
{
    ServerConfig config;
    config.operators = {{"root", "secret"}};
    return config;
}

// ann runs #room; bob and dora are inside, carl is not; root is an operator of the server and not inside. None has an account.
struct Scene final
{
    explicit Scene(ServerConfig config = withOperator(), bool hasStore = true)
        : dialogue(std::move(config), 1, hasStore ? std::make_unique<storage::MemoryStore>() : std::unique_ptr<storage::MemoryStore>())
    {
        for (const QByteArray name : {"ann", "bob", "dora", "carl", "root"})
            people[name] = &dialogue.enter(name, hasStore ? kAll : kPlain);
        for (const QByteArray name : {"ann", "bob", "dora"})
            person(name).say("JOIN #room");
        person("root").say("OPER root secret");
        dialogue.wait(1s);
        dialogue.forgetLines();
    }

    [[nodiscard]] Person& person(const QByteArray& name) { return *people.at(name); }
    // Says it and returns its id.
    QByteArray says(const QByteArray& who, const QByteArray& line)
    {
        (void)person(who).readRaw();
        person(who).say(line);
        QByteArray id;
        for (const QByteArray& each : person(who).readRaw()) {
            if (each.contains(":" + who + "!"))
                id = HistoryScene::tag(each, "msgid");
        }
        dialogue.forgetLines();
        return id;
    }
    // What the history of #room has for somebody, bare.
    [[nodiscard]] QByteArrayList history(const QByteArray& who)
    {
        QByteArrayList lines;
        for (const QByteArray& line : person(who).ask("CHATHISTORY LATEST #room * 50")) {
            const QByteArray body = line.mid(line.indexOf(' ') + 1);
            if (!body.contains(" BATCH ") && !body.contains(" JOIN "))
                lines.append(body);
        }
        return lines;
    }

    Dialogue dialogue;
    std::map<QByteArray, Person*> people;
};

QByteArray failure(const QByteArray& rest)
{
    return "@time=* :chat.local FAIL REDACT " + rest;
}

} // namespace

class TestRedaction final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void command_withoutTheCapabilityThereIsNone()
    {
        Scene scene;
        const QByteArray id = scene.says("ann", "PRIVMSG #room :hello");
        scene.person("ann").say("CAP REQ -draft/message-redaction");
        QCOMPARE(scene.person("ann").ask("REDACT #room " + id).last(), "@time=* :chat.local 421 ann REDACT :Unknown command");
    }

    void command_isForwardedToThoseWhoKnowIt()
    {
        Scene scene;
        const QByteArray id = scene.says("bob", "PRIVMSG #room :an example");
        scene.person("dora").say("CAP REQ -draft/message-redaction");
        scene.dialogue.forgetLines();
        const QByteArray line = "@time=*;msgid=* :bob!bob@192.0.2.2 REDACT #room " + id + " :bad example";
        QCOMPARE(scene.person("bob").ask("REDACT #room " + id + " :bad example"), QByteArrayList{line});
        QCOMPARE(scene.person("ann").read(), QByteArrayList{line});
        QCOMPARE(scene.person("dora").read(), QByteArrayList{}); // "MUST not forward this REDACT"
        QCOMPARE(scene.person("carl").read(), QByteArrayList{});
    }

    void command_hasAnIdOfItsOwn()
    {
        Scene scene;
        const QByteArray id = scene.says("bob", "PRIVMSG #room :an example");
        scene.person("bob").say("REDACT #room " + id);
        const QByteArray line = scene.person("ann").readRaw().value(0);
        QVERIFY(!HistoryScene::tag(line, "msgid").isEmpty());
        QVERIFY(HistoryScene::tag(line, "msgid") != id);
        QVERIFY(line.endsWith(" REDACT #room " + id));
    }

    void command_theAnswerHasTheLabel()
    {
        Scene scene;
        const QByteArray id = scene.says("bob", "PRIVMSG #room :an example");
        QCOMPARE(scene.person("bob").ask("@label=x REDACT #room " + id),
                 QByteArrayList{"@label=x;time=*;msgid=* :bob!bob@192.0.2.2 REDACT #room " + id});
        QCOMPARE(scene.person("bob").ask("@label=y REDACT #room " + id).value(0).left(9), "@label=y;");
    }

    void command_everyKindOfMessageCanGo_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("a PRIVMSG") << QByteArray("PRIVMSG #room :hello");
        QTest::newRow("a NOTICE") << QByteArray("NOTICE #room :hello");
        QTest::newRow("a reaction") << QByteArray("@+draft/react=x;+draft/reply=abc TAGMSG #room");
    }
    void command_everyKindOfMessageCanGo()
    {
        QFETCH(QByteArray, line);
        Scene scene;
        const QByteArray id = scene.says("bob", line);
        QVERIFY(scene.person("bob").ask("REDACT #room " + id).value(0).contains(" REDACT #room "));
        QVERIFY(scene.person("ann").read().value(0).contains(" REDACT #room "));
    }

    // A client could not tell the place of a reaction from that of a message.
    void chatHistory_aDeletedReactionLeavesNothingInItsPlace_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("traces"); // that it was deleted, and what stands in its place
        QTest::newRow("a message") << QByteArray("PRIVMSG #room :hello") << 2;
        QTest::newRow("a reaction") << QByteArray("@+draft/react=x;+draft/reply=abc TAGMSG #room") << 1;
    }
    void chatHistory_aDeletedReactionLeavesNothingInItsPlace()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, traces);
        Scene scene;
        const QByteArray id = scene.says("bob", line);
        scene.person("bob").say("REDACT #room " + id);
        const QByteArrayList kept = scene.history("ann");
        QVERIFY2(std::ranges::none_of(kept, [](const QByteArray& each) { return each.contains("TAGMSG") || each.contains("PRIVMSG"); }),
                 kept.join('\n').constData());
        QCOMPARE(std::ranges::count_if(kept, [&](const QByteArray& each) { return each.contains(" REDACT #room " + id); }), traces);
    }

    void command_whatHappenedCannotGo()
    {
        Scene scene;
        const QByteArray id = scene.says("ann", "TOPIC #room :hello");
        QVERIFY(!id.isEmpty());
        QCOMPARE(scene.person("ann").ask("REDACT #room " + id),
                 QByteArrayList{failure("UNKNOWN_MSGID #room " + id + " :This message does not exist or is too old")});
    }

    // Who may delete what: "ann" runs the room.
    void permissions_data()
    {
        QTest::addColumn<QByteArray>("who");
        QTest::addColumn<QByteArray>("what"); // said by bob: "plain", "to operators", or by ann
        QTest::addColumn<QByteArray>("outcome");
        const auto row = [](const char* name, const QByteArray& who, const QByteArray& what, const QByteArray& outcome) {
            QTest::newRow(name) << who << what << outcome;
        };
        row("one's own", "bob", "PRIVMSG #room :hello", "REDACT");
        row("another member", "dora", "PRIVMSG #room :hello", "REDACT_FORBIDDEN");
        row("who runs the room", "ann", "PRIVMSG #room :hello", "REDACT");
        row("an operator of the server who is not inside", "root", "PRIVMSG #room :hello", "REDACT");
        row("a stranger", "carl", "PRIVMSG #room :hello", "INVALID_TARGET");
        row("one's own to operators", "bob", "PRIVMSG @#room :hello", "REDACT");
        row("who runs the room, what was said to operators", "ann", "PRIVMSG @#room :hello", "REDACT");
        row("a member, what was said to operators", "dora", "PRIVMSG @#room :hello", "UNKNOWN_MSGID");
    }
    void permissions()
    {
        QFETCH(QByteArray, who);
        QFETCH(QByteArray, what);
        QFETCH(QByteArray, outcome);
        for (const bool hasStore : {true, false}) {
            Scene scene{withOperator(), hasStore};
            const QByteArray id = scene.says("bob", what);
            QVERIFY(!id.isEmpty());
            const QByteArrayList answer = scene.person(who).ask("REDACT #room " + id);
            QCOMPARE(answer.size(), 1);
            QVERIFY2(answer.first().contains(' ' + outcome + ' '), answer.first().constData());
            QCOMPARE(scene.dialogue.recorder.count(EventKind::Redacted), outcome == "REDACT" ? 1 : 0);
        }
    }

    void permissions_whatIsSaidToOperatorsIsTakenBackAmongThem()
    {
        Scene scene;
        const QByteArray id = scene.says("bob", "PRIVMSG @#room :hello");
        scene.person("bob").say("REDACT @#room " + id);
        QVERIFY(scene.person("ann").read().value(0).endsWith(" REDACT @#room " + id));
        QVERIFY(scene.person("dora").read().isEmpty());
    }

    void permissions_redactOwnCanBeTakenAway()
    {
        ServerConfig config = withOperator();
        config.history.isRedactingOwnAllowed = false;
        Scene scene{config};
        const QByteArray id = scene.says("bob", "PRIVMSG #room :hello");
        QCOMPARE(scene.person("bob").ask("REDACT #room " + id),
                 QByteArrayList{failure("REDACT_FORBIDDEN #room " + id + " :You are not authorised to delete this message")});
        QVERIFY(scene.person("ann").ask("REDACT #room " + id).value(0).contains(" REDACT #room "));
    }

    void permissions_whoTakesANameOverMayNotDeleteWhatWasSaidByIt()
    {
        Scene scene;
        const QByteArray id = scene.says("bob", "PRIVMSG #room :hello");
        scene.dialogue.wait(1s);
        scene.person("bob").say("NICK bert");
        // From the same machine, with the same user name, and here before bob spoke.
        Person& other = scene.dialogue.connectAs({77, 1, 0}, QHostAddress{u"192.0.2.2"_s});
        other.sayAll({"CAP REQ :" + kAll, "CAP END", "NICK bob", "USER bob 0 * :bob", "JOIN #room"});
        QVERIFY(other.ask("REDACT #room " + id).value(0).contains(" REDACT_FORBIDDEN "));
    }

    void permissions_ofAccounts()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        scene.hasAccount("bob");
        const QByteArray capabilities = kAccountCapabilities + " draft/message-redaction";
        Person& ann = scene.device("ann", "ann", capabilities);
        Person& bob = scene.device("bob", "bob", capabilities);
        for (Person* each : {&ann, &bob})
            each->say("JOIN #room");
        ann.say("MODE #room +o bob");
        (void)ann.readRaw();
        ann.say("PRIVMSG #room :hello");
        const QByteArray id = HistoryScene::tag(ann.readRaw().value(0), "msgid");
        ann.say("PRIVMSG #room :and goodbye");
        const QByteArray second = HistoryScene::tag(ann.readRaw().value(0), "msgid");
        ann.say("QUIT");
        scene.dialogue.wait(1s);
        // Another day, another device: still theirs.
        Person& later = scene.device("ann", "ann", capabilities);
        later.say("JOIN #room");
        (void)later.readRaw();
        QVERIFY(later.ask("REDACT #room " + id).value(0).contains(" REDACT #room "));
        bob.say("MODE #room -o ann");
        bob.say("MODE #room -o bob");
        QVERIFY(bob.ask("REDACT #room " + second).value(0).contains(" REDACT_FORBIDDEN "));
        QVERIFY(later.ask("REDACT #room " + second).value(0).contains(" REDACT #room "));
    }

    void direct_onlyOnesOwn()
    {
        AccountScene scene{withOperator()};
        scene.hasAccount("ann");
        scene.hasAccount("bob");
        const QByteArray capabilities = kAccountCapabilities + " draft/message-redaction draft/event-playback";
        Person& ann = scene.device("ann", "ann", capabilities);
        Person& phone = scene.device("ann", "ann", capabilities);
        Person& bob = scene.device("bob", "bob", capabilities);
        Person& carl = scene.dialogue.enter("carl", kAll);
        bob.say("OPER root secret");
        scene.dialogue.forgetLines();
        ann.say("PRIVMSG bob :hello");
        const QByteArray id = HistoryScene::tag(ann.readRaw().value(0), "msgid");
        scene.dialogue.forgetLines();
        QVERIFY(bob.ask("REDACT ann " + id).value(0).contains(" REDACT_FORBIDDEN ann ")); // operator or not
        QVERIFY(carl.ask("REDACT bob " + id).value(0).contains(" UNKNOWN_MSGID bob "));
        QVERIFY(ann.ask("REDACT carl " + id).value(0).contains(" UNKNOWN_MSGID carl "));
        QVERIFY(ann.ask("REDACT nobody " + id).value(0).contains(" INVALID_TARGET nobody "));
        scene.dialogue.forgetLines();
        QVERIFY(ann.ask("REDACT bob " + id + " :oops").value(0).endsWith(" REDACT bob " + id + " oops"));
        QVERIFY(bob.read().value(0).endsWith(" REDACT bob " + id + " oops"));
        QVERIFY(phone.read().value(0).endsWith(" REDACT bob " + id + " oops"));
        const QByteArrayList kept = bob.ask("CHATHISTORY LATEST ann * 10");
        QCOMPARE(kept.size(), 4);
        QVERIFY(!kept.join(' ').contains("hello"));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::Redacted).room, QByteArray());
    }

    void direct_toWhoIsNotHere()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        scene.hasAccount("bob");
        Person& ann = scene.device("ann", "ann", kAccountCapabilities + " draft/message-redaction");
        ann.say("PRIVMSG bob :hello");
        const QByteArray id = HistoryScene::tag(ann.readRaw().last(), "msgid");
        QVERIFY(ann.ask("REDACT bob " + id).value(0).endsWith(" REDACT bob " + id));
    }

    void direct_withoutAccountsTheLatestCanGo()
    {
        Scene scene;
        const QByteArray id = scene.says("ann", "PRIVMSG bob :hello");
        QVERIFY(scene.person("bob").ask("REDACT ann " + id).value(0).contains(" UNKNOWN_MSGID "));
        QVERIFY(scene.person("ann").ask("REDACT carl " + id).value(0).contains(" UNKNOWN_MSGID "));
        QVERIFY(scene.person("ann").ask("REDACT bob " + id).value(0).contains(" REDACT bob "));
        QVERIFY(scene.person("bob").read().last().contains(" REDACT bob "));
        QVERIFY(scene.person("ann").ask("REDACT bob " + id).value(0).contains(" UNKNOWN_MSGID ")); // it is gone
    }

    void errors_invalidTarget_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("no such room") << QByteArray("#nowhere");
        QTest::newRow("nobody of that name") << QByteArray("nobody");
        QTest::newRow("a room that one is not in") << QByteArray("#other");
    }
    void errors_invalidTarget()
    {
        QFETCH(QByteArray, target);
        Scene scene;
        scene.person("carl").say("JOIN #other");
        scene.dialogue.forgetLines();
        QCOMPARE(scene.person("ann").ask("REDACT " + target + " abc"),
                 QByteArrayList{failure("INVALID_TARGET " + target + " :You cannot delete messages from there")});
    }

    void errors_unknownMessageId_data()
    {
        QTest::addColumn<bool>("hasStore");
        QTest::newRow("with a history") << true;
        QTest::newRow("without one") << false;
    }
    void errors_unknownMessageId()
    {
        QFETCH(bool, hasStore);
        Scene scene{withOperator(), hasStore};
        scene.person("ann").say("JOIN #other");
        const QByteArray elsewhere = scene.says("ann", "PRIVMSG #other :hello");
        const auto unknown = [](const QByteArray& id) {
            return QByteArrayList{failure("UNKNOWN_MSGID #room " + id + " :This message does not exist or is too old")};
        };
        QCOMPARE(scene.person("ann").ask("REDACT #room nonsense"), unknown("nonsense"));
        QCOMPARE(scene.person("ann").ask("REDACT #room " + elsewhere), unknown(elsewhere)); // nobody learns that it exists
        const QByteArray id = scene.says("ann", "PRIVMSG #room :hello");
        QVERIFY(scene.person("ann").ask("REDACT #room " + id).value(0).contains(" REDACT #room "));
        QCOMPARE(scene.person("ann").ask("REDACT #room " + id), unknown(id)); // once is enough
    }

    void errors_tooFewParameters()
    {
        Scene scene;
        QCOMPARE(scene.person("ann").ask("REDACT #room"), QByteArrayList{"@time=* :chat.local 461 ann REDACT :Not enough parameters"});
    }

    void withoutAHistoryTheLatestHundredCanGo()
    {
        Scene scene{withOperator(), false};
        const QByteArray first = scene.says("bob", "PRIVMSG #room :one");
        const QByteArray second = scene.says("bob", "PRIVMSG #room :two");
        for (int i = 0; i < 99; ++i)
            scene.person("ann").say("PRIVMSG #room :more");
        scene.dialogue.forgetLines();
        QVERIFY(scene.person("bob").ask("REDACT #room " + first).value(0).contains(" UNKNOWN_MSGID "));
        QVERIFY(scene.person("bob").ask("REDACT #room " + second).value(0).contains(" REDACT #room "));
    }

    void chatHistory_itIsGoneAndLeavesATrace()
    {
        Scene scene;
        (void)scene.says("ann", "PRIVMSG #room :before");
        scene.dialogue.wait(1s);
        const QByteArray id = scene.says("bob", "PRIVMSG #room :secret needle");
        scene.dialogue.wait(1s);
        (void)scene.says("ann", "PRIVMSG #room :after");
        scene.dialogue.wait(1s);
        scene.person("ann").say("REDACT #room " + id + " :not here");
        scene.dialogue.forgetLines();
        const QByteArray trace = ":ann!ann@192.0.2.1 REDACT #room " + id + " :not here";
        QCOMPARE(scene.history("bob"),
                 (QByteArrayList{":ann!ann@192.0.2.1 PRIVMSG #room before", trace, ":ann!ann@192.0.2.1 PRIVMSG #room after", trace}));
        // The first one is where the message was, with its id; the other one is the REDACT itself.
        QByteArrayList ids;
        for (const QByteArray& line : scene.person("bob").readRaw())
            ids.append(HistoryScene::tag(line, "msgid"));
        scene.person("bob").say("CHATHISTORY LATEST #room * 50");
        QByteArrayList redactions;
        for (const QByteArray& line : scene.person("bob").readRaw()) {
            if (line.contains(" REDACT "))
                redactions.append(HistoryScene::tag(line, "msgid"));
        }
        QCOMPARE(redactions.size(), 2);
        QCOMPARE(redactions[0], id);
        QVERIFY(redactions[1] != id);
        QCOMPARE(scene.person("bob").ask("SEARCH text=needle").size(), 2); // a batch of nothing
    }

    void chatHistory_whoKnowsNoDeletionsReadsNothingOfIt()
    {
        Scene scene;
        (void)scene.says("ann", "PRIVMSG #room :before");
        const QByteArray id = scene.says("bob", "PRIVMSG #room :secret");
        scene.person("bob").say("REDACT #room " + id);
        for (const QByteArray each : {"draft/message-redaction", "draft/event-playback"}) {
            scene.person("dora").say("CAP REQ :draft/message-redaction draft/event-playback");
            scene.person("dora").say("CAP REQ -" + each);
            const QByteArrayList lines = scene.history("dora");
            QVERIFY2(!lines.join(' ').contains("secret"), each.constData());
            QCOMPARE(lines, QByteArrayList{":ann!ann@192.0.2.1 PRIVMSG #room before"});
        }
    }

    void chatHistory_itIsGoneAfterARestart()
    {
        Scene scene;
        const QByteArray id = scene.says("bob", "PRIVMSG #room :secret");
        scene.person("bob").say("REDACT #room " + id);
        Dialogue next{{}, 1, scene.dialogue.takeStore(), 3600s};
        Person& ann = next.enter("ann", kAll);
        ann.say("JOIN #room");
        const QByteArrayList lines = ann.ask("CHATHISTORY LATEST #room * 50");
        QVERIFY(!lines.join(' ').contains("secret"));
        QVERIFY(lines.join(' ').contains(" REDACT #room " + id));
    }

    void manyLinesGoTogether()
    {
        Scene scene;
        scene.person("bob").say("CAP REQ draft/multiline");
        scene.person("bob").sayAll({"BATCH +1 draft/multiline #room", "@batch=1 PRIVMSG #room :one", "@batch=1 PRIVMSG #room :two"});
        (void)scene.person("bob").readRaw();
        scene.person("bob").say("BATCH -1");
        const QByteArray id = HistoryScene::tag(scene.person("bob").readRaw().value(0), "msgid");
        scene.person("bob").say("REDACT #room " + id);
        QVERIFY(!scene.history("ann").join(' ').contains("PRIVMSG"));
    }

    void withoutSavingNothingIsDeleted()
    {
        Scene scene;
        const QByteArray id = scene.says("bob", "PRIVMSG #room :hello");
        scene.dialogue.isAnswering = false;
        scene.person("bob").say("@label=x REDACT #room " + id);
        scene.dialogue.isAnswering = true;
        scene.dialogue.storeError = storage::StoreError{storage::StoreError::Kind::Full, u"full"_s, false};
        scene.dialogue.giveAnswers();
        scene.dialogue.deliver();
        QCOMPARE(scene.person("bob").read(),
                 QByteArrayList{"@label=x;time=* :chat.local FAIL REDACT MESSAGE_NOT_SAVED #room :Not sent: the "
                                "server's disk is full. Try again later, or tell whoever runs the server."});
        QVERIFY(scene.person("ann").read().isEmpty());
    }

    void whoHasLeftMeanwhileDeletesNothing()
    {
        Scene scene;
        const QByteArray id = scene.says("bob", "PRIVMSG #room :hello");
        scene.dialogue.isAnswering = false;
        scene.person("bob").say("REDACT #room " + id);
        scene.person("bob").say("PART #room");
        scene.dialogue.forgetLines();
        scene.dialogue.isAnswering = true;
        scene.dialogue.giveAnswers();
        scene.dialogue.deliver();
        QVERIFY(scene.person("bob").read().value(0).contains(" INVALID_TARGET "));
        QVERIFY(scene.person("ann").read().isEmpty());
    }

    void theLogSaysWhoDeletedWhoseAndNotWhat()
    {
        Scene scene;
        const QByteArray id = scene.says("bob", "PRIVMSG #room :secret");
        scene.person("ann").say("REDACT #room " + id + " :spam");
        const ServerEvent event = scene.dialogue.recorder.last(EventKind::Redacted);
        QCOMPARE(event.who, "ann");
        QCOMPARE(event.subject, "bob");
        QCOMPARE(event.room, "#room");
        QCOMPARE(event.text, "spam");
    }
};

QTEST_GUILESS_MAIN(TestRedaction)
#include "tst_redaction.moc"
