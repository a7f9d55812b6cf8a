// Messages that are deleted, and rooms that are renamed: the same on every store.
#include "storage/entries.h"
#include "storage/storesuite.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::storage;
using namespace chatroom::test;

namespace {

const Place kRoom = room("#room");
const Place kNew = room("#new");

HistoryQuery all(const Place& place, bool withEvents = true)
{
    HistoryQuery query;
    query.place = place;
    query.withEvents = withEvents;
    query.reader = Readers::Operators;
    query.limit = 1'000;
    return query;
}

RoomRecord named(const char* name)
{
    RoomRecord record;
    record.name = name;
    record.created = at(1);
    record.topic = "topic of " + record.name;
    record.masks = {{'b', "*!*@bad.example", "ann", at(3)}};
    record.ranks = {{"ann", "", "", true, false}};
    return record;
}

Tombstone deleted(const Entry& entry, const QByteArray& reason = "not nice")
{
    return {entry.place, entry.messageId, "Op!o@host", "op", reason};
}

// What is left of it.
Entry leftOf(Entry entry, const QByteArray& reason = "not nice")
{
    entry.verb = Verb::Redact;
    entry.source = "Op!o@host";
    entry.account = "op";
    entry.text = reason.isEmpty() ? entry.messageId : entry.messageId + " :" + reason;
    entry.tags.clear();
    entry.isFromBot = false;
    return entry;
}

} // namespace

class StoreChangesTest final : public StoreSuite
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsDeletedLeavesItsPlace();
    void whatIsDeletedIsFoundNoMore();
    void whatIsDeletedInTheCommitThatSaidIt();
    void deletingInADirectConversation();
    void deletingWhatIsNotThere();
    void deletedTwice();
    void whatIsDeletedGoesWithItsRoom();
    void deletionsAreEvents();
    void aRenamedRoomTakesAllAlong();
    void targetsTellTheNewName();
    void aRoomIsRenamedAndBack();
    void aNameThatIsTakenIsRefused_data();
    void aNameThatIsTakenIsRefused();
    void aNameOfAForgottenRoomIsFree();
    void whatAnEarlierRoomLeftGivesWay();
    void renamingWhatIsNotThere();
    void renamedTwiceIsRenamedOnce();

private:
    [[nodiscard]] QByteArrayList found(const char* text, const std::vector<ReadablePlace>& places)
    {
        SearchQuery query;
        query.places = places;
        query.account = protocol::FoldedName{"ann"};
        query.terms = protocol::parseSearchText(QString::fromUtf8(text));
        query.limit = 1'000;
        return store().catchUp() ? texts(store().search(query)) : QByteArrayList{"error"};
    }
};

void StoreChangesTest::whatIsDeletedLeavesItsPlace()
{
    Entry entry = forReaders(said(kRoom, 1, "word 2"), Readers::Voiced);
    entry.tags = "+reply=secret";
    entry.isFromBot = true;
    entry.account = "ann";
    entry.target = "+#Room";
    const Entry other = said(kRoom, 2, "word 4");
    const Entry event = happened(kRoom, 2, Verb::Quit, ":bye");
    const Entry first = said(kRoom, 1, "word 1"), third = said(kRoom, 1, "word 3");
    QVERIFY(commit(store(), {first, entry, third, other, event, named("#room")}));
    QVERIFY(commit(store(), {deleted(entry), deleted(other, {}), deleted(event)}));
    for (int round = 0; round < 2; ++round) {
        const auto entries = store().history(all(kRoom));
        QVERIFY(entries);
        QCOMPARE(*entries, (Entries{first, leftOf(entry), third, leftOf(other, {}), leftOf(event)}));
        if (isKept())
            reopen();
    }
    QCOMPARE(store().entry({kRoom, entry.messageId}).value(), Entries{leftOf(entry)});
    QVERIFY(store().wasCommitted(entry).value_or(false));
    QCOMPARE(store().rooms()->front().entries, 5U);
    HistoryQuery query = all(kRoom); // its id still bounds
    query.after = bound(entry);
    query.limit = 1;
    query.shape = HistoryQuery::Shape::Oldest;
    QCOMPARE(texts(store().history(query)), QByteArrayList{"word 3"});
    query.reader = Readers::Everyone; // it is still for those it was for
    query.after.reset();
    query.limit = 10;
    QCOMPARE(texts(store().history(query)).size(), 4);
}

void StoreChangesTest::whatIsDeletedIsFoundNoMore()
{
    const Entry indexed = said(kRoom, 1, "word 2 secret"), fresh = said(kRoom, 2, "word 4 secret");
    QVERIFY(commit(store(), {said(kRoom, 1, "word 1"), indexed, said(kRoom, 1, "word 3")}));
    QCOMPARE(found("secret", {{kRoom, {}}}), QByteArrayList{"word 2 secret"});
    QVERIFY(commit(store(), {fresh}));
    QVERIFY(commit(store(), {deleted(indexed, "word of why"), deleted(fresh)}));
    for (int round = 0; round < 2; ++round) {
        QCOMPARE(found("word", {{kRoom, {}}}), (QByteArrayList{"word 1", "word 3"}));
        QCOMPARE(found("secret", {{kRoom, {}}}), QByteArrayList{});
        QCOMPARE(found("", {{kRoom, {}}}), (QByteArrayList{"word 1", "word 3"}));
        maintain();
    }
    QVERIFY(commit(store(), {said(kRoom, 3, "word 5")}));
    QCOMPARE(found("word", {{kRoom, {}}}), (QByteArrayList{"word 1", "word 3", "word 5"}));
}

void StoreChangesTest::whatIsDeletedInTheCommitThatSaidIt()
{
    const Entry entry = said(kRoom, 1, "word 1");
    const Entry redaction = happened(kRoom, 2, Verb::Redact, entry.messageId + " :not nice");
    QVERIFY(commit(store(), {entry, deleted(entry), redaction}));
    QCOMPARE(store().history(all(kRoom)).value(), (Entries{leftOf(entry), redaction}));
    QCOMPARE(found("word", {{kRoom, {}}}), QByteArrayList{});
}

void StoreChangesTest::deletingInADirectConversation()
{
    Entry entry = said(between("ann", "bob"), 1, "word 1");
    entry.target = "Bob";
    QVERIFY(commit(store(), {entry, said(entry.place, 2, "word 2")}));
    QCOMPARE(found("word", {}), (QByteArrayList{"word 1", "word 2"}));
    QVERIFY(commit(store(), {deleted(entry)}));
    QCOMPARE(store().history(all(entry.place))->front(), leftOf(entry));
    QCOMPARE(found("word", {}), QByteArrayList{"word 2"});
}

void StoreChangesTest::deletingWhatIsNotThere()
{
    const Entry other = said(room("#other"), 1, "other");
    Entry elsewhere = other, unknown = other, foreign = other;
    elsewhere.place = kRoom;
    unknown.place = room("#unknown");
    foreign.messageId = "of-another-server";
    QVERIFY(commit(store(), {said(kRoom, 1, "1"), other}));
    QVERIFY(commit(store(), {deleted(elsewhere), deleted(unknown), deleted(foreign), said(kRoom, 2, "2")}));
    QCOMPARE(texts(store().history(all(kRoom))), (QByteArrayList{"1", "2"}));
    QCOMPARE(texts(store().history(all(other.place))), QByteArrayList{"other"});
}

void StoreChangesTest::deletedTwice()
{
    const Entry entry = said(kRoom, 1, "word");
    QVERIFY(commit(store(), {entry}));
    QVERIFY(store().catchUp());
    QVERIFY(commit(store(), {deleted(entry), deleted(entry)}));
    QVERIFY(commit(store(), {deleted(entry)}));
    maintain();
    QCOMPARE(store().history(all(kRoom)).value(), Entries{leftOf(entry)});
    QVERIFY(commit(store(), {EraseEntry{kRoom, entry.messageId}}));
    maintain();
    QCOMPARE(store().history(all(kRoom)).value(), Entries{});
}

void StoreChangesTest::whatIsDeletedGoesWithItsRoom()
{
    const Entry entry = said(kRoom, 1, "word 1");
    QVERIFY(commit(store(), {entry, said(kRoom, 2, "word 2"), said(kRoom, 3, "word 3")}));
    QVERIFY(store().catchUp());
    QVERIFY(commit(store(), {deleted(entry)}));
    maintain({.maxMessages = 2, .oldest = {}});
    QCOMPARE(texts(store().history(all(kRoom))), (QByteArrayList{"word 2", "word 3"}));
    QVERIFY(commit(store(), {deleted(entry), ForgetRoom{kRoom}}));
    maintain();
    QCOMPARE(texts(store().history(all(kRoom))), QByteArrayList{});
    QCOMPARE(found("word", {{kRoom, {}}}), QByteArrayList{});
}

void StoreChangesTest::deletionsAreEvents()
{
    QVERIFY(!isSpoken(Verb::Redact));
    const Entry entry = said(kRoom, 3, "word 3");
    QVERIFY(commit(store(), {said(kRoom, 1, "word 1"), entry, said(room("#other"), 2, "word 2")}));
    QVERIFY(commit(store(), {deleted(entry), happened(kRoom, 4, Verb::Redact, entry.messageId)}));
    QCOMPARE(texts(store().history(all(kRoom, false))), QByteArrayList{"word 1"});
    QCOMPARE(texts(store().history(all(kRoom))).size(), 3);
    TargetsQuery query;
    query.places = {{kRoom, {}}};
    query.before = at(10);
    query.limit = 10;
    QCOMPARE(store().targets(query).value(), (std::vector<TargetRow>{{kRoom, at(1)}}));
    query.withEvents = true;
    QCOMPARE(store().targets(query).value(), (std::vector<TargetRow>{{kRoom, at(4)}}));
}

void StoreChangesTest::aRenamedRoomTakesAllAlong()
{
    const ReadMarkRecord mark{protocol::FoldedName{"ann"}, "#room", at(1)};
    const MetadataRecord tells{MetadataRecord::Kind::Channel, "#room", "status", "open", false};
    QVERIFY(commit(store(), {named("#Room"), said(kRoom, 1, "word 1"), said(room("#other"), 1, "word other"), mark, tells}));
    QCOMPARE(found("word", {{kRoom, {}}}), QByteArrayList{"word 1"});
    QVERIFY(commit(store(), {said(kRoom, 2, "word 2"), RenameRoom{kRoom, kNew}, said(kNew, 3, "word 3")}));
    for (int round = 0; round < 2; ++round) {
        RoomRecord expected = named("#Room");
        expected.name = "#new";
        expected.entries = 3;
        QCOMPARE(store().rooms().value(), std::vector<RoomRecord>{expected});
        QCOMPARE(texts(store().history(all(kNew))), (QByteArrayList{"word 1", "word 2", "word 3"}));
        QCOMPARE(texts(store().history(all(kRoom))), QByteArrayList{});
        QCOMPARE(found("word", {{kRoom, {}}}), QByteArrayList{});
        QCOMPARE(found("word", {{kNew, {}}}), (QByteArrayList{"word 1", "word 2", "word 3"}));
        QCOMPARE(store().readMarks().value(), (std::vector<ReadMarkRecord>{{mark.account, "#new", at(1)}}));
        QCOMPARE(store().metadata().value(), (std::vector<MetadataRecord>{{tells.kind, "#new", "status", "open", false}}));
        maintain();
        if (isKept())
            reopen();
    }
    QVERIFY(commit(store(), {named("#New")})); // the room tells how it is shown
    QCOMPARE(store().rooms()->size(), 1U);
    QCOMPARE(store().rooms()->front().name, QByteArray("#New"));
    QVERIFY(commit(store(), {said(kRoom, 4, "of another room")})); // the old name is free
    QCOMPARE(texts(store().history(all(kRoom))), QByteArrayList{"of another room"});
    QCOMPARE(store().rooms()->front().entries, 3U);
}

void StoreChangesTest::targetsTellTheNewName()
{
    Entry shown = said(kRoom, 1, "1"), voiced = forReaders(said(kRoom, 1, "2"), Readers::Voiced), own = said(kNew, 2, "4");
    shown.target = "#ROOM";
    voiced.target = "+#Room";
    own.target = "@#New";
    Entry gone = happened(kRoom, 1, Verb::Quit, ":bye");
    gone.target.clear();
    QVERIFY(commit(store(), {shown, said(kRoom, 1, "3"), voiced, gone, RenameRoom{kRoom, kNew}, own}));
    const auto entries = store().history(all(kNew));
    QVERIFY(entries);
    QByteArrayList targets;
    for (const Entry& each : *entries) {
        QCOMPARE(each.place, kNew);
        targets += each.target;
    }
    QCOMPARE(targets, (QByteArrayList{"#new", "#new", "+#new", "", "@#New"}));
    QCOMPARE(store().entry({kNew, voiced.messageId})->front().target, QByteArray("+#new"));
}

void StoreChangesTest::aRoomIsRenamedAndBack()
{
    QVERIFY(commit(store(), {named("#room"), said(kRoom, 1, "1"), RenameRoom{kRoom, kNew}, said(kNew, 2, "2"), RenameRoom{kNew, kRoom},
                             said(kRoom, 3, "3"), RenameRoom{kRoom, kRoom}}));
    QCOMPARE(texts(store().history(all(kRoom))), (QByteArrayList{"1", "2", "3"}));
    QCOMPARE(store().rooms()->front().name, QByteArray("#room"));
    QCOMPARE(texts(store().history(all(kNew))), QByteArrayList{});
}

void StoreChangesTest::aNameThatIsTakenIsRefused_data()
{
    QTest::addColumn<bool>("hasRecord");
    QTest::newRow("by a room") << true;
    QTest::newRow("by a history") << false;
}

void StoreChangesTest::aNameThatIsTakenIsRefused()
{
    QFETCH(bool, hasRecord);
    const Write there = hasRecord ? Write(named("#new")) : Write(said(kNew, 1, "theirs"));
    QVERIFY(commit(store(), {named("#room"), said(kRoom, 1, "1"), there}));
    const ReadMarkRecord mark{protocol::FoldedName{"ann"}, "#room", at(1)};
    const auto done = store().commit(std::vector<Write>{said(kRoom, 2, "2"), mark, RenameRoom{kRoom, kNew}});
    QVERIFY(!done);
    QCOMPARE(done.error().kind, StoreError::Kind::Refused);
    QVERIFY(done.error().what.contains(QStringLiteral("#new")));
    QCOMPARE(texts(store().history(all(kRoom))), QByteArrayList{"1"}); // nothing is half done
    QCOMPARE(store().readMarks()->size(), 0U);
    QCOMPARE(store().rooms()->size(), hasRecord ? 2U : 1U);
    QVERIFY(commit(store(), {said(kRoom, 2, "2"), said(kNew, 3, "3")}));
    QCOMPARE(texts(store().history(all(kRoom))), (QByteArrayList{"1", "2"}));
    QCOMPARE(texts(store().history(all(kNew))).last(), QByteArray("3"));
}

void StoreChangesTest::aNameOfAForgottenRoomIsFree()
{
    QVERIFY(commit(store(), {named("#room"), said(kRoom, 1, "word 1"), named("#new"), said(kNew, 1, "word old")}));
    QVERIFY(store().catchUp());
    QVERIFY(commit(store(), {ForgetRoom{kNew}, RenameRoom{kRoom, kNew}}));
    QCOMPARE(texts(store().history(all(kNew))), QByteArrayList{"word 1"});
    maintain();
    QCOMPARE(found("word", {{kNew, {}}}), QByteArrayList{"word 1"});
    QCOMPARE(store().rooms()->size(), 1U);
}

// A room of which there is nothing but what people had read of it.
void StoreChangesTest::whatAnEarlierRoomLeftGivesWay()
{
    const Entry erased = said(kNew, 1, "erased");
    const protocol::FoldedName ann{"ann"}, bob{"bob"};
    const auto tells = [](const char* subject, const char* key, const char* value) {
        return MetadataRecord{MetadataRecord::Kind::Channel, subject, key, value, false};
    };
    QVERIFY(commit(store(), {named("#room"), erased, EraseEntry{kNew, erased.messageId}, ReadMarkRecord{ann, "#new", at(9)},
                             ReadMarkRecord{bob, "#new", at(9)}, ReadMarkRecord{ann, "#room", at(1)}, tells("#new", "status", "old"),
                             tells("#room", "status", "open")}));
    QVERIFY(commit(store(), {RenameRoom{kRoom, kNew}, said(kNew, 2, "new")}));
    QCOMPARE(store().readMarks().value(), (std::vector<ReadMarkRecord>{{ann, "#new", at(1)}, {bob, "#new", at(9)}}));
    QCOMPARE(store().metadata().value(), std::vector<MetadataRecord>{tells("#new", "status", "open")});
    QCOMPARE(texts(store().history(all(kNew))), QByteArrayList{"new"});
    QCOMPARE(store().rooms()->front().name, QByteArray("#new"));
}

void StoreChangesTest::renamingWhatIsNotThere()
{
    const ReadMarkRecord mark{protocol::FoldedName{"ann"}, "#room", at(1)};
    QVERIFY(commit(store(), {named("#new"), said(kNew, 1, "1"), mark, RenameRoom{kRoom, kNew}, RenameRoom{room("#a"), room("#b")}}));
    QCOMPARE(texts(store().history(all(kNew))), QByteArrayList{"1"});
    QCOMPARE(store().rooms()->size(), 1U);
    QCOMPARE(store().readMarks()->front().target, QByteArray("#new"));
}

// A commit that was in doubt may be made again.
void StoreChangesTest::renamedTwiceIsRenamedOnce()
{
    QVERIFY(commit(store(), {named("#room"), said(kRoom, 1, "1"), RenameRoom{kRoom, kNew}}));
    QVERIFY(commit(store(), {RenameRoom{kRoom, kNew}}));
    QCOMPARE(texts(store().history(all(kNew))), QByteArrayList{"1"});
    QCOMPARE(store().rooms()->front().name, QByteArray("#new"));
}

QTEST_GUILESS_MAIN(StoreChangesTest)
#include "tst_storechanges.moc"
