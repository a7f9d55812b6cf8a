// Names that are kept, signed in to by each mechanism, on several devices, with what people tell of themselves.
#include "client/models/linemodel.h"
#include "client/models/peoplemodel.h"
#include "client/session.h"
#include "network/tlsidentity.h"
#include "server-io/support.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <optional>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using chatroom::test::kPatience;
using AccountState = Session::AccountState;

namespace {

// One device of somebody.
class Device final
{
public:
    explicit Device(const test::Server& server) : m_server(server)
    {
        QObject::connect(&session, &Session::trustNeeded, &session, [this] { session.answerTrust(true); });
    }
    void open(const Identity& identity, const QStringList& rooms = {})
    {
        session.open({u"127.0.0.1"_s, m_server.port(), true}, identity, rooms);
    }
    [[nodiscard]] bool comesIn(const Identity& identity, const QStringList& rooms = {})
    {
        open(identity, rooms);
        return QTest::qWaitFor([this] { return session.state() == Session::State::Online; }, kPatience)
               && std::ranges::all_of(rooms, [this](const QString& room) { return isIn(room); });
    }
    [[nodiscard]] bool isIn(const QString& room)
    {
        return QTest::qWaitFor([&] { return session.find(room) && session.find(room)->isJoined(); }, kPatience);
    }
    [[nodiscard]] bool keepsName(const QString& password)
    {
        QSignalSpy registered(&session, &Session::accountRegistered);
        session.registerAccount(password);
        return QTest::qWaitFor([&] { return registered.count() == 1 && session.accountState() == AccountState::SignedIn; }, kPatience);
    }
    [[nodiscard]] bool goes()
    {
        session.leave({});
        return QTest::qWaitFor([this] { return session.accountState() == AccountState::None; }, kPatience);
    }
    // The last line of a conversation that is there; waits for it.
    [[nodiscard]] ChatLine hears(const QString& where, const QString& text)
    {
        const auto find = [&]() -> std::optional<ChatLine> {
            Conversation* place = session.find(where);
            for (int row = place ? place->lines().rowCount() - 1 : -1; row >= 0; --row) {
                if (place->lines().line(row).text == text)
                    return place->lines().line(row);
            }
            return std::nullopt;
        };
        const bool isHeard = QTest::qWaitFor([&] { return find().has_value(); }, kPatience);
        return isHeard ? *find() : ChatLine();
    }

private:
    const test::Server& m_server;
    SystemClock m_clock;
    network::TrustStore m_trust;

public:
    Session session{m_clock, m_trust};
};

Identity guest(const QString& nickname)
{
    return {.nickname = nickname, .realname = {}, .serverPassword = {}};
}

Identity owner(const QString& nickname, const QString& password)
{
    Identity identity = guest(nickname);
    identity.account = nickname;
    identity.accountPassword = password;
    return identity;
}

} // namespace

class SigningInTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void comesBackByAPassword_data();
    void comesBackByAPassword();
    void comesBackByAKey();
    void aKeptNameAsksToSignIn();
    void aWrongPasswordIsSaid();
    void theSecondDeviceIsTheSamePerson();
    void whatIsSaidToWhoIsNotThereWaits();
    void theNewPasswordIsTheOne();
    void aNameIsGivenUp();
    void peopleReadWhatOthersTellOfThemselves();

private:
    std::unique_ptr<test::Server> m_server;
};

void SigningInTest::init()
{
    m_server = std::make_unique<test::Server>();
    const QString trouble = m_server->start([](server::ServerConfig& config) { config.listen = {test::tlsListener()}; });
    QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
}

void SigningInTest::comesBackByAPassword_data()
{
    QTest::addColumn<QByteArrayList>("mechanisms");
    QTest::newRow("that it tells the server") << QByteArrayList{"PLAIN"};
    QTest::newRow("that it proves") << QByteArrayList{"SCRAM-SHA-256"};
    QTest::newRow("whatever there is") << QByteArrayList{"PLAIN", "SCRAM-SHA-256", "EXTERNAL"};
}

void SigningInTest::comesBackByAPassword()
{
    QFETCH(QByteArrayList, mechanisms);
    const QString trouble = m_server->apply([&](server::ServerConfig& config) { config.accounts.sasl = mechanisms; });
    QVERIFY2(trouble.isEmpty(), qPrintable(trouble));
    Device ann(*m_server);
    QVERIFY(ann.comesIn(guest(u"Ann"_s)));
    QVERIFY(ann.session.can(Session::Feature::Registration) && ann.session.can(Session::Feature::SignIn));
    QVERIFY(ann.keepsName(u"open-sesame"_s));
    QCOMPARE(ann.session.account(), u"Ann"_s);
    QVERIFY(ann.goes());

    Device again(*m_server);
    QVERIFY(again.comesIn(owner(u"Ann"_s, u"open-sesame"_s)));
    QCOMPARE(again.session.accountState(), AccountState::SignedIn);
    QCOMPARE(again.session.account(), u"Ann"_s);
    QCOMPARE(again.session.nickname(), u"Ann"_s);
}

void SigningInTest::comesBackByAKey()
{
    QTemporaryDir folder;
    const auto key = network::ownIdentity(folder.path(), u"chatroom"_s);
    QVERIFY(key);
    Device ann(*m_server);
    ann.session.setOwnKey(key->certificateFile, key->keyFile);
    QVERIFY(ann.comesIn(guest(u"Ann"_s)));
    QSignalSpy registered(&ann.session, &Session::accountRegistered), failed(&ann.session, &Session::accountFailed);
    ann.session.registerWithKey();
    QTRY_VERIFY_WITH_TIMEOUT(registered.count() + failed.count() > 0, kPatience);
    QVERIFY2(failed.isEmpty(), failed.isEmpty() ? "" : qPrintable(failed.front().front().toString()));
    QVERIFY(ann.goes());

    Device again(*m_server);
    again.session.setOwnKey(key->certificateFile, key->keyFile);
    Identity identity = guest(u"Ann"_s);
    identity.useKey = true;
    QVERIFY(again.comesIn(identity));
    QCOMPARE(again.session.accountState(), AccountState::SignedIn);
    QCOMPARE(again.session.account(), u"Ann"_s);
    QVERIFY(again.goes());

    Device stranger(*m_server); // another key is nobody's
    QTemporaryDir elsewhere;
    const auto other = network::ownIdentity(elsewhere.path(), u"chatroom"_s);
    stranger.session.setOwnKey(other->certificateFile, other->keyFile);
    QSignalSpy needed(&stranger.session, &Session::signInNeeded);
    stranger.open(identity);
    QTRY_COMPARE_WITH_TIMEOUT(needed.count(), 1, kPatience);
    QCOMPARE(stranger.session.accountState(), AccountState::Failed);
}

void SigningInTest::aKeptNameAsksToSignIn()
{
    Device ann(*m_server);
    QVERIFY(ann.comesIn(guest(u"Ann"_s)) && ann.keepsName(u"open-sesame"_s) && ann.goes());
    Device other(*m_server);
    QSignalSpy needed(&other.session, &Session::signInNeeded), refused(&other.session, &Session::nameRefused);
    other.open(guest(u"ann"_s));
    QTRY_COMPARE_WITH_TIMEOUT(needed.count(), 1, kPatience);
    QCOMPARE(refused.count(), 1);
    other.session.signIn(u"ann"_s, u"open-sesame"_s);
    QTRY_COMPARE_WITH_TIMEOUT(other.session.state(), Session::State::Online, kPatience);
    QCOMPARE(other.session.accountState(), AccountState::SignedIn);
}

void SigningInTest::aWrongPasswordIsSaid()
{
    Device ann(*m_server);
    QVERIFY(ann.comesIn(guest(u"Ann"_s)) && ann.keepsName(u"open-sesame"_s) && ann.goes());
    Device other(*m_server);
    QSignalSpy needed(&other.session, &Session::signInNeeded), refused(&other.session, &Session::nameRefused);
    other.open(owner(u"Ann"_s, u"guess-guess"_s));
    QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, kPatience);
    QCOMPARE(needed.count(), 1);
    QCOMPARE(needed.front().at(1).toString(), u"The password for Ann is another one."_s);
    other.session.signIn(u"Ann"_s, u"open-sesame"_s);
    QTRY_COMPARE_WITH_TIMEOUT(other.session.accountState(), AccountState::SignedIn, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(other.session.state(), Session::State::Online, kPatience);
}

void SigningInTest::theSecondDeviceIsTheSamePerson()
{
    Device first(*m_server), bob(*m_server), second(*m_server);
    QVERIFY(first.comesIn(guest(u"Ann"_s), {u"#tea"_s}) && first.keepsName(u"open-sesame"_s));
    QVERIFY(bob.comesIn(guest(u"Bob"_s), {u"#tea"_s}));
    Identity identity = owner(u"Ann"_s, u"open-sesame"_s);
    identity.nickname = u"Traveller"_s;
    QVERIFY(second.comesIn(identity));
    QCOMPARE(second.session.nickname(), u"Ann"_s);
    QVERIFY(second.isIn(u"#tea"_s)); // and nobody asked for it
    QCOMPARE(bob.session.find(u"#tea"_s)->people().rowCount(), 2);

    first.session.send(first.session.openDirect(u"Bob"_s), u"from the desk"_s);
    QVERIFY(second.hears(u"Bob"_s, u"from the desk"_s).isOwn);
    second.session.send(*second.session.find(u"#tea"_s), u"from the train"_s);
    QVERIFY(first.hears(u"#tea"_s, u"from the train"_s).isOwn);
    bob.session.send(bob.session.openDirect(u"Ann"_s), u"where are you?"_s);
    QCOMPARE(first.hears(u"Bob"_s, u"where are you?"_s).author, u"Bob"_s);
    QCOMPARE(second.hears(u"Bob"_s, u"where are you?"_s).author, u"Bob"_s);

    second.session.part(*second.session.find(u"#tea"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!first.session.find(u"#tea"_s), kPatience);
    QVERIFY(second.session.find(u"#tea"_s));
    QVERIFY(second.goes());
    QVERIFY(bob.session.find(u"Ann"_s)->isPersonHere());
}

void SigningInTest::whatIsSaidToWhoIsNotThereWaits()
{
    Device ann(*m_server), bob(*m_server);
    QVERIFY(bob.comesIn(guest(u"Bob"_s)) && bob.keepsName(u"close-sesame"_s));
    QVERIFY(ann.comesIn(guest(u"Ann"_s)) && ann.keepsName(u"open-sesame"_s));
    Conversation& direct = bob.session.openDirect(u"Ann"_s);
    bob.session.send(direct, u"hello"_s);
    QVERIFY(!ann.hears(u"Bob"_s, u"hello"_s).text.isEmpty());
    QVERIFY(ann.goes());
    QTRY_VERIFY_WITH_TIMEOUT(!direct.isPersonHere(), kPatience);
    bob.session.send(direct, u"later"_s);
    QTRY_VERIFY_WITH_TIMEOUT(bob.hears(u"Ann"_s, u"later"_s).isUnseen, kPatience);
    QVERIFY(!bob.hears(u"Ann"_s, u"hello"_s).isUnseen);

    Device again(*m_server);
    QVERIFY(again.comesIn(owner(u"Ann"_s, u"open-sesame"_s)));
    QTRY_VERIFY_WITH_TIMEOUT(direct.isPersonHere(), kPatience);
    QVERIFY(!bob.hears(u"Ann"_s, u"later"_s).isUnseen);
    again.session.openDirect(u"Bob"_s);
    QCOMPARE(again.hears(u"Bob"_s, u"later"_s).author, u"Bob"_s);
}

void SigningInTest::theNewPasswordIsTheOne()
{
    Device ann(*m_server);
    QVERIFY(ann.comesIn(guest(u"Ann"_s)) && ann.keepsName(u"open-sesame"_s));
    QSignalSpy changed(&ann.session, &Session::passwordChanged), failed(&ann.session, &Session::accountFailed);
    ann.session.changePassword(u"guess-guess"_s, u"shut-sesame"_s);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, kPatience);
    QCOMPARE(failed.front().front().toString(), u"The password is another one."_s);
    ann.session.changePassword(u"open-sesame"_s, u"shut, sesame"_s);
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, kPatience);
    ann.session.changePassword(u"shut, sesame"_s, u":shut sesame"_s);
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 2, kPatience);
    QVERIFY(ann.goes());
    Device again(*m_server);
    QVERIFY(again.comesIn(owner(u"Ann"_s, u":shut sesame"_s)));
    QCOMPARE(again.session.accountState(), AccountState::SignedIn);
}

void SigningInTest::aNameIsGivenUp()
{
    Device ann(*m_server);
    QVERIFY(ann.comesIn(guest(u"Ann"_s)) && ann.keepsName(u"open-sesame"_s));
    QSignalSpy deleted(&ann.session, &Session::accountDeleted);
    ann.session.deleteAccount(u"open-sesame"_s);
    QTRY_COMPARE_WITH_TIMEOUT(deleted.count(), 1, kPatience);
    QCOMPARE(ann.session.accountState(), AccountState::None);
    QVERIFY(ann.goes());
    Device anybody(*m_server);
    QVERIFY(anybody.comesIn(guest(u"Ann"_s)));
}

void SigningInTest::peopleReadWhatOthersTellOfThemselves()
{
    Device ann(*m_server), bob(*m_server), late(*m_server);
    QVERIFY(ann.comesIn(guest(u"Ann"_s), {u"#tea"_s}) && ann.keepsName(u"open-sesame"_s));
    QVERIFY(bob.comesIn(guest(u"Bob"_s), {u"#tea"_s}));
    QVERIFY(ann.session.can(Session::Feature::Profiles));
    QSignalSpy own(&ann.session, &Session::profileChanged);
    const Profile profile{.displayName = u"Ann Other"_s, .status = u"at tea"_s, .homepage = u"https://example.org/ann"_s};
    ann.session.setProfile(profile);
    QTRY_COMPARE_WITH_TIMEOUT(bob.session.profile(u"Ann"_s), profile, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(ann.session.profile(u"Ann"_s), profile, kPatience);
    QVERIFY(own.count() > 0);
    QVERIFY(late.comesIn(guest(u"Cleo"_s), {u"#tea"_s}));
    QTRY_COMPARE_WITH_TIMEOUT(late.session.profile(u"Ann"_s), profile, kPatience);
    const auto annThere = [&] {
        PeopleModel& people = late.session.find(u"#tea"_s)->people();
        return people.rowOf(u"Ann"_s) < 0 ? Person() : people.person(people.rowOf(u"Ann"_s));
    };
    QTRY_COMPARE_WITH_TIMEOUT(annThere().account, u"Ann"_s, kPatience);
    QCOMPARE(annThere().displayName, u"Ann Other"_s);

    QVERIFY(ann.goes());
    Device again(*m_server); // the account keeps it
    QVERIFY(again.comesIn(owner(u"Ann"_s, u"open-sesame"_s)));
    QTRY_COMPARE_WITH_TIMEOUT(again.session.profile(u"Ann"_s), profile, kPatience);
}

QTEST_GUILESS_MAIN(SigningInTest)
#include "tst_accounts.moc"
