// A search as it is typed, asked, answered, gone on with, and refused.
#include "client/historyserver.h"
#include "client/models/searchmodel.h"
#include "client/session.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using client::test::HistoryServer;
using State = SearchModel::State;

class SearchTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsTyped_data();
    void whatIsTyped();
    void daysAreLocal();
    void findsNewestFirstAndGoesOn_data();
    void findsNewestFirstAndGoesOn();
    void goesOnWithinOneMillisecond();
    void asksByAllAttributes();
    void aNewSearchEndsTheOneBefore();
    void saysWhyItFailed_data();
    void saysWhyItFailed();
    void namesThePlace();

private:
    void enter(Session& session, HistoryServer& server)
    {
        session.open({u"127.0.0.1"_s, server.port(), false}, {u"Ann"_s, {}, {}}, {u"#lobby"_s});
        QTRY_VERIFY(session.find(u"#lobby"_s) && session.find(u"#lobby"_s)->isJoined());
    }
    static QStringList texts(const SearchModel& model)
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(); ++row)
            all.append(model.hit(row).line.text);
        return all;
    }

    SystemClock m_clock;
    network::TrustStore m_trust;
};

void SearchTest::whatIsTyped_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("in");
    QTest::addColumn<QString>("from");
    const auto row = [](const char* name, const QString& typed, const QString& text, const QString& in = {}, const QString& from = {}) {
        QTest::newRow(name) << typed << text << in << from;
    };
    row("words", u" tea   time "_s, u"tea time"_s);
    row("a phrase keeps its quotes", u"\"tea  time\" wor*"_s, u"\"tea  time\" wor*"_s);
    row("who and where", u"from:ann IN:#lobby tea"_s, u"tea"_s, u"#lobby"_s, u"ann"_s);
    row("a key within quotes is text", u"\"from:ann\""_s, u"\"from:ann\""_s);
    row("a name in quotes", u"from:\"ann\""_s, {}, {}, u"ann"_s);
    row("an address is text", u"https://example.org"_s, u"https://example.org"_s);
    row("a key without a value is text", u"from: ann"_s, u"from: ann"_s);
    row("no date is text", u"after:noon"_s, u"after:noon"_s);
    row("nothing", {}, {});
}

void SearchTest::whatIsTyped()
{
    QFETCH(QString, typed);
    const SearchRequest request = SearchRequest::parse(typed);
    QTEST(request.text, "text");
    QTEST(request.in, "in");
    QTEST(request.from, "from");
    QVERIFY(!request.after.isValid() && !request.before.isValid());
    QCOMPARE(request.isEmpty(), typed.isEmpty());
}

void SearchTest::daysAreLocal()
{
    const SearchRequest request = SearchRequest::parse(u"after:2026-01-01 before:2026-03-01"_s);
    QCOMPARE(request.after.toLocalTime(), QDateTime(QDate(2026, 1, 1), QTime(0, 0)));
    QCOMPARE(request.before.toLocalTime(), QDateTime(QDate(2026, 3, 1), QTime(23, 59, 59, 999)));
    QVERIFY(!request.isEmpty() && request.text.isEmpty());
}

void SearchTest::findsNewestFirstAndGoesOn_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<bool>("hasMessageIds");
    QTest::newRow("our server") << HistoryServer::kAll << true;
    QTest::newRow("no labels") << QByteArray("batch message-tags server-time soju.im/search") << true;
    QTest::newRow("no message ids") << QByteArray("batch server-time soju.im/search") << false;
}

void SearchTest::findsNewestFirstAndGoesOn()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(bool, hasMessageIds);
    HistoryServer server(capabilities);
    server.hasMessageIds = hasMessageIds;
    QStringList expected;
    for (int i = 0; i < 120; ++i) {
        server.say("bob", "#lobby", "tea " + QByteArray::number(i));
        server.say("bob", "#lobby", "other");
        expected.prepend(u"tea %1"_s.arg(i));
    }
    Session session(m_clock, m_trust);
    enter(session, server);
    QVERIFY(session.canSearch());
    SearchModel& model = session.searchResults();
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    session.search(SearchRequest::parse(u"tea"_s));
    QCOMPARE(model.state(), State::Searching);
    QTRY_COMPARE(model.state(), State::Done);
    QCOMPARE(texts(model), expected.mid(0, 50));
    QVERIFY(model.hasMore());
    session.searchOlder();
    session.searchOlder();
    QTRY_COMPARE(model.state(), State::Done);
    while (model.hasMore()) {
        session.searchOlder();
        QTRY_COMPARE(model.state(), State::Done);
    }
    QCOMPARE(texts(model), expected);
    session.search(SearchRequest::parse(u"coffee"_s));
    QCOMPARE(model.rowCount(), 0);
    QTRY_COMPARE(model.state(), State::Done);
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.hasMore());
}

void SearchTest::goesOnWithinOneMillisecond()
{
    HistoryServer server;
    for (int i = 0; i < 60; ++i) {
        server.say("bob", "#lobby", "tea " + QByteArray::number(i));
        --server.now;
    }
    server.kept.insert(server.kept.begin(), {"old", "bob", "PRIVMSG", "#lobby", "tea first", server.now - 5});
    Session session(m_clock, m_trust);
    enter(session, server);
    SearchModel& model = session.searchResults();
    session.search(SearchRequest::parse(u"tea"_s));
    for (int page = 0; page < 3; ++page) {
        QTRY_COMPARE(model.state(), State::Done);
        session.searchOlder();
    }
    QTRY_COMPARE(model.state(), State::Done);
    QCOMPARE(texts(model).last(), u"tea first"_s); // and it ends
    QVERIFY(!model.hasMore());
}

void SearchTest::asksByAllAttributes()
{
    HistoryServer server;
    Session session(m_clock, m_trust);
    enter(session, server);
    session.search(SearchRequest::parse(u"from:bob in:#lobby \"hello; world\""_s));
    QTRY_COMPARE(session.searchResults().state(), State::Done);
    QVERIFY(server.asked("SEARCH in=#lobby;from=bob;limit=50;text=\"hello\\:\\sworld\"") == 1);
}

void SearchTest::aNewSearchEndsTheOneBefore()
{
    HistoryServer server;
    server.say("bob", "#lobby", "tea");
    server.say("bob", "#lobby", "coffee");
    Session session(m_clock, m_trust);
    enter(session, server);
    session.search(SearchRequest::parse(u"tea"_s));
    session.search(SearchRequest::parse(u"coffee"_s));
    QTRY_COMPARE(session.searchResults().state(), State::Done);
    QTRY_COMPARE(texts(session.searchResults()), QStringList{u"coffee"_s});
}

void SearchTest::saysWhyItFailed_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QByteArray>("failure");
    QTest::addColumn<bool>("isSilent");
    QTest::addColumn<QString>("typed");
    const QByteArray all = HistoryServer::kAll;
    QTest::newRow("an error") << all << QByteArray("INTERNAL_ERROR") << false << u"tea"_s;
    QTest::newRow("not understood") << all << QByteArray("INVALID_PARAMS text") << false << u"tea"_s;
    QTest::newRow("silence") << all << QByteArray() << true << u"tea"_s;
    QTest::newRow("no search there") << QByteArray("batch server-time") << QByteArray() << false << u"tea"_s;
    QTest::newRow("nothing asked") << all << QByteArray() << false << QString();
    QTest::newRow("too long") << all << QByteArray() << false << u"tea "_s.repeated(200);
}

void SearchTest::saysWhyItFailed()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QByteArray, failure);
    QFETCH(bool, isSilent);
    QFETCH(QString, typed);
    HistoryServer server(capabilities);
    ManualClock clock;
    Session session(clock, m_trust);
    enter(session, server);
    server.failure = failure;
    server.isSilent = isSilent;
    QSignalSpy changed(&session.searchResults(), &SearchModel::stateChanged);
    session.search(SearchRequest::parse(typed));
    if (isSilent) {
        QTRY_VERIFY(server.asked("SEARCH") == 1);
        clock.advance(std::chrono::seconds(31));
    }
    QTRY_COMPARE(session.searchResults().state(), State::Failed);
    QVERIFY(session.searchResults().why().endsWith(u'.'));
    QVERIFY(changed.count() >= 2);
}

void SearchTest::namesThePlace()
{
    HistoryServer server;
    server.say("bob", "Ann", "tea?");
    server.kept.push_back({"own", "Ann", "PRIVMSG", "bob", "tea, yes", ++server.now});
    server.say("bob", "#lobby", "tea here");
    Session session(m_clock, m_trust);
    enter(session, server);
    const SearchModel& model = session.searchResults();
    session.search(SearchRequest::parse(u"tea"_s));
    QTRY_COMPARE(model.rowCount(), 3);
    QCOMPARE(model.hit(0).conversation, u"#lobby"_s);
    QCOMPARE(model.hit(1).conversation, u"bob"_s);
    QCOMPARE(model.hit(2).conversation, u"bob"_s);
    QVERIFY(model.hit(1).line.isOwn);
    QCOMPARE(model.index(0, 0).data(SearchModel::MessageIdRole).toString(), QString::fromUtf8(server.kept[2].id));
    QVERIFY(!session.find(u"bob"_s)); // it opens nothing
}

QTEST_GUILESS_MAIN(SearchTest)
#include "tst_search.moc"
