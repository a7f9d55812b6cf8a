// Deleted messages keep their place and lose their text, whenever it is heard. IRCv3 draft/message-redaction.
#include "client/talk.h"

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using namespace chatroom::client::test;

namespace {

// "hello|-bob: spam|bye": a minus and by whom in the place of a deleted one.
QString shown(Conversation& room)
{
    QStringList all;
    for (const ChatLine& line : said(room)) {
        const QString why = line.detail.isEmpty() ? QString() : u": "_s + line.detail;
        all.append(line.isDeleted ? u'-' + line.deletedBy + why + line.text : line.text);
    }
    return all.join(u'|');
}

} // namespace

class RedactionTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void losesItsTextAndKeepsItsPlace();
    void isAskedOfTheServer();
    void whoMayDelete_data();
    void whoMayDelete();
    void refusalsAreSaidWhereItWasAsked_data();
    void refusalsAreSaidWhereItWasAsked();
    void comesWithWhatWasMissed();
    void standsInItsPlaceInTheHistory();
    void isRememberedUntilItsMessageIsLoaded();
    void isNoLongerUnread();
    void takesAReactionBack();
    void onlyTouchesMessagesOfItsRoom();
    void ourOwnThatIsDeletedMeanwhileIsNotSaidAgain();
    void worksWithoutEchoes();

private:
    std::unique_ptr<Person> enter(const HistoryServer& server) { return std::make_unique<Person>(server, m_clock, nullptr); }
    // We are in charge of #lobby, or may speak in it.
    static void rank(HistoryServer& server, const QByteArray& prefix)
    {
        server.write(":s 353 Ann = #lobby :" + prefix + "Ann bob\r\n:s 366 Ann #lobby :End");
        server.write("PING ranked");
        QTRY_COMPARE(server.asked("PONG ranked"), 1);
    }

    SystemClock m_clock;
};

void RedactionTest::losesItsTextAndKeepsItsPlace()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "one");
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "Ann: two", "+reply=m1");
    server.say("bob", "#lobby", "three");
    server.react("zoe", "#lobby", id, "x");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(shown(lobby), u"one|Ann: two|three"_s);
    const ChatLine before = said(lobby)[1];
    QCOMPARE(before.reactions.size(), 1);
    server.redact("op", "#lobby", id, "spam");
    QTRY_COMPARE(shown(lobby), u"one|-op: spam|three"_s);
    const ChatLine after = said(lobby)[1];
    QCOMPARE(after.id, before.id);
    QCOMPARE(after.author, u"bob"_s);
    QCOMPARE(after.messageId, before.messageId);
    QVERIFY(!after.isMention && after.reactions.isEmpty() && after.replyTo.isEmpty());
    server.react("zoe", "#lobby", id, "y"); // too late
    server.redact("zoe", "#lobby", id, "again");
    server.say("bob", "#lobby", "four");
    QTRY_COMPARE(shown(lobby), u"one|-op: spam|three|four"_s);
    QVERIFY(said(lobby)[1].reactions.isEmpty());
}

void RedactionTest::isAskedOfTheServer()
{
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    person->session.send(lobby, u"a slip"_s);
    person->session.send(lobby, u"another"_s);
    QTRY_VERIFY(said(lobby).size() == 2U && areSent(lobby));
    person->session.deleteMessage(lobby, said(lobby)[0].id, u"a slip"_s);
    QTRY_COMPARE(shown(lobby), u"-Ann: a slip|another"_s);
    person->session.deleteMessage(lobby, said(lobby)[1].id);
    QTRY_COMPARE(shown(lobby), u"-Ann: a slip|-Ann"_s);
    QVERIFY(!person->session.canDelete(lobby, said(lobby)[0].id));
    QCOMPARE(server.asked("REDACT #lobby "), 2);
}

void RedactionTest::whoMayDelete_data()
{
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<QByteArray>("prefix");
    QTest::addColumn<bool>("own");
    QTest::addColumn<bool>("others");
    QTest::newRow("anybody their own") << HistoryServer::kModern << QByteArray() << true << false;
    QTest::newRow("a voice is no more") << HistoryServer::kModern << QByteArray("+") << true << false;
    QTest::newRow("who is in charge") << HistoryServer::kModern << QByteArray("@") << true << true;
    QTest::newRow("nobody where the server cannot") << HistoryServer::kAll << QByteArray("@") << false << false;
}

void RedactionTest::whoMayDelete()
{
    QFETCH(QByteArray, capabilities);
    QFETCH(QByteArray, prefix);
    QFETCH(bool, own);
    QFETCH(bool, others);
    HistoryServer server(capabilities);
    server.say("bob", "#lobby", "theirs");
    const auto person = enter(server);
    Session& session = person->session;
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    rank(server, prefix);
    session.send(lobby, u"ours"_s);
    QTRY_VERIFY(said(lobby).size() == 2U && areSent(lobby));
    QCOMPARE(session.can(Session::Feature::Deletion), own);
    QCOMPARE(session.canDelete(lobby, said(lobby)[0].id), others);
    QCOMPARE(session.canDelete(lobby, said(lobby)[1].id), own);
    for (int row = 0; row < lobby.lines().rowCount(); ++row)
        QVERIFY(lobby.lines().line(row).kind == LineKind::Message || !session.canDelete(lobby, lobby.lines().line(row).id));
    session.deleteMessage(lobby, said(lobby)[0].id);
    QTRY_COMPARE(server.asked("REDACT"), others ? 1 : 0);
    losesConnection(session, server);
    QVERIFY(!session.canDelete(lobby, said(lobby)[1].id));
}

void RedactionTest::refusalsAreSaidWhereItWasAsked_data()
{
    QTest::addColumn<QByteArray>("refusal");
    QTest::addColumn<QString>("words");
    QTest::newRow("not ours") << QByteArray("REDACT_FORBIDDEN #lobby m1 :No") << u"You may not delete this message."_s;
    QTest::newRow("too old") << QByteArray("REDACT_WINDOW_EXPIRED #lobby m1 60 :No") << u"This message is too old to be deleted."_s;
    QTest::newRow("not there") << QByteArray("UNKNOWN_MSGID #lobby m1 :No") << u"This message is not there any more."_s;
    QTest::newRow("another place") << QByteArray("INVALID_TARGET #lobby :You cannot delete messages from #lobby")
                                   << u"You cannot delete messages from #lobby"_s;
}

void RedactionTest::refusalsAreSaidWhereItWasAsked()
{
    QFETCH(QByteArray, refusal);
    QFETCH(QString, words);
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    server.holdsEchoes = true;
    person->session.send(lobby, u"on its way"_s); // is not what is refused
    QTRY_COMPARE(server.texts("#lobby").size(), 1);
    server.write(":s FAIL REDACT " + refusal);
    QTRY_COMPARE(lobby.lines().line(lobby.lines().rowCount() - 1).text, words);
    QCOMPARE(lobby.lines().line(lobby.lines().rowCount() - 1).kind, LineKind::Error);
    QCOMPARE(said(lobby)[0].state, DeliveryState::Pending);
}

void RedactionTest::comesWithWhatWasMissed()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "one");
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "two");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(shown(lobby), u"one|two"_s);
    losesConnection(person->session, server);
    server.say("bob", "#lobby", "three");
    const QByteArray gone = server.happen("bob", "PRIVMSG", "#lobby", "four");
    server.redact("bob", "#lobby", id, "sorry");
    server.redact("bob", "#lobby", gone);
    person->session.retryNow();
    QTRY_COMPARE(shown(lobby), u"one|-bob: sorry|three|-bob"_s);
}

void RedactionTest::standsInItsPlaceInTheHistory()
{
    HistoryServer server(HistoryServer::kModern);
    server.say("bob", "#lobby", "one");
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "two");
    server.say("bob", "#lobby", "three");
    server.redact("op", "#lobby", id, "spam");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(shown(lobby), u"one|-op: spam|three"_s);
    QCOMPARE(said(lobby)[1].messageId, QString::fromUtf8(id));
    QVERIFY(said(lobby)[0].time < said(lobby)[1].time && said(lobby)[1].time < said(lobby)[2].time);
}

void RedactionTest::isRememberedUntilItsMessageIsLoaded()
{
    // A server that keeps the text brings it back all the same.
    HistoryServer server(HistoryServer::kModern);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "the oldest");
    talk(server, 0, 150);
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_VERIFY(said(lobby).size() > 50U);
    server.happen("bob", "REDACT", "#lobby", id + " :sorry");
    server.say("bob", "#lobby", "after");
    QTRY_COMPARE(said(lobby).back().text, u"after"_s);
    person->session.loadOlder(lobby);
    QTRY_VERIFY(said(lobby).front().isDeleted);
    QCOMPARE(said(lobby).front().deletedBy, u"bob"_s);
    QVERIFY(said(lobby).front().text.isEmpty());
}

void RedactionTest::isNoLongerUnread()
{
    HistoryServer server(HistoryServer::kAll + " draft/message-redaction");
    const QByteArray read = server.happen("bob", "PRIVMSG", "#lobby", "read");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    server.say("bob", "#lobby", "one");
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "Ann: two");
    server.say("bob", "#lobby", "three");
    QTRY_COMPARE(lobby.unread(), 3);
    QCOMPARE(lobby.mentions(), 1);
    server.redact("bob", "#lobby", id);
    QTRY_COMPARE(lobby.unread(), 2);
    QCOMPARE(lobby.mentions(), 0);
    server.redact("bob", "#lobby", read);
    QTRY_VERIFY(said(lobby)[0].isDeleted);
    QCOMPARE(lobby.unread(), 2);
}

void RedactionTest::takesAReactionBack()
{
    HistoryServer server(HistoryServer::kModern);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "hello");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    const QByteArray reaction = server.react("zoe", "#lobby", id, "x");
    QTRY_COMPARE(said(lobby)[0].reactions.size(), 1);
    server.happen("zoe", "REDACT", "#lobby", reaction + " :");
    QTRY_COMPARE(said(lobby)[0].reactions.size(), 0);
    QVERIFY(!said(lobby)[0].isDeleted);
}

void RedactionTest::onlyTouchesMessagesOfItsRoom()
{
    HistoryServer server(HistoryServer::kModern);
    const QByteArray id = server.happen("bob", "PRIVMSG", "#lobby", "hello");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    server.write(":bob!u@h REDACT Ann " + id);
    server.write(":bob!u@h REDACT #tea " + id);
    server.write(":bob!u@h REDACT #lobby");
    server.write("PING done");
    QTRY_COMPARE(server.asked("PONG done"), 1);
    QCOMPARE(shown(lobby), u"hello"_s);
    QVERIFY(!person->session.find(u"bob"_s)); // no conversation is made for it
}

void RedactionTest::ourOwnThatIsDeletedMeanwhileIsNotSaidAgain()
{
    // The server took it, the echo never came, and another device of ours deleted it.
    HistoryServer server(HistoryServer::kModern);
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    server.say("bob", "#lobby", "hello");
    QTRY_COMPARE(said(lobby).size(), 1U);
    server.breakAt(HistoryServer::Break::AfterStoring);
    person->session.send(lobby, u"a slip"_s);
    QTRY_COMPARE(person->session.state(), Session::State::Waiting);
    server.redact("Ann", "#lobby", server.kept.back().id);
    person->session.retryNow();
    QTRY_VERIFY(!lobby.isCatchingUp() && lobby.isJoined());
    QTRY_VERIFY(shown(lobby).contains(u"-Ann"_s));
    const auto isFailed = [](const ChatLine& line) { return line.text == u"a slip"_s && line.state == DeliveryState::Failed; };
    QTRY_VERIFY(std::ranges::any_of(said(lobby), isFailed)); // a person decides
    QCOMPARE(server.texts("#lobby"), QStringList{u"hello"_s});
}

void RedactionTest::worksWithoutEchoes()
{
    HistoryServer server("batch draft/chathistory draft/message-redaction message-tags server-time");
    server.say("bob", "#lobby", "theirs");
    const auto person = enter(server);
    Conversation& lobby = *person->lobby();
    QTRY_COMPARE(said(lobby).size(), 1U);
    rank(server, "@");
    person->session.deleteMessage(lobby, said(lobby)[0].id, u"spam"_s);
    QCOMPARE(shown(lobby), u"-Ann: spam"_s);
    QTRY_COMPARE(server.asked("REDACT #lobby m1 spam"), 1);
}

QTEST_GUILESS_MAIN(RedactionTest)
#include "tst_redaction.moc"
