// Rooms that stay, and what goes: forgotten, erased, too many, too old. The same on every store.
#include "storage/entries.h"
#include "storage/storesuite.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::storage;
using namespace chatroom::test;

namespace {

const Place kRoom = room("#room");
const Place kOther = room("#other");

RoomRecord fullRoom()
{
    RoomRecord record;
    record.name = "#Room";
    record.created = at(1);
    record.topic = QByteArrayLiteral("Grüße 'quoted' \\");
    record.topicBy = "ann!user@host";
    record.topicAt = at(2);
    record.key = "sesame";
    record.limit = 30;
    record.flags = "imnst";
    record.masks = {
        {'b', "*!*@bad.example", "ann", at(3)}, {'e', "*!good@*", "ann", at(4)}, {'I', "eve!*@*", "bob", at(5)}, {'b', "a", "", at(6)}};
    record.ranks = {{"ann", "", "", true, false}, {"", QByteArray(64, 'f'), "", true, true}, {"", "", "bob!b@host", false, true}};
    return record;
}

RoomRecord named(const char* name)
{
    RoomRecord record;
    record.name = name;
    record.created = at(1);
    return record;
}

HistoryQuery all(const Place& place)
{
    HistoryQuery query;
    query.place = place;
    query.withEvents = true;
    query.reader = Readers::Operators;
    query.limit = 1'000;
    return query;
}

SearchQuery search(const char* text)
{
    SearchQuery query;
    query.places = {{kRoom, Readers::Operators}, {kOther, Readers::Operators}};
    query.terms = protocol::parseSearchText(QString::fromUtf8(text));
    query.limit = 1'000;
    return query;
}

} // namespace

class StoreRoomsTest final : public StoreSuite
{
    Q_OBJECT

private Q_SLOTS:
    void aRoomComesBackAsItWent();
    void theLastRecordOfARoomCounts();
    void roomsTellTheLengthOfTheirHistories();
    void aHistoryWithoutARecordIsNoRoom();
    void aForgottenRoomIsGone();
    void aRoomIsForgottenAndMadeInOneCommit();
    void whatIsErasedIsGone();
    void erasingWhatIsNotThere();
    void retentionByNumber();
    void retentionByAge();
    void retentionOfBoth();
};

void StoreRoomsTest::aRoomComesBackAsItWent()
{
    QVERIFY(commit(store(), {fullRoom(), named("#a"), named("#Z")}));
    if (isKept())
        reopen();
    const auto rooms = store().rooms();
    QVERIFY(rooms);
    QCOMPARE(*rooms, (std::vector<RoomRecord>{named("#a"), fullRoom(), named("#Z")})); // by name
}

void StoreRoomsTest::theLastRecordOfARoomCounts()
{
    QVERIFY(commit(store(), {fullRoom(), said(kRoom, 1, "1")}));
    RoomRecord changed = named("#ROOM");
    changed.masks = {{'b', "other", "eve", at(9)}};
    QVERIFY(commit(store(), {fullRoom(), changed}));
    const auto rooms = store().rooms();
    QVERIFY(rooms);
    changed.entries = 1;
    QCOMPARE(*rooms, std::vector<RoomRecord>{changed});
}

void StoreRoomsTest::roomsTellTheLengthOfTheirHistories()
{
    const Entry first = said(kRoom, 1, "1");
    QVERIFY(commit(store(), {first, named("#room"), said(kRoom, 2, "2"), happened(kRoom, 3, Verb::Join), said(kOther, 4, "x")}));
    QVERIFY(commit(store(), {said(kRoom, 5, "3")}));
    QCOMPARE(store().rooms()->front().entries, 4U);
    QVERIFY(commit(store(), {EraseEntry{kRoom, first.messageId}, named("#room")}));
    QCOMPARE(store().rooms()->front().entries, 3U);
    maintain({.maxMessages = 2, .oldest = {}});
    QCOMPARE(store().rooms()->front().entries, 2U);
}

void StoreRoomsTest::aHistoryWithoutARecordIsNoRoom()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), said(between("ann", "bob"), 2, "2")}));
    const auto rooms = store().rooms();
    QVERIFY(rooms && rooms->empty());
}

void StoreRoomsTest::aForgottenRoomIsGone()
{
    QVERIFY(commit(store(), {fullRoom(), named("#other"), said(kRoom, 1, "word 1"), said(kOther, 2, "word 2"), said(kRoom, 3, "word 3")}));
    QVERIFY(store().catchUp());
    QVERIFY(commit(store(), {said(kRoom, 4, "word 4"), ForgetRoom{kRoom}, ForgetRoom{room("#unknown")}}));
    const auto rooms = store().rooms();
    QVERIFY(rooms);
    QCOMPARE(rooms->size(), 1U);
    QCOMPARE(rooms->front().name, QByteArray("#other"));
    QCOMPARE(texts(store().history(all(kRoom))), QByteArrayList{});
    QCOMPARE(texts(store().history(all(kOther))), QByteArrayList{"word 2"});
    QVERIFY(store().catchUp());
    QCOMPARE(texts(store().search(search("word"))), QByteArrayList{"word 2"});
    QCOMPARE(texts(store().search(search(""))), QByteArrayList{"word 2"});
    maintain();
    QCOMPARE(texts(store().search(search("word"))), QByteArrayList{"word 2"});
}

void StoreRoomsTest::aRoomIsForgottenAndMadeInOneCommit()
{
    QVERIFY(commit(store(), {fullRoom(), said(kRoom, 1, "word old")}));
    QVERIFY(store().catchUp());
    QVERIFY(commit(store(), {said(kRoom, 2, "word gone"), ForgetRoom{kRoom}, said(kRoom, 3, "word new"), named("#room")}));
    QCOMPARE(texts(store().history(all(kRoom))), QByteArrayList{"word new"});
    RoomRecord expected = named("#room");
    expected.entries = 1;
    const auto rooms = store().rooms();
    QVERIFY(rooms);
    QCOMPARE(*rooms, std::vector<RoomRecord>{expected});
    QVERIFY(store().catchUp());
    QCOMPARE(texts(store().search(search("word"))), QByteArrayList{"word new"});
    maintain();
    QCOMPARE(texts(store().search(search("word"))), QByteArrayList{"word new"});
    QCOMPARE(texts(store().history(all(kRoom))), QByteArrayList{"word new"});
}

void StoreRoomsTest::whatIsErasedIsGone()
{
    const Entry indexed = said(kRoom, 1, "word 2");
    const Entry fresh = said(kRoom, 1, "word 4");
    const Entry inOneCommit = said(kRoom, 2, "word 6");
    QVERIFY(commit(store(), {said(kRoom, 1, "word 1"), indexed, said(kRoom, 1, "word 3")}));
    QVERIFY(store().catchUp());
    QVERIFY(commit(store(), {fresh, said(kRoom, 2, "word 5"), inOneCommit, EraseEntry{kRoom, indexed.messageId},
                             EraseEntry{kRoom, fresh.messageId}, EraseEntry{kRoom, inOneCommit.messageId}}));
    const QByteArrayList expected{"word 1", "word 3", "word 5"};
    QCOMPARE(texts(store().history(all(kRoom))), expected);
    QVERIFY(store().catchUp());
    QCOMPARE(texts(store().search(search("word"))), expected);
    QVERIFY(!store().wasCommitted(indexed).value_or(true));
    maintain();
    QCOMPARE(texts(store().search(search("word"))), expected);
    QCOMPARE(texts(store().history(all(kRoom))), expected);
}

void StoreRoomsTest::erasingWhatIsNotThere()
{
    const Entry other = said(kOther, 1, "other");
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), other}));
    QVERIFY(commit(store(), {EraseEntry{kRoom, messageIdAt(1)}, EraseEntry{kRoom, "of-another-server"}, EraseEntry{kRoom, other.messageId},
                             EraseEntry{room("#unknown"), other.messageId}}));
    QCOMPARE(texts(store().history(all(kRoom))), QByteArrayList{"1"});
    QCOMPARE(texts(store().history(all(kOther))), QByteArrayList{"other"});
}

void StoreRoomsTest::retentionByNumber()
{
    std::vector<Write> writes;
    for (int i = 1; i <= 50; ++i)
        writes.emplace_back(said(kRoom, i / 10, "word " + QByteArray::number(i)));
    writes.emplace_back(said(kOther, 6, "word other"));
    QVERIFY(commit(store(), writes));
    maintain({.maxMessages = 0, .oldest = {}});
    QCOMPARE(texts(store().history(all(kRoom))).size(), 50);
    maintain({.maxMessages = 3, .oldest = {}});
    QCOMPARE(texts(store().history(all(kRoom))), (QByteArrayList{"word 48", "word 49", "word 50"}));
    QVERIFY(store().catchUp());
    QCOMPARE(texts(store().search(search("word"))), (QByteArrayList{"word 48", "word 49", "word 50", "word other"}));
    QVERIFY(commit(store(), {said(kRoom, 7, "word 51")}));
    maintain({.maxMessages = 3, .oldest = {}});
    QCOMPARE(texts(store().history(all(kRoom))), (QByteArrayList{"word 49", "word 50", "word 51"}));
}

void StoreRoomsTest::retentionByAge()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "word 1"), said(kOther, 1, "word 2"), said(kRoom, 2, "word 3"), said(kOther, 2, "word 4"),
                             said(kRoom, 3, "word 5")}));
    QVERIFY(store().catchUp());
    maintain({.maxMessages = 0, .oldest = at(2)});
    QCOMPARE(texts(store().history(all(kRoom))), (QByteArrayList{"word 3", "word 5"}));
    QCOMPARE(texts(store().history(all(kOther))), QByteArrayList{"word 4"});
    QCOMPARE(texts(store().search(search("word"))), (QByteArrayList{"word 3", "word 4", "word 5"}));
    maintain({.maxMessages = 0, .oldest = at(9)});
    QCOMPARE(texts(store().search(search("word"))), QByteArrayList{});
    QCOMPARE(texts(store().search(search(""))), QByteArrayList{});
    QVERIFY(commit(store(), {said(kRoom, 10, "word 6")}));
    QVERIFY(store().catchUp());
    QCOMPARE(texts(store().search(search("word"))), QByteArrayList{"word 6"});
}

void StoreRoomsTest::retentionOfBoth()
{
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), said(kRoom, 2, "2"), said(kRoom, 3, "3"), said(kOther, 1, "4"), said(kOther, 3, "5")}));
    maintain({.maxMessages = 1, .oldest = at(2)});
    QCOMPARE(texts(store().history(all(kRoom))), QByteArrayList{"3"});
    QCOMPARE(texts(store().history(all(kOther))), QByteArrayList{"5"});
}

QTEST_GUILESS_MAIN(StoreRoomsTest)
#include "tst_storerooms.moc"
