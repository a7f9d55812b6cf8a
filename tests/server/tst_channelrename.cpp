// Giving a room another name. Tests are named after the sections of IRCv3 draft/channel-rename.
#include "server/accountscene.h"
#include "server/historyscene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray kNew = "batch labeled-response standard-replies draft/channel-rename";

ServerConfig withOperator()
{
    ServerConfig config;
    config.operators = {{"root", "secret"}};
    return config;
}

// ann runs #room; bob knows RENAME and dora does not; carl is not inside.
struct Scene final
{
    explicit Scene(const QByteArray& ofAnn = kNew, std::unique_ptr<storage::Store> store = std::make_unique<storage::MemoryStore>())
        : dialogue(withOperator(), 1, std::move(store)), ann(dialogue.enter("ann", ofAnn)), bob(dialogue.enter("bob", kNew)),
          dora(dialogue.enter("dora")), carl(dialogue.enter("carl", kNew))
    {
        for (Person* each : {&ann, &bob, &dora})
            each->say("JOIN #room");
        dialogue.forgetLines();
    }

    Dialogue dialogue;
    Person& ann;
    Person& bob;
    Person& dora;
    Person& carl;
};

QByteArray texts(const QByteArrayList& lines)
{
    return lines.join(" | ");
}

} // namespace

class TestChannelRename final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messages_thoseWhoKnowItGetRename()
    {
        Scene scene;
        const QByteArrayList line{":ann!ann@192.0.2.1 RENAME #room #other :Typo fix"};
        QCOMPARE(scene.ann.ask("RENAME #room #other :Typo fix"), line);
        QCOMPARE(scene.bob.read(), line);
        QCOMPARE(scene.carl.read(), QByteArrayList{});
    }

    void messages_theReasonIsAlwaysThere()
    {
        Scene scene;
        QCOMPARE(scene.ann.ask("@label=x RENAME #room #other"), QByteArrayList{"@label=x :ann!ann@192.0.2.1 RENAME #room #other :"});
        QCOMPARE(scene.bob.read(), QByteArrayList{":ann!ann@192.0.2.1 RENAME #room #other :"});
    }

    void messages_allOfTheRoomStays()
    {
        Scene scene;
        scene.ann.sayAll(
            {"TOPIC #room :hello", "MODE #room +imk key", "MODE #room +v bob", "MODE #room +b evil!*@*", "RENAME #room #other"});
        scene.dialogue.forgetLines();
        QVERIFY(texts(scene.bob.ask("NAMES #other")).contains("+bob"));
        QVERIFY(texts(scene.bob.ask("NAMES #other")).contains("@ann"));
        QVERIFY(texts(scene.bob.ask("TOPIC #other")).contains(" 332 bob #other hello"));
        QVERIFY(texts(scene.bob.ask("MODE #other")).contains("+kimnt key"));
        QVERIFY(texts(scene.bob.ask("MODE #other b")).contains("evil!*@*"));
        scene.bob.say("PRIVMSG #other :hi");
        QCOMPARE(scene.ann.read(), QByteArrayList{":bob!bob@192.0.2.2 PRIVMSG #other hi"});
        QVERIFY(texts(scene.bob.ask("PRIVMSG #room :hi")).contains(" 403 "));
    }

    void messages_theCaseAloneCanBeChanged()
    {
        Scene scene;
        QCOMPARE(scene.ann.ask("RENAME #room #Room"), QByteArrayList{":ann!ann@192.0.2.1 RENAME #room #Room :"});
        QCOMPARE(scene.dora.read(), QByteArrayList{}); // "This fallback SHOULD NOT be used"
        scene.ann.say("PRIVMSG #room :hi");
        QCOMPARE(scene.dora.read(), QByteArrayList{":ann!ann@192.0.2.1 PRIVMSG #Room hi"});
    }

    void messages_invitationsGoAlong()
    {
        Scene scene;
        scene.ann.sayAll({"MODE #room +i", "INVITE carl #room", "RENAME #room #other"});
        (void)scene.carl.read();
        QVERIFY(texts(scene.carl.ask("JOIN #other")).contains(" JOIN #other"));
    }

    void messages_theHistoryGoesAlong()
    {
        Scene scene{kNew + " draft/chathistory"};
        scene.ann.say("PRIVMSG #room :before");
        scene.ann.say("RENAME #room #other");
        scene.ann.say("PRIVMSG #other :after");
        (void)scene.ann.read();
        const QByteArrayList lines = scene.ann.ask("CHATHISTORY LATEST #other * 10");
        QCOMPARE(lines.size(), 4);
        QVERIFY(lines[1].endsWith(" PRIVMSG #other before"));
        QVERIFY(lines[2].endsWith(" PRIVMSG #other after"));
    }

    void messages_itIsKept()
    {
        Scene scene;
        scene.ann.sayAll({"PRIVMSG #room :before", "TOPIC #room :hello", "RENAME #room #Other"});
        Dialogue next{{}, 1, scene.dialogue.takeStore(), 3600s};
        Person& reader = next.enter("reader", "batch draft/chathistory standard-replies");
        const QByteArrayList lines = reader.ask("JOIN #other");
        QVERIFY2(texts(lines).contains(" 332 reader #Other hello"), texts(lines).constData());
        QCOMPARE(reader.ask("CHATHISTORY LATEST #other * 10").size(), 3);
        QVERIFY(!texts(reader.ask("LIST")).contains("#room"));
    }

    void messages_readMarksGoAlong()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        const QByteArray capabilities = kAccountCapabilities + " draft/read-marker draft/channel-rename";
        Person& ann = scene.device("ann", "ann", capabilities);
        const QByteArray mark = "timestamp=2023-11-14T20:00:00.000Z";
        ann.say("JOIN #room");
        ann.say("PRIVMSG #room :hello");
        ann.say("MARKREAD #room " + mark);
        ann.say("RENAME #room #other");
        QVERIFY(texts(ann.ask("MARKREAD #other")).endsWith(" MARKREAD #other " + mark));
        QVERIFY(texts(ann.ask("MARKREAD #room")).endsWith(" MARKREAD #room *"));
        AccountScene next{{}, scene.dialogue.takeStore()};
        Person& again = next.device("ann", "ann", capabilities);
        QVERIFY(texts(again.ask("MARKREAD #other")).endsWith(" MARKREAD #other " + mark));
    }

    void fallback_othersLeaveAndEnter()
    {
        Scene scene;
        scene.ann.say("TOPIC #room :hello");
        scene.dialogue.forgetLines();
        scene.ann.say("RENAME #room #other :Changing the name");
        const QByteArrayList lines = scene.dora.read();
        QCOMPARE(lines.value(0), ":dora!dora@192.0.2.3 PART #room :Changing the name");
        QCOMPARE(lines.value(1), ":dora!dora@192.0.2.3 JOIN #other");
        QCOMPARE(lines.value(2), ":chat.local 332 dora #other hello");
        QVERIFY(lines.value(3).startsWith(":chat.local 333 dora #other ann!ann@192.0.2.1 "));
        QVERIFY(lines.value(4).startsWith(":chat.local 353 dora = #other :@ann "));
        QCOMPARE(lines.value(5), ":chat.local 366 dora #other :End of /NAMES list");
        QCOMPARE(lines.size(), 6);
    }

    void fallback_thePartOfNoReasonHasNone()
    {
        Scene scene;
        scene.ann.say("RENAME #room #other");
        QCOMPARE(scene.dora.read().value(0), ":dora!dora@192.0.2.3 PART #room");
    }

    void fallback_isForWhoRenames()
    {
        Scene scene{"standard-replies"};
        const QByteArrayList lines = scene.ann.ask("RENAME #room #other");
        QCOMPARE(lines.value(0), ":ann!ann@192.0.2.1 PART #room");
        QCOMPARE(lines.value(1), ":ann!ann@192.0.2.1 JOIN #other");
        QCOMPARE(scene.bob.read(), QByteArrayList{":ann!ann@192.0.2.1 RENAME #room #other :"});
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("who");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("answer");
        const auto row = [](const char* name, const QByteArray& who, const QByteArray& line, const QByteArray& answer) {
            QTest::newRow(name) << who << line << answer;
        };
        row("not one of its operators", "bob", "RENAME #room #other", "482 bob #room :You're not channel operator");
        row("a stranger", "carl", "RENAME #room #other", "442 carl #room :You're not on that channel");
        row("no such room", "ann", "RENAME #nowhere #other", "403 ann #nowhere :No such channel");
        row("too few parameters", "ann", "RENAME #room", "461 ann RENAME :Not enough parameters");
        row("a name that is taken", "ann", "RENAME #room #taken",
            "FAIL RENAME CHANNEL_NAME_IN_USE #room #taken :There is a room of that name");
        row("in another case", "ann", "RENAME #room #TAKEN", "FAIL RENAME CHANNEL_NAME_IN_USE #room #TAKEN :There is a room of that name");
        row("the name that it has", "ann", "RENAME #room #room",
            "FAIL RENAME CHANNEL_NAME_IN_USE #room #room :There is a room of that name");
        row("another kind of channel", "ann", "RENAME #room &room", "FAIL RENAME CANNOT_RENAME #room &room :This is no name for a room");
        row("a name that is none", "ann", "RENAME #room #a,b", "FAIL RENAME CANNOT_RENAME #room #a,b :This is no name for a room");
        row("no name at all", "ann", "RENAME #room :", "FAIL RENAME CANNOT_RENAME #room * :This is no name for a room");
        row("a name that is too long", "ann", "RENAME #room #" + QByteArray(64, 'x'),
            "FAIL RENAME CANNOT_RENAME #room #" + QByteArray(64, 'x') + " :This is no name for a room");
        row("the lobby, by an operator of the server", "root", "RENAME #lobby #other",
            "FAIL RENAME CANNOT_RENAME #lobby #other :This room is always there, by this name");
    }
    void errors()
    {
        QFETCH(QByteArray, who);
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, answer);
        Scene scene;
        Person& root = scene.dialogue.enter("root", kNew);
        root.sayAll({"OPER root secret", "JOIN #lobby"});
        scene.carl.say("JOIN #taken");
        scene.dialogue.forgetLines();
        const std::map<QByteArray, Person*> people{{"ann", &scene.ann}, {"bob", &scene.bob}, {"carl", &scene.carl}, {"root", &root}};
        QCOMPARE(people.at(who)->ask(line), QByteArrayList{":chat.local " + answer});
        QCOMPARE(scene.dora.read(), QByteArrayList{});
        QVERIFY(texts(scene.bob.ask("NAMES #room")).contains("@ann"));
    }

    void permissions_anOperatorOfTheServerInside()
    {
        Scene scene;
        Person& root = scene.dialogue.enter("root", kNew);
        root.sayAll({"OPER root secret", "JOIN #room"});
        QVERIFY(texts(root.ask("RENAME #room #other")).contains(" RENAME #room #other :"));
    }

    void securityConsiderations_aLargeRoomIsRenamedOnceInAWhile()
    {
        Scene scene;
        for (int i = 0; i < 50; ++i)
            scene.dialogue.enter("p" + QByteArray::number(i)).say("JOIN #room");
        QVERIFY(texts(scene.ann.ask("RENAME #room #other")).contains(" RENAME "));
        QCOMPARE(scene.ann.ask("RENAME #other #third"),
                 QByteArrayList{":chat.local FAIL RENAME CANNOT_RENAME #other #third :This room has been renamed recently"});
        scene.dialogue.wait(60s);
        QVERIFY(texts(scene.ann.ask("RENAME #other #third")).contains(" RENAME "));
    }

    void withoutSavingItIsNotRenamed()
    {
        Scene scene;
        scene.ann.say("PRIVMSG #room :hello");
        scene.dialogue.storeError = storage::StoreError{storage::StoreError::Kind::Full, u"full"_s, false};
        scene.ann.say("PRIVMSG #room :lost");
        QVERIFY(texts(scene.ann.ask("RENAME #room #other")).contains(" FAIL RENAME CANNOT_RENAME #room #other "));
        QVERIFY(texts(scene.bob.ask("NAMES #room")).contains("@ann"));
    }

    void redirection_whoKnowsItIsTold()
    {
        Scene scene;
        scene.ann.say("RENAME #room #other");
        QCOMPARE(scene.carl.ask("JOIN #ROOM"),
                 QByteArrayList{":chat.local FAIL JOIN CHANNEL_RENAMED #ROOM #other :The channel has been renamed"});
        QVERIFY(texts(scene.carl.ask("JOIN #other")).contains(" JOIN #other"));
    }

    void redirection_othersAreTakenThere()
    {
        Scene scene;
        scene.ann.say("RENAME #room #other");
        Person& late = scene.dialogue.enter("late");
        const QByteArrayList lines = late.ask("JOIN #room");
        QCOMPARE(lines.value(0), ":chat.local 470 late #room #other :The channel has been renamed");
        QCOMPARE(lines.value(1), ":late!late@192.0.2.5 JOIN #other");
        QVERIFY(lines.last().contains(" 366 "));
    }

    void redirection_followsSeveralNames()
    {
        Scene scene;
        scene.ann.sayAll({"RENAME #room #second", "RENAME #second #third"});
        QVERIFY(texts(scene.carl.ask("JOIN #room")).contains(" CHANNEL_RENAMED #room #third "));
        QVERIFY(texts(scene.carl.ask("JOIN #second")).contains(" CHANNEL_RENAMED #second #third "));
        scene.ann.say("RENAME #third #room"); // and back
        QVERIFY(texts(scene.carl.ask("JOIN #third")).contains(" CHANNEL_RENAMED #third #room "));
        QVERIFY(texts(scene.carl.ask("JOIN #room")).contains(" JOIN #room"));
    }

    void redirection_tellsNobodyOfASecretRoom()
    {
        Scene scene;
        scene.ann.sayAll({"MODE #room +s", "RENAME #room #hidden"});
        const QByteArrayList lines = scene.carl.ask("JOIN #room");
        QVERIFY(!texts(lines).contains("hidden"));
        QVERIFY(texts(lines).contains(" JOIN #room")); // a new one
    }

    void redirection_endsWithTheRoom()
    {
        Scene scene{kNew, {}};
        scene.ann.say("RENAME #room #other");
        for (Person* each : {&scene.ann, &scene.bob, &scene.dora})
            each->say("PART #other");
        QVERIFY(texts(scene.carl.ask("JOIN #room")).contains(" JOIN #room"));
    }

    void theLogSaysBothNames()
    {
        Scene scene;
        scene.ann.say("RENAME #room #other :better");
        const ServerEvent event = scene.dialogue.recorder.last(EventKind::RoomRenamed);
        QCOMPARE(event.who, "ann");
        QCOMPARE(event.room, "#room");
        QCOMPARE(event.subject, "#other");
    }
};

QTEST_GUILESS_MAIN(TestChannelRename)
#include "tst_channelrename.moc"
