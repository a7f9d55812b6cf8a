// Keeping a name, changing its password and giving it up; and where programs keep the passwords.
#include "client/fakeserver.h"
#include "client/secrets.h"
#include "client/session.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using client::test::FakeServer;
using AccountState = Session::AccountState;

namespace {

const QByteArray kAll = "draft/account-registration=before-connect labeled-response message-tags sasl=PLAIN standard-replies";

} // namespace

class AccountsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsAName();
    void aRefusalIsASentence_data();
    void aRefusalIsASentence();
    void aBadPasswordIsNotSent_data();
    void aBadPasswordIsNotSent();
    void oneRequestAtATime();
    void aLostConnectionIsAnAnswerToo();
    void whatAServerLacks_data();
    void whatAServerLacks();
    void aKeyNeedsEncryption();
    void changesThePassword();
    void changesAPasswordThatHasToBePacked();
    void aWrongPasswordChangesNothing();
    void givesTheNameUp();
    void aServerWithoutOurCommandSaysSo_data();
    void aServerWithoutOurCommandSaysSo();
    void secretsAreKept();

private:
    void comeIn(FakeServer& server)
    {
        m_session->open({u"127.0.0.1"_s, server.port(), false}, {.nickname = u"Ann"_s, .realname = {}, .serverPassword = {}}, {});
        if (!QTest::qWaitFor([this] { return m_session->state() == Session::State::Online; }))
            qFatal("never got in");
    }
    void keepName(FakeServer& server)
    {
        m_session->registerAccount(u"sesame-open"_s);
        if (!QTest::qWaitFor([&] { return server.got("REGISTER * * sesame-open"); }))
            qFatal("not asked for");
        server.say(":s REGISTER SUCCESS Ann :It is yours\r\n:s 900 Ann Ann!a@h Ann :You are now logged in as Ann");
        if (!QTest::qWaitFor([this] { return m_session->accountState() == AccountState::SignedIn; }))
            qFatal("not signed in");
    }

    SystemClock m_clock;
    network::TrustStore m_trust;
    std::unique_ptr<Session> m_session;
};

void AccountsTest::init()
{
    m_session = std::make_unique<Session>(m_clock, m_trust);
}

void AccountsTest::keepsAName()
{
    FakeServer server(kAll);
    comeIn(server);
    QVERIFY(m_session->can(Session::Feature::Registration));
    QSignalSpy registered(m_session.get(), &Session::accountRegistered), failed(m_session.get(), &Session::accountFailed);
    keepName(server);
    QTRY_COMPARE(registered.count(), 1);
    QCOMPARE(registered.front().front().toString(), u"Ann"_s);
    QCOMPARE(m_session->account(), u"Ann"_s);
    QCOMPARE(failed.count(), 0);

    server.hangUpAndForget(); // and it is ours when we come back
    QTRY_COMPARE(m_session->state(), Session::State::Waiting);
    m_session->retryNow();
    QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
    server.say("AUTHENTICATE +");
    QTRY_COMPARE(QByteArray::fromBase64(server.last("AUTHENTICATE ")), QByteArray("\0Ann\0sesame-open", 16));
}

void AccountsTest::aRefusalIsASentence_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("part");
    QTest::newRow("somebody has it") << QByteArray("ACCOUNT_EXISTS") << u"kept this name already"_s;
    QTest::newRow("not this name") << QByteArray("BAD_ACCOUNT_NAME") << u"cannot be kept"_s;
    QTest::newRow("another name") << QByteArray("ACCOUNT_NAME_MUST_BE_NICK") << u"that you have now"_s;
    QTest::newRow("signed in") << QByteArray("ALREADY_AUTHENTICATED") << u"signed in already"_s;
    QTest::newRow("a weak password") << QByteArray("WEAK_PASSWORD") << u"too easy"_s;
    QTest::newRow("a bad password") << QByteArray("UNACCEPTABLE_PASSWORD") << u"does not take this password"_s;
    QTest::newRow("no address") << QByteArray("INVALID_EMAIL") << u"e-mail address"_s;
    QTest::newRow("not the right address") << QByteArray("UNACCEPTABLE_EMAIL") << u"e-mail address"_s;
    QTest::newRow("too early") << QByteArray("COMPLETE_CONNECTION_REQUIRED") << u"Try again later"_s;
    QTest::newRow("not now") << QByteArray("TEMPORARILY_UNAVAILABLE") << u"Try again later"_s;
    QTest::newRow("for a reason that we do not know") << QByteArray("MOON_IS_FULL") << u"the server says why"_s;
}

void AccountsTest::aRefusalIsASentence()
{
    QFETCH(QByteArray, code);
    QFETCH(QString, part);
    FakeServer server(kAll);
    comeIn(server);
    QSignalSpy registered(m_session.get(), &Session::accountRegistered), failed(m_session.get(), &Session::accountFailed);
    m_session->registerAccount(u": open sesame"_s);
    QTRY_VERIFY(server.got("REGISTER * * :: open sesame"));
    server.say(":s FAIL REGISTER " + code + " Ann :the server says why");
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY2(failed.front().front().toString().contains(part), qPrintable(failed.front().front().toString()));
    QCOMPARE(registered.count(), 0);
    QCOMPARE(m_session->accountState(), AccountState::None);
}

void AccountsTest::aBadPasswordIsNotSent_data()
{
    QTest::addColumn<QString>("password");
    QTest::newRow("none") << QString();
    QTest::newRow("what stands for none") << u"*"_s;
    QTest::newRow("with a line end") << u"sesame\nQUIT"_s;
    QTest::newRow("with a control character") << u"sesame\x01open"_s;
    QTest::newRow("too long") << QString(301, u'a');
}

void AccountsTest::aBadPasswordIsNotSent()
{
    QFETCH(QString, password);
    FakeServer server(kAll);
    comeIn(server);
    QSignalSpy failed(m_session.get(), &Session::accountFailed);
    m_session->registerAccount(password);
    QCOMPARE(failed.count(), 1);
    m_session->changePassword({}, password);
    QCOMPARE(failed.count(), 2);
    server.say("PING through");
    QTRY_VERIFY(server.got("PONG through"));
    QVERIFY(!server.got("REGISTER") && !server.got("ACCOUNT"));
}

void AccountsTest::oneRequestAtATime()
{
    FakeServer server(kAll);
    comeIn(server);
    QSignalSpy registered(m_session.get(), &Session::accountRegistered), failed(m_session.get(), &Session::accountFailed);
    m_session->registerAccount(u"sesame-open"_s);
    m_session->registerAccount(u"another-one"_s);
    QCOMPARE(failed.count(), 1);
    QTRY_VERIFY(server.got("REGISTER * * sesame-open"));
    QVERIFY(!server.got("another-one"));
    server.say(":s REGISTER SUCCESS Ann :It is yours");
    QTRY_COMPARE(registered.count(), 1);
}

void AccountsTest::aLostConnectionIsAnAnswerToo()
{
    FakeServer server(kAll);
    comeIn(server);
    QSignalSpy failed(m_session.get(), &Session::accountFailed);
    m_session->registerAccount(u"sesame-open"_s);
    QTRY_VERIFY(server.got("REGISTER * * sesame-open"));
    server.hangUp();
    QTRY_COMPARE(failed.count(), 1);
    m_session->registerAccount(u"sesame-open"_s); // and there is none
    QCOMPARE(failed.count(), 2);
}

void AccountsTest::whatAServerLacks_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::newRow("any capability") << QByteArray();
    QTest::newRow("accounts") << QByteArray("standard-replies");
    QTest::newRow("accounts without an address") << QByteArray("draft/account-registration=email-required,before-connect");
}

void AccountsTest::whatAServerLacks()
{
    QFETCH(QByteArray, capabilities);
    FakeServer server(capabilities);
    comeIn(server);
    QVERIFY(!m_session->can(Session::Feature::Registration));
    QSignalSpy failed(m_session.get(), &Session::accountFailed);
    m_session->registerAccount(u"sesame-open"_s);
    m_session->registerWithKey();
    QCOMPARE(failed.count(), 2);
    QVERIFY(!server.got("REGISTER"));
}

void AccountsTest::aKeyNeedsEncryption()
{
    FakeServer server(kAll);
    comeIn(server);
    QSignalSpy failed(m_session.get(), &Session::accountFailed);
    m_session->registerWithKey();
    QCOMPARE(failed.count(), 1);
    QVERIFY(failed.front().front().toString().contains(u"encrypted connection"));
    QVERIFY(!server.got("REGISTER"));
}

void AccountsTest::changesThePassword()
{
    FakeServer server(kAll);
    comeIn(server);
    keepName(server);
    QSignalSpy changed(m_session.get(), &Session::passwordChanged);
    m_session->changePassword(u"sesame-open"_s, u"close-sesame"_s);
    QTRY_VERIFY(server.got("ACCOUNT PASSWORD sesame-open close-sesame"));
    server.say(":s NOTE ACCOUNT MUST_CHANGE_PASSWORD Ann :Something else is said\r\n:s NOTE ACCOUNT PASSWORD_CHANGED Ann :Changed");
    QTRY_COMPARE(changed.count(), 1);
    server.hangUpAndForget();
    QTRY_COMPARE(m_session->state(), Session::State::Waiting);
    m_session->retryNow();
    QTRY_VERIFY(server.got("AUTHENTICATE PLAIN"));
    server.say("AUTHENTICATE +");
    QTRY_COMPARE(QByteArray::fromBase64(server.last("AUTHENTICATE ")), QByteArray("\0Ann\0close-sesame", 17));
}

// The old one is no last parameter: what begins with '=' is packed.
void AccountsTest::changesAPasswordThatHasToBePacked()
{
    FakeServer server(kAll);
    comeIn(server);
    keepName(server);
    m_session->changePassword(u"=sesame"_s, u"close-sesame"_s);
    QTRY_VERIFY(server.got("ACCOUNT PASSWORD =PXNlc2FtZQ== close-sesame"));
}

void AccountsTest::aWrongPasswordChangesNothing()
{
    FakeServer server(kAll);
    comeIn(server);
    keepName(server);
    QSignalSpy failed(m_session.get(), &Session::accountFailed), deleted(m_session.get(), &Session::accountDeleted);
    m_session->deleteAccount(u"guess"_s);
    QTRY_VERIFY(server.got("ACCOUNT DELETE guess"));
    server.say(":s FAIL ACCOUNT WRONG_PASSWORD Ann :That is not the password");
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.front().front().toString(), u"The password is another one."_s);
    QCOMPARE(deleted.count(), 0);
    QCOMPARE(m_session->accountState(), AccountState::SignedIn);
}

void AccountsTest::givesTheNameUp()
{
    FakeServer server(kAll);
    comeIn(server);
    keepName(server);
    QSignalSpy deleted(m_session.get(), &Session::accountDeleted);
    m_session->deleteAccount(u"sesame-open"_s);
    QTRY_VERIFY(server.got("ACCOUNT DELETE sesame-open"));
    server.say(":s 901 Ann Ann!a@h :You are now logged out\r\n:s NOTE ACCOUNT DELETED Ann :Deleted");
    QTRY_COMPARE(deleted.count(), 1);
    QCOMPARE(m_session->accountState(), AccountState::None);
    server.hangUpAndForget();
    QTRY_COMPARE(m_session->state(), Session::State::Waiting);
    m_session->retryNow();
    QTRY_COMPARE(m_session->state(), Session::State::Online);
    QVERIFY(!server.got("AUTHENTICATE"));
}

void AccountsTest::aServerWithoutOurCommandSaysSo_data()
{
    QTest::addColumn<bool>("isDeletion");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("a password cannot be changed") << false << u"This chatroom has no way to change a password."_s;
    QTest::newRow("a name cannot be given up") << true << u"This chatroom has no way to give up a name."_s;
}

void AccountsTest::aServerWithoutOurCommandSaysSo()
{
    QFETCH(bool, isDeletion);
    QFETCH(QString, sentence);
    FakeServer server(kAll);
    comeIn(server);
    QSignalSpy failed(m_session.get(), &Session::accountFailed);
    if (isDeletion)
        m_session->deleteAccount(u"sesame"_s);
    else
        m_session->changePassword(u"sesame"_s, u"open"_s);
    QTRY_VERIFY(server.got("ACCOUNT "));
    server.say(":s 421 Ann ACCOUNT :Unknown command");
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.front().front().toString(), sentence);
}

void AccountsTest::secretsAreKept()
{
    MemorySecretStore secrets;
    const QString server = secretServer(u"Chat.Local"_s, 6697);
    QStringList read;
    int done = 0;
    const auto note = [&read](const Result<QString, SecretError>& password) { read.append(password ? *password : u"?"_s); };
    const auto count = [&done](const Result<void, SecretError>& result) { done += result ? 1 : 0; };
    secrets.read(server, u"Ann"_s, this, note);
    secrets.write(server, u"Ann"_s, u"sesame"_s, this, count);
    QVERIFY(read.isEmpty() && done == 0); // never before the call has returned
    QTRY_COMPARE(done, 1);
    secrets.read(secretServer(u"chat.local"_s, 6697), u"ANN"_s, this, note);
    secrets.read(secretServer(u"chat.local"_s, 6698), u"Ann"_s, this, note);
    secrets.remove(server, u"ann"_s, this, count);
    QTRY_COMPARE(done, 2);
    secrets.read(server, u"Ann"_s, this, note);
    QTRY_COMPARE(read, (QStringList{{}, u"sesame"_s, {}, {}}));
    {
        QObject gone;
        secrets.read(server, u"Ann"_s, &gone, note);
    }
    secrets.write(server, u"Ann"_s, {}, this, count);
    QTRY_COMPARE(done, 3);
    QCOMPARE(read.size(), 4);
}

QTEST_GUILESS_MAIN(AccountsTest)
#include "tst_accounts.moc"
