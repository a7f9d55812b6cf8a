// How far somebody has read. Tests are named after the sections of IRCv3 draft/read-marker.
#include "server/accountscene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray kOwn = "standard-replies labeled-response batch draft/read-marker";
// The dialogue's clock begins at 2023-11-14T22:13:20Z.
const QByteArray kEarly = "timestamp=2023-11-14T20:00:00.000Z";
const QByteArray kLater = "timestamp=2023-11-14T21:00:00.123Z";

QByteArrayList marks(const QByteArrayList& lines)
{
    QByteArrayList found;
    for (const QByteArray& line : lines) {
        if (line.contains(" MARKREAD "))
            found.append(line);
    }
    return found;
}

struct Scene final
{
    Scene() : ann(dialogue.enter("ann", kOwn)), bob(dialogue.enter("bob", kOwn))
    {
        ann.say("JOIN #room");
        bob.say("JOIN #room");
        dialogue.forgetLines();
    }

    Dialogue dialogue;
    Person& ann;
    Person& bob;
};

} // namespace

class TestReadMarker final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setCommand_isAnsweredByTheMark()
    {
        Scene scene;
        QCOMPARE(scene.ann.ask("MARKREAD #ROOM " + kLater), QByteArrayList{":chat.local MARKREAD #room " + kLater});
        QCOMPARE(scene.ann.ask("@label=x MARKREAD #room"), QByteArrayList{"@label=x :chat.local MARKREAD #room " + kLater});
    }

    void setCommand_anOlderOneIsAnsweredByTheStoredOne()
    {
        Scene scene;
        scene.ann.say("MARKREAD #room " + kLater);
        QCOMPARE(scene.ann.ask("MARKREAD #room " + kEarly), QByteArrayList{":chat.local MARKREAD #room " + kLater});
        QCOMPARE(scene.ann.ask("MARKREAD #room " + kLater), QByteArrayList{":chat.local MARKREAD #room " + kLater});
        QCOMPARE(scene.ann.ask("MARKREAD #room"), QByteArrayList{":chat.local MARKREAD #room " + kLater});
    }

    void setCommand_isNeverBeyondNow()
    {
        Scene scene;
        QCOMPARE(scene.ann.ask("MARKREAD #room timestamp=2999-01-01T00:00:00.000Z"),
                 QByteArrayList{":chat.local MARKREAD #room timestamp=2023-11-14T22:13:20.000Z"});
    }

    void getCommand_withoutAMarkIsAStar()
    {
        Scene scene;
        QCOMPARE(scene.ann.ask("MARKREAD #room"), QByteArrayList{":chat.local MARKREAD #room *"});
        QCOMPARE(scene.ann.ask("MARKREAD bob"), QByteArrayList{":chat.local MARKREAD bob *"});
        QCOMPARE(scene.ann.ask("MARKREAD #elsewhere"), QByteArrayList{":chat.local MARKREAD #elsewhere *"});
    }

    void getCommand_ofAPerson()
    {
        Scene scene;
        QCOMPARE(scene.ann.ask("MARKREAD BOB " + kLater), QByteArrayList{":chat.local MARKREAD bob " + kLater});
        QCOMPARE(scene.ann.ask("MARKREAD bob"), QByteArrayList{":chat.local MARKREAD bob " + kLater});
    }

    void description_nobodyElseLearnsOfIt()
    {
        Scene scene;
        scene.ann.say("MARKREAD #room " + kLater);
        scene.ann.say("MARKREAD bob " + kLater);
        QVERIFY(scene.bob.read().isEmpty());
        QCOMPARE(scene.bob.ask("MARKREAD #room"), QByteArrayList{":chat.local MARKREAD #room *"});
    }

    void commandFlows_afterAJoinAndBeforeTheEndOfNames()
    {
        Scene scene;
        scene.ann.say("MARKREAD #room " + kLater);
        scene.ann.say("PART #room");
        const QByteArrayList lines = scene.ann.ask("JOIN #room");
        QVERIFY(lines.value(0).endsWith(" JOIN #room"));
        const qsizetype mark = lines.indexOf(":chat.local MARKREAD #room " + kLater);
        QVERIFY(mark > 0);
        QVERIFY(lines.last().contains(" 366 "));
        QVERIFY(mark < lines.size() - 1);
        QCOMPARE(marks(scene.bob.ask("JOIN #new")), QByteArrayList{":chat.local MARKREAD #new *"});
        Person& old = scene.dialogue.enter("old");
        QVERIFY(marks(old.ask("JOIN #room")).isEmpty());
    }

    void commandFlows_otherDevicesOfThePerson()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        scene.hasAccount("bob");
        const QByteArray capabilities = kAccountCapabilities + " draft/read-marker";
        Person& desk = scene.device("ann", "ann", capabilities);
        desk.say("JOIN #room");
        Person& phone = scene.begin("ann", "ann", capabilities);
        QCOMPARE(marks(phone.read()), QByteArrayList{":chat.local MARKREAD #room *"}); // a device that joins is told, too
        Person& old = scene.device("ann", "ann");
        Person& bob = scene.device("bob", "bob", capabilities);
        bob.say("JOIN #room");
        scene.dialogue.forgetLines();
        desk.say("MARKREAD #room " + kLater);
        desk.say("MARKREAD bob " + kLater);
        QCOMPARE(marks(phone.read()), (QByteArrayList{":chat.local MARKREAD #room " + kLater, ":chat.local MARKREAD bob " + kLater}));
        QVERIFY(marks(old.read()).isEmpty()); // has not asked for it
        QVERIFY(bob.read().isEmpty());
        phone.say("MARKREAD #room " + kEarly); // no news
        QVERIFY(marks(desk.read()).size() == 2);
        QCOMPARE(marks(desk.ask("MARKREAD #room")), QByteArrayList{":chat.local MARKREAD #room " + kLater});
    }

    void marksOfAnAccountAreKept()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        scene.hasAccount("bob");
        const QByteArray capabilities = kAccountCapabilities + " draft/read-marker";
        Person& ann = scene.device("ann", "ann", capabilities);
        ann.say("JOIN #room");
        ann.say("PRIVMSG #room :hello");
        ann.say("MARKREAD #room " + kLater);
        ann.say("MARKREAD bob " + kEarly);
        AccountScene next{{}, scene.dialogue.takeStore()};
        Person& again = next.device("ann", "ann", capabilities);
        QCOMPARE(marks(again.ask("JOIN #room")), QByteArrayList{":chat.local MARKREAD #room " + kLater});
        QCOMPARE(marks(again.ask("MARKREAD bob")), QByteArrayList{":chat.local MARKREAD bob " + kEarly});
    }

    void marksOfAConversationAreByAccountWhateverTheName()
    {
        AccountScene scene;
        scene.hasAccount("ann");
        scene.hasAccount("bob");
        Person& ann = scene.device("ann", "ann", kAccountCapabilities + " draft/read-marker");
        Person& bob = scene.device("bob", "bob");
        ann.say("MARKREAD bob " + kLater);
        bob.say("NICK robert");
        QCOMPARE(marks(ann.ask("MARKREAD robert")), QByteArrayList{":chat.local MARKREAD robert " + kLater});
        bob.say("QUIT");
        QCOMPARE(marks(ann.ask("MARKREAD bob")), QByteArrayList{":chat.local MARKREAD bob " + kLater});
    }

    void marksAreBounded()
    {
        Scene scene;
        scene.ann.say("MARKREAD first timestamp=2020-01-01T00:00:00.000Z");
        for (int i = 0; i < 1000; ++i)
            scene.ann.say("MARKREAD x" + QByteArray::number(i) + ' ' + kLater);
        QCOMPARE(scene.ann.ask("MARKREAD first"), QByteArrayList{":chat.local MARKREAD first *"}); // the oldest went
        QCOMPARE(scene.ann.ask("MARKREAD x0"), QByteArrayList{":chat.local MARKREAD x0 " + kLater});
    }

    void errors_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("error");
        const auto row = [](const char* name, const QByteArray& line, const QByteArray& error) { QTest::newRow(name) << line << error; };
        row("missing parameters", "MARKREAD", "NEED_MORE_PARAMS :Missing parameters");
        row("an empty one", "MARKREAD :", "NEED_MORE_PARAMS :Missing parameters");
        row("no name of anything", "MARKREAD a,b", "INVALID_PARAMS a,b :Invalid parameters");
        row("a room that one is not in", "MARKREAD #elsewhere " + kLater, "INVALID_PARAMS #elsewhere :Invalid parameters");
        row("a star is only of the server", "MARKREAD #room *", "INVALID_PARAMS * :Invalid parameters");
        row("no moment", "MARKREAD #room 4242", "INVALID_PARAMS 4242 :Invalid parameters");
        row("a moment that is none", "MARKREAD #room timestamp=2023-13-14T20:00:00.000Z",
            "INVALID_PARAMS timestamp=2023-13-14T20:00:00.000Z :Invalid parameters");
        row("a message", "MARKREAD #room msgid=abc", "INVALID_PARAMS msgid=abc :Invalid parameters");
    }
    void errors()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, error);
        Scene scene;
        QCOMPARE(scene.ann.ask(line), QByteArrayList{":chat.local FAIL MARKREAD " + error});
        QCOMPARE(scene.ann.ask("MARKREAD #room"), QByteArrayList{":chat.local MARKREAD #room *"});
    }
};

QTEST_GUILESS_MAIN(TestReadMarker)
#include "tst_readmarker.moc"
