// The thread of a store: what becomes one commit, what is reported, and what happens while the store is broken.
#include "base/threads.h"
#include "storage/entries.h"
#include "storage/scriptedstore.h"
#include "storage/sqlstore.h"
#include "storage/storethread.h"

#include <QTemporaryDir>
#include <QTest>

using namespace chatroom;
using namespace chatroom::storage;
using namespace chatroom::test;
using namespace Qt::Literals::StringLiterals;

namespace {

const Place kRoom = room("#room");

StoreError full()
{
    return {StoreError::Kind::Full, u"There is no room."_s, false};
}

StoreError inDoubt()
{
    return {StoreError::Kind::Unavailable, u"The connection went."_s, true};
}

HistoryQuery newest()
{
    HistoryQuery query;
    query.place = kRoom;
    query.limit = 10'000;
    return query;
}

} // namespace

class StoreThreadTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void whatWaitsIsCommittedAsOne();
    void aGroupHasABound();
    void aTurnWithoutWritesIsReportedInOrder();
    void aQuestionIsAskedBehindTheWritesBeforeIt();
    void onlyASearchCatchesUp();
    void aFailureIsThatOfTheWholeGroup();
    void whileItIsBrokenTurnsFailAtOnce();
    void historyIsReadWhileItIsBroken();
    void itRecoversByItself();
    void aCommitInDoubtThatWasDone();
    void aCommitInDoubtThatWasNotDone();
    void aCommitInDoubtIsKnownByWhatItLeaves_data();
    void aCommitInDoubtIsKnownByWhatItLeaves();
    void upkeepWaitsForQuiet();
    void theEndCommitsWhatWasSubmitted();
    void anOpeningThatFails();
    void aReaderThatCannotOpen();
    void withADatabaseAndAReader();

private:
    void start();
    [[nodiscard]] StoreReports reports();
    void report(const QString& what)
    {
        postTo(*this, [this, what] { m_reports += what; });
    }
    void submit(std::uint64_t number, int writes = 1)
    {
        StoreTurn turn{number, {}};
        for (int i = 0; i < writes; ++i)
            turn.writes.emplace_back(said(kRoom, static_cast<std::int64_t>(number), QByteArray::number(number)));
        m_thread->submit(std::move(turn));
    }
    [[nodiscard]] QStringList commits() const { return m_script->calls().filter(u"commit "_s); }

    std::unique_ptr<Script> m_script;
    std::unique_ptr<StoreThread> m_thread;
    QStringList m_reports;
};

void StoreThreadTest::init()
{
    m_script = std::make_unique<Script>();
    m_thread = std::make_unique<StoreThread>();
    m_reports.clear();
}

void StoreThreadTest::cleanup()
{
    m_thread.reset();
    m_script.reset();
}

StoreReports StoreThreadTest::reports()
{
    return {
        .committed = [this](std::uint64_t upTo) { report(u"committed %1"_s.arg(upTo)); },
        .failed = [this](std::uint64_t upTo,
                         const StoreError& error) { report(u"failed %1%2"_s.arg(upTo).arg(error.isInDoubt ? u" in doubt"_s : QString())); },
        .resolved = [this](bool wasCommitted) { report(wasCommitted ? u"was committed"_s : u"was not committed"_s); },
        .recovered = [this] { report(u"recovered"_s); },
        .answered =
            [this](std::uint64_t question, const Answer& answer) {
                const auto* entries = std::get_if<Entries>(&answer);
                report(u"answer %1: %2"_s.arg(question).arg(entries ? QString::number(entries->size()) : u"error"_s));
            },
        .counted =
            [this](const std::vector<RoomRecord>& rooms) {
                for (const RoomRecord& room : rooms)
                    report(u"%1 has %2"_s.arg(QString::fromUtf8(room.name)).arg(room.entries));
            },
    };
}

void StoreThreadTest::start()
{
    const auto opened =
        m_thread->start([script = m_script.get()](
                            Access) -> StoreThread::Opened { return std::unique_ptr<Store>(std::make_unique<ScriptedStore>(*script)); },
                        false, reports());
    QVERIFY(opened);
    QVERIFY(opened->rooms.empty());
}

void StoreThreadTest::whatWaitsIsCommittedAsOne()
{
    start();
    m_script->hold();
    submit(1);
    QTRY_COMPARE(commits(), QStringList{u"commit 1"_s});
    for (std::uint64_t number = 2; number <= 40; ++number)
        submit(number, 2);
    m_script->letGo();
    QTRY_COMPARE(m_reports, (QStringList{u"committed 1"_s, u"committed 40"_s}));
    QCOMPARE(commits(), (QStringList{u"commit 1"_s, u"commit 78"_s}));
}

void StoreThreadTest::aGroupHasABound()
{
    start();
    m_script->hold();
    submit(1);
    QTRY_COMPARE(commits().size(), 1);
    for (std::uint64_t number = 2; number <= 12; ++number)
        submit(number, 1'000);
    m_script->letGo();
    QTRY_COMPARE(m_reports, (QStringList{u"committed 1"_s, u"committed 6"_s, u"committed 11"_s, u"committed 12"_s}));
}

void StoreThreadTest::aTurnWithoutWritesIsReportedInOrder()
{
    start();
    submit(1, 0);
    QTRY_COMPARE(m_reports, QStringList{u"committed 1"_s});
    QCOMPARE(commits(), QStringList());
}

void StoreThreadTest::aQuestionIsAskedBehindTheWritesBeforeIt()
{
    start();
    m_script->hold();
    submit(1);
    QTRY_COMPARE(commits().size(), 1);
    submit(2, 3);
    m_thread->ask(7, newest());
    m_script->letGo();
    QTRY_COMPARE(m_reports, (QStringList{u"committed 1"_s, u"committed 2"_s, u"answer 7: 4"_s}));
}

void StoreThreadTest::onlyASearchCatchesUp()
{
    start();
    submit(1);
    m_thread->ask(1, newest());
    QTRY_COMPARE(m_reports.size(), 2);
    QVERIFY(!m_script->calls().contains(u"catch up"_s));
    SearchQuery search;
    search.places = {{kRoom, Readers::Everyone}};
    search.limit = 10;
    m_thread->ask(2, search);
    QTRY_COMPARE(m_reports.size(), 3);
    QCOMPARE(m_reports.last(), u"answer 2: 1"_s);
    const QStringList calls = m_script->calls();
    QCOMPARE(calls.mid(calls.indexOf(u"search"_s) - 1, 2), (QStringList{u"catch up"_s, u"search"_s}));
}

void StoreThreadTest::aFailureIsThatOfTheWholeGroup()
{
    start();
    m_script->hold();
    submit(1);
    QTRY_COMPARE(commits().size(), 1);
    submit(2);
    submit(3);
    m_script->letOneGo();
    QTRY_COMPARE(commits(), (QStringList{u"commit 1"_s, u"commit 2"_s}));
    submit(4);
    m_script->breakWith(full());
    m_script->letGo();
    QTRY_COMPARE(m_reports, (QStringList{u"committed 1"_s, u"failed 3"_s, u"failed 4"_s}));
    QCOMPARE(commits().size(), 2); // what waited behind it is not tried
}

void StoreThreadTest::whileItIsBrokenTurnsFailAtOnce()
{
    start();
    m_script->breakWith(inDoubt());
    submit(1, 2);
    QTRY_COMPARE(m_reports, QStringList{u"failed 1 in doubt"_s});
    submit(2);
    QTRY_COMPARE(m_reports, (QStringList{u"failed 1 in doubt"_s, u"failed 2"_s})); // that one was never tried
    QCOMPARE(commits().size(), 1);
}

void StoreThreadTest::historyIsReadWhileItIsBroken()
{
    start();
    submit(1);
    QTRY_COMPARE(m_reports.size(), 1);
    m_script->breakWith(full());
    submit(2);
    m_thread->ask(5, newest());
    QTRY_COMPARE(m_reports, (QStringList{u"committed 1"_s, u"failed 2"_s, u"answer 5: 1"_s}));
}

void StoreThreadTest::itRecoversByItself()
{
    start();
    m_script->breakWith(full());
    submit(1);
    QTRY_COMPARE(m_script->calls().filter(u"probe"_s).size(), 2);
    QCOMPARE(m_reports, QStringList{u"failed 1"_s});
    m_script->breakWith(std::nullopt);
    QTRY_COMPARE(m_reports, (QStringList{u"failed 1"_s, u"recovered"_s}));
    submit(2);
    QTRY_COMPARE(m_reports.last(), u"committed 2"_s);
}

void StoreThreadTest::aCommitInDoubtThatWasDone()
{
    start();
    m_script->breakBehindCommit(inDoubt());
    submit(1, 3);
    QTRY_COMPARE(m_reports, QStringList{u"failed 1 in doubt"_s});
    m_script->breakWith(std::nullopt);
    QTRY_COMPARE(m_reports, (QStringList{u"failed 1 in doubt"_s, u"was committed"_s, u"recovered"_s}));
}

void StoreThreadTest::aCommitInDoubtThatWasNotDone()
{
    start();
    m_script->breakWith(inDoubt());
    submit(1, 3);
    QTRY_COMPARE(m_reports, QStringList{u"failed 1 in doubt"_s});
    m_script->breakWith(std::nullopt);
    QTRY_COMPARE(m_reports, (QStringList{u"failed 1 in doubt"_s, u"was not committed"_s, u"recovered"_s}));
}

void StoreThreadTest::aCommitInDoubtIsKnownByWhatItLeaves_data()
{
    QTest::addColumn<std::vector<Write>>("writes");
    const Entry entry = said(kRoom, 1, "1"), other = said(room("#other"), 2, "2"), direct = said(between("ann", "bob"), 3, "3");
    const RenameRoom rename{kRoom, room("#new")};
    const ForgetAccount ann{protocol::FoldedName{"ann"}};
    QTest::newRow("a room that was renamed") << std::vector<Write>{entry, rename};
    QTest::newRow("a room that was renamed twice") << std::vector<Write>{entry, rename, RenameRoom{rename.to, room("#newer")}};
    QTest::newRow("a message that was deleted") << std::vector<Write>{entry, Tombstone{kRoom, entry.messageId, "op", "", "why"}};
    QTest::newRow("a message behind one that was erased") << std::vector<Write>{entry, EraseEntry{kRoom, entry.messageId}, other};
    QTest::newRow("a message beside a room that was forgotten") << std::vector<Write>{entry, other, ForgetRoom{kRoom}};
    QTest::newRow("a message beside an account that was deleted") << std::vector<Write>{direct, other, ann};
}

void StoreThreadTest::aCommitInDoubtIsKnownByWhatItLeaves()
{
    QFETCH(std::vector<Write>, writes);
    start();
    m_script->breakBehindCommit(inDoubt());
    m_thread->submit({1, writes});
    QTRY_COMPARE(m_reports, QStringList{u"failed 1 in doubt"_s});
    m_script->breakWith(std::nullopt);
    QTRY_COMPARE(m_reports, (QStringList{u"failed 1 in doubt"_s, u"was committed"_s, u"recovered"_s}));
}

void StoreThreadTest::upkeepWaitsForQuiet()
{
    m_script->giveUpkeep(3);
    start();
    QTRY_COMPARE(m_script->calls(), (QStringList{u"maintain"_s, u"maintain"_s, u"maintain"_s}));
    m_script->giveUpkeep(2);
    m_script->hold();
    submit(1);
    QTRY_COMPARE(commits().size(), 1);
    submit(2);
    submit(3);
    m_script->letGo();
    QTRY_COMPARE(m_script->calls().count(u"maintain"_s), 5);
    QCOMPARE(m_script->calls().mid(3),
             (QStringList{u"commit 1"_s, u"commit 2"_s, u"maintain"_s, u"maintain"_s})); // not between the commits
}

void StoreThreadTest::theEndCommitsWhatWasSubmitted()
{
    start();
    for (std::uint64_t number = 1; number <= 10; ++number)
        submit(number);
    m_thread->ask(1, newest());
    m_thread->finish();
    QTRY_VERIFY(!m_reports.isEmpty());
    QTRY_COMPARE(m_reports.last(), u"answer 1: 10"_s);
    QVERIFY(m_reports.contains(u"committed 10"_s));
}

void StoreThreadTest::anOpeningThatFails()
{
    const auto opened = m_thread->start([](Access) -> StoreThread::Opened { return Unexpected{full()}; }, false, reports());
    QVERIFY(!opened);
    QCOMPARE(opened.error().what, full().what);
    m_thread->finish();
}

void StoreThreadTest::aReaderThatCannotOpen()
{
    const auto open = [script = m_script.get()](Access access) -> StoreThread::Opened {
        if (access == Access::Reading)
            return Unexpected{full()};
        return std::unique_ptr<Store>(std::make_unique<ScriptedStore>(*script));
    };
    QVERIFY(!m_thread->start(open, true, reports()));
}

void StoreThreadTest::withADatabaseAndAReader()
{
    QTemporaryDir folder;
    const StorageSettings settings{.url = {}, .dataFolder = folder.path(), .durability = Durability::Process};
    const auto open = [settings](Access access) { return openSqlStore(settings, access); };
    QVERIFY(m_thread->start(open, true, reports()));
    SearchQuery search;
    search.places = {{kRoom, Readers::Everyone}};
    search.terms = protocol::parseSearchText(u"2"_s);
    search.limit = 10;
    for (std::uint64_t number = 1; number <= 3; ++number)
        submit(number, 2);
    m_thread->ask(1, newest());
    m_thread->ask(2, search);
    QTRY_VERIFY(m_reports.contains(u"answer 1: 6"_s) && m_reports.contains(u"answer 2: 2"_s));
    RoomRecord room;
    room.name = kRoom.key;
    AccountRecord account;
    account.name = "Ann";
    m_thread->submit({4, {room, account}});
    m_thread->setRetention({.maxMessages = 4, .maxAge = {}});
    QTRY_VERIFY(m_reports.contains(QString::fromUtf8(kRoom.key) + u" has 4"_s));
    m_thread->finish();
    m_thread = std::make_unique<StoreThread>();
    const auto again = m_thread->start(open, true, reports());
    QVERIFY(again);
    QCOMPARE(again->latest, at(3));
    QCOMPARE(again->rooms.size(), 1U);
    QCOMPARE(again->accounts, std::vector<AccountRecord>{account});
}

QTEST_GUILESS_MAIN(StoreThreadTest)
#include "tst_storethread.moc"
