// Signing in: each mechanism, what is refused, and what a server may lack.
#include "client/fakeserver.h"
#include "client/session.h"
#include "network/tlsidentity.h"
#include "protocol/message.h"
#include "protocol/sasl.h"

#include <QFile>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using client::test::FakeServer;
using AccountState = Session::AccountState;

namespace {

Identity withPassword()
{
    return {.nickname = u"Ann"_s, .realname = {}, .serverPassword = {}, .account = u"annie"_s, .accountPassword = u"sesame"_s};
}

} // namespace

class SignInTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void takesTheBestMechanism_data();
    void takesTheBestMechanism();
    void signsInByPlain();
    void signsInByScram();
    void signsInByItsKey_data();
    void signsInByItsKey();
    void withoutEncryptionThereIsNoKeyToShow();
    void aPasswordIsTriedAnotherWayOnlyBeforeItIsProved_data();
    void aPasswordIsTriedAnotherWayOnlyBeforeItIsProved();
    void aWrongPasswordIsNotTriedAgain();
    void aBusyServerIsAskedAgainWithTheNextConnection();
    void aServerThatKnowsNothingOfThePasswordIsNotBelieved_data();
    void aServerThatKnowsNothingOfThePasswordIsNotBelieved();
    void signsInAgainAfterALostConnection();
    void aServerWithoutAccountsIsJoinedAllTheSame();
    void whatIsWithdrawnIsNotWaitedFor();
    void whatComesLaterIsUsed();
    void aNameThatBelongsToAnAccountAsksToSignIn_data();
    void aNameThatBelongsToAnAccountAsksToSignIn();
    void aNameIsNotGivenUpBeforeSigningIn();
    void whatTheServerSaysUnaskedDoesNoHarm();

private:
    void open(Session& session, const FakeServer& server, const Identity& identity)
    {
        session.open({u"127.0.0.1"_s, server.port(), false}, identity, {});
    }
    // The server's side of SCRAM-SHA-256 up to the proof, which it returns the answer to.
    Result<QByteArray, protocol::SaslError> proof(FakeServer& server, const QByteArray& password)
    {
        protocol::ScramServer scram("servers-nonce");
        server.say("AUTHENTICATE +");
        if (!QTest::qWaitFor([&] { return server.count("AUTHENTICATE ") == 2; }))
            qFatal("no first message");
        const auto opening = scram.open(QByteArray::fromBase64(server.last("AUTHENTICATE ")));
        if (!opening || opening->account != "annie")
            qFatal("not its first message");
        server.say("AUTHENTICATE " + scram.challenge(protocol::makeScramKeys(password, "salt", 4096)).toBase64());
        if (!QTest::qWaitFor([&] { return server.count("AUTHENTICATE ") == 3; }))
            qFatal("no proof");
        return scram.finish(QByteArray::fromBase64(server.last("AUTHENTICATE ")));
    }

    SystemClock m_clock;
    network::TrustStore m_trust;
    std::unique_ptr<Session> m_session;
};

void SignInTest::init()
{
    m_session = std::make_unique<Session>(m_clock, m_trust);
}

void SignInTest::takesTheBestMechanism_data()
{
    QTest::addColumn<QByteArray>("capability");
    QTest::addColumn<QByteArray>("mechanism");
    QTest::newRow("all of them") << QByteArray("sasl=PLAIN,EXTERNAL,SCRAM-SHA-256") << QByteArray("SCRAM-SHA-256");
    QTest::newRow("plain only, on this machine") << QByteArray("sasl=PLAIN,EXTERNAL") << QByteArray("PLAIN");
    QTest::newRow("a server that does not say") << QByteArray("sasl") << QByteArray("SCRAM-SHA-256");
}

void SignInTest::takesTheBestMechanism()
{
    QFETCH(QByteArray, capability);
    QFETCH(QByteArray, mechanism);
    FakeServer server(capability);
    open(*m_session, server, withPassword());
    QTRY_VERIFY(server.got("AUTHENTICATE "));
    QCOMPARE(server.last("AUTHENTICATE "), mechanism);
    QVERIFY(!server.got("CAP END"));
    QCOMPARE(m_session->accountState(), AccountState::SigningIn);
}

void SignInTest::signsInByPlain()
{
    FakeServer server("sasl=PLAIN");
    QSignalSpy changed(m_session.get(), &Session::accountChanged);
    open(*m_session, server, withPassword());
    QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
    server.say("AUTHENTICATE +");
    QTRY_COMPARE(server.count("AUTHENTICATE "), 2);
    QCOMPARE(QByteArray::fromBase64(server.last("AUTHENTICATE ")), QByteArray("\0annie\0sesame", 13));
    server.say(":s 900 Ann Ann!a@h Annie :You are now logged in as Annie\r\n:s 903 Ann :SASL authentication successful");
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    QCOMPARE(m_session->accountState(), AccountState::SignedIn);
    QCOMPARE(m_session->account(), u"Annie"_s); // as the server spells it
    QVERIFY(changed.count() >= 2);
    QVERIFY(m_session->can(Session::Feature::SignIn));
}

void SignInTest::signsInByScram()
{
    FakeServer server("sasl=PLAIN,SCRAM-SHA-256");
    open(*m_session, server, withPassword());
    QTRY_VERIFY(server.got("AUTHENTICATE SCRAM-SHA-256"));
    const auto signature = proof(server, "sesame");
    QVERIFY(signature);
    server.say("AUTHENTICATE " + signature->toBase64());
    QTRY_COMPARE(server.count("AUTHENTICATE +"), 1);
    server.say(":s 900 Ann Ann!a@h annie :You are now logged in\r\n:s 903 Ann :Success");
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    QCOMPARE(m_session->account(), u"annie"_s);
    QVERIFY(!server.lines.join().contains("sesame"));
}

void SignInTest::signsInByItsKey_data()
{
    QTest::addColumn<bool>("isKnown");
    QTest::newRow("that the server knows") << true;
    QTest::newRow("or by the password, where it does not") << false;
}

void SignInTest::signsInByItsKey()
{
    QFETCH(bool, isKnown);
    QTemporaryDir theirs, ours;
    const auto identity = network::ownIdentity(theirs.path(), u"office"_s);
    const auto key = network::ownIdentity(ours.path(), u"chatroom"_s);
    QVERIFY(identity && key);
    QFile certificateFile(identity->certificateFile), keyFile(identity->keyFile);
    QVERIFY(certificateFile.open(QIODevice::ReadOnly) && keyFile.open(QIODevice::ReadOnly));
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setLocalCertificate(QSslCertificate(certificateFile.readAll()));
    configuration.setPrivateKey(QSslKey(keyFile.readAll(), QSsl::Ec));
    configuration.setPeerVerifyMode(QSslSocket::QueryPeer);
    auto safe = std::make_unique<QSslServer>();
    safe->setSslConfiguration(configuration);
    FakeServer server("sasl=PLAIN,SCRAM-SHA-256,EXTERNAL", std::move(safe));

    connect(m_session.get(), &Session::trustNeeded, m_session.get(), [this] { m_session->answerTrust(true); });
    m_session->setOwnKey(key->certificateFile, key->keyFile);
    Identity who = withPassword();
    who.useKey = true;
    m_session->open({u"127.0.0.1"_s, server.port(), true}, who, {});
    QTRY_VERIFY(server.got("AUTHENTICATE EXTERNAL"));
    const auto* socket = qobject_cast<QSslSocket*>(server.socket());
    QVERIFY(socket);
    QCOMPARE(socket->peerCertificate().digest(QCryptographicHash::Sha256).toHex(), key->fingerprint);
    server.say("AUTHENTICATE +");
    QTRY_COMPARE(server.count("AUTHENTICATE +"), 1);
    if (!isKnown) {
        server.say(":s 904 Ann :SASL authentication failed: this certificate belongs to no such account");
        QTRY_VERIFY(server.got("AUTHENTICATE SCRAM-SHA-256"));
        return;
    }
    server.say(":s 900 Ann Ann!a@h annie :You are now logged in\r\n:s 903 Ann :Success");
    QTRY_COMPARE(m_session->accountState(), AccountState::SignedIn);
}

void SignInTest::withoutEncryptionThereIsNoKeyToShow()
{
    FakeServer server("sasl=PLAIN,EXTERNAL");
    Identity who = withPassword();
    who.useKey = true;
    open(*m_session, server, who);
    QTRY_VERIFY(server.got("AUTHENTICATE "));
    QCOMPARE(server.last("AUTHENTICATE "), QByteArray("PLAIN"));
}

void SignInTest::aPasswordIsTriedAnotherWayOnlyBeforeItIsProved_data()
{
    QTest::addColumn<bool>("isProved");
    QTest::newRow("the server has no such keys of this account") << false;
    QTest::newRow("the password is another one") << true;
}

void SignInTest::aPasswordIsTriedAnotherWayOnlyBeforeItIsProved()
{
    QFETCH(bool, isProved);
    FakeServer server("sasl=PLAIN,SCRAM-SHA-256");
    QSignalSpy needed(m_session.get(), &Session::signInNeeded);
    open(*m_session, server, withPassword());
    QTRY_VERIFY(server.got("AUTHENTICATE SCRAM-SHA-256"));
    if (isProved)
        QVERIFY(!proof(server, "another"));
    server.say(":s 904 Ann :SASL authentication failed");
    if (!isProved) {
        QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
        QCOMPARE(needed.count(), 0);
        return;
    }
    QTRY_COMPARE(needed.count(), 1);
    QVERIFY(!server.got("AUTHENTICATE PLAIN"));
}

void SignInTest::aWrongPasswordIsNotTriedAgain()
{
    FakeServer server("sasl=PLAIN");
    QSignalSpy needed(m_session.get(), &Session::signInNeeded);
    open(*m_session, server, withPassword());
    QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
    server.say("AUTHENTICATE +");
    QTRY_COMPARE(server.count("AUTHENTICATE "), 2);
    server.say(":s 904 Ann :SASL authentication failed: wrong name or password");
    QTRY_COMPARE(m_session->state(), Session::State::Online); // a guest, where the name permits
    QCOMPARE(needed.count(), 1);
    QCOMPARE(needed.front().at(0).toString(), u"annie"_s);
    QCOMPARE(needed.front().at(1).toString(), u"The password for annie is another one."_s);
    QCOMPARE(m_session->accountState(), AccountState::Failed);

    server.hangUpAndForget();
    QTRY_COMPARE(m_session->state(), Session::State::Waiting);
    m_session->retryNow();
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    QVERIFY(!server.got("AUTHENTICATE"));
    QCOMPARE(needed.count(), 1);

    m_session->signIn(u"annie"_s, u"open"_s);
    QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
    server.say("AUTHENTICATE +");
    QTRY_COMPARE(QByteArray::fromBase64(server.last("AUTHENTICATE ")), QByteArray("\0annie\0open", 11));
    server.say(":s 900 Ann Ann!a@h annie :You are now logged in\r\n:s 903 Ann :Success");
    QTRY_COMPARE(m_session->accountState(), AccountState::SignedIn);
    QCOMPARE(server.count("CAP END"), 1);
}

void SignInTest::aBusyServerIsAskedAgainWithTheNextConnection()
{
    FakeServer server("sasl=PLAIN");
    open(*m_session, server, withPassword());
    QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
    server.say(":s 904 Ann :SASL authentication failed: the server is busy, try again in a moment");
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    QCOMPARE(server.count("AUTHENTICATE"), 1);
    server.hangUpAndForget();
    QTRY_COMPARE(m_session->state(), Session::State::Waiting);
    m_session->retryNow();
    QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
}

void SignInTest::aServerThatKnowsNothingOfThePasswordIsNotBelieved_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("a signature that is not one") << "AUTHENTICATE " + QByteArray("v=c2lnbmF0dXJl").toBase64();
    QTest::newRow("none at all") << QByteArray(":s 900 Ann Ann!a@h annie :In\r\n:s 903 Ann :Success");
}

void SignInTest::aServerThatKnowsNothingOfThePasswordIsNotBelieved()
{
    QFETCH(QByteArray, answer);
    FakeServer server("sasl=SCRAM-SHA-256");
    QSignalSpy needed(m_session.get(), &Session::signInNeeded);
    open(*m_session, server, withPassword());
    QTRY_VERIFY(server.got("AUTHENTICATE SCRAM-SHA-256"));
    QVERIFY(!proof(server, "guessed"));
    server.say(answer);
    QTRY_COMPARE(m_session->accountState(), AccountState::Failed);
    QVERIFY(needed.front().at(1).toString().contains(u"may not be the one you think"));
    QCOMPARE(m_session->account(), QString());
}

void SignInTest::signsInAgainAfterALostConnection()
{
    FakeServer server("sasl=PLAIN");
    open(*m_session, server, withPassword());
    for (int i = 0; i < 2; ++i) {
        QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
        server.say("AUTHENTICATE +");
        QTRY_COMPARE(server.count("AUTHENTICATE "), 2);
        server.say(":s 900 Ann Ann!a@h annie :You are now logged in\r\n:s 903 Ann :Success");
        QTRY_COMPARE(m_session->state(), Session::State::Online);
        QCOMPARE(m_session->accountState(), AccountState::SignedIn);
        server.hangUpAndForget();
        QTRY_COMPARE(m_session->state(), Session::State::Waiting);
        QCOMPARE(m_session->accountState(), AccountState::None);
        m_session->retryNow();
    }
}

void SignInTest::aServerWithoutAccountsIsJoinedAllTheSame()
{
    FakeServer server("server-time");
    QSignalSpy needed(m_session.get(), &Session::signInNeeded), failed(m_session.get(), &Session::accountFailed);
    open(*m_session, server, withPassword());
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    QCOMPARE(needed.count(), 0);
    QCOMPARE(m_session->accountState(), AccountState::None);
    QVERIFY(!m_session->can(Session::Feature::SignIn));
    m_session->signIn(u"annie"_s, u"sesame"_s);
    QCOMPARE(failed.count(), 1);
}

void SignInTest::whatIsWithdrawnIsNotWaitedFor()
{
    FakeServer server("sasl=PLAIN cap-notify");
    open(*m_session, server, withPassword());
    QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
    server.say("CAP * DEL :sasl");
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    QCOMPARE(m_session->accountState(), AccountState::None);
    QVERIFY(!m_session->can(Session::Feature::SignIn));
}

void SignInTest::whatComesLaterIsUsed()
{
    FakeServer server("cap-notify");
    open(*m_session, server, withPassword());
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    server.say("CAP Ann NEW :sasl=PLAIN");
    QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
    server.say(":s 900 Ann Ann!a@h annie :You are now logged in\r\n:s 903 Ann :Success");
    QTRY_COMPARE(m_session->accountState(), AccountState::SignedIn);
    QCOMPARE(server.count("CAP END"), 1);
}

void SignInTest::aNameThatBelongsToAnAccountAsksToSignIn_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::addColumn<bool>("isAsked");
    QTest::newRow("by a standard reply") << QByteArray("Nickname is already in use") << true;
    QTest::newRow("by its words") << QByteArray("Nickname is reserved by a different account") << true;
    QTest::newRow("but not when somebody just has it") << QByteArray("Nickname is already in use") << false;
}

void SignInTest::aNameThatBelongsToAnAccountAsksToSignIn()
{
    QFETCH(QByteArray, said);
    QFETCH(bool, isAsked);
    FakeServer server("sasl=PLAIN standard-replies");
    const bool isStandard = isAsked && said.contains("in use");
    server.takenNames = {"Ann"};
    server.refusal = said;
    server.beforeRefusal = isStandard ? "FAIL NICK NICKNAME_RESERVED Ann :This name belongs to somebody\r\n" : QByteArray();
    QSignalSpy needed(m_session.get(), &Session::signInNeeded), refused(m_session.get(), &Session::nameRefused);
    open(*m_session, server, {.nickname = u"Ann"_s, .realname = {}, .serverPassword = {}});
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(needed.count(), isAsked ? 1 : 0);
    if (!isAsked)
        return;
    QCOMPARE(needed.front().at(0).toString(), u"Ann"_s);
    m_session->signIn(u"Ann"_s, u"sesame"_s);
    QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
    server.takenNames.clear();
    server.say(":s 900 * *!a@h Ann :You are now logged in\r\n:s 903 * :Success");
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    QCOMPARE(m_session->nickname(), u"Ann"_s);
    QCOMPARE(m_session->accountState(), AccountState::SignedIn);
}

void SignInTest::aNameIsNotGivenUpBeforeSigningIn()
{
    FakeServer server("sasl=PLAIN");
    QSignalSpy refused(m_session.get(), &Session::nameRefused);
    open(*m_session, server, withPassword());
    QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
    server.say(":s 433 * Ann :Nickname is reserved");
    server.say(":s 900 * *!a@h annie :You are now logged in\r\n:s 903 * :Success");
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    QCOMPARE(refused.count(), 0);
    QCOMPARE(server.count("NICK Ann"), 2); // again, now that it is ours
}

void SignInTest::whatTheServerSaysUnaskedDoesNoHarm()
{
    FakeServer server("sasl=PLAIN");
    QSignalSpy needed(m_session.get(), &Session::signInNeeded);
    open(*m_session, server, {.nickname = u"Ann"_s, .realname = {}, .serverPassword = {}});
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    server.say("AUTHENTICATE +\r\nAUTHENTICATE " + QByteArray(400, 'A')
               + "\r\n:s 904 Ann :Failed\r\n:s 903 Ann :In\r\n:s 908 Ann PLAIN :are");
    server.say("PING through");
    QTRY_VERIFY(server.got("PONG through"));
    QCOMPARE(m_session->accountState(), AccountState::None);
    QCOMPARE(needed.count(), 0);
    server.say(":s 900 Ann Ann!a@h bot :You are now logged in as bot");
    QTRY_COMPARE(m_session->account(), u"bot"_s);
    server.say(":s 901 Ann Ann!a@h :You are now logged out");
    QTRY_COMPARE(m_session->accountState(), AccountState::None);
}

QTEST_GUILESS_MAIN(SignInTest)
#include "tst_signin.moc"
