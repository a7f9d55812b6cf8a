// The mechanisms of AUTHENTICATE beside PLAIN: SCRAM-SHA-256 (RFC 5802, RFC 7677) and EXTERNAL (RFC 4422), and what a stranger learns.
#include "server/signinscene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

const QByteArrayList kSignedIn{"900", "903"};

} // namespace

class SaslMechanismsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // RFC 5802 and RFC 7677
    void scramSignsIn()
    {
        SignInScene scene;
        QCOMPARE(kinds(SignInScene::scram(scene.newcomer(), "ann", kPassword)), kSignedIn);
    }
    void scramRefuses_data()
    {
        QTest::addColumn<QByteArray>("account");
        QTest::addColumn<QByteArray>("password");
        QTest::newRow("a wrong password") << QByteArray("ann") << QByteArray("sesame");
        QTest::newRow("no such account") << QByteArray("nobody") << kPassword;
    }
    void scramRefuses()
    {
        QFETCH(const QByteArray, account);
        QFETCH(const QByteArray, password);
        SignInScene scene;
        QCOMPARE(kinds(SignInScene::scram(scene.newcomer(), account, password)), (QByteArrayList{"904"}));
    }
    void scramIsNotSignedInBeforeItsLastWord()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        protocol::ScramClient client("ann", kPassword, "abcdef");
        (void)person.ask("AUTHENTICATE SCRAM-SHA-256");
        const auto proof = client.answer(SignInScene::responseOf(SignInScene::send(person, *client.first())));
        QCOMPARE(kinds(SignInScene::send(person, *proof)), (QByteArrayList{"AUTHENTICATE"}));
        QCOMPARE(scene.dialogue.recorder.count(EventKind::SignedIn), 0);
        QCOMPARE(kinds(person.ask("AUTHENTICATE YWJj")), (QByteArrayList{"904"}));
        QCOMPARE(scene.dialogue.recorder.count(EventKind::SignedIn), 0);
    }
    void scramProvesNothingOfANewPassword()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        protocol::ScramClient client("ann", kPassword, "abcdef");
        (void)person.ask("AUTHENTICATE SCRAM-SHA-256");
        const auto proof = client.answer(SignInScene::responseOf(SignInScene::send(person, *client.first())));
        QCOMPARE(kinds(SignInScene::send(person, *proof)), (QByteArrayList{"AUTHENTICATE"}));
        QVERIFY(scene.dialogue.engine.resetPassword("ann"));
        scene.dialogue.deliver();
        QCOMPARE(kinds(person.ask("AUTHENTICATE +")), (QByteArrayList{"904"}));
        QCOMPARE(scene.dialogue.recorder.count(EventKind::SignedIn), 0);
    }
    void scramWithSomebodyElsesAuthorization()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        (void)person.ask("AUTHENTICATE SCRAM-SHA-256");
        QCOMPARE(kinds(SignInScene::send(person, "n,a=bob,n=ann,r=abc")), (QByteArrayList{"904"}));
        (void)person.ask("AUTHENTICATE SCRAM-SHA-256");
        QCOMPARE(kinds(SignInScene::send(person, "n,a=ann,n=ann,r=abc")), (QByteArrayList{"AUTHENTICATE"}));
    }
    // Nobody learns from a challenge whether there is such an account: each name has its salt, always the same one.
    void scramTellsNothingOfStrangers()
    {
        SignInScene scene;
        const auto saltOf = [&](const QByteArray& account) {
            Person& person = scene.newcomer();
            (void)person.ask("AUTHENTICATE SCRAM-SHA-256");
            const QByteArray challenge = SignInScene::responseOf(SignInScene::send(person, "n,,n=" + account + ",r=abc"));
            return challenge.mid(challenge.indexOf(",s="));
        };
        QCOMPARE(saltOf("nobody"), saltOf("NOBODY"));
        QVERIFY(saltOf("nobody") != saltOf("nobody2"));
        QCOMPARE(saltOf("nobody").size(), saltOf("ann").size());
        QCOMPARE(saltOf("ann"), saltOf("ann"));
    }
    void keysAreMadeWhereScramIsOffered()
    {
        ServerConfig config;
        config.accounts.sasl = {"PLAIN"};
        SignInScene scene(config);
        config.accounts.sasl = {"PLAIN", "SCRAM-SHA-256"};
        scene.dialogue.engine.applyConfig(config);
        QCOMPARE(kinds(SignInScene::scram(scene.newcomer(), "ann", kPassword)), (QByteArrayList{"904"})); // it had no use for them
        QCOMPARE(kinds(SignInScene::plain(scene.newcomer(), "ann", kPassword)), kSignedIn);
    }

    // As much work for an account that there is not: the time of an answer tells nothing.
    void workIsDoneForStrangers()
    {
        SignInScene scene;
        scene.dialogue.isWorking = false;
        (void)SignInScene::plain(scene.newcomer(), "nobody", kPassword);
        QCOMPARE(scene.dialogue.choresWaiting(), std::size_t{1});
    }

    // RFC 4422, appendix A
    void externalSignsIn_data()
    {
        QTest::addColumn<QByteArray>("response");
        QTest::addColumn<QByteArrayList>("replies");
        QTest::newRow("no authzid") << QByteArray() << kSignedIn;
        QTest::newRow("the account") << QByteArray("ann") << kSignedIn;
        QTest::newRow("another one") << QByteArray("bob") << QByteArrayList{"904"};
    }
    void externalSignsIn()
    {
        QFETCH(const QByteArray, response);
        QFETCH(const QByteArrayList, replies);
        SignInScene scene;
        Person& ann = scene.newcomerWithKey();
        (void)SignInScene::plain(ann, "ann", kPassword);
        ann.sayAll({"NICK ann", "USER ann 0 * :ann", "CAP END", "ACCOUNT KEY ADD"});
        Person& second = scene.newcomerWithKey();
        (void)second.ask("AUTHENTICATE EXTERNAL");
        QCOMPARE(kinds(SignInScene::send(second, response)), replies);
    }
    void externalWithoutACertificate()
    {
        SignInScene scene;
        Person& person = scene.newcomer();
        (void)person.ask("AUTHENTICATE EXTERNAL");
        const QByteArrayList replies = person.ask("AUTHENTICATE +");
        QCOMPARE(replies, (QByteArrayList{":chat.local 904 * :SASL authentication failed: this connection has shown no certificate"}));
    }
    void externalWithAnUnknownCertificate()
    {
        SignInScene scene;
        Person& person = scene.newcomerWithKey();
        (void)person.ask("AUTHENTICATE EXTERNAL");
        QCOMPARE(kinds(person.ask("AUTHENTICATE +")), (QByteArrayList{"904"}));
        QCOMPARE(kinds(SignInScene::plain(person, "ann", kPassword)), kSignedIn); // a password helps
    }
};

QTEST_GUILESS_MAIN(SaslMechanismsTest)
#include "tst_saslmechanisms.moc"
