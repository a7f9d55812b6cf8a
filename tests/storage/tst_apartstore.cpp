// A history that goes with the program, beside accounts that stay.
#include "storage/apartstore.h"
#include "storage/entries.h"
#include "storage/sqlstore.h"

#include <QTemporaryDir>
#include <QTest>

using namespace chatroom;
using namespace chatroom::storage;
using namespace chatroom::test;

namespace {

std::unique_ptr<Store> openIn(const QTemporaryDir& folder)
{
    auto opened = openSqlStore({.url = {}, .dataFolder = folder.path(), .durability = Durability::Process}, Access::Writing);
    return opened ? std::make_unique<ApartStore>(std::move(*opened)) : nullptr;
}

AccountRecord account(const char* name)
{
    AccountRecord record;
    record.name = name;
    record.created = record.lastSeen = at(0);
    record.passwordHash = "scrypt$...";
    return record;
}

HistoryQuery all()
{
    HistoryQuery query;
    query.place = room("#room");
    query.limit = 100;
    return query;
}

} // namespace

class TestApartStore final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accountsStayAndWhatWasSaidGoes()
    {
        const QTemporaryDir folder;
        {
            const auto store = openIn(folder);
            QVERIFY(store);
            RoomRecord kept;
            kept.name = "#room";
            QVERIFY(commit(*store, {said(room("#room"), 1, "hello"), kept, account("Ann"),
                                    MetadataRecord{MetadataRecord::Kind::Account, "ann", "status", "busy", false},
                                    ReadMarkRecord{protocol::FoldedName{"ann"}, "#room", at(1)}}));
            QCOMPARE(texts(store->history(all())), QByteArrayList{"hello"});
            QCOMPARE(store->rooms()->size(), std::size_t{1});
            QCOMPARE(store->readMarks()->size(), std::size_t{1});
        }
        const auto store = openIn(folder);
        QVERIFY(store);
        QCOMPARE(*store->accounts(), std::vector{account("Ann")});
        QCOMPARE(store->metadata()->size(), std::size_t{1});
        QCOMPARE(texts(store->history(all())), QByteArrayList{});
        QVERIFY(store->rooms()->empty());
        QVERIFY(store->readMarks()->empty());
    }

    void aForgottenAccountIsForgottenInBoth()
    {
        const QTemporaryDir folder;
        {
            const auto store = openIn(folder);
            QVERIFY(store);
            QVERIFY(commit(*store, {account("Ann"), account("Bob"), said(between("ann", "bob"), 1, "hello")}));
            QVERIFY(commit(*store, {ForgetAccount{protocol::FoldedName{"ann"}}}));
            HistoryQuery query = all();
            query.place = between("ann", "bob");
            QCOMPARE(texts(store->history(query)), QByteArrayList{});
        }
        const auto store = openIn(folder);
        QCOMPARE(*store->accounts(), std::vector{account("Bob")});
    }
};

QTEST_APPLESS_MAIN(TestApartStore)
#include "tst_apartstore.moc"
