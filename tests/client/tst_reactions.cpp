// Reactions and replies: the latest word of each person counts, in whatever order it comes. IRCv3 react, reply.
#include "client/talk.h"

#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using namespace chatroom::client::test;

namespace {

const QByteArray kThumb = "\xf0\x9f\x91\x8d";
const QByteArray kHeart = "\xe2\x9d\xa4\xef\xb8\x8f";

// "👍 bob,zoe* ❤ ann": a star where it is ours too.
QString shown(const ChatLine& line)
{
    QStringList all;
    for (const Reaction& each : line.reactions)
        all.append(each.emoji + u' ' + each.people.join(u',') + (each.isOwn ? u"*"_s : QString()));
    return all.join(u' ');
}

QString emoji(const QByteArray& bytes)
{
    return QString::fromUtf8(bytes);
}

} // namespace

class ReactionsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oursAreToggled();
    void othersComeAndGo();
    void comeBackWithTheHistory();
    void countWhateverTheirOrder();
    void areRememberedUntilTheirMessageIsLoaded();
    void moreOfThemThanAPageHideNothing_data();
    void moreOfThemThanAPageHideNothing();
    void areBounded();
    void showOnlyWhatCanBeShown_data();
    void showOnlyWhatCanBeShown();
    void areOfNoUseElsewhere_data();
    void areOfNoUseElsewhere();
    void showAtOnceWithoutEchoes();
    void aRefusalIsNobodysToRead();
    void repliesSayWhatTheyAnswer();

private:
    std::unique_ptr<Person> enter(const HistoryServer& server) { return std::make_unique<Person>(server, m_clock, nullptr); }

    SystemClock m_clock;
};

void ReactionsTest::oursAreToggled()
{
    HistoryServer server(HistoryServer::kModern);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "hello");
    const auto person = enter(server);
    Session& session = person->session;
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    QVERIFY(session.can(Session::Feature::Reactions));
    const LineId line = said(lobby).front().id;
    const int rows = lobby.lines().rowCount();
    session.react(lobby, line, emoji(kThumb));
    QTRY_COMPARE(shown(said(lobby).front()), emoji(kThumb) + u" Ann*"_s);
    QVERIFY(server.kept.back().tags.contains("+reply=" + id));
    QVERIFY(server.kept.back().tags.contains("+draft/reply=" + id));
    QVERIFY(server.kept.back().tags.contains("+draft/react=" + kThumb));
    session.react(lobby, line, emoji(kThumb));
    QTRY_COMPARE(shown(said(lobby).front()), QString());
    QVERIFY(server.kept.back().tags.contains("+draft/unreact=" + kThumb));
    // Faster than the server answers.
    for (int i = 0; i < 3; ++i)
        session.react(lobby, line, emoji(kHeart));
    QTRY_COMPARE(server.asked("TAGMSG"), 5);
    QTRY_COMPARE(shown(said(lobby).front()), emoji(kHeart) + u" Ann*"_s);
    QCOMPARE(lobby.lines().rowCount(), rows); // nothing is a row
    QCOMPARE(lobby.lines().data(lobby.lines().index(*lobby.lines().rowOf(line)), LineModel::ReactionsRole).value<QList<Reaction>>().size(),
             1);
}

void ReactionsTest::othersComeAndGo()
{
    HistoryServer server(HistoryServer::kModern);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "hello");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    server.react("bob", "#lobby", id, kThumb);
    server.react("zoe", "#lobby", id, kHeart);
    server.react("zoe", "#lobby", id, kThumb);
    server.react("bob", "#lobby", id, kThumb); // once more is still once
    QTRY_COMPARE(shown(said(lobby).front()), emoji(kThumb) + u" zoe,bob "_s + emoji(kHeart) + u" zoe"_s);
    server.react("zoe", "#lobby", id, kThumb, false);
    QTRY_COMPARE(shown(said(lobby).front()), emoji(kThumb) + u" bob "_s + emoji(kHeart) + u" zoe"_s);
    server.react("bob", "#lobby", id, kThumb, false);
    QTRY_COMPARE(shown(said(lobby).front()), emoji(kHeart) + u" zoe"_s);
    server.react("mia", "#lobby", id, kThumb); // where it was
    QTRY_COMPARE(shown(said(lobby).front()), emoji(kThumb) + u" mia "_s + emoji(kHeart) + u" zoe"_s);
    QCOMPARE(lobby.unread(), 0);
}

void ReactionsTest::comeBackWithTheHistory()
{
    HistoryServer server(HistoryServer::kModern);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "hello");
    server.react("bob", "#lobby", id, kThumb);
    server.react("zoe", "#lobby", id, kThumb);
    server.react("bob", "#lobby", id, kThumb, false);
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    QCOMPARE(shown(said(lobby).front()), emoji(kThumb) + u" zoe"_s);
    QCOMPARE(lobby.unread(), 0);
    losesConnection(person->session, server);
    server.react("zoe", "#lobby", id, kThumb, false);
    server.react("zoe", "#lobby", id, kHeart);
    person->session.retryNow();
    QTRY_COMPARE(shown(said(lobby).front()), emoji(kHeart) + u" zoe"_s);
    QCOMPARE(lobby.unread(), 0);
}

void ReactionsTest::countWhateverTheirOrder()
{
    // What was heard late does not undo what is newer.
    HistoryServer server(HistoryServer::kModern);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "hello");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    const auto say = [&](int second, const QByteArray& who, bool isOn) {
        server.write("@time=2030-01-01T00:00:0" + QByteArray::number(second) + ".000Z;+reply=" + id
                     + (isOn ? ";+draft/react=" : ";+draft/unreact=") + kThumb + " :" + who + "!u@h TAGMSG #lobby");
    };
    say(5, "zoe", false);
    say(3, "zoe", true);
    say(4, "mia", true);
    say(2, "bob", true);
    QTRY_COMPARE(shown(said(lobby).front()), emoji(kThumb) + u" bob,mia"_s);
    say(6, "zoe", true);
    QTRY_COMPARE(shown(said(lobby).front()), emoji(kThumb) + u" bob,mia,zoe"_s);
}

void ReactionsTest::areRememberedUntilTheirMessageIsLoaded()
{
    HistoryServer server(HistoryServer::kModern);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "the oldest");
    talk(server, 0, 150);
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_VERIFY(said(lobby).size() > 50U);
    QVERIFY(!lobby.lines().rowOfMessage(QString::fromUtf8(id)));
    server.react("zoe", "#lobby", id, kThumb);
    server.say("bob", "#lobby", "after");
    QTRY_COMPARE(said(lobby).back().text, u"after"_s);
    person->session.loadOlder(lobby);
    QTRY_COMPARE(said(lobby).front().text, u"the oldest"_s);
    QCOMPARE(shown(said(lobby).front()), emoji(kThumb) + u" zoe"_s);
}

void ReactionsTest::moreOfThemThanAPageHideNothing_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::newRow("by ids") << HistoryServer::kModern;
    QTest::newRow("by times") << kNoIds;
}

void ReactionsTest::moreOfThemThanAPageHideNothing()
{
    QFETCH(QByteArray, capabilities);
    HistoryServer server(capabilities);
    server.hasMessageIds = capabilities != kNoIds;
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "the oldest");
    for (int i = 0; i < 450; ++i)
        server.react("p" + QByteArray::number(i), "#lobby", id, "x");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_VERIFY(!lobby.isCatchingUp());
    QTRY_COMPARE(lobby.historyState(), Conversation::HistoryState::More);
    person->session.loadOlder(lobby);
    QTRY_COMPARE(said(lobby).size(), 1U);
    QCOMPARE(said(lobby).front().text, u"the oldest"_s);
    if (server.hasMessageIds)
        QCOMPARE(said(lobby).front().reactions.front().people.size(), 450);
}

void ReactionsTest::areBounded()
{
    HistoryServer server(HistoryServer::kModern);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "hello");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    for (int i = 0; i < 80; ++i)
        server.react("bob", "#lobby", id, "e" + QByteArray::number(i));
    for (int i = 0; i < 600; ++i)
        server.react("bob" + QByteArray::number(i), "#lobby", id, "e0");
    for (int i = 0; i < 1'500; ++i)
        server.react("bob", "#lobby", "nowhere" + QByteArray::number(i), "e");
    server.say("bob", "#lobby", "after");
    QTRY_COMPARE(said(lobby).back().text, u"after"_s);
    QCOMPARE(said(lobby).front().reactions.size(), 50);
    QCOMPARE(said(lobby).front().reactions.front().people.size(), 500);
}

void ReactionsTest::showOnlyWhatCanBeShown_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QString>("shown");
    QTest::newRow("a word") << QByteArray("lol") << u"lol"_s;
    QTest::newRow("a family") << QByteArray("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7")
                              << emoji("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7");
    QTest::newRow("nothing") << QByteArray() << QString();
    QTest::newRow("blanks") << QByteArray("\\s\\s") << QString();
    QTest::newRow("invisible characters") << QByteArray("\xe2\x80\x8d\xe2\x80\x8b") << QString();
    QTest::newRow("control characters go") << QByteArray("a\x07"
                                                         "b")
                                           << u"ab"_s;
    QTest::newRow("what turns the direction goes") << QByteArray("\xe2\x80\xae"
                                                                 "ab")
                                                   << u"ab"_s;
    QTest::newRow("a line end") << QByteArray("a\\nb") << u"a b"_s;
    QTest::newRow("as long as it may be") << QByteArray(32, 'x') << QString(32, u'x');
    QTest::newRow("a novel") << QByteArray(33, 'x') << QString();
}

void ReactionsTest::showOnlyWhatCanBeShown()
{
    QFETCH(QByteArray, sent);
    QFETCH(QString, shown);
    HistoryServer server(HistoryServer::kModern);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "hello");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    server.react("bob", "#lobby", id, sent);
    server.say("bob", "#lobby", "after");
    QTRY_COMPARE(said(lobby).back().text, u"after"_s);
    const QList<Reaction> reactions = said(lobby).front().reactions;
    QCOMPARE(reactions.isEmpty() ? QString() : reactions.front().emoji, shown);
}

void ReactionsTest::areOfNoUseElsewhere_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QByteArray>("tokens");
    QTest::addColumn<bool>("canReply");
    QTest::newRow("no message tags") << QByteArray("batch draft/chathistory echo-message labeled-response server-time") << QByteArray()
                                     << false;
    QTest::newRow("no tags of clients") << HistoryServer::kModern << QByteArray("CLIENTTAGDENY=*") << false;
    QTest::newRow("no such tags") << HistoryServer::kModern << QByteArray("CLIENTTAGDENY=draft/react") << true;
    QTest::newRow("only other tags") << HistoryServer::kModern << QByteArray("CLIENTTAGDENY=*,-typing,-reply") << true;
}

void ReactionsTest::areOfNoUseElsewhere()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QByteArray, tokens);
    QFETCH(bool, canReply);
    HistoryServer server(capabilities);
    server.tokens = tokens;
    server.say("bob", "#lobby", "hello");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    QVERIFY(!person->session.can(Session::Feature::Reactions));
    QCOMPARE(person->session.can(Session::Feature::Replies), canReply);
    person->session.react(lobby, said(lobby).front().id, emoji(kThumb));
    person->session.send(lobby, u"an answer"_s, u"m1"_s);
    QTRY_COMPARE(server.texts("#lobby").size(), 2);
    QCOMPARE(server.asked("TAGMSG"), 0);
    QCOMPARE(server.asked("+reply=m1"), canReply ? 1 : 0);
}

void ReactionsTest::showAtOnceWithoutEchoes()
{
    HistoryServer server("batch draft/chathistory message-tags server-time");
    server.say("bob", "#lobby", "hello");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    person->session.react(lobby, said(lobby).front().id, emoji(kThumb));
    QCOMPARE(shown(said(lobby).front()), emoji(kThumb) + u" Ann*"_s);
    person->session.react(lobby, said(lobby).front().id, emoji(kThumb));
    QCOMPARE(shown(said(lobby).front()), QString());
    QTRY_COMPARE(server.asked("+draft/unreact="), 1);
}

void ReactionsTest::aRefusalIsNobodysToRead()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "hello");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    const int rows = lobby.lines().rowCount();
    server.isBroken = true; // answers by a FAIL
    person->session.react(lobby, said(lobby).front().id, emoji(kThumb));
    QTRY_COMPARE(server.asked("TAGMSG"), 1);
    server.write("PING done");
    QTRY_COMPARE(server.asked("PONG done"), 1);
    QCOMPARE(lobby.lines().rowCount(), rows);
    QCOMPARE(shown(said(lobby).front()), QString());
}

void ReactionsTest::repliesSayWhatTheyAnswer()
{
    HistoryServer server(HistoryServer::kModern);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "hello");
    server.happen("zoe", "PRIVMSG", "#lobby", "from before", "+draft/reply=" + id);
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 2U);
    QCOMPARE(said(lobby)[1].replyTo, QString::fromUtf8(id));
    server.happen("zoe", "PRIVMSG", "#lobby", "live", "+reply=" + id);
    QTRY_COMPARE(said(lobby).size(), 3U);
    QCOMPARE(said(lobby)[2].replyTo, QString::fromUtf8(id));
    person->session.send(lobby, u"ours"_s, QString::fromUtf8(id));
    QCOMPARE(said(lobby)[3].replyTo, QString::fromUtf8(id));
    QTRY_VERIFY(areSent(lobby));
    QCOMPARE(server.kept.back().tags, "+reply=" + id + ";+draft/reply=" + id);
    QCOMPARE(said(lobby)[3].replyTo, QString::fromUtf8(id));
}

QTEST_GUILESS_MAIN(ReactionsTest)
#include "tst_reactions.moc"
