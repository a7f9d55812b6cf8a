// Tags that clients send to each other: relayed as they came, and kept with what they were on, but for who is typing.
// IRCv3 client-only tags typing, reply, react, unreact, channel-context; message-tags, "Client-only tags".
#include "server/historyscene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

const QByteArray kAll = "batch message-tags echo-message draft/chathistory draft/event-playback";

struct Scene final
{
    Scene()
        : dialogue({}, 1, std::make_unique<storage::MemoryStore>()), ann(dialogue.enter("ann", kAll)), bob(dialogue.enter("bob", kAll)),
          old(dialogue.enter("old"))
    {
        for (Person* each : {&ann, &bob, &old})
            each->say("JOIN #room");
        dialogue.forgetLines();
    }

    // The lines of #room's history that are of ann and are no JOIN, bare of batch and id.
    [[nodiscard]] QByteArrayList history()
    {
        QByteArrayList found;
        for (QByteArray line : bob.ask("CHATHISTORY LATEST #room * 50")) {
            if (line.contains(":ann!") && !line.contains(" JOIN ") && !line.contains(" BATCH "))
                found.append(line.remove(0, line.indexOf("msgid=*")));
        }
        return found;
    }

    Dialogue dialogue;
    Person& ann;
    Person& bob;
    Person& old;
};

} // namespace

class TestClientTags final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areRelayedAsTheyCame_data()
    {
        QTest::addColumn<QByteArray>("tags");
        QTest::newRow("typing: active") << QByteArray("+typing=active");
        QTest::newRow("typing: paused") << QByteArray("+typing=paused");
        QTest::newRow("typing: done") << QByteArray("+typing=done");
        QTest::newRow("reply") << QByteArray("+reply=abc");
        QTest::newRow("reply, the draft") << QByteArray("+draft/reply=abc");
        QTest::newRow("react: an emoji") << QByteArray("+draft/reply=abc;+draft/react=\xf0\x9f\x91\x8b");
        QTest::newRow("react: any text") << QByteArray("+draft/reply=abc;+draft/react=:)");
        QTest::newRow("react: escaped") << QByteArray("+draft/reply=abc;+draft/react=a\\sb\\:c");
        QTest::newRow("unreact") << QByteArray("+draft/reply=abc;+draft/unreact=\xf0\x9f\x91\x8b");
        QTest::newRow("channel-context") << QByteArray("+draft/channel-context=#room");
        QTest::newRow("one that nobody knows") << QByteArray("+example.org/thing=1");
    }
    void areRelayedAsTheyCame()
    {
        QFETCH(QByteArray, tags);
        for (const QByteArray what : {"PRIVMSG %1 :hello you", "NOTICE %1 :hello you", "TAGMSG %1"}) {
            for (const QByteArray to : {"#room", "bob"}) {
                Scene scene;
                const QByteArray command = QByteArray(what).replace("%1", to);
                const QByteArrayList line{"@msgid=*;" + tags + " :ann!ann@192.0.2.1 " + command};
                QCOMPARE(scene.ann.ask('@' + tags + ' ' + command), line); // its echo
                QCOMPARE(scene.bob.read(), line);
                const bool isHeard = to == "#room" && !command.startsWith("TAGMSG");
                QCOMPARE(scene.old.read(), isHeard ? QByteArrayList{":ann!ann@192.0.2.1 " + command} : QByteArrayList{});
            }
        }
    }

    void thoseOfTheServerAreNotRelayed()
    {
        Scene scene;
        scene.ann.say("@msgid=mine;time=then;account=root;+draft/reply=abc;batchy=1 PRIVMSG #room :hello you");
        QCOMPARE(scene.bob.read(), QByteArrayList{"@msgid=*;+draft/reply=abc :ann!ann@192.0.2.1 PRIVMSG #room :hello you"});
    }

    void typing_isNotKept()
    {
        Scene scene;
        for (const QByteArray state : {"active", "paused", "done"})
            scene.ann.say("@+typing=" + state + " TAGMSG #room");
        QCOMPARE(scene.history(), QByteArrayList{});
    }

    void react_comesBackWithTheHistory()
    {
        Scene scene;
        scene.ann.say("PRIVMSG #room :hello");
        scene.ann.say("@+draft/reply=abc;+draft/react=x TAGMSG #room");
        scene.ann.say("@+draft/reply=abc;+draft/unreact=x TAGMSG #room");
        scene.dialogue.forgetLines();
        QCOMPARE(scene.history(), (QByteArrayList{"msgid=* :ann!ann@192.0.2.1 PRIVMSG #room hello",
                                                  "msgid=*;+draft/reply=abc;+draft/react=x :ann!ann@192.0.2.1 TAGMSG #room",
                                                  "msgid=*;+draft/reply=abc;+draft/unreact=x :ann!ann@192.0.2.1 TAGMSG #room"}));
    }

    void react_mayBeOnAMessage()
    {
        Scene scene;
        scene.ann.say("@+draft/reply=abc;+draft/react=x PRIVMSG #room :x");
        scene.dialogue.forgetLines();
        QCOMPARE(scene.history(), QByteArrayList{"msgid=*;+draft/reply=abc;+draft/react=x :ann!ann@192.0.2.1 PRIVMSG #room x"});
    }

    void reply_comesBackWithTheHistory()
    {
        Scene scene;
        scene.ann.say("@+reply=abc PRIVMSG #room :hello");
        scene.dialogue.forgetLines();
        QCOMPARE(scene.history(), QByteArrayList{"msgid=*;+reply=abc :ann!ann@192.0.2.1 PRIVMSG #room hello"});
    }

    void anEmptyMessageIsNone()
    {
        Scene scene;
        QCOMPARE(scene.ann.ask("@+draft/react=x PRIVMSG #room"), QByteArrayList{":chat.local 412 ann :No text to send"});
    }
};

QTEST_GUILESS_MAIN(TestClientTags)
#include "tst_clienttags.moc"
