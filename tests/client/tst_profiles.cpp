// What is known of people: what they tell of themselves, their account, and whether they are programs.
#include "client/fakeserver.h"
#include "client/models/linemodel.h"
#include "client/models/peoplemodel.h"
#include "client/session.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using client::test::FakeServer;

class ProfilesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void asksForWhatItShows_data();
    void asksForWhatItShows();
    void peopleTellOfThemselves_data();
    void peopleTellOfThemselves();
    void aProfileGoesWithItsPerson();
    void onlyWhatChangesIsTold();
    void whatCannotBeKeptIsSaid_data();
    void whatCannotBeKeptIsSaid();
    void tooManyChangesAreToldLater();
    void whatComesLaterIsAskedForLater();
    void ourOwnIsToldAgainWhereNoAccountKeepsIt();
    void aServerWithoutProfilesSaysSo();
    void floodsAreBounded();
    void accountsAndProgramsAreKnown_data();
    void accountsAndProgramsAreKnown();
    void anAccountComesAndGoes();

private:
    // Online, and in #lobby with Bob.
    void enter(FakeServer& server)
    {
        m_session->open({u"127.0.0.1"_s, server.port(), false}, {.nickname = u"Ann"_s, .realname = {}, .serverPassword = {}},
                        {u"#lobby"_s});
        if (!QTest::qWaitFor([&] { return server.got("JOIN #lobby"); }))
            qFatal("never got in");
        server.say(":Ann!a@h JOIN #lobby\r\n:s 353 Ann = #lobby :Ann Bob\r\n:s 366 Ann #lobby :End");
        if (!QTest::qWaitFor([this] { return row(u"Bob"_s) >= 0; }))
            qFatal("nobody there");
    }
    [[nodiscard]] int row(const QString& nickname) const
    {
        Conversation* lobby = m_session->find(u"#lobby"_s);
        return lobby ? lobby->people().rowOf(nickname) : -1;
    }
    [[nodiscard]] const Person& person(const QString& nickname) const
    {
        return m_session->find(u"#lobby"_s)->people().person(row(nickname));
    }
    void settle(FakeServer& server)
    {
        const QByteArray word = "settled" + QByteArray::number(++m_words);
        server.say("PING " + word);
        QTRY_VERIFY(server.got("PONG " + word));
    }

    SystemClock m_clock;
    network::TrustStore m_trust;
    std::unique_ptr<Session> m_session;
    int m_words = 0;
};

void ProfilesTest::init()
{
    m_session = std::make_unique<Session>(m_clock, m_trust);
}

void ProfilesTest::asksForWhatItShows_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QByteArray>("requested");
    QTest::addColumn<bool>("isAsked");
    QTest::newRow("the second draft") << QByteArray("batch draft/metadata-2=max-subs=50") << QByteArray("draft/metadata-2") << true;
    QTest::newRow("of two drafts the newer one")
        << QByteArray("batch draft/metadata-2 draft/metadata-3") << QByteArray("draft/metadata-3") << true;
    QTest::newRow("a server that has none") << QByteArray("batch") << QByteArray("batch") << false;
}

void ProfilesTest::asksForWhatItShows()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QByteArray, requested);
    QFETCH(bool, isAsked);
    FakeServer server(capabilities);
    enter(server);
    QVERIFY(server.last("CAP REQ ").contains(requested));
    QVERIFY(server.last("CAP REQ ").count("metadata") < 2);
    QCOMPARE(server.got("METADATA * SUB display-name status avatar pronouns homepage"), isAsked);
    QCOMPARE(m_session->can(Session::Feature::Profiles), isAsked);
}

void ProfilesTest::peopleTellOfThemselves_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<Profile>("profile");
    const auto row = [](const char* name, const QByteArray& line, const Profile& profile) { QTest::newRow(name) << line << profile; };
    row("a name", ":s METADATA Bob display-name * :Bob the Builder", {.displayName = u"Bob the Builder"_s});
    row("a status, in whatever case", ":s METADATA bob Status * :at lunch", {.status = u"at lunch"_s});
    row("pronouns, by a numeric", ":s 761 Ann Bob pronouns * :he/him", {.pronouns = u"he/him"_s});
    row("a picture", ":s METADATA Bob avatar * https://example.org/{size}/bob.png", {.avatar = u"https://example.org/{size}/bob.png"_s});
    row("a page, in a batch", ":s BATCH +1 metadata Bob\r\n@batch=1 :s METADATA Bob homepage * https://example.org\r\n:s BATCH -1",
        {.homepage = u"https://example.org"_s});
    row("what is taken back", ":s METADATA Bob status * :out\r\n:s METADATA Bob status *", {});
    row("what is not set any longer", ":s METADATA Bob status * :out\r\n:s 766 Ann Bob status :no matching key", {});
    row("of a room, not of a person", ":s METADATA #lobby status * :open", {});
    row("what nobody asked for", ":s METADATA Bob color * :#ff0000", {});
    row("several lines and colours become one plain line",
        ":s METADATA Bob status * :a\x03"
        "04b\x02 \t c",
        {.status = u"ab c"_s});
}

void ProfilesTest::peopleTellOfThemselves()
{
    QFETCH(QByteArray, line);
    QFETCH(Profile, profile);
    FakeServer server("batch draft/metadata-2");
    enter(server);
    QSignalSpy changed(m_session.get(), &Session::profileChanged);
    server.say(line);
    settle(server);
    QCOMPARE(m_session->profile(u"Bob"_s), profile);
    QCOMPARE(m_session->profile(u"BOB"_s), profile);
    QCOMPARE(person(u"Bob"_s).displayName, profile.displayName);
    QCOMPARE(person(u"Bob"_s).status, profile.status);
    if (profile != Profile())
        QCOMPARE(changed.count(), 1);
}

void ProfilesTest::aProfileGoesWithItsPerson()
{
    FakeServer server("batch draft/metadata-2");
    enter(server);
    server.say(":s METADATA Bob status * :here\r\n:Bob!b@h NICK Bea");
    settle(server);
    QCOMPARE(m_session->profile(u"Bea"_s).status, u"here"_s);
    QCOMPARE(person(u"Bea"_s).status, u"here"_s);
    QCOMPARE(m_session->profile(u"Bob"_s), Profile());
    server.say(":Bea!b@h QUIT :bye\r\n:Bea!x@y JOIN #lobby"); // somebody else by that name
    settle(server);
    QCOMPARE(m_session->profile(u"Bea"_s), Profile());
    QCOMPARE(person(u"Bea"_s).status, QString());
}

void ProfilesTest::onlyWhatChangesIsTold()
{
    FakeServer server("batch draft/metadata-2");
    enter(server);
    server.say(":s BATCH +1 metadata Ann\r\n@batch=1 :s 761 Ann Ann status * :busy\r\n@batch=1 :s 761 Ann Ann pronouns * :she/her\r\n"
               ":s BATCH -1");
    QTRY_COMPARE(m_session->profile(u"Ann"_s), (Profile{.status = u"busy"_s, .pronouns = u"she/her"_s}));
    QSignalSpy changed(m_session.get(), &Session::profileChanged);
    m_session->setProfile({.displayName = u" Ann \n Other "_s, .pronouns = u"she/her"_s});
    QTRY_VERIFY(server.got("METADATA * SET display-name :Ann Other"));
    QVERIFY(server.lines.contains("METADATA * SET status"));
    QVERIFY(!server.got("SET pronouns"));
    server.say(":s 761 Ann * display-name * :Ann Other\r\n:s 761 Ann Ann status *");
    QTRY_COMPARE(changed.count(), 2);
    QCOMPARE(changed.front().front().toString(), u"Ann"_s);
    QCOMPARE(m_session->profile(u"Ann"_s).displayName, u"Ann Other"_s);
    QCOMPARE(person(u"Ann"_s).displayName, u"Ann Other"_s);
    QCOMPARE(m_session->profile(u"Ann"_s).status, QString());
}

void ProfilesTest::whatCannotBeKeptIsSaid_data()
{
    QTest::addColumn<QByteArray>("reply");
    QTest::addColumn<bool>("isSaid");
    QTest::newRow("no room") << QByteArray("FAIL METADATA LIMIT_REACHED Ann :No room") << true;
    QTest::newRow("too long") << QByteArray("FAIL METADATA VALUE_INVALID :Too long") << true;
    QTest::newRow("too long, in the third draft") << QByteArray("FAIL METADATA INVALID_VALUE status :Too long") << true;
    QTest::newRow("not this one") << QByteArray("FAIL METADATA KEY_NO_PERMISSION Ann status :No") << true;
    QTest::newRow("it was not there anyway") << QByteArray("FAIL METADATA KEY_NOT_SET Ann status :Not set") << false;
    QTest::newRow("too many to be told of") << QByteArray("FAIL METADATA TOO_MANY_SUBS homepage :Too many") << false;
}

void ProfilesTest::whatCannotBeKeptIsSaid()
{
    QFETCH(QByteArray, reply);
    QFETCH(bool, isSaid);
    FakeServer server("batch draft/metadata-2");
    enter(server);
    QSignalSpy failed(m_session.get(), &Session::profileFailed);
    const int lines = m_session->server().lines().rowCount();
    m_session->setProfile({.status = u"here"_s});
    QTRY_VERIFY(server.got("SET status"));
    server.say(reply);
    settle(server);
    QCOMPARE(failed.count(), isSaid ? 1 : 0);
    QCOMPARE(m_session->server().lines().rowCount(), lines); // and nowhere else
    QCOMPARE(m_session->profile(u"Ann"_s), Profile());
}

void ProfilesTest::tooManyChangesAreToldLater()
{
    FakeServer server("batch draft/metadata-2");
    enter(server);
    QSignalSpy failed(m_session.get(), &Session::profileFailed);
    m_session->setProfile({.status = u"here"_s});
    QTRY_VERIFY(server.got("SET status"));
    server.say("FAIL METADATA RATE_LIMITED Ann status 1 :Too many changes");
    QTRY_COMPARE(server.count("SET status"), 2);
    QCOMPARE(failed.count(), 0);
}

void ProfilesTest::whatComesLaterIsAskedForLater()
{
    FakeServer server("batch draft/metadata-2");
    enter(server);
    server.say(":s 774 Ann #lobby 1\r\n:s 774 Ann #nowhere 1");
    QTRY_VERIFY(server.got("METADATA #lobby SYNC"));
    QVERIFY(!server.got("METADATA #nowhere SYNC"));
}

void ProfilesTest::ourOwnIsToldAgainWhereNoAccountKeepsIt()
{
    FakeServer server("batch draft/metadata-2");
    enter(server);
    m_session->setProfile({.status = u"here"_s});
    QTRY_VERIFY(server.got("SET status"));
    server.hangUpAndForget();
    QTRY_COMPARE(m_session->state(), Session::State::Waiting);
    m_session->retryNow();
    QTRY_VERIFY(server.got("METADATA * SET status here"));
}

void ProfilesTest::aServerWithoutProfilesSaysSo()
{
    FakeServer server("batch");
    enter(server);
    QSignalSpy failed(m_session.get(), &Session::profileFailed);
    m_session->setProfile({.status = u"here"_s});
    QCOMPARE(failed.count(), 1);
    settle(server);
    QVERIFY(!server.got("METADATA"));
}

void ProfilesTest::floodsAreBounded()
{
    FakeServer server("batch draft/metadata-2");
    enter(server);
    server.say(":s METADATA Bob status * :here");
    QByteArray all;
    for (int i = 0; i < 12'000; ++i)
        all += ":s METADATA n" + QByteArray::number(i) + " status * :" + QByteArray(20, 'x') + "\r\n";
    server.say(all + "PING end");
    QTRY_VERIFY_WITH_TIMEOUT(server.got("PONG end"), 20'000);
    int kept = 0;
    for (int i = 0; i < 12'000; ++i)
        kept += m_session->profile(u'n' + QString::number(i)).status.isEmpty() ? 0 : 1;
    QVERIFY(kept <= 5'000);
    QCOMPARE(m_session->profile(u"Bob"_s).status, u"here"_s); // whom we share a room with
    server.say(":s METADATA Bob status * :" + QByteArray(1'500, 'y'));
    QTRY_COMPARE(m_session->profile(u"Bob"_s).status.size(), 1'000);
}

void ProfilesTest::accountsAndProgramsAreKnown_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QByteArray>("tokens");
    QTest::addColumn<QByteArray>("asked");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("account");
    QTest::addColumn<bool>("isBot");
    QTest::newRow("who is there, with accounts")
        << QByteArray("account-notify away-notify") << QByteArray(" WHOX BOT=B") << QByteArray("WHO #lobby %tcnfa,152")
        << QByteArray(":s 354 Ann 152 #lobby Bob G@B bobby\r\n:s 315 Ann #lobby :End") << u"bobby"_s << true;
    QTest::newRow("who is there, without an account")
        << QByteArray("account-notify") << QByteArray(" WHOX BOT=b") << QByteArray("WHO #lobby %tcnfa,152")
        << QByteArray(":s 354 Ann 152 #lobby Bob H 0") << QString() << false;
    QTest::newRow("who is there, from a server that knows less")
        << QByteArray("away-notify") << QByteArray(" BOT=b") << QByteArray("WHO #lobby")
        << QByteArray(":s 352 Ann #lobby b h s Bob Hb :0 Bob") << QString() << true;
    QTest::newRow("who comes, with an account")
        << QByteArray("extended-join") << QByteArray() << QByteArray("JOIN")
        << QByteArray(":Bob!b@h PART #lobby\r\n:Bob!b@h JOIN #lobby bobby :Bob") << u"bobby"_s << false;
    QTest::newRow("who comes, without one") << QByteArray("extended-join message-tags") << QByteArray() << QByteArray("JOIN")
                                            << QByteArray(":Bob!b@h PART #lobby\r\n@bot :Bob!b@h JOIN #lobby * :Bob") << QString() << true;
    QTest::newRow("who says something") << QByteArray("account-tag message-tags") << QByteArray() << QByteArray("JOIN")
                                        << QByteArray("@account=bobby;bot :Bob!b@h PRIVMSG #lobby :hello") << u"bobby"_s << true;
}

void ProfilesTest::accountsAndProgramsAreKnown()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QByteArray, tokens);
    QFETCH(QByteArray, asked);
    QFETCH(QByteArray, answer);
    QFETCH(QString, account);
    QFETCH(bool, isBot);
    FakeServer server(capabilities);
    server.tokens = tokens;
    enter(server);
    QTRY_VERIFY(server.got(asked));
    server.say(answer);
    settle(server);
    QCOMPARE(person(u"Bob"_s).account, account);
    QCOMPARE(person(u"Bob"_s).isBot, isBot);
    const QModelIndex index = m_session->find(u"#lobby"_s)->people().index(row(u"Bob"_s));
    QCOMPARE(index.data(PeopleModel::AccountRole).toString(), account);
    QCOMPARE(index.data(PeopleModel::IsBotRole).toBool(), isBot);
    server.say(":s MODE #lobby +v Bob\r\n:Bob!b@h AWAY :out"); // which tell nothing of that
    settle(server);
    QCOMPARE(person(u"Bob"_s).account, account);
    QCOMPARE(person(u"Bob"_s).isBot, isBot);
    QVERIFY(person(u"Bob"_s).isAway);
}

void ProfilesTest::anAccountComesAndGoes()
{
    FakeServer server("account-notify");
    enter(server);
    server.say(":Bob!b@h ACCOUNT bobby");
    QTRY_COMPARE(person(u"Bob"_s).account, u"bobby"_s);
    server.say(":Bob!b@h NICK Bea");
    QTRY_VERIFY(row(u"Bea"_s) >= 0);
    QCOMPARE(person(u"Bea"_s).account, u"bobby"_s);
    server.say(":s 353 Ann = #lobby :Ann @Bea\r\n:s 366 Ann #lobby :End");
    QTRY_COMPARE(person(u"Bea"_s).rank, Rank::Operator);
    QCOMPARE(person(u"Bea"_s).account, u"bobby"_s); // a list of names tells nothing of accounts
    server.say(":Bea!b@h ACCOUNT *");
    QTRY_COMPARE(person(u"Bea"_s).account, QString());
    server.say(":Ann!a@h ACCOUNT annie");
    QTRY_COMPARE(m_session->account(), u"annie"_s);
    QCOMPARE(person(u"Ann"_s).account, u"annie"_s);
}

QTEST_GUILESS_MAIN(ProfilesTest)
#include "tst_profiles.moc"
