// soju.im/search, by its sections.
#include "protocol/messageid.h"
#include "protocol/timestamp.h"
#include "server/historyscene.h"

#include <QTest>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

namespace {

const QByteArray kOther = "the other room";

// #room as in HistoryScene; bob has said something in #room and in #other, where ann is not.
struct SearchScene final
{
    explicit SearchScene(const QByteArray& capabilities = kHistoryCapabilities) : scene(capabilities)
    {
        scene.dialogue.wait(std::chrono::seconds{1});
        scene.bob.say("PRIVMSG #room :Grüße, one and all");
        scene.bob.say("JOIN #other");
        scene.dialogue.wait(std::chrono::seconds{1});
        scene.bob.say("PRIVMSG #other :one in " + kOther);
        scene.dialogue.forgetLines();
    }
    [[nodiscard]] QByteArrayList find(Person& who, const QByteArray& attributes) const
    {
        return HistoryScene::texts(who.ask("SEARCH " + attributes));
    }
    [[nodiscard]] QByteArray timeOf(const QByteArray& text) const
    {
        return protocol::formatTimestamp(*protocol::timeOfMessageId(protocol::view(scene.ids.at(text))));
    }
    HistoryScene scene;
};

} // namespace

class TestSearch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void standardSearchAttributes_data()
    {
        QTest::addColumn<QByteArray>("attributes");
        QTest::addColumn<QByteArrayList>("expected");
        const QByteArray greeting = "Grüße, one and all";
        QTest::newRow("text: a word, in any case, in all rooms one is in")
            << QByteArray("text=ONE") << QByteArrayList{"one", greeting, "one in the other room"};
        QTest::newRow("text: several words in any order") << QByteArray("text=all\\sone") << QByteArrayList{greeting};
        QTest::newRow("text: letters of any script") << QByteArray("text=grüße") << QByteArrayList{greeting};
        QTest::newRow("text: a beginning") << QByteArray("text=t*") << QByteArrayList{"two", "three", "one in the other room"};
        QTest::newRow("text: a phrase") << QByteArray("text=\"one\\sand\"") << QByteArrayList{greeting};
        QTest::newRow("text: a phrase in another order is none") << QByteArray("text=\"and\\sone\"") << QByteArrayList{};
        QTest::newRow("text: no word in it") << QByteArray("text=!?") << QByteArrayList{};
        QTest::newRow("in") << QByteArray("in=#ROOM;text=one") << QByteArrayList{"one", greeting};
        QTest::newRow("in a conversation with a person: nothing is kept") << QByteArray("in=ann;text=one") << QByteArrayList{};
        QTest::newRow("from, in any case") << QByteArray("from=BOB") << QByteArrayList{greeting, "one in the other room"};
        QTest::newRow("from somebody who said nothing") << QByteArray("from=carl") << QByteArrayList{};
        QTest::newRow("before is inclusive") << QByteArray("in=#room;before=@two") << QByteArrayList{"one", "two"};
        QTest::newRow("after is inclusive") << QByteArray("in=#room;from=ann;after=@four") << QByteArrayList{"four", "five"};
        QTest::newRow("both") << QByteArray("after=@two;before=@three") << QByteArrayList{"two", "three"};
        QTest::newRow("limit: the newest count") << QByteArray("in=#room;from=ann;limit=2") << QByteArrayList{"four", "five"};
        QTest::newRow("limit with after: from there on") << QByteArray("in=#room;after=@one;limit=2") << QByteArrayList{"one", "two"};
        QTest::newRow("an attribute that nobody has defined") << QByteArray("text=two;colour=blue") << QByteArrayList{"two"};
    }
    void standardSearchAttributes()
    {
        QFETCH(QByteArray, attributes);
        QFETCH(QByteArrayList, expected);
        SearchScene scene;
        for (const auto& [text, id] : scene.scene.ids)
            attributes.replace('@' + text, scene.timeOf(text));
        QCOMPARE(scene.find(scene.scene.bob, attributes), expected);
    }

    void errorsAndWarnings_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("expected");
        const QByteArray value = ":The value is not of the form that this attribute has";
        QTest::newRow("INVALID_PARAMS: nothing") << QByteArray("") << QByteArray("* :SEARCH takes attributes like in=#room;text=hello");
        QTest::newRow("INVALID_PARAMS: a time") << QByteArray("before=noon") << "before " + value;
        QTest::newRow("INVALID_PARAMS: another time") << QByteArray("after=x;text=a") << "after " + value;
        QTest::newRow("INVALID_PARAMS: a limit") << QByteArray("limit=0") << "limit " + value;
        QTest::newRow("INVALID_PARAMS: a room one is not in")
            << QByteArray("in=#nowhere") << QByteArray("in :You are in no room of that name");
    }
    void errorsAndWarnings()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, expected);
        SearchScene scene;
        QCOMPARE(scene.scene.bob.ask("SEARCH " + request), QByteArrayList{"@time=* :chat.local FAIL SEARCH INVALID_PARAMS " + expected});
    }

    void internalErrorWhenTheStoreFails()
    {
        SearchScene scene;
        scene.scene.dialogue.storeError = storage::StoreError{storage::StoreError::Kind::Unavailable, QStringLiteral("gone"), false};
        QCOMPARE(scene.scene.bob.ask("SEARCH text=one"),
                 QByteArrayList{"@time=* :chat.local FAIL SEARCH INTERNAL_ERROR :The search could not be run"});
    }

    void theCapabilityMustBeNegotiated()
    {
        SearchScene scene("batch server-time standard-replies");
        QVERIFY(scene.scene.bob.ask("SEARCH text=one").first().contains(" 421 bob SEARCH "));
    }

    void theBatchIsOfItsType()
    {
        SearchScene scene(kHistoryCapabilities + " labeled-response");
        const QByteArrayList lines = scene.scene.bob.ask("@label=L SEARCH text=two");
        QCOMPARE(lines.size(), 3);
        QVERIFY2(lines[0].startsWith("@label=L;time=* :chat.local BATCH +"), lines[0].constData());
        QVERIFY2(lines[0].endsWith(" soju.im/search"), lines[0].constData());
        const QByteArrayList none = scene.scene.bob.ask("@label=M SEARCH text=nobody");
        QCOMPARE(HistoryScene::texts(none), QByteArrayList());
    }

    void messagesMustBePrivmsgOrNotice()
    {
        SearchScene scene(kHistoryCapabilities + " draft/event-playback");
        scene.scene.ann.say("TOPIC #room :one topic");
        scene.scene.ann.say("NOTICE #room :one notice");
        const QByteArrayList found = scene.find(scene.scene.bob, "in=#room;text=one");
        QCOMPARE(found, (QByteArrayList{"one", "Grüße, one and all", "one notice"}));
    }

    void nobodyFindsWhatTheyMayNotSee()
    {
        SearchScene scene;
        QCOMPARE(scene.find(scene.scene.ann, "text=one"), (QByteArrayList{"one", "Grüße, one and all"}));
        QCOMPARE(scene.find(scene.scene.carl, "text=one"), QByteArrayList());
        scene.scene.ann.say("PRIVMSG @#room :one secret");
        QCOMPARE(scene.find(scene.scene.ann, "text=secret"), QByteArrayList{"one secret"});
        QCOMPARE(scene.find(scene.scene.bob, "text=secret"), QByteArrayList());
        scene.scene.dialogue.isAnswering = false;
        scene.scene.bob.say("SEARCH text=one");
        scene.scene.bob.say("PART #other");
        (void)scene.scene.bob.read();
        scene.scene.dialogue.giveAnswers();
        QCOMPARE(HistoryScene::texts(scene.scene.bob.read()), (QByteArrayList{"one", "Grüße, one and all"}));
    }
};

QTEST_GUILESS_MAIN(TestSearch)
#include "tst_search.moc"
