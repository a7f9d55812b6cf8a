// A room with a history: ann runs #room and has said "one" to "five" there, a second apart; bob reads along; carl is not inside.
#pragma once

#include "protocol/parser.h"
#include "server/dialogue.h"
#include "storage/memorystore.h"

namespace chatroom::server::test {

inline const QByteArray kHistoryCapabilities =
    "batch server-time message-tags echo-message standard-replies draft/chathistory soju.im/search";

struct HistoryScene final
{
    explicit HistoryScene(const QByteArray& ofAll = kHistoryCapabilities)
        : dialogue({}, 1, std::make_unique<storage::MemoryStore>()), ann(dialogue.enter("ann", ofAll)), bob(dialogue.enter("bob", ofAll)),
          carl(dialogue.enter("carl", ofAll))
    {
        ann.say("JOIN #room");
        bob.say("JOIN #room");
        for (const QByteArray text : {"one", "two", "three", "four", "five"}) {
            dialogue.wait(std::chrono::seconds{1});
            says(ann, text);
        }
        dialogue.forgetLines();
    }

    // Says it in #room and remembers its id.
    void says(Person& who, const QByteArray& text)
    {
        (void)who.readRaw();
        who.say("PRIVMSG #room :" + text);
        for (const QByteArray& line : who.readRaw()) {
            if (line.contains(" PRIVMSG "))
                ids[text] = tag(line, "msgid");
        }
    }

    [[nodiscard]] static QByteArray tag(const QByteArray& line, const QByteArray& key)
    {
        for (const QByteArray& each : line.mid(1, line.indexOf(' ') - 1).split(';')) {
            if (each.startsWith(key + '='))
                return each.mid(key.size() + 1);
        }
        return {};
    }

    // The texts of a batch; the batch's own two lines are checked to be there and to belong together.
    [[nodiscard]] static QByteArrayList texts(const QByteArrayList& lines)
    {
        if (lines.size() < 2 || !lines.first().contains("BATCH +") || !lines.last().contains("BATCH -"))
            return QByteArrayList{"no batch: "} + lines;
        const QByteArrayList begin = lines.first().mid(lines.first().indexOf("BATCH +") + 7).split(' ');
        if (!lines.last().endsWith("BATCH -" + begin.first()))
            return {"another batch's end"};
        QByteArrayList found;
        for (const QByteArray& line : lines.mid(1, lines.size() - 2)) {
            if (tag(line, "batch") != begin.first())
                return {"a line outside of the batch: " + line};
            const auto parsed = protocol::parse(protocol::view(line));
            found.append(parsed ? protocol::bytes(parsed->last()) : "not a message: " + line);
        }
        return found;
    }

    Dialogue dialogue;
    std::map<QByteArray, QByteArray> ids; // by text
    Person& ann;
    Person& bob;
    Person& carl;
};

} // namespace chatroom::server::test
