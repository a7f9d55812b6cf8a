// AUTHENTICATE, by the sections of IRCv3 sasl-3.1 and sasl-3.2: each MUST and each error reply.
#include "server/signinscene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace Qt::Literals::StringLiterals;

namespace {

const QByteArrayList kSignedIn{"900", "903"};

QByteArrayList signedIn(const QByteArray& nickname, const QByteArray& mask)
{
    return {":chat.local 900 " + nickname + ' ' + mask + " ann :You are now signed in as ann",
            ":chat.local 903 " + nickname + " :SASL authentication successful"};
}

ServerConfig withMechanisms(const QByteArrayList& mechanisms)
{
    ServerConfig config;
    config.accounts.sasl = mechanisms;
    return config;
}

} // namespace

class SaslDialogueTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // sasl-3.1, "The AUTHENTICATE command": "The client MUST enable the sasl capability before"
    void capabilityMustBeEnabled()
    {
        SignInScene scene;
        Person& person = scene.dialogue.connect();
        QCOMPARE(kinds(person.ask("AUTHENTICATE PLAIN")), (QByteArrayList{"904"}));
    }

    // "Otherwise, the server sends [...] an empty response"; "If authentication is successful, a 900 and 903 numeric will be sent"
    void plainSignsIn()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        person.sayAll({"NICK ann", "USER ann 0 * :ann"});
        QCOMPARE(person.ask("AUTHENTICATE PLAIN"), (QByteArrayList{":chat.local AUTHENTICATE +"}));
        const QByteArray response = protocol::makePlain("ann", kPassword).toBase64();
        QCOMPARE(person.ask("AUTHENTICATE " + response), signedIn("ann", "ann!ann@192.0.2.1"));
        QVERIFY(person.ask("CAP END").first().contains(" 001 ann "));
        QCOMPARE(scene.dialogue.recorder.last(EventKind::SignedIn).subject, QByteArray("ann"));
    }

    void beforeThereIsANameItIsAStar()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        QCOMPARE(SignInScene::plain(person, "ann", kPassword), signedIn("*", "*!*@192.0.2.1"));
    }

    void whatPlainTakes_data()
    {
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<QByteArrayList>("replies");
        const auto row = [](const char* name, const QByteArray& response, const QByteArrayList& replies) {
            QTest::newRow(name) << response << replies;
        };
        const QByteArray zero(1, '\0');
        row("the account's name as authzid", "ann" + zero + "ann" + zero + kPassword, kSignedIn);
        row("in other letters", zero + "ANN" + zero + kPassword, kSignedIn);
        row("somebody else as authzid", "bob" + zero + "ann" + zero + kPassword, {"904"});
        row("a wrong password", zero + "ann" + zero + "sesame", {"904"});
        row("the beginning of the password", zero + "ann" + zero + "open", {"904"});
        row("no such account", zero + "nobody" + zero + kPassword, {"904"});
        row("no password", zero + "ann" + zero, {"904"});
        row("one part", "ann", {"904"});
        row("what is not UTF-8", zero + "ann" + zero + "\xff\xfe", {"904"});
        row("a password that cannot be prepared", zero + "ann" + zero + "\x07\x07", {"904"});
        row("a space of another width in the password", zero + "ann" + zero + "open\xe3\x80\x80sesame", kSignedIn);
    }
    void whatPlainTakes()
    {
        QFETCH(const QByteArray, response);
        QFETCH(const QByteArrayList, replies);
        SignInScene scene;
        Person& person = scene.newcomer();
        (void)person.ask("AUTHENTICATE PLAIN");
        QCOMPARE(kinds(SignInScene::send(person, response)), replies);
    }

    // "split to 400-byte chunks [...] If the last chunk was exactly 400 bytes long, it must also be followed by AUTHENTICATE +"
    void longResponses_data()
    {
        QTest::addColumn<int>("passwordBytes");
        QTest::addColumn<int>("lines");
        QTest::newRow("a full chunk and a plus") << 295 << 2;
        QTest::newRow("a chunk and a little") << 300 << 2;
        QTest::newRow("one chunk") << 290 << 1;
    }
    void longResponses()
    {
        QFETCH(const int, passwordBytes);
        QFETCH(const int, lines);
        SignInScene scene;
        const QByteArray password(passwordBytes, 'x');
        Person& bob = scene.dialogue.enter("bob");
        bob.say("REGISTER * * :" + password);
        bob.say("QUIT");
        QCOMPARE(SignInScene::chunksOf(protocol::makePlain("bob", password)).size(), lines);
        QCOMPARE(kinds(SignInScene::plain(scene.newcomer(), "bob", password)), kSignedIn);
    }

    // 905: "the parameter longer than 400 bytes"; "The server MAY place a limit on the total length of a response"
    void chunkIsTooLong()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        (void)person.ask("AUTHENTICATE PLAIN");
        QCOMPARE(person.ask("AUTHENTICATE " + QByteArray(401, 'A')), (QByteArrayList{":chat.local 905 * :SASL message too long"}));
        QCOMPARE(kinds(SignInScene::plain(person, "ann", kPassword)), kSignedIn); // it is over, and another one can begin
    }
    void responseIsTooLong()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        (void)person.ask("AUTHENTICATE PLAIN");
        QByteArrayList replies;
        for (int i = 0; i < 11; ++i) {
            QCOMPARE(replies, QByteArrayList{});
            replies = person.ask("AUTHENTICATE " + QByteArray(400, 'A'));
        }
        QCOMPARE(kinds(replies), (QByteArrayList{"905"}));
    }
    void responseIsNotBase64()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        (void)person.ask("AUTHENTICATE PLAIN");
        QCOMPARE(kinds(person.ask("AUTHENTICATE !!!!")), (QByteArrayList{"904"}));
        QCOMPARE(kinds(person.ask("AUTHENTICATE PLAIN")), (QByteArrayList{"AUTHENTICATE"}));
    }

    // "The client can abort an authentication by sending an asterisk as the data. The server will send a 906 numeric."
    void abortedByAnAsterisk()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        (void)person.ask("AUTHENTICATE PLAIN");
        QCOMPARE(person.ask("AUTHENTICATE *"), (QByteArrayList{":chat.local 906 * :SASL authentication aborted"}));
        QCOMPARE(kinds(SignInScene::plain(person, "ann", kPassword)), kSignedIn);
    }
    // What is said while a password is checked waits, so that it comes behind the answer to it.
    void whatIsSaidMeanwhileWaits()
    {
        SignInScene scene;
        Person& bob = scene.dialogue.enter("bob", "sasl");
        Person& carl = scene.dialogue.enter("carl");
        scene.dialogue.isWorking = false;
        QCOMPARE(SignInScene::plain(bob, "ann", kPassword), QByteArrayList{});
        bob.sayAll({"PING 1", "AUTHENTICATE *"});
        bob.say("PING 2");
        QCOMPARE(bob.read(), QByteArrayList{});
        QCOMPARE(kinds(carl.ask("PING x")), (QByteArrayList{"PONG"})); // nobody else does
        scene.dialogue.doChores();
        QCOMPARE(kinds(bob.read()), (QByteArrayList{"900", "903", "PONG", "906", "PONG"}));
    }
    void oneAfterTheOther()
    {
        SignInScene scene;
        Person& bob = scene.dialogue.enter("bob", "sasl");
        scene.dialogue.isWorking = false;
        for (const QByteArray& password : {QByteArray("wrong"), kPassword})
            bob.sayAll({"AUTHENTICATE PLAIN", "AUTHENTICATE " + protocol::makePlain("ann", password).toBase64(), "PING x"});
        QCOMPARE(kinds(bob.read()), (QByteArrayList{"AUTHENTICATE"}));
        scene.dialogue.doChores();
        QCOMPARE(kinds(bob.read()), (QByteArrayList{"904", "PONG", "AUTHENTICATE"}));
        scene.dialogue.doChores();
        QCOMPARE(kinds(bob.read()), (QByteArrayList{"900", "903", "PONG"}));
    }
    void notEverythingCanWait()
    {
        SignInScene scene;
        Person& bob = scene.dialogue.enter("bob", "sasl");
        scene.dialogue.isWorking = false;
        (void)SignInScene::plain(bob, "ann", kPassword);
        for (int i = 0; i < 200 && !bob.isClosed(); ++i)
            bob.say("PRIVMSG bob :" + QByteArray(400, 'x'));
        QVERIFY(bob.isClosed());
        scene.dialogue.doChores();
        QCOMPARE(scene.dialogue.recorder.count(EventKind::SignedIn), 0);
    }

    // "If authentication fails, a 904 or 905 numeric will be sent and the client MAY retry"
    void failedAndTriedAgain()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        QCOMPARE(kinds(SignInScene::plain(person, "ann", "wrong")), (QByteArrayList{"904"}));
        QCOMPARE(kinds(SignInScene::plain(person, "ann", kPassword)), kSignedIn);
    }

    // "the server SHOULD abort it and send a 906 numeric, then register the client without authentication"
    void registrationEndsTheExchange()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        person.sayAll({"NICK bob", "USER bob 0 * :bob"});
        (void)person.ask("AUTHENTICATE PLAIN");
        const QByteArrayList replies = person.ask("CAP END");
        QCOMPARE(kinds(replies).mid(0, 2), (QByteArrayList{"906", "001"}));
        QCOMPARE(scene.dialogue.recorder.count(EventKind::SignedIn), 0);
        QCOMPARE(scene.dialogue.engine.snapshot().people.first().account, QByteArray());
    }
    // What the client has said is whole: it only waits, and so does its registration.
    void registrationWaitsForACheck()
    {
        SignInScene scene;
        scene.dialogue.isWorking = false;
        Person& person = scene.newcomer();
        person.sayAll({"NICK ann", "USER ann 0 * :ann", "AUTHENTICATE PLAIN",
                       "AUTHENTICATE " + protocol::makePlain("ann", kPassword).toBase64(), "CAP END"});
        QCOMPARE(kinds(person.read()), (QByteArrayList{"AUTHENTICATE"}));
        scene.dialogue.doChores();
        QCOMPARE(kinds(person.read()).mid(0, 3), (QByteArrayList{"900", "903", "001"}));
    }
    void whoseConnectionEndsMeanwhile()
    {
        SignInScene scene;
        scene.dialogue.isWorking = false;
        Person& person = scene.newcomer();
        (void)SignInScene::plain(person, "ann", kPassword);
        QCOMPARE(scene.dialogue.choresWaiting(), std::size_t{1});
        person.hangUp();
        scene.dialogue.doChores();
        QCOMPARE(scene.dialogue.recorder.count(EventKind::SignedIn), 0);
    }
    void whoseAccountGoesMeanwhile()
    {
        SignInScene scene;
        scene.dialogue.isWorking = false;
        Person& person = scene.newcomer();
        (void)SignInScene::plain(person, "ann", kPassword);
        QVERIFY(scene.dialogue.engine.deleteAccount("ann").has_value());
        scene.dialogue.doChores();
        QCOMPARE(kinds(person.read()), (QByteArrayList{"904"}));
    }

    // 908: "a comma-separated list of mechanisms"; "If this fails, a 904 numeric will be sent"
    void unknownMechanism_data()
    {
        QTest::addColumn<QByteArray>("mechanism");
        QTest::newRow("one that nobody has") << QByteArray("DH-AES");
        QTest::newRow("one that the configuration has not") << QByteArray("EXTERNAL");
        QTest::newRow("a response without a mechanism") << QByteArray("+");
    }
    void unknownMechanism()
    {
        QFETCH(const QByteArray, mechanism);
        SignInScene scene(withMechanisms({"PLAIN", "SCRAM-SHA-256", "FOO"}));
        Person& person = scene.newcomer();
        QCOMPARE(person.ask("AUTHENTICATE " + mechanism),
                 (QByteArrayList{":chat.local 908 * PLAIN,SCRAM-SHA-256 :are available SASL mechanisms",
                                 ":chat.local 904 * :SASL authentication failed"}));
        QCOMPARE(kinds(SignInScene::plain(person, "ann", kPassword)), kSignedIn);
    }
    void mechanismInSmallLetters()
    {
        SignInScene scene;
        QCOMPARE(kinds(scene.newcomer().ask("AUTHENTICATE plain")), (QByteArrayList{"AUTHENTICATE"}));
    }

    // sasl-3.2, "Advertisement of sasl capability when authentication is unavailable": MUST NOT advertise, MUST NAK
    void notOfferedWithoutMechanisms()
    {
        Dialogue dialogue(withMechanisms({}));
        Person& person = dialogue.connect();
        QVERIFY(!person.ask("CAP LS 302").join(' ').contains("sasl"));
        QVERIFY(person.ask("CAP REQ sasl").first().contains(" NAK "));
        QCOMPARE(kinds(person.ask("AUTHENTICATE PLAIN")), (QByteArrayList{"904"}));
    }

    // sasl-3.2, "Mechanism list in CAP LS": "MUST be a comma separated list of SASL authentication mechanisms"
    void mechanismsInCapLs_data()
    {
        QTest::addColumn<QByteArrayList>("mechanisms");
        QTest::addColumn<QByteArray>("offer");
        QTest::newRow("all") << QByteArrayList{"PLAIN", "SCRAM-SHA-256", "EXTERNAL"} << QByteArray("sasl=PLAIN,SCRAM-SHA-256,EXTERNAL");
        QTest::newRow("one") << QByteArrayList{"EXTERNAL"} << QByteArray("sasl=EXTERNAL");
        QTest::newRow("one that we do not know, too") << QByteArrayList{"PLAIN", "FOO"} << QByteArray("sasl=PLAIN");
    }
    void mechanismsInCapLs()
    {
        QFETCH(const QByteArrayList, mechanisms);
        QFETCH(const QByteArray, offer);
        Dialogue dialogue(withMechanisms(mechanisms));
        QVERIFY(dialogue.connect().ask("CAP LS 302").join(' ').split(' ').contains(offer));
        QVERIFY(dialogue.connect().ask("CAP LS").join(' ').split(' ').contains("sasl")); // no values before 302
    }

    // sasl-3.2, "Integration with cap-notify": "MUST advertise availability of the sasl capability"
    void capNotifyTellsOfSasl()
    {
        Dialogue dialogue(withMechanisms({}));
        Person& ann = dialogue.enter("ann", "cap-notify");
        Person& bob = dialogue.enter("bob");
        Person& carl = dialogue.connect();
        carl.say("CAP LS 302");
        dialogue.forgetLines();
        const auto apply = [&](const QByteArrayList& mechanisms) {
            dialogue.engine.applyConfig(withMechanisms(mechanisms));
            dialogue.deliver();
        };
        apply({"PLAIN"});
        QCOMPARE(ann.read(), (QByteArrayList{":chat.local CAP ann NEW sasl"}));
        QCOMPARE(carl.read(), (QByteArrayList{":chat.local CAP * NEW sasl=PLAIN"}));
        QCOMPARE(bob.read(), QByteArrayList{});
        QVERIFY(ann.ask("CAP REQ sasl").first().contains(" ACK "));
        apply({"PLAIN", "EXTERNAL"});
        QCOMPARE(carl.read(), (QByteArrayList{":chat.local CAP * NEW sasl=PLAIN,EXTERNAL"}));
        (void)ann.read();
        apply({});
        QCOMPARE(ann.read(), (QByteArrayList{":chat.local CAP ann DEL sasl"}));
        QVERIFY(!ann.ask("CAP LIST").first().contains("sasl")); // nobody has it any more
        apply({});
        QCOMPARE(ann.read(), QByteArrayList{});
    }

    // sasl-3.2, "SASL Reauthentication": "by sending a new AUTHENTICATE message at any time"
    void whoIsHereSignsIn()
    {
        SignInScene scene;
        Person& bob = scene.dialogue.enter("bob", "sasl");
        QCOMPARE(SignInScene::plain(bob, "ann", kPassword), signedIn("bob", "bob!bob@192.0.2.1"));
        QCOMPARE(kinds(SignInScene::plain(bob, "ann", kPassword)), kSignedIn); // and again
        QCOMPARE(kinds(SignInScene::plain(bob, "ann", "wrong")), (QByteArrayList{"904"}));
        QCOMPARE(scene.dialogue.engine.snapshot().people.first().account, QByteArray("ann")); // nothing is lost by it
    }
    void beforeTheConnectionIsCompleteTheLastOneCounts()
    {
        SignInScene scene;
        scene.dialogue.enter("bob").sayAll({"REGISTER * * :" + kPassword});
        Person& person = scene.newcomer();
        QCOMPARE(kinds(SignInScene::plain(person, "bob", kPassword)), kSignedIn);
        QCOMPARE(kinds(SignInScene::plain(person, "ann", kPassword)), kSignedIn);
        person.sayAll({"NICK carl", "USER carl 0 * :carl", "CAP END"});
        QCOMPARE(scene.dialogue.engine.snapshot().accounts.at(0).devices, 1); // ann's
    }

    // sasl-3.1: "after already authenticating successfully, the server MUST reject it with a 907 numeric"; by sasl-3.2 that is for
    // "changing accounts is not supported"
    void anotherAccountIsRefused()
    {
        SignInScene scene;
        Person& bob = scene.dialogue.enter("bob", "sasl");
        bob.say("REGISTER * * :" + kPassword);
        QCOMPARE(SignInScene::plain(bob, "ann", kPassword),
                 (QByteArrayList{":chat.local 907 bob :You have already authenticated using SASL"}));
    }
    void whoIsHereByAnotherName()
    {
        SignInScene scene;
        (void)SignInScene::plain(scene.dialogue.enter("carl", "sasl"), "ann", kPassword);
        Person& bob = scene.dialogue.enter("bob", "sasl");
        QCOMPARE(kinds(SignInScene::plain(bob, "ann", kPassword)), (QByteArrayList{"904"}));
    }

    // sasl-3.2: "Servers MAY disconnect ANY client [...] but MUST provide the reason for the authentication failure prior"
    void tooManyFailuresEndTheConnection()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        for (int i = 0; i < 2; ++i)
            QCOMPARE(kinds(SignInScene::plain(person, "ann", "wrong")), (QByteArrayList{"904"}));
        const QByteArrayList last = SignInScene::plain(person, "ann", "wrong");
        QCOMPARE(last.size(), 2);
        QVERIFY(last.at(0).contains(" 904 "));
        QVERIFY(last.at(1).startsWith("ERROR :"));
        QVERIFY(person.isClosed());
    }

    void theLogTellsOfFailures()
    {
        SignInScene scene;
        (void)SignInScene::plain(scene.newcomer(), "ann", "my secret");
        (void)SignInScene::plain(scene.newcomer(), "a\x1b[2J", "my secret");
        QCOMPARE(scene.dialogue.recorder.count(EventKind::SignInFailed), 2);
        for (const ServerEvent& event : scene.dialogue.recorder.events) {
            for (const QByteArray& text : {event.text, event.subject, event.who}) {
                QVERIFY(!text.contains("secret"));
                QVERIFY(!text.contains('\x1b')); // what cannot be a name is not shown to anybody
            }
        }
        QVERIFY(!scene.dialogue.recorder.last(EventKind::SignInFailed).address.isEmpty());
    }

    // IRCv3 labeled-response
    void theLabelComesWithTheAnswer()
    {
        SignInScene scene;
        Person& bob = scene.dialogue.enter("bob", "sasl labeled-response batch message-tags");
        QCOMPARE(bob.ask("@label=1 AUTHENTICATE PLAIN"), (QByteArrayList{"@label=1 :chat.local AUTHENTICATE +"}));
        const QByteArrayList answer = bob.ask("@label=2 AUTHENTICATE " + protocol::makePlain("ann", "wrong").toBase64());
        QCOMPARE(answer.size(), 1);
        QVERIFY(answer.first().startsWith("@label=2 :chat.local 904 bob "));
    }
};

QTEST_GUILESS_MAIN(SaslDialogueTest)
#include "tst_sasl.moc"
