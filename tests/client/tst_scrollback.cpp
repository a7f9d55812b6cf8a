// A long conversation takes no more memory than a shorter one, and nobody misses a line: what went is loaded again.
#include "client/conversation.h"
#include "client/talk.h"

using namespace Qt::Literals::StringLiterals;
using namespace chatroom;
using namespace chatroom::client;
using namespace chatroom::client::test;
using State = Conversation::HistoryState;

namespace {

constexpr int kMostLoaded = 20'000; // as scrollback.cpp has it
constexpr int kMore = 1'500;

// Whether each number is followed by the next one, but where a gap stands.
bool isWhole(const QStringList& texts)
{
    for (qsizetype at = 1; at < texts.size(); ++at) {
        const bool isAtGap = texts[at] == u"~" || texts[at - 1] == u"~";
        if (!isAtGap && texts[at].toInt() != texts[at - 1].toInt() + 1)
            return false;
    }
    return true;
}

} // namespace

class ScrollbackTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theOldestGoAndAreLoadedAgain();
    void whatIsReadStaysWithAllAroundIt();
    void whoWritesDownAllKeepsAll();
    void whatTheServerDoesNotKeepStays();

private:
    // The newest that was said is there.
    static void hear(HistoryServer& server, Conversation& room, int from, int count)
    {
        constexpr int kAtOnce = 500; // the server's socket takes so many in one go
        for (int said = 0; said < count; said += kAtOnce) {
            talk(server, from + said, std::min(kAtOnce, count - said));
            const QString last = QString::number(from + std::min(said + kAtOnce, count) - 1);
            QTRY_COMPARE(room.lines().line(room.lines().rowCount() - 1).text, last);
        }
    }

    SystemClock m_clock;
    network::TrustStore m_trust;
};

void ScrollbackTest::theOldestGoAndAreLoadedAgain()
{
    HistoryServer server;
    Session session(m_clock, m_trust);
    session.setForgetful(true);
    Conversation& lobby = enter(session, server);
    QTRY_VERIFY(!lobby.isCatchingUp());
    hear(server, lobby, 0, kMostLoaded + kMore);
    QTRY_VERIFY(lobby.lines().rowCount() <= kMostLoaded);
    QCOMPARE(lobby.historyState(), State::More);
    const QStringList kept = texts(lobby);
    QVERIFY(isWhole(kept));
    QVERIFY(!kept.contains(u"~"_s));
    session.loadOlder(lobby);
    QTRY_COMPARE(lobby.historyState(), State::More);
    QTRY_VERIFY(texts(lobby).front().toInt() < kept.front().toInt());
    QVERIFY(isWhole(texts(lobby)));
}

void ScrollbackTest::whatIsReadStaysWithAllAroundIt()
{
    HistoryServer server;
    Session session(m_clock, m_trust);
    session.setForgetful(true);
    Conversation& lobby = enter(session, server);
    QTRY_VERIFY(!lobby.isCatchingUp());
    hear(server, lobby, 0, kMore);
    const LineId reading = said(lobby)[100].id;
    lobby.setReading(reading);
    hear(server, lobby, kMore, kMostLoaded);
    QTRY_VERIFY(lobby.lines().rowCount() <= kMostLoaded);
    const int row = lobby.lines().rowOf(reading).value_or(-1);
    QVERIFY(row >= 0);
    QCOMPARE(lobby.lines().line(row).text, u"100"_s);
    QCOMPARE(texts(lobby).front(), u"0"_s);
    QCOMPARE(texts(lobby).count(u"~"_s), 1);
    QVERIFY(isWhole(texts(lobby)));
    const qsizetype gap = texts(lobby).indexOf(u"~"_s);
    session.fillGap(lobby, gapOf(lobby), false);
    QTRY_VERIFY(texts(lobby).indexOf(u"~"_s) > gap);
    QVERIFY(isWhole(texts(lobby)));
}

void ScrollbackTest::whoWritesDownAllKeepsAll()
{
    HistoryServer server;
    Session session(m_clock, m_trust);
    Conversation& lobby = enter(session, server);
    QTRY_VERIFY(!lobby.isCatchingUp());
    hear(server, lobby, 0, kMostLoaded + kMore);
    QCOMPARE(static_cast<int>(texts(lobby).size()), kMostLoaded + kMore);
}

void ScrollbackTest::whatTheServerDoesNotKeepStays()
{
    HistoryServer server("message-tags server-time");
    Session session(m_clock, m_trust);
    session.setForgetful(true);
    Conversation& lobby = enter(session, server);
    hear(server, lobby, 0, kMostLoaded + kMore);
    QCOMPARE(static_cast<int>(texts(lobby).size()), kMostLoaded + kMore);
    QCOMPARE(lobby.historyState(), State::None);
}

QTEST_GUILESS_MAIN(ScrollbackTest)
#include "tst_scrollback.moc"
