// The METADATA command: each answer and each failure of draft/metadata-3, what draft/metadata-2 says instead, and who may read
// and change what. What comes with capabilities and a connection is in tst_metadatalife, what others hear in tst_metadatasync.
#include "server/metadata.h"
#include "server/metadatascene.h"

#include <QTest>

#include <algorithm>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;

class MetadataTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keys_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<bool>("isKey");
        QTest::newRow("a registered one") << QByteArray("display-name") << true;
        QTest::newRow("all that is allowed") << QByteArray("az09_./-") << true;
        QTest::newRow("nothing is none") << QByteArray() << false;
        QTest::newRow("upper case is none") << QByteArray("Avatar") << false;
        QTest::newRow("a colon makes none") << QByteArray("a:b") << false;
        QTest::newRow("a space makes none") << QByteArray("a b") << false;
        QTest::newRow("letters of other scripts make none") << QByteArray("größe") << false;
        QTest::newRow("as long as may be") << QByteArray(64, 'a') << true;
        QTest::newRow("longer than that") << QByteArray(65, 'a') << false;
    }
    void keys()
    {
        QFETCH(QByteArray, key);
        QFETCH(bool, isKey);
        QCOMPARE(isMetadataKey(protocol::view(key)), isKey);
    }

    // The longest value that is taken is told whole to whoever has the longest name.
    void valuesFitALine()
    {
        ServerConfig config = Scene::few();
        config.name = QByteArray(40, 's');
        Dialogue dialogue{config};
        const QByteArray nickname(32, 'n'), room = '#' + QByteArray(63, 'r'), key(64, 'k');
        Person& person = dialogue.enter(nickname, kThird);
        person.say("JOIN " + room);
        const QByteArray value(static_cast<qsizetype>(metadataValueBytes(config)), 'v');
        QCOMPARE(person.ask("METADATA " + room + " SET " + key + " :" + value),
                 (QByteArrayList{':' + config.name + " 761 " + nickname + ' ' + room + ' ' + key + " * " + value}));
        QVERIFY(person.ask("METADATA " + room + " SET " + key + " :" + value + 'v').value(0).contains(" INVALID_VALUE "));
    }

    // Each section of the specification. `before` is said by ann without looking at the answers, then `line`.
    void answers_data()
    {
        QTest::addColumn<QByteArrayList>("before");
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArrayList>("third");
        QTest::addColumn<QByteArrayList>("second");
        const auto both = [](const char* name, const QByteArrayList& before, const QByteArray& line, const QByteArrayList& replies) {
            QTest::newRow(name) << before << line << replies << replies;
        };
        const auto row = [](const char* name, const QByteArrayList& before, const QByteArray& line, const QByteArrayList& third,
                            const QByteArrayList& second) { QTest::newRow(name) << before << line << third << second; };
        const QByteArrayList one{"METADATA * SET avatar :https://a.example/a.png"};
        const QByteArray wrong = " :A key is lower-case letters, digits and _ . / -";

        both("GET: a key that is set", one, "METADATA * GET avatar", batch("ann", {"761 ann ann avatar * https://a.example/a.png"}));
        both("GET: by one's own name", one, "METADATA ann GET avatar", batch("ann", {"761 ann ann avatar * https://a.example/a.png"}));
        both("GET: keys in their order, whether they are set or not", one, "METADATA * GET url avatar status",
             batch("ann",
                   {"766 ann ann url :Key not set", "761 ann ann avatar * https://a.example/a.png", "766 ann ann status :Key not set"}));
        row("GET: a key that is none, among others", one, "METADATA * GET a:b avatar",
            batch("ann", {"WARN METADATA INVALID_KEY a:b" + wrong, "761 ann ann avatar * https://a.example/a.png"}),
            batch("ann", {"FAIL METADATA KEY_INVALID a:b" + wrong, "761 ann ann avatar * https://a.example/a.png"}));
        both("GET: nobody of that name", {}, "METADATA dave GET avatar",
             just("FAIL METADATA INVALID_TARGET dave :There is nobody and nothing of that name"));
        both("GET: no name at all", {}, "METADATA $a:user GET avatar",
             just("FAIL METADATA INVALID_TARGET $a:user :There is nobody and nothing of that name"));
        both("LIST: nothing", {}, "METADATA * LIST", batch("ann", {}));
        both("LIST: all in the order of keys", {one + QByteArrayList{"METADATA * SET a/b :two words"}}, "METADATA * LIST",
             batch("ann", {"761 ann ann a/b * :two words", "761 ann ann avatar * https://a.example/a.png"}));
        both("LIST: of a room", {"METADATA #room SET display-name :Our room"}, "METADATA #ROOM LIST",
             batch("#room", {"761 ann #room display-name * :Our room"}));
        both("LIST: nobody of that name", {}, "METADATA dave LIST",
             just("FAIL METADATA INVALID_TARGET dave :There is nobody and nothing of that name"));
        both("SET: a value of oneself", {}, "METADATA * SET status :gone fishing", just("761 ann ann status * :gone fishing"));
        both("SET: a key that nobody has registered", {}, "METADATA * SET example.org/mood :\xf0\x9f\x92\x9c",
             just("761 ann ann example.org/mood * \xf0\x9f\x92\x9c"));
        both("SET: another value in its place", one, "METADATA * SET avatar :b", just("761 ann ann avatar * b"));
        both("SET: the same once more", one, "METADATA * SET avatar :https://a.example/a.png",
             just("761 ann ann avatar * https://a.example/a.png"));
        both("SET: no value removes", one, "METADATA * SET avatar", just("766 ann ann avatar :Key not set"));
        both("SET: an empty value removes", one, "METADATA * SET avatar :", just("766 ann ann avatar :Key not set"));
        row("SET: to remove what is not there", {}, "METADATA * SET avatar", just("766 ann ann avatar :Key not set"),
            just("FAIL METADATA KEY_NOT_SET ann avatar :Key not set"));
        row("SET: a key that is none", {}, "METADATA * SET $url$ :x", just("FAIL METADATA INVALID_KEY $url$" + wrong),
            just("FAIL METADATA KEY_INVALID $url$" + wrong));
        row("SET: a key that is none is told before whose it is", {}, "METADATA bob SET Avatar :x",
            just("FAIL METADATA INVALID_KEY Avatar" + wrong), just("FAIL METADATA KEY_INVALID Avatar" + wrong));
        row("SET: a value that is too long", {}, "METADATA * SET url :" + QByteArray(301, 'x'),
            just("FAIL METADATA INVALID_VALUE url :The value is too long"), just("FAIL METADATA VALUE_INVALID :The value is too long"));
        row("SET: more keys than one may have", {"METADATA * SET a :1", "METADATA * SET b :1", "METADATA * SET c :1"},
            "METADATA * SET d :1", just("FAIL METADATA LIMIT_REACHED ann 3 :There is no room for more keys"),
            just("FAIL METADATA LIMIT_REACHED ann :There is no room for more keys"));
        row("SET: more keys than a room may have", {"METADATA #room SET a :1", "METADATA #room SET b :1", "METADATA #room SET c :1"},
            "METADATA #room SET d :1", just("FAIL METADATA LIMIT_REACHED #room 3 :There is no room for more keys"),
            just("FAIL METADATA LIMIT_REACHED #room :There is no room for more keys"));
        both("SET: another value where no key has room", {"METADATA * SET a :1", "METADATA * SET b :1", "METADATA * SET c :1"},
             "METADATA * SET c :2", just("761 ann ann c * 2"));
        both("SET: somebody else's", {}, "METADATA bob SET url :x",
             just("FAIL METADATA KEY_NO_PERMISSION bob url :This is not yours to change"));
        both("CLEAR: all that is set", {one + QByteArrayList{"METADATA * SET status :x"}}, "METADATA * CLEAR",
             batch("ann", {"766 ann ann avatar :Key not set", "766 ann ann status :Key not set"}));
        both("CLEAR: nothing", {}, "METADATA #room CLEAR", batch("#room", {}));
        both("CLEAR: somebody else's", {}, "METADATA bob CLEAR",
             just("FAIL METADATA KEY_NO_PERMISSION bob * :This is not yours to change"));
        both("CLEAR: nobody of that name", {}, "METADATA dave CLEAR",
             just("FAIL METADATA INVALID_TARGET dave :There is nobody and nothing of that name"));
        both("UNSUB: what one hears of, and what not", {"METADATA * SUB avatar"}, "METADATA * UNSUB avatar url",
             just("771 ann avatar url"));
        both("UNSUB: the same twice", {"METADATA * SUB avatar"}, "METADATA * UNSUB avatar avatar", just("771 ann avatar"));
        row("UNSUB: a key that is none", {}, "METADATA * UNSUB $url foo",
            {":chat.local 771 ann foo", ":chat.local WARN METADATA INVALID_KEY $url" + wrong},
            {":chat.local 771 ann foo", ":chat.local FAIL METADATA KEY_INVALID $url" + wrong});
        both("SUBS: nothing", {}, "METADATA * SUBS", batch({}, {}, "metadata-subs"));
        both("SUBS: each key once", {"METADATA * SUB avatar avatar", "METADATA * SUB avatar"}, "METADATA ann SUBS",
             batch({}, {"772 ann avatar"}, "metadata-subs"));
        both("SUB, UNSUB, SUBS: for somebody else", {}, "METADATA bob SUBS",
             just("FAIL METADATA INVALID_TARGET bob :There is nobody and nothing of that name"));
        both("SYNC: oneself", {"METADATA * SUB nothing"}, "METADATA * SYNC", batch("ann", {}));
        both("SYNC: nobody of that name", {}, "METADATA dave SYNC",
             just("FAIL METADATA INVALID_TARGET dave :There is nobody and nothing of that name"));
        row("nothing but the command", {}, "METADATA", just("FAIL METADATA INVALID_PARAMS * :Not enough parameters"),
            just("461 ann METADATA :Not enough parameters"));
        row("no subcommand", {}, "METADATA #room", just("FAIL METADATA INVALID_PARAMS * :Not enough parameters"),
            just("461 ann METADATA :Not enough parameters"));
        row("too few parameters", {}, "METADATA #room GET", just("FAIL METADATA INVALID_PARAMS GET :Not enough parameters"),
            just("461 ann METADATA :Not enough parameters"));
        row("too many parameters", {}, "METADATA * SET url a b", just("FAIL METADATA INVALID_PARAMS SET :Too many parameters"),
            just("761 ann ann url * a"));
        row("an unknown subcommand", {}, "METADATA #room SNEEZE", just("FAIL METADATA INVALID_PARAMS SNEEZE :Unknown subcommand"),
            just("FAIL METADATA SUBCOMMAND_INVALID SNEEZE :Unknown subcommand"));
        row("a subcommand that is no word", {}, "METADATA #room :: hi!", just("FAIL METADATA INVALID_PARAMS * :Unknown subcommand"),
            just("FAIL METADATA SUBCOMMAND_INVALID * :Unknown subcommand"));
        both("a subcommand in lower case", {}, "METADATA * list", batch("ann", {}));
    }
    void answers()
    {
        QFETCH(QByteArrayList, before);
        QFETCH(QByteArray, line);
        QFETCH(QByteArrayList, third);
        QFETCH(QByteArrayList, second);
        for (const auto& [capabilities, expected] : {std::pair{kThird, third}, {kSecond, second}}) {
            Scene scene{capabilities};
            scene.ann.sayAll(before);
            QCOMPARE(plain(scene.ann.ask(line)), expected);
        }
    }

    void subscribing_data()
    {
        QTest::addColumn<QByteArrayList>("lines");
        QTest::addColumn<QByteArrayList>("replies"); // of the last one, -3
        QTest::addColumn<QByteArray>("keys");        // what there is then
        const QByteArray later = ":chat.local 774 ann *ALL 0 :Try again later";
        const auto row = [](const char* name, const QByteArrayList& lines, const QByteArrayList& replies, const QByteArray& keys) {
            QTest::newRow(name) << lines << replies << keys;
        };
        row("keys that are new", {"METADATA * SUB website avatar"}, {":chat.local 770 ann website avatar", later}, "avatar website");
        row("by one's own name", {"METADATA ANN SUB website"}, {":chat.local 770 ann website", later}, "website");
        row("keys that are not", {"METADATA * SUB website avatar", "METADATA * SUB avatar website"}, {":chat.local 770 ann avatar website"},
            "avatar website");
        row("the same twice in one line", {"METADATA * SUB avatar avatar"}, {":chat.local 770 ann avatar", later}, "avatar");
        row("one that is none among others", {"METADATA * SUB foo $url bar"},
            {":chat.local 770 ann foo bar", ":chat.local WARN METADATA INVALID_KEY $url :A key is lower-case letters, digits and _ . / -",
             later},
            "bar foo");
        row("too many, example 1", {"METADATA * SUB website avatar foo", "METADATA * SUB email city"},
            {":chat.local FAIL METADATA LIMIT_REACHED email 3 :There is no room for more subscriptions"}, "avatar foo website");
        row("too many, example 2", {"METADATA * SUB website", "METADATA * SUB email city country bar baz"},
            {":chat.local 770 ann email city", ":chat.local FAIL METADATA LIMIT_REACHED country 3 :There is no room for more subscriptions",
             later},
            "city email website");
        row("too many, example 3: the rest is not looked at, known or not",
            {"METADATA * SUB avatar website", "METADATA * SUB foo website avatar"},
            {":chat.local 770 ann foo", ":chat.local FAIL METADATA LIMIT_REACHED website 3 :There is no room for more subscriptions",
             later},
            "avatar foo website");
        row("room again after UNSUB", {"METADATA * SUB a b c", "METADATA * UNSUB b", "METADATA * SUB d"}, {":chat.local 770 ann d", later},
            "a c d");
        row("none for somebody else", {"METADATA bob SUB a"},
            {":chat.local FAIL METADATA INVALID_TARGET bob :There is nobody and nothing of that name"}, "");
        row("none for a room", {"METADATA #room SUB a"},
            {":chat.local FAIL METADATA INVALID_TARGET #room :There is nobody and nothing of that name"}, "");
    }
    void subscribing()
    {
        QFETCH(QByteArrayList, lines);
        QFETCH(QByteArrayList, replies);
        QFETCH(QByteArray, keys);
        Scene scene;
        const QByteArray last = lines.takeLast();
        scene.ann.sayAll(lines);
        QCOMPARE(scene.ann.ask(last), replies);
        QCOMPARE(plain(scene.ann.ask("METADATA * SUBS")),
                 batch({}, keys.isEmpty() ? QByteArrayList{} : QByteArrayList{"772 ann " + keys}, "metadata-subs"));
        // -2 has another word for the limit, and 774 only where there is something to ask for.
        Scene second{kSecond};
        second.ann.sayAll(lines);
        QByteArrayList expected;
        for (QByteArray reply : replies) {
            if (reply.contains(" 774 "))
                continue;
            if (reply.contains("LIMIT_REACHED"))
                reply.replace("LIMIT_REACHED", "TOO_MANY_SUBS").replace(" 3 :", " :");
            expected.append(reply.replace("WARN METADATA INVALID_KEY", "FAIL METADATA KEY_INVALID"));
        }
        QCOMPARE(second.ann.ask(last), expected);
    }

    // Lines of 770 and 772 have no more parameters than a client reads.
    void manyKeysAreSeveralLines()
    {
        ServerConfig config = Scene::few();
        config.metadata.maxSubscriptions = 0; // no limit
        Scene scene{kThird, config};
        QByteArray first, second;
        for (int i = 10; i < 23; ++i)
            first += " k" + QByteArray::number(i);
        for (int i = 23; i < 30; ++i)
            second += " k" + QByteArray::number(i);
        QCOMPARE(scene.ann.ask("METADATA * SUB" + first).value(0), ":chat.local 770 ann" + first);
        scene.ann.say("METADATA * SUB" + second);
        QCOMPARE(plain(scene.ann.ask("METADATA * SUBS")),
                 batch({}, {"772 ann" + first + " k23", "772 ann" + second.mid(4)}, "metadata-subs"));
    }

    // Who may do what with whose: 761, the code of FAIL, and what a GET afterwards says.
    void permissions_data()
    {
        QTest::addColumn<QByteArray>("who");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<bool>("mayChange");
        const auto row = [](const char* name, const char* who, const char* target, bool mayChange) {
            QTest::newRow(name) << QByteArray(who) << QByteArray(target) << mayChange;
        };
        row("a stranger, somebody's", "carl", "bob", false);
        row("who shares a room, somebody's", "bob", "ann", false);
        row("who runs a room, a member's", "ann", "bob", false);
        row("an operator of the server, somebody's", "root", "bob", true);
        row("oneself", "bob", "*", true);
        row("oneself by name", "bob", "BOB", true);
        row("a stranger, a room's", "carl", "#room", false);
        row("a member, a room's", "bob", "#room", false);
        row("who runs it, a room's", "ann", "#room", true);
        row("an operator of the server, a room's", "root", "#room", true);
    }
    void permissions()
    {
        QFETCH(QByteArray, who);
        QFETCH(QByteArray, target);
        QFETCH(bool, mayChange);
        Scene scene;
        Person& person = scene.person(who);
        const QByteArray name = target == "*" || target == "BOB" ? who : target;
        const QByteArray refused = ":chat.local FAIL METADATA KEY_NO_PERMISSION " + name;
        QCOMPARE(person.ask("METADATA " + target + " SET status :here"),
                 QByteArrayList{mayChange ? ":chat.local 761 " + who + ' ' + name + " status * here"
                                          : refused + " status :This is not yours to change"});
        QCOMPARE(person.ask("METADATA " + target + " CLEAR").value(0).contains("KEY_NO_PERMISSION"), !mayChange);
        // Everybody reads what people tell of themselves, and rooms that are open.
        const QByteArray owner = name.startsWith('#') ? "ann" : name;
        scene.person(owner).say("METADATA " + name + " SET status :told");
        QCOMPARE(plain(person.ask("METADATA " + target + " GET status")), batch(name, {"761 " + who + ' ' + name + " status * told"}));
    }

    // A room that is closed to somebody is to them as one that does not exist; a member reads it, and so does an operator.
    void closedRooms_data()
    {
        QTest::addColumn<QByteArray>("mode");
        QTest::newRow("secret") << QByteArray("+s");
        QTest::newRow("for the invited") << QByteArray("+i");
        QTest::newRow("locked") << QByteArray("+k key");
    }
    void closedRooms()
    {
        QFETCH(QByteArray, mode);
        Scene scene;
        scene.ann.say("METADATA #room SET display-name :hidden");
        scene.ann.say("MODE #room " + mode);
        scene.carl.say("METADATA * SUB display-name");
        for (const QByteArray& what :
             QByteArrayList{"GET display-name", "LIST", "SYNC", "SET display-name :x", "SET display-name", "CLEAR"}) {
            QByteArrayList missing = scene.carl.ask("METADATA #nowhere " + what);
            QCOMPARE(missing.size(), 1);
            QCOMPARE(scene.carl.ask("METADATA #room " + what), QByteArrayList{missing[0].replace("#nowhere", "#room")});
        }
        const auto read = [](Person& person, const QByteArray& name) {
            return plain(person.ask("METADATA #room GET display-name")) == batch("#room", {"761 " + name + " #room display-name * hidden"});
        };
        QVERIFY(read(scene.bob, "bob"));
        QVERIFY(read(scene.root, "root"));
    }

    void tooManyChangesWait_data()
    {
        QTest::addColumn<QByteArray>("capabilities");
        QTest::addColumn<QByteArray>("failure");
        QTest::newRow("-3") << kThird << QByteArray("FAIL METADATA RATE_LIMITED * url 1 :Too many changes: try again later");
        QTest::newRow("-2") << kSecond << QByteArray("FAIL METADATA RATE_LIMITED * url 1 again :Too many changes: try again later");
    }
    void tooManyChangesWait()
    {
        QFETCH(QByteArray, capabilities);
        QFETCH(QByteArray, failure);
        Scene scene{capabilities};
        int taken = 0;
        while (taken < 1000 && scene.ann.ask("METADATA * SET url :" + QByteArray::number(taken)).value(0).contains(" 761 "))
            ++taken;
        QCOMPARE(taken, 60);
        QCOMPARE(scene.ann.ask("METADATA * SET url :again"), just(failure));
        QVERIFY(scene.ann.ask("METADATA * CLEAR").value(0).contains(" RATE_LIMITED * * 1 "));
        scene.dialogue.wait(std::chrono::seconds{1});
        QCOMPARE(scene.ann.ask("METADATA * SET url :again"), just("761 ann ann url * again"));
        QVERIFY(scene.bob.ask("METADATA * SET url :x").value(0).contains(" 761 ")); // each has their own
    }

    void withoutFloodControlNothingWaits()
    {
        ServerConfig config = Scene::few();
        config.limits.flood = false;
        Scene scene{kThird, config};
        for (int i = 0; i < 100; ++i)
            QVERIFY(scene.ann.ask("METADATA * SET url :" + QByteArray::number(i)).value(0).contains(" 761 "));
    }

    void badUtf8FailsWithoutStandardReplies()
    {
        Scene scene;
        QCOMPARE(scene.ann.ask("METADATA * SET url :\xc3<-"), just("FAIL METADATA INVALID_UTF8 :Message rejected: it is not UTF-8"));
        QCOMPARE(plain(scene.ann.ask("METADATA * LIST")), batch("ann", {}));
    }
};

QTEST_GUILESS_MAIN(MetadataTest)
#include "tst_metadata.moc"
