// What is written, and how a history is read: the same on every store.
#include "storage/entries.h"
#include "storage/storesuite.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::storage;
using namespace chatroom::test;
using Shape = HistoryQuery::Shape;

namespace {

const Place kRoom = room("#room");

HistoryQuery newest(int limit, std::optional<Bound> after = {}, std::optional<Bound> before = {})
{
    HistoryQuery query;
    query.place = kRoom;
    query.limit = limit;
    query.after = std::move(after);
    query.before = std::move(before);
    return query;
}

HistoryQuery oldest(int limit, std::optional<Bound> after = {}, std::optional<Bound> before = {})
{
    HistoryQuery query = newest(limit, std::move(after), std::move(before));
    query.shape = Shape::Oldest;
    return query;
}

HistoryQuery centered(const Bound& center, int limit)
{
    HistoryQuery query = newest(limit);
    query.shape = Shape::Around;
    query.center = center;
    return query;
}

} // namespace

class StoreTest final : public StoreSuite
{
    Q_OBJECT

private Q_SLOTS:
    void anEntryComesBackAsItWent();
    void bytesThatAreNoTextComeBackToo();
    void aMessageOfManyLinesIsOneEntry_data();
    void aMessageOfManyLinesIsOneEntry();
    void oneEntryByItsId();
    void theOrderIsThatOfCommits();
    void manyInOneCommit();
    void bothEndsOfAHistory();
    void boundsAreExclusive();
    void boundsByIdTellEntriesOfOneMillisecondApart();
    void entriesOfOneMillisecondTheWrongWayRoundAreTurned();
    void anIdThatIsGoneStandsForItsMoment();
    void anIdOfAnotherPlaceStandsForItsMoment();
    void anIdThatIsNoneOfOursStandsForTheGivenTime();
    void boundsTheWrongWayRoundHoldNothing();
    void around_data();
    void around();
    void eventsAreForThoseWhoAskForThem();
    void whatIsForOperatorsIsForNobodyElse();
    void aPlaceThatNobodyKnowsIsEmpty();
    void directConversations();
    void placesDifferByTheirKind();
    void whetherItWasCommitted();
    void probingLeavesNothingBehind();
    void itIsThereWhenOpenedAnew();
};

void StoreTest::anEntryComesBackAsItWent()
{
    Entry entry = said(kRoom, 1, QByteArrayLiteral("Grüße, Привет, 你好, 🙂"));
    entry.account = "ann";
    entry.target = "@#Room";
    entry.tags = "+reply=abc;+x";
    entry.isFromBot = true;
    entry.readers = Readers::Operators;
    Entry event = happened(kRoom, 2, Verb::Kick, "bob :that is enough");
    Entry gone = happened(kRoom, 3, Verb::Quit, ":bye");
    gone.target.clear(); // said to no room
    QVERIFY(commit(store(), {entry, event, gone}));
    HistoryQuery query = newest(10);
    query.reader = Readers::Operators;
    query.withEvents = true;
    const auto entries = store().history(query);
    QVERIFY(entries);
    QCOMPARE(*entries, (Entries{entry, event, gone}));
}

void StoreTest::bytesThatAreNoTextComeBackToo()
{
    Entry entry = said(room("#ro\xf6m"), 1, QByteArray("caf\xe9 \xff\xfe '\\x41 \\ \x01", 15));
    entry.source = "\xe9ric!u@h";
    entry.target = QByteArray("#Ro\xf6m");
    QVERIFY(commit(store(), {entry}));
    HistoryQuery query = newest(1);
    query.place = entry.place;
    const auto entries = store().history(query);
    QVERIFY(entries);
    QCOMPARE(*entries, Entries{entry});
    QVERIFY(store().catchUp());
}

void StoreTest::aMessageOfManyLinesIsOneEntry_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("two lines") << QByteArray("the first\nthe second word");
    QTest::newRow("empty lines, and one at the end") << QByteArray("\n\nthe word\n\n");
    QTest::newRow("as long as any may be")
        << QByteArray("it is the word of eighty bytes, and of one line among five hundred, that I say.\n").repeated(500);
    QTest::newRow("a line without an end") << QByteArray(40'494, 'x') + "\n word";
    QTest::newRow("as many words as fit") << QByteArray("w ").repeated(20'000) + "word";
    QTest::newRow("as many different words as fit") << [] {
        QByteArray words = "word";
        for (int i = 0; words.size() < 40'490; ++i)
            words += '\n' + QByteArray::number(i * 7'919, 36);
        return words;
    }();
}

void StoreTest::aMessageOfManyLinesIsOneEntry()
{
    QFETCH(QByteArray, text);
    Entry entry = said(kRoom, 1, text);
    entry.tags = "+reply=abc";
    QVERIFY(commit(store(), {said(kRoom, 1, "before"), entry, said(kRoom, 1, "behind")}));
    QCOMPARE(texts(store().history(newest(10))), (QByteArrayList{"before", text, "behind"}));
    const auto found = store().entry({kRoom, entry.messageId});
    QVERIFY(found);
    QCOMPARE(*found, Entries{entry});
    QVERIFY(store().catchUp());
    SearchQuery query;
    query.places = {{kRoom, Readers::Everyone}};
    query.terms = protocol::parseSearchText(QStringLiteral("word"));
    query.limit = 10;
    QCOMPARE(texts(store().search(query)), QByteArrayList{text});
}

void StoreTest::oneEntryByItsId()
{
    const Entry secret = forReaders(said(kRoom, 1, "secret"), Readers::Operators);
    const Entry event = happened(kRoom, 1, Verb::Topic, "topic");
    const Entry direct = said(between("ann", "bob"), 2, "direct");
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), secret, event, direct}));
    for (const Entry& each : {secret, event, direct}) {
        const Answer answer = ask(store(), EntryQuery{each.place, each.messageId});
        const auto* entries = std::get_if<Entries>(&answer);
        QVERIFY(entries);
        QCOMPARE(*entries, Entries{each});
    }
    QCOMPARE(texts(store().entry({kRoom, direct.messageId})), QByteArrayList{});
    QCOMPARE(texts(store().entry({kRoom, messageIdAt(1)})), QByteArrayList{});
    QCOMPARE(texts(store().entry({kRoom, "of-another-server"})), QByteArrayList{});
    QCOMPARE(texts(store().entry({room("#unknown"), secret.messageId})), QByteArrayList{});
}

void StoreTest::theOrderIsThatOfCommits()
{
    const Place other = room("#other");
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), said(other, 1, "x"), said(kRoom, 1, "2")}));
    QVERIFY(commit(store(), {said(kRoom, 1, "3"), said(kRoom, 2, "4")}));
    QVERIFY(commit(store(), {}));
    QVERIFY(commit(store(), {said(other, 2, "y"), said(kRoom, 2, "5")}));
    QCOMPARE(texts(store().history(newest(10))), (QByteArrayList{"1", "2", "3", "4", "5"}));
    QCOMPARE(texts(store().history(oldest(10))), (QByteArrayList{"1", "2", "3", "4", "5"}));
}

void StoreTest::manyInOneCommit()
{
    std::vector<Write> writes;
    QByteArrayList expected;
    for (int i = 0; i < 2'345; ++i) {
        expected += QByteArray::number(i);
        writes.emplace_back(said(i % 3 == 0 ? kRoom : room("#other"), i / 7, expected.last()));
        if (i % 3 != 0)
            expected.removeLast();
    }
    QVERIFY(commit(store(), writes));
    QCOMPARE(texts(store().history(newest(5'000))), expected);
}

void StoreTest::bothEndsOfAHistory()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), said(kRoom, 2, "2"), said(kRoom, 3, "3")}));
    QCOMPARE(texts(store().history(newest(2))), (QByteArrayList{"2", "3"}));
    QCOMPARE(texts(store().history(oldest(2))), (QByteArrayList{"1", "2"}));
    QCOMPARE(texts(store().history(newest(1))), QByteArrayList{"3"});
}

void StoreTest::boundsAreExclusive()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), said(kRoom, 2, "2"), said(kRoom, 3, "3"), said(kRoom, 4, "4"), said(kRoom, 5, "5")}));
    QCOMPARE(texts(store().history(newest(10, bound(2)))), (QByteArrayList{"3", "4", "5"}));
    QCOMPARE(texts(store().history(newest(10, {}, bound(4)))), (QByteArrayList{"1", "2", "3"}));
    QCOMPARE(texts(store().history(newest(10, bound(1), bound(5)))), (QByteArrayList{"2", "3", "4"}));
    QCOMPARE(texts(store().history(newest(2, bound(1), bound(5)))), (QByteArrayList{"3", "4"}));
    QCOMPARE(texts(store().history(oldest(2, bound(1), bound(5)))), (QByteArrayList{"2", "3"}));
    QCOMPARE(texts(store().history(oldest(1, bound(2)))), QByteArrayList{"3"});
    QCOMPARE(texts(store().history(newest(1, {}, bound(4)))), QByteArrayList{"3"});
}

void StoreTest::boundsByIdTellEntriesOfOneMillisecondApart()
{
    const Entry second = said(kRoom, 1, "2");
    const Entry fourth = said(kRoom, 1, "4");
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), second, said(kRoom, 1, "3"), fourth, said(kRoom, 1, "5")}));
    QCOMPARE(texts(store().history(oldest(10, bound(second)))), (QByteArrayList{"3", "4", "5"}));
    QCOMPARE(texts(store().history(newest(10, {}, bound(second)))), QByteArrayList{"1"});
    QCOMPARE(texts(store().history(newest(10, bound(second), bound(fourth)))), QByteArrayList{"3"});
    QCOMPARE(texts(store().history(newest(10, bound(second), bound(1)))), QByteArrayList{});
    QCOMPARE(texts(store().history(newest(10, bound(0), bound(fourth)))), (QByteArrayList{"1", "2", "3"}));
}

void StoreTest::entriesOfOneMillisecondTheWrongWayRoundAreTurned()
{
    std::vector<Write> all;
    for (const char* text : {"1", "2", "3", "4", "5"})
        all.emplace_back(said(kRoom, 7, text));
    QVERIFY(commit(store(), all));
    const Bound first = bound(std::get<Entry>(all.front())), last = bound(std::get<Entry>(all.back()));
    QCOMPARE(texts(store().history(oldest(2, first, last))), (QByteArrayList{"2", "3"}));
    QCOMPARE(texts(store().history(oldest(2, last, first))), (QByteArrayList{"3", "4"}));
    QCOMPARE(texts(store().history(newest(2, last, first))), (QByteArrayList{"2", "3"}));
    QCOMPARE(texts(store().history(oldest(9, last, last))), QByteArrayList());
    QCOMPARE(texts(store().history(oldest(9, last, bound(7)))), QByteArrayList()); // a moment is before and behind all of its own
    QCOMPARE(texts(store().history(oldest(9, bound(7), first))), QByteArrayList());
}

void StoreTest::anIdThatIsGoneStandsForItsMoment()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), said(kRoom, 2, "2"), said(kRoom, 3, "3")}));
    const Bound unknown{at(1), messageIdAt(2)};
    QCOMPARE(texts(store().history(oldest(10, unknown))), QByteArrayList{"3"});
    QCOMPARE(texts(store().history(newest(10, {}, unknown))), QByteArrayList{"1"});
    QCOMPARE(texts(store().history(centered(unknown, 2))), (QByteArrayList{"1", "2"}));
}

// Who asks by the id of a message that was not for them gets what they would get for any id of that moment.
void StoreTest::anIdOfAnotherPlaceStandsForItsMoment()
{
    const Entry secret = said(room("#secret"), 2, "secret");
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), said(kRoom, 2, "2"), secret, said(kRoom, 2, "3"), said(kRoom, 3, "4")}));
    for (const Bound& each : {bound(secret), Bound{{}, messageIdAt(2)}}) {
        QCOMPARE(texts(store().history(oldest(10, each))), QByteArrayList{"4"});
        QCOMPARE(texts(store().history(newest(10, {}, each))), QByteArrayList{"1"});
    }
}

void StoreTest::anIdThatIsNoneOfOursStandsForTheGivenTime()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), said(kRoom, 2, "2"), said(kRoom, 3, "3")}));
    QCOMPARE(texts(store().history(oldest(10, Bound{at(2), "of-another-server"}))), QByteArrayList{"3"});
}

void StoreTest::boundsTheWrongWayRoundHoldNothing()
{
    const Entry first = said(kRoom, 1, "1");
    const Entry third = said(kRoom, 3, "3");
    QVERIFY(commit(store(), {first, said(kRoom, 2, "2"), third}));
    QCOMPARE(texts(store().history(newest(10, bound(3), bound(1)))), QByteArrayList{});
    QCOMPARE(texts(store().history(oldest(10, bound(third), bound(first)))), QByteArrayList{});
}

void StoreTest::around_data()
{
    QTest::addColumn<qint64>("center");
    QTest::addColumn<int>("limit");
    QTest::addColumn<QByteArrayList>("expected");
    QTest::newRow("one is the message itself") << qint64{5} << 1 << QByteArrayList{"5"};
    QTest::newRow("two is one before it and itself") << qint64{5} << 2 << QByteArrayList{"4", "5"};
    QTest::newRow("five is two on each side") << qint64{5} << 5 << QByteArrayList{"3", "4", "5", "6", "7"};
    QTest::newRow("at the beginning there is nothing before") << qint64{1} << 5 << QByteArrayList{"1", "2", "3"};
    QTest::newRow("at the end there is nothing behind") << qint64{9} << 4 << QByteArrayList{"7", "8", "9"};
    QTest::newRow("before all") << qint64{-5} << 4 << QByteArrayList{"1", "2"};
    QTest::newRow("behind all") << qint64{50} << 4 << QByteArrayList{"8", "9"};
}

void StoreTest::around()
{
    QFETCH(qint64, center);
    QFETCH(int, limit);
    QFETCH(QByteArrayList, expected);
    std::vector<Write> writes;
    Entry middle;
    for (int i = 1; i <= 9; ++i) {
        const Entry entry = said(kRoom, i, QByteArray::number(i));
        middle = i == center ? entry : middle;
        writes.emplace_back(entry);
    }
    QVERIFY(commit(store(), writes));
    QCOMPARE(texts(store().history(centered(bound(center), limit))), expected);
    if (!middle.messageId.isEmpty())
        QCOMPARE(texts(store().history(centered(bound(middle), limit))), expected);
}

void StoreTest::eventsAreForThoseWhoAskForThem()
{
    QVERIFY(commit(store(), {happened(kRoom, 1, Verb::Join, "join"), said(kRoom, 2, "said"), happened(kRoom, 3, Verb::Notice, "notice"),
                             happened(kRoom, 4, Verb::Tagmsg, "tagmsg"), happened(kRoom, 5, Verb::Topic, "topic")}));
    QCOMPARE(texts(store().history(newest(10))), (QByteArrayList{"said", "notice"}));
    QCOMPARE(texts(store().history(newest(1))), QByteArrayList{"notice"});
    HistoryQuery query = newest(10);
    query.withEvents = true;
    QCOMPARE(texts(store().history(query)), (QByteArrayList{"join", "said", "notice", "tagmsg", "topic"}));
    query.limit = 1;
    QCOMPARE(texts(store().history(query)), QByteArrayList{"topic"});
}

void StoreTest::whatIsForOperatorsIsForNobodyElse()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "all"), forReaders(said(kRoom, 2, "voiced"), Readers::Voiced),
                             forReaders(said(kRoom, 3, "operators"), Readers::Operators)}));
    HistoryQuery query = newest(10);
    QCOMPARE(texts(store().history(query)), QByteArrayList{"all"});
    query.reader = Readers::Voiced;
    QCOMPARE(texts(store().history(query)), (QByteArrayList{"all", "voiced"}));
    query.reader = Readers::Operators;
    QCOMPARE(texts(store().history(query)), (QByteArrayList{"all", "voiced", "operators"}));
    query.reader = Readers::Everyone;
    query.limit = 1;
    QCOMPARE(texts(store().history(query)), QByteArrayList{"all"}); // what is hidden does not count
}

void StoreTest::aPlaceThatNobodyKnowsIsEmpty()
{
    QVERIFY(commit(store(), {said(room("#other"), 1, "1")}));
    QCOMPARE(texts(store().history(newest(10))), QByteArrayList{});
    QCOMPARE(texts(store().history(centered(bound(1), 10))), QByteArrayList{});
}

void StoreTest::directConversations()
{
    const Place conversation = between("Bob", "ann");
    QCOMPARE(conversation, between("ann", "bob"));
    QCOMPARE(*conversation.partnerOf(protocol::FoldedName{"ANN"}), QByteArray("bob"));
    QVERIFY(!conversation.partnerOf(protocol::FoldedName{"eve"}));
    QVERIFY(commit(store(), {said(conversation, 1, "hello"), said(between("ann", "eve"), 2, "other")}));
    HistoryQuery query = newest(10);
    query.place = conversation;
    QCOMPARE(texts(store().history(query)), QByteArrayList{"hello"});
}

void StoreTest::placesDifferByTheirKind()
{
    const Place conversation{Place::Kind::Direct, kRoom.key};
    QVERIFY(commit(store(), {said(conversation, 1, "direct"), said(kRoom, 2, "channel")}));
    QCOMPARE(texts(store().history(newest(10))), QByteArrayList{"channel"});
}

void StoreTest::whetherItWasCommitted()
{
    const Entry entry = said(kRoom, 1, "1");
    const Entry never = said(kRoom, 1, "2");
    QVERIFY(commit(store(), {entry}));
    QVERIFY(store().wasCommitted(entry).value_or(false));
    QVERIFY(!store().wasCommitted(never).value_or(true));
    Entry elsewhere = entry;
    elsewhere.place = room("#elsewhere");
    QVERIFY(!store().wasCommitted(elsewhere).value_or(true));
}

void StoreTest::probingLeavesNothingBehind()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "1")}));
    QVERIFY(store().probe());
    QVERIFY(store().probe());
    QCOMPARE(texts(store().history(newest(10))), QByteArrayList{"1"});
    const auto rooms = store().rooms();
    QVERIFY(rooms && rooms->empty());
    QVERIFY(commit(store(), {said(kRoom, 2, "2")}));
    QCOMPARE(texts(store().history(newest(10))), (QByteArrayList{"1", "2"}));
}

void StoreTest::itIsThereWhenOpenedAnew()
{
    if (!isKept())
        QSKIP("What is in memory is gone with it.");
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), said(kRoom, 1, "2")}));
    reopen();
    QVERIFY(commit(store(), {said(kRoom, 1, "3")}));
    QCOMPARE(texts(store().history(newest(10))), (QByteArrayList{"1", "2", "3"}));
}

QTEST_GUILESS_MAIN(StoreTest)
#include "tst_store.moc"
