// How often somebody may try to sign in: by account and address, and nobody keeps an owner out.
#include "server/loginlimit.h"
#include "server/signinscene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace std::chrono_literals;
using protocol::FoldedName;

namespace {

const FoldedName kAnn{"ann"};
const FoldedName kBob{"bob"};

int tries(LoginLimit& limit, const QByteArray& address, const FoldedName& account, std::chrono::milliseconds now, int most = 1000)
{
    int count = 0;
    while (count < most && limit.tryOnce(address, account, now))
        ++count;
    return count;
}

QByteArrayList wrong(SignInScene& scene, const QHostAddress& from, const QByteArray& account = "ann")
{
    return SignInScene::plain(scene.newcomer(from), account, "wrong");
}

QByteArrayList right(SignInScene& scene, const QHostAddress& from)
{
    return SignInScene::plain(scene.newcomer(from), "ann", kPassword);
}

bool isLimited(const QByteArrayList& replies)
{
    return replies.size() == 1 && replies.first().contains(" 904 ") && replies.first().contains("wait some minutes");
}

} // namespace

class LoginLimitTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anAccountAtAnAddress()
    {
        LoginLimit limit;
        QCOMPARE(tries(limit, "192.0.2.1", kAnn, 0s), 5);
        QVERIFY(!limit.tryOnce("192.0.2.1", FoldedName{"ANN"}, 59s));
        QCOMPARE(tries(limit, "192.0.2.1", kAnn, 60s), 1);
        QCOMPARE(tries(limit, "192.0.2.1", kBob, 60s), 5); // another account
        QCOMPARE(tries(limit, "192.0.2.2", kAnn, 60s), 5); // another address
        QCOMPARE(tries(limit, "192.0.2.1", kAnn, 1h), 5);  // never more
    }
    void allAccountsAtAnAddress()
    {
        LoginLimit limit;
        int count = 0;
        for (int i = 0; i < 100; ++i)
            count += tries(limit, "192.0.2.1", FoldedName{"name" + std::to_string(i)}, 0s);
        QCOMPARE(count, 20);
        QCOMPARE(tries(limit, "192.0.2.1", FoldedName{"fresh"}, 30s), 1);
    }
    void whoIsRightPaysNothing()
    {
        LoginLimit limit;
        for (int i = 0; i < 1000; ++i) {
            QVERIFY(limit.tryOnce("192.0.2.1", kAnn, 0s));
            limit.succeeded("192.0.2.1", kAnn, 0s);
        }
        for (int i = 0; i < 1000; ++i) {
            QVERIFY(limit.tryOnce("192.0.2.2", kAnn, 0s));
            limit.giveBack("192.0.2.2", kAnn, 0s); // it was not checked
        }
    }
    // Where somebody was signed in from before, neither guesses at other names nor some at theirs keep them out.
    void whoWasThereBefore()
    {
        LoginLimit limit;
        QVERIFY(limit.tryOnce("192.0.2.1", kAnn, 0s));
        limit.succeeded("192.0.2.1", kAnn, 0s);
        for (int i = 0; i < 100; ++i)
            static_cast<void>(tries(limit, "192.0.2.1", FoldedName{"name" + std::to_string(i)}, 0s));
        QVERIFY(!limit.tryOnce("192.0.2.1", kBob, 0s));
        QCOMPARE(tries(limit, "192.0.2.1", kAnn, 0s), 30);
        QCOMPARE(tries(limit, "192.0.2.1", kAnn, 10s), 1);
    }
    void addressesOfOneNetwork()
    {
        LoginLimit limit;
        QCOMPARE(tries(limit, "2001:db8:1:2::1", kAnn, 0s), 5);
        QVERIFY(!limit.tryOnce("2001:db8:1:2:ffff::7", kAnn, 0s)); // of the same machine, for all that one can know
        QVERIFY(limit.tryOnce("2001:db8:1:3::1", kAnn, 0s));
    }
    void registrations()
    {
        LoginLimit limit;
        int count = 0;
        while (limit.mayRegister("192.0.2.1", 0s))
            ++count;
        QCOMPARE(count, 20);
        QVERIFY(limit.mayRegister("192.0.2.2", 0s));
        QVERIFY(limit.mayRegister("192.0.2.1", 30s));
        QVERIFY(!limit.mayRegister("192.0.2.1", 30s));
    }
    void nothingGrowsForEver()
    {
        LoginLimit limit;
        for (int i = 0; i < 20'000; ++i) {
            const QByteArray address =
                "10." + QByteArray::number(i / 65536) + '.' + QByteArray::number(i / 256 % 256) + '.' + QByteArray::number(i % 256);
            QVERIFY(limit.tryOnce(address, kAnn, 0s));
            if (i % 2 == 0)
                limit.succeeded(address, kAnn, 0s);
            QVERIFY(limit.mayRegister(address, 0s));
            QVERIFY(limit.entries() <= 4 * LoginLimit::kMostEntries);
        }
    }
    // Who fills the table does not get rid of what stands against them.
    void theWorstAreRemembered()
    {
        LoginLimit limit;
        QCOMPARE(tries(limit, "192.0.2.1", kAnn, 0s), 5);
        for (int i = 0; i < 10'000; ++i)
            static_cast<void>(limit.tryOnce("10.0." + QByteArray::number(i / 256) + '.' + QByteArray::number(i % 256), kBob, 1ms));
        QVERIFY(!limit.tryOnce("192.0.2.1", kAnn, 1ms));
    }

    // The same in dialogues.
    void aGuesserIsStoppedAndTheOwnerIsNot()
    {
        SignInScene scene;
        const QHostAddress guesser{QStringLiteral("198.51.100.7")};
        const QHostAddress owner{QStringLiteral("198.51.100.8")};
        for (int i = 0; i < 5; ++i)
            QVERIFY(!isLimited(wrong(scene, guesser)));
        QVERIFY(isLimited(wrong(scene, guesser)));
        QVERIFY(isLimited(right(scene, guesser))); // so that guessing on is of no use
        QCOMPARE(kinds(right(scene, owner)), (QByteArrayList{"900", "903"}));
        scene.dialogue.wait(60s);
        QCOMPARE(kinds(right(scene, guesser)), (QByteArrayList{"900", "903"}));
    }
    void theOwnerAtTheGuessersAddress()
    {
        SignInScene scene;
        const QHostAddress shared{QStringLiteral("198.51.100.7")};
        QCOMPARE(kinds(right(scene, shared)), (QByteArrayList{"900", "903"}));
        for (int i = 0; i < 30; ++i)
            (void)wrong(scene, shared, "name" + QByteArray::number(i));
        QVERIFY(isLimited(wrong(scene, shared, "other")));
        QCOMPARE(kinds(right(scene, shared)), (QByteArrayList{"900", "903"}));
    }
    void scramIsLimitedToo()
    {
        SignInScene scene;
        const QHostAddress guesser{QStringLiteral("198.51.100.7")};
        for (int i = 0; i < 5; ++i)
            QVERIFY(!isLimited(SignInScene::scram(scene.newcomer(guesser), "ann", "wrong")));
        QVERIFY(isLimited(SignInScene::scram(scene.newcomer(guesser), "ann", kPassword)));
    }
    void strangersNamesAreLimitedAlike()
    {
        SignInScene scene;
        const QHostAddress guesser{QStringLiteral("198.51.100.7")};
        for (int i = 0; i < 5; ++i)
            QVERIFY(!isLimited(wrong(scene, guesser, "nobody")));
        QVERIFY(isLimited(wrong(scene, guesser, "nobody")));
    }
    void whatIsLimitedCountsForTheConnection()
    {
        SignInScene scene;
        const QHostAddress guesser{QStringLiteral("198.51.100.7")};
        for (int i = 0; i < 5; ++i)
            (void)wrong(scene, guesser);
        Person& person = scene.newcomer(guesser);
        for (int i = 0; i < 3; ++i)
            (void)SignInScene::plain(person, "ann", kPassword);
        QVERIFY(person.isClosed());
    }
    void withoutALimitThereIsNone()
    {
        ServerConfig config;
        config.limits.loginAttempts = 0;
        SignInScene scene(config);
        Person& person = scene.newcomer();
        for (int i = 0; i < 8; ++i)
            QCOMPARE(kinds(SignInScene::plain(person, "ann", "wrong")), (QByteArrayList{"904"}));
        QCOMPARE(kinds(SignInScene::plain(person, "ann", kPassword)), (QByteArrayList{"900", "903"}));
    }
    // Too many at once: nobody is checked, and nobody has guessed.
    void tooManyAtOnce()
    {
        SignInScene scene;
        scene.dialogue.isWorking = false;
        for (std::size_t i = 0; i < Chores::kMost; ++i)
            QCOMPARE(right(scene, {}), QByteArrayList{});
        Person& last = scene.newcomer();
        for (int i = 0; i < 10; ++i) {
            const QByteArrayList replies = SignInScene::plain(last, "ann", kPassword);
            QCOMPARE(replies.size(), 1);
            QVERIFY(replies.first().contains("904 * :SASL authentication failed: the server is busy"));
        }
        QVERIFY(!last.isClosed());
    }
    void operatorsAreLimitedToo()
    {
        ServerConfig config;
        config.operators = {{"root", "secret"}};
        config.limits.loginAttempts = 100;
        SignInScene scene(config);
        Person& ann = scene.dialogue.enter("carl");
        for (int i = 0; i < 5; ++i)
            QCOMPARE(kinds(ann.ask("OPER root wrong")), (QByteArrayList{"464"}));
        QCOMPARE(kinds(ann.ask("OPER root secret")), (QByteArrayList{"464"}));
        QCOMPARE(kinds(scene.dialogue.enter("dora").ask("OPER root secret")), (QByteArrayList{"381", "MODE"}));
    }
};

QTEST_GUILESS_MAIN(LoginLimitTest)
#include "tst_loginlimit.moc"
