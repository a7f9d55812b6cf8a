// What the tables and the log hold: differences between snapshots, the ring, filters, words.
#include "eventtext.h"
#include "models/bansmodel.h"
#include "models/logfilter.h"
#include "models/logmodel.h"
#include "models/measures.h"
#include "models/peoplemodel.h"
#include "models/roomsmodel.h"
#include "text.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace chatroom;
using namespace chatroom::servergui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;
using server::EventKind;
using server::ServerEvent;
using server::ServerSnapshot;

namespace {

constexpr Timestamp kNow{std::chrono::milliseconds{1'700'000'000'000}};

ServerSnapshot snapshotOf(const QList<QByteArray>& names)
{
    ServerSnapshot snapshot;
    snapshot.at = kNow;
    for (const QByteArray& name : names) {
        server::PersonRow row;
        row.connection = {static_cast<std::uint32_t>(qHash(name) % 1000), 1, 0};
        row.nickname = name;
        row.address = "192.0.2.7:51514";
        row.since = kNow - 3min;
        snapshot.people.append(row);
    }
    return snapshot;
}

ServerEvent happening(EventKind kind, const QByteArray& who, const QByteArray& text = {})
{
    return {.at = kNow,
            .kind = kind,
            .connection = {},
            .who = who,
            .subject = "bob",
            .room = "#lobby",
            .address = "192.0.2.7:51514",
            .text = text};
}

QString cell(const QAbstractItemModel& model, int row, int column)
{
    return model.index(row, column).data().toString();
}

} // namespace

class ModelsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void peopleComeAndGoByDifference()
    {
        PeopleModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.follow(snapshotOf({"ada", "bob", "eve", "kim"}));
        const QPersistentModelIndex eve = model.index(2, PeopleModel::Name);
        model.follow(snapshotOf({"kim", "zoe", "eve"}));
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(eve.isValid());
        QCOMPARE(eve.data().toString(), u"eve"_s);
        QCOMPARE(cell(model, 2, PeopleModel::Name), u"zoe"_s);
        model.follow({});
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(reset.size(), 0);
    }

    void anUnchangedSnapshotSaysNothing()
    {
        PeopleModel model;
        model.follow(snapshotOf({"ada", "bob"}));
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.follow(snapshotOf({"bob", "ada"}));
        QCOMPARE(changed.size(), 0);
        ServerSnapshot later = snapshotOf({"ada", "bob"});
        later.people[1].messages = 7;
        model.follow(later);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().first().toModelIndex().row(), 1);
    }

    void aPersonIsShownInWords()
    {
        ServerSnapshot snapshot = snapshotOf({"ada"});
        snapshot.people[0].rooms = {"@#lobby", "+&ops", "#plain"};
        snapshot.people[0].address = "[2001:db8::7]:51514";
        snapshot.people[0].idleSeconds = 75;
        snapshot.people[0].messages = 1234;
        snapshot.people[0].isSecure = true;
        PeopleModel model;
        model.follow(snapshot);
        QCOMPARE(cell(model, 0, PeopleModel::Address), u"2001:db8::7"_s);
        QCOMPARE(cell(model, 0, PeopleModel::Rooms), u"#lobby, &ops, #plain"_s);
        QCOMPARE(cell(model, 0, PeopleModel::Since), u"3 min"_s);
        QCOMPARE(cell(model, 0, PeopleModel::Idle), u"1 min"_s);
        QCOMPARE(cell(model, 0, PeopleModel::Encrypted), u"Yes"_s);
        QCOMPARE(model.person(model.index(0, 0))->rooms, (QList<QByteArray>{"#lobby", "&ops", "#plain"}));
        QVERIFY(!model.person({}));
    }

    void theAccountIsShownAndDevicesWhereThereAreMore_data()
    {
        QTest::addColumn<QByteArray>("account");
        QTest::addColumn<int>("devices");
        QTest::addColumn<QString>("shown");
        QTest::addColumn<QString>("inHint");
        QTest::newRow("not signed in") << QByteArray() << 1 << QString() << u"Not signed in"_s;
        QTest::newRow("on one device") << QByteArray("ada") << 1 << u"ada"_s << u"Signed in as ada"_s;
        QTest::newRow("on three") << QByteArray("ada") << 3 << u"ada, 3 devices"_s << u"Signed in as ada on 3 devices"_s;
    }
    void theAccountIsShownAndDevicesWhereThereAreMore()
    {
        QFETCH(const QByteArray, account);
        QFETCH(const int, devices);
        ServerSnapshot snapshot = snapshotOf({"adele"});
        snapshot.people[0].account = account;
        snapshot.people[0].devices = devices;
        PeopleModel model;
        model.follow(snapshot);
        const auto plain = [](QString text) { return text.remove(QChar(0x2068)).remove(QChar(0x2069)); };
        QTEST(plain(cell(model, 0, PeopleModel::Account)), "shown");
        const QString hint = plain(model.index(0, PeopleModel::Account).data(Qt::ToolTipRole).toString());
        QFETCH(const QString, inHint);
        QVERIFY2(hint.contains(inHint), qPrintable(hint));
    }

    void markupFromOthersStaysText()
    {
        PeopleModel model;
        model.follow(snapshotOf({"<b>x"}));
        QCOMPARE(cell(model, 0, PeopleModel::Name), u"<b>x"_s);
        QVERIFY(model.index(0, 0).data(Qt::ToolTipRole).toString().contains(u"&lt;b&gt;x"_s));
    }

    void roomsAndBansAreListed()
    {
        ServerSnapshot snapshot;
        snapshot.at = kNow;
        snapshot.hasHistory = true;
        snapshot.rooms = {{"#lobby", "Welcome", "+nt", 3, kNow - 2h, 40, 1200}};
        snapshot.bans = {{"192.0.2.*", "ada", "noise", kNow - 1h, kNow + 90min}, {"198.51.100.1", "ada", {}, kNow, kNow}};
        RoomsModel rooms;
        rooms.follow(snapshot);
        QCOMPARE(cell(rooms, 0, RoomsModel::People), u"3"_s);
        QCOMPARE(cell(rooms, 0, RoomsModel::Age), u"2 h"_s);
        QCOMPARE(cell(rooms, 0, RoomsModel::History), Text::number(1200));
        QCOMPARE(rooms.index(0, RoomsModel::History).data(RoomsModel::SortRole).toULongLong(), 1200ULL);
        snapshot.hasHistory = false;
        rooms.follow(snapshot);
        QCOMPARE(cell(rooms, 0, RoomsModel::History), u"–"_s);
        BansModel bans;
        bans.follow(snapshot);
        QCOMPARE(cell(bans, 0, BansModel::Until), u"1 h 30 min left"_s);
        QCOMPARE(cell(bans, 1, BansModel::Until), u"For ever"_s);
        QVERIFY(bans.index(1, BansModel::Until).data(BansModel::SortRole).toLongLong()
                > bans.index(0, BansModel::Until).data(BansModel::SortRole).toLongLong());
    }

    void theLogIsARing()
    {
        LogModel model(3);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.append({happening(EventKind::Message, "ada", "1"), happening(EventKind::Message, "ada", "2")}, 0);
        model.append({happening(EventKind::Message, "ada", "3"), happening(EventKind::Message, "ada", "4")}, 0);
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(model.savedLine(0).endsWith(Text::isolated(u"2"_s)));
        QList<ServerEvent> many;
        for (int index = 0; index < 10; ++index)
            many.append(happening(EventKind::Message, "ada", QByteArray::number(index)));
        model.append(many, 0);
        QCOMPARE(model.rowCount(), 3);
        QVERIFY(model.savedLine(2).endsWith(Text::isolated(u"9"_s)));
    }

    void aFullLogIsFilteredAsItRuns()
    {
        constexpr int kMany = 1000;
        constexpr int kAtOnce = 100;
        LogModel model(kMany);
        LogFilter filter;
        filter.setSourceModel(&model);
        const QAbstractItemModelTester tester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        filter.setWords(u"SEVENTH"_s);
        const QSignalSpy inserted(&filter, &QAbstractItemModel::rowsInserted);
        const QSignalSpy removed(&filter, &QAbstractItemModel::rowsRemoved);
        const QSignalSpy reset(&filter, &QAbstractItemModel::modelReset);
        for (int from = 0; from < 5 * kMany; from += kAtOnce) {
            QList<ServerEvent> events;
            for (int index = from; index < from + kAtOnce; ++index)
                events.append(happening(EventKind::Message, "ada", index % 10 == 7 ? "the seventh" : "another"));
            model.append(events, 0);
        }
        QCOMPARE(model.rowCount(), kMany);
        QCOMPARE(inserted.size(), 5 * kMany / kAtOnce); // one for each batch, however many rows it has
        QVERIFY(removed.size() <= 4 * kMany / kAtOnce);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(filter.rowCount(), kMany / 10);
        QCOMPARE(filter.mapToSource(filter.index(0, 0)).row(), 7);
        QCOMPARE(filter.mapFromSource(model.index(7, LogModel::Who)), filter.index(0, LogModel::Who));
        QVERIFY(!filter.mapFromSource(model.index(8, 0)).isValid());
        filter.setWords({});
        QCOMPARE(reset.size(), 1);
        QCOMPARE(filter.rowCount(), kMany);
    }

    void theTimeOfALineIsFound()
    {
        LogModel model;
        LogFilter filter;
        filter.setSourceModel(&model);
        model.append({happening(EventKind::Message, "ada", "hello")}, 0);
        filter.setWords(Text::clockTime(kNow));
        QCOMPARE(filter.rowCount(), 1);
        filter.setWords(Text::clockTime(kNow + 1s));
        QCOMPARE(filter.rowCount(), 0);
    }

    void whatTheFeedDroppedIsSaid()
    {
        LogModel model;
        model.append({happening(EventKind::Message, "ada", "hello")}, 12);
        QCOMPARE(model.rowCount(), 2);
        QVERIFY(cell(model, 0, LogModel::What).contains(u"12"_s));
    }

    void aPausedLogWaits()
    {
        LogModel model(3);
        const QSignalSpy changed(&model, &LogModel::waitingChanged);
        model.setPaused(true);
        for (int index = 0; index < 5; ++index)
            model.append({happening(EventKind::Message, "ada", QByteArray::number(index))}, 0);
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.waiting(), std::size_t{3});
        model.setPaused(false);
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.waiting(), std::size_t{0});
        QVERIFY(changed.size() >= 2);
    }

    void whatWasDeletedIsNowhere()
    {
        LogModel model;
        LogFilter filter;
        filter.setSourceModel(&model);
        model.append({happening(EventKind::Message, "bob", "the secret word"), happening(EventKind::Redacted, "ada", "why")}, 0);
        filter.setGroupShown(EventGroup::Messages, false);
        QCOMPARE(filter.rowCount(), 1);
        QVERIFY(EventText::words(happening(EventKind::Redacted, "ada", "why")).said.isEmpty());
        QVERIFY(!model.savedLine(1).contains(u"secret"_s));
        filter.setGroupShown(EventGroup::Management, false);
        QCOMPARE(filter.rowCount(), 0);
    }

    void hiddenTextIsNowhere()
    {
        LogModel model;
        LogFilter filter;
        filter.setSourceModel(&model);
        model.append({happening(EventKind::Message, "ada", "the secret word")}, 0);
        filter.setWords(u"secret"_s);
        QCOMPARE(filter.rowCount(), 1);
        model.setTextHidden(true);
        filter.setWords(u"secret word"_s);
        QCOMPARE(filter.rowCount(), 0);
        QVERIFY(!model.savedLine(0).contains(u"secret"_s));
        QVERIFY(!model.index(0, LogModel::What).data(Qt::ToolTipRole).toString().contains(u"secret"_s));
    }

    void directMessagesAreNeverShown()
    {
        LogModel model;
        model.append({happening(EventKind::DirectMessage, "ada", "between us")}, 0);
        QVERIFY(!model.savedLine(0).contains(u"between us"_s));
        QVERIFY(model.savedLine(0).contains(u"bob"_s));
    }

    void aSavedLineIsOneLine()
    {
        LogModel model;
        model.append({happening(EventKind::Closed, "ada", "gone\tfor\r\ngood")}, 0);
        QCOMPARE(model.savedLine(0).count(u'\t'), 3);
        QVERIFY(!model.savedLine(0).contains(u'\n'));
        QVERIFY(model.savedLine(0).startsWith(u"2023-11-14T22:13:20.000Z\tGone\tada\t"_s));
    }

    void groupsNarrowTheLog()
    {
        LogModel model;
        LogFilter filter;
        filter.setSourceModel(&model);
        model.append({happening(EventKind::Opened, {}), happening(EventKind::Joined, "ada"), happening(EventKind::Message, "ada", "x"),
                      happening(EventKind::Kicked, "ada")},
                     0);
        QCOMPARE(filter.rowCount(), 4);
        filter.setGroupShown(EventGroup::Messages, false);
        filter.setGroupShown(EventGroup::Connections, false);
        QCOMPARE(filter.rowCount(), 2);
        filter.setGroupShown(EventGroup::Messages, true);
        QCOMPARE(filter.rowCount(), 3);
        filter.setWords(u"KICKED"_s);
        QCOMPARE(filter.rowCount(), 1);
    }

    void eventsAreWords_data()
    {
        QTest::addColumn<ServerEvent>("happened");
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("what");
        QTest::newRow("who has no name yet is an address")
            << happening(EventKind::Opened, {}) << u"192.0.2.7:51514"_s << u"Connected from 192.0.2.7:51514"_s;
        QTest::newRow("a new name") << happening(EventKind::Renamed, "ada") << u"ada"_s << u"Is now bob"_s;
        QTest::newRow("a reason follows") << happening(EventKind::Parted, "ada", "bye") << u"ada"_s << u"Left #lobby: bye"_s;
        QTest::newRow("no reason, no colon") << happening(EventKind::Parted, "ada") << u"ada"_s << u"Left #lobby"_s;
        QTest::newRow("a topic that is taken away")
            << happening(EventKind::TopicSet, "ada") << u"ada"_s << u"Took the topic of #lobby away"_s;
        ServerEvent deleted = happening(EventKind::RoomDeleted, {}, "we eat outside now");
        deleted.address.clear();
        QTest::newRow("the lobby only loses its history")
            << deleted << u"this server"_s << u"The history of #lobby was deleted: we eat outside now"_s;
        deleted.room = "#kitchen";
        QTest::newRow("a room that is deleted")
            << deleted << u"this server"_s << u"#kitchen was deleted with its history: we eat outside now"_s;
        ServerEvent redacted = happening(EventKind::Redacted, "ada", "not here, please");
        QTest::newRow("a message was deleted, and why")
            << redacted << u"ada"_s << u"Deleted a message of bob in #lobby: not here, please"_s;
        redacted.room.clear();
        redacted.text.clear();
        QTest::newRow("a direct message was deleted") << redacted << u"ada"_s << u"Deleted a direct message of bob"_s;
        QTest::newRow("a room has another name") << happening(EventKind::RoomRenamed, "ada") << u"ada"_s << u"Renamed #lobby to bob"_s;
        QTest::newRow("somebody signed in") << happening(EventKind::SignedIn, "ada") << u"ada"_s << u"Signed in as bob"_s;
        QTest::newRow("somebody signed out") << happening(EventKind::SignedOut, "ada") << u"ada"_s << u"Signed out of bob"_s;
        QTest::newRow("somebody could not sign in") << happening(EventKind::SignInFailed, {}, "Wrong password") << u"192.0.2.7:51514"_s
                                                    << u"Could not sign in as bob: Wrong password"_s;
        QTest::newRow("a name is kept") << happening(EventKind::AccountRegistered, "ada") << u"ada"_s
                                        << u"Keeps the name bob from now on"_s;
        ServerEvent atTheMachine = happening(EventKind::PasswordReset, {});
        atTheMachine.address.clear();
        QTest::newRow("a password was replaced at the machine")
            << atTheMachine << u"this server"_s << u"The password of bob was replaced"_s;
        QTest::newRow("a name is given up") << happening(EventKind::AccountDeleted, "ada") << u"ada"_s
                                            << u"The name bob is free again; its account was deleted"_s;
        QTest::newRow("who was removed") << happening(EventKind::Kicked, "ada", "spam") << u"ada"_s << u"Removed bob from #lobby: spam"_s;
    }
    void eventsAreWords()
    {
        QFETCH(ServerEvent, happened);
        EventWords words = EventText::words(happened);
        QTEST(words.who, "who");
        QTEST(words.what.remove(QChar(0x2068)).remove(QChar(0x2069)), "what");
    }

    void everyKindHasAWord()
    {
        for (int kind = 0; kind <= static_cast<int>(EventKind::Warning); ++kind)
            QVERIFY(!EventText::kind(static_cast<EventKind>(kind)).isEmpty());
    }

    void measuresCountTheLastMinute()
    {
        Measures measures;
        ServerSnapshot snapshot;
        snapshot.startedAt = kNow;
        for (int second = 0; second <= 180; ++second) {
            snapshot.at = kNow + std::chrono::seconds(second);
            snapshot.messages = static_cast<std::uint64_t>(second * 2);
            snapshot.sentBytes = static_cast<std::uint64_t>(second * 1000);
            measures.add(snapshot);
        }
        QCOMPARE(measures.latest().messages, 120.0);
        QCOMPARE(measures.latest().sent, 1000.0);
        QCOMPARE(measures.samples().size(), std::size_t{91});
    }

    void measuresKeepTenMinutes()
    {
        Measures measures;
        ServerSnapshot snapshot;
        snapshot.startedAt = kNow;
        for (int second = 0; second <= 1800; second += 2) {
            snapshot.at = kNow + std::chrono::seconds(second);
            measures.add(snapshot);
        }
        QCOMPARE(measures.samples().size(), std::size_t{301});
        QCOMPARE(measures.samples().front().at, snapshot.at - 10min);
    }

    void anotherRunBeginsAtNothing()
    {
        Measures measures;
        ServerSnapshot snapshot;
        snapshot.startedAt = kNow;
        snapshot.at = kNow + 1s;
        snapshot.messages = 500;
        measures.add(snapshot);
        snapshot.startedAt = kNow + 10s;
        snapshot.at = kNow + 11s;
        snapshot.messages = 3;
        measures.add(snapshot);
        QCOMPARE(measures.latest().messages, 3.0);
    }

    void textIsCleaned_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain text stays") << QByteArray("hello") << u"hello"_s;
        QTest::newRow("bold goes") << QByteArray("\x02"
                                                 "bold\x02")
                                   << u"bold"_s;
        QTest::newRow("a colour goes with its numbers") << QByteArray("\x03"
                                                                      "04,12red\x03 plain")
                                                        << u"red plain"_s;
        QTest::newRow("a third digit is text") << QByteArray("\x03"
                                                             "0411 o'clock")
                                               << u"11 o'clock"_s;
        QTest::newRow("a comma without a number is text") << QByteArray("\x03"
                                                                        "4,x")
                                                          << u",x"_s;
        QTest::newRow("a tab is a space") << QByteArray("a\tb") << u"a b"_s;
        QTest::newRow("an end of line is nothing") << QByteArray("a\r\nb") << u"ab"_s;
    }
    void textIsCleaned()
    {
        QFETCH(QByteArray, bytes);
        QTEST(Text::fromOthers(bytes), "expected");
    }

    void durationsAreShort_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("expected");
        QTest::newRow("nothing yet") << qint64{0} << u"just now"_s;
        QTest::newRow("seconds") << qint64{59} << u"59 s"_s;
        QTest::newRow("minutes") << qint64{60} << u"1 min"_s;
        QTest::newRow("a full hour") << qint64{3600} << u"1 h"_s;
        QTest::newRow("hours and minutes") << qint64{3600 * 2 + 300} << u"2 h 5 min"_s;
    }
    void durationsAreShort()
    {
        QFETCH(qint64, seconds);
        QTEST(Text::duration(std::chrono::seconds(seconds)), "expected");
    }
};

QTEST_GUILESS_MAIN(ModelsTest)
#include "tst_models.moc"
