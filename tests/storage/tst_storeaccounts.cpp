// Accounts, read marks and metadata: the same on every store.
#include "storage/entries.h"
#include "storage/storesuite.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::storage;
using namespace chatroom::test;

namespace {

AccountRecord account(const char* name)
{
    AccountRecord record;
    record.name = name;
    record.created = at(1);
    record.lastSeen = at(2);
    record.passwordHash = "scrypt$" + record.name;
    return record;
}

AccountRecord fullAccount()
{
    AccountRecord record = account("Ann");
    record.scram = "SCRAM-SHA-256$4096:c2FsdA==$U3RvcmVk:U2VydmVy";
    record.fingerprints = {QByteArray(64, 'f'), QByteArray(64, 'a')};
    record.email = QByteArrayLiteral("änn@example.org");
    record.mustChange = true;
    return record;
}

ReadMarkRecord mark(const char* name, const char* target, std::int64_t milliseconds)
{
    return {protocol::FoldedName{name}, target, at(milliseconds)};
}

MetadataRecord tells(const char* name, const char* key, const QByteArray& value)
{
    return {MetadataRecord::Kind::Account, name, key, value, false};
}

MetadataRecord roomTells(const char* name, const char* key, const QByteArray& value)
{
    return {MetadataRecord::Kind::Channel, name, key, value, false};
}

HistoryQuery all(const Place& place)
{
    HistoryQuery query;
    query.place = place;
    query.withEvents = true;
    query.limit = 1'000;
    return query;
}

} // namespace

class StoreAccountsTest final : public StoreSuite
{
    Q_OBJECT

private Q_SLOTS:
    void anAccountComesBackAsItWent();
    void theLastRecordOfAnAccountCounts();
    void aCertificateIsOfOneAccount();
    void theLastReadMarkCounts();
    void metadataIsSetAndRemoved();
    void aForgottenAccountIsGone();
    void aForgottenAccountTakesItsConversationsAlong();
    void aForgottenAccountHasNoRanks();
    void anAccountIsForgottenAndMadeInOneCommit();
    void aForgottenRoomTellsNothingMore();
    void recordsOfOneCommitWithMessages();
    void allThatAServerBeginsWith();

private:
    void reopenWhatIsKept()
    {
        if (isKept())
            reopen();
    }
};

void StoreAccountsTest::anAccountComesBackAsItWent()
{
    AccountRecord bare; // by its certificate alone
    bare.name = "bare";
    bare.fingerprints = {QByteArray(64, 'b')};
    QVERIFY(commit(store(), {account("Zoe"), fullAccount(), bare}));
    reopenWhatIsKept();
    const auto accounts = store().accounts();
    QVERIFY(accounts);
    QCOMPARE(*accounts, (std::vector<AccountRecord>{fullAccount(), bare, account("Zoe")})); // by name
}

void StoreAccountsTest::theLastRecordOfAnAccountCounts()
{
    QVERIFY(commit(store(), {fullAccount(), account("bob")}));
    AccountRecord changed = account("ANN");
    changed.lastSeen = at(9);
    changed.fingerprints = {QByteArray(64, 'a'), QByteArray(64, 'c')}; // one stays, one comes, one goes
    QVERIFY(commit(store(), {changed}));
    reopenWhatIsKept();
    QCOMPARE(store().accounts().value(), (std::vector<AccountRecord>{changed, account("bob")}));
}

void StoreAccountsTest::aCertificateIsOfOneAccount()
{
    QVERIFY(commit(store(), {fullAccount()}));
    AccountRecord bob = account("bob");
    bob.fingerprints = {QByteArray(64, 'a')};
    QVERIFY(commit(store(), {bob}));
    AccountRecord ann = fullAccount();
    ann.fingerprints = {QByteArray(64, 'f')};
    QCOMPARE(store().accounts().value(), (std::vector<AccountRecord>{ann, bob}));
    QVERIFY(commit(store(), {ForgetAccount{ann.folded()}, bob}));
    reopenWhatIsKept();
    QCOMPARE(store().accounts().value(), std::vector<AccountRecord>{bob});
}

void StoreAccountsTest::theLastReadMarkCounts()
{
    QVERIFY(commit(store(), {mark("Bob", "#room", 5), mark("ann", "bob", 2), mark("ann", "#room", 3)}));
    QVERIFY(commit(store(), {mark("ANN", "#room", 1), mark("ann", "#room", 7)}));
    reopenWhatIsKept();
    QCOMPARE(store().readMarks().value(),
             (std::vector<ReadMarkRecord>{mark("ann", "#room", 7), mark("ann", "bob", 2), mark("bob", "#room", 5)}));
}

void StoreAccountsTest::metadataIsSetAndRemoved()
{
    const QByteArray strange = QByteArrayLiteral("Grüße 'quoted' \\ \n");
    QVERIFY(commit(store(), {roomTells("#room", "status", "open"), tells("ann", "status", "here"), tells("ann", "display-name", strange),
                             tells("bob", "status", ""), tells("#room", "status", "of no room")}));
    MetadataRecord gone = tells("ann", "status", "");
    gone.isRemoved = true;
    MetadataRecord never = tells("ann", "never", "");
    never.isRemoved = true;
    QVERIFY(commit(store(), {gone, never, roomTells("#room", "status", "closed")}));
    reopenWhatIsKept();
    QCOMPARE(store().metadata().value(),
             (std::vector<MetadataRecord>{tells("#room", "status", "of no room"), tells("ann", "display-name", strange),
                                          tells("bob", "status", ""), roomTells("#room", "status", "closed")}));
}

void StoreAccountsTest::aForgottenAccountIsGone()
{
    QVERIFY(commit(store(), {fullAccount(), account("annabel"), mark("ann", "#room", 1), mark("bob", "ann", 2), mark("bob", "#room", 3),
                             tells("ann", "status", "x"), tells("annabel", "status", "y"), roomTells("ann", "status", "z")}));
    QVERIFY(commit(store(), {ForgetAccount{protocol::FoldedName{"ANN"}}, ForgetAccount{protocol::FoldedName{"nobody"}}}));
    reopenWhatIsKept();
    QCOMPARE(store().accounts().value(), std::vector<AccountRecord>{account("annabel")});
    QCOMPARE(store().readMarks().value(), std::vector<ReadMarkRecord>{mark("bob", "#room", 3)});
    QCOMPARE(store().metadata().value(), (std::vector<MetadataRecord>{tells("annabel", "status", "y"), roomTells("ann", "status", "z")}));
}

void StoreAccountsTest::aForgottenAccountTakesItsConversationsAlong()
{
    const Place withBob = between("ann", "bob"), withSelf = between("ann", "ann"), ofOthers = between("bob", "annabel");
    QVERIFY(commit(store(), {said(withBob, 1, "word 1"), said(withSelf, 2, "word 2"), said(ofOthers, 3, "word 3")}));
    QVERIFY(store().catchUp());
    QVERIFY(commit(store(), {said(withBob, 4, "word 4"), said(room("#room"), 5, "word 5"), ForgetAccount{protocol::FoldedName{"ann"}}}));
    for (int round = 0; round < 2; ++round) {
        QCOMPARE(texts(store().history(all(withBob))), QByteArrayList{});
        QCOMPARE(texts(store().history(all(withSelf))), QByteArrayList{});
        QCOMPARE(texts(store().history(all(ofOthers))), QByteArrayList{"word 3"});
        QVERIFY(store().catchUp());
        for (const auto& [who, found] :
             {std::pair{"ann", QByteArrayList{"word 5"}}, std::pair{"bob", QByteArrayList{"word 3", "word 5"}}}) {
            SearchQuery query;
            query.places = {{room("#room"), Readers::Everyone}};
            query.account = protocol::FoldedName{who};
            query.terms = protocol::parseSearchText(QStringLiteral("word"));
            query.limit = 10;
            QCOMPARE(texts(store().search(query)), found);
        }
        maintain();
    }
    QVERIFY(commit(store(), {said(withBob, 6, "of another ann")})); // the name is free
    QCOMPARE(texts(store().history(all(withBob))), QByteArrayList{"of another ann"});
}

void StoreAccountsTest::aForgottenAccountHasNoRanks()
{
    RoomRecord record;
    record.name = "#room";
    record.created = at(1);
    record.ranks = {{"bob", "", "", true, false}, {"Ann", "f", "", true, false}, {"", "", "ann!*@*", false, true}};
    QVERIFY(commit(store(), {record, ForgetAccount{protocol::FoldedName{"ann"}}}));
    record.ranks.erase(record.ranks.begin() + 1);
    reopenWhatIsKept();
    QCOMPARE(store().rooms().value(), std::vector<RoomRecord>{record});
}

void StoreAccountsTest::anAccountIsForgottenAndMadeInOneCommit()
{
    QVERIFY(commit(store(), {fullAccount(), said(between("ann", "bob"), 1, "old")}));
    QVERIFY(commit(store(), {mark("ann", "bob", 1), ForgetAccount{protocol::FoldedName{"ann"}}, account("Ann"), mark("ann", "bob", 2),
                             said(between("ann", "bob"), 3, "new")}));
    QCOMPARE(store().accounts().value(), std::vector<AccountRecord>{account("Ann")});
    QCOMPARE(store().readMarks().value(), std::vector<ReadMarkRecord>{mark("ann", "bob", 2)});
    QCOMPARE(texts(store().history(all(between("ann", "bob")))), QByteArrayList{"new"});
}

void StoreAccountsTest::aForgottenRoomTellsNothingMore()
{
    QVERIFY(commit(store(), {said(room("#room"), 1, "1"), mark("ann", "#room", 1), mark("ann", "#other", 1),
                             roomTells("#room", "status", "x"), roomTells("#other", "status", "y")}));
    QVERIFY(commit(store(), {ForgetRoom{room("#room")}}));
    QCOMPARE(store().readMarks().value(), std::vector<ReadMarkRecord>{mark("ann", "#other", 1)});
    QCOMPARE(store().metadata().value(), std::vector<MetadataRecord>{roomTells("#other", "status", "y")});
}

void StoreAccountsTest::recordsOfOneCommitWithMessages()
{
    const Entry entry = said(room("#room"), 1, "2");
    QVERIFY(commit(store(), {said(room("#room"), 1, "1"), account("ann"), entry, mark("ann", "#room", 1), said(room("#room"), 1, "3")}));
    QCOMPARE(texts(store().history(all(room("#room")))), (QByteArrayList{"1", "2", "3"}));
    QVERIFY(store().wasCommitted(entry).value_or(false));
    QCOMPARE(store().accounts()->size(), 1U);
}

void StoreAccountsTest::allThatAServerBeginsWith()
{
    RoomRecord record;
    record.name = "#room";
    QVERIFY(commit(store(), {record, account("ann"), mark("ann", "#room", 1), tells("ann", "status", "x"), said(room("#room"), 7, "1")}));
    record.entries = 1;
    const auto kept = restore(store());
    QVERIFY(kept);
    QCOMPARE(kept->rooms, std::vector<RoomRecord>{record});
    QCOMPARE(kept->accounts, std::vector<AccountRecord>{account("ann")});
    QCOMPARE(kept->readMarks, (std::vector<ReadMarkRecord>{mark("ann", "#room", 1)}));
    QCOMPARE(kept->metadata, (std::vector<MetadataRecord>{tells("ann", "status", "x")}));
    QCOMPARE(kept->latest, at(7));
}

QTEST_GUILESS_MAIN(StoreAccountsTest)
#include "tst_storeaccounts.moc"
