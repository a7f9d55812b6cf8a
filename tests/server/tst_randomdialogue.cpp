// Thousands of random lines from several people, sensible and senseless, with fixed seeds; what must always hold is checked all
// along: what goes out is well-formed and only what its reader negotiated, everybody in a room sees the same messages in the
// same order, and the snapshot, WHOIS and NAMES agree on who is where. Where a history is kept, by a store that now and then
// fails, what anybody has heard stands in it, once and in order.
#include "protocol/casefold.h"
#include "protocol/message.h"
#include "protocol/parser.h"
#include "protocol/serializer.h"
#include "server/commandtable.h"
#include "server/dialogue.h"
#include "storage/memorystore.h"

#include <QRandomGenerator>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace chatroom;
using namespace chatroom::server;
using namespace chatroom::server::test;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int kPeople = 6;
constexpr int kTurns = 3000;

const QByteArrayList kNames{"ann", "bob", "Carl", "dora", "\xc3\xa9mile", "\xd0\xb0nn", "x{y}", "zed", "1st", "nobody"};
const QByteArrayList kRooms{"#lobby", "#a", "#B", "#caf\xc3\xa9", "#secret", "room", "#", "#x,y"};
const QByteArrayList kCapabilities{
    "message-tags server-time batch labeled-response echo-message standard-replies draft/metadata-3 draft/multiline draft/channel-rename",
    "message-tags batch draft/multiline draft/message-redaction draft/read-marker",
    "server-time multi-prefix userhost-in-names extended-join",
    "",
    "away-notify setname invite-notify extended-monitor no-implicit-names echo-message",
    "batch labeled-response draft/metadata-3",
};

// For a server that keeps a history. Nobody here is shown it unasked, since that could be taken for something that is said now.
const QByteArrayList kHistoryCapabilities{
    "message-tags server-time batch labeled-response echo-message standard-replies draft/chathistory soju.im/search "
    "draft/multiline draft/message-redaction draft/channel-rename",
    "message-tags batch draft/chathistory draft/event-playback draft/metadata-3 draft/message-redaction draft/read-marker",
    "server-time multi-prefix userhost-in-names extended-join batch draft/chathistory draft/event-playback",
    "",
    "away-notify setname invite-notify extended-monitor no-implicit-names echo-message",
    "batch labeled-response soju.im/search draft/metadata-2",
};

// What a reader may find before a line, by what it asked for.
QSet<QByteArray> allowedTags(const QByteArray& capabilities)
{
    QSet<QByteArray> tags;
    if (capabilities.contains("server-time"))
        tags.insert("time");
    if (capabilities.contains("labeled-response"))
        tags.insert("label");
    if (capabilities.contains("batch"))
        tags.insert("batch");
    if (capabilities.contains("draft/multiline"))
        tags.insert("draft/multiline-concat");
    if (capabilities.contains("message-tags"))
        tags.unite({"msgid", "bot", "+typing", "+draft/react"});
    return tags;
}

struct Actor final
{
    Person* person = nullptr;
    QByteArray capabilities;
    QByteArrayList heard; // "#room text" of every numbered message, in the order of arrival
};

class World final
{
public:
    World(quint32 seed, bool isKeeping)
        : m_random(seed), m_isKeeping(isKeeping),
          m_dialogue(withOperator(), 1, isKeeping ? std::make_unique<storage::MemoryStore>() : std::unique_ptr<storage::Store>{})
    {
        for (int i = 0; i < kPeople; ++i) {
            m_actors.append(Actor{});
            revive(m_actors.last(), i);
        }
    }

    void turn(int number)
    {
        const int index = pick(kPeople);
        Actor& actor = m_actors[index];
        if (actor.person->isClosed())
            revive(actor, index);
        const QByteArray line = randomLine(number);
        m_last = line;
        if (m_isKeeping && pick(40) == 0)
            breakOrMendStore();
        if (pick(200) == 0)
            actor.person->hangUp();
        else
            actor.person->say(line);
        if (pick(50) == 0)
            m_dialogue.wait(std::chrono::seconds{pick(40)});
        for (Actor& each : m_actors)
            read(each);
    }

    void checkState()
    {
        const ServerSnapshot snapshot = m_dialogue.engine.snapshot();
        QMap<QByteArray, int> inside;
        QSet<QByteArray> names;
        for (const PersonRow& person : snapshot.people) {
            const QByteArray folded = protocol::FoldedName{protocol::view(person.nickname)}.bytes();
            QVERIFY2(!names.contains(folded), person.nickname.constData());
            names.insert(folded);
            for (QByteArray room : person.rooms) {
                room = room.mid(room.indexOf('#'));
                ++inside[room];
            }
        }
        QVERIFY(std::any_of(snapshot.rooms.begin(), snapshot.rooms.end(), [](const RoomRow& room) { return room.name == "#lobby"; }));
        for (const RoomRow& room : snapshot.rooms) {
            QVERIFY2(room.people > 0 || room.name == "#lobby" || m_isKeeping, room.name.constData());
            QVERIFY2(room.people == inside.take(room.name), room.name.constData());
        }
        QVERIFY2(inside.isEmpty(), "somebody is in a room that does not exist");
        checkIndex(snapshot);
    }

    // Whoever is here is found by name, and nobody else.
    void checkIndex(const ServerSnapshot& snapshot)
    {
        Person& watcher = m_dialogue.connect();
        watcher.sayAll({"NICK watcher", "USER w 0 * :w", "OPER root secret"});
        for (const PersonRow& person : snapshot.people)
            QCOMPARE(watcher.ask("ISON " + person.nickname).value(0).split(' ').last(), person.nickname);
        QCOMPARE(watcher.ask("LUSERS").value(0).split(' ').value(5).toInt() + invisible(), snapshot.people.size() + 1);
        for (const RoomRow& room : snapshot.rooms) {
            int names = 0;
            for (const QByteArray& line : watcher.ask("NAMES " + room.name)) {
                if (line.contains(" 353 "))
                    names += static_cast<int>(trailing(line).split(' ').size());
            }
            QCOMPARE(names, room.people);
        }
        watcher.say("QUIT");
    }

    // Two people's common messages came to both in one order.
    void checkOrder()
    {
        for (const Actor& one : m_actors) {
            QVERIFY2(std::is_sorted(one.heard.begin(), one.heard.end()), "messages came out of order");
            QVERIFY2(std::adjacent_find(one.heard.begin(), one.heard.end()) == one.heard.end(), "a message came twice");
        }
    }

    // All that was heard is in the history, each once, in the order in which it was said.
    void checkHistory()
    {
        const std::unique_ptr<storage::Store> store = m_dialogue.takeStore();
        QSet<QByteArray> kept;
        for (const QByteArray& room : kRooms + QByteArrayList{"#x"}) { // of "#x,y"
            storage::HistoryQuery query;
            query.place = storage::Place::channel(protocol::FoldedName{protocol::view(room)});
            query.reader = storage::Readers::Operators;
            query.limit = kTurns;
            QByteArrayList texts;
            const storage::Entries entries = store->history(query).value();
            for (const storage::Entry& entry : entries) {
                if (entry.text.startsWith("#1"))
                    texts.append(entry.text);
            }
            QVERIFY2(std::is_sorted(texts.begin(), texts.end()), room.constData());
            QVERIFY2(std::adjacent_find(texts.begin(), texts.end()) == texts.end(), room.constData());
            kept.unite({texts.begin(), texts.end()});
        }
        m_deleted.remove({});
        QVERIFY2(!m_deleted.isEmpty(), "nothing was deleted");
        for (const Actor& actor : m_actors) {
            for (const QByteArray& text : actor.heard)
                QVERIFY2(kept.contains(text) != m_deleted.contains(text), (text + " was heard, and is not kept or not gone").constData());
        }
    }

    [[nodiscard]] qsizetype heard() const
    {
        qsizetype all = 0;
        for (const Actor& actor : m_actors)
            all += actor.heard.size();
        return all;
    }

private:
    static ServerConfig withOperator()
    {
        ServerConfig config;
        config.operators = {{"root", "secret"}};
        config.limits.loginAttempts = 0;
        config.limits.monitor = 5;
        config.limits.listModes = 5;
        return config;
    }

    static QByteArray trailing(const QByteArray& line)
    {
        return line.mid(line.lastIndexOf(line.contains(" :") ? " :" : " ") + 1).replace(':', "");
    }

    int pick(int below) { return static_cast<int>(m_random.bounded(below)); }
    const QByteArray& any(const QByteArrayList& list) { return list[pick(static_cast<int>(list.size()))]; }

    [[nodiscard]] int invisible()
    {
        Person& asker = m_dialogue.connect();
        asker.sayAll({"NICK asker", "USER a 0 * :a"});
        const int count = asker.ask("LUSERS").value(0).split(' ').value(8).toInt();
        asker.say("QUIT");
        return count;
    }

    void breakOrMendStore()
    {
        if (m_dialogue.storeError) {
            m_dialogue.storeError.reset();
            m_dialogue.engine.endStoreTrouble();
        } else if (pick(3) == 0) {
            m_dialogue.storeError = storage::StoreError{storage::StoreError::Kind::Full, u"No room"_s, false};
        }
        m_dialogue.deliver();
    }

    void revive(Actor& actor, int index)
    {
        actor.capabilities = (m_isKeeping ? kHistoryCapabilities : kCapabilities)[index];
        actor.person = &m_dialogue.connect();
        if (!actor.capabilities.isEmpty())
            actor.person->sayAll({"CAP REQ :" + actor.capabilities, "CAP END"});
        actor.person->sayAll(
            {"NICK p" + QByteArray::number(index) + '-' + QByteArray::number(++m_lives), "USER u 0 * :somebody", "JOIN #lobby,#a"});
        if (index == 0) // so that what only operators may do is done too
            actor.person->say("OPER root secret");
    }

    QByteArray noise()
    {
        QByteArray bytes(pick(700), '\0');
        for (char& byte : bytes)
            byte = static_cast<char>(pick(8) == 0 ? pick(256) : 32 + pick(95));
        return bytes.replace('\n', "").replace('\r', "");
    }

    // A word that a command may take somewhere.
    QByteArray word(int number)
    {
        switch (pick(12)) {
        case 0: return any(kNames);
        case 1: return any(kRooms) + ',' + any(kRooms);
        case 2: return "+o-v+b";
        case 3: return "p" + QByteArray::number(pick(kPeople)) + '-' + QByteArray::number(1 + pick(m_lives));
        case 4: return QByteArray::number(pick(5));
        case 5: return "+k-l+imn-t";
        case 6: return any({"root", "secret", "+", "-", "C", "L", "S", "*", "%tcuihsnfdlaor,7", "LS", "REQ", "END", "LIST"});
        case 7: return ":n" + QByteArray::number(number) + ' ' + noise().left(60);
        case 8: return any(kNames) + "!*@*";
        default: return any(kRooms);
        }
    }

    // More or less in the order in which they make a message.
    QByteArray lineOfBatch(int number)
    {
        switch (pick(5)) {
        case 0: return "@label=b" + QByteArray::number(number) + ";+draft/react=x BATCH +1 draft/multiline #a";
        case 1: return "BATCH -1";
        case 2: return "@batch=1;draft/multiline-concat PRIVMSG #a :" + noise().left(400);
        case 3: return "@batch=" + QByteArray::number(1 + pick(2)) + " PRIVMSG " + any({"#a", "#A", "#B"}) + " :";
        default: return "@batch=1 PRIVMSG #a :" + noise().left(400);
        }
    }

    QByteArray randomLine(int number)
    {
        if (pick(20) == 0)
            return noise();
        QByteArray line;
        if (pick(4) == 0)
            line = "@label=l" + QByteArray::number(number) + ";+typing=active;+draft/react=\\:x;time=1 ";
        // Numbered, so that their order can be compared.
        if (pick(4) == 0)
            return line + "PRIVMSG " + any(kRooms) + " :#" + QByteArray::number(1'000'000 + number);
        if (pick(6) == 0)
            return line + "JOIN " + any(kRooms);
        if (m_isKeeping && pick(10) == 0)
            return line + any({"CHATHISTORY LATEST #a * 20", "SEARCH text=n*", "CHATHISTORY TARGETS * * 1", "SEARCH in=#a;before=x"});
        if (pick(8) == 0)
            return line + "METADATA " + any({"*", "*ALL", "#a", "#lobby", "nobody", word(number)}) + ' '
                   + any({"GET a b/c", "LIST", "SET a :x y", "SET a", "CLEAR", "SUB a b c", "UNSUB b", "SUBS", "SYNC", word(number)});
        if (pick(6) == 0)
            return lineOfBatch(number);
        if (pick(5) == 0)
            return line + "REDACT " + (pick(3) == 0 ? any(kRooms) : m_lastRoom) + ' ' + m_lastId;
        const auto table = commandTable();
        const CommandSpec& spec = table[static_cast<std::size_t>(pick(static_cast<int>(table.size())))];
        const bool isTooFinal = spec.verb == "QUIT" || spec.verb == "KILL" || spec.verb == "CAP";
        line += isTooFinal && pick(5) != 0 ? QByteArray("NAMES") : protocol::bytes(spec.verb);
        for (int i = pick(5); i > 0; --i)
            line += ' ' + word(number);
        return line;
    }

    void read(Actor& actor)
    {
        for (const QByteArray& line : actor.person->readRaw()) {
            checkLine(actor, line);
            const bool isPast = m_isKeeping && line.startsWith('@') && line.left(line.indexOf(' ')).contains("batch=");
            if (isPast)
                continue;
            const qsizetype start = line.indexOf(" #1");
            if (line.contains(" REDACT #"))
                m_deleted.insert(m_texts.value(line.mid(line.indexOf(" REDACT #")).split(' ').value(3)));
            if (!line.contains(" PRIVMSG #") || start <= 0 || line.size() - start != 9)
                continue;
            actor.heard.append(line.mid(start + 1));
            if (line.contains("msgid=")) {
                m_lastId = line.mid(line.indexOf("msgid=") + 6, 22);
                m_lastRoom = line.mid(line.indexOf(" PRIVMSG #")).split(' ').value(2);
                m_texts.insert(m_lastId, line.mid(start + 1));
            }
        }
    }

    void checkLine(const Actor& actor, const QByteArray& line)
    {
        const QByteArray context = "after \"" + m_last + "\": " + line;
        const auto parsed = protocol::parse(protocol::view(line));
        QVERIFY2(parsed.has_value(), context.constData());
        QVERIFY2(protocol::isValidUtf8(protocol::view(line)), context.constData());
        const qsizetype tags = line.startsWith('@') ? line.indexOf(' ') + 1 : 0;
        QVERIFY2(line.size() - tags <= 510, context.constData());
        QVERIFY2(tags <= 8191, context.constData());
        // CAP may have changed what was asked for at first; such a person is not asked.
        if (m_isCapChanged.contains(actor.person))
            return;
        if (line.contains(" CAP ") && line.contains(" ACK ") && !line.contains(actor.capabilities))
            m_isCapChanged.insert(actor.person);
        const QSet<QByteArray> allowed = allowedTags(actor.capabilities);
        parsed->tagsView().forEach(
            [&](std::string_view key, std::string_view) { QVERIFY2(allowed.contains(protocol::bytes(key)), context.constData()); });
    }

    QRandomGenerator m_random;
    bool m_isKeeping;
    Dialogue m_dialogue;
    QList<Actor> m_actors;
    QSet<const Person*> m_isCapChanged;
    QByteArray m_last;
    QByteArray m_lastRoom = "#a";
    QByteArray m_lastId = "abc";           // of a numbered message that somebody has read
    QHash<QByteArray, QByteArray> m_texts; // by id
    QSet<QByteArray> m_deleted;            // texts
    int m_lives = 0;
};

} // namespace

class TestRandomDialogue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void invariantsHold_data()
    {
        QTest::addColumn<quint32>("seed");
        QTest::addColumn<bool>("isKeeping");
        for (quint32 seed = 1; seed <= 8; ++seed) {
            QTest::addRow("seed %u", seed) << seed << false;
            QTest::addRow("seed %u with a history", seed) << seed << true;
        }
    }
    void invariantsHold()
    {
        QFETCH(quint32, seed);
        QFETCH(bool, isKeeping);
        World world{seed, isKeeping};
        for (int number = 0; number < kTurns; ++number) {
            world.turn(number);
            if (number % 250 == 249)
                world.checkState();
            if (QTest::currentTestFailed())
                return;
        }
        world.checkOrder();
        if (isKeeping)
            world.checkHistory();
        QVERIFY2(world.heard() > kTurns / 10, "hardly anything was said");
    }
};

QTEST_GUILESS_MAIN(TestRandomDialogue)
#include "tst_randomdialogue.moc"
